/* asset.h: static files compiled into the binary, named by their content's hash, kept for a year. */
#ifndef HTTP_ASSET_H
#define HTTP_ASSET_H
#include "http/response.h"

struct asset {
	const char *name;      /* "app.css" */
	const char *url;       /* "/assets/app-1f3a9c07.css": the content's hash in the name */
	const char *content_type;
	str plain, gzip, brotli; /* the latter two may be empty */
};
extern const struct asset assets[]; /* made by tools/embed, ends with a NULL name */

/* "/assets/app-1f3a9c07.css" for "app.css"; "" when there is no such asset. */
str asset_url(str name);
/* Answers a path below /assets/ (hashed name: immutable; plain name: 60 s); false when there is none. */
bool asset_serve(const struct http_request *request, struct http_response *response);
#endif
