/*
 * search.c: from what was typed to what is found, in a dozen statements or so, however many are found.
 *
 * Words are read in the language they are written in, else in the reader's.  When that finds
 * next to nothing, the other languages are tried: a thread may be in any of them.
 */
#include "features/search/search.h"

#include "base/utf8.h"
#include "features/search/analysis.h"
#include "features/search/vocabulary.h"

#include <ctype.h>

enum {
	FEW = 3,              /* fewer finds than that: other languages are tried */
	CODE_MIN = 4, CODE_MAX = 5,
};

/* ── words ── */

static void mark_kinds(struct text *marks, const int *kinds)
{
	for (size_t i = 0; i < KINDS_MAX && kinds[i]; i++)
		text_format(marks, "%sk%d", i ? "\t" : "", kinds[i]);
	text_char(marks, ' ');
}

static str without_marks(struct scope *scope, const struct search_wish *wish)
{
	struct text marks;
	text_open(&marks, scope->arena, 32);
	for (size_t i = 0; i < COUNT(wish->without_kinds) && wish->without_kinds[i]; i++)
		text_format(&marks, "%sk%d", i ? "\t" : "", wish->without_kinds[i]);
	return text_str(&marks);
}

static struct search_ask ask_of(struct scope *scope, const struct search_wish *wish, str tokens)
{
	struct text marks;
	text_open(&marks, scope->arena, 128);
	if (!kinds_are_all_aside(wish->kinds))
		mark_kinds(&marks, wish->kinds);
	mark_id(&marks, 'b', wish->board_id);
	mark_id(&marks, 'p', wish->product_id);
	mark_id(&marks, 't', wish->tag_id);
	mark_word(&marks, 's', wish->state);
	mark_word(&marks, 'l', wish->language);
	return (struct search_ask){ .tokens = tokens, .marks = text_str(&marks), .since = wish->since, .until = wish->until,
		.newest = wish->newest, .aside = kinds_are_aside(wish->kinds),
		.without_aside = kind_is_aside(wish->without_kinds[0]) && kind_is_aside(wish->without_kinds[1]),
		.limit = wish->limit, .skip = wish->skip, .looked_at = wish->looked_at,
		.without_kinds = { wish->without_kinds[0], wish->without_kinds[1] }, .without_marks = without_marks(scope, wish) };
}

/* For marking, another word for the same is a word like any. */
static struct terms terms_of(struct arena *arena, str asked, str language)
{
	char *at = arena_bytes(arena, asked.len + 1);
	for (size_t i = 0; i < asked.len; i++)
		at[i] = asked.at[i] == '\t' ? ' ' : asked.at[i];
	return (struct terms){ { at, asked.len }, language, asked };
}

static enum err find_again(struct scope *scope, const struct search_wish *wish, struct terms *terms,
                           struct search_hit_list *hits_out)
{
	const struct search_ask ask = ask_of(scope, wish, wish->terms->asked);
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
	bool is_nowhere = true;
	for (size_t i = 0; i < COUNT(languages) && (hits_out->total < FEW || hits_out->is_relaxed); i++) {
		struct search_hit_list hits;
		str tokens;
		enum err err = vocabulary_expand(scope, text, languages[i], ANALYSIS_QUERY, &tokens);
		if (err)
			return err;
		if (str_empty(tokens) || str_equal(tokens, before))
			continue;
		const struct search_ask ask = ask_of(scope, wish, tokens);
		if ((err = search_hits(scope, &ask, &hits)))
			return err;
		before = tokens;
		is_nowhere = is_nowhere && !str_contains(tokens, S(" ")) && !hits.total && hits.apart && !hits.apart->total;
		/* All words somewhere are worth more than some of them in many places; of those the own language's are. */
		bool is_better = hits.is_relaxed ? !hits_out->total : hits_out->is_relaxed || hits.total > hits_out->total;
		if (i && !(hits.total && is_better))
			continue;
		*hits_out = hits;
		*terms = terms_of(scope->arena, tokens, languages[i]);
	}
	hits_out->is_nowhere = is_nowhere;
	return OK;
}

static void put_hits(const struct search_wish *wish, const struct search_hit_list *hits, struct search_found *found)
{
	found->total = hits->total;
	found->is_relaxed = hits->is_relaxed;
	found->is_whole = hits->is_whole;
	found->tallies = hits->tallies;
	found->tally_count = hits->tally_count;
	found->apart = hits->apart;
	found->is_nowhere = hits->is_nowhere;
	found->has_more = hits->count == (size_t)wish->limit && wish->skip + wish->limit < hits->total &&
	                  wish->skip + wish->limit < SEARCH_A_PAGE * SEARCH_PAGES_MAX;
}

