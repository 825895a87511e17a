/*
 * account_web.c: signing up, changing the password, where one is signed in.
 *
 * The page after signing up is the same for everyone: whether the address has an
 * account is told to its owner alone, by mail.
 */
#include "features/identity/confirm_web.h"
#include "features/identity/identity_letter.h"
#include "features/identity/identity_web.h"
#include "features/identity/pages.gen.h"
#include "features/member/member.h"
#include "web/keyed.h"

static handler signup_show, signup_submit, signup_sent, security_show, password_submit,
	session_submit, others_submit;

const struct route account_routes[] = {
	{ GET,  "/signup",         EVERYONE, READS,   signup_show,     .about = "Sign up" },
	{ POST, "/signup",         EVERYONE, BY_HAND, signup_submit,   .rate = RATE_SIGNUP, .about = "Sign up" },
	{ GET,  "/signup/sent",    EVERYONE, READS,   signup_sent,     .about = "The mail is on its way" },
	{ GET,  "/me/security",    MEMBERS,  READS,   security_show,   .about = "Password, and where one is signed in" },
	{ POST, "/me/security/password", MEMBERS, BY_HAND, password_submit, .rate = RATE_LOGIN,
	  .about = "Change one's password" },
	{ POST, "/me/security/sessions/:id/end", MEMBERS, WRITES, session_submit, .about = "Sign out elsewhere" },
	{ POST, "/me/security/others/end", MEMBERS, WRITES, others_submit, .about = "Sign out everywhere else" },
	ROUTES_END
};

static const struct field signup_fields[] = {
	FIELD(FIELD_TEXT,   struct signup_form, name,     1, MEMBER_NAME_MAX),
	FIELD(FIELD_EMAIL,  struct signup_form, mail,     1, 254),
	FIELD(FIELD_SECRET, struct signup_form, password, 1, PASSWORD_MAX_LENGTH + 1),
	FIELD(FIELD_BOOL,   struct signup_form, terms,    1, 1),
	FIELD(FIELD_TEXT,   struct signup_form, to,       0, 500),
};
static const struct form signup_form = { "signup", signup_fields, COUNT(signup_fields) };

static const struct field change_fields[] = {
	FIELD(FIELD_SECRET, struct password_form, old_password, 1, PASSWORD_MAX_LENGTH),
	FIELD(FIELD_SECRET, struct password_form, password,     1, PASSWORD_MAX_LENGTH + 1),
};
static const struct form change_form = { "password", change_fields, COUNT(change_fields) };

/* ── signing up ── */

static enum err signup_show(struct request *request)
{
	struct page *page = page_open(request, TEXT_identity_sign_up);
	struct signup_form form = { .to = request_query(request, "to") };
	(void)http_form(request_http(request), S("to"), &form.to);
	page->narrow = true;
	page->no_index = true;
	signup_page_html(page->view, &form);
	return page_send(page);
}

struct signing_up { struct request *request; const struct signup_form *form; struct signup signup; };

static enum err signup_prepare(struct scope *scope, void *data)
{
	struct signing_up *signing = data;
	const struct signup_form *form = signing->form;
	enum err err = password_check(scope, form->password, &(struct password_owner){ form->name, form->mail });
	return err ? err : password_hash(scope->arena, form->password, &signing->signup.secret);
}

static enum err signup_write(struct scope *scope, void *data)
{
	struct signing_up *signing = data;
	struct mail_due mail;
	enum err err = signup_keep(scope, &signing->signup, &mail);
	if (err || (err = identity_send(scope, LINK_CONFIRM, &mail)))
		return err;
	confirm_remember(signing->request, signing->signup.id);
	return redirect_to(signing->request, "/signup/sent");
}

/* Whoever goes back because of a wrong address gives another under the same key. */
static enum err signup_by_hand(struct request *request, const struct signup_form *form)
{
	struct scope *scope = request_scope(request);
	struct signing_up signing = { request, form, { .name = form->name, .mail = form->mail, .language = scope->language,
		.to_path = identity_to(form->to) } };
	str typed = str_join(scope->arena, (str[]){ form->mail, form->name, form->password }, 3, S("\n"));
	return request_take_typed(request, typed, signup_prepare, signup_write, &signing);
}

static enum err signup_submit(struct request *request)
{
	struct signup_form form = { .name = S("") };
	enum err err = form_read(request, &signup_form, &form);
	if (!err)
		err = form_trap(request);
	if (!err)
		err = signup_by_hand(request, &form);
	return err == ERR_INVALID ? identity_show(request, signup_show) : err;
}

static enum err signup_sent(struct request *request)
{
	return identity_sent(request, &(struct sent_page){ TEXT_identity_sent_title, TEXT_identity_signup_sent });
}

/* ── where one is signed in ── */

