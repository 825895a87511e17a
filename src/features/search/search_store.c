/* search_store.c: the scope's side of store/fulltext.h, and rows of similar threads. */
#include "features/search/search_store.h"

#include "core/kept.h"
#include "core/memo.h"
#include "features/search/sql.gen.h"
#include "store/fulltext_pieces.h"

#include <stdlib.h>

enum { WRITE_TRIES = 8, KEY_WORD_BYTES = 80 };
static_assert(FULLTEXT_EVERYONE == AUDIENCE_PUBLIC, "what everyone may see is not marked in the index");

void mark_id(struct text *marks, char what, int64_t id)
{
	if (id)
		text_format(marks, "%c%lld ", what, (long long)id);
}

void mark_word(struct text *marks, char what, str word)
{
	if (word.len)
		text_format(marks, "%c%.*s ", what, STR_ARG(word));
}

enum err search_put(struct scope *scope, const struct search_doc *doc)
{
	struct text marks;
	text_open(&marks, scope->arena, doc->marks.len + 16);
	mark_id(&marks, 'k', doc->kind);
	text_put(&marks, doc->marks);
	const struct fulltext_doc stored = {
		.brand_id = scope->brand_id, .id = doc->id, .audience_id = doc->audience_id, .kind = doc->kind,
		.at = doc->at, .boost = doc->boost, .title = doc->title, .tags = doc->tags, .body = doc->body,
		.marks = text_str(&marks), .is_aside = doc->is_aside,
	};
	return fulltext_put(scope_db(scope), scope->arena, &stored);
}

enum err search_crowd_begin(struct scope *scope)
{
	return fulltext_crowd_begin(scope_db(scope));
}

enum err search_crowd_raise(struct scope *scope, int step, int *next_out)
{
	struct fulltext_merge merge = { .step = step };
	enum err err = fulltext_raise(scope_db(scope), &merge);
	if (!err)
		*next_out = merge.more ? merge.next : 0;
	return err;
}

enum err search_crowd_end(struct scope *scope)
{
	return fulltext_crowd_end(scope_db(scope));
}

enum err search_pieces(struct scope *scope, int64_t *pieces_out)
{
	return fulltext_pieces(scope_db(scope), pieces_out);
}

static enum err merge_some(struct scope *scope, void *data)
{
	return fulltext_merge(scope_db(scope), data);
}

enum err search_merge(struct scope *scope, bool is_whole)
{
	struct fulltext_merge merge = { .is_whole = is_whole, .more = true };
	enum err err = OK;
	while (!err && merge.more && !house_work_ends(scope->house)) {
		err = search_write(scope, merge_some, &merge);
		merge.step = merge.next;
	}
	return err;
}

enum err search_remove(struct scope *scope, int64_t id)
{
	return fulltext_remove(scope_db(scope), scope->brand_id, id);
}

/* ── finding ── */

/* In how many documents a word stands: common ones are asked for again and again, and it stays so until the index changes. */
static const struct memo_kind word_memo = { sizeof(int64_t), NULL, 0, HOURS(1), false };

static str memo_key(struct scope *scope, str words)
{
	return str_format(scope->arena, "words %016llx %.*s", (unsigned long long)str_hash(words), STR_ARG(str_first(words, KEY_WORD_BYTES)));
}

static bool word_find(void *data, str words, int64_t *documents_out)
{
	struct scope *scope = data;
	struct memo_rows rows;
	if (!memo_find(scope, &word_memo, memo_key(scope, words), &rows))
		return false;
	*documents_out = *(const int64_t *)rows.at;
	return true;
}

static void word_keep(void *data, str words, int64_t documents)
{
	struct scope *scope = data;
	const struct subject shows = SEARCH_INDEX;
	const struct memo_value value = { &documents, 1, scope->brand_id, &shows, 1 };
	memo_keep(scope, &word_memo, memo_key(scope, words), &value);
}

/* As long as nothing can change. */
static struct fulltext_known *known_words(struct scope *scope)
{
	static const char words;
	struct fulltext_known *known = scope->is_snapshot ? kept_find(scope, &words) : NULL;
	if (known || !scope->is_snapshot)
		return known;
	known = fulltext_know(scope->arena);
	kept_put(scope, &words, known);
	return known;
}

