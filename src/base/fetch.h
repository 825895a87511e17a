/*
 * fetch.h: outgoing HTTPS (libcurl), guarded.
 *
 * The host is resolved first, every address is checked against private, local and
 * reserved networks (unless the installation allows that host), and the checked
 * address is pinned.  No redirects, no other protocol, time and size limits.
 * Slow: never inside a unit.
 */
#ifndef BASE_FETCH_H
#define BASE_FETCH_H
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct fetch_header { const char *name; str value; };

struct fetch {
	str url;
	str method;            /* "" means GET */
	str body, content_type;
	str bearer;            /* "" for none */
	const struct fetch_header *headers; /* more of them; a value of several lines is refused */
	size_t header_count;
	long timeout_ms;       /* 0 means 10,000 */
	size_t max_bytes;      /* 0 means 1 MiB */
	bool allow_private;    /* configuration only: loopback peers, tests */
	str file;              /* when set, the body goes to this file */
};

struct fetched { int status; str body; str content_type; };

/* ERR_INVALID: URL refused; ERR_BROKEN: no answer; ERR_TOO_LARGE.  Any HTTP status is OK. */
enum err fetch_run(struct arena *arena, const struct fetch *fetch, struct fetched *fetched_out, str *wrong_out);
/* True for addresses that a guarded fetch refuses (RFC 6890 and kin); text form of IPv4 or IPv6. */
bool fetch_address_is_private(str address);
#endif
