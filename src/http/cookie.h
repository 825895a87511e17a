/* cookie.h: reading and setting cookies (RFC 6265bis). */
#ifndef HTTP_COOKIE_H
#define HTTP_COOKIE_H
#include "http/response.h"

bool cookie_find(const struct http_request *request, str name, str *value_out);
/* HttpOnly, SameSite=Lax, Path=/; Secure and the prefix "__Host-" when the request came by TLS or from
   localhost.  max_age 0 = until the browser closes, below 0 = delete. */
void cookie_set(const struct http_request *request, struct http_response *response, str name, str value,
                int64_t max_age_seconds);
/* The name as this request's browser knows it: with or without "__Host-". */
str cookie_name(const struct http_request *request, str name);
#endif
