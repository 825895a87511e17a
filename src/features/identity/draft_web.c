/*
 * draft_web.c: a stranger's draft, from the mail's link to the thing that became of it.
 *
 * What waits for a moderator is shown to its author where it will stand.
 * Confirming signs the author in.  The owner of the draft's kind posts it a moment
 * later; until then the page loads itself again, once a second, without scripts.
 */
#include "features/identity/identity_web.h"

#include "base/json.h"
#include "features/identity/pages.gen.h"

enum { LOADS_MAX = 10 };

static handler draft_sent_show, draft_link_show, draft_link_submit, draft_page_show;

const struct route draft_routes[] = {
	{ GET,  "/drafts/sent",           EVERYONE, READS,  draft_sent_show,   .about = "The mail is on its way" },
	{ GET,  "/drafts/confirm/:token", EVERYONE, READS,  draft_link_show,   .about = "A link that publishes a draft" },
	{ POST, "/drafts/confirm/:token", EVERYONE, WRITES, draft_link_submit, .rate = RATE_LOGIN,
	  .about = "Confirm one's mail address and publish a draft" },
	{ GET,  "/drafts/:id",            MEMBERS,  READS,  draft_page_show,   .about = "What became of a draft" },
	ROUTES_END
};

static enum err draft_sent_show(struct request *request)
{
	return identity_sent(request, &(struct sent_page){ TEXT_identity_sent_title, TEXT_identity_draft_sent });
}

/* What will stand there in one's own name is read before: somebody else may have typed one's address. */
static enum err draft_link_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct link link;
	struct draft draft;
	const struct json *json;
	enum err err = link_look(scope, LINK_DRAFT, request_param(request, "token"), &link);
	if (err || (err = draft_load(scope, link.about_id, &draft)) ||
	    (err = json_read(scope->arena, draft.payload, &json, NULL)))
		return err;
	struct draft_link_page model = { .action = request_http(request)->path, .title = json_str(json, S("title")) };
	if ((err = markdown_html(scope->arena, json_str(json, S("body")), &model.body)))
		return err;
	struct page *page = page_open(request, TEXT_identity_draft_title);
	page->narrow = true;
	page->no_index = true;
	draft_link_page_html(page->view, &model);
	return page_send(page);
}

static enum err draft_link_submit(struct request *request)
{
	struct draft draft;
	str secret;
	enum err err = draft_confirm(request_scope(request), request_param(request, "token"), &draft);
	if (err || (err = identity_session(request, draft.member_id, &secret)))
		return err;
	identity_cookie(request, draft.member_id, secret);
	return redirect_to(request, "/drafts/%lld", (long long)draft.id);
}

/* Where the thing stands: for all, or, hidden until somebody has looked, for its author; "" = nowhere any more. */
static enum err place_of(struct scope *scope, struct subject subject, struct subject_face *face_out, bool *waits_out)
{
	struct subject_sight sight;
	const struct subject_care *care = subject_care_of(scope->house, subject.kind);
	enum err err = subject_faces(scope, &subject, 1, face_out);
	if (err || !str_empty(face_out->url) || !care)
		return err;
	err = care->look(scope, subject.id, &sight);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	*waits_out = !err && sight.is_hidden && sight.author_id == scope->member_id;
	if (*waits_out)
		*face_out = (struct subject_face){ sight.title, sight.url };
	return err;
}

static enum err draft_page_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct draft draft;
	enum err err = draft_show(scope, request_id(request, "id"), &draft);
	if (err)
		return err;
	struct draft_page model = { .draft = &draft, .is_gone = draft.subject_id != 0 };
	if (draft.subject_id) {
		bool waits = false;
		struct subject_face face = { S(""), S("") };
		if ((err = place_of(scope, (struct subject){ draft.subject_kind, draft.subject_id }, &face, &waits)))
			return err;
		if (!str_empty(face.url))
			return redirect_with(request, waits ? "identity.draft_waits" : "identity.draft_posted", "%.*s", STR_ARG(face.url));
	}
	int64_t loads = request_query_number(request, "n", 1);
	model.is_slow = loads >= LOADS_MAX || loads < 1;
	if (!model.is_slow && !model.is_gone && str_empty(draft.reason))
		http_set_header(request_response(request), S("Refresh"),
		                str_format(scope->arena, "1; url=/drafts/%lld?n=%lld", (long long)draft.id,
		                           (long long)loads + 1));
	struct page *page = page_open(request, TEXT_identity_draft_title);
	page->section = SECTION_HELP;
	page->narrow = true;
	draft_page_html(page->view, &model);
	return page_send(page);
}
