/* account.c: rules of signing up, signing in and recovering. */
#include "features/identity/account.h"

#include "features/member/member.h"

enum { TO_PATH_MAX = 500 };

static str key_of(struct scope *scope, str mail)
{
	return member_mail_key(scope->arena, mail);
}

/* ── signing up ── */

enum err signup_keep(struct scope *scope, struct signup *signup, struct mail_due *mail_out)
{
	int64_t member_id;
	struct mail_due due = { .to = signup->mail, .name = signup->name, .language = signup->language };
	if (!mail_address_is_good(signup->mail))
		return refuse_field(scope, "mail", "identity.mail_wrong");
	enum err err = member_find_by_mail(scope, signup->mail, &member_id);
	if (err)
		return err;
	signup->id = id_new(scope->now);
	if (signup->to_path.len > TO_PATH_MAX)
		signup->to_path = S("");
	/* An owner of the address hears about the attempt; the row is written all the same, to cost the same. */
	due.has_account = member_id != 0;
	struct link_new link = { LINK_CONFIRM, due.has_account ? 0 : signup->id, signup->mail };
	if ((err = signup_insert(scope, signup, scope->now + HOURS(24))) || (err = link_make(scope, &link, &due.secret)))
		return err;
	if (str_empty(due.secret))
		due.to = S("");
	*mail_out = due;
	return OK;
}

enum err signup_look(struct scope *scope, str link_secret, struct signup *signup_out)
{
	struct link link;
	enum err err = link_look(scope, LINK_CONFIRM, link_secret, &link);
	if (err)
		return err;
	return signup_load(scope, link.about_id, signup_out);
}

enum err signup_confirm(struct scope *scope, const struct signup_link *followed, struct signup *signup_out,
                        int64_t *member_id_out)
{
	struct link link;
	struct signup signup;
	enum err err = link_take(scope, LINK_CONFIRM, followed->secret, &link);
	if (err || (err = signup_load(scope, link.about_id, &signup)) ||
	    (err = link_check_mail(scope, &link, signup.mail)))
		return err;
	struct member member = { .name = signup.name, .mail = signup.mail, .mail_confirmed_at = scope->now,
		.language = signup.language };
	if ((err = member_make(scope, &member)))
		return err;
	struct login login = { .id = id_new(scope->now), .member_id = member.id, .kind = LOGIN_PASSWORD,
		.provider = S(""), .subject = key_of(scope, signup.mail),
		.secret = str_empty(followed->new_secret) ? signup.secret : followed->new_secret };
	if ((err = login_insert(scope, &login)) || (err = signup_delete(scope, signup.id)))
		return err;
	*signup_out = signup;
	*member_id_out = member.id;
	return OK;
}

/* ── signing in ── */

/* A browser that is known is not kept out by what others try, nor by its neighbours. */
static enum err find_lock(struct scope *scope, struct sign_in *sign_in)
{
	bool tried = false, crowded = false;
	enum err err = tries_are_over(scope, sign_in->by, sign_in->whom, &tried);
	if (!err && sign_in->by == TRIES_PASSWORD)
		err = tries_are_over(scope, TRIES_NETWORK, scope->network, &crowded);
	if (!err)
		sign_in->locked = tried ? "identity.too_many_tries" : crowded ? "identity.network_tries" : NULL;
	return err;
}

enum err sign_in_look(struct scope *scope, struct sign_in *sign_in)
{
	enum err err = login_load(scope, LOGIN_PASSWORD, key_of(scope, sign_in->mail), &sign_in->login);
	if (err)
		return err;
	bool is_known = browser_is_known(scope, sign_in->browser, sign_in->login.member_id);
	sign_in->by = is_known ? TRIES_BROWSER : TRIES_PASSWORD;
	sign_in->whom = is_known ? sign_in->browser : key_of(scope, sign_in->mail);
	return find_lock(scope, sign_in);
}

void sign_in_check(struct sign_in *sign_in)
{
	/* Also when locked or unknown: password_matches takes its time for an empty hash too. */
	sign_in->matches = password_matches(sign_in->login.secret, sign_in->password);
}

enum err sign_in_note(struct scope *scope, struct sign_in *sign_in, int64_t *member_id_out)
{
	*member_id_out = 0;
	enum err err = find_lock(scope, sign_in);
	if (err || sign_in->locked)
		return err;
	if (!sign_in->matches || !sign_in->login.member_id) {
		err = tries_add(scope, sign_in->by, sign_in->whom);
		return err ? err : tries_add(scope, TRIES_NETWORK, scope->network);
	}
	if ((err = account_check_open(scope, sign_in->login.member_id)) ||
	    (err = tries_forget(scope, sign_in->by, sign_in->whom)))
		return err;
	*member_id_out = sign_in->login.member_id;
	return OK;
}

