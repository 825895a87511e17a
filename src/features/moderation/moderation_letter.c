/*
 * moderation_letter.c: who is told what by mail, in the own language.
 *
 * A decision that takes something away is told with its reasons at once (Article 17); a report is confirmed,
 * receives its receipt, and its author is told what became of it (Article 16).
 */
#include "features/moderation/moderation_letter.h"

#include "features/moderation/moderation_news.h"
#include "features/moderation/pages.gen.h"

static enum err write_statement(struct scope *scope, const struct decision *decision, const struct member_contact *contact)
{
	struct letter letter;
	struct subject_face face = { S(""), S("") };
	const struct letter_to to = { contact->mail, contact->name, contact->language, scope->brand_name };
	enum err err = subject_faces(scope, &decision->subject, 1, &face);
	if (err)
		return err;
	letter_open(&letter, scope, &to);
	enum language language = letter.view->language;
	struct statement_letter model = {
		.name = contact->name, .measure = measure_words(scope->arena, language, decision->measure),
		.title = decision->title, .url = str_empty(face.url) ? S("") : letter_link(&letter, face.url),
		.clause = clause_words(scope->arena, language, decision), .decision = decision,
		.page_url = letter_link(&letter, str_format(scope->arena, "/decisions/%lld", (long long)decision->id)),
		.imprint_url = letter_link(&letter, S("/imprint")),
	};
	if ((err = markdown_html(scope->arena, decision->text, &model.text)))
		return err;
	statement_letter_html(letter.view, &model);
	const struct text_value brand = text_value_str("brand", scope->brand_name);
	str subject = text_of(scope->arena, language, TEXT_moderation_mail_subject, &brand, 1);
	return letter_queue(&letter, subject, subject_of(&decision_subject, decision->id));
}

enum err decision_letter_hear(struct scope *scope, const struct news *news)
{
	struct decision decision;
	struct member_contact contact;
	enum err err = decision_load(scope, news->subject.id, &decision);
	if (!err && news->to_member_id)
		err = member_contact_of(scope, decision.author_id, &contact);
	if (err == ERR_NOT_FOUND) { /* forgotten or gone meanwhile */
		scope_forgive(scope);
		return OK;
	}
	if (err || !news->to_member_id || str_empty(contact.mail))
		return err;
	return write_statement(scope, &decision, &contact);
}

/* ── reports ── */

typedef void draw_letter(struct view *view, const struct report_letter *model);
static const struct { const struct news_kind *news; enum text_id subject; draw_letter *draw; bool confirms; } letters[] = {
	{ &report_made,      TEXT_report_mail_confirm, report_confirm_letter_html, true },
	{ &report_confirmed, TEXT_report_mail_receipt, report_receipt_letter_html, false },
	{ &report_decided,   TEXT_report_mail_decided, report_decided_letter_html, false },
};

static enum err load_outcome(struct scope *scope, const struct report *report, enum language language, str *outcome_out)
{
	struct decision decision;
	*outcome_out = S("");
	if (!report->decision_id)
		return OK;
	enum err err = decision_load(scope, report->decision_id, &decision);
	if (!err)
		*outcome_out = measure_words(scope->arena, language, decision.measure);
	return err;
}

/* Whoever is a member and gave no address is written to at the member's. */
static enum err address_of(struct scope *scope, const struct report *report, struct letter_to *to)
{
	struct member_contact contact;
	*to = (struct letter_to){ report->mail, report->name, report->language, scope->brand_name };
	if (!str_empty(report->mail) || !report->member_id)
		return OK;
	enum err err = member_contact_of(scope, report->member_id, &contact);
	if (!err)
		*to = (struct letter_to){ contact.mail, contact.name, report->language, scope->brand_name };
	return err;
}

enum err report_letter_hear(struct scope *scope, const struct news *news)
{
	struct report report;
	struct letter letter;
	struct letter_to to = { 0 };
	enum err err = report_load(scope, news->subject.id, &report);
	if (!err)
		err = address_of(scope, &report, &to);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	if (err || str_empty(to.address))
		return err;
	for (size_t i = 0; i < COUNT(letters); i++) {
		if (letters[i].news != news->kind)
			continue;
		letter_open(&letter, scope, &to);
		str path = str_format(scope->arena, letters[i].confirms ? "/reports/confirm/%.*s" : "/reports/%.*s",
		                      STR_ARG(report_token(scope, &report, letters[i].confirms)));
		struct report_letter model = { .report = &report, .url = letter_link(&letter, path),
			.imprint_url = letter_link(&letter, S("/imprint")) };
		if ((err = load_outcome(scope, &report, letter.view->language, &model.outcome)))
			return err;
		letters[i].draw(letter.view, &model);
		const struct text_value brand = text_value_str("brand", scope->brand_name);
		str subject = text_of(scope->arena, letter.view->language, letters[i].subject, &brand, 1);
		return letter_queue(&letter, subject, subject_of(&report_subject, report.id));
	}
	return OK;
}
