/* oversight_store.h: threads and posts as moderators need them: whatever their audience, hidden or not. */
#ifndef OVERSIGHT_STORE_H
#define OVERSIGHT_STORE_H
#include "features/community/post_store.h"
#include "features/community/thread_store.h"

/* Not all members are filled: what looking and deciding needs.  ERR_NOT_FOUND, unrefused. */
enum err oversee_thread_load(struct scope *scope, int64_t thread_id, struct thread *thread_out);
enum err oversee_threads_load(struct scope *scope, struct ids ids, struct thread_list *list_out); /* those that are there */
enum err oversee_post_load(struct scope *scope, int64_t post_id, struct post *post_out);
enum err oversee_post_load_number(struct scope *scope, int64_t thread_id, int64_t number, struct post *post_out);
/* hidden_at 0 shows it again. */
enum err oversee_thread_set_hidden(struct scope *scope, int64_t thread_id, moment hidden_at, moment active_at);
enum err oversee_thread_set_closed(struct scope *scope, int64_t thread_id, moment closed_at);
enum err oversee_thread_set_board(struct scope *scope, int64_t thread_id, int64_t board_id, int64_t audience_id);
enum err oversee_post_set_hidden(struct scope *scope, const struct post *post, moment hidden_at);
/* Keeps what stood there as a version. */
enum err oversee_post_set_body(struct scope *scope, const struct post *before, const struct post *after);
#endif