enum err sign_in_refuse(struct scope *scope, const struct sign_in *sign_in)
{
	if (sign_in->locked)
		return refuse(scope, ERR_LIMITED, sign_in->locked);
	return refuse_field(scope, "password", "identity.wrong");
}

enum err account_check_open(struct scope *scope, int64_t member_id)
{
	struct member member;
	enum err err = member_load(scope, member_id, &member);
	if (err)
		return err;
	return member_is_shut(&member, scope->now) ? refuse(scope, ERR_FORBIDDEN, "identity.suspended") : OK;
}

/* ── links ── */

enum err account_link(struct scope *scope, enum link_purpose purpose, str mail, struct mail_due *mail_out)
{
	int64_t member_id;
	struct mail_due due = { .to = S("") };
	if (!mail_address_is_good(mail))
		return refuse_field(scope, "mail", "identity.mail_wrong");
	enum err err = member_find_by_mail(scope, mail, &member_id);
	if (err || (err = link_make(scope, &(struct link_new){ purpose, member_id, mail }, &due.secret)))
		return err;
	if (member_id && !str_empty(due.secret)) {
		struct member_contact contact;
		if ((err = member_contact_of(scope, member_id, &contact)))
			return err;
		due.to = contact.mail;
		due.name = contact.name;
		due.language = contact.language;
	}
	*mail_out = due;
	return OK;
}

enum err account_link_take(struct scope *scope, enum link_purpose purpose, str link_secret, int64_t *member_id_out)
{
	struct link link;
	struct member_contact contact;
	enum err err = link_take(scope, purpose, link_secret, &link);
	if (err || (err = member_contact_of(scope, link.about_id, &contact)) ||
	    (err = link_check_mail(scope, &link, contact.mail)) || (err = account_check_open(scope, contact.id)))
		return err;
	*member_id_out = contact.id;
	return OK;
}

/* ── the password ── */

enum err account_password(struct scope *scope, int64_t member_id, struct login *login_out)
{
	return login_load_of_member(scope, member_id, LOGIN_PASSWORD, login_out);
}

enum err account_set_password(struct scope *scope, int64_t member_id, str hash)
{
	struct login login;
	struct member_contact contact;
	enum err err = member_contact_of(scope, member_id, &contact);
	if (err)
		return err;
	if (str_empty(contact.mail))
		return refuse(scope, ERR_CONFLICT, "identity.no_mail");
	if ((err = login_load_of_member(scope, member_id, LOGIN_PASSWORD, &login)))
		return err;
	if (login.id)
		err = login_update(scope, login.id, hash);
	else
		err = login_insert(scope, &(struct login){ .id = id_new(scope->now), .member_id = member_id,
			.kind = LOGIN_PASSWORD, .provider = S(""), .subject = key_of(scope, contact.mail), .secret = hash });
	if (err || (err = tries_forget(scope, TRIES_PASSWORD, key_of(scope, contact.mail))))
		return err;
	return link_drop(scope, LINK_RECOVER, contact.mail);
}

/* ── proving it once more ── */

enum err account_prove_look(struct scope *scope, struct sign_in *sign_in)
{
	enum err err = login_load(scope, LOGIN_PASSWORD, key_of(scope, sign_in->mail), &sign_in->login);
	if (err)
		return err;
	if (sign_in->login.member_id != scope->member_id)
		sign_in->login = (struct login){ .secret = S("") };
	sign_in->by = TRIES_PROOF;
	sign_in->whom = str_format(scope->arena, "%lld", (long long)scope->member_id);
	return find_lock(scope, sign_in);
}

static enum err prove_look(struct scope *scope, void *data)
{
	struct sign_in *sign_in = data;
	struct member_contact contact;
	enum err err = member_contact_of(scope, scope->member_id, &contact);
	if (err)
		return err;
	sign_in->mail = contact.mail;
	return account_prove_look(scope, sign_in);
}

struct proving { struct sign_in sign_in; int64_t member_id; };

static enum err prove_note(struct scope *scope, void *data)
{
	struct proving *proving = data;
	return sign_in_note(scope, &proving->sign_in, &proving->member_id);
}

enum err account_prove(struct scope *scope, str password)
{
	struct proving proving = { .sign_in.password = password };
	enum err err = scope_read(scope, prove_look, &proving.sign_in);
	if (err)
		return err;
	sign_in_check(&proving.sign_in);
	if ((err = scope_write(scope, prove_note, &proving)))
		return err;
	if (proving.member_id)
		return OK;
	return proving.sign_in.locked ? refuse(scope, ERR_LIMITED, proving.sign_in.locked)
	                              : refuse_field(scope, "password", "identity.proof_wrong");
}
