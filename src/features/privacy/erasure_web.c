/*
 * erasure_web.c: leaving for good: what will happen, the proof that it is oneself, the banner, changing one's mind.
 *
 * The proof is the password once more, or a fresh link by mail: a borrowed browser erases nobody.
 */
#include "features/privacy/privacy_web.h"

#include "features/member/member.h"
#include "features/member/member_news.h"
#include "features/privacy/pages.gen.h"

static handler erasure_show, erasure_submit, link_submit, link_show, link_take_submit, end_submit, desk_show, desk_submit,
	desk_end_submit;

struct proof_form { str password; };
static const struct field proof_fields[] = {
	FIELD(FIELD_SECRET, struct proof_form, password, 1, PASSWORD_MAX_LENGTH),
};
static const struct form proof_form = { "erasure", proof_fields, COUNT(proof_fields) };

struct reason_form { str reason; };
static const struct field reason_fields[] = {
	FIELD(FIELD_TEXT, struct reason_form, reason, 0, ERASURE_REASON_MAX),
};
static const struct form reason_form = { "erasure_reason", reason_fields, COUNT(reason_fields) };

const struct route erasure_routes[] = {
	{ GET,  "/me/privacy/erasure",             MEMBERS, READS,   erasure_show,     .about = "What happens when one's account is erased" },
	{ POST, "/me/privacy/erasure",             MEMBERS, BY_HAND, erasure_submit,   .rate = RATE_LOGIN,
	  .about = "Have one's account erased in 14 days, with the password" },
	{ POST, "/me/privacy/erasure/link",        MEMBERS, WRITES,  link_submit,      .rate = RATE_MAIL, .about = "A link to do it without a password" },
	{ GET,  "/me/privacy/erasure/link/:token", MEMBERS, READS,   link_show,        .about = "That link" },
	{ POST, "/me/privacy/erasure/link/:token", MEMBERS, WRITES,  link_take_submit, .rate = RATE_LOGIN,
	  .about = "Have one's account erased in 14 days, with a link" },
	{ POST, "/me/privacy/erasure/end",         MEMBERS, WRITES,  end_submit,       .about = "Stay after all" },
	{ GET,  "/desk/members/:id/erasure",       BRAND_ADMINS, READS,  desk_show,       .about = "Erase a member who asks by letter?" },
	{ POST, "/desk/members/:id/erasure",       BRAND_ADMINS, WRITES, desk_submit,     .about = "Erase a member in 14 days, with the reason" },
	{ POST, "/desk/members/:id/erasure/end",   BRAND_ADMINS, WRITES, desk_end_submit, .about = "The member stays after all" },
	ROUTES_END
};

/* ── oneself ── */

/* What holds her is no failure of the page: it stands there, with what to do. */
static enum err load(struct scope *scope, int64_t member_id, struct erasure_page *model)
{
	enum err err = erasure_of(scope, member_id, &model->erasure);
	model->member_id = member_id;
	if (err || model->erasure.member_id || scope->refusal.reason)
		return err;
	if (!(err = erasure_check(scope, member_id)) || err != ERR_CONFLICT)
		return err;
	model->held_by = scope->refusal.reason;
	scope_forgive(scope);
	return OK;
}

static enum err erasure_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct login login;
	struct member_contact contact;
	struct erasure_page model = { .due_at = scope->now + ERASURE_WAIT };
	enum err err = load(scope, scope->member_id, &model);
	if (err || (err = account_password(scope, scope->member_id, &login)) ||
	    (err = member_contact_of(scope, scope->member_id, &contact)))
		return err;
	model.has_password = login.id != 0;
	model.has_mail = contact.mail.len > 0;
	struct page *page = page_open(request, TEXT_privacy_erase);
	page->section = SECTION_ME;
	page->narrow = true;
	page->no_index = true;
	erasure_page_html(page->view, &model);
	return page_send(page);
}

static enum err ask_own(struct scope *scope, void *data)
{
	(void)data;
	return erasure_ask(scope, scope->member_id, S(""));
}

static enum err again(struct scope *scope, void *data)
{
	(void)scope;
	return erasure_show(data);
}

/* The page itself says what holds her. */
static enum err asked(struct request *request, enum err err)
{
	struct scope *scope = request_scope(request);
	if (err == ERR_CONFLICT) {
		scope_forgive(scope);
		return redirect_to(request, "/me/privacy/erasure");
	}
	return err ? err : redirect_with(request, "privacy.erase_asked", "/me/privacy/erasure");
}

