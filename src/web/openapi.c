/* openapi.c: walks the tables and writes OpenAPI 3.1. */
#include "web/openapi.h"

#include "web/api.h"
#include "web/fields.h"
#include "web/web_room.h"

#include <stdio.h>

#define API S("/api/v1")

static const char *const method_names[METHOD_COUNT] = { "get", "head", "post", "put", "patch", "delete" };

static const struct { const char *type, *format; } field_types[] = {
	[FIELD_TEXT] = { "string", NULL },     [FIELD_PROSE] = { "string", NULL },    [FIELD_SECRET] = { "string", "password" },
	[FIELD_EMAIL] = { "string", "email" }, [FIELD_NUMBER] = { "integer", NULL },  [FIELD_MONEY] = { "integer", "minor units" },
	[FIELD_ID] = { "string", "id" },       [FIELD_BOOL] = { "boolean", NULL },    [FIELD_DAY] = { "string", "date" },
	[FIELD_CLOCK] = { "string", "time" },  [FIELD_MOMENT] = { "string", "date-time" },
	[FIELD_CHOICE] = { "string", NULL },   [FIELD_CODES] = { "array", NULL },
};

static const struct { const char *type, *format; } schema_types[] = {
	[SCHEMA_ID] = { "string", "id" },      [SCHEMA_TEXT] = { "string", NULL },    [SCHEMA_HTML] = { "string", "html" },
	[SCHEMA_NUMBER] = { "integer", NULL }, [SCHEMA_INT] = { "integer", NULL },    [SCHEMA_REAL] = { "number", NULL },
	[SCHEMA_BOOL] = { "boolean", NULL },   [SCHEMA_MOMENT] = { "string", "date-time" },
	[SCHEMA_CHOICE] = { "string", NULL },  [SCHEMA_DAY] = { "string", "date" },
};

static void put_pair(struct json_writer *json, str name, const char *value)
{
	json_name(json, name);
	json_put_text(json, str_from(value));
}

static void put_enum(struct json_writer *json, const char *const *choices)
{
	json_name(json, S("enum"));
	json_list(json);
	for (size_t i = 0; choices[i]; i++)
		json_put_text(json, str_from(choices[i]));
	json_list_end(json);
}

static void put_type(struct json_writer *json, const char *type, const char *format)
{
	put_pair(json, S("type"), type);
	if (format)
		put_pair(json, S("format"), format);
}

static void put_field(struct json_writer *json, const struct field *field)
{
	bool is_text = field->type <= FIELD_EMAIL;
	json_name(json, str_from(field->name));
	json_object(json);
	put_type(json, field_types[field->type].type, field_types[field->type].format);
	if (field->type == FIELD_CODES) {
		json_name(json, S("items"));
		json_object(json);
		put_pair(json, S("type"), "string");
		put_enum(json, field->choices);
		json_object_end(json);
	} else if (field->choices) {
		put_enum(json, field->choices);
	} else if (is_text || field->type == FIELD_NUMBER || field->type == FIELD_MONEY) {
		json_name(json, is_text ? S("minLength") : S("minimum"));
		json_put_integer(json, field->min);
		json_name(json, is_text ? S("maxLength") : S("maximum"));
		json_put_integer(json, field->max);
	}
	json_object_end(json);
}

static void put_form(struct json_writer *json, const struct form *form)
{
	json_name(json, S("requestBody"));
	json_object(json);
	json_name(json, S("content"));
	json_object(json);
	json_name(json, S("application/json"));
	json_object(json);
	json_name(json, S("schema"));
	json_object(json);
	put_pair(json, S("type"), "object");
	json_name(json, S("properties"));
	json_object(json);
	for (size_t i = 0; i < form->count; i++)
		put_field(json, &form->fields[i]);
	for (int depth = 0; depth < 5; depth++)
		json_object_end(json);
}

static void put_reference(struct json_writer *json, str name)
{
	char path[128];
	int len = snprintf(path, sizeof(path), "#/components/schemas/%.*s", STR_ARG(name));
	json_name(json, S("$ref"));
	json_put_text(json, (str){ path, (size_t)len });
}

/* "list of thread" is an object of items and next; "thread" the record itself. */
static void put_answer_schema(struct json_writer *json, str answers)
{
	bool is_list = str_starts(answers, S("list of "));
	json_object(json);
	if (!is_list) {
		put_reference(json, answers);
		json_object_end(json);
		return;
	}
	put_pair(json, S("type"), "object");
	json_name(json, S("properties"));
	json_object(json);
	json_name(json, S("items"));
	json_object(json);
	put_pair(json, S("type"), "array");
	json_name(json, S("items"));
	json_object(json);
	put_reference(json, str_skip(answers, 8));
	json_object_end(json);
	json_object_end(json);
	json_name(json, S("next"));
	json_object(json);
	put_pair(json, S("type"), "string");
	json_object_end(json);
	json_object_end(json);
	json_object_end(json);
}

