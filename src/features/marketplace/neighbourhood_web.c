/*
 * neighbourhood_web.c: offers and tasks together, as a list and on a map; and how they are ordered, in words.
 *
 * Strangers see offers; that somebody there needs help is for members, as on the page of tasks.
 */
#include "features/marketplace/neighbourhood_web.h"

#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/pages.gen.h"
#include "features/marketplace/rank.h"
#include "features/marketplace/score_web.h"
#include "features/member/member_news.h"

enum { URL_MAX = 256 };

static handler neighbourhood_show, order_show;

const struct route neighbourhood_routes[] = {
	{ GET, "/neighbourhood",       EVERYONE, READS, neighbourhood_show, .rate = RATE_SEARCH,
	  .about = "Offers and tasks near a place, on one list and one map" },
	{ GET, "/neighbourhood/order", EVERYONE, READS, order_show, .about = "How is this sorted?" },
	ROUTES_END
};

static const int radii[] = { 0, 2, 5, 10, 25, 50 };

static int place_in(const char *const *names, str name, int otherwise)
{
	for (int i = 0; names[i]; i++) {
		if (str_equal(name, str_from(names[i])))
			return i;
	}
	return otherwise;
}

static enum err read_ask(struct request *request, struct neighbour_ask *ask)
{
	struct scope *scope = request_scope(request);
	struct member member;
	int64_t radius = request_query_number(request, "radius", 0), page = request_query_number(request, "page", 1);
	*ask = (struct neighbour_ask){
		.near = { .place = str_trim(request_query(request, "place")), .which = request_query_number(request, "which", 0),
			.radius_km = radius < 0 || radius > NEARBY_RADIUS_MAX ? 0 : radius, .language = S(""), .purpose = -1,
			.category = place_in(service_categories, request_query(request, "category"), -1),
			.after_id = request_query_number(request, "after", 0) },
		.kind = place_in(neighbour_kinds, request_query(request, "kind"), NEIGHBOUR_ALL), .page = page < 1 || page > 100 ? 1 : page,
	};
	if (!str_empty(ask->near.place) || !scope->member_id)
		return OK;
	enum err err = member_load(scope, scope->member_id, &member); /* looks from home, unless another place is named */
	if (!err && !str_empty(member.postal_code))
		ask->near.place = str_format(scope->arena, "%.*s-%.*s", STR_ARG(member.country), STR_ARG(member.postal_code));
	return err;
}

static str url_of(struct scope *scope, const struct neighbour_ask *ask, bool is_map)
{
	struct text url;
	const struct near_ask *near = &ask->near;
	text_open(&url, scope->arena, URL_MAX);
	text_put(&url, S("/neighbourhood?place="));
	text_put(&url, url_encode(scope->arena, near->place));
	if (near->which > 0)
		text_format(&url, "&which=%lld", (long long)near->which);
	if (near->radius_km)
		text_format(&url, "&radius=%lld", (long long)near->radius_km);
	if (near->category >= 0)
		text_format(&url, "&category=%s", service_categories[near->category]);
	if (ask->kind != NEIGHBOUR_ALL)
		text_format(&url, "&kind=%s", neighbour_kinds[ask->kind]);
	if (near->after_id)
		text_format(&url, "&after=%lld", (long long)near->after_id);
	if (ask->page > 1)
		text_format(&url, "&page=%lld", (long long)ask->page);
	if (is_map)
		text_put(&url, S("&view=map"));
	return text_str(&url);
}

static struct choices kind_choices(const struct view *view, int chosen)
{
	static const enum text_id texts[NEIGHBOUR_KIND_COUNT] = { TEXT_neighbourhood_kind_all, TEXT_neighbourhood_kind_offers,
		TEXT_neighbourhood_kind_tasks };
	struct choice *at = arena_take(view->arena, NEIGHBOUR_KIND_COUNT * sizeof(*at));
	for (int i = 0; i < NEIGHBOUR_KIND_COUNT; i++)
		at[i] = (struct choice){ str_from(neighbour_kinds[i]), text_of(view->arena, view->language, texts[i], NULL, 0), S(""),
			i == chosen };
	return (struct choices){ at, NEIGHBOUR_KIND_COUNT };
}

static struct choices radius_choices(const struct view *view, int64_t chosen)
{
	struct choice *at = arena_take(view->arena, COUNT(radii) * sizeof(*at));
	for (size_t i = 0; i < COUNT(radii); i++)
		at[i] = (struct choice){ str_format(view->arena, "%d", radii[i]), str_format(view->arena, "%d km", radii[i]), S(""),
			chosen == radii[i] };
	at[0].label = text_plain(view->language, "service.radius_any");
	return (struct choices){ at, COUNT(radii) };
}

/* ── what was found ── */

