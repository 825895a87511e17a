/* url.h: percent-encoding, paths, query strings (RFC 3986), and which redirects are safe. */
#ifndef HTTP_URL_H
#define HTTP_URL_H
#include "http/request.h"

#define QUERY_PAIRS_MAX 64

/* Decodes once; ERR_INVALID for a broken %, NUL, or bytes that are not UTF-8. */
enum err url_decode(struct arena *arena, str encoded, bool plus_is_blank, str *plain_out);
str url_encode(struct arena *arena, str plain); /* unreserved characters stay */
/* Decodes and checks a path: no "..", no "//", no backslash, no control characters. */
enum err url_path(struct arena *arena, str target, str *path_out);
/* application/x-www-form-urlencoded; ERR_INVALID above QUERY_PAIRS_MAX or when broken. */
enum err url_pairs(struct arena *arena, str encoded, struct pairs *pairs_out);
/* True for a path on this site: begins with one '/', then neither '/' nor '\', no control characters. */
bool url_is_local(str target);
#endif
