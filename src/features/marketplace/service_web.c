/*
 * service_web.c: finding services near a place, and a service's own page.
 *
 * Both are read by strangers, so they hold no form that posts and come from the cache.
 * A slot leads to the booking form by its address.
 */
#include "features/marketplace/service_web.h"

#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/pages.gen.h"
#include "features/media/media.h"
#include "features/member/member_news.h"
#include "features/product/product.h"
#include "features/product/product_news.h"

enum { SLOT_DAYS = 14, DAYS_AHEAD = 28, QUERY_MAX = 256 };

static handler services_show, service_view, service_step;

const struct route service_routes[] = {
	{ GET,  "/services",                 EVERYONE,   READS,  services_show, .rate = RATE_SEARCH,
	  .about = "Help near a place" },
	{ GET,  "/services/:id",             EVERYONE,   READS,  service_view, .about = "A service, with its free slots" },
	{ POST, "/services/:id/suspension",  MODERATORS, WRITES, service_step, SERVICE_SUSPEND, .about = "Take a service from the lists" },
	{ POST, "/services/:id/restoration", MODERATORS, WRITES, service_step, SERVICE_RESTORE, .about = "Give a service back" },
	ROUTES_END
};

static const int radii[] = { 0, 2, 5, 10, 25, 50 };

/* ── what is looked for ── */

static int place_in(const char *const *names, str name)
{
	for (int i = 0; names[i]; i++) {
		if (str_equal(name, str_from(names[i])))
			return i;
	}
	return -1;
}

static void read_ask(struct request *request, struct near_ask *ask)
{
	int64_t radius = request_query_number(request, "radius", 0);
	*ask = (struct near_ask){
		.place = str_trim(request_query(request, "place")), .language = request_query(request, "language"),
		.radius_km = radius < 0 || radius > NEARBY_RADIUS_MAX ? 0 : radius,
		.category = place_in(service_categories, request_query(request, "category")),
		.purpose = place_in(service_purposes, request_query(request, "purpose")),
		.way = place_in(way_names, request_query(request, "way")),
		.product_id = request_query_number(request, "product", 0),
		.which = request_query_number(request, "which", 0),
		.after_id = request_query_number(request, "after", 0),
	};
	if (!day_read(request_query(request, "day"), &ask->day))
		ask->day = 0;
	if (ask->way < 0)
		ask->way = WAY_HOME;
	if (str_empty(ask->place))
		ask->place = str_trim(request_query(request, "q")); /* the box in the header */
	str named = request_query(request, "named");
	if (!str_empty(named) && !str_equal(named, ask->place))
		ask->which = 0; /* chosen among the places of another name */
}

/* A member is looking from home, unless another place is named. */
static enum err place_of_member(struct scope *scope, struct near_ask *ask)
{
	struct member member;
	if (!scope->member_id || !str_empty(ask->place) || ask->way != WAY_HOME)
		return OK;
	enum err err = member_load(scope, scope->member_id, &member);
	if (err || str_empty(member.postal_code))
		return err;
	ask->place = str_format(scope->arena, "%.*s-%.*s", STR_ARG(member.country), STR_ARG(member.postal_code));
	return OK;
}

/* The same search with another place, cursor or view. */
static str search_url(struct scope *scope, const struct near_ask *ask, str place, int64_t after_id, bool is_map)
{
	struct text url;
	text_open(&url, scope->arena, QUERY_MAX);
	text_put(&url, S("/services?place="));
	text_put(&url, url_encode(scope->arena, place));
	if (ask->which > 0)
		text_format(&url, "&which=%lld", (long long)ask->which);
	if (ask->radius_km)
		text_format(&url, "&radius=%lld", (long long)ask->radius_km);
	if (ask->day) {
		text_put(&url, S("&day="));
		text_put(&url, day_iso(scope->arena, ask->day));
	}
	if (ask->category >= 0)
		text_format(&url, "&category=%s", service_categories[ask->category]);
	if (ask->way != WAY_HOME)
		text_format(&url, "&way=%s", way_names[ask->way]);
	if (ask->purpose >= 0)
		text_format(&url, "&purpose=%s", service_purposes[ask->purpose]);
	if (language_bits_of(ask->language)) {
		text_put(&url, S("&language="));
		text_put(&url, ask->language);
	}
	if (ask->product_id > 0)
		text_format(&url, "&product=%lld", (long long)ask->product_id);
	if (after_id)
		text_format(&url, "&after=%lld", (long long)after_id);
	if (is_map)
		text_put(&url, S("&view=map"));
	return text_str(&url);
}

