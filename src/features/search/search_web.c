/*
 * search_web.c: one box, one page: threads first, help nearby beside them, and what to do when nothing fits.
 *
 * Strangers read it from the cache, until anything is put into the index.  It holds no form that posts.
 */
#include "features/search/search_web.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/marketplace/marketplace_news.h"
#include "features/member/member_news.h"
#include "features/product/product.h"
#include "features/search/index.h"
#include "features/search/pages.gen.h"

enum { SERVICES_BESIDE = 3, URL_BYTES = 256, SOURCE_BYTES = 1000 };

static handler search_show;

const struct route search_routes[] = {
	{ GET, "/search", EVERYONE, READS, search_show, .rate = RATE_SEARCH,
	  .about = "Threads and services by words; ?q= ?kind= ?board= ?product= ?solved= ?page=" },
	ROUTES_END
};

/* What the address says. */
struct wanted { str text, kind; int64_t board_id, product_id, page; bool solved; };

static struct wanted read_wanted(struct request *request)
{
	struct wanted wanted = {
		.text = str_trim(utf8_first(request_query(request, "q"), SEARCH_TEXT_MAX)),
		.kind = request_query(request, "kind"), .solved = str_equal(request_query(request, "solved"), S("1")),
		.board_id = request_query_number(request, "board", 0),
		.product_id = request_query_number(request, "product", 0), .page = request_query_number(request, "page", 1),
	};
	bool is_known = str_equal(wanted.kind, S("thread")) || str_equal(wanted.kind, S("service"));
	if (!is_known)
		wanted.kind = S("");
	if (wanted.page < 1 || wanted.page > SEARCH_PAGES_MAX)
		wanted.page = 1;
	return wanted;
}

static str url_of(struct scope *scope, const struct wanted *wanted)
{
	struct text url;
	text_open(&url, scope->arena, URL_BYTES);
	text_put(&url, S("/search?q="));
	text_put(&url, url_encode(scope->arena, wanted->text));
	if (wanted->kind.len)
		text_format(&url, "&kind=%.*s", STR_ARG(wanted->kind));
	if (wanted->board_id > 0)
		text_format(&url, "&board=%lld", (long long)wanted->board_id);
	if (wanted->product_id > 0)
		text_format(&url, "&product=%lld", (long long)wanted->product_id);
	if (wanted->solved)
		text_put(&url, S("&solved=1"));
	if (wanted->page > 1)
		text_format(&url, "&page=%lld", (long long)wanted->page);
	return text_str(&url);
}

/* ── cards ── */

/* The beginning is enough for an excerpt. */
str find_source(struct arena *arena, str markdown)
{
	return markdown_plain(arena, str_first(markdown, SOURCE_BYTES));
}

/* A solved thread shows its solution, the others their question. */
void find_thread_card(struct marker *marker, const struct search_item *item, struct find_card *card_out)
{
	str text = item->thread->excerpt;
	if (item->solution->id)
		text = find_source(marker->analysis.arena, item->solution->body);
	*card_out = (struct find_card){ .thread = item->thread };
	excerpt_mark(marker, item->thread->title, SEARCH_TEXT_MAX * 4, &card_out->title);
	excerpt_mark(marker, text, EXCERPT_BYTES, &card_out->text);
}

static void service_card_of(struct marker *marker, const struct service_card *service, struct find_card *card_out)
{
	str text = find_source(marker->analysis.arena, service->source);
	*card_out = (struct find_card){ .service = service };
	excerpt_mark(marker, service->title, SEARCH_TEXT_MAX * 4, &card_out->title);
	excerpt_mark(marker, text, EXCERPT_BYTES, &card_out->text);
}

static struct find_cards cards_of(struct page *page, const struct search_found *found)
{
	struct scope *scope = request_scope(page->request);
	struct find_card *at = arena_take(scope->arena, (found->count + 1) * sizeof(*at));
	struct marker *marker = arena_take(scope->arena, sizeof(*marker));
	marker_open(marker, scope->arena, &found->terms);
	for (size_t i = 0; i < found->count; i++) {
		const struct search_item *item = &found->at[i];
		if (item->thread)
			find_thread_card(marker, item, &at[i]);
		else
			service_card_of(marker, item->service, &at[i]);
		page_shows(page, item->thread ? subject_of(&thread_subject, item->thread->id)
		                              : subject_of(&service_subject, item->service->id));
		if (!item->thread)
			page_shows(page, subject_of(&member_subject, item->service->helper_id));
	}
	marker_close(marker);
	return (struct find_cards){ at, found->count };
}

/* ── filters ── */

static enum err name_filters(struct scope *scope, const struct wanted *wanted, struct search_page *model)
{
	struct product_card_list products;
	struct board_list boards;
	if (wanted->product_id > 0) {
		enum err err = product_cards(scope, (struct ids){ &wanted->product_id, 1 }, &products);
		if (err)
			return err;
		model->product_name = product_card_in(&products, wanted->product_id)->name;
	}
	enum err err = wanted->board_id > 0 ? community_boards(scope, &boards) : OK;
	for (size_t i = 0; !err && wanted->board_id > 0 && i < boards.count; i++) {
		if (boards.at[i].id == wanted->board_id)
			model->board_name = boards.at[i].name;
	}
	struct wanted all = { .text = wanted->text, .kind = wanted->kind, .page = 1 };
	model->without_filter_url = url_of(scope, &all);
	return err;
}

