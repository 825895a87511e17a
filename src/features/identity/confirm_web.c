/*
 * confirm_web.c: a sign-up's mail was read: whoever opened its link has the address.
 *
 * The password of a sign-up came from whoever knew the address, not from its owner.  So
 * only the browser that signed up confirms with one click (a signed cookie says so);
 * any other sets a password of its own, and nobody else knows it.
 */
#include "features/identity/confirm_web.h"

#include "features/identity/identity_web.h"
#include "features/identity/pages.gen.h"
#include "web/keyed.h"

static handler confirm_show, confirm_submit;

const struct route confirm_routes[] = {
	{ GET,  "/confirm/:token", EVERYONE, READS,   confirm_show,   .about = "A link that confirms a mail address" },
	{ POST, "/confirm/:token", EVERYONE, BY_HAND, confirm_submit, .rate = RATE_LOGIN, .about = "Confirm a mail address" },
	ROUTES_END
};

static const struct field confirm_fields[] = {
	FIELD(FIELD_SECRET, struct password_form, password, 1, PASSWORD_MAX_LENGTH + 1),
};
static const struct form confirm_form = { "confirm", confirm_fields, COUNT(confirm_fields) };

/* ── the browser that signed up ── */

static str mark_of(struct request *request, int64_t signup_id)
{
	struct scope *scope = request_scope(request);
	str value = str_format(scope->arena, "%lld.%lld", (long long)scope->brand_id, (long long)signup_id);
	return crypt_sign(scope->arena, &scope->house->sign_key, S("signup"), value);
}

void confirm_remember(struct request *request, int64_t signup_id)
{
	cookie_set(request_http(request), request_response(request), S("signup"), mark_of(request, signup_id), 0);
}

static bool is_same_browser(struct request *request, int64_t signup_id)
{
	str mark;
	return cookie_find(request_http(request), S("signup"), &mark) && crypt_equal(mark, mark_of(request, signup_id));
}

/* ── the link ── */

static enum err confirm_show(struct request *request)
{
	struct signup signup;
	enum err err = signup_look(request_scope(request), request_param(request, "token"), &signup);
	if (err)
		return err;
	str action = request_http(request)->path;
	if (is_same_browser(request, signup.id))
		return identity_link_page(request, &(struct link_page){ TEXT_identity_confirm_title, TEXT_identity_confirm_text,
			TEXT_identity_confirm_button, action });
	struct page *page = page_open(request, TEXT_identity_confirm_title);
	page->narrow = true;
	page->no_index = true;
	signup_confirm_page_html(page->view, &(struct signup_confirm_page){ action, signup.name, signup.mail });
	return page_send(page);
}

struct confirming { struct request *request; struct signup_link link; struct signup signup; };

static enum err confirm_look(struct scope *scope, void *data)
{
	struct confirming *confirming = data;
	return signup_look(scope, confirming->link.secret, &confirming->signup);
}

/* A password that its owner chose just now. */
static enum err choose_password(struct request *request, struct confirming *confirming)
{
	struct scope *scope = request_scope(request);
	struct password_form form = { .password = S("") };
	enum err err = form_read(request, &confirm_form, &form);
	if (err || (err = password_check(scope, form.password,
	                                 &(struct password_owner){ confirming->signup.name, confirming->signup.mail })))
		return err;
	return password_hash(scope->arena, form.password, &confirming->link.new_secret);
}

static enum err confirm_prepare(struct scope *scope, void *data)
{
	struct confirming *confirming = data;
	enum err err = scope_read(scope, confirm_look, confirming);
	if (err || is_same_browser(confirming->request, confirming->signup.id))
		return err;
	return choose_password(confirming->request, confirming);
}

static enum err confirm_keep(struct scope *scope, void *data)
{
	struct confirming *confirming = data;
	struct request *request = confirming->request;
	int64_t member_id;
	str session;
	enum err err = signup_confirm(scope, &confirming->link, &confirming->signup, &member_id);
	if (err || (err = identity_session(request, member_id, &session)))
		return err;
	identity_cookie(request, member_id, session);
	cookie_set(request_http(request), request_response(request), S("signup"), S(""), -1);
	return redirect_with(request, "identity.welcome", "%.*s", STR_ARG(identity_to(confirming->signup.to_path)));
}

static enum err confirm_submit(struct request *request)
{
	struct confirming confirming = { .request = request, .link.secret = request_param(request, "token") };
	str typed = S("");
	(void)http_form(request_http(request), S("password"), &typed); /* whoever confirms by a click types none */
	enum err err = request_take_typed(request, typed, confirm_prepare, confirm_keep, &confirming);
	return err == ERR_INVALID ? identity_show(request, confirm_show) : err;
}
