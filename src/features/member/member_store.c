/* member_store.c: rows of members. */
#include "features/member/member_store.h"

#include "base/utf8.h"
#include "core/memo.h"
#include "features/member/member_news.h"
#include "features/member/sql.gen.h"

static enum err known(struct scope *scope, enum err err)
{
	return err == ERR_NOT_FOUND ? refuse(scope, err, "member.not_found") : err;
}

/* No row is no failure here: the id is 0. */
static enum err or_none(enum err err, int64_t *id_out)
{
	if (err != ERR_NOT_FOUND)
		return err;
	*id_out = 0;
	return OK;
}

static enum err once_changed(struct scope *scope, enum err err, int64_t changed)
{
	if (err || changed)
		return err;
	return refuse(scope, ERR_NOT_FOUND, "member.not_found");
}

enum err member_load(struct scope *scope, int64_t member_id, struct member *member_out)
{
	return known(scope, sql_member_row(scope, member_id, member_out));
}

static const size_t standing_texts[] = { offsetof(struct member_standing, language) };
static const struct memo_kind standing_memo = { sizeof(struct member_standing), standing_texts, COUNT(standing_texts), MINUTES(10), false };

enum err member_load_standing(struct scope *scope, int64_t member_id, struct member_standing *standing_out)
{
	struct memo_rows rows;
	str key = str_format(scope->arena, "%lld", (long long)member_id);
	if (memo_find(scope, &standing_memo, key, &rows)) {
		*standing_out = *(struct member_standing *)rows.at;
		return OK;
	}
	enum err err = sql_member_standing(scope, member_id, standing_out);
	if (err)
		return err;
	const struct subject member = subject_of(&member_subject, member_id);
	memo_keep(scope, &standing_memo, key, &(struct memo_value){ standing_out, 1, scope->brand_id, &member, 1 });
	return OK;
}

enum err member_load_by_mail(struct scope *scope, str mail_key, int64_t *member_id_out)
{
	return or_none(sql_member_id_of_mail(scope, mail_key, member_id_out), member_id_out);
}

enum err member_load_by_origin(struct scope *scope, str origin, int64_t *member_id_out)
{
	return or_none(sql_member_id_of_origin(scope, origin, member_id_out), member_id_out);
}

enum err member_load_by_name(struct scope *scope, str name, int64_t *member_id_out)
{
	struct ids found;
	enum err err = sql_member_of_name(scope, utf8_fold(scope->arena, name), &found);
	if (!err)
		*member_id_out = found.count == 1 ? found.at[0] : 0;
	return err;
}

enum err member_load_cards(struct scope *scope, struct ids ids, struct member_card_list *list_out)
{
	return sql_member_card_rows(scope, ids, list_out);
}

const struct member_card *member_card_in(const struct member_card_list *list, int64_t member_id)
{
	static const struct member_card nobody = { .name = { "", 0 }, .town = { "", 0 } };
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].id == member_id)
			return &list->at[i];
	}
	return &nobody;
}

enum err member_load_contacts(struct scope *scope, struct ids ids, struct member_contact_list *list_out)
{
	return sql_member_contact_rows(scope, ids, list_out);
}

enum err member_load_named(struct scope *scope, str start, int64_t after_id, struct member_entry_list *list_out)
{
	/* U+10FFFF sorts behind every name that begins with `start`. */
	str folded = utf8_fold(scope->arena, start);
	str beyond = str_format(scope->arena, "%.*s\xF4\x8F\xBF\xBF", STR_ARG(folded));
	if (after_id) { /* the next page begins behind this member's name */
		struct member last;
		enum err err = member_load(scope, after_id, &last);
		if (err)
			return err;
		folded = utf8_fold(scope->arena, last.name);
	}
	return sql_member_named(scope, folded, beyond, after_id, list_out);
}

enum err member_load_newest(struct scope *scope, int64_t before_id, struct member_entry_list *list_out)
{
	return sql_member_newest(scope, before_id, list_out);
}

enum err member_load_staff(struct scope *scope, int64_t before_id, struct member_entry_list *list_out)
{
	return sql_member_staff(scope, before_id, list_out);
}

str member_mail_key(struct arena *arena, str mail)
{
	return str_lower_ascii(arena, str_trim(mail));
}

enum err member_insert(struct scope *scope, const struct member *member)
{
	str folded = utf8_fold(scope->arena, member->name);
	enum err err = sql_member_add(scope, member, folded, member_mail_key(scope->arena, member->mail));
	return err == ERR_CONFLICT ? refuse(scope, err, "member.mail_taken") : err;
}

enum err member_update_profile(struct scope *scope, const struct member *member)
{
	int64_t changed = 0;
	subject_changed(scope, subject_of(&member_subject, member->id));
	enum err err = sql_member_put_profile(scope, member, utf8_fold(scope->arena, member->name), &changed);
	return once_changed(scope, err, changed);
}

enum err member_update_roles(struct scope *scope, int64_t member_id, unsigned roles, unsigned from)
{
	int64_t changed = 0;
	subject_changed(scope, subject_of(&member_subject, member_id));
	enum err err = sql_member_put_roles(scope, member_id, roles, from, &changed);
	if (err || changed)
		return err;
	return refuse(scope, ERR_CONFLICT, "member.roles_changed");
}

enum err member_update_mail(struct scope *scope, int64_t member_id, str mail)
{
	int64_t changed = 0;
	enum err err = sql_member_put_mail(scope, member_id, mail, member_mail_key(scope->arena, mail), &changed);
	if (err == ERR_CONFLICT)
		return refuse(scope, err, "member.mail_taken");
	return once_changed(scope, err, changed);
}

enum err member_update_seen(struct scope *scope, int64_t member_id)
{
	int64_t changed = 0;
	return sql_member_put_seen(scope, member_id, &changed); /* seen already: just as well */
}

enum err member_update_suspended(struct scope *scope, int64_t member_id, moment until)
{
	int64_t changed = 0;
	subject_changed(scope, subject_of(&member_subject, member_id));
	enum err err = sql_member_put_suspended(scope, member_id, until, &changed);
	return once_changed(scope, err, changed);
}

enum err member_update_leaving(struct scope *scope, int64_t member_id, moment leaving_at)
{
	int64_t changed = 0;
	subject_changed(scope, subject_of(&member_subject, member_id));
	enum err err = sql_member_put_leaving(scope, member_id, leaving_at, &changed);
	return once_changed(scope, err, changed);
}

enum err member_count_other_admins(struct scope *scope, int64_t member_id, int64_t *count_out)
{
	return sql_member_other_admins(scope, member_id, ROLE_BRAND_ADMIN, count_out);
}

enum err member_update_former(struct scope *scope, int64_t member_id, str name)
{
	int64_t changed = 0;
	subject_changed(scope, subject_of(&member_subject, member_id));
	enum err err = sql_member_put_former(scope, member_id, name, &changed);
	return once_changed(scope, err, changed);
}
