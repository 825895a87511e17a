/*
 * calendar.c: reading free slots, one owner or many, and taking them.
 *
 * Taking writes the owner's row before it reads anything: on PostgreSQL the second of two
 * units waits there, is replayed, and then sees the first one's hold.
 */
#include "features/calendar/calendar.h"

#include "features/calendar/day.h"

#define SLOT_LENGTH_MAX DAYS(1)

/* ── reading ── */

enum err calendar_slots(struct scope *scope, const struct calendar_ask *ask, struct calendar_slot_list *list_out)
{
	struct slot_plan plan;
	struct list slots;
	int days = ask->days < CALENDAR_DAYS_MAX ? ask->days : CALENDAR_DAYS_MAX;
	list_open(&slots, scope->arena, sizeof(struct calendar_slot));
	enum err err = plan_load(scope, ask->owner_id, ask->first_day, days, &plan);
	if (err && err != ERR_NOT_FOUND)
		return err;
	struct calendar_ask one = *ask;
	for (int i = 0; !err && i < days; i++) {
		one.first_day = ask->first_day + i;
		slot_list_day(&plan, &one, scope->now, scope->now, &slots);
	}
	*list_out = (struct calendar_slot_list){ (void *)slots.at, slots.count };
	return OK;
}

static const struct calendar_owner *owner_in(const struct calendar_rows *rows, int64_t owner_id)
{
	for (size_t i = 0; i < rows->owners.count; i++) {
		if (rows->owners.at[i].owner_id == owner_id)
			return &rows->owners.at[i];
	}
	return NULL;
}

static void find_next(struct scope *scope, const struct slot_plan *plan, const struct calendar_wish *wish, moment from,
                      struct calendar_next *next_out)
{
	struct list slots;
	struct calendar_ask ask = { .owner_id = plan->owner->owner_id, .minutes = wish->minutes, .first_day = day_at(plan->zone, from),
		.days = 1, .is_afar = wish->is_afar, .most = CALENDAR_NEXT };
	int32_t last = day_at(plan->zone, scope->now) + plan->owner->horizon;
	list_open(&slots, scope->arena, sizeof(struct calendar_slot));
	for (; ask.first_day <= last && slots.count < CALENDAR_NEXT; ask.first_day++)
		slot_list_day(plan, &ask, scope->now, from, &slots);
	next_out->count = slots.count < CALENDAR_NEXT ? slots.count : CALENDAR_NEXT;
	for (size_t i = 0; i < next_out->count; i++)
		next_out->slots[i] = *(const struct calendar_slot *)list_at(&slots, i);
}

enum err calendar_next_free(struct scope *scope, const struct calendar_wish *wishes, size_t count, moment from,
                            struct calendar_next *nexts_out)
{
	struct calendar_rows rows;
	int64_t ids[CALENDAR_WISHES_MAX];
	assert(count <= CALENDAR_WISHES_MAX);
	for (size_t i = 0; i < count; i++) {
		ids[i] = wishes[i].owner_id;
		nexts_out[i] = (struct calendar_next){ 0 };
	}
	if (!count)
		return OK;
	if (from < scope->now)
		from = scope->now;
	int32_t day = day_at(zone_utc(), from) - 1;
	struct calendar_span span = { day, day + CALENDAR_DAYS_MAX, DAYS(day), DAYS(day + CALENDAR_DAYS_MAX) };
	enum err err = calendar_load(scope, (struct ids){ ids, count }, &span, &rows);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		const struct calendar_owner *owner = owner_in(&rows, wishes[i].owner_id);
		const struct zone *zone = owner ? zone_find(owner->zone) : NULL;
		if (zone && !owner->paused)
			find_next(scope, &(struct slot_plan){ owner, zone, &rows }, &wishes[i], from, &nexts_out[i]);
	}
	return OK;
}

enum err calendar_is_open(struct scope *scope, int64_t owner_id, bool *open_out)
{
	struct calendar_owner owner;
	struct hours_list hours;
	enum err err = owner_load(scope, owner_id, &owner);
	if (err == ERR_NOT_FOUND) {
		*open_out = false;
		return OK;
	}
	if (err || (err = hours_load(scope, owner_id, &hours)))
		return err;
	*open_out = hours.count > 0 && !owner.paused;
	return OK;
}

/* ── taking ── */

static enum err lock_and_load(struct scope *scope, int64_t owner_id, struct calendar_slot slot,
                              struct slot_plan *plan_out)
{
	struct calendar_owner fresh = owner_new(scope, owner_id);
	enum err err = owner_lock(scope, &fresh);
	if (err)
		return err;
	return plan_load(scope, owner_id, day_at(zone_utc(), slot.starts_at) - 1, 4, plan_out);
}

