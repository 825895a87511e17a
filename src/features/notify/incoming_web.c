/*
 * incoming_web.c: answers by mail.
 *
 * The address says who may answer what; the sender's own address must be the member's, too, because mails are
 * forwarded with our address in them.  What cannot be taken is answered once, to the member's own address
 * (never to whoever wrote), with her words; programs are never answered.
 */
#include "features/notify/incoming_web.h"

#include "base/crypt.h"
#include "base/utf8.h"
#include "core/mail_address.h"
#include "core/mail_read.h"
#include "core/mail_stop.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/ladder/ladder.h"
#include "features/marketplace/marketplace.h"
#include "features/marketplace/marketplace_news.h"
#include "features/member/member.h"
#include "features/notify/incoming_letter.h"
#include "features/notify/incoming_store.h"
#include "features/notify/reply_text.h"
#include "view/markdown.h"
#include "view/plain.h"

struct incoming_mail {
	const struct mail_arrival *arrival;
	struct mail_token token;
	struct mail_seen seen;
	bool is_expired;
	int64_t mark;
	str body;
	struct html html;
	enum err html_err;
	const char *reason;   /* why it was refused, or NULL */
};

/* ── where answers go ── */

static enum err answer_thread(struct scope *scope, int64_t thread_id, const struct incoming_mail *mail)
{
	struct post post;
	const struct post text = { .body = mail->body, .html = mail->html.at, .html_version = MARKDOWN_VERSION };
	return thread_reply(scope, thread_id, &text, &post);
}

/* Plain text: the two see it as it was written, or masked, as on the page. */
static enum err answer_chat(struct scope *scope, int64_t chat_id, const struct incoming_mail *mail)
{
	return chat_answer(scope, chat_id, mail->body);
}

static enum err answer_matter(struct scope *scope, int64_t matter_id, const struct incoming_mail *mail)
{
	const struct post text = { .body = mail->body, .html = mail->html.at, .html_version = MARKDOWN_VERSION };
	return ladder_desk_answer(scope, matter_id, &text);
}

static const struct {
	const struct subject_kind *kind;
	enum err (*answer)(struct scope *scope, int64_t id, const struct incoming_mail *mail);
} answered[] = {
	{ &thread_subject, answer_thread },
	{ &chat_subject, answer_chat },
	{ &matter_subject, answer_matter },
};

static enum err answer(struct scope *scope, const struct incoming_mail *mail)
{
	for (size_t i = 0; i < COUNT(answered); i++) {
		if (answered[i].kind->number == mail->token.kind)
			return answered[i].answer(scope, mail->token.id, mail);
	}
	return refuse(scope, ERR_NOT_FOUND, "mail_in.unknown");
}

/* ── an answer ── */

static str domain_of(str key)
{
	str_cut(&key, '@');
	return key;
}

/* A member writes from her own address; a service desk's people each from theirs, at the brand's. */
static bool is_hers(struct scope *scope, const struct incoming_mail *mail, const struct member_contact *contact, bool is_desk)
{
	str own = member_mail_key(scope->arena, contact->mail), from = member_mail_key(scope->arena, mail->seen.from);
	if (str_empty(own))
		return false;
	return is_desk ? str_equal(domain_of(own), domain_of(from)) : str_equal(own, from);
}

static enum err check(struct scope *scope, const struct incoming_mail *mail)
{
	struct member_contact contact;
	int64_t count;
	bool is_desk;
	enum err err = ladder_desk_contact(scope, mail->token.member_id, &contact, &is_desk);
	if (err)
		return err;
	if (!is_hers(scope, mail, &contact, is_desk))
		return refuse(scope, ERR_FORBIDDEN, "mail_in.other_address");
	if (mail->is_expired)
		return refuse(scope, ERR_CONFLICT, "mail_in.expired");
	if (str_empty(mail->body))
		return refuse(scope, ERR_INVALID, "mail_in.empty");
	if (mail->html_err || utf8_length(mail->body) > POST_BODY_MAX)
		return refuse(scope, ERR_INVALID, "mail_in.too_long");
	if ((err = incoming_count(scope, mail->token.member_id, scope->now - HOURS(1), &count)))
		return err;
	bool is_limited = count > INCOMING_AN_HOUR && !is_desk; /* this one is counted; each matter takes one of the desk's */
	return is_limited ? refuse(scope, ERR_LIMITED, "mail_in.too_many") : OK;
}

static enum err take_unit(struct scope *scope, void *data)
{
	struct incoming_mail *mail = data;
	bool is_new;
	enum err err = scope->house->lists.brand_scope(scope, mail->token.brand_id);
	if (err)
		return err;
	const struct incoming row = { mail->mark, mail->token.member_id, false };
	if ((err = incoming_insert(scope, &row, &is_new)) || !is_new)
		return err;
	if ((err = member_resolve(scope, mail->token.member_id)))
		return err == ERR_SIGNED_OUT ? refuse(scope, err, "mail_in.suspended") : err;
	if ((err = check(scope, mail)))
		return err;
	return answer(scope, mail);
}

/* ── the kind answer ── */

