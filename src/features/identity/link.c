/* link.c: the life of a one-time link.  How long each purpose lives stands in `lives`. */
#include "features/identity/link.h"

#include "features/identity/tries.h"
#include "features/member/member.h"

static const struct { const char *name; moment life; } lives[LINK_PURPOSE_COUNT] = {
	[LINK_CONFIRM] = { "link.confirm", HOURS(24) },
	[LINK_LOGIN]   = { "link.login",   MINUTES(15) },
	[LINK_RECOVER] = { "link.recover", MINUTES(30) },
	[LINK_DRAFT]   = { "link.draft",   HOURS(24) },
	[LINK_LEAVE]   = { "link.leave",   MINUTES(30) },
};

/* The purpose is part of the hash: a link of one kind is unknown to all others. */
static str link_hash(struct scope *scope, enum link_purpose purpose, str secret)
{
	str hash = crypt_hash(scope->arena, &scope->house->token_key, str_from(lives[purpose].name), secret);
	return base64url(scope->arena, hash);
}

str mail_hash(struct scope *scope, str mail)
{
	str key = member_mail_key(scope->arena, mail);
	return base64url(scope->arena, crypt_hash(scope->arena, &scope->house->token_key, S("mail"), key));
}

enum err link_make(struct scope *scope, const struct link_new *wanted, str *secret_out)
{
	int64_t made = 0;
	bool is_crowded = false;
	str secret = random_token(scope->arena);
	struct link link = { .purpose = wanted->purpose, .about_id = wanted->about_id,
		.mail_hash = mail_hash(scope, wanted->mail), .ends_at = scope->now + lives[wanted->purpose].life };
	enum err err = link_load_count(scope, link.mail_hash, scope->now - HOURS(1), &made);
	if (err)
		return err;
	if (made >= LINKS_AN_HOUR) {
		*secret_out = S("");
		return OK;
	}
	if ((err = tries_are_over(scope, TRIES_MAILS, scope->network, &is_crowded)))
		return err;
	if (is_crowded)
		return refuse(scope, ERR_LIMITED, "identity.network_mails");
	if ((err = tries_add(scope, TRIES_MAILS, scope->network)) || (err = link_insert(scope, &link, link_hash(scope, link.purpose, secret))))
		return err;
	*secret_out = secret;
	return OK;
}

enum err link_look(struct scope *scope, enum link_purpose purpose, str secret, struct link *link_out)
{
	struct link link;
	enum err err = secret.len > 100 ? ERR_NOT_FOUND : link_load(scope, link_hash(scope, purpose, secret), &link);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err || link.purpose != purpose || !link.about_id || link.used_at || link.ends_at <= scope->now)
		return refuse(scope, ERR_NOT_FOUND, "identity.link_gone");
	*link_out = link;
	return OK;
}

enum err link_take(struct scope *scope, enum link_purpose purpose, str secret, struct link *link_out)
{
	struct link link;
	bool used = false;
	enum err err = link_look(scope, purpose, secret, &link);
	if (err || (err = link_update_used(scope, link_hash(scope, purpose, secret), &used)))
		return err;
	if (!used)
		return refuse(scope, ERR_NOT_FOUND, "identity.link_gone");
	*link_out = link;
	return OK;
}

enum err link_check_mail(struct scope *scope, const struct link *link, str mail)
{
	if (!str_empty(mail) && crypt_equal(link->mail_hash, mail_hash(scope, mail)))
		return OK;
	return refuse(scope, ERR_NOT_FOUND, "identity.link_gone");
}

enum err link_drop(struct scope *scope, enum link_purpose purpose, str mail)
{
	return link_update_dropped(scope, purpose, mail_hash(scope, mail));
}
