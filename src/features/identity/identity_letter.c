/*
 * identity_letter.c: what stands in a mail with a one-time link.
 *
 * All are one page with four texts; `letters` says which.  The mail of a draft is
 * written when its news is heard, so that whoever keeps a draft needs no letters.
 */
#include "features/identity/identity_letter.h"

#include "features/identity/identity_news.h"
#include "features/identity/pages.gen.h"

struct words { enum text_id subject, intro, button, outro; const char *path; };

static const struct words letters[LINK_PURPOSE_COUNT] = {
	[LINK_CONFIRM] = { TEXT_identity_mail_confirm_subject, TEXT_identity_mail_confirm_intro,
		TEXT_identity_mail_confirm_button, TEXT_identity_mail_confirm_outro, "/confirm/" },
	[LINK_LOGIN] = { TEXT_identity_mail_login_subject, TEXT_identity_mail_login_intro,
		TEXT_identity_mail_login_button, TEXT_identity_mail_login_outro, "/login/link/" },
	[LINK_RECOVER] = { TEXT_identity_mail_recover_subject, TEXT_identity_mail_recover_intro,
		TEXT_identity_mail_recover_button, TEXT_identity_mail_recover_outro, "/recover/" },
	[LINK_DRAFT] = { TEXT_identity_mail_draft_subject, TEXT_identity_mail_draft_intro,
		TEXT_identity_mail_draft_button, TEXT_identity_mail_draft_outro, "/drafts/confirm/" },
};

static const struct words has_account = { TEXT_identity_mail_known_subject, TEXT_identity_mail_known_intro,
	TEXT_identity_mail_known_button, TEXT_identity_mail_known_outro, "/login" };

enum err identity_send(struct scope *scope, enum link_purpose purpose, const struct mail_due *mail)
{
	struct letter letter;
	if (str_empty(mail->to))
		return OK;
	const struct words *words = mail->has_account ? &has_account : &letters[purpose];
	str path = str_format(scope->arena, "%s%.*s", words->path, STR_ARG(mail->has_account ? S("") : mail->secret));
	letter_open(&letter, scope, &(struct letter_to){ mail->to, mail->name, mail->language, scope->brand_name });
	struct identity_letter model = { .name = mail->name, .intro = words->intro, .button = words->button,
		.outro = words->outro, .url = letter_link(&letter, path) };
	identity_letter_html(letter.view, &model);
	struct text_value brand = { .name = "brand", .type = TEXT_STR, .text = scope->brand_name };
	str subject = text_of(scope->arena, letter.view->language, words->subject, &brand, 1);
	return letter_queue(&letter, subject, (struct subject){ 0, 0 });
}

static enum err draft_kept_hear(struct scope *scope, const struct news *news)
{
	struct draft draft;
	enum err err = draft_load(scope, news->subject.id, &draft);
	if (err == ERR_NOT_FOUND) { /* swept already: nobody waits for it */
		scope_forgive(scope);
		return OK;
	}
	if (err)
		return err;
	struct mail_due mail = { .to = draft.mail, .name = draft.name, .language = draft.language };
	struct link_new link = { LINK_DRAFT, draft.id, draft.mail };
	if ((err = link_make(scope, &link, &mail.secret)))
		return err;
	if (str_empty(mail.secret)) /* this address had its share of mails */
		return OK;
	return identity_send(scope, LINK_DRAFT, &mail);
}

const struct listener identity_listeners[] = {
	{ &draft_kept, draft_kept_hear },
	{ NULL, NULL }
};
