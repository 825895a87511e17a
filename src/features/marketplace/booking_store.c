/* booking_store.c: rows of bookings and of their log. */
#include "features/marketplace/booking_store.h"

#include "features/marketplace/visit_sql.gen.h"

const char *const booking_states[BOOKING_STATE_COUNT + 1] = {
	"requested", "accepted", "declined", "withdrawn", "expired", "confirmed", "cancelled_early", "cancelled_late",
	"in_progress", "done", "done_auto", "no_show_customer", "no_show_helper", "failed", "handed_to_brand", "disputed",
	"resolved", "closed", NULL
};

const char *const booking_causes[CAUSE_COUNT + 1] = {
	"none", "part", "too_hard", "no_access", "no_time", "other", "line", "device", "contract", "brand_other", "called",
	"texted", "rang", "waited", NULL
};

enum err booking_load(struct scope *scope, int64_t booking_id, struct booking *booking_out)
{
	enum err err = sql_booking_row(scope, booking_id, booking_out);
	if (!err)
		must(booking_out->state >= 0 && booking_out->state < BOOKING_STATE_COUNT);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "booking.not_found") : err;
}

enum err booking_load_some(struct scope *scope, struct ids ids, struct booking_list *list_out)
{
	return sql_booking_rows(scope, ids, list_out);
}

enum err booking_load_asked(struct scope *scope, int64_t member_id, int64_t before_id, struct booking_list *list_out)
{
	return sql_bookings_asked(scope, member_id, before_id ? before_id : INT64_MAX, list_out);
}

enum err booking_load_helped(struct scope *scope, int64_t member_id, int64_t before_id, struct booking_list *list_out)
{
	return sql_bookings_helped(scope, member_id, before_id ? before_id : INT64_MAX, list_out);
}

enum err booking_load_log(struct scope *scope, int64_t booking_id, struct booking_step_log_list *list_out)
{
	return sql_booking_log_rows(scope, booking_id, list_out);
}

enum err booking_count_pending(struct scope *scope, int64_t asker_id, int64_t helper_id, int64_t *all_out,
                               int64_t *of_helper_out)
{
	enum err err = sql_bookings_pending(scope, asker_id, all_out);
	return err ? err : sql_bookings_pending_at(scope, asker_id, helper_id, of_helper_out);
}

enum err booking_load_ahead(struct scope *scope, int64_t helper_id, moment before, struct ids *ids_out)
{
	return sql_bookings_ahead(scope, helper_id, before, ids_out);
}

enum err booking_insert(struct scope *scope, const struct booking *booking)
{
	must(booking->asker_id && booking->helper_id && booking->asker_id != booking->helper_id);
	return sql_booking_add(scope, booking);
}

enum err booking_log(struct scope *scope, const struct booking_step_log *step)
{
	return sql_booking_log_add(scope, step);
}

enum err booking_change_state(struct scope *scope, const struct booking *booking, enum booking_state from)
{
	int64_t changed;
	enum err err = sql_booking_move(scope, booking, (int64_t)from, &changed);
	if (err)
		return err;
	return changed == 1 ? OK : refuse(scope, ERR_CONFLICT, "booking.step_not_open");
}

enum err booking_wipe(struct scope *scope, int64_t booking_id)
{
	return sql_booking_wipe(scope, booking_id, S(""));
}

enum err booking_count_try(struct scope *scope, int64_t booking_id)
{
	return sql_booking_try(scope, booking_id);
}

enum err booking_mark_fix(struct scope *scope, int64_t booking_id, bool *first_out)
{
	int64_t changed;
	enum err err = sql_booking_fixed(scope, booking_id, &changed);
	if (!err)
		*first_out = changed == 1;
	return err;
}
