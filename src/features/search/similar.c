/*
 * similar.c: the solved threads that resemble a title.
 *
 * Any word may match, so the index gives much; kept is what shares at least two different
 * words with title, question or solution, and scores not far below the best.
 */
#include "features/search/similar.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/product/product.h"
#include "features/search/analysis.h"
#include "features/search/kinds.h"
#include "features/search/vocabulary.h"

enum { LOOKED_AT = 20, WORDS_SHARED = 2, SOLUTION_BYTES = 300, TITLE_MAX = 250, BODY_BYTES = 400 };

static const double FAR_BELOW = 0.4, /* of the best */ OWN_BOOST = 1.3;

/* own: the products that the asker has. */
struct wanted { str tokens, language; struct similar_wish wish; int64_t besides_id; size_t max; struct device_list own; };

static const struct post *solution_of(const struct post_list *posts, int64_t thread_id)
{
	static const struct post none = { 0 };
	for (size_t i = 0; i < posts->count; i++) {
		if (posts->at[i].thread_id == thread_id)
			return &posts->at[i];
	}
	return &none;
}

/* The solved ones among the hits, with their solutions, in the order of the hits. */
static enum err load_solved(struct scope *scope, struct ids ids, struct similar_list *list_out)
{
	struct thread_list threads;
	struct post_list solutions;
	*list_out = (struct similar_list){ 0 };
	enum err err = ids.count ? community_threads(scope, ids, &threads) : OK;
	if (err || !ids.count)
		return err;
	int64_t *solved = arena_take(scope->arena, (threads.count + 1) * sizeof(*solved));
	struct similar *at = arena_take(scope->arena, (threads.count + 1) * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < threads.count; i++) {
		if (threads.at[i].state != THREAD_SOLVED)
			continue;
		at[count].thread = &threads.at[i];
		solved[count++] = threads.at[i].id;
	}
	if (!count)
		return OK;
	if ((err = community_solutions(scope, (struct ids){ solved, count }, &solutions)))
		return err;
	for (size_t i = 0; i < count; i++)
		at[i].solution = solution_of(&solutions, solved[i]);
	*list_out = (struct similar_list){ at, count };
	return OK;
}

static bool shares_enough(struct scope *scope, const struct similar *found, const struct wanted *wanted)
{
	const str parts[] = { found->thread->title, found->thread->excerpt, str_first(found->solution->body, SOLUTION_BYTES) };
	str text = str_join(scope->arena, parts, COUNT(parts), S(" \n"));
	str tokens = analysis_tokens(scope->arena, text, wanted->language, ANALYSIS_INDEX);
	return tokens_shared(wanted->tokens, tokens) >= WORDS_SHARED;
}

static double score_in(const struct search_hit_list *hits, int64_t id)
{
	for (size_t i = 0; i < hits->count; i++) {
		if (hits->at[i].id == id)
			return hits->at[i].score;
	}
	return 0;
}

static enum err rank(struct scope *scope, const struct similar_wish *wish, str language,
                     struct search_hit_list *hits_out)
{
	str title, body = S("");
	enum err err = vocabulary_expand(scope, wish->title, language, ANALYSIS_ANY, &title);
	if (!err && wish->body.len)
		err = vocabulary_expand(scope, str_first(wish->body, BODY_BYTES), language, ANALYSIS_ANY, &body);
	if (err)
		return err;
	const struct search_ask ask = { .tokens = str_format(scope->arena, "%.*s %.*s", STR_ARG(title), STR_ARG(body)),
		.marks = wish->marks, .boost_least = wish->boost_least, .any = true, .limit = wish->limit };
	return search_hits(scope, &ask, hits_out);
}

enum err similar_rank(struct scope *scope, const struct similar_wish *wish, struct search_hit_list *hits_out)
{
	return rank(scope, wish, analysis_guess(scope->arena, wish->title, scope->language), hits_out);
}

/* Solved threads like that title. */
static void want(struct scope *scope, struct wanted *wanted, str title, str body)
{
	struct text marks;
	text_open(&marks, scope->arena, 64);
	mark_id(&marks, 'k', thread_subject.number);
	mark_word(&marks, 's', str_from(thread_state_names[THREAD_SOLVED]));
	wanted->tokens = analysis_tokens(scope->arena, title, wanted->language, ANALYSIS_ANY);
	wanted->wish = (struct similar_wish){ .title = title, .body = body, .marks = text_str(&marks),
		.boost_least = SOLVED_BOOST, .limit = LOOKED_AT };
}

static bool is_own(const struct wanted *wanted, int64_t product_id)
{
	for (size_t i = 0; product_id && i < wanted->own.count; i++) {
		if (wanted->own.at[i].product_id == product_id)
			return true;
	}
	return false;
}

