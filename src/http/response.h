/* response.h: one HTTP answer, filled by the floors above and sent by server.c. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H
#include "http/request.h"

#define RESPONSE_HEADERS_MAX 32

struct shared_bytes; /* counted bytes that outlive the request: cached pages, assets */

struct http_response {
	int status;                /* 0 = not answered yet */
	str content_type;
	str body;                  /* in the request's arena … */
	struct shared_bytes *shared; /* … or shared; then body is ignored */
	str file;                  /* … or a file sent from disk (size limited by the caller) */
	struct header headers[RESPONSE_HEADERS_MAX];
	size_t header_count;
	str etag;                  /* quoted; server.c answers 304 by it */
	bool compress;             /* server.c may gzip it if the client accepts (never with secrets beside user text) */
	str encoding;              /* already encoded: "gzip", "br" */
	struct stream_topics *stream; /* server-sent events instead of a body */
};

void http_set_header(struct http_response *response, str name, str value);
struct shared_bytes *shared_bytes_make(str bytes); /* copies; count 1 */
struct shared_bytes *shared_bytes_hold(struct shared_bytes *bytes);
void shared_bytes_drop(struct shared_bytes *bytes);
str shared_bytes_str(const struct shared_bytes *bytes);
/* Two sums of a body (CRC-32, Adler-32): the same for the same bytes, no secret. */
uint64_t body_print(str body);
/* gzip of `plain` at libdeflate `level`; "" when it would not be smaller. */
str gzip_make(struct arena *arena, str plain, int level);
#endif
