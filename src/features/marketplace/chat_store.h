/* chat_store.h: the records of chats and messages, and how they are read and written. */
#ifndef CHAT_STORE_H
#define CHAT_STORE_H
#include "core/core.h"

/* Of a task with one helper (booking_id 0), or of a booking that did not grow from a task (task_id 0). */
struct chat {
	int64_t id, task_id, booking_id, asker_id, helper_id;
	moment opened_at;      /* since then contact data is shown; 0 = not yet */
	moment last_at;
	int64_t last_author_id, in_a_row; /* how many that author wrote without an answer */
	int64_t count;
};
struct chat_list { struct chat *at; size_t count; };
/* A chat as it stands in the list of one of the two. */
struct chat_line { int64_t chat_id; moment last_at; int64_t unread, task_id, booking_id, asker_id, helper_id; };
struct chat_line_list { struct chat_line *at; size_t count; };
struct message { int64_t chat_id, id, author_id; str text; moment made_at; };
struct message_list { struct message *at; size_t count; };

/* ERR_NOT_FOUND "chat.not_found". */
enum err chat_load(struct scope *scope, int64_t chat_id, struct chat *chat_out);
enum err chat_load_some(struct scope *scope, struct ids ids, struct chat_list *list_out);
/* ERR_NOT_FOUND (unrefused) when there is none. */
enum err chat_load_about(struct scope *scope, const struct chat *key, struct chat *chat_out);
enum err chat_insert(struct scope *scope, const struct chat *chat);
/* From now on contact data is shown; no chat, no effect. */
enum err chat_open(struct scope *scope, const struct chat *key);
/* Adds the message, counts it in the chat and as unread for the other. */
enum err chat_add_message(struct scope *scope, const struct chat *chat, const struct message *message);
enum err chat_mark_seen(struct scope *scope, int64_t chat_id);
enum err chat_count_unread(struct scope *scope, int64_t member_id, int64_t *count_out);
enum err chat_count_unread_in(struct scope *scope, int64_t member_id, int64_t chat_id, int64_t *count_out);
/* One's own, the latest first, one more than a page of 20. */
enum err chat_load_lines(struct scope *scope, struct cursor before, struct chat_line_list *list_out);
/* The newest below before_id (0 = from the top), one more than a page of 30, newest first. */
enum err message_load_before(struct scope *scope, int64_t chat_id, int64_t before_id, struct message_list *list_out);
enum err message_load_after(struct scope *scope, int64_t chat_id, int64_t after_id, struct message_list *list_out);
enum err message_load_some(struct scope *scope, struct ids ids, struct message_list *list_out);
/* A few chats without a word since `before`, or parts of them: true while there is more. */
enum err chat_forget(struct scope *scope, moment before, bool *more_out);
/* What a member wrote goes, out of some of her chats behind *after_id, which moves on; and is counted no more. */
enum err chat_forget_words_of(struct scope *scope, int64_t member_id, int64_t *after_id, bool *more_out);
#endif
