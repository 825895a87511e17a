/* request.c: what handlers ask of their request, and how they send people on. */
#include "web/web_room.h"

#include "web/keyed.h"

#include <stdarg.h>
#include <stdio.h>

struct scope *request_scope(struct request *request)
{
	return &request->scope;
}

const struct http_request *request_http(const struct request *request)
{
	return &request->exchange->request;
}

struct http_response *request_response(struct request *request)
{
	return &request->exchange->response;
}

str request_param(struct request *request, const char *name)
{
	for (size_t i = 0; i < request->params.count; i++) {
		if (str_equal(request->params.names[i], str_from(name)))
			return request->params.values[i];
	}
	return S("");
}

int64_t request_id(struct request *request, const char *name)
{
	int64_t id;
	if (!str_number(request_param(request, name), &id) || id < 0)
		return 0;
	return id;
}

str request_query(struct request *request, const char *name)
{
	str value;
	return http_query(&request->exchange->request, str_from(name), &value) ? str_trim(value) : S("");
}

int64_t request_query_number(struct request *request, const char *name, int64_t otherwise)
{
	int64_t number;
	return str_number(request_query(request, name), &number) ? number : otherwise;
}

int request_with(struct request *request)
{
	return request->route->with;
}

bool request_wants_fragment(const struct request *request)
{
	str value;
	return http_query(&request->exchange->request, S("fragment"), &value) && str_equal(value, S("1"));
}

str request_language_hint(const struct http_request *http)
{
	str value;
	if (cookie_find(http, S("language"), &value) && value.len <= 8)
		return value;
	value = http_header(http, S("Accept-Language"));
	return str_first(value, 128);
}

__attribute__((format(printf, 2, 0)))
static enum err send_on(struct request *request, const char *format, va_list args)
{
	struct scope *scope = &request->scope;
	struct http_response *response = &request->exchange->response;
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	must(len > 0);
	char *at = arena_bytes(scope->arena, (size_t)len + 1);
	vsnprintf(at, (size_t)len + 1, format, args);
	str location = { at, (size_t)len };
	if (!url_is_local(location))
		location = S("/");
	response->status = 303;
	response->body = S("");
	http_set_header(response, S("Location"), location);
	return OK;
}

enum err redirect_to(struct request *request, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	enum err err = send_on(request, format, args);
	va_end(args);
	return err;
}

void request_flash(struct request *request, const char *flash_key)
{
	request->flash = flash_key;
	cookie_set(&request->exchange->request, &request->exchange->response, S("flash"), str_from(flash_key), 60);
}

enum err redirect_with(struct request *request, const char *flash_key, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	enum err err = send_on(request, format, args);
	va_end(args);
	request_flash(request, flash_key);
	return err;
}

void request_not_again(struct request *request, const char *format, ...)
{
	char path[256];
	va_list args;
	va_start(args, format);
	int len = vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	must(len > 0 && (size_t)len < sizeof(path));
	request->again = str_keep(request->scope.arena, (str){ path, (size_t)len });
}
