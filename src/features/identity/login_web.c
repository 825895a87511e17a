/*
 * login_web.c: signing in by password or by a link in a mail, recovering, signing out.
 *
 * Hashing is done by hand, between a snapshot and a unit, in the lane that the
 * rates RATE_LOGIN and RATE_SIGNUP lead to.  A link's GET shows a button; only its
 * POST uses it up, so that a mail scanner that follows links changes nothing.
 */
#include "features/identity/identity_web.h"

#include "features/identity/identity_letter.h"
#include "features/identity/pages.gen.h"
#include "web/keyed.h"

enum { BROWSER_DAYS = 365 };

static handler login_show, login_submit, mail_show, mail_submit, mail_sent, login_link_show, login_link_submit,
	recover_link_show, recover_submit, logout;

const struct route login_routes[] = {
	{ GET,  "/login",             EVERYONE, READS,   login_show,        .about = "Sign in" },
	{ POST, "/login",             EVERYONE, BY_HAND, login_submit,      .rate = RATE_LOGIN, .about = "Sign in" },
	{ GET,  "/login/link",        EVERYONE, READS,   mail_show,         LINK_LOGIN, .about = "Ask for a one-time link" },
	{ POST, "/login/link",        EVERYONE, WRITES,  mail_submit,       LINK_LOGIN, .rate = RATE_MAIL,
	  .about = "Ask for a one-time link" },
	{ GET,  "/login/sent",        EVERYONE, READS,   mail_sent,         LINK_LOGIN, .about = "The mail is on its way" },
	{ GET,  "/login/link/:token", EVERYONE, READS,   login_link_show,   .about = "A one-time link" },
	{ POST, "/login/link/:token", EVERYONE, WRITES,  login_link_submit, .rate = RATE_LOGIN,
	  .about = "Sign in by a one-time link" },
	{ GET,  "/recover",           EVERYONE, READS,   mail_show,         LINK_RECOVER, .about = "Forgotten password" },
	{ POST, "/recover",           EVERYONE, WRITES,  mail_submit,       LINK_RECOVER, .rate = RATE_MAIL,
	  .about = "Ask for a link to a new password" },
	{ GET,  "/recover/sent",      EVERYONE, READS,   mail_sent,         LINK_RECOVER, .about = "The mail is on its way" },
	{ GET,  "/recover/:token",    EVERYONE, READS,   recover_link_show, .about = "Choose a new password" },
	{ POST, "/recover/:token",    EVERYONE, BY_HAND, recover_submit,    .rate = RATE_LOGIN,
	  .about = "Set a new password" },
	{ POST, "/logout",            MEMBERS,  WRITES,  logout,            .about = "Sign out" },
	ROUTES_END
};

static const struct field login_fields[] = {
	FIELD(FIELD_EMAIL,  struct login_form, mail,     1, 254),
	FIELD(FIELD_SECRET, struct login_form, password, 1, PASSWORD_MAX_LENGTH),
	FIELD(FIELD_TEXT,   struct login_form, to,       0, 500),
};
static const struct form login_form = { "login", login_fields, COUNT(login_fields) };

static const struct field mail_fields[] = { FIELD(FIELD_EMAIL, struct mail_form, mail, 1, 254) };
static const struct form mail_form = { "mail", mail_fields, COUNT(mail_fields) };

static const struct field recover_fields[] = {
	FIELD(FIELD_SECRET, struct password_form, password, 1, PASSWORD_MAX_LENGTH + 1),
};
static const struct form recover_form = { "recover", recover_fields, COUNT(recover_fields) };

/* ── what the files of this slice share ── */

str identity_to(str typed)
{
	return !str_empty(typed) && url_is_local(typed) ? typed : S("/me");
}

enum err identity_session(struct request *request, int64_t member_id, str *secret_out)
{
	return session_begin(request_scope(request), member_id, http_header(request_http(request), S("User-Agent")),
	                     secret_out);
}

static str browser_of(struct request *request)
{
	str browser;
	return cookie_find(request_http(request), S("browser"), &browser) ? browser : S("");
}

