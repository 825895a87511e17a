/* failure.c: turns an err into a status and words: a page for people, a problem (RFC 9457) for programs. */
#include "web/web_room.h"

#include "web/fields.h"
#include "web/pages.gen.h"

static const struct { int status; const char *title; const char *reason; } faces[ERR_COUNT] = {
	[OK]             = { 200, "failure.broken",     "failure.broken_why" },
	[ERR_INVALID]    = { 422, "failure.invalid",    "failure.invalid_why" },
	[ERR_SIGNED_OUT] = { 401, "failure.signed_out", "failure.signed_out_why" },
	[ERR_FORBIDDEN]  = { 403, "failure.forbidden",  "failure.forbidden_why" },
	[ERR_NOT_FOUND]  = { 404, "failure.not_found",  "failure.not_found_why" },
	[ERR_CONFLICT]   = { 409, "failure.conflict",   "failure.conflict_why" },
	[ERR_TOO_LARGE]  = { 413, "failure.too_large",  "failure.too_large_why" },
	[ERR_LIMITED]    = { 429, "failure.limited",    "failure.limited_why" },
	[ERR_AWAY]       = { 503, "failure.away",       "failure.away_why" },
	[ERR_UNSURE]     = { 503, "failure.unsure",     "failure.unsure_why" },
	[ERR_BROKEN]     = { 500, "failure.broken",     "failure.broken_why" },
};

/* What fields are called in forms of many slices.  Others are called as the last row says. */
static const struct { const char *name, *label; } labels[] = {
	{ "title",  "failure.typed_title" },   { "name",    "failure.typed_name" },    { "nickname", "failure.typed_name" },
	{ "about",  "failure.typed_about" },   { "tags",    "failure.typed_tags" },    { "mail",     "failure.typed_mail" },
	{ "place",  "failure.typed_place" },   { "town",    "failure.typed_place" },   { "phone",    "failure.typed_phone" },
	{ "street", "failure.typed_address" }, { "address", "failure.typed_address" }, { "building", "failure.typed_address" },
	{ "reason", "failure.typed_reason" },  { "why",     "failure.typed_reason" },  { "note",     "failure.typed_note" },
	{ "",       "failure.typed_text" },
};

int failure_status(enum err err)
{
	assert(err < ERR_COUNT);
	return faces[err].status;
}

static void send_problem(struct request *request, enum err err, const char *reason)
{
	struct http_response *response = &request->exchange->response;
	struct text text;
	struct json_writer json;
	text_open(&text, request->scope.arena, 256);
	json_open(&json, &text);
	json_object(&json);
	json_name(&json, S("type"));
	json_put_text(&json, S("about:blank"));
	json_name(&json, S("title"));
	json_put_text(&json, text_plain(request->language, faces[err].title));
	json_name(&json, S("status"));
	json_put_integer(&json, response->status);
	json_name(&json, S("detail"));
	json_put_text(&json, text_plain(request->language, reason));
	json_name(&json, S("reason"));
	json_put_text(&json, str_from(reason));
	if (request->scope.refusal.field) {
		json_name(&json, S("field"));
		json_put_text(&json, str_from(request->scope.refusal.field));
	}
	json_object_end(&json);
	response->content_type = S("application/problem+json");
	response->body = text_str(&text);
}

/* A moment later the same form may be taken; a secret is nothing to be shown, and a file cannot be. */
static bool may_come_again(const struct request *request, enum err err)
{
	const struct route *route = request->route;
	bool is_for_now = request->house_full || err == ERR_LIMITED || err == ERR_AWAY || err == ERR_UNSURE || err == ERR_BROKEN;
	if (!is_for_now || !request->is_own_form || !route || route->rate == RATE_LOGIN || route->rate == RATE_SIGNUP)
		return false;
	for (size_t i = 0; route->form && i < route->form->count; i++) {
		if (route->form->fields[i].type == FIELD_SECRET)
			return false;
	}
	return !request->exchange->request.uploads.count;
}

