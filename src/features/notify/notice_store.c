/* notice_store.c: rows of notices and of what members want to hear of. */
#include "features/notify/notice_store.h"

#include "core/memo.h"
#include "features/notify/sql.gen.h"

static const struct memo_kind unread_memo = { sizeof(int64_t), NULL, 0, MINUTES(1), false };

static void bell_changed(struct scope *scope, int64_t member_id)
{
	subject_changed(scope, subject_of(&bell_subject, member_id));
}

enum err notice_load(struct scope *scope, int64_t notice_id, struct notice *notice_out)
{
	enum err err = sql_notice_row(scope, notice_id, notice_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "notice.not_found") : err;
}

enum err notice_load_mine(struct scope *scope, int64_t before_id, struct notice_list *list_out)
{
	return sql_notice_rows(scope, before_id ? before_id : INT64_MAX, list_out);
}

enum err notice_newest_mine(struct scope *scope, int64_t *notice_id_out)
{
	return sql_notice_newest_mine(scope, notice_id_out);
}

enum err notice_count_unread(struct scope *scope, int64_t *count_out)
{
	struct memo_rows rows;
	str key = str_format(scope->arena, "%lld", (long long)scope->member_id);
	if (memo_find(scope, &unread_memo, key, &rows)) {
		*count_out = *(int64_t *)rows.at;
		return OK;
	}
	int64_t count = 0;
	enum err err = sql_notice_unread_mine(scope, &count);
	if (err)
		return err;
	const struct subject bell = subject_of(&bell_subject, scope->member_id);
	memo_keep(scope, &unread_memo, key, &(struct memo_value){ &count, 1, scope->brand_id, &bell, 1 });
	*count_out = count;
	return OK;
}

enum err notice_count_unread_of(struct scope *scope, struct ids member_ids, struct unread_list *list_out)
{
	return sql_notice_unread_of(scope, member_ids, list_out);
}

enum err notice_insert(struct scope *scope, const struct notice *notice, const struct notice_crowd *crowd)
{
	for (size_t i = 0; i < crowd->member_ids.count; i++)
		bell_changed(scope, crowd->member_ids.at[i]);
	return sql_notice_add(scope, notice, crowd->topic, crowd->member_ids, crowd->audience_id);
}

enum err notice_insert_one(struct scope *scope, const struct notice *notice)
{
	bell_changed(scope, notice->member_id);
	return sql_notice_add_one(scope, notice);
}

enum err notice_add_kudos(struct scope *scope, const struct notice *notice, moment since, bool *done_out)
{
	int64_t changed = 0;
	bell_changed(scope, notice->member_id);
	enum err err = sql_notice_fold_kudos(scope, notice, notice->member_id, since, &changed);
	if (!err)
		*done_out = changed > 0;
	return err;
}

enum err notice_update_read(struct scope *scope, int64_t notice_id)
{
	bell_changed(scope, scope->member_id);
	return sql_notice_read(scope, notice_id);
}

enum err notice_update_read_until(struct scope *scope, int64_t notice_id)
{
	bell_changed(scope, scope->member_id);
	return sql_notice_read_until(scope, notice_id);
}

enum err notice_delete_before(struct scope *scope, moment before, int64_t *deleted_out)
{
	return sql_notice_sweep(scope, before, deleted_out);
}

enum err notice_load_of(struct scope *scope, int64_t member_id, int64_t notice_id, struct notice *notice_out)
{
	return sql_notice_of_member(scope, member_id, notice_id, notice_out);
}

enum err choice_load_mine(struct scope *scope, struct notice_choice_list *list_out)
{
	return sql_choice_rows(scope, list_out);
}

enum err choice_save(struct scope *scope, const struct notice_choice *choice)
{
	return sql_choice_put(scope, choice);
}

enum err choice_end_mail(struct scope *scope, int64_t member_id, const struct notice_choice *choice)
{
	return sql_choice_end_mail(scope, member_id, choice);
}
