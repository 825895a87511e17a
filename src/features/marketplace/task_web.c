/*
 * task_web.c: help wanted nearby, one task, making one.
 *
 * Members only: a task says roughly where somebody lives.  A stranger who follows the
 * link under a thread logs in first and comes back to the form.
 */
#include "features/marketplace/task_web.h"

#include "base/utf8.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/neighbourhood.h"
#include "features/marketplace/pages.gen.h"
#include "features/marketplace/score_web.h"
#include "features/product/product.h"

static handler tasks_show, task_view, task_new, task_submit, task_withdraw_ask, task_step;

static const struct field task_fields[] = {
	FIELD(FIELD_ID,       struct task_ask, thread_id,    0, 0),
	FIELD(FIELD_TEXT,     struct task_ask, title,        5, TASK_TITLE_MAX),
	FIELD(FIELD_PROSE,    struct task_ask, text,         10, TASK_TEXT_MAX),
	FIELD_OF(FIELD_CHOICE, struct task_ask, category,    0, service_categories),
	FIELD(FIELD_ID,       struct task_ask, product_id,   0, 0),
	FIELD_OF(FIELD_CHOICE, struct task_ask, way,         -1, way_names),
	FIELD(FIELD_TEXT,     struct task_ask, place,        0, 80),
	FIELD(FIELD_DAY,      struct task_ask, day,          0, 0),
	FIELD(FIELD_CLOCK,    struct task_ask, from_minute,  -1, 0),
	FIELD(FIELD_CLOCK,    struct task_ask, to_minute,    -1, 0),
	FIELD(FIELD_MONEY,    struct task_ask, budget_minor, 0, 100000000),
	FIELD(FIELD_BOOL,     struct task_ask, draft,        0, 0),
};
const struct form task_form = { "task", task_fields, COUNT(task_fields) };

const struct route task_routes[] = {
	{ GET,  "/tasks",                MEMBERS, READS,  tasks_show, .rate = RATE_SEARCH, .about = "Help wanted nearby" },
	{ GET,  "/tasks/new",            MEMBERS, READS,  task_new,   .about = "Ask for help at home" },
	{ POST, "/tasks",                MEMBERS, WRITES, task_submit, .form = &task_form, .rate = RATE_POST,
	  .about = "Ask for help at home" },
	{ GET,  "/tasks/:id",            MEMBERS, READS,  task_view,  .about = "Help wanted" },
	{ GET,  "/tasks/:id/withdrawal", MEMBERS, READS,  task_withdraw_ask, .about = "Really withdraw it?" },
	{ POST, "/tasks/:id/withdrawal", MEMBERS, WRITES, task_step,  TASK_WITHDRAW, .about = "Withdraw a task" },
	{ POST, "/tasks/:id/extension",  MEMBERS, WRITES, task_step,  TASK_EXTEND,   .about = "Keep a task open for longer" },
	{ POST, "/tasks/:id/publication", MEMBERS, WRITES, task_step, TASK_PUBLISH,  .about = "Publish a draft" },
	ROUTES_END
};

/* ── words of states ── */

static const struct { enum text_id text; enum chip_kind chip; } states[TASK_STATE_COUNT] = {
	[TASK_DRAFT]     = { TEXT_task_state_draft,     CHIP_PLAIN },
	[TASK_OPEN]      = { TEXT_task_state_open,      CHIP_BRAND },
	[TASK_RESERVED]  = { TEXT_task_state_reserved,  CHIP_GOOD },
	[TASK_FULFILLED] = { TEXT_task_state_fulfilled, CHIP_GOOD },
	[TASK_EXPIRED]   = { TEXT_task_state_expired,   CHIP_WARN },
	[TASK_WITHDRAWN] = { TEXT_task_state_withdrawn, CHIP_PLAIN },
};

enum text_id task_state_text(int state)
{
	return states[state].text;
}

enum chip_kind task_state_chip(int state)
{
	return states[state].chip;
}

static str clock_of(struct arena *arena, int minutes)
{
	return minutes < 0 ? S("") : str_format(arena, "%02d:%02d", minutes / 60, minutes % 60);
}

str task_when(struct view *view, const struct task *task)
{
	struct text text;
	str from = clock_of(view->arena, task->from_minute), to = clock_of(view->arena, task->to_minute);
	text_open(&text, view->arena, 64);
	if (task->day)
		say_day(&text, view->language, view->zone, moment_at(view->zone, day_wall(task->day)));
	if (!str_empty(from) || !str_empty(to)) {
		if (text.len)
			text_put(&text, S(", "));
		text_format(&text, "%.*s–%.*s", STR_ARG(from), STR_ARG(to));
	}
	return text_str(&text);
}

