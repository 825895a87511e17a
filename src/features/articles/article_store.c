/* article_store.c: articles, their working copies and their history: every list is one statement on one index. */
#include "features/articles/article_store.h"

#include "features/articles/sql.gen.h"

const char *const article_states[ARTICLE_STATE_COUNT + 1] = { "draft", "scheduled", "published", "withdrawn", NULL };
static_assert(ARTICLE_PUBLISHED == 2, "stands in articles.sql and its indexes");

static enum err known(struct scope *scope, enum err err)
{
	return err == ERR_NOT_FOUND ? refuse(scope, err, "article.not_found") : err;
}

enum err article_load(struct scope *scope, int64_t article_id, struct article *article_out)
{
	return known(scope, sql_article_row(scope, article_id, article_out));
}

enum err article_load_for_all(struct scope *scope, int64_t article_id, struct article *article_out)
{
	return known(scope, sql_article_row_for_all(scope, article_id, article_out));
}

enum err article_load_after(struct scope *scope, int64_t after_id, struct article_list *list_out)
{
	return sql_articles_after(scope, after_id, list_out);
}

enum err article_load_list(struct scope *scope, const struct article_filter *filter, struct article_list *list_out)
{
	const struct cursor before = filter->before.at ? filter->before : CURSOR_NEWEST;
	if (filter->author_id)
		return sql_articles_of_author(scope, filter->author_id, &before, list_out);
	if (filter->product_id)
		return sql_articles_of_product(scope, filter->kind, filter->product_id, &before, list_out);
	if (filter->kind < 0)
		return sql_articles_newest(scope, &before, list_out);
	return sql_articles_of_kind(scope, filter->kind, &before, list_out);
}

enum err article_load_of_products(struct scope *scope, const struct article_products *products, struct article_list *list_out)
{
	return sql_articles_of_three(scope, products, list_out);
}

enum err article_count_public(struct scope *scope, int64_t *count_out)
{
	return sql_articles_public_total(scope, count_out);
}

enum err article_list_public(struct scope *scope, int64_t skip, struct article_place_list *list_out)
{
	return sql_articles_public(scope, skip, list_out);
}

enum err article_load_some(struct scope *scope, struct ids ids, struct article_list *list_out)
{
	return sql_articles_by_ids(scope, ids, list_out);
}

enum err article_load_mine(struct scope *scope, int64_t before_id, struct article_list *list_out)
{
	return sql_articles_mine(scope, before_id ? before_id : INT64_MAX, list_out);
}

enum err article_load_of_source(struct scope *scope, struct subject source, struct article_list *list_out)
{
	return sql_articles_of_source(scope, source.kind, source.id, list_out);
}

enum err article_load_stale(struct scope *scope, moment since, bool unasked, struct article_list *list_out)
{
	return sql_articles_stale(scope, since, unasked, list_out);
}

enum err article_insert(struct scope *scope, const struct article *article)
{
	return sql_article_add(scope, article);
}

enum err article_update(struct scope *scope, const struct article *article, enum article_state from)
{
	int64_t changed;
	enum err err = sql_article_put(scope, article, from, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_CONFLICT, "article.changed");
}

enum err article_delete(struct scope *scope, int64_t article_id)
{
	int64_t changed;
	enum err err = sql_article_remove(scope, article_id, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_CONFLICT, "article.changed");
}

enum err article_draft_load(struct scope *scope, int64_t article_id, struct article_draft *draft_out)
{
	return sql_article_draft_row(scope, article_id, draft_out);
}

enum err article_draft_waiting(struct scope *scope, moment after, struct article_draft_list *list_out)
{
	return sql_article_drafts_waiting(scope, after, list_out);
}

enum err article_draft_put(struct scope *scope, const struct article_draft *draft)
{
	return sql_article_draft_put(scope, draft);
}

enum err article_draft_delete(struct scope *scope, int64_t article_id)
{
	int64_t changed;
	return sql_article_draft_remove(scope, article_id, &changed);
}

enum err article_version_insert(struct scope *scope, const struct article_version *version)
{
	return sql_article_version_add(scope, version);
}

enum err article_versions(struct scope *scope, int64_t article_id, struct article_version_list *list_out)
{
	return sql_article_versions(scope, article_id, list_out);
}

enum err article_version_load(struct scope *scope, int64_t article_id, int64_t version, struct article_version *version_out)
{
	return known(scope, sql_article_version_row(scope, article_id, version, version_out));
}

enum err article_mark_checked(struct scope *scope, int64_t article_id)
{
	int64_t changed;
	enum err err = sql_article_check(scope, article_id, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_CONFLICT, "article.changed");
}

enum err article_mark_asked(struct scope *scope, int64_t article_id)
{
	int64_t changed;
	return sql_article_asked(scope, article_id, &changed);
}
