/*
 * notify_letter.c: "someone answered", "your answer helped": one row a mail.
 *
 * What is quoted is read as the one who gets it: nobody is mailed what they may not see.
 */
#include "features/notify/notify_letter.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/member/member.h"
#include "features/notify/pages.gen.h"
#include "web/letter.h"

enum { EXCERPT_MAX = 300 };

static const struct { const char *kind; enum text_id subject, intro, button; } letters[] = {
	{ "answer",   TEXT_notify_mail_answer,   TEXT_notify_mail_answer_intro,   TEXT_notify_mail_answer_button },
	{ "solution", TEXT_notify_mail_solution, TEXT_notify_mail_solution_intro, TEXT_notify_mail_solution_button },
	{ "expert_asked", TEXT_notify_mail_expert_asked, TEXT_notify_mail_expert_asked_intro,
	  TEXT_notify_mail_expert_asked_button },
};

/* What is quoted of the thread; title "" = not to be seen. */
struct quoted { struct subject_face face; str excerpt; };

static enum err look(struct scope *scope, const struct notice *notice, struct quoted *quoted)
{
	const struct subject target = notice_target(notice);
	struct post_list posts;
	enum err err = subject_faces(scope, &target, 1, &quoted->face);
	if (err || target.kind != post_subject.number)
		return err;
	if ((err = community_posts(scope, (struct ids){ &target.id, 1 }, &posts)))
		return err;
	if (posts.count)
		quoted->excerpt = markdown_excerpt(scope->arena, posts.at[0].body, EXCERPT_MAX);
	return OK;
}

static enum err look_as(struct scope *scope, int64_t member_id, const struct notice *notice, struct quoted *quoted)
{
	scope_act_as(scope, member_id, ROLE_MEMBER);
	enum err err = look(scope, notice, quoted);
	scope_act_as(scope, 0, ROLE_BITS);
	return err;
}

static enum err write_letter(struct scope *scope, const struct notice *notice, size_t which,
                             const struct member_contact *contact)
{
	struct member_card_list actors;
	struct quoted quoted = { .excerpt = S("") };
	enum err err = look_as(scope, contact->id, notice, &quoted);
	if (err || str_empty(quoted.face.title))
		return err;
	if ((err = member_cards(scope, (struct ids){ &notice->actor_id, 1 }, &actors)))
		return err;
	struct letter letter;
	letter_open(&letter, scope, &(struct letter_to){ contact->mail, contact->name, contact->language, scope->brand_name });
	str actor = member_card_in(&actors, notice->actor_id)->name;
	struct notify_letter model = {
		.intro = letters[which].intro, .button = letters[which].button, .name = contact->name,
		.actor = str_empty(actor) ? scope->brand_name : actor, .title = quoted.face.title, .excerpt = quoted.excerpt,
		.url = letter_link(&letter, quoted.face.url), .settings_url = letter_link(&letter, S("/me/notices")),
	};
	notify_letter_html(letter.view, &model);
	const struct text_value values[] = { text_value_str("name", model.actor), text_value_str("title", model.title) };
	str subject = text_of(scope->arena, letter.view->language, letters[which].subject, values, COUNT(values));
	return letter_queue(&letter, subject, (struct subject){ notice->subject_kind, notice->subject_id });
}

enum err notify_write(struct scope *scope, const struct notice *notice, int64_t member_id)
{
	struct member_contact_list contacts;
	bool wants = false;
	size_t which = 0;
	while (which < COUNT(letters) && !str_equal(notice->kind, str_from(letters[which].kind)))
		which++;
	if (which == COUNT(letters) || !member_id || member_id == notice->actor_id)
		return OK;
	enum err err = notice_wants_mail(scope, member_id, letters[which].kind, &wants);
	if (err || !wants)
		return err;
	err = member_contacts(scope, (struct ids){ &member_id, 1 }, &contacts);
	if (err || !contacts.count || str_empty(contacts.at[0].mail))
		return err;
	return write_letter(scope, notice, which, &contacts.at[0]);
}
