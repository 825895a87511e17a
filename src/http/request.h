/* request.h: one HTTP request, as the house sees it.  Everything in it lives in its arena. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H
#include "base/base.h"

enum method { GET, HEAD, POST, PUT, PATCH, DELETE, METHOD_COUNT };

struct header { str name, value; };

/* One name=value of a query or form, decoded, valid UTF-8. */
struct pair { str name, value; };
struct pairs { const struct pair *at; size_t count; };

/* An uploaded file, already on disk under a temporary name that is unlinked with the request. */
struct upload { str name, file_name, content_type; str path; int64_t size; };
struct uploads { const struct upload *at; size_t count; };

struct http_request {
	struct arena *arena;
	uint64_t id;              /* for logs and X-Request-Id */
	enum method method;
	str path;                 /* decoded once, normalised, starts with '/' */
	str target;               /* path and query as sent: for log-in returns */
	struct pairs query;
	str host;                 /* lower case, with port only if not the default; from a configured proxy if any */
	bool secure;              /* https, here or at the configured proxy */
	str address;              /* the client's, from the proxy's X-Forwarded-For if configured */
	const struct header *headers;
	size_t header_count;
	str body;                 /* whole, up to the route's limit; empty for multipart */
	struct pairs form;        /* of application/x-www-form-urlencoded or multipart */
	struct uploads uploads;
	moment began_at;          /* monotonic */
};

/* Name in any case; "" when absent. */
str http_header(const struct http_request *request, str name);
/* The first of that name; false when absent. */
bool http_query(const struct http_request *request, str name, str *value_out);
bool http_form(const struct http_request *request, str name, str *value_out);
/* True when Accept-Encoding takes "gzip" or "br". */
bool http_accepts(const struct http_request *request, str coding);
str method_name(enum method method);
#endif
