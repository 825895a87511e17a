/* habit_store.h: when a member wants to be told: quiet hours, the time of the daily mail, her zone. */
#ifndef HABIT_STORE_H
#define HABIT_STORE_H
#include "core/core.h"

#define DAILY_USUAL (7 * 60) /* minutes after midnight */
#define DAILY_NEVER (-1)

struct habit {
	int64_t member_id;
	str zone;            /* "Europe/Zurich"; "" = the brand's */
	int quiet_from, quiet_until; /* minutes after midnight; alike = never quiet */
	int daily_at;        /* minutes after midnight, or DAILY_NEVER */
	bool follows_own;    /* follows what she asks and answers */
};
struct habit_list { struct habit *at; size_t count; };

/* Those who have chosen; the others are usual (habit_usual). */
enum err habit_load_of(struct scope *scope, struct ids member_ids, struct habit_list *list_out);
enum err habit_save(struct scope *scope, const struct habit *habit);
#endif
