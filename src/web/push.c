/* push.c: a member's topic is the member's id; what is sent waits in the scope until the unit is durable. */
#include "web/push.h"

#include "core/tell.h"
#include "web/web_room.h"

struct message { int64_t topic; str event, data; };

static void send(struct house *house, void *data)
{
	const struct message *message = data;
	struct web *web = house->web;
	if (web && web->server)
		stream_send(web->server, message->topic, message->event, message->data);
}

static void end(struct house *house, void *data)
{
	const struct message *message = data;
	struct web *web = house->web;
	if (web && web->server)
		stream_end(web->server, message->topic);
}

static struct message *make(struct scope *scope, int64_t topic)
{
	struct message *message = arena_take(scope->arena, sizeof(*message));
	message->topic = topic;
	return message;
}

void push_member(struct scope *scope, int64_t member_id, str event, str data)
{
	struct message *message = make(scope, member_id);
	message->event = str_keep(scope->arena, event);
	message->data = str_keep(scope->arena, data);
	scope_after(scope, send, message);
	tell(scope, &(struct told){ .kind = TOLD_EVENT, .topic = member_id, .event = message->event, .data = message->data });
}

enum err push_open(struct request *request)
{
	const int64_t topic = request->scope.member_id;
	request->exchange->response.status = 200;
	stream_start(request->exchange, &topic, 1);
	return OK;
}

void push_first(struct request *request, str event, str data)
{
	stream_greet(request->exchange, event, data);
}

void push_close(struct scope *scope, int64_t member_id)
{
	scope_after(scope, end, make(scope, member_id));
	tell(scope, &(struct told){ .kind = TOLD_END, .topic = member_id });
}
