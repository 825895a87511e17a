/* calendar_store.c: rows of hours, exceptions, holds and days. */
#include "features/calendar/calendar_store.h"

#include "features/calendar/sql.gen.h"

/* A slot lasts less than a day: what begins earlier than this cannot reach into the span. */
#define REACH DAYS(1)

enum err calendar_load(struct scope *scope, struct ids owner_ids, const struct calendar_span *span,
                       struct calendar_rows *rows_out)
{
	struct calendar_rows rows;
	enum err err = sql_owner_rows(scope, owner_ids, &rows.owners);
	if (err || (err = sql_hours_rows(scope, owner_ids, &rows.hours)))
		return err;
	if ((err = sql_exception_rows(scope, owner_ids, span->first_day, span->last_day, &rows.exceptions)))
		return err;
	if ((err = sql_hold_rows(scope, owner_ids, span->from - REACH, span->to + REACH, &rows.holds)))
		return err;
	*rows_out = rows;
	return OK;
}

enum err owner_load(struct scope *scope, int64_t owner_id, struct calendar_owner *owner_out)
{
	return sql_owner_row(scope, owner_id, owner_out);
}

enum err owner_lock(struct scope *scope, const struct calendar_owner *owner)
{
	return sql_owner_lock(scope, owner);
}

enum err owner_save(struct scope *scope, const struct calendar_owner *owner)
{
	return sql_owner_put(scope, owner);
}

enum err owners_behind(struct scope *scope, int32_t day, struct calendar_owner_list *list_out)
{
	return sql_owners_behind(scope, day, list_out);
}

enum err hours_load(struct scope *scope, int64_t owner_id, struct hours_list *list_out)
{
	return sql_hours_of(scope, owner_id, list_out);
}

enum err hours_remove_all(struct scope *scope, int64_t owner_id)
{
	return sql_hours_remove_all(scope, owner_id);
}

enum err hours_insert(struct scope *scope, const struct hours *hours)
{
	return sql_hours_add(scope, hours);
}

enum err exceptions_load(struct scope *scope, int64_t owner_id, int32_t day, struct exception_list *list_out)
{
	return sql_exceptions_of(scope, owner_id, day, list_out);
}

enum err exception_insert(struct scope *scope, const struct exception *exception)
{
	return sql_exception_add(scope, exception);
}

enum err exception_remove(struct scope *scope, int64_t owner_id, int64_t exception_id)
{
	int64_t changed;
	enum err err = sql_exception_remove(scope, owner_id, exception_id, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_NOT_FOUND, "calendar.no_exception");
}

enum err hold_insert(struct scope *scope, const struct hold *hold)
{
	return sql_hold_add(scope, hold);
}

enum err hold_load_of(struct scope *scope, struct subject subject, struct hold_list *list_out)
{
	return sql_holds_of_subject(scope, subject.kind, subject.id, list_out);
}

enum err hold_remove_of(struct scope *scope, struct subject subject)
{
	return sql_holds_remove(scope, subject.kind, subject.id);
}

enum err hold_set_booked(struct scope *scope, struct subject subject)
{
	int64_t changed;
	enum err err = sql_holds_book(scope, subject.kind, subject.id, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_NOT_FOUND, "calendar.no_hold");
}

enum err days_load(struct scope *scope, int64_t owner_id, struct calendar_day_list *list_out)
{
	return sql_days_of(scope, owner_id, list_out);
}

enum err days_put(struct scope *scope, const struct calendar_day_list *list)
{
	const struct calendar_day *day = list->at;
	size_t left = list->count;
	enum err err = OK;
	for (; !err && left >= 5; left -= 5, day += 5)
		err = sql_days_put_five(scope, &day[0], &day[1], &day[2], &day[3], &day[4]);
	for (; !err && left; left--, day++)
		err = sql_day_put(scope, day);
	return err;
}

enum err days_remove_before(struct scope *scope, int64_t owner_id, int32_t day)
{
	return sql_days_remove_before(scope, owner_id, day);
}

enum err days_remove(struct scope *scope, int64_t owner_id, struct ids days)
{
	return days.count ? sql_days_remove(scope, owner_id, days) : OK;
}

enum err days_end_at(struct scope *scope, int64_t owner_id, int32_t day)
{
	return sql_owner_days_until(scope, owner_id, day);
}
