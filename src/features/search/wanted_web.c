/*
 * wanted_web.c: reads a search from its address, writes it back, and offers what can be chosen.
 *
 * What is unknown or out of range counts as not said: an old or mistyped address still finds.
 */
#include "features/search/wanted_web.h"

#include "base/utf8.h"
#include "features/product/product.h"

enum { URL_BYTES = 256 };

struct named { const char *name; enum text_id label; };

static const struct named states[] = {
	{ "solved", TEXT_search_solved }, { "unsolved", TEXT_search_unsolved }, { "unanswered", TEXT_search_unanswered },
};
static const struct named languages[] = {
	{ "de", TEXT_search_in_de }, { "en", TEXT_search_in_en }, { "fr", TEXT_search_in_fr }, { "it", TEXT_search_in_it },
};
static const struct { const char *name; enum text_id label; moment span; } times[] = {
	{ "week", TEXT_search_week, HOURS(24 * 7) }, { "month", TEXT_search_month, HOURS(24 * 31) },
	{ "year", TEXT_search_year, HOURS(24 * 366) },
};

static str one_of(const struct named *named, size_t count, str name)
{
	for (size_t i = 0; i < count; i++) {
		if (str_equal(name, str_from(named[i].name)))
			return name;
	}
	return S("");
}

static str time_of(str name)
{
	for (size_t i = 0; i < COUNT(times); i++) {
		if (str_equal(name, str_from(times[i].name)))
			return name;
	}
	return S("");
}

static int64_t id_in(struct request *request, const char *name)
{
	int64_t id = request_query_number(request, name, 0);
	return id > 0 ? id : 0;
}

struct wanted wanted_read(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct wanted wanted = {
		.text = str_trim(utf8_first(request_query(request, "q"), SEARCH_TEXT_MAX)),
		.kind = request_query(request, "kind"),
		.state = one_of(states, COUNT(states), request_query(request, "state")),
		.language = one_of(languages, COUNT(languages), request_query(request, "language")),
		.since = time_of(request_query(request, "since")), .board_id = id_in(request, "board"),
		.product_id = id_in(request, "product"), .tag_id = id_in(request, "tag"),
		.page = request_query_number(request, "page", 1), .newest = str_equal(request_query(request, "sort"), S("date")),
	};
	if (str_equal(request_query(request, "solved"), S("1")))
		wanted.state = S("solved");
	if (!kind_named(scope->house, wanted.kind))
		wanted.kind = S("");
	if (wanted.page < 1 || wanted.page > SEARCH_PAGES_MAX)
		wanted.page = 1;
	return wanted;
}

static void put_word(struct text *url, const char *name, str word)
{
	if (word.len)
		text_format(url, "&%s=%.*s", name, STR_ARG(word));
}

static void put_number(struct text *url, const char *name, int64_t number)
{
	if (number > 0)
		text_format(url, "&%s=%lld", name, (long long)number);
}

str wanted_url(struct scope *scope, const struct wanted *wanted)
{
	struct text url;
	text_open(&url, scope->arena, URL_BYTES);
	text_put(&url, S("/search?q="));
	text_put(&url, url_encode(scope->arena, wanted->text));
	put_word(&url, "kind", wanted->kind);
	put_number(&url, "board", wanted->board_id);
	put_number(&url, "product", wanted->product_id);
	put_number(&url, "tag", wanted->tag_id);
	put_word(&url, "state", wanted->state);
	put_word(&url, "language", wanted->language);
	put_word(&url, "since", wanted->since);
	put_word(&url, "sort", wanted->newest ? S("date") : S(""));
	put_number(&url, "page", wanted->page > 1 ? wanted->page : 0);
	return text_str(&url);
}

bool wanted_is_filtered(const struct wanted *wanted)
{
	return wanted->board_id || wanted->product_id || wanted->tag_id || wanted->state.len || wanted->language.len ||
	       wanted->since.len;
}

struct search_wish wanted_wish(const struct scope *scope, const struct wanted *wanted)
{
	struct search_wish wish = { .text = wanted->text, .board_id = wanted->board_id, .product_id = wanted->product_id,
		.tag_id = wanted->tag_id, .state = wanted->state, .language = wanted->language, .newest = wanted->newest };
	for (size_t i = 0; i < COUNT(times); i++) {
		if (str_equal(wanted->since, str_from(times[i].name)))
			wish.since = scope->now - times[i].span;
	}
	return wish;
}

/* ── what can be chosen ── */

static void add(struct list *choices, str value, str label, bool is_chosen)
{
	*(struct choice *)list_add(choices) = (struct choice){ .value = value, .label = label, .chosen = is_chosen };
}

static void open_choices(struct list *choices, struct arena *arena, str any)
{
	list_open(choices, arena, sizeof(struct choice));
	add(choices, S(""), any, false);
}

static struct choices close_choices(const struct list *choices)
{
	return (struct choices){ (const struct choice *)(const void *)choices->at, choices->count };
}

static str say(const struct view *view, enum text_id label)
{
	return text_of(view->arena, view->language, label, NULL, 0);
}

static struct choices named_choices(const struct view *view, const struct named *named, size_t count, enum text_id any,
                                    str chosen)
{
	struct list choices;
	open_choices(&choices, view->arena, say(view, any));
	for (size_t i = 0; i < count; i++)
		add(&choices, str_from(named[i].name), say(view, named[i].label), str_equal(chosen, str_from(named[i].name)));
	return close_choices(&choices);
}

static struct choices time_choices(const struct view *view, str chosen)
{
	struct list choices;
	open_choices(&choices, view->arena, say(view, TEXT_search_any_time));
	for (size_t i = 0; i < COUNT(times); i++)
		add(&choices, str_from(times[i].name), say(view, times[i].label), str_equal(chosen, str_from(times[i].name)));
	return close_choices(&choices);
}

static str number(struct arena *arena, int64_t id)
{
	return str_format(arena, "%lld", (long long)id);
}

enum err filters_read(struct scope *scope, const struct view *view, const struct wanted *wanted, struct filters *filters_out)
{
	struct board_list boards;
	struct product_list products;
	struct tag_list tags;
	struct list some;
	enum err err = community_boards(scope, &boards);
	if (err || (err = product_list(scope, &products)) || (err = community_tags(scope, wanted->tag_id, &tags)))
		return err;
	open_choices(&some, scope->arena, say(view, TEXT_search_any_board));
	for (size_t i = 0; i < boards.count; i++)
		add(&some, number(scope->arena, boards.at[i].id), boards.at[i].name, boards.at[i].id == wanted->board_id);
	filters_out->boards = close_choices(&some);
	open_choices(&some, scope->arena, say(view, TEXT_search_any_product));
	for (size_t i = 0; i < products.count; i++)
		add(&some, number(scope->arena, products.at[i].id), products.at[i].name, products.at[i].id == wanted->product_id);
	filters_out->products = close_choices(&some);
	open_choices(&some, scope->arena, say(view, TEXT_search_any_tag));
	for (size_t i = 0; i < tags.count; i++)
		add(&some, number(scope->arena, tags.at[i].id), tags.at[i].name, tags.at[i].id == wanted->tag_id);
	filters_out->tags = close_choices(&some);
	filters_out->states = named_choices(view, states, COUNT(states), TEXT_search_any_state, wanted->state);
	filters_out->languages = named_choices(view, languages, COUNT(languages), TEXT_search_any_language, wanted->language);
	filters_out->times = time_choices(view, wanted->since);
	return OK;
}
