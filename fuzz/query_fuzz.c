/* query_fuzz.c: paths and queries: what is taken has one meaning, whoever decodes it again. */
#include "http/http.h"

#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check_path(struct arena *arena, str target)
{
	str path, again;
	if (url_path(arena, target, &path))
		return;
	if (!str_starts(path, S("/")) || str_contains(path, S("//")) || str_contains(path, S("/..")) ||
	    str_contains(path, S("\\")) || !utf8_is_valid(path) || memchr(path.at, 0, path.len))
		abort();
	if (url_path(arena, url_encode(arena, path), &again) == OK && !str_equal(path, again))
		abort();
}

static void check_pairs(struct arena *arena, str encoded)
{
	struct pairs pairs;
	if (url_pairs(arena, encoded, &pairs))
		return;
	if (pairs.count > QUERY_PAIRS_MAX)
		abort();
	for (size_t i = 0; i < pairs.count; i++) {
		str back;
		if (!utf8_is_valid(pairs.at[i].value) || !utf8_is_valid(pairs.at[i].name))
			abort();
		if (url_decode(arena, url_encode(arena, pairs.at[i].value), true, &back) || !str_equal(back, pairs.at[i].value))
			abort();
	}
}

/* A redirect that we would make, read as a browser reads it. */
static void check_local(struct arena *arena, str target)
{
	str plain;
	if (!url_is_local(target))
		return;
	if (target.at[0] != '/' || (target.len > 1 && (target.at[1] == '/' || target.at[1] == '\\')))
		abort();
	if (url_decode(arena, target, false, &plain) == OK && plain.len > 1 && (plain.at[1] == '/' || plain.at[1] == '\\'))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *arena = arena_open(4096);
	str source = { (const char *)data, len }; /* bytes are text here */
	check_path(arena, source);
	check_pairs(arena, source);
	check_local(arena, source);
	arena_close(arena);
	return 0;
}
