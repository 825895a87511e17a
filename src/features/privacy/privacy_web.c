/* privacy_web.c: what is kept about one, why and for how long; the copy of it, asked for and fetched. */
#include "features/privacy/privacy_web.h"

#include "core/blob.h"
#include "features/privacy/pages.gen.h"

#define SANDBOX S("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox")

enum { AS_JSON, AS_HTML, AS_ZIP };

static handler privacy_show, copy_submit, copy_fetch;

const struct route privacy_routes[] = {
	{ GET,  "/me/privacy",           MEMBERS, READS,  privacy_show, .about = "What is kept about one, why and for how long" },
	{ POST, "/me/privacy/copy",      MEMBERS, WRITES, copy_submit,  .about = "Ask for a copy of all of it" },
	{ GET,  "/me/privacy/copy.json", MEMBERS, READS,  copy_fetch,   .with = AS_JSON, .about = "One's copy, for programs" },
	{ GET,  "/me/privacy/copy.html", MEMBERS, READS,  copy_fetch,   .with = AS_HTML, .about = "One's copy, to be read" },
	{ GET,  "/me/privacy/copy.zip",  MEMBERS, READS,  copy_fetch,   .with = AS_ZIP, .about = "One's copy with pictures and files" },
	ROUTES_END
};

const struct kept_view kept_words[KEPT_GROUP_COUNT] = {
	[KEPT_PROFILE]  = { TEXT_privacy_profile,  TEXT_privacy_profile_why,  { 0 } },
	[KEPT_LOGIN]    = { TEXT_privacy_login,    TEXT_privacy_login_why,    { 0 } },
	[KEPT_WRITING]  = { TEXT_privacy_writing,  TEXT_privacy_writing_why,  { 0 } },
	[KEPT_READING]  = { TEXT_privacy_reading,  TEXT_privacy_reading_why,  { 0 } },
	[KEPT_HELPING]  = { TEXT_privacy_helping,  TEXT_privacy_helping_why,  { 0 } },
	[KEPT_VISITS]   = { TEXT_privacy_visits,   TEXT_privacy_visits_why,   { 0 } },
	[KEPT_MESSAGES] = { TEXT_privacy_messages, TEXT_privacy_messages_why, { 0 } },
	[KEPT_INBOX]    = { TEXT_privacy_inbox,    TEXT_privacy_inbox_why,    { 0 } },
	[KEPT_ORDER]    = { TEXT_privacy_order,    TEXT_privacy_order_why,    { 0 } },
};

const char *term_key(struct view *view, const char *term)
{
	char *key = (char *)str_c(view->arena, str_format(view->arena, "privacy.for_%s", term)); /* its copy is ours */
	for (char *at = key; *at; at++)
		*at = *at == ' ' ? '_' : *at;
	return key;
}

static struct kept_view_list groups_of(struct arena *arena)
{
	struct kept_view *at = arena_take(arena, KEPT_GROUP_COUNT * sizeof(*at));
	for (int i = 0; i < KEPT_GROUP_COUNT; i++) {
		const char **terms = arena_take(arena, KEPT_TERMS_MAX * sizeof(*terms));
		at[i] = kept_words[i];
		at[i].terms = (struct term_list){ terms, kept_terms((enum kept_group)i, terms) };
	}
	return (struct kept_view_list){ at, KEPT_GROUP_COUNT };
}

static enum err privacy_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct copy copy = { 0 };
	enum err err = copy_mine(scope, &copy);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	else if (err)
		return err;
	bool is_young = copy.asked_at && copy.asked_at + DAYS(1) > scope->now;
	const struct privacy_page model = {
		.groups = groups_of(scope->arena), .is_running = is_young && !copy.made_at, .is_ready = copy.made_at > 0,
		.has_zip = copy.zip_id > 0,
		.may_ask = !is_young, .until = copy.made_at + COPY_STAYS,
	};
	struct page *page = page_open(request, TEXT_privacy_title);
	page->section = SECTION_ME;
	page->narrow = true;
	page->no_index = true;
	privacy_page_html(page->view, &model);
	return page_send(page);
}

static enum err copy_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	enum err err = copy_ask(scope);
	if (err == ERR_CONFLICT) { /* the page itself says since when and until when */
		const char *reason = scope->refusal.reason;
		scope_forgive(scope);
		return redirect_with(request, reason, "/me/privacy");
	}
	return err ? err : redirect_with(request, "privacy.copy_begun", "/me/privacy");
}

static enum err copy_fetch(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct http_response *response = request_response(request);
	struct copy copy = { 0 };
	struct blob blob;
	static const char *const as[] = {
		[AS_JSON] = "attachment; filename=\"my-data.json\"", [AS_HTML] = "attachment; filename=\"my-data.html\"",
		[AS_ZIP] = "attachment; filename=\"my-data.zip\"",
	};
	int which = request_with(request);
	enum err err = copy_mine(scope, &copy);
	const int64_t ids[] = { [AS_JSON] = copy.json_id, [AS_HTML] = copy.html_id, [AS_ZIP] = copy.zip_id };
	if (!err && (!copy.made_at || !ids[which]))
		err = refuse(scope, ERR_NOT_FOUND, "privacy.no_copy");
	if (err || (err = blob_load(scope, ids[which], &blob)))
		return err;
	response->status = 200;
	response->content_type = blob.content_type;
	response->file = blob.path;
	http_set_header(response, S("Content-Disposition"), str_from(as[which]));
	http_set_header(response, S("Content-Security-Policy"), SANDBOX);
	http_set_header(response, S("Cache-Control"), S("private, no-store"));
	return OK;
}

static enum err fill_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	(void)subjects;
	for (size_t i = 0; i < count; i++) {
		struct text text;
		struct view piece = view_begin(page->view, &text);
		privacy_card_html(&piece);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}

const struct panel privacy_panels[] = {
	{ PANEL_ME, fill_me },
	{ PANEL_BANNER, erasure_banner_fill },
	{ PANEL_DESK_MEMBER, erasure_desk_fill },
	{ .fill = NULL }
};