static void make_tabs(struct scope *scope, const struct wanted *wanted, int64_t threads, int64_t services,
                      struct search_page *model)
{
	const struct { str kind; enum text_id label; int64_t count; } tabs[] = {
		{ S(""), TEXT_search_all, threads + services }, { S("thread"), TEXT_search_threads, threads },
		{ S("service"), TEXT_search_services, services },
	};
	struct find_tab *at = arena_take(scope->arena, COUNT(tabs) * sizeof(*at));
	for (size_t i = 0; i < COUNT(tabs); i++) {
		struct wanted other = *wanted;
		other.kind = tabs[i].kind;
		other.page = 1;
		at[i] = (struct find_tab){ tabs[i].label, url_of(scope, &other), tabs[i].count,
		                           str_equal(wanted->kind, tabs[i].kind) };
	}
	model->tabs = (struct find_tabs){ at, COUNT(tabs) };
}

static void make_pager(struct scope *scope, const struct wanted *wanted, bool has_more, struct search_page *model)
{
	struct wanted other = *wanted;
	model->pager = (struct pager){ .page = wanted->page };
	if (wanted->page > 1) {
		other.page = wanted->page - 1;
		model->pager.previous = url_of(scope, &other);
	}
	other.page = wanted->page + 1;
	if (has_more)
		model->pager.next = url_of(scope, &other);
	int64_t pages = (model->total + SEARCH_A_PAGE - 1) / SEARCH_A_PAGE;
	model->pager.pages = pages < SEARCH_PAGES_MAX ? pages : SEARCH_PAGES_MAX;
}

/* ── the page ── */

struct finds { struct search_found threads, services; };

static bool is_kind(const struct wanted *wanted, const char *kind)
{
	return str_equal(wanted->kind, str_from(kind));
}

/* Both are counted for the tabs, also where only one is shown. */
static enum err find_both(struct scope *scope, const struct wanted *wanted, struct finds *finds)
{
	int skip = (int)(wanted->page - 1) * SEARCH_A_PAGE;
	bool only_services = is_kind(wanted, "service");
	struct search_wish threads = { .text = wanted->text, .kind = thread_subject.number, .board_id = wanted->board_id,
		.product_id = wanted->product_id, .solved = wanted->solved, .limit = SEARCH_A_PAGE, .skip = skip };
	struct search_wish services = { .text = wanted->text, .kind = service_subject.number,
		.product_id = wanted->product_id, .limit = SERVICES_BESIDE };
	if (only_services) {
		threads.limit = 1;
		threads.skip = 0;
		services.limit = SEARCH_A_PAGE;
		services.skip = skip;
	}
	*finds = (struct finds){ 0 };
	enum err err = search_find(scope, &threads, &finds->threads);
	if (finds->threads.total)
		services.terms = &finds->threads.terms;
	/* A board and "solved" say that threads are meant. */
	if (!err && !wanted->board_id && !wanted->solved)
		err = search_find(scope, &services, &finds->services);
	return err;
}

static enum err send_finds(struct request *request, const struct wanted *wanted, const struct finds *finds,
                           bool has_place)
{
	struct scope *scope = request_scope(request);
	str encoded = url_encode(scope->arena, wanted->text);
	bool only_services = is_kind(wanted, "service"), only_threads = is_kind(wanted, "thread");
	struct search_page model = {
		.text = wanted->text, .kind = wanted->kind, .has_place = has_place, .is_solved_only = wanted->solved,
		.ask_url = str_format(scope->arena, "/ask?q=%.*s", STR_ARG(encoded)),
		.near_url = has_place ? str_format(scope->arena, "/services?place=%.*s", STR_ARG(encoded)) : S("/services"),
		.total = only_services ? finds->services.total : finds->threads.total,
	};
	enum err err = name_filters(scope, wanted, &model);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_search_title);
	page->section = SECTION_HELP;
	page->no_index = true;
	page_cache(page);
	page_shows(page, SEARCH_INDEX);
	if (!only_services)
		model.threads = cards_of(page, &finds->threads);
	if (!only_threads && (only_services || wanted->page == 1))
		model.services = cards_of(page, &finds->services);
	make_tabs(scope, wanted, finds->threads.total, finds->services.total, &model);
	make_pager(scope, wanted, only_services ? finds->services.has_more : finds->threads.has_more, &model);
	if (!only_services && finds->services.total > (int64_t)model.services.count)
		model.more_services_url = model.tabs.at[2].url;
	search_page_html(page->view, &model);
	return page_send(page);
}

static enum err search_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct wanted wanted = read_wanted(request);
	struct finds finds = { 0 };
	bool is_place = false;
	enum err err = search_place(scope, wanted.text, &is_place);
	if (err || (err = find_both(scope, &wanted, &finds)))
		return err;
	/* "7590" may be a model as well as a town: only what no thread speaks of leads straight to the map. */
	if (is_place && !finds.threads.total)
		return redirect_to(request, "/services?place=%.*s", STR_ARG(url_encode(scope->arena, wanted.text)));
	return send_finds(request, &wanted, &finds, is_place);
}
