/*
 * letter.h: mails, written from pages and words, in the reader's language and the brand's frame.
 *
 *     struct letter letter;
 *     letter_open(&letter, scope, &to);
 *     booking_accepted_letter_html(letter.view, &model);
 *     return letter_queue(&letter, subject, about);
 *
 * The plain-text part is made from the HTML (paragraphs, lists, links in full), so the two never differ.
 */
#ifndef WEB_LETTER_H
#define WEB_LETTER_H
#include "core/core.h"
#include "view/view.h"

struct letter_to { str address, name, language; str brand_name; };

struct letter {
	struct scope *scope;
	struct view view_in;
	struct view *view;
	struct text body;
	struct letter_to to;
	str calendar, calendar_method;
	str reply_to;    /* an address of core/mail_address.h, or "" */
	str unsubscribe; /* a path that takes a bare POST, or "": a mail that is not one of many */
	bool even_stopped, is_traced, is_reply; /* as in core/mail.h */
};

void letter_open(struct letter *letter, struct scope *scope, const struct letter_to *to);
/* An absolute link of the brand: origin + path. */
str letter_link(const struct letter *letter, str path);
/* Where an answer to a mail about this thing goes, from that member, for three months; "" when the house takes none.
   Letters with one begin with the words "letter.answer_line": what stands below is the quote. */
str letter_answers_to(struct scope *scope, struct subject about, int64_t member_id);
enum err letter_queue(struct letter *letter, str subject, struct subject about);
/* Text from HTML that our pages wrote. */
str letter_plain(struct arena *arena, str html);
#endif
