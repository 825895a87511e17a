/* multipart_fuzz.c: a form read whole and read in pieces is the same form. */
#include "http/http.h"

#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* The first byte says how large the pieces are. */
static enum err read_in(struct arena *arena, str body, size_t piece, struct http_request *request)
{
	struct multipart *multipart;
	enum err err = multipart_open(arena, S("multipart/form-data; boundary=b"), S(""), &multipart);
	while (!err && body.len) {
		err = multipart_feed(multipart, str_first(body, piece));
		body = str_skip(body, piece);
	}
	if (!err)
		err = multipart_close(multipart, request);
	multipart_forget(multipart);
	return err;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (len < 1)
		return 0;
	struct arena *arena = arena_open(4096);
	str body = { (const char *)data + 1, len - 1 };
	struct http_request whole = { .arena = arena }, cut = { .arena = arena };
	struct multipart *other;
	enum err err = read_in(arena, body, body.len ? body.len : 1, &whole);
	/* Where it is broken, pieces may find out with another reason first; never with none. */
	if ((read_in(arena, body, (size_t)data[0] + 1, &cut) == OK) != (err == OK))
		abort();
	for (size_t i = 0; err == OK && i < whole.form.count; i++) {
		if (cut.form.count != whole.form.count || !str_equal(whole.form.at[i].value, cut.form.at[i].value) ||
		    !str_equal(whole.form.at[i].name, cut.form.at[i].name) || !utf8_is_valid(whole.form.at[i].value))
			abort();
	}
	if (multipart_open(arena, body, S(""), &other) == OK) /* and as a Content-Type */
		multipart_forget(other);
	arena_close(arena);
	return 0;
}
