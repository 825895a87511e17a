/*
 * notify_letter.c: "someone answered", "your answer helped": one row a mail; and the daily mail of many.
 *
 * What is quoted is read as the one who gets it: nobody is mailed what they may not see.  Who answers a mail
 * about a thread answers the thread: its address says which, for whom and until when.
 */
#include "features/notify/notify_letter.h"

#include "features/articles/articles.h"
#include "features/articles/articles_news.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/notify/inbox_web.h"
#include "features/notify/pages.gen.h"
#include "features/notify/unsubscribe_web.h"
#include "web/letter.h"

enum { EXCERPT_MAX = 1200, LINES_A_GROUP = 5 };

/* Kinds without a row say what the inbox says.  A thread's mails all have its title for a subject, or mail
   programs would tear the conversation apart. */
static const struct { const char *kind; enum text_id intro, button; bool opens, answers; } letters[] = {
	{ "answer",          TEXT_notify_mail_answer_intro,   TEXT_notify_mail_answer_button,   false, true },
	{ "need_reminded",   TEXT_notify_mail_need_intro,     TEXT_notify_mail_need_button,     false, true },
	{ "closed_kindly",   TEXT_notify_mail_closed_intro,   TEXT_notify_mail_closed_button,   false, true },
	{ "reply",           TEXT_notify_mail_reply_intro,    TEXT_notify_mail_answer_button,   false, true },
	{ "followed_post",   TEXT_notify_mail_post_intro,     TEXT_notify_mail_answer_button,   false, true },
	{ "followed_thread", TEXT_notify_mail_thread_intro,   TEXT_notify_mail_thread_button,   true,  true },
	{ "expert_asked",    TEXT_notify_mail_expert_asked_intro, TEXT_notify_mail_expert_asked_button, true, true },
	{ "followed_article", TEXT_notify_mail_article_intro, TEXT_notify_mail_article_button,  true,  false },
	{ "commented",       TEXT_notify_mail_comment_intro,  TEXT_notify_mail_comment_button,  false, false },
	{ "solution",        TEXT_notify_mail_solution_intro, TEXT_notify_mail_solution_button, false, false },
};

/* What is quoted of the thread; title "" = not to be seen. */
struct quoted { struct subject_face face; str excerpt; };

static enum err look_at_article(struct scope *scope, int64_t article_id, struct quoted *quoted)
{
	struct article_list list;
	enum err err = articles_cards(scope, (struct ids){ &article_id, 1 }, &list);
	if (!err && list.count)
		quoted->excerpt = list.at[0].excerpt;
	return err;
}

/* Taken away meanwhile: nothing is mailed. */
static enum err look_at_comment(struct scope *scope, int64_t comment_id, struct quoted *quoted)
{
	struct comment comment;
	enum err err = articles_comment(scope, comment_id, &comment);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		quoted->face.title = S("");
		return OK;
	}
	if (!err)
		quoted->excerpt = markdown_excerpt(scope->arena, comment.body, EXCERPT_MAX);
	return err;
}

