/*
 * eyes.h: words that only some may ever read, and who has read what.
 *
 * Whatever is written carries a mark, "xqap12zx": of brand a, in the public circle, the twelfth.  Every answer, mail
 * and push is searched for marks; a mark before the wrong eyes fails the seed.
 */
#ifndef TEST_SIM_EYES_H
#define TEST_SIM_EYES_H
#include "test/sim/town.h"

enum { MARK_BYTES = 24 };

/* Who may read it. */
enum circle {
	CIRCLE_PUBLIC, /* everyone of the brand's pages */
	CIRCLE_GROUP,  /* the closed group */
	CIRCLE_STAFF,
	CIRCLE_TWO,    /* its author, and another once it is opened to that one */
	CIRCLE_COUNT
};

void eyes_open(const struct town *town);
/* A new mark of that person's. */
int64_t mark_make(const struct person *author, enum circle circle, char mark_out[MARK_BYTES]);
/* From now on this member may read it, too. */
void mark_open_to(int64_t number, int64_t member_id);
enum circle mark_circle(int64_t number);
/* What came before somebody's eyes; `how` says by which way. */
void eyes_see(const struct person *who, str text, const char *how);
/* A helper's phone, of brand `brand`: before an agreement with her it is nobody's. */
void eyes_phone_known(int brand, int64_t member_id);
#endif
