/*
 * sighting.h: what a successful visit to a route means for figures: something read, meant, asked.
 *
 * A route says it (web/slice.h: reads, counts); it is noted beside the answer, also when the page
 * came from the cache, and written a moment later, outside the request (web/reads.h).
 */
#ifndef WEB_SIGHTING_H
#define WEB_SIGHTING_H
#include "core/subject.h"

struct request;

enum counts { COUNTS_NOTHING, COUNTS_READ, COUNTS_INTENT, COUNTS_CONTACT };
struct sighting {
	enum counts counts;
	struct subject subject; /* what was read */
	int64_t visitor;        /* below 0: minus a member's id; else a number that changes every 28 days */
	int64_t reached;        /* how far the member read it; 0 = not said */
	moment at;
};
/* Some at a time, at most SIGHTINGS_MAX, in a unit of the house for that brand: each slice has one of its own. */
#define SIGHTINGS_MAX 50
typedef enum err sighting_listener(struct scope *scope, const struct sighting *sightings, size_t count);

/* Who visits, as above. */
int64_t request_reader(struct request *request);

/* A member's visit reaches so far in what its route reads.  Noted with the answer and written a moment later: what a crash
   takes is read again (docs/decisions/0068). */
void request_reached(struct request *request, int64_t number);
/* How far the scope's member came within the last minute, also where that is not written yet; 0 = not known here. */
int64_t lately_reached(const struct scope *scope, struct subject subject);
#endif