/* ── the list ── */

static const int64_t radii[] = { 2, 5, 10, 25, 50 };
enum { RADIUS_USUAL = 10 };

static struct choices radius_choices(const struct view *view, int64_t chosen)
{
	struct choice *at = arena_take(view->arena, COUNT(radii) * sizeof(*at));
	for (size_t i = 0; i < COUNT(radii); i++)
		at[i] = (struct choice){ .value = str_format(view->arena, "%lld", (long long)radii[i]),
			.label = str_format(view->arena, "%lld km", (long long)radii[i]), .chosen = radii[i] == chosen };
	return (struct choices){ at, COUNT(radii) };
}

static const struct { const char *name; enum text_id text; } orders[TASK_ORDER_COUNT] = {
	[TASKS_FITTING] = { "fit", TEXT_task_fitting }, [TASKS_NEAREST] = { "near", TEXT_task_nearest },
	[TASKS_NEWEST] = { "new", TEXT_task_newest },
};

static struct choices order_choices(const struct view *view, enum task_order chosen)
{
	struct choice *at = arena_take(view->arena, COUNT(orders) * sizeof(*at));
	for (size_t i = 0; i < COUNT(orders); i++)
		at[i] = (struct choice){ str_from(orders[i].name), text_of(view->arena, view->language, orders[i].text, NULL, 0), S(""),
			i == (size_t)chosen };
	return (struct choices){ at, COUNT(orders) };
}

static str code_and_town(struct arena *arena, const struct place *place)
{
	const str parts[] = { place->code, str_empty(place->town) ? place->name : place->town };
	return str_trim(str_join(arena, parts, COUNT(parts), S(" ")));
}

static str url_of_place(struct arena *arena, const char *path, const struct place *place)
{
	str text = str_empty(place->code) ? place->name : str_format(arena, "%.*s-%.*s", STR_ARG(place->country),
	                                                             STR_ARG(place->code));
	return str_format(arena, "%s?place=%.*s", path, STR_ARG(url_encode(arena, text)));
}

static struct place_pick_list picks_of(struct arena *arena, const char *path, const struct place_list *places)
{
	struct place_pick *at = arena_take(arena, places->count * sizeof(*at));
	for (size_t i = 0; i < places->count; i++) {
		const struct place *place = &places->at[i];
		str label = str_format(arena, "%.*s (%.*s)", STR_ARG(code_and_town(arena, place)),
		                       STR_ARG(str_empty(place->region) ? place->country : place->region));
		at[i] = (struct place_pick){ label, url_of_place(arena, path, place) };
	}
	return (struct place_pick_list){ at, places->count };
}

/* By score each says its own. */
static struct task_row_list rows_of(const struct view *page, const struct task_hit_list *hits, enum task_order order)
{
	struct task_row *at = arena_take(page->arena, hits->count * sizeof(*at));
	for (size_t i = 0; i < hits->count; i++) {
		const struct task_hit *hit = &hits->at[i];
		at[i] = (struct task_row){ .task = &hit->task, .km = hit->km, .knows_product = hit->score.product > 0 };
		if (order == TASKS_FITTING)
			at[i].why = score_html(page, &hit->score, true);
	}
	return (struct task_row_list){ at, hits->count };
}

static enum err load_mine(struct scope *scope, struct task_row_list *list_out)
{
	struct task_list list;
	enum err err = task_load_of(scope, scope->member_id, &list);
	if (err)
		return err;
	struct task_row *at = arena_take(scope->arena, list.count * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < list.count; i++) {
		bool is_live = list.at[i].state <= TASK_RESERVED || list.at[i].state == TASK_EXPIRED;
		if (is_live)
			at[count++] = (struct task_row){ .task = &list.at[i], .km = -1 };
	}
	*list_out = (struct task_row_list){ at, count };
	return OK;
}

static struct task_near_ask read_near(struct request *request)
{
	struct task_near_ask ask = {
		.place = utf8_first(request_query(request, "place"), 80), .category = -1,
		.radius_km = request_query_number(request, "radius", RADIUS_USUAL),
		.page = request_query_number(request, "page", 1),
	};
	for (int i = 0; i < TASK_ORDER_COUNT; i++) {
		if (str_equal(request_query(request, "sort"), str_from(orders[i].name)))
			ask.order = (enum task_order)i; /* below the count */
	}
	for (int i = 0; i < CATEGORY_COUNT; i++) {
		if (str_equal(request_query(request, "category"), str_from(service_categories[i])))
			ask.category = i;
	}
	for (int way = 0; way < WAY_COUNT; way++) {
		if (str_equal(request_query(request, "way"), str_from(way_names[way])))
			ask.way = way;
	}
	return ask;
}

