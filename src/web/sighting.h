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
	moment at;
};
/* Some at a time, in a unit of the house for that brand. */
typedef enum err sighting_listener(struct scope *scope, const struct sighting *sightings, size_t count);

/* Who visits, as above. */
int64_t request_reader(struct request *request);
#endif
