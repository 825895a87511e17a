/*
 * reads.h: what was read, noted beside the answer and written once a second: no request waits for it.
 *
 * A route says what a successful visit to it is (struct route: reads, counts).  Whoever visits
 * is known by a keyed hash of address and browser, with a key that changes every 28 days;
 * robots are left out.  For web/ only; slices get struct sighting (web/slice.h).
 */
#ifndef WEB_READS_H
#define WEB_READS_H
#include "web/slice.h"

struct reads;
struct web;

/* Starts a thread that writes; closing writes what is left. */
struct reads *reads_open(struct web *web);
void reads_close(struct reads *reads);
/* After an answer: visitor 0 is a stranger, who gets a number here.  Dropped when four thousand wait already. */
void reads_note(struct reads *reads, const struct http_request *http, const struct route *route, const struct sighting *reading);
/* Writes what waits now, in this thread. */
void reads_flush(struct reads *reads);
/* A program rather than a person, by what it says of itself. */
bool reads_is_robot(str user_agent);
#endif