static struct pager pager_of(struct scope *scope, const struct task_near_ask *ask, bool has_more)
{
	struct pager pager = { .previous = S(""), .next = S("") };
	str place = url_encode(scope->arena, ask->place);
	str category = ask->category < 0 ? S("") : str_from(service_categories[ask->category]);
	str base = str_format(scope->arena, "/tasks?place=%.*s&way=%s&radius=%lld&category=%.*s&sort=%s", STR_ARG(place),
	                      way_names[ask->way], (long long)ask->radius_km, STR_ARG(category), orders[ask->order].name);
	int64_t page = ask->page > 1 && ask->page < 100 ? ask->page : 1;
	if (page > 1)
		pager.previous = str_format(scope->arena, "%.*s&page=%lld", STR_ARG(base), (long long)page - 1);
	if (has_more)
		pager.next = str_format(scope->arena, "%.*s&page=%lld", STR_ARG(base), (long long)page + 1);
	return pager;
}

static enum err tasks_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct task_near_ask ask = read_near(request);
	struct task_found found = { 0 };
	struct tasks_page model = { .place = ask.place, .is_helper = has_role(scope, ROLE_HELPER) };
	struct page *page = page_open(request, TEXT_task_all);
	enum err err = task_near(scope, &ask, &found);
	if (err == ERR_INVALID) { /* the place is unknown: said beside the field */
		page->view->wrong_field = scope->refusal.field;
		page->view->wrong_reason = scope->refusal.reason;
		scope_forgive(scope);
		err = OK;
	}
	if (err || (err = load_mine(scope, &model.mine)))
		return err;
	model.has_place = !str_empty(found.place.town);
	model.place_name = code_and_town(scope->arena, &found.place);
	if (str_empty(model.place))
		model.place = model.place_name;
	model.picks = picks_of(scope->arena, "/tasks", &found.choices);
	model.rows = rows_of(page->view, &found.hits, ask.order);
	model.radii = radius_choices(page->view, ask.radius_km);
	model.categories = category_choices(page->view, ask.category, true);
	model.way = ask.way;
	model.ways = way_choices(page->view, WAY_BIT(ask.way));
	model.orders = order_choices(page->view, ask.order);
	model.is_by_score = ask.order == TASKS_FITTING;
	model.pager = pager_of(scope, &ask, found.has_more);
	page->section = SECTION_HELP;
	tasks_page_html(page->view, &model);
	return page_send(page);
}

/* ── one ── */

static enum err load_offers(struct scope *scope, const struct task *task, struct offer_row_list *rows_out)
{
	struct offer_list list;
	struct member_card_list *cards = arena_take(scope->arena, sizeof(*cards));
	enum err err = offer_list(scope, task, &list);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, list.count * sizeof(*ids));
	for (size_t i = 0; i < list.count; i++)
		ids[i] = list.at[i].helper_id;
	if ((err = member_cards(scope, (struct ids){ ids, list.count }, cards)))
		return err;
	struct offer_row *at = arena_take(scope->arena, list.count * sizeof(*at));
	for (size_t i = 0; i < list.count; i++) {
		const struct offer *offer = &list.at[i];
		at[i] = (struct offer_row){ offer, member_card_in(cards, offer->helper_id),
			offer_may_accept(scope, offer, task), offer_may(scope, offer, task, OFFER_DECLINE),
			offer_may(scope, offer, task, OFFER_WITHDRAW) };
	}
	*rows_out = (struct offer_row_list){ at, list.count };
	return OK;
}

/* To its author, while it is open: who could come, and why in this order. */
static enum err load_helpers(struct page *page, struct task_page *model)
{
	struct scope *scope = request_scope(page->request);
	struct neighbour_list list;
	struct service services[TASK_HELPERS_MAX];
	if (!model->is_own || model->task->state != TASK_OPEN)
		return OK;
	enum err err = neighbours_of_task(scope, model->task, &list);
	if (err)
		return err;
	struct service *kept = arena_take(scope->arena, sizeof(services));
	for (size_t i = 0; i < list.count; i++)
		kept[i] = *list.at[i].offer;
	err = service_rows(scope, &(struct service_list){ kept, list.count }, scope->now, model->task->way, &model->helpers);
	for (size_t i = 0; !err && i < list.count; i++) {
		model->helpers.at[i].km = list.at[i].km;
		model->helpers.at[i].why = score_html(page->view, &list.at[i].score, false);
	}
	return err;
}