/* What is about a device that one has is likelier the same trouble.  Twenty at most: sorted by inserting. */
static void prefer_own(struct similar_list *list, const struct search_hit_list *hits, const struct wanted *wanted)
{
	for (size_t i = 0; i < list->count; i++) {
		struct similar found = list->at[i];
		found.score = score_in(hits, found.thread->id) * (is_own(wanted, found.thread->product_id) ? OWN_BOOST : 1);
		size_t to = i;
		for (; to > 0 && list->at[to - 1].score < found.score; to--)
			list->at[to] = list->at[to - 1];
		list->at[to] = found;
	}
}

static enum err find(struct scope *scope, const struct wanted *wanted, struct similar_list *list_out)
{
	struct search_hit_list hits;
	*list_out = (struct similar_list){ 0 };
	if (tokens_different(wanted->tokens) < WORDS_SHARED)
		return OK;
	enum err err = rank(scope, &wanted->wish, wanted->language, &hits);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, (hits.count + 1) * sizeof(*ids));
	size_t count = 0;
	double best = 0;
	for (size_t i = 0; i < hits.count; i++) {
		if (hits.at[i].id == wanted->besides_id)
			continue;
		best = count ? best : hits.at[i].score;
		if (hits.at[i].score >= best * FAR_BELOW)
			ids[count++] = hits.at[i].id;
	}
	struct similar_list solved;
	if ((err = load_solved(scope, (struct ids){ ids, count }, &solved)))
		return err;
	prefer_own(&solved, &hits, wanted);
	list_out->at = solved.at;
	for (size_t i = 0; i < solved.count && list_out->count < wanted->max; i++) {
		if (shares_enough(scope, &solved.at[i], wanted))
			list_out->at[list_out->count++] = solved.at[i];
	}
	return OK;
}

/* Titles have small words, so their language is mostly guessed right; else the reader's own is tried. */
enum err similar_to_question(struct scope *scope, str title, str body, struct similar_list *list_out)
{
	title = utf8_first(title, TITLE_MAX);
	struct wanted wanted = { .language = analysis_guess(scope->arena, title, scope->language), .max = SIMILAR_MAX };
	want(scope, &wanted, title, body);
	enum err err = device_list_mine(scope, &wanted.own);
	if (!err)
		err = find(scope, &wanted, list_out);
	if (err || list_out->count || str_equal(wanted.language, str_first(scope->language, 2)))
		return err;
	wanted.language = scope->language;
	want(scope, &wanted, title, body);
	return find(scope, &wanted, list_out);
}

enum err similar_to_thread(struct scope *scope, int64_t thread_id, struct similar_row_list *list_out,
                           bool *is_solved_out)
{
	struct thread_list threads;
	struct similar_list found;
	*list_out = (struct similar_row_list){ 0 };
	*is_solved_out = false;
	enum err err = community_threads(scope, (struct ids){ &thread_id, 1 }, &threads);
	if (err || !threads.count)
		return err;
	const struct thread *thread = &threads.at[0];
	struct wanted wanted = { .besides_id = thread_id, .max = SIMILAR_KEPT };
	wanted.language = analysis_guess(scope->arena, thread->title, thread->lang);
	want(scope, &wanted, thread->title, thread->excerpt);
	if ((err = find(scope, &wanted, &found)))
		return err;
	struct similar_row *rows = arena_take(scope->arena, (found.count + 1) * sizeof(*rows));
	for (size_t i = 0; i < found.count; i++)
		rows[i] = (struct similar_row){ found.at[i].thread->id, found.at[i].score };
	*list_out = (struct similar_row_list){ rows, found.count };
	*is_solved_out = thread->state == THREAD_SOLVED;
	return OK;
}

/* Puts those of the threads that are still solved behind what is there. */
static enum err add_solved(struct scope *scope, struct ids ids, struct similar_list *list)
{
	struct thread_list threads;
	enum err err = ids.count ? community_thread_briefs(scope, ids, &threads) : OK;
	if (err || !ids.count)
		return err;
	for (size_t i = 0; i < threads.count && list->count < SIMILAR_MAX; i++) {
		if (threads.at[i].state == THREAD_SOLVED)
			list->at[list->count++].thread = &threads.at[i];
	}
	return OK;
}

/* Mostly the best ones are all there: the others are only read when one is missing. */
enum err similar_kept(struct scope *scope, int64_t thread_id, struct similar_list *list_out)
{
	struct similar_row_list rows;
	*list_out = (struct similar_list){ 0 };
	enum err err = similar_load(scope, thread_id, &rows);
	if (err || !rows.count)
		return err;
	int64_t *ids = arena_take(scope->arena, rows.count * sizeof(*ids));
	for (size_t i = 0; i < rows.count; i++)
		ids[i] = rows.at[i].other_id;
	list_out->at = arena_take(scope->arena, SIMILAR_MAX * sizeof(*list_out->at));
	size_t best = rows.count < SIMILAR_MAX ? rows.count : SIMILAR_MAX;
	err = add_solved(scope, (struct ids){ ids, best }, list_out);
	if (err || list_out->count == best)
		return err;
	return add_solved(scope, (struct ids){ ids + best, rows.count - best }, list_out);
}
