/*
 * fetch_guard.h: where a fetch may go, settled before any connection is made.
 *
 * The URL is taken apart once, by curl's own parser, and the same parts are then
 * used for the transfer: a second reading of the text could find another host in it.
 */
#ifndef BASE_FETCH_GUARD_H
#define BASE_FETCH_GUARD_H
#include "base/fetch.h"

#include <curl/curl.h>
#include <sys/socket.h>

struct fetch_target {
	CURLU *url;	 /* closed by fetch_target_close */
	const char *pin; /* "host:port:address,address", for CURLOPT_RESOLVE */
};

/* ERR_INVALID: refused; ERR_BROKEN: the name is not known.  Nothing is open after a failure. */
enum err fetch_target_open(struct arena *arena, const struct fetch *fetch,
			   struct fetch_target *target_out, str *wrong_out);
void fetch_target_close(struct fetch_target *target);

/* Also true for what is no internet address at all. */
bool fetch_socket_is_private(const struct sockaddr *address);
#endif