static const char *label_of(str name)
{
	size_t i = 0;
	while (i + 1 < COUNT(labels) && !str_equal(name, str_from(labels[i].name)))
		i++;
	return labels[i].label;
}

/* Words are shown, choices and ids go along unseen. */
static struct typed typed_of(const struct pair *pair, size_t number)
{
	enum { LINE = 60 };
	bool is_long = pair->value.len > LINE || str_contains(pair->value, S("\n"));
	return (struct typed){ .name = pair->name, .value = pair->value, .number = (int64_t)number /* few */, .label = label_of(pair->name),
		.is_seen = is_long || str_contains(pair->value, S(" ")), .is_long = is_long };
}

static struct html what_was_typed(struct request *request, const struct view *view)
{
	const struct http_request *http = &request->exchange->request;
	struct typed_form model = { .path = http->target };
	struct text text;
	text_open(&text, request->scope.arena, 512);
	struct view piece = view_begin(view, &text);
	model.fields.at = arena_take(request->scope.arena, (http->form.count + 1) * sizeof(*model.fields.at));
	for (size_t i = 0; i < http->form.count; i++) {
		const struct pair *pair = &http->form.at[i];
		if (str_equal(pair->name, S("csrf")) || str_equal(pair->name, S("once")))
			continue;
		struct typed *typed = &model.fields.at[model.fields.count++];
		*typed = typed_of(pair, model.fields.count);
		model.is_seen = model.is_seen || typed->is_seen;
	}
	/* The key of the form that failed: should it have been done after all, it is not done twice. */
	if (!str_empty(request->once_key)) {
		piece.once = request->once_key;
		piece.form_count = NULL;
	}
	typed_again_html(&piece, &model);
	return view_end(&piece);
}

/* The frame needs a brand; without one the bare page says what there is to say. */
static void send_page(struct request *request, enum err err, const char *reason)
{
	struct failure_page model = { .title = faces[err].title, .reason = reason, .err = err,
		.request_id = request->exchange->request.id };
	int status = request->exchange->response.status;
	struct page *page = page_open_titled(request, text_plain(request->language, model.title));
	page->narrow = true;
	page->no_index = true;
	page->status = status;
	if (may_come_again(request, err))
		model.again = what_was_typed(request, page->view);
	failure_page_html(page->view, &model);
	if (page_send(page)) /* the frame reads, too: nothing can be read now */
		refusal_write(&request->exchange->response, status == 503 ? 503 : 500);
}

void failure_send(struct request *request, enum err err)
{
	struct scope *scope = &request->scope;
	struct http_response *response = &request->exchange->response;
	const struct http_request *http = &request->exchange->request;
	const char *reason = scope->refusal.reason ? scope->refusal.reason : faces[err].reason;
	log_event(err == ERR_BROKEN ? LOG_ERROR : LOG_DEBUG, "request.refused", "%s %s: %s",
	          request->route ? request->route->path : "(no route)", err_name(err), reason);
	response->status = request->wrong_method && err == ERR_NOT_FOUND ? 405 : request->house_full ? 503 : faces[err].status;
	response->shared = NULL;
	response->stream = NULL;
	response->file = S("");
	if (response->status == 503)
		http_set_header(response, S("Retry-After"), S("5"));
	if (err == ERR_SIGNED_OUT && !request->api && (http->method == GET || http->method == HEAD)) {
		response->status = 303;
		response->body = S("");
		str to = url_encode(scope->arena, http->target);
		http_set_header(response, S("Location"), str_format(scope->arena, "/login?to=%.*s", STR_ARG(to)));
		return;
	}
	if (err == ERR_SIGNED_OUT && request->api)
		http_set_header(response, S("WWW-Authenticate"), S("Bearer"));
	if (request->api)
		send_problem(request, err, reason);
	else
		send_page(request, err, reason);
}
