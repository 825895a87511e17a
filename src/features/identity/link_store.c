/* link_store.c: rows of one-time links, of sign-ups that wait, and of strangers' drafts. */
#include "features/identity/link_store.h"

#include "features/identity/login_store.h"
#include "features/identity/sql.gen.h"

enum err link_load(struct scope *scope, str hash, struct link *link_out)
{
	return sql_link_of(scope, hash, link_out);
}

enum err link_load_count(struct scope *scope, str mail_hash, moment after, int64_t *count_out)
{
	return sql_link_count(scope, mail_hash, after, scope->now + CLOCKS_APART, count_out);
}

enum err link_insert(struct scope *scope, const struct link *link, str hash)
{
	return sql_link_add(scope, link, hash);
}

enum err link_update_used(struct scope *scope, str hash, bool *used_out)
{
	int64_t changed = 0;
	enum err err = sql_link_use(scope, hash, &changed);
	if (err)
		return err;
	*used_out = changed == 1;
	return OK;
}

enum err link_update_dropped(struct scope *scope, enum link_purpose purpose, str mail_hash)
{
	int64_t changed = 0;
	return sql_link_drop(scope, purpose, mail_hash, &changed);
}

enum err signup_load(struct scope *scope, int64_t signup_id, struct signup *signup_out)
{
	enum err err = sql_signup_of(scope, signup_id, signup_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "identity.link_gone") : err;
}

enum err signup_insert(struct scope *scope, const struct signup *signup, moment ends_at)
{
	return sql_signup_add(scope, signup, ends_at);
}

enum err signup_delete(struct scope *scope, int64_t signup_id)
{
	return sql_signup_remove(scope, signup_id);
}

enum err draft_row_load(struct scope *scope, int64_t draft_id, struct draft *draft_out)
{
	enum err err = sql_draft_of(scope, draft_id, draft_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "identity.no_draft") : err;
}

enum err draft_insert(struct scope *scope, const struct draft *draft)
{
	return sql_draft_add(scope, draft);
}

enum err draft_update_member(struct scope *scope, int64_t draft_id, int64_t member_id)
{
	int64_t changed = 0;
	enum err err = sql_draft_confirm(scope, draft_id, member_id, &changed);
	if (err || changed)
		return err;
	return refuse(scope, ERR_CONFLICT, "identity.link_gone");
}

enum err draft_update_end(struct scope *scope, int64_t draft_id, struct subject subject, str reason)
{
	int64_t changed = 0;
	enum err err = sql_draft_put(scope, draft_id, subject.kind, subject.id, reason, &changed);
	if (err || changed)
		return err;
	return refuse(scope, ERR_CONFLICT, "identity.draft_done");
}

enum err link_sweep(struct scope *scope, int64_t *deleted_out)
{
	return sql_sweep_links(scope, scope->now - HOURS(1), deleted_out); /* the last hour counts against floods */
}

enum err signup_sweep(struct scope *scope, int64_t *deleted_out)
{
	return sql_sweep_signups(scope, deleted_out);
}

enum err draft_sweep(struct scope *scope, int64_t *deleted_out)
{
	return sql_sweep_drafts(scope, scope->now - DAYS(1), deleted_out);
}
