/* chat_store.c: rows of chats, of their two sides, and of messages. */
#include "features/marketplace/chat_store.h"

#include "features/marketplace/chat_sql.gen.h"

enum err chat_load(struct scope *scope, int64_t chat_id, struct chat *chat_out)
{
	enum err err = sql_chat_row(scope, chat_id, chat_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "chat.not_found") : err;
}

enum err chat_load_some(struct scope *scope, struct ids ids, struct chat_list *list_out)
{
	return sql_chat_rows(scope, ids, list_out);
}

enum err chat_load_about(struct scope *scope, const struct chat *key, struct chat *chat_out)
{
	return sql_chat_about(scope, key->task_id, key->booking_id, key->helper_id, chat_out);
}

enum err chat_insert(struct scope *scope, const struct chat *chat)
{
	enum err err = sql_chat_add(scope, chat);
	if (!err)
		err = sql_chat_side_add(scope, chat->asker_id, chat->id);
	return err ? err : sql_chat_side_add(scope, chat->helper_id, chat->id);
}

enum err chat_open(struct scope *scope, const struct chat *key)
{
	return sql_chat_open(scope, key->task_id, key->booking_id, key->helper_id);
}

enum err chat_add_message(struct scope *scope, const struct chat *chat, const struct message *message)
{
	bool by_asker = message->author_id == chat->asker_id;
	enum err err = sql_message_add(scope, message);
	if (!err)
		err = sql_chat_touch(scope, chat);
	if (!err)
		err = sql_chat_side_touch(scope, chat->asker_id, chat->id, by_asker ? 0 : 1);
	return err ? err : sql_chat_side_touch(scope, chat->helper_id, chat->id, by_asker ? 1 : 0);
}

enum err chat_mark_seen(struct scope *scope, int64_t chat_id)
{
	int64_t changed;
	return sql_chat_side_seen(scope, scope->member_id, chat_id, &changed);
}

enum err chat_count_unread(struct scope *scope, int64_t member_id, int64_t *count_out)
{
	return sql_chat_unread(scope, member_id, count_out);
}

enum err chat_count_unread_in(struct scope *scope, int64_t member_id, int64_t chat_id, int64_t *count_out)
{
	return sql_chat_side_unread(scope, member_id, chat_id, count_out);
}

enum err chat_load_lines(struct scope *scope, struct cursor before, struct chat_line_list *list_out)
{
	return sql_chats_of(scope, scope->member_id, before.at, before.id, list_out);
}

enum err message_load_before(struct scope *scope, int64_t chat_id, int64_t before_id, struct message_list *list_out)
{
	return sql_messages_before(scope, chat_id, before_id ? before_id : INT64_MAX, list_out);
}

enum err message_load_after(struct scope *scope, int64_t chat_id, int64_t after_id, struct message_list *list_out)
{
	return sql_messages_after(scope, chat_id, after_id, list_out);
}

enum err message_load_some(struct scope *scope, struct ids ids, struct message_list *list_out)
{
	return sql_message_rows(scope, ids, list_out);
}

/* A long one goes in pieces: first its messages, then itself. */
static enum err forget_one(struct scope *scope, int64_t chat_id, bool *more)
{
	struct ids messages;
	struct chat chat;
	enum err err = sql_message_ids_of(scope, chat_id, &messages);
	if (err || (messages.count && (err = sql_messages_remove(scope, chat_id, messages))))
		return err;
	if (messages.count) {
		*more = true;
		return OK;
	}
	if ((err = chat_load(scope, chat_id, &chat)))
		return err;
	if ((err = sql_chat_sides_remove(scope, chat.asker_id, chat_id)))
		return err;
	if ((err = sql_chat_sides_remove(scope, chat.helper_id, chat_id)))
		return err;
	return sql_chat_remove(scope, chat_id);
}

enum err chat_forget(struct scope *scope, moment before, bool *more_out)
{
	enum { A_PIECE = 5, TOUCHED = 2 };
	struct ids chats;
	enum err err = sql_chats_older(scope, before, &chats);
	*more_out = chats.count == A_PIECE;
	for (size_t i = 0; !err && i < chats.count && i < TOUCHED; i++)
		err = forget_one(scope, chats.at[i], more_out);
	if (!err && chats.count > TOUCHED)
		*more_out = true;
	return err;
}

/* True at the end of this chat. */
static enum err take_words_out(struct scope *scope, int64_t chat_id, int64_t member_id, bool *end_out)
{
	enum { A_PIECE = 20 };
	int64_t gone, counted;
	enum err err = sql_messages_end_of(scope, chat_id, member_id, &gone);
	*end_out = !err && gone < A_PIECE;
	return err || !gone ? err : sql_chat_has_fewer(scope, chat_id, gone, &counted);
}

enum err chat_forget_words_of(struct scope *scope, int64_t member_id, int64_t *after_id, bool *more_out)
{
	struct ids chats;
	bool is_end = true;
	enum err err = sql_chats_with(scope, member_id, *after_id, &chats);
	for (size_t i = 0; !err && is_end && i < chats.count; i++) {
		err = take_words_out(scope, chats.at[i], member_id, &is_end);
		if (!err && is_end)
			*after_id = chats.at[i];
	}
	*more_out = chats.count > 0;
	return err;
}
