/* mine_store.c: rows that belong to one member. */
#include "features/community/mine_store.h"

#include "features/community/care_sql.gen.h"

enum { READING_DAYS = 365, WITHDRAWN_DAYS = 14 };

enum err metoo_insert(struct scope *scope, int64_t thread_id, bool *changed_out)
{
	int64_t changed, counted;
	enum err err = sql_metoo_add(scope, thread_id, &changed);
	if (err)
		return err;
	*changed_out = changed > 0;
	return changed ? sql_metoo_count(scope, thread_id, 1, &counted) : OK;
}

enum err metoo_delete(struct scope *scope, int64_t thread_id, bool *changed_out)
{
	int64_t changed, counted;
	enum err err = sql_metoo_remove(scope, thread_id, &changed);
	if (err)
		return err;
	*changed_out = changed > 0;
	return changed ? sql_metoo_count(scope, thread_id, -1, &counted) : OK;
}

enum err metoo_is_mine(struct scope *scope, int64_t thread_id, bool *is_mine_out)
{
	int64_t count = 0;
	enum err err = scope->member_id ? sql_metoo_mine(scope, thread_id, &count) : OK;
	if (!err)
		*is_mine_out = count > 0;
	return err;
}

enum err metoo_load_members(struct scope *scope, int64_t thread_id, int64_t after_id, struct ids *member_ids_out)
{
	return sql_metoo_members(scope, thread_id, after_id, member_ids_out);
}

enum err metoo_follow(struct scope *scope, int64_t thread_id, int64_t to_id, int64_t author_id, bool *more_out)
{
	int64_t added, dropped, counted;
	enum err err = sql_metoo_copy(scope, thread_id, to_id, author_id, &added);
	if (err || (err = sql_metoo_drop(scope, thread_id, &dropped)))
		return err;
	*more_out = dropped > 0;
	if (dropped && (err = sql_metoo_count(scope, thread_id, -dropped, &counted)))
		return err;
	return added ? sql_metoo_count(scope, to_id, added, &counted) : OK;
}

enum err reading_put(struct scope *scope, int64_t thread_id, int64_t number)
{
	return sql_reading_put(scope, thread_id, number);
}

enum err reading_put_of(struct scope *scope, int64_t member_id, const struct reading *reading)
{
	return sql_reading_put_of(scope, member_id, reading);
}

enum err reading_load(struct scope *scope, struct ids thread_ids, struct reading_list *list_out)
{
	*list_out = (struct reading_list){ NULL, 0 };
	return scope->member_id && thread_ids.count ? sql_readings(scope, thread_ids, list_out) : OK;
}

enum err unsent_put(struct scope *scope, const struct unsent *unsent)
{
	return sql_unsent_put(scope, unsent);
}

enum err unsent_load(struct scope *scope, int64_t thread_id, struct unsent *unsent_out)
{
	return sql_unsent_row(scope, thread_id, unsent_out);
}

enum err unsent_load_mine(struct scope *scope, struct unsent_list *list_out)
{
	return sql_unsent_mine(scope, list_out);
}

enum err unsent_drop(struct scope *scope, int64_t thread_id)
{
	int64_t changed;
	return sql_unsent_drop(scope, thread_id, &changed);
}

enum err withdrawn_count_own(struct scope *scope, int64_t thread_id, int64_t *count_out)
{
	return sql_withdrawn_own_posts(scope, thread_id, count_out);
}

/* Posts, what was changed in them, and the thread itself: from one member to nobody, or back. */
static enum err give(struct scope *scope, int64_t thread_id, int64_t from, int64_t to)
{
	int64_t changed;
	enum err err = sql_withdrawn_posts(scope, thread_id, from, to, &changed);
	if (err || (err = sql_withdrawn_versions(scope, thread_id, from, to, &changed)))
		return err;
	return sql_withdrawn_thread(scope, thread_id, from, to, &changed);
}

enum err withdrawn_begin(struct scope *scope, int64_t thread_id)
{
	int64_t changed;
	enum err err = sql_withdrawn_add(scope, thread_id, &changed);
	return err ? err : give(scope, thread_id, scope->member_id, 0);
}

enum err withdrawn_undo(struct scope *scope, int64_t thread_id)
{
	int64_t changed;
	enum err err = give(scope, thread_id, 0, scope->member_id);
	return err ? err : sql_withdrawn_drop(scope, thread_id, &changed);
}

enum err withdrawn_at(struct scope *scope, int64_t thread_id, moment *at_out)
{
	moment at = 0;
	enum err err = scope->member_id ? sql_withdrawn_mine(scope, thread_id, &at) : OK;
	if (!err)
		*at_out = at > scope->now - DAYS(WITHDRAWN_DAYS) ? at : 0;
	return err;
}

enum err mention_insert(struct scope *scope, int64_t post_id, int64_t member_id, bool *is_new_out)
{
	int64_t changed;
	enum err err = sql_mention_add(scope, post_id, member_id, &changed);
	if (!err)
		*is_new_out = changed > 0;
	return err;
}

enum err mention_who_may_see(struct scope *scope, int64_t audience_id, struct ids ids, struct ids *member_ids_out)
{
	return sql_mention_may_see(scope, audience_id, ids, member_ids_out);
}

enum err mine_forget_readings(struct scope *scope, int64_t *gone_out)
{
	return sql_readings_forget(scope, scope->now - DAYS(READING_DAYS), gone_out);
}

enum err mine_forget_texts(struct scope *scope, int64_t *gone_out)
{
	return sql_unsent_forget(scope, scope->now - DAYS(UNSENT_DAYS), gone_out);
}

enum err mine_forget_authors(struct scope *scope, int64_t *gone_out)
{
	return sql_withdrawn_forget(scope, scope->now - DAYS(WITHDRAWN_DAYS), gone_out);
}
