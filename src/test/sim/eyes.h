/*
 * eyes.h: words that only some may ever read, and who has read what.
 *
 * Whatever is written carries a mark, "xqap12zx": of brand a, first in the public circle, the twelfth.  Every answer, mail
 * and push is searched for marks; a mark before the wrong eyes fails the seed.  A phone may carry a mark's number, too.
 * Where a mark stands can move and be hidden: a spot says who may read there, and a spot within another is read by whoever
 * may read both.
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

/* What lies within another may go elsewhere, with all that lies in it: then it is read by whoever may read there. */
enum { ELSEWHERE = 3 };
struct spot {
	struct may circles[CIRCLE_COUNT];
	struct spot *within;
	struct { struct spot *within; moment until; } also[ELSEWHERE]; /* it may be there, or was (monotonic) */
	int64_t owner_id;
};

void eyes_open(const struct town *town);
/* A spot of its own, or within another one. */
struct spot *spot_make(enum circle circle, struct spot *within);
/* It may go there from now on; -1: too much is unknown of it.  Then: it did, or it surely did not. */
int spot_leaves(struct spot *spot, struct spot *to);
void spot_left(struct spot *spot, int way);
void spot_stays(struct spot *spot, int way);
/* May it be elsewhere by now? */
bool spot_is_leaving(const struct spot *spot);
/* Everybody may read there, and nobody is about to change it. */
bool spot_is_public(const struct spot *spot);
/* A new mark of that person's: of what is hers alone, in a spot of its own, and goes with her; of what stays under "former
   member", in this one. */
int64_t mark_make(const struct person *author, enum circle circle, char mark_out[MARK_BYTES]);
int64_t mark_in(const struct person *author, struct spot *spot, char mark_out[MARK_BYTES]);
struct spot *mark_spot(int64_t number);
/* From now on this member may read it, too. */
void mark_open_to(int64_t number, int64_t member_id);
/* Whether this member may read it, too, to be changed; NULL: there are too many of them. */
struct may *mark_may(int64_t number, int64_t member_id);
/* A phone that is read by whoever may read the mark. */
enum { PHONE_BYTES = 24 };
void phone_make(int64_t mark, char phone_out[PHONE_BYTES]);
/* That of the first helper of either brand, in her profile from the beginning … */
extern const char *const helpers_phone;
/* What came before somebody's eyes who asked for it `since` (monotonic); `how` says by which way. */
struct seen { str text; moment since; const char *how; };
void eyes_see(const struct person *who, const struct seen *seen);
/* The same of a file's bytes, when all is quiet: nothing that was hers alone is left of who was erased. */
void eyes_search(str bytes, int brand, int64_t member_id);
/* … and whether this member may know it: before an agreement with her it is nobody's. */
struct may *helpers_phone_may(const struct person *who);
#endif
