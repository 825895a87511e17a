/* own.c: routes that belong to no slice. */
#include "web/own.h"

#include "web/fields.h"
#include "web/openapi.h"
#include "web/pages.gen.h"
#include "web/sitemap.h"
#include "web/web_room.h"

static handler home, preview, language_form, language_choose;

static const struct field preview_fields[] = {
	{ "body", FIELD_PROSE, 0, 0, MARKDOWN_MAX, NULL },
};
static const struct form preview_form = { "preview", preview_fields, COUNT(preview_fields) };

static const struct route own_routes[] = {
	{ GET,  "/", EVERYONE, READS, home, .about = "Home: what fits whoever comes" },
	{ GET,  "/language", EVERYONE, READS, language_form, .about = "Choose the language of the pages" },
	{ POST, "/language", EVERYONE, BY_HAND, language_choose, .about = "Choose the language of the pages" },
	{ POST, "/preview", EVERYONE, BY_HAND, preview, .form = &preview_form, .rate = RATE_READ,
	  .about = "How a text will look" },
	{ GET,  "/api/v1/openapi.json", EVERYONE, READS, openapi_show, .about = "This description" },
	ROUTES_END
};

const struct slice web_own_slice = {
	.name = "web",
	.routes = (const struct route *const[]){ own_routes, sitemap_routes, NULL },
};

/* A stranger sees fixes and helpers, a member what is open, a helper also what fits: each slice gives its piece. */
static enum err home(struct request *request)
{
	static const struct { enum panel_place place; unsigned roles; } places[] = {
		{ PANEL_HOME_MEMBER, ROLE_MEMBER }, { PANEL_HOME_HELPER, ROLE_HELPER }, { PANEL_HOME_STRANGER, 0 },
	};
	struct scope *scope = &request->scope;
	struct html panels[COUNT(places)];
	struct home_page model = { .is_stranger = !scope->member_id, .panels = { panels, 0 } };
	struct page *page = page_open(request, TEXT_home_title);
	page->description = text_of(scope->arena, page->view->language, TEXT_home_lead, NULL, 0);
	const struct subject me = { 1, scope->member_id };
	page_cache(page);
	for (size_t i = 0; i < COUNT(places); i++) {
		bool fits = places[i].roles ? (scope->roles & places[i].roles) != 0 : model.is_stranger;
		if (!fits)
			continue;
		enum err err = panel_fill(page, places[i].place, &me, 1, &panels[model.panels.count++]);
		if (err)
			return err;
	}
	home_page_html(page->view, &model);
	return page_send(page);
}

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