static enum err refuse_unit(struct scope *scope, void *data)
{
	struct incoming_mail *mail = data;
	struct incoming row = { mail->mark, mail->token.member_id, true };
	struct member_contact contact;
	int64_t answers;
	bool is_new;
	enum err err = scope->house->lists.brand_scope(scope, mail->token.brand_id);
	if (err || (err = incoming_count_answered(scope, row.member_id, scope->now - HOURS(1), &answers)))
		return err;
	row.was_answered = answers < INCOMING_ANSWERS;
	if ((err = incoming_insert(scope, &row, &is_new)) || !is_new || !row.was_answered)
		return err;
	bool is_desk;
	err = ladder_desk_contact(scope, row.member_id, &contact, &is_desk);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	if (err || str_empty(contact.mail))
		return err;
	const struct refused_mail refused = { mail->reason, mail->seen.subject, mail->body };
	return refused_write(scope, &refused, &contact);
}

/* ── what it is ── */

static str body_of(struct arena *arena, const struct mail_seen *seen)
{
	str marks[LANGUAGE_COUNT];
	for (int i = 0; i < LANGUAGE_COUNT; i++)
		marks[i] = text_of(arena, (enum language)i, TEXT_letter_answer_line, NULL, 0); /* each of them */
	const struct reply_marks all = { marks, COUNT(marks) };
	str text = str_empty(seen->text) ? plain_from_html(arena, seen->html, MAIL_IN_TEXT) : seen->text;
	return reply_text(arena, text, &all);
}

static int64_t mark_of(struct scope *scope, const struct incoming_mail *mail)
{
	str own = str_empty(mail->seen.message_id) ? mail->arrival->message : mail->seen.message_id;
	str whole = str_format(scope->arena, "%.*s\n%lld.%lld.%d", STR_ARG(own), (long long)mail->token.member_id,
	                       (long long)mail->token.id, mail->token.kind);
	return mail_address_hash(scope->house, scope->arena, whole);
}

static enum err brand_work(struct scope *scope, void *data)
{
	return scope->house->lists.brand_scope(scope, ((struct incoming_mail *)data)->token.brand_id);
}

static enum err take_answer(struct scope *scope, struct incoming_mail *mail)
{
	/* Own mails that come back are a loop, whatever their headers became on the way. */
	bool is_loop = str_starts(mail->seen.message_id, S("mail.")) && str_empty(mail->arrival->from);
	if (mail->seen.is_automatic || is_loop || str_empty(mail->arrival->from)) {
		log_event(LOG_INFO, "mail.automatic", "A program's answer to brand %lld was let go.", (long long)mail->token.brand_id);
		return OK;
	}
	enum err err = scope_read(scope, brand_work, mail);
	if (err)
		return err;
	mail->body = body_of(scope->arena, &mail->seen);
	if (mail->seen.attachments && !str_empty(mail->body))
		mail->body = incoming_with_note(scope, mail->body, mail->seen.attachments);
	mail->html_err = markdown_html(scope->arena, mail->body, &mail->html);
	mail->mark = mark_of(scope, mail);
	err = scope_write(scope, take_unit, mail);
	bool is_ours = !scope->refusal.reason; /* nobody refused: the machine's trouble, or none */
	if (is_ours)
		return err;
	mail->reason = scope->refusal.reason;
	return scope_write(scope, refuse_unit, mail);
}

static enum err bounce_unit(struct scope *scope, void *data)
{
	struct incoming_mail *mail = data;
	const struct mail_report *report = &mail->seen.report;
	enum err err = scope->house->lists.brand_scope(scope, mail->token.brand_id);
	const struct mail_bounce bounce = { mail->token.id, report->for_good,
		str_format(scope->arena, "%.*s %.*s", STR_ARG(report->status), STR_ARG(report->diagnostic)) };
	return err ? err : mail_bounced(scope, &bounce);
}

static enum err take_mail(struct scope *scope, struct incoming_mail *mail)
{
	enum err err = mail_token_read(scope->house, scope->arena, mail->arrival->to, scope->now, &mail->token);
	if (err && err != ERR_CONFLICT)
		return err;
	mail->is_expired = err == ERR_CONFLICT;
	scope->brand_id = mail->token.brand_id;
	if ((err = mail_read(scope->arena, mail->arrival->message, &mail->seen))) {
		log_event(LOG_WARN, "mail.unreadable", "A mail to brand %lld was no mail.", (long long)scope->brand_id);
		return OK; /* sent again it would be the same */
	}
	if (mail->token.kind != MAIL_KIND_BOUNCE)
		err = take_answer(scope, mail);
	else if (mail->seen.report.has_failed && !mail->is_expired)
		err = scope_write(scope, bounce_unit, mail);
	if (err == ERR_NOT_FOUND)
		return OK; /* the brand is gone */
	return err;
}

enum err notify_mail_in_at(struct house *house, const struct mail_arrival *arrival, moment now)
{
	struct arena *arena = arena_open(65536);
	struct scope scope;
	struct incoming_mail mail = { .arrival = arrival, .body = S(""), .html = { S("") } };
	scope_open(&scope, house, arena, now);
	enum err err = take_mail(&scope, &mail);
	arena_close(arena);
	return err;
}

enum err notify_mail_in(struct house *house, const struct mail_arrival *arrival)
{
	return notify_mail_in_at(house, arrival, moment_now());
}

enum err notify_mail_knows(struct house *house, const struct mail_arrival *arrival)
{
	struct arena *arena = arena_open(4096);
	struct mail_token token;
	enum err err = mail_token_read(house, arena, arrival->to, moment_now(), &token);
	arena_close(arena);
	return err == ERR_CONFLICT ? OK : err;
}