static struct choices radius_choices(const struct view *view, int64_t chosen)
{
	struct choice *at = arena_take(view->arena, COUNT(radii) * sizeof(*at));
	for (size_t i = 0; i < COUNT(radii); i++) {
		str value = str_format(view->arena, "%d", radii[i]);
		at[i] = (struct choice){ value, str_format(view->arena, "%d km", radii[i]), S(""), chosen == radii[i] };
	}
	at[0].label = text_plain(view->language, "service.radius_any");
	return (struct choices){ at, COUNT(radii) };
}

static struct choices wanted_purposes(const struct view *view, int chosen)
{
	struct choices some = purpose_choices(view, chosen);
	struct choice *at = arena_take(view->arena, (some.count + 1) * sizeof(*at));
	at[0] = (struct choice){ S(""), text_plain(view->language, "service.purpose_any"), S(""), chosen < 0 };
	memcpy(at + 1, some.at, some.count * sizeof(*at));
	return (struct choices){ at, some.count + 1 };
}

static struct choices spoken_choices(const struct view *view, str chosen)
{
	struct choices some = language_choices(view, chosen);
	struct choice *at = arena_take(view->arena, (some.count + 1) * sizeof(*at));
	at[0] = (struct choice){ S(""), text_plain(view->language, "service.language_any"), S(""), str_empty(chosen) };
	memcpy(at + 1, some.at, some.count * sizeof(*at));
	return (struct choices){ at, some.count + 1 };
}

/* ── the list ── */

static str name_of_place(struct scope *scope, const struct place *place)
{
	if (str_empty(place->code))
		return place->town;
	return str_format(scope->arena, "%.*s %.*s", STR_ARG(place->code), STR_ARG(place->town));
}

static struct place_choice_list ask_back(struct scope *scope, const struct near_ask *ask, struct place_list places)
{
	struct place_choice *at = arena_take(scope->arena, places.count * sizeof(*at));
	for (size_t i = 0; i < places.count; i++) {
		const struct place *place = &places.at[i];
		struct near_ask one = *ask;
		one.which = (int64_t)i + 1; /* few */
		at[i] = (struct place_choice){
			name_of_place(scope, place), place->region, place->country, search_url(scope, &one, ask->place, 0, false),
		};
	}
	return (struct place_choice_list){ at, places.count };
}

static enum err fill_rows(struct scope *scope, const struct near_found *found, struct services_page *model)
{
	struct service *services = arena_take(scope->arena, found->hits.count * sizeof(*services));
	moment from = model->ask->day ? moment_at(scope->zone, day_wall(model->ask->day)) : scope->now;
	for (size_t i = 0; i < found->hits.count; i++)
		services[i] = found->hits.at[i].service;
	struct service_list list = { services, found->hits.count };
	enum err err = service_rows(scope, &list, from, model->ask->way, &model->rows);
	for (size_t i = 0; !err && i < found->hits.count; i++)
		model->rows.at[i].km = found->hits.at[i].km;
	return err;
}

/* What was looked for at home may be had without a visit, too. */
static void other_ways(struct scope *scope, const struct near_ask *ask, struct services_page *model)
{
	struct near_ask other = *ask;
	other.radius_km = other.after_id = other.which = 0;
	other.way = WAY_PHONE;
	model->both_url = str_format(scope->arena, "/neighbourhood?place=%.*s", STR_ARG(url_encode(scope->arena, ask->place)));
	model->phone_url = search_url(scope, &other, S(""), 0, false);
	other.way = WAY_VIDEO;
	model->video_url = search_url(scope, &other, S(""), 0, false);
}

