/*
 * day.h: keeps calendar_day true: what lists filter by without asking every calendar.
 *
 * Whoever changes hours, exceptions or holds calls it in the same unit; a job adds the
 * days that come into sight.
 */
#ifndef DAY_H
#define DAY_H
#include "features/calendar/slot.h"

/* Days ahead that are kept: the longest horizon and a week, so that the job looks at an owner once a week. */
#define DAY_AHEAD 35
#define HORIZON_MAX 28

/* The settings of who has none yet. */
struct calendar_owner owner_new(const struct scope *scope, int64_t owner_id);
/* Reads all that decides about the owner from first_day on; ERR_NOT_FOUND (unrefused) without a calendar. */
enum err plan_load(struct scope *scope, int64_t owner_id, int32_t first_day, int days, struct slot_plan *plan_out);
/* All days in sight. */
enum err days_keep(struct scope *scope, int64_t owner_id);
/* Only those that `slot` touches. */
enum err days_keep_slot(struct scope *scope, int64_t owner_id, struct calendar_slot slot);
extern const struct job_kind days_job;
#endif
