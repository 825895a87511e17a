/*
 * search_web.c: one box, one page: what was written first, people nearby beside it, and what to do when nothing fits.
 *
 * Strangers read it from the cache, until anything is put into the index.  It holds no form that posts.
 */
#include "features/search/search_web.h"

#include "features/community/community_news.h"
#include "features/marketplace/marketplace_news.h"
#include "features/member/member_news.h"
#include "features/product/product_news.h"
#include "features/search/index.h"
#include "features/search/pages.gen.h"
#include "features/search/synonym.h"
#include "features/search/vocabulary.h"

enum { BESIDE = 3, BESIDE_LOOKED_AT = 100, SOURCE_BYTES = 1000 };

static handler search_show;

const struct route search_routes[] = {
	{ GET, "/search", EVERYONE, READS, search_show, .rate = RATE_SEARCH,
	  .about = "Everything by words; ?q= ?kind= ?board= ?product= ?tag= ?state= ?language= ?since= ?sort=date ?page=" },
	ROUTES_END
};

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

void find_card_of(struct marker *marker, const struct search_item *item, struct find_card *card_out)
{
	if (item->thread) {
		find_thread_card(marker, item, card_out);
		return;
	}
	*card_out = (struct find_card){ .service = item->service, .card = item->card };
	str title = item->service ? item->service->title : item->card->title;
	str text = item->service ? item->service->source : item->card->text;
	excerpt_mark(marker, title, SEARCH_TEXT_MAX * 4, &card_out->title);
	excerpt_mark(marker, find_source(marker->analysis.arena, text), EXCERPT_BYTES, &card_out->text);
}

/* `what`: kind (a tab: many) or one (a chip). */
static str label_of(const struct page *page, const char *what, const char *kind)
{
	enum text_id label;
	str key = str_format(page->view->arena, "search.%s_%s", what, kind);
	return text_find(key, &label) ? text_of(page->view->arena, page->view->language, label, NULL, 0) : str_from(kind);
}

static struct find_cards cards_of(struct page *page, const struct search_found *found)
{
	struct scope *scope = request_scope(page->request);
	struct find_card *at = arena_take(scope->arena, (found->count + 1) * sizeof(*at));
	struct marker *marker = arena_take(scope->arena, sizeof(*marker));
	marker_open(marker, scope->arena, &found->terms);
	for (size_t i = 0; i < found->count; i++) {
		const struct search_item *item = &found->at[i];
		find_card_of(marker, item, &at[i]);
		at[i].kind_label = label_of(page, "one", kind_find(scope->house, item->subject.kind)->kind->name);
		page_shows(page, item->subject);
		if (item->service)
			page_shows(page, subject_of(&member_subject, item->service->helper_id));
	}
	marker_close(marker);
	return (struct find_cards){ at, found->count };
}

/* ── finding ── */

struct finds {
	struct search_found main, beside;
	str better;          /* what may have been meant; "" = nothing better is known */
	bool is_better_used; /* nothing was found for what was typed: these are the finds for that */
	int64_t counts[KINDS_MAX];
	int main_kinds[KINDS_MAX], main_without[2], beside_kinds[KINDS_MAX]; /* what each asked for */
};

/* People stand beside what was written, unless they alone are wanted. */
static bool is_person(const struct findable *kind)
{
	return kind == &service_findable || kind == &helper_findable;
}

static void choose_kinds(struct scope *scope, const struct wanted *wanted, bool people, int kinds_out[KINDS_MAX])
{
	const struct findable *kinds[KINDS_MAX];
	size_t count = kinds_all(scope->house, kinds), chosen = 0;
	for (size_t i = 0; i < count && chosen + 1 < KINDS_MAX; i++) {
		bool is_here = wanted->kind.len ? str_equal(wanted->kind, str_from(kinds[i]->kind->name)) && !people
		                                : is_person(kinds[i]) == people;
		if (is_here)
			kinds_out[chosen++] = kinds[i]->kind->number;
	}
	kinds_out[chosen] = 0;
}

/* A board, a tag and a state say that something written is meant. */
static bool may_be_people(const struct wanted *wanted)
{
	return !wanted->kind.len && !wanted->board_id && !wanted->tag_id && !wanted->state.len;
}

static enum err find_main(struct scope *scope, const struct wanted *wanted, struct finds *finds)
{
	struct search_wish wish = wanted_wish(scope, wanted);
	wish.limit = SEARCH_A_PAGE;
	wish.skip = (int)(wanted->page - 1) * SEARCH_A_PAGE;
	choose_kinds(scope, wanted, false, finds->main_kinds);
	if (!wanted->kind.len) { /* nearly everything: to say what not is shorter */
		finds->main_kinds[0] = 0;
		finds->main_without[0] = service_subject.number;
		finds->main_without[1] = member_subject.number;
	}
	memcpy(wish.kinds, finds->main_kinds, sizeof(wish.kinds));
	memcpy(wish.without_kinds, finds->main_without, sizeof(wish.without_kinds));
	enum err err = search_find(scope, &wish, &finds->main);
	if (err || !may_be_people(wanted))
		return err;
	wish.limit = BESIDE;
	wish.skip = 0;
	wish.looked_at = BESIDE_LOOKED_AT;
	memset(wish.without_kinds, 0, sizeof(wish.without_kinds));
	wish.terms = finds->main.total ? &finds->main.terms : NULL;
	choose_kinds(scope, wanted, true, finds->beside_kinds);
	memcpy(wish.kinds, finds->beside_kinds, sizeof(wish.kinds));
	return search_beside(scope, &wish, &finds->main, &finds->beside);
}

