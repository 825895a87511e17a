/*
 * hours_web.c: one page for one's hours: the week, exceptions, how slots are cut, a pause.
 *
 * Every change is a form of its own that leads back to the page.  `week_fields` names the
 * boxes of the week in the order of struct week.
 */
#include "features/calendar/hours_web.h"

#include "features/calendar/pages.gen.h"

enum { EXCEPTION_DAYS = 366 };

static handler hours_show, week_save, setting_save, exception_add, exception_delete, pause_set;

const struct route hours_routes[] = {
	{ GET,  "/me/hours",                         MEMBERS, READS,  hours_show,       .about = "One's hours" },
	{ POST, "/me/hours",                         MEMBERS, WRITES, week_save,        .about = "Change one's weekly hours" },
	{ POST, "/me/hours/setting",                 MEMBERS, WRITES, setting_save,     .about = "Change how slots are cut" },
	{ POST, "/me/hours/exceptions",              MEMBERS, WRITES, exception_add,    .about = "Close or open a single day" },
	{ POST, "/me/hours/exceptions/:id/deletion", MEMBERS, WRITES, exception_delete, .about = "Take back an exception" },
	{ POST, "/me/hours/pause",                   MEMBERS, WRITES, pause_set, true,  .about = "Offer no slots for now" },
	{ POST, "/me/hours/resumption",              MEMBERS, WRITES, pause_set, false, .about = "Offer slots again" },
	ROUTES_END
};

#define DAY_FIELDS(name, day) \
	{ name "_from",  FIELD_CLOCK, offsetof(struct week, minutes[day][0]), -1, 0, NULL }, \
	{ name "_to",    FIELD_CLOCK, offsetof(struct week, minutes[day][1]), -1, 0, NULL }, \
	{ name "_from2", FIELD_CLOCK, offsetof(struct week, minutes[day][2]), -1, 0, NULL }, \
	{ name "_to2",   FIELD_CLOCK, offsetof(struct week, minutes[day][3]), -1, 0, NULL }

static const struct field week_fields[] = {
	DAY_FIELDS("mon", 0), DAY_FIELDS("tue", 1), DAY_FIELDS("wed", 2), DAY_FIELDS("thu", 3), DAY_FIELDS("fri", 4),
	DAY_FIELDS("sat", 5), DAY_FIELDS("sun", 6),
};
static_assert(COUNT(week_fields) == 7 * WEEK_TIMES, "a field for each box");
const struct form week_form = { "week", week_fields, COUNT(week_fields) };

static const struct field setting_fields[] = {
	FIELD(FIELD_TEXT,   struct hours_setting, zone,    1, 64),
	FIELD(FIELD_NUMBER, struct hours_setting, notice,  0, 20160),
	FIELD(FIELD_NUMBER, struct hours_setting, buffer,  0, 240),
	FIELD(FIELD_NUMBER, struct hours_setting, per_day, 1, 20),
	FIELD(FIELD_NUMBER, struct hours_setting, buffer_before, 0, 240),
	FIELD(FIELD_NUMBER, struct hours_setting, horizon, 0, 28),
};
static const struct form setting_form = { "setting", setting_fields, COUNT(setting_fields) };

struct exception_ask { int32_t day; int from, to; };
static const struct field exception_fields[] = {
	FIELD(FIELD_DAY,   struct exception_ask, day,  1, 0),
	FIELD(FIELD_CLOCK, struct exception_ask, from, -1, 0),
	FIELD(FIELD_CLOCK, struct exception_ask, to,   -1, 0),
};
static const struct form exception_form = { "exception", exception_fields, COUNT(exception_fields) };

static const char *const zone_names[] = { "Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/London",
	"Europe/Paris", "Europe/Rome", "America/New_York", "UTC" };

enum err week_hours(struct scope *scope, const struct week *week, struct hours_list *list_out)
{
	struct list list;
	list_open(&list, scope->arena, sizeof(struct hours));
	for (int day = 0; day < 7; day++) {
		for (int i = 0; i < WEEK_TIMES; i += 2) {
			int from = week->minutes[day][i], to = week->minutes[day][i + 1];
			if (from < 0 && to < 0)
				continue;
			if (from < 0 || to < 0)
				return refuse_field(scope, week_fields[day * WEEK_TIMES + i + (from >= 0)].name,
				                    "calendar.hours_half");
			*(struct hours *)list_add(&list) = (struct hours){ .weekday = day + 1, .from_minute = from,
			                                                  .to_minute = to };
		}
	}
	*list_out = (struct hours_list){ (void *)list.at, list.count };
	return OK;
}

/* ── showing ── */

static str clock_text(struct scope *scope, int minute)
{
	return str_format(scope->arena, "%02d:%02d", minute / 60, minute % 60);
}

static void fill_rows(struct request *request, const struct hours_list *hours, struct week_row rows[7])
{
	struct scope *scope = request_scope(request);
	enum language language;
	if (!language_find(scope->language, &language))
		language = LANGUAGE_DE;
	for (int day = 0; day < 7; day++) {
		size_t filled = 0;
		rows[day].day = weekday_name(language, day + 1);
		for (int i = 0; i < WEEK_TIMES; i++) {
			rows[day].names[i] = week_fields[day * WEEK_TIMES + i].name;
			rows[day].times[i] = S("");
		}
		for (size_t i = 0; i < hours->count && filled < WEEK_TIMES; i++) {
			if (hours->at[i].weekday != day + 1)
				continue;
			rows[day].times[filled++] = clock_text(scope, hours->at[i].from_minute);
			rows[day].times[filled++] = clock_text(scope, hours->at[i].to_minute);
		}
	}
}

