/* follow_store.c: follows as rows. */
#include "features/notify/follow_store.h"

#include "features/notify/sql.gen.h"

enum err follow_save(struct scope *scope, const struct follow *follow)
{
	return sql_follow_put(scope, follow);
}

enum err follow_count(struct scope *scope, int64_t *count_out)
{
	return sql_follow_count_mine(scope, count_out);
}

enum err follow_load_mine(struct scope *scope, int64_t before_id, struct follow_list *list_out)
{
	return sql_follow_rows(scope, before_id ? before_id : INT64_MAX, list_out);
}

enum err follow_load_of(struct scope *scope, int64_t member_id, int kind, struct ids ids, struct follow_list *list_out)
{
	return sql_follow_rows_of(scope, member_id, kind, ids, list_out);
}

enum err follow_insert_own(struct scope *scope, int64_t member_id, struct subject subject)
{
	const struct follow_own own = { member_id, subject.kind, subject.id, id_new(scope->now) };
	return sql_follow_add_own(scope, &own);
}

enum err follow_load_followers(struct scope *scope, const struct follower_page *page, struct follower_list *list_out)
{
	const struct follow_page row = { page->subject.kind, page->subject.id, page->audience_id, page->after_id };
	return sql_followers(scope, &row, list_out);
}

enum err follow_move_piece(struct scope *scope, struct subject from, struct subject to, int64_t *moved_out)
{
	const struct follow_move move = { from.kind, from.id, to.kind, to.id };
	enum err err = sql_follow_move_add(scope, &move);
	return err ? err : sql_follow_move_take(scope, &move, moved_out);
}