static enum err put_hold(struct scope *scope, int64_t owner_id, struct calendar_slot slot, struct subject subject)
{
	struct hold hold = {
		.id = id_new(scope->now), .owner_id = owner_id, .starts_at = slot.starts_at, .ends_at = slot.ends_at,
		.subject_kind = subject.kind, .subject_id = subject.id, .state = HOLD_HELD, .until = slot.starts_at,
		.afar = slot.is_afar,
	};
	enum err err = hold_insert(scope, &hold);
	return err ? err : days_keep_slot(scope, owner_id, slot);
}

enum err calendar_take(struct scope *scope, int64_t owner_id, struct calendar_slot slot, struct subject subject)
{
	struct slot_plan plan;
	if (slot.ends_at - slot.starts_at > SLOT_LENGTH_MAX || slot.ends_at <= slot.starts_at)
		return refuse(scope, ERR_CONFLICT, "calendar.slot_closed");
	enum err err = lock_and_load(scope, owner_id, slot, &plan);
	if (err)
		return err;
	const char *wrong = slot_check(&plan, scope->now, slot);
	return wrong ? refuse(scope, ERR_CONFLICT, wrong) : put_hold(scope, owner_id, slot, subject);
}

enum err calendar_take_agreed(struct scope *scope, int64_t owner_id, struct calendar_slot slot,
                              struct subject subject)
{
	struct slot_plan plan;
	if (slot.starts_at < scope->now)
		return refuse(scope, ERR_CONFLICT, "calendar.too_soon");
	if (slot.ends_at - slot.starts_at > SLOT_LENGTH_MAX || slot.ends_at <= slot.starts_at)
		return refuse(scope, ERR_CONFLICT, "calendar.slot_closed");
	enum err err = lock_and_load(scope, owner_id, slot, &plan);
	if (err)
		return err;
	if (slot_is_taken(&plan, slot))
		return refuse(scope, ERR_CONFLICT, "calendar.slot_taken");
	return put_hold(scope, owner_id, slot, subject);
}

/* ── another time ── */

/* As if the subject had nothing: its own holds do not stand in its way. */
static void leave_out(struct slot_plan *plan, struct calendar_rows *rows, struct subject subject)
{
	size_t kept = 0;
	*rows = *plan->rows;
	for (size_t i = 0; i < rows->holds.count; i++) {
		const struct hold *hold = &rows->holds.at[i];
		if (hold->subject_kind != subject.kind || hold->subject_id != subject.id)
			rows->holds.at[kept++] = *hold;
	}
	rows->holds.count = kept;
	plan->rows = rows;
}

static const char *why_not(const struct slot_plan *plan, const struct calendar_wanted *wanted, moment now)
{
	struct calendar_slot slot = wanted->slot;
	if (slot.ends_at - slot.starts_at > SLOT_LENGTH_MAX || slot.ends_at <= slot.starts_at)
		return "calendar.slot_closed";
	if (!wanted->is_owners_wish)
		return slot_check(plan, now, slot);
	if (slot.starts_at < now)
		return "calendar.too_soon";
	return slot_is_taken(plan, slot) ? "calendar.slot_taken" : NULL;
}

enum err calendar_could_take(struct scope *scope, const struct calendar_wanted *wanted)
{
	struct slot_plan plan;
	struct calendar_rows rows;
	enum err err = lock_and_load(scope, wanted->owner_id, wanted->slot, &plan);
	if (err)
		return err;
	leave_out(&plan, &rows, wanted->subject);
	const char *wrong = why_not(&plan, wanted, scope->now);
	return wrong ? refuse(scope, ERR_CONFLICT, wrong) : OK;
}

enum err calendar_move(struct scope *scope, const struct calendar_wanted *wanted)
{
	enum err err = calendar_could_take(scope, wanted);
	if (err || (err = calendar_free(scope, wanted->subject)))
		return err;
	if ((err = put_hold(scope, wanted->owner_id, wanted->slot, wanted->subject)))
		return err;
	return calendar_book(scope, wanted->subject);
}

/* ── booked, and given back ── */

enum err calendar_book(struct scope *scope, struct subject subject)
{
	return hold_set_booked(scope, subject);
}

enum err calendar_free(struct scope *scope, struct subject subject)
{
	struct hold_list holds;
	enum err err = hold_load_of(scope, subject, &holds);
	if (err || !holds.count)
		return err;
	/* The same order as taking: first the owner's row. */
	for (size_t i = 0; !err && i < holds.count; i++) {
		struct calendar_owner fresh = owner_new(scope, holds.at[i].owner_id);
		err = owner_lock(scope, &fresh);
	}
	if (err || (err = hold_remove_of(scope, subject)))
		return err;
	for (size_t i = 0; !err && i < holds.count; i++) {
		struct calendar_slot slot = { holds.at[i].starts_at, holds.at[i].ends_at, holds.at[i].afar };
		err = days_keep_slot(scope, holds.at[i].owner_id, slot);
	}
	return err;
}