static enum err fill_found(struct scope *scope, const struct near_found *found, struct services_page *model)
{
	const struct near_ask *ask = model->ask;
	if (found->choices.count) {
		model->choices = ask_back(scope, ask, found->choices);
		return OK;
	}
	model->has_searched = true;
	model->is_afar = ask->way != WAY_HOME;
	if (model->is_afar)
		model->is_map = false; /* nobody is anywhere */
	other_ways(scope, ask, model);
	model->place_name = name_of_place(scope, &found->place);
	model->place = ask->which || model->is_afar ? ask->place : model->place_name;
	model->list_url = search_url(scope, ask, ask->place, ask->after_id, false);
	model->map_url = search_url(scope, ask, ask->place, ask->after_id, true);
	model->first_url = ask->after_id ? search_url(scope, ask, ask->place, 0, model->is_map) : S("");
	model->next_url = found->next_id ? search_url(scope, ask, ask->place, found->next_id, model->is_map) : S("");
	enum err err = fill_rows(scope, found, model);
	if (err || model->is_afar)
		return err;
	const struct map_points points = map_points_of(scope, &model->rows);
	model->map = map_of(scope, &found->place, ask->radius_km, &points);
	return err;
}

static void remember_shown(struct page *page, const struct services_page *model)
{
	if (model->ask->day) /* who gets free that day says so to nobody but herself */
		return;
	page_cache(page);
	page_shows(page, subject_of(&service_subject, 0)); /* every list of services */
	for (size_t i = 0; i < model->rows.count; i++)
		page_shows(page, subject_of(&member_subject, model->rows.at[i].service->helper_id));
}

static enum err services_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct near_ask ask;
	struct near_found found;
	read_ask(request, &ask);
	enum err err = place_of_member(scope, &ask);
	if (err)
		return err;
	struct services_page model = {
		.ask = &ask, .place = ask.place, .is_map = str_equal(request_query(request, "view"), S("map")),
		.day = ask.day ? day_iso(scope->arena, ask.day) : S(""),
		.today = day_iso(scope->arena, day_at(scope->zone, scope->now)),
	};
	bool is_asked = !str_empty(ask.place) || ask.way != WAY_HOME;
	if (is_asked)
		err = nearby_find(scope, &ask, &found);
	struct refusal wrong = scope->refusal;
	if (err == ERR_INVALID)
		scope_forgive(scope); /* the form says what is wrong */
	else if (err)
		return err;
	else if (is_asked && (err = fill_found(scope, &found, &model)))
		return err;

	struct page *page = page_open(request, TEXT_service_near);
	page->section = SECTION_HELP;
	page->view->wrong_field = wrong.field;
	page->view->wrong_reason = wrong.reason;
	page->status = err ? 422 : 200;
	page->map = model.is_map && model.has_searched;
	model.ways = way_choices(page->view, WAY_BIT(ask.way));
	page->no_index = ask.after_id || ask.day || model.is_map;
	model.radii = radius_choices(page->view, ask.radius_km);
	model.categories = category_choices(page->view, ask.category, true);
	model.purposes = wanted_purposes(page->view, ask.purpose);
	model.languages = spoken_choices(page->view, ask.language);
	remember_shown(page, &model);
	page->description = text_of(page->view->arena, page->view->language, TEXT_service_near_lead, NULL, 0);
	services_page_html(page->view, &model);
	return page_send(page);
}

/* ── one service ── */

/* Slots come in order; a new day begins where the date in the brand's zone changes. */
struct slot_day_list service_slot_days(struct scope *scope, const struct calendar_slot_list *slots)
{
	struct slot_day *days = arena_take(scope->arena, slots->count * sizeof(*days));
	size_t count = 0;
	for (size_t i = 0; i < slots->count; i++) {
		moment at = slots->at[i].starts_at;
		if (!count || day_at(scope->zone, days[count - 1].at) != day_at(scope->zone, at))
			days[count++] = (struct slot_day){ at, &slots->at[i], 0 };
		days[count - 1].count++;
	}
	return (struct slot_day_list){ days, count };
}