/* How far for this helper; below 0 for others. */
static enum err measure(struct scope *scope, const struct task *task, double *km_out)
{
	struct helper_list helpers;
	*km_out = -1;
	if (task->way != WAY_HOME)
		return OK;
	enum err err = helper_load_some(scope, (struct ids){ &scope->member_id, 1 }, &helpers);
	if (err || !helpers.count)
		return err;
	const struct task_spot here = { 0, helpers.at[0].lat, helpers.at[0].lon };
	*km_out = task_km(&here, &(struct task_spot){ 0, task->public_lat, task->public_lon });
	return OK;
}

static enum err load_thread(struct scope *scope, int64_t thread_id, struct subject_face *face_out)
{
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	*face_out = (struct subject_face){ S(""), S("") };
	if (!thread_id || !threads)
		return OK;
	const struct subject thread = subject_of(threads, thread_id);
	return subject_faces(scope, &thread, 1, face_out);
}

static bool has_pending(const struct offer_row_list *rows, int64_t member_id)
{
	for (size_t i = 0; i < rows->count; i++) {
		if (rows->at[i].offer->helper_id == member_id && rows->at[i].offer->state == OFFER_PENDING)
			return true;
	}
	return false;
}

/* With what it means to the reader: she has it, says to know it, or offers help with it. */
static enum err load_product(struct scope *scope, int64_t product_id, struct task_page *model)
{
	struct product_card_list cards;
	struct ids products;
	enum err err = product_cards(scope, (struct ids){ &product_id, 1 }, &cards);
	if (err || (err = score_products(scope, &products)))
		return err;
	model->product = *product_card_in(&cards, product_id);
	model->knows_product = !model->is_own && known_has(products, product_id);
	return OK;
}

static enum err fill_task_page(struct scope *scope, const struct task *task, struct task_page *model)
{
	struct member_card author;
	model->is_own = task->author_id == scope->member_id;
	enum err err = load_offers(scope, task, &model->offers);
	if (err || (err = load_thread(scope, task->thread_id, &model->thread)))
		return err;
	if ((err = measure(scope, task, &model->km)) || (err = member_card_of(scope, task->author_id, &author)))
		return err;
	if ((err = markdown_html(scope->arena, task->text, &model->text)))
		return err;
	if (task->product_id && (err = load_product(scope, task->product_id, model)))
		return err;
	model->author_name = author.name;
	model->me = scope->member_id;
	model->may_offer = !model->is_own && has_role(scope, ROLE_HELPER) && task->state == TASK_OPEN
	                   && !has_pending(&model->offers, scope->member_id);
	model->may_withdraw = task_may(scope, task, TASK_WITHDRAW);
	model->may_extend = task_may(scope, task, TASK_EXTEND);
	model->may_publish = task_may(scope, task, TASK_PUBLISH);
	model->today = day_iso(scope->arena, day_at(scope->zone, scope->now));
	return OK;
}

static enum err task_view(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct task task;
	struct task_page model = { .task = &task };
	enum err err = task_show(scope, request_id(request, "id"), &task);
	if (err || (err = fill_task_page(scope, &task, &model)))
		return err;
	struct page *page = page_open_titled(request, task.title);
	page->section = SECTION_HELP;
	page->no_index = true;
	if ((err = load_helpers(page, &model)))
		return err;
	const struct subject subject = subject_of(&task_subject, task.id);
	if ((err = panel_fill(page, model.is_own ? PANEL_CARE : PANEL_FLAG, &subject, 1, &model.care)))
		return err;
	task_page_html(page->view, &model);
	return page_send(page);
}

/* ── making one ── */

static enum err product_choices(struct scope *scope, const struct view *view, int64_t chosen, struct choices *out)
{
	struct product_list list;
	size_t own;
	enum err err = product_list_own_first(scope, &list, &own);
	if (err)
		return err;
	struct choice *at = arena_take(scope->arena, (list.count + 1) * sizeof(*at));
	at[0] = (struct choice){ S(""), text_of(view->arena, view->language, TEXT_task_product_none, NULL, 0), S(""), !chosen };
	for (size_t i = 0; i < list.count; i++)
		at[i + 1] = (struct choice){ .value = str_format(view->arena, "%lld", (long long)list.at[i].id),
			.label = list.at[i].name, .chosen = list.at[i].id == chosen };
	*out = (struct choices){ at, list.count + 1 };
	return OK;
}

