/* login_store.c: rows of logins, sessions, tokens, and of wrong passwords. */
#include "features/identity/login_store.h"

#include "core/memo.h"
#include "features/identity/sql.gen.h"
#include "features/member/member_news.h"

/* What opens the house is kept between requests and forgotten by what ends it: a member's sessions together, each token by
   itself, and both by all that becomes of the member (docs/decisions/0080). */
enum { SUBJECT_SESSIONS = 5, SUBJECT_TOKEN = 6 };

static const size_t session_texts[] = { offsetof(struct session, agent) };
static const struct memo_kind session_memo = { sizeof(struct session), session_texts, COUNT(session_texts), MINUTES(10), false };
static const size_t token_texts[] = { offsetof(struct token, name), offsetof(struct token, scopes) };
static const struct memo_kind token_memo = { sizeof(struct token), token_texts, COUNT(token_texts), MINUTES(10), false };

static void sessions_changed(struct scope *scope, int64_t member_id)
{
	subject_changed(scope, (struct subject){ SUBJECT_SESSIONS, member_id });
}

static enum err or_none(enum err err, struct login *login_out)
{
	if (err != ERR_NOT_FOUND)
		return err;
	*login_out = (struct login){ .secret = S("") };
	return OK;
}

enum err login_load(struct scope *scope, str kind, str subject, struct login *login_out)
{
	return or_none(sql_login_of(scope, kind, S(""), subject, login_out), login_out);
}

enum err login_load_of_member(struct scope *scope, int64_t member_id, str kind, struct login *login_out)
{
	return or_none(sql_login_of_member(scope, member_id, kind, login_out), login_out);
}

enum err login_insert(struct scope *scope, const struct login *login)
{
	enum err err = sql_login_add(scope, login);
	return err == ERR_CONFLICT ? refuse(scope, err, "identity.mail_taken") : err;
}

enum err login_update(struct scope *scope, int64_t login_id, str secret)
{
	int64_t changed = 0;
	enum err err = sql_login_put(scope, login_id, secret, &changed);
	if (err || changed)
		return err;
	return refuse(scope, ERR_NOT_FOUND, "identity.no_login");
}

enum err failure_load(struct scope *scope, str who, moment after, int64_t *tries_out)
{
	enum err err = sql_failure_of(scope, who, after, scope->now + CLOCKS_APART, tries_out);
	if (err != ERR_NOT_FOUND)
		return err;
	*tries_out = 0;
	return OK;
}

enum err failure_insert(struct scope *scope, str who, moment after)
{
	return sql_failure_add(scope, who, after, scope->now + CLOCKS_APART);
}

enum err failure_delete(struct scope *scope, str who)
{
	return sql_failure_forget(scope, who);
}

enum err failure_sweep(struct scope *scope, moment before, int64_t *deleted_out)
{
	return sql_sweep_failures(scope, before, deleted_out);
}

enum err session_load(struct scope *scope, str hash, struct session *session_out)
{
	struct memo_rows rows;
	if (memo_find(scope, &session_memo, hash, &rows)) {
		*session_out = *(struct session *)rows.at;
		return OK;
	}
	enum err err = sql_session_of(scope, hash, session_out);
	if (err)
		return err;
	const struct subject shows[] = { { SUBJECT_SESSIONS, session_out->member_id },
		subject_of(&member_subject, session_out->member_id) };
	memo_keep(scope, &session_memo, hash, &(struct memo_value){ session_out, 1, scope->brand_id, shows, COUNT(shows) });
	return OK;
}

enum err session_load_all(struct scope *scope, int64_t member_id, struct session_list *list_out)
{
	return sql_session_rows(scope, member_id, list_out);
}

enum err session_insert(struct scope *scope, const struct session *session, str hash)
{
	sessions_changed(scope, session->member_id);
	enum err err = sql_session_trim(scope, session->member_id);
	return err ? err : sql_session_add(scope, session, hash);
}

enum err session_update_seen(struct scope *scope, str hash, int64_t member_id)
{
	int64_t changed = 0;
	sessions_changed(scope, member_id);
	return sql_session_put_seen(scope, hash, &changed); /* ended meanwhile: nothing to see */
}

enum err session_delete(struct scope *scope, int64_t member_id, int64_t session_id, int64_t *ended_out)
{
	sessions_changed(scope, member_id);
	return sql_session_end_one(scope, member_id, session_id, ended_out);
}

enum err session_delete_others(struct scope *scope, int64_t member_id, int64_t but_id, int64_t *ended_out)
{
	sessions_changed(scope, member_id);
	return sql_session_end_others(scope, member_id, but_id, ended_out);
}

/* Whoever asks looks at the time by itself: what is kept of one that idles opens nothing either. */
enum err session_sweep(struct scope *scope, moment idle_since, int64_t *deleted_out)
{
	return sql_sweep_sessions(scope, idle_since, deleted_out);
}

enum err token_load(struct scope *scope, str hash, struct token *token_out)
{
	struct memo_rows rows;
	if (memo_find(scope, &token_memo, hash, &rows)) {
		*token_out = *(struct token *)rows.at;
		return OK;
	}
	enum err err = sql_token_of(scope, hash, token_out);
	if (err)
		return err;
	const struct subject shows[] = { { SUBJECT_TOKEN, token_out->id }, subject_of(&member_subject, token_out->member_id) };
	memo_keep(scope, &token_memo, hash, &(struct memo_value){ token_out, 1, scope->brand_id, shows, COUNT(shows) });
	return OK;
}

enum err token_load_all(struct scope *scope, int64_t after_id, struct token_list *list_out)
{
	return sql_token_rows(scope, after_id, list_out);
}

enum err token_insert(struct scope *scope, const struct token *token, str hash)
{
	return sql_token_add(scope, token, hash);
}

enum err token_delete(struct scope *scope, int64_t token_id)
{
	int64_t changed = 0;
	subject_changed(scope, (struct subject){ SUBJECT_TOKEN, token_id });
	enum err err = sql_token_remove(scope, token_id, &changed);
	if (err || changed)
		return err;
	return refuse(scope, ERR_NOT_FOUND, "identity.token_not_found");
}
