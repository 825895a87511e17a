/* thread.h: what members can do with a thread: ask, answer, mark what solved it, thank. */
#ifndef THREAD_H
#define THREAD_H
#include "features/community/board_store.h"
#include "features/community/post_store.h"
#include "features/community/thread_store.h"

#define THREAD_TITLE_MAX 250
#define POST_BODY_MAX 20000

/* What the asker writes; excerpt and html are made from the body by the page's floor. */
struct thread_ask {
	int64_t board_id, product_id;
	str title, body, excerpt, html;
	int64_t html_version;
	bool is_discussion;
	str tags;             /* "WLAN, Gäste" */
};

/* Who may write there: a board's rule, for those who may read it. */
bool board_may_ask(const struct scope *scope, const struct board *board);
bool board_may_answer(const struct scope *scope, const struct board *board);

/* A question: refuses "thread.no_board", "board.staff_only", wrong tags, and whatever the gate says. */
enum err thread_ask(struct scope *scope, const struct thread_ask *ask, struct thread *thread_out);
/* An answer; refuses "thread.closed", "board.staff_only".  The first answer of somebody else ends "unanswered"; the
   asker's own ends "more information needed", and opens again what that closed. */
enum err thread_reply(struct scope *scope, int64_t thread_id, const struct post *text, struct post *post_out);
/* The author, within a day, or a moderator. */
enum err post_edit(struct scope *scope, int64_t post_id, const struct post *text);
/* The title of a question, by whom its first post may be changed. */
enum err thread_retitle(struct scope *scope, int64_t thread_id, str title, str excerpt);
/* The tags: the asker or a moderator, "tag.not_yours_to_set". */
enum err thread_retag(struct scope *scope, int64_t thread_id, str tags);
bool thread_may_tag(const struct scope *scope, const struct thread *thread);
/* A soft word before one answers: nobody has written there for long. */
enum err thread_is_old(struct scope *scope, const struct thread *thread, bool *is_old_out);
/* What a change to a thread makes stale: the thread, its board, the lists of all. */
void thread_is_new(struct scope *scope, const struct thread *thread);

/* By the asker or a moderator; several posts may be solutions; the question itself never. */
enum err solution_mark(struct scope *scope, int64_t thread_id, int64_t post_id);
enum err solution_undo(struct scope *scope, int64_t thread_id, int64_t post_id);
bool solution_may(const struct scope *scope, const struct thread *thread);
bool post_may_edit(const struct scope *scope, const struct post *post);

/* Not for one's own post ("kudos.own").  Giving twice changes nothing. */
enum err kudos_give(struct scope *scope, int64_t post_id, struct post *post_out);
enum err kudos_take_back(struct scope *scope, int64_t post_id, struct post *post_out);

/* For imports and demos: the thread as it was, with posts in order; no gate, no news but thread_changed. */
struct thread_copy { struct thread thread; struct post_list posts; };
enum err thread_copy_in(struct scope *scope, struct thread_copy *copy);
/* Further posts behind those that are there: a long thread comes in several units.  Its active_at and kudos stay. */
enum err thread_copy_more(struct scope *scope, int64_t thread_id, struct post_list posts);
#endif
