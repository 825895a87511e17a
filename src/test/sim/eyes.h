/*
 * eyes.h: words that only some may ever read, and who has read what.
 *
 * Whatever is written carries a mark, "xqap12zx": of brand a, first in the public circle, the twelfth.  Every answer, mail
 * and push is searched for marks; a mark before the wrong eyes fails the seed.  Where a mark stands can move and be hidden:
 * a spot says who may read there, and a spot within another is read by whoever may read both.
 */
#ifndef TEST_SIM_EYES_H
#define TEST_SIM_EYES_H
#include "test/sim/may.h"
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

struct spot { struct may circles[CIRCLE_COUNT]; struct spot *within; int64_t owner_id; };

void eyes_open(const struct town *town);
/* A spot of its own, or within another one. */
struct spot *spot_make(enum circle circle, struct spot *within);
/* A new mark of that person's, in a spot of its own or in this one. */
int64_t mark_make(const struct person *author, enum circle circle, char mark_out[MARK_BYTES]);
int64_t mark_in(const struct person *author, struct spot *spot, char mark_out[MARK_BYTES]);
struct spot *mark_spot(int64_t number);
/* From now on this member may read it, too. */
void mark_open_to(int64_t number, int64_t member_id);
/* What came before somebody's eyes who asked for it `since` (monotonic); `how` says by which way. */
struct seen { str text; moment since; const char *how; };
void eyes_see(const struct person *who, const struct seen *seen);
/* A helper's phone, of brand `brand`: before an agreement with her it is nobody's. */
void eyes_phone_known(int brand, int64_t member_id);
#endif
