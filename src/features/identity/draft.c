/* draft.c: rules of strangers' drafts. */
#include "features/identity/draft.h"

#include "base/utf8.h"
#include "features/identity/account.h"
#include "features/identity/identity_news.h"
#include "features/identity/link.h"
#include "features/member/member.h"

static enum err faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	for (size_t i = 0; i < ids.count; i++)
		faces_out[i] = (struct subject_face){ S(""), S("") }; /* drafts are nobody's business */
	return OK;
}

const struct subject_kind draft_subject = { "draft", 4, faces, NULL };

enum err draft_keep(struct scope *scope, struct draft *draft)
{
	int64_t mails = 0;
	size_t length = utf8_length(draft->name);
	if (!mail_address_is_good(draft->mail))
		return refuse_field(scope, "mail", "identity.mail_wrong");
	if (length == 0 || length > MEMBER_NAME_MAX)
		return refuse_field(scope, "name", "identity.name_wrong");
	if (draft->payload.len > DRAFT_PAYLOAD_MAX)
		return refuse(scope, ERR_TOO_LARGE, "identity.draft_too_long");
	enum err err = link_load_count(scope, mail_hash(scope, draft->mail), scope->now - HOURS(1), &mails);
	if (err)
		return err;
	if (mails >= LINKS_AN_HOUR)
		return refuse(scope, ERR_LIMITED, "identity.mail_too_often");
	draft->id = id_new(scope->now);
	draft->language = scope->language;
	draft->ends_at = scope->now + HOURS(24);
	if ((err = draft_insert(scope, draft)))
		return err;
	return news_announce(scope, &draft_kept, subject_of(&draft_subject, draft->id));
}

enum err draft_load(struct scope *scope, int64_t draft_id, struct draft *draft_out)
{
	return draft_row_load(scope, draft_id, draft_out);
}

enum err draft_done(struct scope *scope, int64_t draft_id, struct subject made)
{
	must(made.id > 0);
	return draft_update_end(scope, draft_id, made, S(""));
}

enum err draft_refused(struct scope *scope, int64_t draft_id, const char *reason)
{
	return draft_update_end(scope, draft_id, (struct subject){ 0, 0 }, str_from(reason));
}

static enum err author_of(struct scope *scope, const struct draft *draft, int64_t *member_id_out)
{
	enum err err = member_find_by_mail(scope, draft->mail, member_id_out);
	if (err)
		return err;
	if (*member_id_out)
		return account_check_open(scope, *member_id_out);
	struct member member = { .name = draft->name, .mail = draft->mail, .mail_confirmed_at = scope->now,
		.language = draft->language };
	if ((err = member_make(scope, &member)))
		return err;
	*member_id_out = member.id;
	return OK;
}

enum err draft_confirm(struct scope *scope, str link_secret, struct draft *draft_out)
{
	struct link link;
	struct draft draft;
	enum err err = link_take(scope, LINK_DRAFT, link_secret, &link);
	if (err || (err = draft_row_load(scope, link.about_id, &draft)) ||
	    (err = link_check_mail(scope, &link, draft.mail)) ||
	    (err = author_of(scope, &draft, &draft.member_id)) ||
	    (err = draft_update_member(scope, draft.id, draft.member_id)))
		return err;
	struct news news = { .kind = &draft_confirmed, .subject = subject_of(&draft_subject, draft.id),
		.actor_id = draft.member_id, .to_member_id = draft.member_id, .text = draft.kind };
	*draft_out = draft;
	return news_tell(scope, &news);
}

enum err draft_show(struct scope *scope, int64_t draft_id, struct draft *draft_out)
{
	struct draft draft;
	enum err err = draft_row_load(scope, draft_id, &draft);
	if (err)
		return err;
	if (!draft.member_id || draft.member_id != scope->member_id)
		return refuse(scope, ERR_NOT_FOUND, "identity.no_draft");
	*draft_out = draft;
	return OK;
}
