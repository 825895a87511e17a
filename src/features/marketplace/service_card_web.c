/* service_card_web.c: one query a kind of fact, whatever the number of cards. */
#include "features/marketplace/service_card_web.h"

#include "features/marketplace/rank.h"
#include <stdio.h>

enum { LANGUAGES_MAX = 32, KEY_MAX = 64 };

static const struct helper *helper_in(const struct helper_list *list, int64_t member_id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].member_id == member_id)
			return &list->at[i];
	}
	return NULL;
}

static int tenths_of(const struct helper *helper)
{
	if (!helper || !helper->rating_count)
		return 0;
	return (int)((helper->rating_sum * 20 / helper->rating_count + 1) / 2); /* at most 50 */
}

int service_way(const struct service *service, int way)
{
	int first = 0;
	if (way >= 0 && way < WAY_COUNT && (service->ways & WAY_BIT(way)))
		return way;
	while (first < WAY_COUNT - 1 && !(service->ways & WAY_BIT(first)))
		first++;
	return first;
}

static enum err find_next(struct scope *scope, const struct service_list *services, moment from, int way,
                          struct calendar_next *nexts)
{
	struct calendar_wish wishes[CALENDAR_WISHES_MAX];
	for (size_t i = 0; i < services->count; i++)
		wishes[i] = (struct calendar_wish){ services->at[i].helper_id, (int)services->at[i].minutes,
			service_way(&services->at[i], way) != WAY_HOME }; /* at most 480 */
	return calendar_next_free(scope, wishes, services->count, from, nexts);
}

enum err service_rows(struct scope *scope, const struct service_list *services, moment from, int way,
                      struct service_row_list *list_out)
{
	struct helper_list helpers;
	struct member_card_list members;
	struct calendar_next nexts[CALENDAR_WISHES_MAX];
	struct service_row *rows = arena_take(scope->arena, services->count * sizeof(*rows));
	int64_t ids[CALENDAR_WISHES_MAX];
	assert(services->count <= CALENDAR_WISHES_MAX);
	*list_out = (struct service_row_list){ rows, services->count };
	if (!services->count)
		return OK;
	for (size_t i = 0; i < services->count; i++)
		ids[i] = services->at[i].helper_id;
	struct ids helper_ids = { ids, services->count };
	enum err err = helper_load_some(scope, helper_ids, &helpers);
	if (err || (err = member_cards(scope, helper_ids, &members)))
		return err;
	if ((err = find_next(scope, services, from, way, nexts)))
		return err;
	for (size_t i = 0; i < services->count; i++) {
		const struct helper *helper = helper_in(&helpers, ids[i]);
		rows[i] = (struct service_row){
			.service = &services->at[i], .helper_name = member_card_in(&members, ids[i])->name,
			.is_active = helper && helper->active, .is_vetted = helper && helper->active && helper->badge, .rating_tenths = tenths_of(helper),
			.rating_count = helper ? helper->rating_count : 0,
			.kept = helper ? helper->done_count : 0, .agreed = helper ? helper->done_count + helper->fault_count : 0, .km = -1, .way = service_way(&services->at[i], way),
			.next = nexts[i],
		};
	}
	return OK;
}

struct language_list service_spoken(struct arena *arena, str codes)
{
	struct language_list list = { arena_take(arena, LANGUAGES_MAX * sizeof(str)), 0 };
	while (!str_empty(codes) && list.count < LANGUAGES_MAX)
		list.at[list.count++] = str_cut(&codes, ' ');
	return list;
}

str service_slot_url(struct arena *arena, const struct service_row *row, moment starts_at)
{
	str at = moment_iso(arena, starts_at);
	return str_format(arena, "/services/%lld/bookings?starts_at=%.*s%s%s", (long long)row->service->id, STR_ARG(at),
	                  row->way == WAY_HOME ? "" : "&way=", row->way == WAY_HOME ? "" : way_names[row->way]);
}

str service_row_url(struct arena *arena, const struct service_row *row)
{
	return str_format(arena, "/services/%lld%s%s", (long long)row->service->id, row->way == WAY_HOME ? "" : "?way=",
	                  row->way == WAY_HOME ? "" : way_names[row->way]);
}

