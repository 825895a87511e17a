/* media_store.c: rows of pictures and files, together with their blobs. */
#include "features/media/media_store.h"

#include "core/blob.h"
#include "features/media/sql.gen.h"

enum { BLOBS_EACH = 4 };

enum err media_load(struct scope *scope, int64_t media_id, struct media *media_out)
{
	enum err err = sql_media_row(scope, media_id, media_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "media.not_found") : err;
}

enum err media_load_of(struct scope *scope, int subject_kind, struct ids ids, enum media_use use, struct media_list *list_out)
{
	return sql_media_rows_of(scope, subject_kind, ids, use, list_out);
}

enum err media_load_all_of(struct scope *scope, struct subject subject, struct media_list *list_out)
{
	return sql_media_rows_of_subject(scope, subject.kind, subject.id, list_out);
}

enum err media_load_unused(struct scope *scope, moment before, struct media_list *list_out)
{
	return sql_media_rows_unused(scope, before, list_out);
}

enum err media_load_owned(struct scope *scope, int64_t owner_id, int64_t after_id, struct media_list *list_out)
{
	return sql_media_rows_owned(scope, owner_id, after_id, list_out);
}

enum err media_count_owned(struct scope *scope, moment since, int64_t *count_out)
{
	return sql_media_owned(scope, since, count_out);
}

enum err media_insert(struct scope *scope, const struct media *media)
{
	return sql_media_add(scope, media);
}

enum err media_claim(struct scope *scope, int64_t media_id, struct subject subject, bool *claimed_out)
{
	int64_t changed = 0;
	enum err err = sql_media_take_over(scope, media_id, subject.kind, subject.id, &changed);
	*claimed_out = changed > 0;
	return err;
}

static struct ids ids_of(struct scope *scope, const struct media_list *list)
{
	int64_t *at = arena_take(scope->arena, (list->count + 1) * sizeof(*at));
	for (size_t i = 0; i < list->count; i++)
		at[i] = list->at[i].id;
	return (struct ids){ at, list->count };
}

static struct ids blobs_of(struct scope *scope, const struct media_list *list)
{
	int64_t *at = arena_take(scope->arena, (list->count * BLOBS_EACH + 1) * sizeof(*at));
	struct ids ids = { at, 0 };
	for (size_t i = 0; i < list->count; i++) {
		const int64_t blobs[BLOBS_EACH] = { list->at[i].blob_id, list->at[i].middle_id, list->at[i].small_id,
			list->at[i].card_id };
		for (size_t b = 0; b < BLOBS_EACH; b++) {
			if (blobs[b])
				at[ids.count++] = blobs[b];
		}
	}
	return ids;
}

enum err media_release(struct scope *scope, struct subject subject)
{
	return sql_media_release(scope, subject.kind, subject.id);
}

enum err media_delete(struct scope *scope, const struct media_list *list)
{
	if (!list->count)
		return OK;
	enum err err = blob_remove_all(scope, blobs_of(scope, list));
	return err ? err : sql_media_remove(scope, ids_of(scope, list));
}

enum err media_anonymise(struct scope *scope, const struct media_list *list)
{
	if (!list->count)
		return OK;
	enum err err = blob_disown(scope, blobs_of(scope, list));
	return err ? err : sql_media_disown(scope, ids_of(scope, list));
}

enum err media_load_after(struct scope *scope, int64_t after_id, struct media_list *list_out)
{
	return sql_media_rows_after(scope, after_id, list_out);
}
