/* admin_letter.c: a mail to try says that it arrived. */
#include "features/admin/admin_letter.h"

#include "features/admin/pages.gen.h"
#include "features/member/member_news.h"
#include "web/letter.h"

static enum err send(struct letter *letter, enum text_id subject, int64_t about_id)
{
	const struct text_value brand = text_value_str("brand", letter->scope->brand_name);
	str line = text_of(letter->scope->arena, letter->view->language, subject, &brand, 1);
	return letter_queue(letter, line, subject_of(&member_subject, about_id));
}

static void open(struct letter *letter, struct scope *scope, const struct member_contact *contact)
{
	letter_open(letter, scope, &(struct letter_to){ contact->mail, contact->name, contact->language, scope->brand_name });
}

enum err admin_write_test(struct scope *scope, const struct member_contact *contact)
{
	struct letter letter;
	open(&letter, scope, contact);
	const struct test_letter model = { contact->name, scope->brand_name, letter_link(&letter, S("/desk")) };
	letter.is_traced = true;
	test_letter_html(letter.view, &model);
	return send(&letter, TEXT_desk_mail_test, contact->id);
}