static enum err send_form(struct request *request, const struct task_ask *ask)
{
	struct scope *scope = request_scope(request);
	struct arena *arena = scope->arena;
	struct task_new_page model = { .ask = ask };
	struct place_list places;
	struct page *page = page_open(request, TEXT_task_new);
	const char *wrong = page->view->wrong_reason;
	enum err err = load_thread(scope, ask->thread_id, &model.thread);
	if (err || (err = product_choices(scope, page->view, ask->product_id, &model.products)))
		return err;
	if (wrong && !strcmp(wrong, "helper.place_several") && !place_find(scope, ask->place, S(""), &places))
		model.picks = picks_of(arena, "", &places);
	model.ways = way_choices(page->view, WAY_BIT(ask->way < 0 ? WAY_HOME : ask->way));
	model.categories = category_choices(page->view, ask->category, false);
	model.today = day_iso(arena, day_at(scope->zone, scope->now));
	model.day = ask->day ? day_iso(arena, ask->day) : S("");
	model.from = clock_of(arena, ask->from_minute);
	model.to = clock_of(arena, ask->to_minute);
	model.budget = ask->budget_minor ? str_format(arena, "%lld", (long long)ask->budget_minor / 100) : S("");
	page->section = SECTION_HELP;
	page->no_index = true;
	task_new_page_html(page->view, &model);
	return page_send(page);
}

static enum err task_new(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	struct subject_face thread;
	struct task_ask ask = { .from_minute = -1, .to_minute = -1, .text = S(""), .place = S("") };
	ask.thread_id = request_query_number(request, "thread", 0);
	enum err err = load_thread(scope, ask.thread_id, &thread);
	if (err || (err = member_load(scope, scope->member_id, &member)))
		return err;
	if (str_empty(thread.title))
		ask.thread_id = 0; /* gone, or not to be known: then it is made from nothing */
	ask.title = utf8_first(thread.title, TASK_TITLE_MAX);
	if (!str_empty(member.postal_code))
		ask.place = str_format(scope->arena, "%.*s %.*s", STR_ARG(member.postal_code), STR_ARG(member.town));
	return send_form(request, &ask);
}

static enum err task_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct task_ask ask = { .from_minute = -1, .to_minute = -1 };
	struct task task;
	enum err err = form_read(request, &task_form, &ask);
	if (!err)
		err = task_make(scope, &ask, &task);
	if (err == ERR_INVALID) /* the same form again, with what was typed and why it was refused */
		return send_form(request, &ask);
	if (err)
		return err;
	return redirect_with(request, ask.draft ? "task.kept" : "task.made", "/tasks/%lld", (long long)task.id);
}

/* ── steps ── */

static enum err task_withdraw_ask(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct task task;
	enum err err = task_own(scope, request_id(request, "id"), &task);
	if (err)
		return err;
	str back = str_format(scope->arena, "/tasks/%lld", (long long)task.id);
	const struct confirmation confirmation = {
		.title = TEXT_task_withdraw_title, .text = TEXT_task_withdraw_text, .yes = TEXT_task_withdraw, .danger = true,
		.action = str_format(scope->arena, "/tasks/%lld/withdrawal", (long long)task.id), .back = back,
	};
	return page_confirm(request, &confirmation);
}

static const char *const step_flashes[TASK_STEP_COUNT] = {
	[TASK_PUBLISH] = "task.made", [TASK_EXTEND] = "task.extended", [TASK_WITHDRAW] = "task.withdrawn",
};

static enum err task_step(struct request *request)
{
	int64_t id = request_id(request, "id");
	int step = request_with(request);
	enum err err = task_take_step(request_scope(request), id, (enum task_step)step);
	return err ? err : redirect_with(request, step_flashes[step], "/tasks/%lld", (long long)id);
}

/* ── panels ── */

enum { PANEL_TASKS = 3 };

enum err task_panel_helper(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	const struct task_near_ask ask = { .place = S(""), .radius_km = 25, .category = -1, .page = 1 };
	struct task_found found;
	struct text text;
	(void)subjects;
	assert(count == 1);
	enum err err = task_near(scope, &ask, &found);
	if (err || !found.hits.count)
		return err;
	if (found.hits.count > PANEL_TASKS)
		found.hits.count = PANEL_TASKS;
	struct view view = view_begin(page->view, &text);
	task_section_html(&view, rows_of(page->view, &found.hits, TASKS_NEAREST));
	htmls_out[0] = view_end(&view);
	return OK;
}