enum err search_find(struct scope *scope, const struct search_wish *wish, struct search_found *found_out)
{
	struct search_hit_list hits;
	*found_out = (struct search_found){ 0 };
	assert(wish->limit > 0 && wish->skip >= 0);
	enum err err = find_hits(scope, wish, &found_out->terms, &hits);
	if (err)
		return err;
	put_hits(wish, &hits, found_out);
	return items_load(scope, &hits, found_out);
}

/* ── beside ── */

static bool is_hit(const struct search_hit_list *list, int64_t id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].id == id)
			return true;
	}
	return false;
}

/* Those with all words lead, as they do by their score; the others fill up. */
static struct search_hit_list filled_up(struct arena *arena, const struct search_hit_list *all,
                                        const struct search_hit_list *some, size_t limit)
{
	struct search_hit_list list = *all;
	struct search_hit *at = arena_take(arena, (limit + 1) * sizeof(*at));
	list.count = all->count < limit ? all->count : limit;
	memcpy(at, all->at, list.count * sizeof(*at));
	list.at = at;
	list.total = some->total > all->total ? some->total : all->total;
	list.is_relaxed = !all->total && some->total;
	for (size_t i = 0; i < some->count && list.count < limit; i++) {
		if (!is_hit(all, some->at[i].id))
			at[list.count++] = some->at[i];
	}
	return list;
}

enum err search_beside(struct scope *scope, const struct search_wish *wish, const struct search_found *other,
                       struct search_found *found_out)
{
	struct search_hit_list some = { 0 };
	if (other->is_nowhere) {
		*found_out = (struct search_found){ .terms = other->terms };
		return OK;
	}
	if (!other->apart || !wish->terms)
		return search_find(scope, wish, found_out);
	*found_out = (struct search_found){ .terms = *wish->terms };
	struct search_ask ask = ask_of(scope, wish, wish->terms->asked);
	ask.some = true;
	enum err err = other->apart->total < wish->limit ? search_hits(scope, &ask, &some) : OK;
	if (err)
		return err;
	const struct search_hit_list hits = filled_up(scope->arena, other->apart, &some, (size_t)wish->limit);
	put_hits(wish, &hits, found_out);
	return items_load(scope, &hits, found_out);
}

static bool is_among(const int *kinds, int kind)
{
	for (size_t i = 0; kinds[i]; i++) {
		if (kinds[i] == kind)
			return true;
	}
	return false;
}

static int64_t tally_of(const struct search_found *found, int kind)
{
	for (size_t i = 0; i < found->tally_count; i++) {
		if (found->tallies[i].kind == kind)
			return found->tallies[i].count;
	}
	return 0;
}

/* What a search saw of a kind it asked for, when that was all of it or more than is said. */
static bool is_known(const struct search_asked *asked, str words, int kind, int64_t *count_out)
{
	const struct search_found *found = asked->found;
	bool is_asked = asked->kinds[0] ? is_among(asked->kinds, kind)
	                                : kind != asked->without_kinds[0] && kind != asked->without_kinds[1];
	if (!is_asked || found->is_relaxed || !str_equal(found->terms.asked, words))
		return false;
	int64_t count = tally_of(found, kind);
	*count_out = count < SEARCH_KIND_MAX ? count : SEARCH_KIND_MAX;
	return found->is_whole || count >= SEARCH_KIND_MAX;
}

enum err search_kind_counts(struct scope *scope, const struct search_wish *wish, const struct search_asked asked[2],
                            const int *kinds, int64_t *counts_out)
{
	const struct search_found *found = asked[0].found;
	str words = found->terms.asked, marks[KINDS_MAX];
	struct search_wish one = *wish;
	int64_t counts[KINDS_MAX];
	size_t places[KINDS_MAX];
	enum err err = OK;
	for (int aside = 0; !err && aside < 2; aside++) {
		struct search_ask ask = ask_of(scope, wish, words);
		size_t count = 0;
		ask.any = found->is_relaxed;
		ask.aside = aside;
		for (size_t i = 0; i < KINDS_MAX && kinds[i]; i++) {
			bool is_told = kind_is_aside(kinds[i]) != aside || (!ask.any && (is_known(&asked[0], words, kinds[i], &counts_out[i]) ||
			                                                                   is_known(&asked[1], words, kinds[i], &counts_out[i])));
			if (is_told)
				continue;
			one.kinds[0] = kinds[i];
			one.kinds[1] = 0;
			places[count] = i;
			marks[count++] = ask_of(scope, &one, S("")).marks;
		}
		err = count ? search_counts(scope, &ask, marks, count, SEARCH_KIND_MAX, counts) : OK;
		for (size_t i = 0; !err && i < count; i++)
			counts_out[places[i]] = counts[i];
	}
	return err;
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