static bool is_nothing(const struct finds *finds)
{
	return !finds->main.total && !finds->beside.total;
}

/* What may have been meant: looked for at once when nothing is found, offered when only some words are. */
static enum err find_better(struct scope *scope, struct wanted *wanted, struct finds *finds)
{
	bool is_doubtful = is_nothing(finds) || finds->main.is_relaxed;
	if (!is_doubtful || !wanted->text.len)
		return OK;
	enum err err = vocabulary_correct(scope, wanted->text, finds->main.terms.language, &finds->better);
	if (err || !finds->better.len || !is_nothing(finds))
		return err;
	struct wanted other = *wanted;
	struct finds found = { .better = finds->better, .is_better_used = true };
	other.text = finds->better;
	if ((err = find_main(scope, &other, &found)))
		return err;
	if (is_nothing(&found)) {
		finds->better = S("");
		return OK;
	}
	*finds = found;
	*wanted = other;
	return OK;
}

static enum err count_kinds(struct scope *scope, const struct wanted *wanted, struct finds *finds)
{
	const struct findable *kinds[KINDS_MAX];
	size_t count = kinds_all(scope->house, kinds);
	const struct search_asked main = { &finds->main, finds->main_kinds, finds->main_without };
	const struct search_asked beside = { &finds->beside, finds->beside_kinds, finds->main_without };
	bool is_main = finds->main.total > 0;
	const struct search_asked asked[2] = { is_main ? main : beside, is_main ? beside : main };
	const struct search_wish wish = wanted_wish(scope, wanted);
	int numbers[KINDS_MAX + 1] = { 0 };
	for (size_t i = 0; i < count; i++)
		numbers[i] = kinds[i]->kind->number;
	return search_kind_counts(scope, &wish, asked, numbers, finds->counts);
}

/* ── tabs and pages ── */

static void add_tab(struct list *tabs, struct scope *scope, const struct wanted *wanted, struct find_tab tab, str kind)
{
	struct wanted other = *wanted;
	other.kind = kind;
	other.page = 1;
	tab.url = wanted_url(scope, &other);
	tab.is_here = str_equal(wanted->kind, kind);
	*(struct find_tab *)list_add(tabs) = tab;
}

/* Only kinds of which there is something, and the one that is shown. */
static void make_tabs(struct page *page, const struct wanted *wanted, const struct finds *finds, struct search_page *model)
{
	struct scope *scope = request_scope(page->request);
	const struct findable *kinds[KINDS_MAX];
	size_t count = kinds_all(scope->house, kinds);
	struct list tabs;
	int64_t all = 0;
	for (size_t i = 0; i < count; i++)
		all += finds->counts[i];
	if (all > SEARCH_KIND_MAX) /* one of them may be more */
		all = SEARCH_KIND_MAX;
	list_open(&tabs, scope->arena, sizeof(struct find_tab));
	add_tab(&tabs, scope, wanted, (struct find_tab){ .label = label_of(page, "kind", "all"), .count = all }, S(""));
	for (size_t i = 0; i < count; i++) {
		str kind = str_from(kinds[i]->kind->name);
		if (finds->counts[i] || str_equal(kind, wanted->kind))
			add_tab(&tabs, scope, wanted,
			        (struct find_tab){ .label = label_of(page, "kind", kinds[i]->kind->name), .count = finds->counts[i] }, kind);
	}
	model->tabs = (struct find_tabs){ (struct find_tab *)(void *)tabs.at, tabs.count };
}

static void make_pager(struct scope *scope, const struct wanted *wanted, bool has_more, struct search_page *model)
{
	struct wanted other = *wanted;
	model->pager = (struct pager){ .page = wanted->page };
	if (wanted->page > 1) {
		other.page = wanted->page - 1;
		model->pager.previous = wanted_url(scope, &other);
	}
	other.page = wanted->page + 1;
	if (has_more)
		model->pager.next = wanted_url(scope, &other);
	int64_t pages = (model->total + SEARCH_A_PAGE - 1) / SEARCH_A_PAGE;
	model->pager.pages = pages < SEARCH_PAGES_MAX ? pages : SEARCH_PAGES_MAX;
}