static struct exception_row_list exception_rows(struct scope *scope, const struct exception_list *list)
{
	struct exception_row *rows = arena_take(scope->arena, list->count * sizeof(*rows));
	for (size_t i = 0; i < list->count; i++) {
		const struct exception *exception = &list->at[i];
		struct wall noon = day_wall(exception->day);
		noon.hour = 12;
		rows[i] = (struct exception_row){
			exception->id, moment_at(scope->zone, noon), exception->closed,
			clock_text(scope, exception->from_minute), clock_text(scope, exception->to_minute),
		};
	}
	return (struct exception_row_list){ rows, list->count };
}

static struct choices zone_choices(struct scope *scope, str chosen)
{
	struct choice *choices = arena_take(scope->arena, (COUNT(zone_names) + 1) * sizeof(*choices));
	size_t count = 0;
	bool found = false;
	for (size_t i = 0; i < COUNT(zone_names); i++) {
		str name = str_from(zone_names[i]);
		bool is_chosen = str_equal(name, chosen);
		found = found || is_chosen;
		choices[count++] = (struct choice){ name, name, S(""), is_chosen };
	}
	if (!found)
		choices[count++] = (struct choice){ chosen, chosen, S(""), true };
	return (struct choices){ choices, count };
}

static enum err show_hours(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct hours_page model = { 0 };
	struct hours_list hours;
	struct exception_list exceptions;
	enum err err = calendar_setting(scope, scope->member_id, &model.owner);
	if (err || (err = hours_load(scope, scope->member_id, &hours)))
		return err;
	int32_t today = day_at(scope->zone, scope->now);
	if ((err = exceptions_load(scope, scope->member_id, today, &exceptions)))
		return err;
	fill_rows(request, &hours, model.rows);
	model.has_hours = hours.count > 0;
	model.exceptions = exception_rows(scope, &exceptions);
	model.zones = zone_choices(scope, model.owner.zone);
	model.today = day_iso(scope->arena, today);
	model.last = day_iso(scope->arena, today + EXCEPTION_DAYS - 2);

	struct page *page = page_open(request, TEXT_calendar_hours);
	page->section = SECTION_ME;
	hours_page_html(page->view, &model);
	return page_send(page);
}

static enum err hours_show(struct request *request)
{
	return show_hours(request);
}

/* ── changing ── */

/* Back to the page; what was refused is shown there with what was typed. */
static enum err finish(struct request *request, enum err err, const char *flash)
{
	if (err == ERR_INVALID)
		return show_hours(request);
	return err ? err : redirect_with(request, flash, "/me/hours");
}

static enum err week_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct week week;
	struct hours_list hours;
	enum err err = form_read(request, &week_form, &week);
	if (!err)
		err = week_hours(scope, &week, &hours);
	if (!err)
		err = calendar_set_week(scope, scope->member_id, S(""), &hours);
	return finish(request, err, "calendar.hours_saved");
}

static enum err setting_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct hours_setting setting;
	enum err err = form_read(request, &setting_form, &setting);
	if (!err)
		err = calendar_change_setting(scope, scope->member_id, &setting);
	return finish(request, err, "calendar.setting_saved");
}

static enum err exception_add(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct exception_ask ask;
	enum err err = form_read(request, &exception_form, &ask);
	if (!err) {
		struct exception exception = {
			.owner_id = scope->member_id, .day = ask.day, .closed = ask.from < 0 && ask.to < 0,
			.from_minute = ask.from, .to_minute = ask.to,
		};
		err = calendar_add_exception(scope, &exception);
	}
	return finish(request, err, "calendar.exception_saved");
}

static enum err exception_delete(struct request *request)
{
	struct scope *scope = request_scope(request);
	enum err err = calendar_remove_exception(scope, scope->member_id, request_id(request, "id"));
	return finish(request, err, "calendar.exception_removed");
}

static enum err pause_set(struct request *request)
{
	struct scope *scope = request_scope(request);
	bool paused = request_with(request);
	enum err err = calendar_pause(scope, scope->member_id, paused);
	return finish(request, err, paused ? "calendar.paused" : "calendar.resumed");
}

/* ── on one's own page ── */

static enum err fill_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct calendar_owner owner;
	enum err err = owner_load(scope, scope->member_id, &owner);
	if (err == ERR_NOT_FOUND && !has_role(scope, ROLE_HELPER))
		return OK; /* a card for those who have hours, or should */
	if (err && err != ERR_NOT_FOUND)
		return err;
	for (size_t i = 0; i < count; i++) {
		struct text text;
		struct view piece = view_begin(page->view, &text);
		hours_card_html(&piece, !err && owner.paused);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}

const struct panel hours_panels[] = {
	{ PANEL_ME, fill_me },
	{ .fill = NULL }
};