/* ── what one chooses from ── */

str category_name(enum language language, int category)
{
	char key[KEY_MAX];
	assert(category >= 0 && category < CATEGORY_COUNT);
	snprintf(key, sizeof(key), "service.category_%s", service_categories[category]);
	return text_plain(language, key);
}

bool service_is_reliable(const struct service_row *row)
{
	return wilson_lower(row->kept, row->agreed) >= RELIABLE;
}

enum text_id trade_text(int trade)
{
	static const enum text_id texts[TRADE_COUNT] = { TEXT_helper_is_private, TEXT_helper_is_business, TEXT_helper_is_staff };
	return texts[trade];
}

enum text_id way_text(int way)
{
	static const enum text_id texts[WAY_COUNT] = { TEXT_way_home, TEXT_way_phone, TEXT_way_video };
	return texts[way];
}

const char *way_icon(int way)
{
	static const char *const icons[WAY_COUNT] = { "house", "phone", "video" };
	return icons[way];
}

struct choices way_choices(const struct view *view, int64_t ways)
{
	struct choice *at = arena_take(view->arena, WAY_COUNT * sizeof(*at));
	for (int way = 0; way < WAY_COUNT; way++)
		at[way] = (struct choice){ str_from(way_names[way]), text_of(view->arena, view->language, way_text(way), NULL, 0), S(""),
			(ways & WAY_BIT(way)) != 0 };
	return (struct choices){ at, WAY_COUNT };
}

enum text_id purpose_text(int purpose)
{
	static const enum text_id texts[PURPOSE_COUNT] = { TEXT_service_purpose_repair, TEXT_service_purpose_learn,
		TEXT_service_purpose_inspect, TEXT_service_purpose_inspire };
	return texts[purpose];
}

struct choices purpose_choices(const struct view *view, int chosen)
{
	struct choice *at = arena_take(view->arena, PURPOSE_COUNT * sizeof(*at));
	for (int i = 0; i < PURPOSE_COUNT; i++)
		at[i] = (struct choice){ str_from(service_purposes[i]), text_of(view->arena, view->language, purpose_text(i), NULL, 0),
			S(""), i == chosen };
	return (struct choices){ at, PURPOSE_COUNT };
}

str category_named(enum language language, str code)
{
	for (int i = 0; i < CATEGORY_COUNT; i++) {
		if (str_equal(code, str_from(service_categories[i])))
			return category_name(language, i);
	}
	return code;
}

struct choices category_choices(const struct view *view, int chosen, bool with_any)
{
	struct choice *at = arena_take(view->arena, (CATEGORY_COUNT + 1) * sizeof(*at));
	size_t count = 0;
	if (with_any)
		at[count++] = (struct choice){ S(""), text_plain(view->language, "service.category_any"), S(""), chosen < 0 };
	for (int i = 0; i < CATEGORY_COUNT; i++)
		at[count++] = (struct choice){ str_from(service_categories[i]), category_name(view->language, i), S(""),
			                       chosen == i };
	return (struct choices){ at, count };
}

static bool holds(str codes, const char *code)
{
	while (!str_empty(codes)) {
		if (str_equal(str_cut(&codes, ' '), str_from(code)))
			return true;
	}
	return false;
}

struct choices category_choices_many(const struct view *view, str chosen)
{
	struct choices choices = category_choices(view, -1, false);
	struct choice *at = arena_take(view->arena, choices.count * sizeof(*at));
	for (size_t i = 0; i < choices.count; i++) {
		at[i] = choices.at[i];
		at[i].chosen = holds(chosen, service_categories[i]);
	}
	return (struct choices){ at, choices.count };
}

struct choices language_choices(const struct view *view, str chosen)
{
	struct choice *at = arena_take(view->arena, LANGUAGES_MAX * sizeof(*at));
	size_t count = 0;
	for (; service_languages[count] && count < LANGUAGES_MAX; count++) {
		struct text name;
		struct view piece = view_begin(view, &name);
		view_put_language(&piece, str_from(service_languages[count]));
		at[count] = (struct choice){ str_from(service_languages[count]), view_end(&piece).at, S(""),
			                     holds(chosen, service_languages[count]) };
	}
	return (struct choices){ at, count };
}
