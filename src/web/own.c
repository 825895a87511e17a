/* own.c: routes that belong to no slice. */
#include "web/own.h"

#include "web/fields.h"
#include "web/openapi.h"
#include "web/pages.gen.h"
#include "web/web_room.h"

static handler preview, language_form, language_choose;

static const struct field preview_fields[] = {
	{ "body", FIELD_PROSE, 0, 0, MARKDOWN_MAX, NULL },
};
static const struct form preview_form = { "preview", preview_fields, COUNT(preview_fields) };

static const struct route own_routes[] = {
	{ GET,  "/language", EVERYONE, READS, language_form, .about = "Choose the language of the pages" },
	{ POST, "/language", EVERYONE, BY_HAND, language_choose, .about = "Choose the language of the pages" },
	{ POST, "/preview", EVERYONE, BY_HAND, preview, .form = &preview_form, .rate = RATE_READ,
	  .about = "How a text will look" },
	{ GET,  "/api/v1/openapi.json", EVERYONE, READS, openapi_show, .about = "This description" },
	ROUTES_END
};

const struct slice web_own_slice = {
	.name = "web",
	.routes = (const struct route *const[]){ own_routes, NULL },
};

static enum err preview(struct request *request)
{
	str body = S("");
	struct html html;
	enum err err = form_read(request, &preview_form, &body);
	if (err)
		return err;
	if ((err = markdown_html(request->scope.arena, body, &html)))
		return err;
	struct http_response *response = &request->exchange->response;
	response->status = 200;
	response->content_type = S("text/html; charset=utf-8");
	response->body = html.at;
	return OK;
}

static enum err language_form(struct request *request)
{
	struct page *page = page_open(request, TEXT_frame_language);
	page->narrow = true;
	page->no_index = true;
	str to = request_query(request, "to");
	language_page_html(page->view, url_is_local(to) ? to : S("/"));
	return page_send(page);
}

static enum err language_choose(struct request *request)
{
	str code;
	enum language language;
	const struct http_request *http = &request->exchange->request;
	if (!http_form(http, S("language"), &code) || !language_find(code, &language))
		return refuse_field(&request->scope, "language", "field.no_choice");
	cookie_set(http, &request->exchange->response, S("language"), language_code(language), 365 * 86400);
	str to = request_query(request, "to");
	return redirect_to(request, "%.*s", STR_ARG(url_is_local(to) ? to : S("/")));
}