static enum err fill_slots(struct request *request, struct service_page *model)
{
	struct scope *scope = request_scope(request);
	struct calendar_slot_list slots;
	int32_t today = day_at(scope->zone, scope->now), first = today;
	if (!day_read(request_query(request, "from"), &first) || first < today || first > today + DAYS_AHEAD)
		first = today;
	struct calendar_ask ask = { .owner_id = model->service->helper_id, .minutes = (int)model->service->minutes, .first_day = first,
		.days = SLOT_DAYS, .is_afar = model->way != WAY_HOME };
	enum err err = model->is_live ? calendar_slots(scope, &ask, &slots) : OK;
	if (err || !model->is_live)
		return err;
	model->days = service_slot_days(scope, &slots);
	long long id = (long long)model->service->id;
	const char *mark = model->way == WAY_HOME ? "" : "way=", *way = model->way == WAY_HOME ? "" : way_names[model->way];
	if (first > today)
		model->earlier_url = str_format(scope->arena, "/services/%lld%s%s%s", id, *way ? "?" : "", mark, way);
	if (first + SLOT_DAYS <= today + DAYS_AHEAD) {
		str later = day_iso(scope->arena, first + SLOT_DAYS);
		model->later_url = str_format(scope->arena, "/services/%lld?from=%.*s%s%s%s", id, STR_ARG(later), *way ? "&" : "", mark, way);
	}
	return OK;
}

static enum err fill_product(struct scope *scope, struct service_page *model)
{
	struct product_card_list cards;
	int64_t id = model->service->product_id;
	if (!id)
		return OK;
	enum err err = product_cards(scope, (struct ids){ &id, 1 }, &cards);
	if (err || !cards.count)
		return err;
	model->product_name = cards.at[0].name;
	model->product_card = media_card_of(scope->arena, cards.at[0].picture, cards.at[0].picture_about);
	model->product_url = str_format(scope->arena, "/products/%.*s", STR_ARG(cards.at[0].key));
	return OK;
}

/* What an older renderer stored is rendered anew. */
static enum err text_of_service(struct scope *scope, const struct service *service, struct html *html_out)
{
	if (service->markdown_version != MARKDOWN_VERSION)
		return markdown_html(scope->arena, service->source, html_out);
	*html_out = markdown_stored(service->html);
	return OK;
}

static struct way_link_list ways_of(struct scope *scope, const struct service *service)
{
	struct way_link *at = arena_take(scope->arena, WAY_COUNT * sizeof(*at));
	size_t count = 0;
	for (int way = 0; way < WAY_COUNT; way++) {
		if (service->ways & WAY_BIT(way))
			at[count++] = (struct way_link){ way, str_format(scope->arena, "/services/%lld?way=%s#slots",
				(long long)service->id, way_names[way]) };
	}
	return (struct way_link_list){ at, count };
}

static enum err service_view(struct request *request)
{
	struct scope *scope = request_scope(request);
	int way = place_in(way_names, request_query(request, "way"));
	struct service service;
	struct service_row_list rows;
	enum err err = service_show(scope, request_id(request, "id"), &service);
	if (err || (err = service_rows(scope, &(struct service_list){ &service, 1 }, scope->now, way, &rows)))
		return err;
	struct service_page model = {
		.service = &service, .row = &rows.at[0], .way = rows.at[0].way, .ways = ways_of(scope, &service), .is_own = service.helper_id == scope->member_id,
		.is_live = service.state == SERVICE_LIVE && rows.at[0].is_active,
		.may_suspend = service_may(scope, &service, SERVICE_SUSPEND),
		.may_restore = service_may(scope, &service, SERVICE_RESTORE),
	};
	if ((err = text_of_service(scope, &service, &model.text)) || (err = fill_product(scope, &model)))
		return err;
	if ((err = fill_slots(request, &model)))
		return err;

	struct page *page = page_open_titled(request, service.title);
	page->section = SECTION_HELP;
	page->description = markdown_excerpt(scope->arena, service.source, 150);
	page->canonical = str_format(scope->arena, "/services/%lld", (long long)service.id);
	page_cache(page);
	page_shows(page, subject_of(&service_subject, service.id));
	page_shows(page, subject_of(&member_subject, service.helper_id));
	const struct subject subject = subject_of(&service_subject, service.id);
	if ((err = panel_fill(page, model.is_own ? PANEL_CARE : PANEL_FLAG, &subject, 1, &model.care)))
		return err;
	if (service.product_id)
		page_shows(page, subject_of(&product_subject, service.product_id));
	page->no_index = !model.is_live;
	if ((err = page_card(page, model.text.at, &model.product_card)))
		return err;
	service_page_html(page->view, &model);
	return page_send(page);
}

static enum err service_step(struct request *request)
{
	int64_t id = request_id(request, "id");
	enum service_step step = (enum service_step)request_with(request);
	enum err err = service_take_step(request_scope(request), id, step);
	return err ? err : redirect_to(request, "/services/%lld", (long long)id);
}