void identity_cookie(struct request *request, int64_t member_id, str secret)
{
	struct scope *scope = request_scope(request);
	str browser = browser_of(request);
	if (!browser_is_known(scope, browser, member_id))
		browser = browser_new(scope, member_id);
	cookie_set(request_http(request), request_response(request), S("session"), secret, SESSION_WHOLE / SECONDS(1));
	cookie_set(request_http(request), request_response(request), S("browser"), browser, DAYS(BROWSER_DAYS) / SECONDS(1));
}

struct showing { struct request *request; identity_page *page; };

static enum err show_now(struct scope *scope, void *data)
{
	struct showing *showing = data;
	return showing->page(showing->request);
}

enum err identity_show(struct request *request, identity_page *page)
{
	struct showing showing = { request, page };
	return scope_read(request_scope(request), show_now, &showing);
}

static struct page *narrow_page(struct request *request, enum text_id title)
{
	struct page *page = page_open(request, title);
	page->narrow = true;
	page->no_index = true;
	return page;
}

enum err identity_sent(struct request *request, const struct sent_page *model)
{
	struct page *page = narrow_page(request, model->title);
	sent_page_html(page->view, model);
	return page_send(page);
}

enum err identity_link_page(struct request *request, const struct link_page *model)
{
	struct page *page = narrow_page(request, model->title);
	link_page_html(page->view, model);
	return page_send(page);
}

/* ── password ── */

static enum err login_show(struct request *request)
{
	struct page *page = narrow_page(request, TEXT_identity_sign_in);
	struct login_form form = { .to = request_query(request, "to") };
	(void)http_form(request_http(request), S("to"), &form.to); /* shown again: as it was */
	login_page_html(page->view, &form);
	return page_send(page);
}

struct signing { struct request *request; struct sign_in sign_in; int64_t member_id; str secret; };

static enum err login_look(struct scope *scope, void *data)
{
	return sign_in_look(scope, &((struct signing *)data)->sign_in);
}

static enum err login_note(struct scope *scope, void *data)
{
	struct signing *signing = data;
	enum err err = sign_in_note(scope, &signing->sign_in, &signing->member_id);
	if (err || !signing->member_id)
		return err;
	return identity_session(signing->request, signing->member_id, &signing->secret);
}

static enum err sign_in_by_hand(struct request *request, const struct login_form *form)
{
	struct scope *scope = request_scope(request);
	struct signing signing = { .request = request,
		.sign_in = { .mail = form->mail, .password = form->password, .browser = browser_of(request) } };
	enum err err = scope_read(scope, login_look, &signing);
	if (err)
		return err;
	sign_in_check(&signing.sign_in);
	if ((err = scope_write(scope, login_note, &signing)))
		return err;
	if (!signing.member_id)
		return sign_in_refuse(scope, &signing.sign_in);
	identity_cookie(request, signing.member_id, signing.secret);
	return redirect_to(request, "%.*s", STR_ARG(identity_to(form->to)));
}

static enum err login_submit(struct request *request)
{
	struct login_form form = { .to = S("") };
	enum err err = form_read(request, &login_form, &form);
	if (!err)
		err = sign_in_by_hand(request, &form);
	return err == ERR_INVALID ? identity_show(request, login_show) : err;
}

/* ── a link by mail ── */

static const struct { enum text_id title, lead, button, sent; const char *path; } mails[LINK_PURPOSE_COUNT] = {
	[LINK_LOGIN] = { TEXT_identity_link_title, TEXT_identity_link_lead, TEXT_identity_link_button,
		TEXT_identity_link_sent, "/login" },
	[LINK_RECOVER] = { TEXT_identity_recover_title, TEXT_identity_recover_lead, TEXT_identity_recover_button,
		TEXT_identity_recover_sent, "/recover" },
};

static enum err mail_show(struct request *request)
{
	int purpose = request_with(request);
	struct mail_page model = { mails[purpose].title, mails[purpose].lead, mails[purpose].button,
		purpose == LINK_LOGIN ? S("/login/link") : S("/recover") };
	struct page *page = narrow_page(request, model.title);
	mail_page_html(page->view, &model);
	return page_send(page);
}

