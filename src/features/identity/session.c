/* session.c: secrets become hashed rows; a row is believed only while it is neither idle nor old. */
#include "features/identity/session.h"

#include "base/utf8.h"
#include "features/member/member.h"

enum { AGENT_MAX = 200, TOKEN_NAME_MAX = 60, TOKEN_DAYS = 365, TOKEN_DAYS_MAX = 730, SECRET_MAX = 100 };
#define TOKEN_START S("hz_")

static str session_hash(struct scope *scope, str secret)
{
	return base64url(scope->arena, crypt_hash(scope->arena, &scope->house->session_key, S("session"), secret));
}

static str token_hash(struct scope *scope, str secret)
{
	return base64url(scope->arena, crypt_hash(scope->arena, &scope->house->token_key, S("bearer"), secret));
}

enum err session_begin(struct scope *scope, int64_t member_id, str agent, str *secret_out)
{
	must(member_id > 0);
	str secret = random_token(scope->arena);
	struct session session = {
		.id = id_new(scope->now), .member_id = member_id, .ends_at = scope->now + SESSION_WHOLE,
		.agent = utf8_is_valid(agent) ? utf8_first(utf8_clean(scope->arena, agent), AGENT_MAX) : S(""),
	};
	enum err err = session_insert(scope, &session, session_hash(scope, secret));
	if (err || (err = member_seen(scope, member_id)))
		return err;
	*secret_out = secret;
	return OK;
}

enum err session_resolve(struct scope *scope, str secret, struct session *session_out, bool *is_stale_out)
{
	struct session session;
	if (str_empty(secret) || secret.len > SECRET_MAX)
		return ERR_SIGNED_OUT;
	enum err err = session_load(scope, session_hash(scope, secret), &session);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_SIGNED_OUT : err;
	if (session.ends_at <= scope->now || session.seen_at <= scope->now - SESSION_IDLE)
		return ERR_SIGNED_OUT;
	*is_stale_out = session.seen_at <= scope->now - SESSION_SEEN_EVERY;
	*session_out = session;
	return OK;
}

enum err session_seen(struct scope *scope, str secret, int64_t member_id)
{
	enum err err = session_update_seen(scope, session_hash(scope, secret), member_id);
	if (err)
		return err;
	return member_seen(scope, member_id);
}

enum err session_list_mine(struct scope *scope, struct session_list *list_out)
{
	return session_load_all(scope, scope->member_id, list_out);
}

enum err session_end(struct scope *scope, int64_t session_id)
{
	int64_t ended = 0;
	enum err err = session_delete(scope, scope->member_id, session_id, &ended);
	if (err || ended)
		return err;
	return refuse(scope, ERR_NOT_FOUND, "identity.session_not_found");
}

enum err session_end_others(struct scope *scope, int64_t *ended_out)
{
	return session_delete_others(scope, scope->member_id, scope->session_id, ended_out);
}

enum err session_end_all_of(struct scope *scope, int64_t member_id)
{
	int64_t ended;
	return session_delete_others(scope, member_id, 0, &ended);
}

/* ── bearer tokens ── */

enum err token_make(struct scope *scope, const struct token_new *wanted, str *secret_out)
{
	struct member_card card;
	int64_t days = wanted->days ? wanted->days : TOKEN_DAYS;
	size_t length = utf8_length(wanted->name);
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "identity.not_yours");
	if (length == 0 || length > TOKEN_NAME_MAX)
		return refuse_field(scope, "name", "identity.token_name_wrong");
	if (days < 1 || days > TOKEN_DAYS_MAX)
		return refuse_field(scope, "days", "identity.token_days_wrong");
	enum err err = member_card_of(scope, wanted->member_id, &card);
	if (err)
		return err;
	str secret = str_join(scope->arena, (str[]){ TOKEN_START, random_token(scope->arena) }, 2, S(""));
	struct token token = { .id = id_new(scope->now), .member_id = card.id, .name = wanted->name, .scopes = S("all"),
		.ends_at = scope->now + DAYS(days) };
	if ((err = token_insert(scope, &token, token_hash(scope, secret))))
		return err;
	*secret_out = secret;
	return OK;
}

enum err token_resolve(struct scope *scope, str secret, struct token *token_out)
{
	struct token token;
	if (!str_starts(secret, TOKEN_START) || secret.len > SECRET_MAX)
		return ERR_SIGNED_OUT;
	enum err err = token_load(scope, token_hash(scope, secret), &token);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_SIGNED_OUT : err;
	if (token.ends_at <= scope->now)
		return ERR_SIGNED_OUT;
	*token_out = token;
	return OK;
}

enum err token_list_all(struct scope *scope, int64_t after_id, struct token_list *list_out)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "identity.not_yours");
	return token_load_all(scope, after_id, list_out);
}

enum err token_revoke(struct scope *scope, int64_t token_id)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "identity.not_yours");
	return token_delete(scope, token_id);
}
