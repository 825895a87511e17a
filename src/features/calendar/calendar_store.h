/* calendar_store.h: the records of hours, exceptions and holds, and how they are read and written. */
#ifndef CALENDAR_STORE_H
#define CALENDAR_STORE_H
#include "core/core.h"

/* An owner's settings; its row is also the lock of its slots. */
struct calendar_owner {
	int64_t owner_id;
	str zone;          /* IANA name */
	int step;          /* minutes between two starts */
	int notice;        /* minutes before the earliest start */
	int horizon;       /* days ahead */
	int buffer_before, buffer_after; /* minutes kept free around a slot; neighbours share the larger */
	int per_day;       /* slots taken a day, at most */
	bool paused;
	int64_t version;
	int32_t days_until; /* calendar_day is made up to the day before this one */
};
struct calendar_owner_list { struct calendar_owner *at; size_t count; };
/* Every `weekday` (1 Monday) from from_minute to to_minute; days of 0 do not limit. */
struct hours { int64_t id, owner_id; int weekday, from_minute, to_minute; int32_t valid_from, valid_to; };
struct hours_list { struct hours *at; size_t count; };
/* One day: closed as a whole, or open from - to beside the weekly hours. */
struct exception { int64_t id, owner_id; int32_t day; bool closed; int from_minute, to_minute; };
struct exception_list { struct exception *at; size_t count; };

enum hold_state { HOLD_HELD, HOLD_BOOKED, HOLD_STATE_COUNT };
struct hold {
	int64_t id, owner_id;
	moment starts_at, ends_at;
	int subject_kind, state; /* enum hold_state */
	int64_t subject_id;
	moment until;      /* a held slot is free again then, should nobody have freed it */
	bool afar;         /* nobody travels to it */
};
struct hold_list { struct hold *at; size_t count; };

/* What lists filter by: kept up in the unit that changes hours, exceptions or holds.  Free whatever the notice. */
struct calendar_day { int64_t owner_id; int32_t day; int free_minutes; moment next_free_at, last_free_at; };
struct calendar_day_list { struct calendar_day *at; size_t count; };

/* All that decides about some owners' slots between two moments. */
struct calendar_rows {
	struct calendar_owner_list owners;
	struct hours_list hours;
	struct exception_list exceptions;
	struct hold_list holds;
};
struct calendar_span { int32_t first_day, last_day; moment from, to; };
enum err calendar_load(struct scope *scope, struct ids owner_ids, const struct calendar_span *span,
                       struct calendar_rows *rows_out);
/* ERR_NOT_FOUND (unrefused) when this member never had hours. */
enum err owner_load(struct scope *scope, int64_t owner_id, struct calendar_owner *owner_out);
/* Writes the row (made of `owner` when missing, else only its version): from here on this unit has the owner's slots
   to itself. */
enum err owner_lock(struct scope *scope, const struct calendar_owner *owner);
enum err owner_save(struct scope *scope, const struct calendar_owner *owner);
/* Owners whose days end before `day`, at most 20. */
enum err owners_behind(struct scope *scope, int32_t day, struct calendar_owner_list *list_out);

enum err hours_load(struct scope *scope, int64_t owner_id, struct hours_list *list_out);
enum err hours_remove_all(struct scope *scope, int64_t owner_id);
enum err hours_insert(struct scope *scope, const struct hours *hours);
/* From `day` on, at most 100. */
enum err exceptions_load(struct scope *scope, int64_t owner_id, int32_t day, struct exception_list *list_out);
enum err exception_insert(struct scope *scope, const struct exception *exception);
/* ERR_NOT_FOUND "calendar.no_exception". */
enum err exception_remove(struct scope *scope, int64_t owner_id, int64_t exception_id);

enum err hold_insert(struct scope *scope, const struct hold *hold);
enum err hold_load_of(struct scope *scope, struct subject subject, struct hold_list *list_out);
enum err hold_remove_of(struct scope *scope, struct subject subject);
enum err hold_set_booked(struct scope *scope, struct subject subject);

enum err days_load(struct scope *scope, int64_t owner_id, struct calendar_day_list *list_out);
enum err days_put(struct scope *scope, const struct calendar_day_list *list); /* several a statement */
enum err days_remove_before(struct scope *scope, int64_t owner_id, int32_t day);
enum err days_remove(struct scope *scope, int64_t owner_id, struct ids days);
enum err days_end_at(struct scope *scope, int64_t owner_id, int32_t day);
#endif