static enum err mail_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	enum link_purpose purpose = (enum link_purpose)request_with(request); /* the route's row names it */
	struct mail_form form = { .mail = S("") };
	struct mail_due mail;
	enum err err = form_read(request, &mail_form, &form);
	if (!err)
		err = account_link(scope, purpose, form.mail, &mail);
	if (err == ERR_INVALID)
		return mail_show(request);
	if (err || (err = identity_send(scope, purpose, &mail)))
		return err;
	return redirect_to(request, "%s/sent", mails[purpose].path);
}

static enum err mail_sent(struct request *request)
{
	int purpose = request_with(request);
	return identity_sent(request, &(struct sent_page){ TEXT_identity_sent_title, mails[purpose].sent });
}

static enum err login_link_show(struct request *request)
{
	struct link link;
	enum err err = link_look(request_scope(request), LINK_LOGIN, request_param(request, "token"), &link);
	if (err)
		return err;
	return identity_link_page(request, &(struct link_page){ TEXT_identity_link_here, TEXT_identity_link_here_text,
		TEXT_identity_sign_in, request_http(request)->path });
}

static enum err login_link_submit(struct request *request)
{
	int64_t member_id;
	str secret;
	enum err err = account_link_take(request_scope(request), LINK_LOGIN, request_param(request, "token"), &member_id);
	if (err || (err = identity_session(request, member_id, &secret)))
		return err;
	identity_cookie(request, member_id, secret);
	return redirect_to(request, "/me");
}

/* ── a new password ── */

static enum err recover_link_show(struct request *request)
{
	struct link link;
	enum err err = link_look(request_scope(request), LINK_RECOVER, request_param(request, "token"), &link);
	if (err)
		return err;
	struct page *page = narrow_page(request, TEXT_identity_new_password);
	recover_page_html(page->view, request_http(request)->path);
	return page_send(page);
}

struct recovering { struct request *request; str link, password, hash; };

/* Before the slow part: is the link good, and the password? */
static enum err recover_look(struct scope *scope, void *data)
{
	const struct recovering *recovering = data;
	struct link link;
	struct member_contact contact;
	enum err err = link_look(scope, LINK_RECOVER, recovering->link, &link);
	if (err || (err = member_contact_of(scope, link.about_id, &contact)))
		return err;
	return password_check(scope, recovering->password, &(struct password_owner){ contact.name, contact.mail });
}

static enum err recover_prepare(struct scope *scope, void *data)
{
	struct recovering *recovering = data;
	enum err err = scope_read(scope, recover_look, recovering);
	return err ? err : password_hash(scope->arena, recovering->password, &recovering->hash);
}

static enum err recover_keep(struct scope *scope, void *data)
{
	const struct recovering *recovering = data;
	int64_t member_id;
	str secret;
	enum err err = account_link_take(scope, LINK_RECOVER, recovering->link, &member_id);
	if (err || (err = account_set_password(scope, member_id, recovering->hash)) ||
	    (err = session_end_all_of(scope, member_id)))
		return err;
	push_close(scope, member_id);
	if ((err = identity_session(recovering->request, member_id, &secret)))
		return err;
	identity_cookie(recovering->request, member_id, secret);
	return redirect_with(recovering->request, "identity.password_changed", "/me");
}

static enum err recover_submit(struct request *request)
{
	struct password_form form = { .password = S("") };
	enum err err = form_read(request, &recover_form, &form);
	if (!err) {
		struct recovering recovering = { request, request_param(request, "token"), form.password, S("") };
		err = request_take_typed(request, form.password, recover_prepare, recover_keep, &recovering);
	}
	return err == ERR_INVALID ? identity_show(request, recover_link_show) : err;
}

/* ── signing out ── */

static enum err logout(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct http_response *response = request_response(request);
	if (scope->session_id) {
		enum err err = session_end(scope, scope->session_id);
		if (err && err != ERR_NOT_FOUND)
			return err;
		scope_forgive(scope); /* ended elsewhere a moment ago: just as well */
	}
	push_close(scope, scope->member_id);
	cookie_set(request_http(request), response, S("session"), S(""), -1);
	http_set_header(response, S("Clear-Site-Data"), S("\"cache\", \"storage\""));
	return redirect_with(request, "identity.signed_out", "/");
}
