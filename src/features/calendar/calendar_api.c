/* calendar_api.c: one's hours, and anyone's free slots, as JSON.  Hours are minutes since midnight in the zone given. */
#include "features/calendar/calendar_api.h"

#include "features/calendar/hours_web.h"

enum { MINUTES_DEFAULT = 60, MINUTES_MAX = 480, DAYS_DEFAULT = 7 };

static handler hours_get, hours_put, slots_get;

const struct route calendar_api_routes[] = {
	{ GET, "/api/v1/me/hours",          MEMBERS,  READS,  hours_get, .about = "One's weekly hours",
	  .answers = "list of hours" },
	{ PUT, "/api/v1/me/hours",          MEMBERS,  WRITES, hours_put, .form = &week_form,
	  .about = "Replace one's weekly hours", .answers = "list of hours" },
	{ GET, "/api/v1/members/:id/slots", EVERYONE, READS,  slots_get, .rate = RATE_SEARCH,
	  .about = "Free slots: ?minutes=60&from=2026-11-22&days=7; &afar=1: for a call, between calls without a pause", .answers = "list of slot" },
	ROUTES_END
};

static const struct schema_member hours_members[] = {
	MEMBER(SCHEMA_ID, struct hours, id),           MEMBER(SCHEMA_INT, struct hours, weekday),
	MEMBER(SCHEMA_INT, struct hours, from_minute), MEMBER(SCHEMA_INT, struct hours, to_minute),
};
static const struct schema hours_schema = { "hours", sizeof(struct hours), hours_members, COUNT(hours_members) };

static const struct schema_member slot_members[] = {
	MEMBER(SCHEMA_MOMENT, struct calendar_slot, starts_at), MEMBER(SCHEMA_MOMENT, struct calendar_slot, ends_at),
};
static const struct schema slot_schema = { "slot", sizeof(struct calendar_slot), slot_members, COUNT(slot_members) };

const struct schema *const calendar_schemas[] = { &hours_schema, &slot_schema, NULL };

static enum err hours_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct hours_list list;
	enum err err = hours_load(scope, scope->member_id, &list);
	if (err)
		return err;
	return api_send_list(request, &hours_schema, &(struct api_list){ list.at, list.count, 0 });
}

static enum err hours_put(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct week week;
	struct hours_list hours;
	enum err err = form_read(request, &week_form, &week);
	if (err || (err = week_hours(scope, &week, &hours)))
		return err;
	if ((err = calendar_set_week(scope, scope->member_id, S(""), &hours)))
		return err;
	return hours_get(request);
}

static enum err slots_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct calendar_slot_list list;
	int32_t day = day_at(scope->zone, scope->now);
	str from = request_query(request, "from");
	int64_t minutes = request_query_number(request, "minutes", MINUTES_DEFAULT);
	int64_t days = request_query_number(request, "days", DAYS_DEFAULT);
	if (!str_empty(from) && !day_read(from, &day))
		return refuse_field(scope, "from", "field.no_day");
	if (minutes < 15 || minutes > MINUTES_MAX)
		return refuse_field(scope, "minutes", "field.no_number");
	if (days < 1 || days > CALENDAR_DAYS_MAX)
		return refuse_field(scope, "days", "field.no_number");
	/* Both are small by now. */
	struct calendar_ask ask = { .owner_id = request_id(request, "id"), .minutes = (int)minutes, .first_day = day, .days = (int)days,
		.is_afar = request_query_number(request, "afar", 0) != 0 };
	enum err err = calendar_slots(scope, &ask, &list);
	if (err)
		return err;
	return api_send_list(request, &slot_schema, &(struct api_list){ list.at, list.count, 0 });
}
