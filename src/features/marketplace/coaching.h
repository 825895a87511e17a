/*
 * coaching.h: what would make a helper's profile better, and how far it has come: no duty, only reasons.
 *
 * Each point is one row of `points`: what it asks, in the order of what helps most.
 */
#ifndef COACHING_H
#define COACHING_H
#include "core/core.h"

enum coaching_point { COACH_SERVICE, COACH_HOURS, COACH_PHONE, COACH_ABOUT, COACH_TEXT, COACH_PRODUCT, COACH_PAYMENT,
	COACH_REVIEW, COACH_COUNT };
#define COACHING_NEXT 3 /* points that are shown at once */

struct coaching {
	bool done[COACH_COUNT];
	size_t done_count;
	enum coaching_point next[COACHING_NEXT];
	size_t next_count;
};
/* Of the scope's member, a helper. */
enum err coaching_of(struct scope *scope, struct coaching *coaching_out);
#endif
