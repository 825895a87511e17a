/* chat_api.c: chats and their messages in JSON, by the same rules as the pages. */
#include "features/marketplace/chat_web.h"

static handler chats_get, chat_get, messages_get, message_make_one, seen_one, begin_booking, begin_task, begin_offer;

const struct route chat_api_routes[] = {
	{ GET,  "/api/v1/chats",              MEMBERS, READS,  chats_get,    .answers = "list of chat",
	  .about = "One's own, the latest first; ?after=" },
	{ GET,  "/api/v1/chats/:id",          MEMBERS, READS,  chat_get,     .answers = "chat", .about = "One chat" },
	{ GET,  "/api/v1/chats/:id/messages", MEMBERS, READS,  messages_get, .answers = "list of message",
	  .about = "A page, oldest first; ?after= what came since that id, ?before= the page before it" },
	{ POST, "/api/v1/chats/:id/messages", MEMBERS, WRITES, message_make_one, .form = &message_form, .rate = RATE_POST,
	  .answers = "message", .about = "Write; contact data is hidden from the other until the visit is agreed" },
	{ POST, "/api/v1/chats/:id/seen",     MEMBERS, WRITES, seen_one,     .about = "Mark it as read" },
	{ POST, "/api/v1/bookings/:id/chat",  MEMBERS, WRITES, begin_booking, .rate = RATE_POST, .answers = "chat",
	  .about = "The chat of a booking, made when there is none" },
	{ POST, "/api/v1/tasks/:id/chat",     HELPERS, WRITES, begin_task,   .rate = RATE_POST, .answers = "chat",
	  .about = "A helper's chat about a task" },
	{ POST, "/api/v1/offers/:id/chat",    MEMBERS, WRITES, begin_offer,  .rate = RATE_POST, .answers = "chat",
	  .about = "The chat about an offer" },
	ROUTES_END
};

struct chat_record { struct chat chat; int64_t unread; };
static const struct schema_member chat_members[] = {
	MEMBER(SCHEMA_ID, struct chat, id),              MEMBER(SCHEMA_ID, struct chat, task_id),
	MEMBER(SCHEMA_ID, struct chat, booking_id),      MEMBER(SCHEMA_ID, struct chat, asker_id),
	MEMBER(SCHEMA_ID, struct chat, helper_id),       MEMBER(SCHEMA_MOMENT, struct chat, last_at),
	{ "opened_at", SCHEMA_MOMENT, offsetof(struct chat, opened_at), NULL, "Since then contact data is shown" },
	MEMBER(SCHEMA_NUMBER, struct chat_record, unread),
};
static_assert(offsetof(struct chat_record, chat) == 0, "a record begins with the chat itself");
const struct schema chat_schema = { "chat", sizeof(struct chat_record), chat_members, COUNT(chat_members) };

static const struct schema_member message_members[] = {
	MEMBER(SCHEMA_ID, struct message, id),           MEMBER(SCHEMA_ID, struct message, chat_id),
	MEMBER(SCHEMA_ID, struct message, author_id),    MEMBER(SCHEMA_TEXT, struct message, text),
	MEMBER(SCHEMA_MOMENT, struct message, made_at),
	{ "hidden", SCHEMA_BOOL, offsetof(struct message_shown, hidden), NULL, "Something is shown only once it is agreed" },
};
static_assert(offsetof(struct message_shown, message) == 0, "a record begins with the message itself");
const struct schema message_schema = { "message", sizeof(struct message_shown), message_members, COUNT(message_members) };

/* ── chats ── */

static enum err send_chat(struct request *request, const struct chat *chat)
{
	struct scope *scope = request_scope(request);
	struct chat_record record = { *chat, 0 };
	enum err err = chat_count_unread_in(scope, scope->member_id, chat->id, &record.unread);
	return err ? err : api_send(request, &chat_schema, &record);
}

static enum err chats_get(struct request *request)
{
	enum { A_PAGE = 20 };
	struct scope *scope = request_scope(request);
	struct chat_line_list lines;
	struct chat_list chats;
	enum err err = chat_load_lines(scope, cursor_read(request_query(request, "after")), &lines);
	if (err)
		return err;
	size_t count = lines.count > A_PAGE ? A_PAGE : lines.count;
	int64_t *ids = arena_take(scope->arena, count * sizeof(*ids));
	struct chat_record *at = arena_take(scope->arena, count * sizeof(*at));
	for (size_t i = 0; i < count; i++)
		ids[i] = lines.at[i].chat_id;
	if ((err = chat_load_some(scope, (struct ids){ ids, count }, &chats)))
		return err;
	for (size_t i = 0; i < count; i++) {
		for (size_t c = 0; c < chats.count; c++) {
			if (chats.at[c].id == ids[i])
				at[i] = (struct chat_record){ chats.at[c], lines.at[i].unread };
		}
	}
	struct cursor next = CURSOR_NEWEST;
	if (lines.count > count)
		next = (struct cursor){ lines.at[count - 1].last_at, lines.at[count - 1].chat_id };
	return api_send_page(request, &chat_schema, &(struct api_list){ .at = at, .count = count }, next);
}

static enum err chat_get(struct request *request)
{
	struct chat chat;
	enum err err = chat_show(request_scope(request), request_id(request, "id"), &chat);
	return err ? err : send_chat(request, &chat);
}

static enum err begin_booking(struct request *request)
{
	struct chat chat;
	enum err err = chat_of_booking(request_scope(request), request_id(request, "id"), &chat);
	return err ? err : send_chat(request, &chat);
}

static enum err begin_task(struct request *request)
{
	struct chat chat;
	enum err err = chat_of_task(request_scope(request), request_id(request, "id"), &chat);
	return err ? err : send_chat(request, &chat);
}

static enum err begin_offer(struct request *request)
{
	struct chat chat;
	enum err err = chat_of_offer(request_scope(request), request_id(request, "id"), &chat);
	return err ? err : send_chat(request, &chat);
}

/* ── messages ── */

static enum err messages_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct chat chat;
	struct message_shown_list list;
	int64_t after = request_query_number(request, "after", 0), before = request_query_number(request, "before", 0);
	enum err err = chat_show(scope, request_id(request, "id"), &chat);
	if (!err)
		err = after ? chat_messages_after(scope, &chat, after, &list) : chat_messages(scope, &chat, before, &list);
	return err ? err : api_send_list(request, &message_schema, &(struct api_list){ list.at, list.count, list.earlier_id });
}

static enum err message_make_one(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct message_form form = { S("") };
	struct message_shown shown = { .is_own = true };
	struct chat chat;
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &message_form, &form);
	if (err || (err = chat_write(scope, id, form.text, &shown.message)) || (err = chat_show(scope, id, &chat)))
		return err;
	chat_push(scope, &chat, &shown.message);
	return api_send_made(request, &message_schema, &shown, str_format(scope->arena, "/api/v1/chats/%lld/messages", (long long)id));
}

static enum err seen_one(struct request *request)
{
	enum err err = chat_see(request_scope(request), request_id(request, "id"));
	return err ? err : api_send_nothing(request);
}