static enum err look(struct scope *scope, const struct notice *notice, struct quoted *quoted)
{
	const struct subject target = notice_target(notice);
	struct post_list posts;
	enum err err = subject_faces(scope, &target, 1, &quoted->face);
	if (!err && target.kind == article_subject.number)
		return look_at_article(scope, target.id, quoted);
	if (!err && target.kind == comment_subject.number)
		return look_at_comment(scope, target.id, quoted);
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

static void open_letter(struct letter *letter, struct scope *scope, const struct member_contact *contact)
{
	letter_open(letter, scope, &(struct letter_to){ contact->mail, contact->name, contact->language, scope->brand_name });
}

struct words { str intro, subject; enum text_id button; bool answers; };

static struct words words_of(struct scope *scope, enum language language, const struct notice *notice,
                             const struct notice_line *line)
{
	const struct text_value values[] = { text_value_str("name", line->actor), text_value_str("title", line->title) };
	for (size_t i = 0; i < COUNT(letters); i++) {
		if (!str_equal(notice->kind, str_from(letters[i].kind)))
			continue;
		return (struct words){
			.intro = text_of(scope->arena, language, letters[i].intro, values, COUNT(values)),
			.subject = letters[i].opens ? line->title : str_format(scope->arena, "Re: %.*s", STR_ARG(line->title)),
			.button = letters[i].button, .answers = letters[i].answers && notice->subject_kind == thread_subject.number,
		};
	}
	str said = notice_words(scope->arena, language, line);
	return (struct words){ .intro = str_format(scope->arena, "%.*s: %.*s", STR_ARG(said), STR_ARG(line->title)),
		.subject = said, .button = TEXT_notify_mail_button };
}

enum err notify_write(struct scope *scope, const struct notice *notice, const struct member_contact *contact)
{
	struct quoted quoted = { .excerpt = S("") };
	struct member_card_list actors;
	struct letter letter;
	enum err err = look_as(scope, contact->id, notice, &quoted);
	if (err || str_empty(quoted.face.title))
		return err;
	if ((err = member_cards(scope, (struct ids){ &notice->actor_id, 1 }, &actors)))
		return err;
	str actor = member_card_in(&actors, notice->actor_id)->name;
	const struct notice_line line = { notice, notice_kind_named(notice->kind), str_empty(actor) ? scope->brand_name : actor,
		quoted.face.title, quoted.face.url };
	str topic = str_from(line.kind->topic);
	open_letter(&letter, scope, contact);
	const struct words words = words_of(scope, letter.view->language, notice, &line);
	letter.reply_to = words.answers ? letter_answers_to(scope, (struct subject){ notice->subject_kind, notice->subject_id }, contact->id) : S("");
	letter.unsubscribe = unsubscribe_path(scope, contact->id, topic);
	struct notify_letter model = {
		.intro = words.intro, .button = words.button, .name = contact->name, .excerpt = quoted.excerpt,
		.url = letter_link(&letter, quoted.face.url), .settings_url = letter_link(&letter, S("/me/notices")),
		.end_url = letter_link(&letter, letter.unsubscribe), .takes_answers = !str_empty(letter.reply_to),
	};
	must(text_find(str_format(scope->arena, "notify.topic_%.*s", STR_ARG(topic)), &model.fewer));
	notify_letter_html(letter.view, &model);
	return letter_queue(&letter, words.subject, (struct subject){ notice->subject_kind, notice->subject_id });
}

/* ── the daily mail ── */

static bool is_same_thing(const struct notice *a, const struct notice *b)
{
	return a->subject_kind == b->subject_kind && a->subject_id == b->subject_id;
}

/* Notices of one thing stand in a row: each row is a group. */
static struct daily_group_list group(struct arena *arena, enum language language, const struct notice_line_list *lines)
{
	struct daily_group_list groups = { arena_take(arena, lines->count * sizeof(*groups.at)), 0 };
	const struct notice *previous = NULL;
	struct daily_group *now = NULL;
	for (size_t i = 0; i < lines->count; i++) {
		const struct notice_line *line = &lines->at[i];
		if (str_empty(line->title))
			continue; /* gone, or not to be seen any more */
		if (!now || !is_same_thing(previous, line->notice)) {
			now = &groups.at[groups.count++];
			*now = (struct daily_group){ line->title, line->url, { arena_take(arena, LINES_A_GROUP * sizeof(struct daily_line)), 0 }, 0 };
		}
		previous = line->notice;
		if (now->lines.count < LINES_A_GROUP)
			now->lines.at[now->lines.count++].words = notice_words(arena, language, line);
		else
			now->more++;
	}
	return groups;
}

static enum err lines_as(struct scope *scope, int64_t member_id, const struct notice_list *list,
                         struct notice_line_list *lines_out)
{
	scope_act_as(scope, member_id, ROLE_MEMBER);
	enum err err = notice_lines(scope, list, lines_out);
	scope_act_as(scope, 0, ROLE_BITS);
	return err;
}

enum err daily_write(struct scope *scope, const struct notice_list *list, const struct member_contact *contact,
                     bool *written_out)
{
	struct notice_line_list lines;
	struct letter letter;
	*written_out = false;
	enum err err = lines_as(scope, contact->id, list, &lines);
	if (err)
		return err;
	open_letter(&letter, scope, contact);
	struct daily_letter model = { .name = contact->name, .groups = group(scope->arena, letter.view->language, &lines) };
	if (!model.groups.count)
		return OK;
	for (size_t i = 0; i < model.groups.count; i++)
		model.groups.at[i].url = letter_link(&letter, model.groups.at[i].url);
	letter.unsubscribe = unsubscribe_path(scope, contact->id, S("daily"));
	model.inbox_url = letter_link(&letter, S("/inbox"));
	model.settings_url = letter_link(&letter, S("/me/notices"));
	model.end_url = letter_link(&letter, letter.unsubscribe);
	daily_letter_html(letter.view, &model);
	const struct text_value values[] = { text_value_number("count", (int64_t)model.groups.count), /* at most 60 */
		text_value_str("brand", scope->brand_name) };
	*written_out = true;
	return letter_queue(&letter, text_of(scope->arena, letter.view->language, TEXT_notify_daily_subject, values, COUNT(values)),
	                    (struct subject){ 0, 0 });
}
