/*
 * chat_letter.c: the first message that waits is told by mail; what follows while it waits is not.  The mail may be
 * answered by mail: its address says which chat, for whom and until when.
 *
 * A mail stays where it arrives, so it shows what the reader may know now: contact data is
 * hidden until the visit is agreed.
 */
#include "features/marketplace/chat_letter.h"

#include "base/utf8.h"
#include "features/marketplace/chat_store.h"
#include "features/marketplace/contact.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/pages.gen.h"
#include "features/marketplace/visit_letter.h"
#include "features/member/member.h"

enum { QUOTED = 500 };

static enum err write_letter(struct scope *scope, const struct news *news, const struct chat *chat, str text)
{
	struct member_contact to, from;
	struct subject_face face = { S(""), S("") };
	int64_t author_id = news->to_member_id == chat->asker_id ? chat->helper_id : chat->asker_id;
	enum err err = member_contact_of(scope, news->to_member_id, &to);
	if (err || (err = member_contact_of(scope, author_id, &from)) || (err = subject_faces(scope, &news->subject, 1, &face)))
		return err;
	if (str_empty(to.mail)) /* assisted or gone: the page tells the same */
		return OK;
	struct letter letter;
	struct text sentence;
	letter_open(&letter, scope, &(struct letter_to){ to.mail, to.name, to.language, scope->brand_name });
	letter.reply_to = letter_answers_to(scope, news->subject, news->to_member_id);
	const struct text_value name = text_value_str("name", from.name);
	struct view piece = view_begin(letter.view, &sentence);
	view_put_text(&piece, TEXT_chat_mail_text, &name, 1);
	struct visit_letter model = { .hello_name = to.name, .text = view_end(&piece), .title = face.title, .where = S(""),
		.reason = utf8_first(chat->opened_at ? text : contact_hide(scope->arena, text, NULL), QUOTED), .currency = S(""),
		.link = letter_link(&letter, str_format(scope->arena, "/chats/%lld", (long long)chat->id)), .action = TEXT_chat_mail_go,
		.takes_answers = !str_empty(letter.reply_to) };
	visit_letter_html(letter.view, &model);
	str subject = text_of(scope->arena, letter.view->language, TEXT_chat_mail, &name, 1);
	return letter_queue(&letter, subject, news->subject);
}

/* Nothing before it waits; or the reader has answered since, maybe by mail, which leaves other messages unread. */
static enum err is_first(struct scope *scope, const struct news *news, const struct message *message, bool *is_first_out)
{
	struct message_list before, after;
	int64_t unread, later = 0;
	enum err err = chat_count_unread_in(scope, news->to_member_id, message->chat_id, &unread);
	if (err || (err = message_load_before(scope, message->chat_id, message->id, &before)) ||
	    (err = message_load_after(scope, message->chat_id, message->id, &after)))
		return err;
	for (size_t i = 0; i < after.count; i++)
		later += after.at[i].author_id == message->author_id;
	bool was_answered = before.count && before.at[0].author_id == news->to_member_id;
	*is_first_out = unread > later && (unread == later + 1 || was_answered);
	return OK;
}

enum err chat_letter_hear(struct scope *scope, const struct news *news)
{
	struct chat chat;
	struct message_list messages;
	bool is_to_be_told;
	enum err err = chat_load(scope, news->subject.id, &chat);
	if (err == ERR_NOT_FOUND) { /* forgotten meanwhile */
		scope_forgive(scope);
		return OK;
	}
	if (err || (err = message_load_some(scope, (struct ids){ &news->other.id, 1 }, &messages)) || !messages.count)
		return err;
	if ((err = is_first(scope, news, &messages.at[0], &is_to_be_told)))
		return err;
	return is_to_be_told ? write_letter(scope, news, &chat, messages.at[0].text) : OK;
}
