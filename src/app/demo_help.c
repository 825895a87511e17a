/* demo_help.c: helpers, their hours and services, tasks with offers, bookings in every state. */
#include "app/demo.h"

#include "features/calendar/calendar.h"
#include "features/calendar/hours.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/service.h"
#include "features/member/member.h"
#include "view/markdown.h"

static int choice_of(const char *const *names, str name)
{
	for (int i = 0; names[i]; i++) {
		if (str_equal(name, str_from(names[i])))
			return i;
	}
	return 0;
}

static str place_of(struct scope *scope, const struct json *line)
{
	str country = json_str(line, S("country")), code = json_str(line, S("postal_code"));
	return str_format(scope->arena, "%.*s-%.*s", STR_ARG(country), STR_ARG(code));
}

/* The languages that services can be searched by; others stay on the member's own page. */
static str known_languages(struct scope *scope, const struct json *list)
{
	struct text text;
	text_open(&text, scope->arena, 32);
	for (size_t i = 0; i < list->count; i++) {
		for (size_t k = 0; service_languages[k]; k++) {
			if (str_equal(list->items[i].text, str_from(service_languages[k])))
				text_format(&text, "%s%s", text.len ? " " : "", service_languages[k]);
		}
	}
	return text_str(&text);
}

static bool is_helper(const struct json *line)
{
	const struct json *roles = json_member(line, S("roles"));
	for (size_t i = 0; i < roles->count; i++) {
		if (str_equal(roles->items[i].text, S("helper")))
			return true;
	}
	return false;
}

/* A member who is a helper applied last year, and the brand said yes; another applied yesterday and waits. */
enum err demo_helper(struct demo *demo, struct scope *scope, const struct json *line)
{
	static const char *const in_business[] = { "lukas", "sandro", "torsten", "beat", "felix", "ines", NULL };
	str key = json_str(line, S("key"));
	int64_t member_id = demo_id(&demo->members, demo->brand, key);
	struct application application;
	str wish = json_str(line, S("applies"));
	if (!is_helper(line) && str_empty(wish))
		return OK;
	bool business = choice_of(in_business, key) || str_equal(key, str_from(in_business[0]));
	const struct helper_ask ask = {
		.about = str_empty(wish) ? json_str(line, S("about")) : wish, .categories = S("wifi internet tv phone mobile computer"),
		.languages = known_languages(scope, json_member(line, S("languages"))), .place = place_of(scope, line),
		.radius_km = 15, .business = business, .accepts_rules = true,
	};
	scope->now = demo->now - (str_empty(wish) ? DAYS(380) : HOURS(30));
	demo_as(scope, member_id, ROLE_MEMBER);
	enum err err = application_make(scope, &ask, &application);
	if (err || !str_empty(wish))
		return err;
	demo_as(scope, demo->admin_id, ROLE_BITS);
	return application_take_step(scope, application.id, APPLICATION_APPROVE, S(""));
}

enum err demo_hours(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct json *weekly = json_member(line, S("weekly"));
	int64_t owner_id = demo_id(&demo->members, demo->brand, json_str(line, S("helper")));
	struct hours_list week = { arena_take(scope->arena, (weekly->count + 1) * sizeof(struct hours)), weekly->count };
	for (size_t i = 0; i < weekly->count; i++) {
		struct hours *hours = &week.at[i];
		hours->weekday = (int)json_integer(&weekly->items[i], S("day"), 1);
		if (!clock_read(json_str(&weekly->items[i], S("from")), &hours->from_minute) ||
		    !clock_read(json_str(&weekly->items[i], S("to")), &hours->to_minute))
			return refuse(scope, ERR_INVALID, "field.no_clock");
	}
	demo_as(scope, owner_id, ROLE_MEMBER | ROLE_HELPER);
	return calendar_set_week(scope, owner_id, json_str(line, S("zone")), &week);
}

enum err demo_exception(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct json *from = &json_member(line, S("exceptions"))->items[demo->item];
	struct exception exception = { .owner_id = demo_id(&demo->members, demo->brand, json_str(line, S("helper"))),
		.closed = json_truth(from, S("closed")),
		.day = day_at(scope->zone, demo->now) + (int32_t)json_integer(from, S("in_days"), 1) };
	if (!exception.closed && (!clock_read(json_str(from, S("from")), &exception.from_minute) ||
	                          !clock_read(json_str(from, S("to")), &exception.to_minute)))
		return refuse(scope, ERR_INVALID, "field.no_clock");
	demo_as(scope, exception.owner_id, ROLE_MEMBER | ROLE_HELPER);
	return calendar_add_exception(scope, &exception);
}

enum err demo_service(struct demo *demo, struct scope *scope, const struct json *line)
{
	struct html html;
	struct service service;
	str helper = json_str(line, S("helper"));
	struct service_ask ask = {
		.title = json_str(line, S("title")), .text = json_str(line, S("text")), .markdown_version = MARKDOWN_VERSION,
		.category = choice_of(service_categories, json_str(line, S("category"))),
		.price_kind = choice_of(price_kinds, json_str(line, S("price_kind"))),
		.price_minor = json_integer(line, S("price_minor"), 0), .currency = json_str(line, S("currency")),
		.minutes = json_integer(line, S("minutes"), 60), .radius_km = json_integer(line, S("radius_km"), 10),
		.languages = known_languages(scope, json_member(line, S("languages"))),
		.product_id = demo_id(&demo->products, demo->brand, json_str(line, S("product"))),
		.purpose = choice_of(service_purposes, json_str(line, S("purpose"))),
		.ways = json_str(line, S("ways")), .link = json_str(line, S("link")),
	};
	enum err err = markdown_html(scope->arena, ask.text, &html);
	if (err)
		return err;
	ask.html = html.at;
	scope->now = demo->now - DAYS(300);
	struct member member;
	if ((err = member_load(scope, demo_id(&demo->members, demo->brand, helper), &member)))
		return err;
	ask.place = str_format(scope->arena, "%.*s-%.*s", STR_ARG(member.country), STR_ARG(member.postal_code));
	demo_as(scope, member.id, ROLE_MEMBER | ROLE_HELPER);
	if ((err = service_make(scope, &ask, &service)))
		return err;
	str key = str_format(scope->arena, "%.*s\n%.*s", STR_ARG(ask.title), STR_ARG(helper));
	demo_name(&demo->services, demo->brand, key, service.id);
	return OK;
}
