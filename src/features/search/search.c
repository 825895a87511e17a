/*
 * search.c: from what was typed to what is shown, in four statements or so, however many are found.
 *
 * Words are read in the language they are written in, else in the reader's.  When that finds
 * next to nothing, the other languages are tried: a thread may be in any of them.
 */
#include "features/search/search.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/marketplace/marketplace_news.h"
#include "features/search/analysis.h"

#include <ctype.h>

enum {
	FEW = 3,              /* fewer finds than that: other languages are tried */
	CARDS_MAX = 64, CODE_MIN = 4, CODE_MAX = 5,
};

/* ── words ── */

static struct search_ask ask_of(struct scope *scope, const struct search_wish *wish, str tokens)
{
	struct text marks;
	text_open(&marks, scope->arena, 128);
	mark_id(&marks, 'k', wish->kind);
	mark_id(&marks, 'b', wish->board_id);
	mark_id(&marks, 'p', wish->product_id);
	if (wish->solved)
		mark_word(&marks, 's', str_from(thread_state_names[THREAD_SOLVED]));
	return (struct search_ask){ .tokens = tokens, .marks = text_str(&marks), .limit = wish->limit, .skip = wish->skip };
}

static enum err find_again(struct scope *scope, const struct search_wish *wish, struct terms *terms,
                           struct search_hit_list *hits_out)
{
	const struct search_ask ask = ask_of(scope, wish, wish->terms->tokens);
	*terms = *wish->terms;
	return search_hits(scope, &ask, hits_out);
}

static enum err find_hits(struct scope *scope, const struct search_wish *wish, struct terms *terms,
                          struct search_hit_list *hits_out)
{
	if (wish->terms)
		return find_again(scope, wish, terms, hits_out);
	str languages[ANALYSIS_LANGUAGES], before = S("");
	str text = utf8_first(wish->text, SEARCH_TEXT_MAX);
	analysis_languages(analysis_guess(scope->arena, text, scope->language), languages);
	*hits_out = (struct search_hit_list){ 0 };
	*terms = (struct terms){ .language = languages[0] };
	for (size_t i = 0; i < COUNT(languages) && hits_out->total < FEW; i++) {
		struct search_hit_list hits;
		str tokens = analysis_tokens(scope->arena, text, languages[i], ANALYSIS_QUERY);
		if (str_empty(tokens) || str_equal(tokens, before))
			continue;
		const struct search_ask ask = ask_of(scope, wish, tokens);
		enum err err = search_hits(scope, &ask, &hits);
		if (err)
			return err;
		before = tokens;
		if (i && hits.total <= hits_out->total)
			continue;
		*hits_out = hits;
		*terms = (struct terms){ tokens, languages[i] };
	}
	return OK;
}

/* ── what the hits are ── */

struct loaded {
	struct thread_list threads;
	struct post_list solutions;
	struct service_card_list services;
};

static struct ids ids_of_kind(struct scope *scope, const struct search_hit_list *hits, int kind, size_t max)
{
	int64_t *ids = arena_take(scope->arena, (hits->count + 1) * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; i < hits->count && count < max; i++) {
		if (hits->at[i].kind == kind)
			ids[count++] = hits->at[i].id;
	}
	return (struct ids){ ids, count };
}

static enum err load_solutions(struct scope *scope, struct loaded *loaded)
{
	int64_t *ids = arena_take(scope->arena, (loaded->threads.count + 1) * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; i < loaded->threads.count; i++) {
		if (loaded->threads.at[i].state == THREAD_SOLVED)
			ids[count++] = loaded->threads.at[i].id;
	}
	return count ? community_solutions(scope, (struct ids){ ids, count }, &loaded->solutions) : OK;
}

