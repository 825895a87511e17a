/* board_store.c: boards, as the member may see them. */
#include "features/community/board_store.h"

#include "features/community/sql.gen.h"

const char *const posting_names[POSTING_COUNT + 1] = { "everyone", "members", "staff_begins", "staff", NULL };

static enum err told(struct scope *scope, enum err err)
{
	return err == ERR_NOT_FOUND ? refuse(scope, err, "board.not_found") : err;
}

enum err board_load(struct scope *scope, int64_t board_id, struct board *board_out)
{
	return told(scope, sql_board_row(scope, board_id, board_out));
}

enum err board_load_by_key(struct scope *scope, str key, struct board *board_out)
{
	return told(scope, sql_board_by_key(scope, key, board_out));
}

enum err board_list_all(struct scope *scope, struct board_list *list_out)
{
	return sql_boards(scope, list_out);
}

enum err board_insert(struct scope *scope, struct board *board)
{
	board->id = id_new(scope->now);
	enum err err = sql_board_add(scope, board);
	return err == ERR_CONFLICT ? refuse(scope, err, "board.key_taken") : err;
}

enum err board_update(struct scope *scope, const struct board *board)
{
	int64_t changed;
	enum err err = sql_board_change(scope, board, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_NOT_FOUND, "board.not_found");
}

enum err board_count_thread(struct scope *scope, int64_t board_id, int64_t thread_id, int64_t change)
{
	int64_t changed;
	return sql_board_counts(scope, board_id, thread_id, change, &changed);
}
