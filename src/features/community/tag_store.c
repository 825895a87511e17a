/* tag_store.c: tags, and at which threads they stand. */
#include "features/community/tag_store.h"

#include "features/community/care_sql.gen.h"

static enum err told(struct scope *scope, enum err err)
{
	return err == ERR_NOT_FOUND ? refuse(scope, err, "tag.not_found") : err;
}

enum err tag_load(struct scope *scope, int64_t tag_id, struct tag *tag_out)
{
	return told(scope, sql_tag_row(scope, tag_id, tag_out));
}

enum err tag_load_by_key(struct scope *scope, str key, struct tag *tag_out)
{
	return told(scope, sql_tag_by_key(scope, key, tag_out));
}

enum err tag_load_seen(struct scope *scope, str key, struct tag *tag_out)
{
	return told(scope, sql_tag_seen(scope, key, tag_out));
}

enum err tag_find(struct scope *scope, str key, struct tag *tag_out)
{
	return sql_tag_by_key(scope, key, tag_out);
}

enum err tag_list_most_used(struct scope *scope, struct tag_list *list_out)
{
	return sql_tags_most_used(scope, list_out);
}

enum err tag_list_after(struct scope *scope, str key, struct tag_list *list_out)
{
	return sql_tags_after(scope, key, is_moderator(scope), list_out); /* who keeps order among them sees also what nobody uses */
}

enum err tag_list_beginning(struct scope *scope, str start, struct tag_list *list_out)
{
	/* No key holds a byte as high as 0xF5, for none does in UTF-8. */
	str until = str_format(scope->arena, "%.*s\xF4\x8F\xBF\xBF", STR_ARG(start));
	return sql_tags_beginning(scope, start, until, list_out);
}

enum err tag_list_by_ids(struct scope *scope, struct ids ids, struct tag_list *list_out)
{
	return sql_tags_by_ids(scope, ids, list_out);
}

enum err tag_list_of(struct scope *scope, struct ids thread_ids, struct thread_tag_list *list_out)
{
	*list_out = (struct thread_tag_list){ NULL, 0 };
	return thread_ids.count ? sql_tags_of_threads(scope, thread_ids, list_out) : OK;
}

enum err tag_list_threads(struct scope *scope, int64_t tag_id, int64_t after_id, struct ids *thread_ids_out)
{
	return sql_tag_threads(scope, tag_id, after_id, thread_ids_out);
}

enum err tag_insert(struct scope *scope, struct tag *tag)
{
	tag->id = id_new(scope->now);
	enum err err = sql_tag_add(scope, tag);
	return err == ERR_CONFLICT ? refuse(scope, err, "tag.key_taken") : err;
}

enum err tag_update(struct scope *scope, const struct tag *tag)
{
	int64_t changed = 0;
	enum err err = sql_tag_change(scope, tag, &changed);
	if (err == ERR_CONFLICT)
		return refuse(scope, err, "tag.key_taken");
	return err || changed ? err : refuse(scope, ERR_NOT_FOUND, "tag.not_found");
}

enum err tag_delete(struct scope *scope, int64_t tag_id)
{
	int64_t changed;
	return sql_tag_remove(scope, tag_id, &changed);
}

enum err tag_put(struct scope *scope, int64_t thread_id, int64_t tag_id)
{
	int64_t changed, counted;
	enum err err = sql_tag_put(scope, thread_id, tag_id, &changed);
	return err || !changed ? err : sql_tag_count(scope, tag_id, 1, &counted);
}

enum err tag_take(struct scope *scope, int64_t thread_id, int64_t tag_id)
{
	int64_t changed, counted;
	enum err err = sql_tag_take(scope, thread_id, tag_id, &changed);
	return err || !changed ? err : sql_tag_count(scope, tag_id, -1, &counted);
}

enum err tag_follow(struct scope *scope, int64_t tag_id, int64_t to_id, bool *more_out)
{
	int64_t added, dropped, counted;
	enum err err = sql_tag_copy_some(scope, tag_id, to_id, &added);
	if (err || (err = sql_tag_drop_some(scope, tag_id, &dropped)))
		return err;
	*more_out = dropped > 0;
	return added ? sql_tag_count(scope, to_id, added, &counted) : OK;
}
