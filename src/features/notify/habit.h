/*
 * habit.h: when a member is told: never in her quiet hours, once a day in her own morning.
 *
 * Times of day are a wall's, in the member's zone; they become moments by the zone's rules, so both
 * nights of the year when clocks change are right.
 */
#ifndef HABIT_H
#define HABIT_H
#include "features/notify/habit_store.h"

/* How it is for who never chose. */
struct habit habit_usual(int64_t member_id);
struct habit habit_in(const struct habit_list *list, int64_t member_id);
/* Her zone; the scope's brand's when she has none. */
const struct zone *habit_zone(const struct scope *scope, const struct habit *habit);

/* Is it quiet now?  Then *until_out is when it ends. */
bool habit_is_quiet(const struct scope *scope, const struct habit *habit, moment *until_out);
/* The latest time for a daily mail that is not after now. */
moment habit_last_daily(const struct scope *scope, const struct habit *habit);
moment habit_next_daily(const struct scope *scope, const struct habit *habit);

enum err habit_mine(struct scope *scope, struct habit *habit_out);
/* The scope's own.  "habit.zone_unknown", "habit.time_wrong" about their fields. */
enum err habit_change(struct scope *scope, const struct habit *habit);
enum err habit_end_daily(struct scope *scope, int64_t member_id);
#endif
