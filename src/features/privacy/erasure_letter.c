/* erasure_letter.c: told by mail at once: that an account will be erased, and how that is ended; and that it stays. */
#include "features/privacy/privacy_web.h"

#include "features/member/member.h"
#include "features/privacy/pages.gen.h"
#include "features/privacy/privacy_news.h"

enum err erasure_letter_hear(struct scope *scope, const struct news *news)
{
	struct erasure erasure;
	struct member_contact contact;
	struct letter letter;
	bool was_asked = news->kind == &privacy_erasure_asked;
	int64_t member_id = news->subject.id;
	enum err err = erasure_of(scope, member_id, &erasure);
	if (!err)
		err = member_contact_of(scope, member_id, &contact);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	/* Whoever has changed her mind meanwhile hears of what holds now. */
	if (err || str_empty(contact.mail) || was_asked != (erasure.member_id != 0))
		return err;
	letter_open(&letter, scope, &(struct letter_to){ contact.mail, contact.name, contact.language, scope->brand_name });
	const struct erasure_letter model = { .name = contact.name, .brand_name = scope->brand_name, .due_at = erasure.due_at,
		.was_asked = was_asked, .by_other = erasure.asked_by != member_id, .url = letter_link(&letter, S("/me/privacy/erasure")) };
	erasure_letter_html(letter.view, &model);
	const struct text_value brand = text_value_str("brand", scope->brand_name);
	enum text_id words = was_asked ? TEXT_privacy_mail_asked : TEXT_privacy_mail_ended;
	letter.even_stopped = true; /* nobody is to be erased without having been told */
	str subject = text_of(scope->arena, letter.view->language, words, &brand, 1);
	return letter_queue(&letter, subject, news->subject);
}

enum err erasure_link_send(struct scope *scope, const struct mail_due *mail)
{
	struct letter letter;
	if (str_empty(mail->to))
		return OK;
	letter_open(&letter, scope, &(struct letter_to){ mail->to, mail->name, mail->language, scope->brand_name });
	str path = str_format(scope->arena, "/me/privacy/erasure/link/%.*s", STR_ARG(mail->secret));
	const struct erasure_letter model = { .name = mail->name, .brand_name = scope->brand_name, .url = letter_link(&letter, path) };
	erasure_link_letter_html(letter.view, &model);
	const struct text_value brand = text_value_str("brand", scope->brand_name);
	letter.even_stopped = true;
	str subject = text_of(scope->arena, letter.view->language, TEXT_privacy_mail_link, &brand, 1);
	return letter_queue(&letter, subject, (struct subject){ 0, 0 });
}
