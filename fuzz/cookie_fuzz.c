/* cookie_fuzz.c: a browser's Cookie, Accept-Encoding and If-None-Match headers: never more than they say. */
#include "http/http.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *arena = arena_open(4096);
	str source = { (const char *)data, len }, value = S("");
	const struct header headers[] = { { S("Cookie"), source }, { S("Accept-Encoding"), source },
		{ S("X-Forwarded-For"), source } };
	struct http_request request = { .arena = arena, .headers = headers, .header_count = COUNT(headers),
		.host = S("a.example"), .secure = true };
	if (cookie_find(&request, S("session"), &value)) {
		/* Only under its whole name, prefix and all, and out of the header itself. */
		if (!str_contains(source, S("__Host-session")) || (value.len && !str_contains(source, value)))
			abort();
		if (memchr(value.at ? value.at : "", ';', value.len))
			abort();
	}
	request.secure = false;
	if (cookie_find(&request, S("session"), &value) && !str_contains(source, S("session")))
		abort();
	if (http_accepts(&request, S("gzip")) && !str_contains(str_lower_ascii(arena, source), S("gzip")))
		abort();
	limit_address(source);
	arena_close(arena);
	return 0;
}
