/* board_store.h: a board: a place for threads. */
#ifndef BOARD_STORE_H
#define BOARD_STORE_H
#include "core/core.h"

#define BOARDS_MAX 100

/* Who may begin threads, and who may answer: see board_may_ask, board_may_answer. */
enum posting { POSTING_EVERYONE, POSTING_MEMBERS, POSTING_STAFF_BEGINS, POSTING_STAFF, POSTING_COUNT };
extern const char *const posting_names[POSTING_COUNT + 1]; /* "everyone" …, NULL */

struct board {
	int64_t id;
	str key, name, about;
	int64_t position;
	int64_t audience_id;  /* who may read */
	enum posting posting; /* who may write */
	int64_t thread_count;
	int64_t latest_thread_id;
	moment latest_at;
};
struct board_list { struct board *at; size_t count; };

/* Refuses "board.not_found" for what the scope's member may not see. */
enum err board_load(struct scope *scope, int64_t board_id, struct board *board_out);
enum err board_load_by_key(struct scope *scope, str key, struct board *board_out);
enum err board_list_all(struct scope *scope, struct board_list *list_out);
enum err board_insert(struct scope *scope, struct board *board);
enum err board_update(struct scope *scope, const struct board *board);
enum err board_count_thread(struct scope *scope, int64_t board_id, int64_t thread_id, int64_t change);
#endif
