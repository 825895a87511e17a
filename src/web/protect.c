/* protect.c: headers that keep a page to itself: on every answer, whoever made it. */
#include "web/web_room.h"

#define POLICY S("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " \
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'")

static bool has_header(const struct http_response *response, str name)
{
	for (size_t i = 0; i < response->header_count; i++) {
		if (str_equal_fold(response->headers[i].name, name))
			return true;
	}
	return false;
}

void response_private(struct http_response *response)
{
	if (!has_header(response, S("Cache-Control")))
		http_set_header(response, S("Cache-Control"), S("private, no-store"));
}

/* What a browser is to do with a document. */
static void protect_document(struct http_response *response)
{
	if (!has_header(response, S("Content-Security-Policy")))
		http_set_header(response, S("Content-Security-Policy"), POLICY);
	http_set_header(response, S("Referrer-Policy"), S("same-origin"));
	http_set_header(response, S("Cross-Origin-Opener-Policy"), S("same-origin"));
	http_set_header(response, S("Permissions-Policy"), S("camera=(), geolocation=(), microphone=()"));
}

/* A stream of events is no document, and its headers stay in memory for as long as it is open. */
void response_protect(const struct http_request *http, struct http_response *response)
{
	if (!response->stream)
		protect_document(response);
	http_set_header(response, S("X-Content-Type-Options"), S("nosniff"));
	if (http->secure)
		http_set_header(response, S("Strict-Transport-Security"), S("max-age=31536000; includeSubDomains"));
	response_private(response);
}