static struct fulltext_query query_of(struct scope *scope, const struct search_ask *ask)
{
	return (struct fulltext_query){
		.brand_id = scope->brand_id, .member_id = scope->member_id, .tokens = ask->tokens, .marks = ask->marks,
		.since = ask->since, .until = ask->until, .any = ask->any, .newest = ask->newest, .limit = ask->limit,
		.skip = ask->skip, .known = known_words(scope), .recall = { word_find, word_keep, scope },
		.without_kinds = { ask->without_kinds[0], ask->without_kinds[1] }, .without_marks = ask->without_marks, .some = ask->some,
		.aside = ask->aside, .without_aside = ask->without_aside, .boost_least = ask->boost_least, .looked_at = ask->looked_at,
	};
}

static struct search_hit_list list_of(struct arena *arena, const struct fulltext_found *found)
{
	struct search_hit *at = arena_take(arena, (found->count + 1) * sizeof(*at));
	for (size_t i = 0; i < found->count; i++) /* kinds are small numbers */
		at[i] = (struct search_hit){ found->at[i].id, (int)found->at[i].kind, found->at[i].score };
	struct search_tally *tallies = arena_take(arena, (found->kind_count + 1) * sizeof(*tallies));
	for (size_t i = 0; i < found->kind_count; i++)
		tallies[i] = (struct search_tally){ (int)found->kinds[i].kind, found->kinds[i].count };
	return (struct search_hit_list){ .at = at, .count = found->count, .total = found->total, .is_relaxed = found->is_relaxed,
		.is_whole = found->is_whole, .unknown = found->unknown, .tallies = tallies, .tally_count = found->kind_count };
}

enum err search_hits(struct scope *scope, const struct search_ask *ask, struct search_hit_list *list_out)
{
	const struct fulltext_query query = query_of(scope, ask);
	struct fulltext_found found;
	enum err err = fulltext_find(scope_db(scope), scope->arena, &query, &found);
	if (err)
		return err;
	*list_out = list_of(scope->arena, &found);
	if (found.apart) {
		struct search_hit_list *apart = arena_take(scope->arena, sizeof(*apart));
		*apart = list_of(scope->arena, found.apart);
		list_out->apart = apart;
	}
	return OK;
}

enum err search_counts(struct scope *scope, const struct search_ask *ask, const str *marks, size_t sets, int64_t max,
                       int64_t *counts_out)
{
	const struct fulltext_query query = query_of(scope, ask);
	return fulltext_counts(scope_db(scope), scope->arena, &query, marks, sets, max, counts_out);
}

enum err search_count(struct scope *scope, const struct search_ask *ask, int64_t max, int64_t *count_out)
{
	return search_counts(scope, ask, &ask->marks, 1, max, count_out);
}

enum err search_write(struct scope *scope, scope_work *work, void *data)
{
	enum err err = ERR_LIMITED;
	for (int tries = 0; err == ERR_LIMITED && tries < WRITE_TRIES; tries++)
		err = scope_write(scope, work, data);
	return err;
}

enum err search_version(struct scope *scope, int64_t *version_out)
{
	return sql_version_row(scope, version_out);
}

enum err search_set_version(struct scope *scope, int64_t version)
{
	return sql_version_put(scope, version);
}

static int best_first(const void *a, const void *b)
{
	const struct similar_row *one = a, *other = b;
	if (one->score != other->score)
		return one->score < other->score ? 1 : -1;
	return (one->other_id > other->other_id) - (one->other_id < other->other_id);
}

enum err similar_load(struct scope *scope, int64_t thread_id, struct similar_row_list *list_out)
{
	enum err err = sql_similar_rows(scope, thread_id, list_out);
	if (err || !list_out->count)
		return err;
	qsort(list_out->at, list_out->count, sizeof(*list_out->at), best_first);
	if (list_out->count > SIMILAR_KEPT) /* equals of the last one stay */
		list_out->count = SIMILAR_KEPT;
	return OK;
}

enum err similar_replace(struct scope *scope, int64_t thread_id, const struct similar_row_list *list)
{
	enum err err = sql_similar_drop(scope, thread_id);
	for (size_t i = 0; !err && i < list->count && i < SIMILAR_KEPT; i++)
		err = sql_similar_add(scope, thread_id, list->at[i].other_id, list->at[i].score);
	return err;
}

enum err similar_offer(struct scope *scope, int64_t thread_id, const struct similar_row *row)
{
	enum err err = sql_similar_add(scope, thread_id, row->other_id, row->score);
	return err ? err : sql_similar_trim(scope, thread_id);
}
