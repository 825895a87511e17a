/* api.c: records become JSON by their schema's table. */
#include "web/api.h"

#include "web/web_room.h"

#include <stdio.h>

static void put_member(struct json_writer *writer, const struct schema_member *member, const char *at)
{
	switch (member->type) {
	case SCHEMA_ID:
		json_put_id(writer, *(const int64_t *)(const void *)at);
		break;
	case SCHEMA_TEXT:
		json_put_text(writer, *(const str *)(const void *)at);
		break;
	case SCHEMA_HTML:
		json_put_text(writer, ((const struct html *)(const void *)at)->at);
		break;
	case SCHEMA_NUMBER:
		json_put_integer(writer, *(const int64_t *)(const void *)at);
		break;
	case SCHEMA_INT:
		json_put_integer(writer, *(const int *)(const void *)at);
		break;
	case SCHEMA_REAL:
		json_put_real(writer, *(const double *)(const void *)at);
		break;
	case SCHEMA_BOOL:
		json_put_bool(writer, *(const bool *)(const void *)at);
		break;
	case SCHEMA_MOMENT:
		json_put_moment(writer, *(const moment *)(const void *)at);
		break;
	case SCHEMA_CHOICE:
		json_put_text(writer, str_from(member->choices[*(const int *)(const void *)at]));
		break;
	case SCHEMA_DAY: {
		struct wall wall = day_wall(*(const int32_t *)(const void *)at);
		char day[16];
		int len = snprintf(day, sizeof(day), "%04d-%02d-%02d", wall.year, wall.month, wall.day);
		json_put_text(writer, (str){ day, (size_t)len });
		break;
	}
	}
}

void api_put(struct json_writer *writer, const struct schema *schema, const void *record)
{
	json_object(writer);
	for (size_t i = 0; i < schema->count; i++) {
		const struct schema_member *member = &schema->members[i];
		json_name(writer, str_from(member->name));
		put_member(writer, member, (const char *)record + member->offset);
	}
	json_object_end(writer);
}

enum err api_send_json(struct request *request, str json)
{
	struct http_response *response = &request->exchange->response;
	response->status = response->status ? response->status : 200;
	response->content_type = S("application/json");
	response->body = json;
	response->compress = true;
	return OK;
}

static void open_writer(struct request *request, struct text *text, struct json_writer *writer)
{
	text_open(text, request->scope.arena, 4096);
	json_open(writer, text);
}

enum err api_send(struct request *request, const struct schema *schema, const void *record)
{
	struct text text;
	struct json_writer writer;
	open_writer(request, &text, &writer);
	api_put(&writer, schema, record);
	return api_send_json(request, text_str(&text));
}

enum err api_send_made(struct request *request, const struct schema *schema, const void *record, str location)
{
	request->exchange->response.status = 201;
	http_set_header(&request->exchange->response, S("Location"), location);
	return api_send(request, schema, record);
}

enum err api_send_list_after(struct request *request, const struct schema *schema, const struct api_list *list, str next)
{
	struct text text;
	struct json_writer writer;
	open_writer(request, &text, &writer);
	json_object(&writer);
	json_name(&writer, S("items"));
	json_list(&writer);
	for (size_t i = 0; i < list->count; i++)
		api_put(&writer, schema, (const char *)list->at + i * schema->size);
	json_list_end(&writer);
	json_name(&writer, S("next"));
	if (str_empty(next))
		json_put_null(&writer);
	else
		json_put_text(&writer, next);
	json_object_end(&writer);
	return api_send_json(request, text_str(&text));
}

enum err api_send_list(struct request *request, const struct schema *schema, const struct api_list *list)
{
	str next = list->next ? str_format(request->scope.arena, "%lld", (long long)list->next) : S("");
	return api_send_list_after(request, schema, list, next);
}

enum err api_send_page(struct request *request, const struct schema *schema, const struct api_list *list,
                       struct cursor next)
{
	return api_send_list_after(request, schema, list, cursor_is_newest(next) ? S("") : cursor_text(request->scope.arena, next));
}

enum err api_send_nothing(struct request *request)
{
	request->exchange->response.status = 204;
	request->exchange->response.body = S("");
	return OK;
}