/* The first row whose word stands in the User-Agent wins. */
static const struct { const char *word, *name; } browsers[] = {
	{ "Firefox", "Firefox" }, { "Edg", "Edge" }, { "OPR", "Opera" }, { "SamsungBrowser", "Samsung Internet" },
	{ "Chrome", "Chrome" }, { "CriOS", "Chrome" }, { "FxiOS", "Firefox" }, { "Safari", "Safari" }, { "curl", "curl" },
};
static const struct { const char *word, *name; } systems[] = {
	{ "Android", "Android" }, { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Windows", "Windows" },
	{ "Mac OS", "macOS" }, { "CrOS", "ChromeOS" }, { "Linux", "Linux" },
};

static struct session_row row_of(const struct scope *scope, const struct session *session)
{
	struct session_row row = { .session = session, .is_this = session->id == scope->session_id };
	for (size_t i = COUNT(browsers); i > 0; i--) {
		if (str_contains(session->agent, str_from(browsers[i - 1].word)))
			row.browser = str_from(browsers[i - 1].name);
	}
	for (size_t i = COUNT(systems); i > 0; i--) {
		if (str_contains(session->agent, str_from(systems[i - 1].word)))
			row.system = str_from(systems[i - 1].name);
	}
	return row;
}

static enum err security_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct session_list list;
	struct login login;
	struct security_page model = { .has_password = false };
	enum err err = session_list_mine(scope, &list);
	if (err || (err = account_password(scope, scope->member_id, &login)))
		return err;
	model.has_password = login.id != 0;
	model.sessions.at = arena_take(scope->arena, list.count * sizeof(*model.sessions.at));
	for (size_t i = 0; i < list.count; i++)
		model.sessions.at[model.sessions.count++] = row_of(scope, &list.at[i]);

	struct page *page = page_open(request, TEXT_identity_security);
	page->section = SECTION_ME;
	page->narrow = true;
	security_page_html(page->view, &model);
	return page_send(page);
}

static enum err session_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	enum err err = session_end(scope, request_id(request, "id"));
	if (err)
		return err;
	push_close(scope, scope->member_id); /* open pages of the others come back by themselves */
	return redirect_with(request, "identity.session_ended", "/me/security");
}

static enum err others_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	int64_t ended;
	enum err err = session_end_others(scope, &ended);
	if (err)
		return err;
	push_close(scope, scope->member_id);
	return redirect_with(request, "identity.session_ended", "/me/security");
}

/* ── the password ── */

struct changing {
	struct request *request;
	const struct password_form *form;
	struct sign_in sign_in;
	int64_t member_id;
	struct member_contact contact;
	str hash;
};

static enum err change_look(struct scope *scope, void *data)
{
	struct changing *changing = data;
	enum err err = member_contact_of(scope, scope->member_id, &changing->contact);
	if (err)
		return err;
	changing->sign_in.mail = changing->contact.mail;
	return account_prove_look(scope, &changing->sign_in);
}

/* A wrong old password is counted: a borrowed browser is no place to guess at it. */
static enum err change_note(struct scope *scope, void *data)
{
	struct changing *changing = data;
	return sign_in_note(scope, &changing->sign_in, &changing->member_id);
}

static enum err change_prepare(struct scope *scope, void *data)
{
	struct changing *changing = data;
	enum err err = scope_read(scope, change_look, changing);
	if (err)
		return err;
	sign_in_check(&changing->sign_in);
	if ((err = scope_write(scope, change_note, changing)))
		return err;
	if (changing->sign_in.locked)
		return refuse(scope, ERR_LIMITED, changing->sign_in.locked);
	if (!changing->member_id)
		return refuse_field(scope, "old_password", "identity.old_password_wrong");
	struct password_owner owner = { changing->contact.name, changing->contact.mail };
	if ((err = password_check(scope, changing->form->password, &owner)))
		return err;
	return password_hash(scope->arena, changing->form->password, &changing->hash);
}

static enum err change_keep(struct scope *scope, void *data)
{
	int64_t ended;
	const struct changing *changing = data;
	enum err err = account_set_password(scope, scope->member_id, changing->hash);
	if (err || (err = session_end_others(scope, &ended)))
		return err;
	push_close(scope, scope->member_id);
	return redirect_with(changing->request, "identity.password_changed", "/me/security");
}

static enum err change_by_hand(struct request *request, const struct password_form *form)
{
	struct changing changing = { .request = request, .form = form, .sign_in = { .password = form->old_password } };
	str typed = str_join(request_scope(request)->arena, (str[]){ form->old_password, form->password }, 2, S("\n"));
	return request_take_typed(request, typed, change_prepare, change_keep, &changing);
}

static enum err password_submit(struct request *request)
{
	struct password_form form = { .old_password = S("") };
	enum err err = form_read(request, &change_form, &form);
	if (!err)
		err = change_by_hand(request, &form);
	return err == ERR_INVALID ? identity_show(request, security_show) : err;
}
