/* search_store.c: the scope's side of store/fulltext.h, and rows of similar threads. */
#include "features/search/search_store.h"

#include "features/search/sql.gen.h"
#include "store/fulltext.h"

enum err search_put(struct scope *scope, const struct search_doc *doc)
{
	const struct fulltext_doc stored = {
		.brand_id = scope->brand_id, .id = doc->id, .audience_id = doc->audience_id, .kind = doc->kind,
		.facet_a = doc->facet, .facet_b = doc->product_id, .at = doc->at, .boost = doc->boost,
		.title = doc->title, .body = doc->body,
	};
	return fulltext_put(scope_db(scope), scope->arena, &stored);
}

enum err search_remove(struct scope *scope, int64_t id)
{
	return fulltext_remove(scope_db(scope), scope->brand_id, id);
}

enum err search_hits(struct scope *scope, const struct search_ask *ask, struct search_hit_list *list_out)
{
	const struct fulltext_query query = {
		.brand_id = scope->brand_id, .member_id = scope->member_id, .tokens = ask->tokens, .kind = ask->kind,
		.facet_a = ask->facet, .facet_b = ask->product_id, .any = ask->any, .limit = ask->limit, .skip = ask->skip,
	};
	struct list hits;
	int64_t total = 0;
	enum err err = fulltext_find(scope_db(scope), scope->arena, &query, &hits, &total);
	if (err)
		return err;
	struct search_hit *at = arena_take(scope->arena, (hits.count + 1) * sizeof(*at));
	for (size_t i = 0; i < hits.count; i++) {
		const struct fulltext_hit *hit = list_at(&hits, i);
		at[i] = (struct search_hit){ hit->id, (int)hit->kind, hit->score }; /* kinds are small numbers */
	}
	*list_out = (struct search_hit_list){ at, hits.count, total };
	return OK;
}

enum err similar_load(struct scope *scope, int64_t thread_id, struct similar_row_list *list_out)
{
	return sql_similar_best(scope, thread_id, list_out);
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
