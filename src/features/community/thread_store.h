/* thread_store.h: the thread record, and how it is read and written. */
#ifndef THREAD_STORE_H
#define THREAD_STORE_H
#include "core/core.h"

/* The first three are a question's; a discussion has nothing to solve. */
enum thread_state { THREAD_UNANSWERED, THREAD_UNSOLVED, THREAD_SOLVED, THREAD_DISCUSSION, THREAD_STATE_COUNT };
extern const char *const thread_state_names[THREAD_STATE_COUNT + 1]; /* "unanswered" …, NULL */
#define THREAD_CLOSED_BY_CLOCK "need"   /* closed_why: what was missing never came */
#define THREAD_MERGED_AWAY "merged"     /* gone_why */

#define THREADS_A_PAGE 25

struct thread {
	int64_t id;
	int64_t board_id;
	int64_t product_id;   /* 0 = none */
	int64_t audience_id;
	int64_t author_id;
	str title, excerpt, lang;
	enum thread_state state;
	int64_t post_count;   /* the question counts: 1 = unanswered */
	int64_t kudos_count, view_count;
	moment created_at, active_at;
	moment closed_at, hidden_at, deleted_at; /* 0 = not */
	str origin, origin_url; /* of an import: "se-coffee-1" and where it came from */
	int64_t metoo_count;
	moment pinned_at, need_at;  /* 0 = not */
	int64_t need_post_id;       /* the post that says what is missing */
	str closed_why;             /* "need": by the clock; else what the moderator said */
	int64_t gone_by;            /* who hid or deleted it, and why */
	str gone_why;
};
struct thread_list { struct thread *at; size_t count; };

/* What a list of threads shows: `state` -1 = all; board, product, author, tag 0 = all; behind `before`. */
struct thread_filter { int64_t board_id, product_id, author_id, tag_id; int state; struct cursor before; };

static inline struct cursor thread_cursor(const struct thread *thread) { return (struct cursor){ thread->active_at, thread->id }; }

enum err thread_load(struct scope *scope, int64_t thread_id, struct thread *thread_out);
/* For the index: whatever its audience; and all threads, hidden ones too, 100 at a time in order of id. */
enum err thread_load_for_all(struct scope *scope, int64_t thread_id, struct thread *thread_out);
enum err thread_list_after(struct scope *scope, int64_t after_id, struct thread_list *list_out);
enum err thread_list_of(struct scope *scope, const struct thread_filter *filter, struct thread_list *list_out);
/* The board's pinned ones, at most three; thread_list_of leaves them out of its board. */
enum err thread_list_pinned(struct scope *scope, int64_t board_id, struct thread_list *list_out);
enum err thread_list_briefs(struct scope *scope, struct ids ids, struct thread_list *list_out); /* id, title, excerpt, state */
enum err thread_list_by_ids(struct scope *scope, struct ids ids, struct thread_list *list_out);
/* What strangers may read, oldest first, a thousand from there on: for search engines. */
struct thread_place { int64_t id; moment active_at; };
struct thread_place_list { struct thread_place *at; size_t count; };
enum err thread_count_public(struct scope *scope, int64_t *count_out);
enum err thread_list_public(struct scope *scope, int64_t first, struct thread_place_list *list_out);
/* The thread that an import already brought; ERR_NOT_FOUND, unrefused, when it did not. */
enum err thread_id_by_origin(struct scope *scope, str origin, int64_t *thread_id_out);
enum err thread_insert(struct scope *scope, struct thread *thread); /* gives an id when it is 0 */
/* Posts were added; ERR_CONFLICT "thread.changed" when the stored state is no longer `from`. */
enum err thread_update_counts(struct scope *scope, const struct thread *thread, enum thread_state from);
enum err thread_update_count(struct scope *scope, const struct thread *thread); /* post_count alone */
/* ERR_CONFLICT "thread.changed" when the stored state is no longer `from`. */
enum err thread_change_state(struct scope *scope, int64_t thread_id, enum thread_state from, enum thread_state to);
#endif