/* Services in bulk, as their rows are drawn. */
static enum err fill_rows(struct page *page, const struct neighbour_list *list, struct neighbourhood_page *model)
{
	struct scope *scope = request_scope(page->request);
	struct service *services = arena_take(scope->arena, (list->count + 1) * sizeof(*services));
	struct task_row *tasks = arena_take(scope->arena, (list->count + 1) * sizeof(*tasks));
	struct neighbour_row *at = arena_take(scope->arena, (list->count + 1) * sizeof(*at));
	struct service_row_list drawn;
	size_t offers = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].offer)
			services[offers++] = *list->at[i].offer;
	}
	enum err err = service_rows(scope, &(struct service_list){ services, offers }, scope->now, WAY_HOME, &drawn);
	if (err)
		return err;
	offers = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct neighbour *one = &list->at[i];
		struct html why = score_html(page->view, &one->score, one->task != NULL);
		if (one->task) {
			tasks[i] = (struct task_row){ one->task, one->km, why, one->score.product > 0 };
			at[i] = (struct neighbour_row){ NULL, &tasks[i] };
		} else {
			drawn.at[offers].km = one->km;
			drawn.at[offers].why = why;
			at[i] = (struct neighbour_row){ &drawn.at[offers++], NULL };
		}
	}
	model->rows = (struct neighbour_row_list){ at, list->count };
	return OK;
}

static struct map_points points_of(struct scope *scope, const struct neighbour_list *list)
{
	struct map_point *at = arena_take(scope->arena, (list->count + 1) * sizeof(*at));
	for (size_t i = 0; i < list->count; i++) {
		const struct neighbour *one = &list->at[i];
		at[i] = one->task ? (struct map_point){ one->task->public_lat, one->task->public_lon, one->km, true }
			: (struct map_point){ one->offer->public_lat, one->offer->public_lon, one->km, false };
	}
	return (struct map_points){ at, list->count };
}

static str name_of_place(struct scope *scope, const struct place *place)
{
	const str parts[] = { place->code, place->town };
	return str_trim(str_join(scope->arena, parts, COUNT(parts), S(" ")));
}

static void ask_back(struct scope *scope, const struct neighbour_ask *ask, const struct place_list *places,
                     struct neighbourhood_page *model)
{
	struct place_choice *at = arena_take(scope->arena, places->count * sizeof(*at));
	for (size_t i = 0; i < places->count; i++) {
		struct neighbour_ask one = *ask;
		one.near.which = (int64_t)i + 1; /* few */
		at[i] = (struct place_choice){ name_of_place(scope, &places->at[i]), places->at[i].region, places->at[i].country,
			url_of(scope, &one, model->is_map) };
	}
	model->choices = (struct place_choice_list){ at, places->count };
}

/* The list that has come to its end asks for nothing more: offers by no cursor behind page 1, tasks by page 0. */
static str next_url(struct scope *scope, const struct neighbour_ask *ask, const struct neighbours_found *found, bool is_map)
{
	struct neighbour_ask next = *ask;
	if (!found->next_offer_id && !found->has_more_tasks)
		return S("");
	next.near.after_id = found->next_offer_id;
	next.page = ask->page + 1;
	return url_of(scope, &next, is_map);
}

static enum err fill(struct page *page, const struct neighbour_ask *ask, struct neighbourhood_page *model)
{
	struct scope *scope = request_scope(page->request);
	struct neighbours_found found;
	enum err err = neighbours_find(scope, ask, &found);
	if (err == ERR_INVALID) { /* said beside the field */
		page->view->wrong_field = scope->refusal.field;
		page->view->wrong_reason = scope->refusal.reason;
		page->status = 422;
		scope_forgive(scope);
		return OK;
	}
	if (err)
		return err;
	if (found.choices.count) {
		ask_back(scope, ask, &found.choices, model);
		return OK;
	}
	struct neighbour_ask first = *ask;
	first.near.after_id = 0;
	first.page = 1;
	model->has_searched = true;
	model->place_name = name_of_place(scope, &found.place);
	model->place = ask->near.which ? ask->near.place : model->place_name;
	model->list_url = url_of(scope, ask, false);
	model->map_url = url_of(scope, ask, true);
	model->first_url = ask->near.after_id || ask->page > 1 ? url_of(scope, &first, model->is_map) : S("");
	model->next_url = next_url(scope, ask, &found, model->is_map);
	if ((err = fill_rows(page, &found.list, model)))
		return err;
	const struct map_points points = points_of(scope, &found.list);
	model->map = map_of(scope, &found.place, ask->near.radius_km, &points);
	return OK;
}

static enum err neighbourhood_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct neighbour_ask ask;
	enum err err = read_ask(request, &ask);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_neighbourhood_title);
	struct neighbourhood_page model = { .place = ask.near.place, .is_map = str_equal(request_query(request, "view"), S("map")),
		.hides_tasks = !scope->member_id };
	if (!str_empty(ask.near.place) && (err = fill(page, &ask, &model)))
		return err;
	page->section = SECTION_HELP;
	page->map = model.is_map && model.has_searched;
	page->no_index = model.is_map || ask.near.after_id || ask.page > 1;
	model.radii = radius_choices(page->view, ask.near.radius_km);
	model.categories = category_choices(page->view, ask.near.category, true);
	model.kinds = kind_choices(page->view, ask.kind);
	if (!scope->member_id) {
		page_cache(page);
		page_shows(page, subject_of(&service_subject, 0)); /* every list of services */
	}
	neighbourhood_page_html(page->view, &model);
	return page_send(page);
}

static enum err order_show(struct request *request)
{
	struct page *page = page_open(request, TEXT_neighbourhood_order);
	page->section = SECTION_HELP;
	page->narrow = true;
	struct text usual;
	text_open(&usual, page->view->arena, 16);
	say_real(&usual, page->view->language, RATING_USUAL, 1);
	order_page_html(page->view, RATING_WEIGHT, text_str(&usual));
	return page_send(page);
}
