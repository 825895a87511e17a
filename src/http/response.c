/* response.c: headers of an answer, bytes shared between answers, gzip. */
#include "http/response.h"

#include <libdeflate.h>
#include <stdatomic.h>

struct shared_bytes {
	atomic_int count;
	size_t len;
	char at[];
};

/* A header split by a line end would be two: the value is code's or was checked, so this is a mistake. */
static bool is_one_line(str s)
{
	return !memchr(s.at ? s.at : "", '\n', s.len) && !memchr(s.at ? s.at : "", '\r', s.len) &&
	       !memchr(s.at ? s.at : "", 0, s.len);
}

void http_set_header(struct http_response *response, str name, str value)
{
	must(is_one_line(name) && is_one_line(value));
	/* Cookies are the one header that is set several times. */
	for (size_t i = 0; i < response->header_count && !str_equal_fold(name, S("Set-Cookie")); i++) {
		if (!str_equal_fold(response->headers[i].name, name))
			continue;
		response->headers[i].value = value;
		return;
	}
	must(response->header_count < RESPONSE_HEADERS_MAX);
	response->headers[response->header_count++] = (struct header){ name, value };
}

uint64_t body_print(str body)
{
	uint64_t crc = libdeflate_crc32(0, body.at, body.len);
	return crc << 32 | libdeflate_adler32(1, body.at, body.len);
}

struct shared_bytes *shared_bytes_make(str bytes)
{
	struct shared_bytes *shared = memory_grow(NULL, sizeof(*shared) + bytes.len); /* not cleared: all of it is written */
	atomic_init(&shared->count, 1);
	shared->len = bytes.len;
	if (bytes.len)
		memcpy(shared->at, bytes.at, bytes.len);
	return shared;
}

struct shared_bytes *shared_bytes_hold(struct shared_bytes *bytes)
{
	atomic_fetch_add_explicit(&bytes->count, 1, memory_order_relaxed);
	return bytes;
}

void shared_bytes_drop(struct shared_bytes *bytes)
{
	if (bytes && atomic_fetch_sub_explicit(&bytes->count, 1, memory_order_acq_rel) == 1)
		memory_free(bytes);
}

str shared_bytes_str(const struct shared_bytes *bytes)
{
	return (str){ bytes->at, bytes->len };
}

str gzip_make(struct arena *arena, str plain, int level)
{
	struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
	must(compressor);
	char *at = arena_bytes(arena, plain.len);
	size_t len = libdeflate_gzip_compress(compressor, plain.at, plain.len, at, plain.len);
	libdeflate_free_compressor(compressor);
	return (str){ at, len < plain.len ? len : 0 };
}