static enum err erasure_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct proof_form form = { .password = S("") };
	enum err err = form_read(request, &proof_form, &form);
	if (!err)
		err = account_prove(scope, form.password);
	if (err == ERR_INVALID)
		return scope_read(scope, again, request);
	return err ? err : asked(request, scope_write(scope, ask_own, NULL));
}

static enum err link_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member_contact contact;
	struct mail_due mail;
	enum err err = member_contact_of(scope, scope->member_id, &contact);
	if (err || (err = account_link(scope, LINK_LEAVE, contact.mail, &mail)) || (err = erasure_link_send(scope, &mail)))
		return err;
	return redirect_with(request, "privacy.erase_link_sent", "/me/privacy/erasure");
}

static enum err link_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct link link;
	enum err err = link_look(scope, LINK_LEAVE, request_param(request, "token"), &link);
	if (!err && link.about_id != scope->member_id)
		err = refuse(scope, ERR_NOT_FOUND, "identity.link_gone");
	if (err)
		return err;
	const struct confirmation confirmation = { .title = TEXT_privacy_erase, .text = TEXT_privacy_erase_sure,
		.yes = TEXT_privacy_erase_now, .action = request_http(request)->path, .back = S("/me/privacy/erasure"), .danger = true };
	return page_confirm(request, &confirmation);
}

static enum err link_take_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	int64_t member_id;
	enum err err = account_link_take(scope, LINK_LEAVE, request_param(request, "token"), &member_id);
	if (!err && member_id != scope->member_id)
		err = refuse(scope, ERR_NOT_FOUND, "identity.link_gone");
	return err ? err : asked(request, erasure_ask(scope, scope->member_id, S("")));
}

static enum err end_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	enum err err = erasure_end(scope, scope->member_id);
	return err ? err : redirect_with(request, "privacy.erase_ended", "/me/privacy");
}

/* Above every page while it runs. */
enum err erasure_banner_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	(void)subjects;
	assert(count == 1);
	struct text text;
	if (!scope->leaving_at)
		return OK;
	struct view piece = view_begin(page->view, &text);
	erasure_banner_html(&piece, scope->leaving_at);
	htmls_out[0] = view_end(&piece);
	return OK;
}

/* ── an administrator, for who writes a letter ── */

static enum err desk_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	struct erasure_page model = { .due_at = scope->now + ERASURE_WAIT };
	enum err err = member_load(scope, request_id(request, "id"), &member);
	if (err || (err = load(scope, member.id, &model)))
		return err;
	if (member.erased_at && !model.erasure.member_id)
		return refuse(scope, ERR_NOT_FOUND, "member.not_found");
	struct page *page = page_open_titled(request, member.name);
	page->section = SECTION_DESK;
	page->narrow = true;
	page->no_index = true;
	erasure_desk_page_html(page->view, &model, member.name);
	return page_send(page);
}

static enum err desk_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct reason_form form = { .reason = S("") };
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &reason_form, &form);
	if (!err)
		err = erasure_ask(scope, id, form.reason);
	if (err == ERR_INVALID)
		return desk_show(request);
	if (err == ERR_CONFLICT) { /* the page itself says what holds her */
		scope_forgive(scope);
		return redirect_to(request, "/desk/members/%lld/erasure", (long long)id);
	}
	return err ? err : redirect_with(request, "privacy.erase_asked", "/desk/members/%lld/erasure", (long long)id);
}

static enum err desk_end_submit(struct request *request)
{
	int64_t id = request_id(request, "id");
	enum err err = erasure_end(request_scope(request), id);
	return err ? err : redirect_with(request, "privacy.erase_ended", "/desk/members/%lld", (long long)id);
}

/* On a member's page at the desk. */
enum err erasure_desk_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	for (size_t i = 0; i < count && has_role(scope, ROLE_BRAND_ADMIN); i++) {
		struct text text;
		struct erasure_page model = { .member_id = subjects[i].id };
		enum err err = erasure_of(scope, subjects[i].id, &model.erasure);
		if (err)
			return err;
		struct view piece = view_begin(page->view, &text);
		erasure_desk_card_html(&piece, &model);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}