static enum err load(struct scope *scope, const struct search_hit_list *hits, struct loaded *loaded)
{
	*loaded = (struct loaded){ 0 };
	struct ids threads = ids_of_kind(scope, hits, thread_subject.number, hits->count);
	struct ids services = ids_of_kind(scope, hits, service_subject.number, CARDS_MAX);
	enum err err = threads.count ? community_threads(scope, threads, &loaded->threads) : OK;
	if (!err && services.count)
		err = service_cards(scope, services, &loaded->services);
	return err;
}

static const struct thread *thread_in(const struct loaded *loaded, int64_t id)
{
	for (size_t i = 0; i < loaded->threads.count; i++) {
		if (loaded->threads.at[i].id == id)
			return &loaded->threads.at[i];
	}
	return NULL;
}

static const struct service_card *service_in(const struct loaded *loaded, int64_t id)
{
	for (size_t i = 0; i < loaded->services.count; i++) {
		if (loaded->services.at[i].id == id)
			return &loaded->services.at[i];
	}
	return NULL;
}

static const struct post *solution_in(const struct loaded *loaded, int64_t thread_id)
{
	static const struct post none = { 0 };
	for (size_t i = 0; i < loaded->solutions.count; i++) {
		if (loaded->solutions.at[i].thread_id == thread_id)
			return &loaded->solutions.at[i];
	}
	return &none;
}

/* In the order of the hits; what is gone or not to be seen meanwhile is left out. */
static void put_items(struct scope *scope, const struct search_hit_list *hits, const struct loaded *loaded,
                      struct search_found *found)
{
	found->at = arena_take(scope->arena, (hits->count + 1) * sizeof(*found->at));
	found->count = 0;
	for (size_t i = 0; i < hits->count; i++) {
		const struct search_hit *hit = &hits->at[i];
		struct search_item item = { .score = hit->score };
		if (hit->kind == thread_subject.number)
			item.thread = thread_in(loaded, hit->id);
		else
			item.service = service_in(loaded, hit->id);
		if (item.thread)
			item.solution = solution_in(loaded, hit->id);
		if (item.thread || item.service)
			found->at[found->count++] = item;
	}
}

enum err search_find(struct scope *scope, const struct search_wish *wish, struct search_found *found_out)
{
	struct search_hit_list hits;
	struct loaded loaded;
	*found_out = (struct search_found){ 0 };
	assert(wish->limit > 0 && wish->skip >= 0);
	enum err err = find_hits(scope, wish, &found_out->terms, &hits);
	if (err || (err = load(scope, &hits, &loaded)))
		return err;
	found_out->total = hits.total;
	found_out->has_more = hits.count == (size_t)wish->limit && wish->skip + wish->limit < hits.total &&
	                      wish->skip + wish->limit < SEARCH_A_PAGE * SEARCH_PAGES_MAX;
	if ((err = load_solutions(scope, &loaded)))
		return err;
	put_items(scope, &hits, &loaded, found_out);
	return OK;
}

/* ── places ── */

/* Digits of a postal code at the start, behind at most a country ("CH-8001"). */
static bool looks_like_code(str text)
{
	size_t letters = 0, digits = 0;
	while (letters < text.len && letters < 2 && isalpha((unsigned char)text.at[letters]))
		letters++;
	str rest = str_skip(text, letters);
	if (letters && rest.len && (rest.at[0] == '-' || rest.at[0] == ' '))
		rest = str_skip(rest, 1);
	else if (letters)
		return false;
	while (digits < rest.len && isdigit((unsigned char)rest.at[digits]))
		digits++;
	return digits >= CODE_MIN && digits <= CODE_MAX && (digits == rest.len || rest.at[digits] == ' ');
}

enum err search_place(struct scope *scope, str text, bool *is_place_out)
{
	struct place_list places;
	*is_place_out = false;
	text = str_trim(text);
	if (!looks_like_code(text))
		return OK;
	enum err err = place_find(scope, text, S(""), &places);
	*is_place_out = !err && places.count > 0;
	if (err != ERR_NOT_FOUND && err != ERR_INVALID)
		return err;
	scope_forgive(scope);
	return OK;
}
