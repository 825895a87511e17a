/* incoming_letter.c: says why, and gives the words back, so that nothing is lost. */
#include "features/notify/incoming_letter.h"

#include "base/utf8.h"
#include "features/notify/pages.gen.h"
#include "web/letter.h"

enum { BODY_MAX = 4000, SUBJECT_MAX = 200 };

enum err refused_write(struct scope *scope, const struct refused_mail *refused, const struct member_contact *contact)
{
	struct letter letter;
	letter_open(&letter, scope, &(struct letter_to){ contact->mail, contact->name, contact->language, scope->brand_name });
	letter.is_reply = true;
	const struct refused_letter model = { contact->name, utf8_first(refused->body, BODY_MAX), refused->reason };
	refused_letter_html(letter.view, &model);
	str subject = str_empty(refused->subject) ? text_of(scope->arena, letter.view->language, TEXT_mail_in_subject, NULL, 0)
	                                          : utf8_first(refused->subject, SUBJECT_MAX);
	/* One line: whoever wrote it may have broken it. */
	char *line = (char *)str_c(scope->arena, subject); /* our own copy */
	for (size_t i = 0; i < subject.len; i++) {
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = ' ';
	}
	return letter_queue(&letter, (str){ line, subject.len }, (struct subject){ 0, 0 });
}

str incoming_with_note(struct scope *scope, str body, int attachments)
{
	enum language language = (enum language)0;
	const struct text_value values[] = { text_value_number("count", attachments) };
	(void)language_find(scope->language, &language); /* the first there is, otherwise */
	return str_format(scope->arena, "%.*s\n\n*%.*s*", STR_ARG(body),
	                  STR_ARG(text_of(scope->arena, language, TEXT_mail_in_note, values, COUNT(values))));
}
