/*
 * helper_letter.c: what an applicant is told by mail: one row a piece of news.
 *
 * Sent when the news is heard, so that a mail never leaves for a decision that was undone.
 */
#include "features/marketplace/helper_letter.h"

#include "features/marketplace/helper_store.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/pages.gen.h"
#include "features/member/member.h"

static const struct {
	const struct news_kind *kind;
	enum text_id subject, text, action;
	const char *path;
} letters[] = {
	{ &application_received,  TEXT_application_mail_received,  TEXT_application_mail_received_text,
	  TEXT_application_mail_see,      "/helpers/apply" },
	{ &application_approved,  TEXT_application_mail_approved,  TEXT_application_mail_approved_text,
	  TEXT_application_mail_services, "/me/services" },
	{ &application_declined,  TEXT_application_mail_declined,  TEXT_application_mail_declined_text,
	  TEXT_application_mail_see,      "/helpers/apply" },
	{ &application_suspended, TEXT_application_mail_suspended, TEXT_application_mail_suspended_text,
	  TEXT_application_mail_see,      "/helpers/apply" },
	{ &application_ending,    TEXT_application_mail_ending,    TEXT_application_mail_ending_text,
	  TEXT_application_mail_see,      "/helpers/apply" },
	{ &application_ended,     TEXT_application_mail_ended,     TEXT_application_mail_ended_text,
	  TEXT_application_mail_see,      "/helpers/apply" },
	{ &application_renewed,   TEXT_application_mail_renewed,   TEXT_application_mail_renewed_text,
	  TEXT_application_mail_services, "/me/services" },
	{ &application_restored,  TEXT_application_mail_restored,  TEXT_application_mail_restored_text,
	  TEXT_application_mail_services, "/me/services" },
};

static enum err write_letter(struct scope *scope, const struct news *news, size_t which)
{
	struct application application;
	struct member_contact contact;
	enum err err = application_load(scope, news->subject.id, &application);
	if (err || (err = member_contact_of(scope, application.member_id, &contact)))
		return err;
	if (str_empty(contact.mail))
		return OK; /* the page tells the same */
	struct letter letter;
	struct letter_to to = { contact.mail, contact.name, contact.language, scope->brand_name };
	letter_open(&letter, scope, &to);
	struct helper_letter model = {
		.name = contact.name, .brand = scope->brand_name, .reason = news->text,
		.link = letter_link(&letter, str_from(letters[which].path)),
		.text = letters[which].text, .action = letters[which].action,
	};
	helper_letter_html(letter.view, &model);
	const struct text_value brand = text_value_str("brand", scope->brand_name);
	str subject = text_of(scope->arena, letter.view->language, letters[which].subject, &brand, 1);
	return letter_queue(&letter, subject, news->subject);
}

enum err helper_letter_hear(struct scope *scope, const struct news *news)
{
	for (size_t i = 0; i < COUNT(letters); i++) {
		if (letters[i].kind == news->kind)
			return write_letter(scope, news, i);
	}
	return OK;
}
