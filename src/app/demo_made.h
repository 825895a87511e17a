/* demo_made.h: helper number so-and-so of a made crowd: always the same one for the same number. */
#ifndef APP_DEMO_MADE_H
#define APP_DEMO_MADE_H
#include "features/calendar/calendar_store.h"
#include "features/marketplace/helper_store.h"
#include "features/marketplace/service_store.h"
#include "features/member/member_store.h"

#define MADE_SERVICES 3
#define MADE_HOURS_MAX 7

/* Where people live: places with how many lived up to and with each of them. */
struct crowd_place { struct place place; int64_t until; };
struct crowd { struct crowd_place *at; size_t count; };

struct made_helper {
	struct member member; /* no ids anywhere: they are given in the unit */
	struct application application;
	struct helper helper;
	struct service services[MADE_SERVICES];
	struct calendar_owner owner;
	struct hours hours[MADE_HOURS_MAX];
	size_t hours_count;
};

struct dice;
/* Where somebody lives: large places more often. */
const struct place *made_place(struct dice *dice, const struct crowd *crowd);
/* "made:17": by which the helper is found again. */
str made_origin(struct arena *arena, int64_t number);
struct area_point made_point(const struct crowd *crowd, int64_t number); /* where she lives */
void made_helper(struct arena *arena, const struct crowd *crowd, int64_t number, moment now, struct made_helper *helper_out);
#endif