static void put_responses(struct json_writer *json, const struct route *route)
{
	json_name(json, S("responses"));
	json_object(json);
	json_name(json, S("200"));
	json_object(json);
	put_pair(json, S("description"), "Done");
	if (route->answers) {
		json_name(json, S("content"));
		json_object(json);
		json_name(json, S("application/json"));
		json_object(json);
		json_name(json, S("schema"));
		put_answer_schema(json, str_from(route->answers));
		json_object_end(json);
		json_object_end(json);
	}
	json_object_end(json);
	json_name(json, S("default"));
	json_object(json);
	put_pair(json, S("description"), "A problem (RFC 9457)");
	json_object_end(json);
	json_object_end(json);
}

static void put_parameters(struct json_writer *json, str path)
{
	json_name(json, S("parameters"));
	json_list(json);
	while (path.len) {
		str segment = str_cut(&path, '/');
		if (!str_starts(segment, S(":")))
			continue;
		json_object(json);
		json_name(json, S("name"));
		json_put_text(json, str_skip(segment, 1));
		put_pair(json, S("in"), "path");
		json_name(json, S("required"));
		json_put_bool(json, true);
		json_name(json, S("schema"));
		json_object(json);
		put_pair(json, S("type"), "string");
		json_object_end(json);
		json_object_end(json);
	}
	json_list_end(json);
}

static void put_route(struct json_writer *json, const struct route *route)
{
	json_name(json, str_from(method_names[route->method]));
	json_object(json);
	put_pair(json, S("summary"), route->about ? route->about : route->path);
	put_pair(json, S("x-permission"), policy_name(route->access));
	put_parameters(json, str_from(route->path));
	if (route->form)
		put_form(json, route->form);
	put_responses(json, route);
	json_object_end(json);
}

/* "/threads/:id" -> "/threads/{id}" */
static str template_of(struct arena *arena, str path)
{
	struct text text;
	text_open(&text, arena, path.len + 16);
	while (path.len) {
		str segment = str_cut(&path, '/');
		if (str_empty(segment))
			continue;
		if (str_starts(segment, S(":")))
			text_format(&text, "/{%.*s}", STR_ARG(str_skip(segment, 1)));
		else
			text_format(&text, "/%.*s", STR_ARG(segment));
	}
	return text_str(&text);
}

static bool is_first_of_path(const struct web *web, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (str_equal(str_from(web->route_list[i]->path), str_from(web->route_list[at]->path)))
			return false;
	}
	return true;
}

static void put_paths(struct json_writer *json, struct request *request)
{
	const struct web *web = request->web;
	json_name(json, S("paths"));
	json_object(json);
	for (size_t i = 0; i < web->route_count; i++) {
		str path = str_from(web->route_list[i]->path);
		if (!str_starts(path, API) || !is_first_of_path(web, i))
			continue;
		json_name(json, template_of(request->scope.arena, str_skip(path, API.len)));
		json_object(json);
		for (size_t r = i; r < web->route_count; r++) {
			if (str_equal(str_from(web->route_list[r]->path), path))
				put_route(json, web->route_list[r]);
		}
		json_object_end(json);
	}
	json_object_end(json);
}

static void put_schema(struct json_writer *json, const struct schema *schema)
{
	json_name(json, str_from(schema->name));
	json_object(json);
	put_pair(json, S("type"), "object");
	json_name(json, S("properties"));
	json_object(json);
	for (size_t i = 0; i < schema->count; i++) {
		const struct schema_member *member = &schema->members[i];
		json_name(json, str_from(member->name));
		json_object(json);
		put_type(json, schema_types[member->type].type, schema_types[member->type].format);
		if (member->choices)
			put_enum(json, member->choices);
		if (member->about)
			put_pair(json, S("description"), member->about);
		json_object_end(json);
	}
	json_object_end(json);
	json_object_end(json);
}

static void put_components(struct json_writer *json, const struct web *web)
{
	json_name(json, S("components"));
	json_object(json);
	json_name(json, S("securitySchemes"));
	json_object(json);
	json_name(json, S("token"));
	json_object(json);
	put_pair(json, S("type"), "http");
	put_pair(json, S("scheme"), "bearer");
	json_object_end(json);
	json_object_end(json);
	json_name(json, S("schemas"));
	json_object(json);
	for (const struct slice *const *slice = web->slices; *slice; slice++) {
		for (size_t i = 0; (*slice)->schemas && (*slice)->schemas[i]; i++)
			put_schema(json, (*slice)->schemas[i]);
	}
	json_object_end(json);
	json_object_end(json);
}

enum err openapi_show(struct request *request)
{
	struct text text;
	struct json_writer json;
	text_open(&text, request->scope.arena, 65536);
	json_open(&json, &text);
	json_object(&json);
	put_pair(&json, S("openapi"), "3.1.0");
	json_name(&json, S("info"));
	json_object(&json);
	put_pair(&json, S("title"), "Heinzel");
	put_pair(&json, S("version"), "1");
	json_object_end(&json);
	json_name(&json, S("servers"));
	json_list(&json);
	json_object(&json);
	put_pair(&json, S("url"), "/api/v1");
	json_object_end(&json);
	json_list_end(&json);
	put_paths(&json, request);
	put_components(&json, request->web);
	json_object_end(&json);
	return api_send_json(request, text_str(&text));
}