static void make_urls(struct scope *scope, const struct wanted *wanted, struct search_page *model)
{
	struct wanted other = *wanted;
	other.page = 1;
	other.newest = false;
	model->rank_url = wanted_url(scope, &other);
	other.newest = true;
	model->date_url = wanted_url(scope, &other);
	other = (struct wanted){ .text = wanted->text, .kind = wanted->kind, .newest = wanted->newest };
	model->without_filter_url = wanted_url(scope, &other);
	other = (struct wanted){ .text = wanted->text, .kind = S("service") };
	model->more_beside_url = wanted_url(scope, &other);
}

/* ── the page ── */

static void say_better(struct scope *scope, const struct wanted *wanted, const struct finds *finds,
                       struct search_page *model)
{
	struct wanted other = *wanted;
	model->better = finds->better;
	other.text = finds->better;
	other.page = 1;
	if (finds->better.len && !finds->is_better_used)
		model->better_url = wanted_url(scope, &other);
}

static enum err send_finds(struct request *request, const struct wanted *wanted, const struct finds *finds, str typed,
                           bool has_place)
{
	struct scope *scope = request_scope(request);
	str encoded = url_encode(scope->arena, typed);
	struct search_page model = {
		.text = typed, .wanted = wanted, .has_place = has_place, .is_filtered = wanted_is_filtered(wanted),
		.is_relaxed = finds->main.is_relaxed, .total = finds->main.total,
		.ask_url = str_format(scope->arena, "/ask?q=%.*s", STR_ARG(encoded)),
		.near_url = has_place ? str_format(scope->arena, "/services?place=%.*s", STR_ARG(encoded)) : S("/services"),
	};
	struct page *page = page_open(request, TEXT_search_title);
	enum err err = filters_read(scope, page->view, wanted, &model.filters);
	if (err)
		return err;
	page->section = SECTION_HELP;
	page->no_index = true;
	if (!is_nothing(finds)) /* misses are counted */
		page_cache(page);
	page_shows(page, SEARCH_INDEX);
	page_shows(page, subject_of(&product_subject, 0));
	page_shows(page, subject_of(&board_subject, 0));
	page_shows(page, subject_of(&tag_subject, 0));
	model.finds = cards_of(page, &finds->main);
	if (wanted->page == 1)
		model.beside = cards_of(page, &finds->beside);
	make_tabs(page, wanted, finds, &model);
	make_pager(scope, wanted, finds->main.has_more, &model);
	make_urls(scope, wanted, &model);
	say_better(scope, wanted, finds, &model);
	if (finds->beside.total <= (int64_t)model.beside.count)
		model.more_beside_url = S("");
	page->description = text_of(page->view->arena, page->view->language, TEXT_search_lead, NULL, 0);
	search_page_html(page->view, &model);
	return page_send(page);
}

/* The last page that there is, when this one is not: finds were taken away, or an old address was followed. */
static int64_t page_there(const struct wanted *wanted, const struct finds *finds)
{
	int64_t last = (finds->main.total + SEARCH_A_PAGE - 1) / SEARCH_A_PAGE;
	if (wanted->page == 1 || finds->main.count)
		return wanted->page;
	return last < 1 ? 1 : last < wanted->page ? last : wanted->page - 1;
}

struct frame { struct page *page; const struct wanted *wanted; };

/* What stands around the finds, whatever is found (docs/decisions/0059). */
static enum err ask_frame(struct scope *scope, void *data)
{
	const struct frame *frame = data;
	const struct subject me = subject_of(&member_subject, scope->member_id);
	struct filters filters;
	struct html html;
	bool is_place;
	const enum err missed[] = {
		search_place(scope, frame->wanted->text, &is_place),
		filters_read(scope, frame->page->view, frame->wanted, &filters),
		scope->member_id ? panel_fill(frame->page, PANEL_FRAME, &me, 1, &html) : OK,
	};
	return missed[0];
}

static enum err search_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct wanted wanted = wanted_read(request);
	str typed = wanted.text;
	struct finds finds = { 0 };
	bool is_place = false;
	scope_ahead(scope, ask_frame, &(struct frame){ page_open(request, TEXT_search_title), &wanted });
	enum err err = search_place(scope, wanted.text, &is_place);
	if (err || (err = find_main(scope, &wanted, &finds)))
		return err;
	struct wanted there = wanted;
	there.page = page_there(&wanted, &finds);
	if (there.page != wanted.page)
		return redirect_to(request, "%.*s", STR_ARG(wanted_url(scope, &there)));
	/* "7590" may be a model as well as a town: only what nothing speaks of leads straight to the map. */
	if (is_place && !finds.main.total)
		return redirect_to(request, "/services?place=%.*s", STR_ARG(url_encode(scope->arena, wanted.text)));
	if ((err = find_better(scope, &wanted, &finds)))
		return err;
	bool is_missed = is_nothing(&finds) && wanted.page == 1 && !wanted.kind.len && !wanted_is_filtered(&wanted);
	if (is_missed)
		miss_note(scope, typed);
	if ((err = count_kinds(scope, &wanted, &finds)))
		return err;
	return send_finds(request, &wanted, &finds, typed, is_place);
}
