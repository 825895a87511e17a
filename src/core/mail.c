/*
 * mail.c: the queue of mails: a row and a job, written with what caused them.
 *
 * The row is removed once the mail is sent; of a mail nothing is kept.  A worker that dies
 * between the two sends it again under the same Message-ID, which mailboxes show once.
 */
#include "core/mail.h"

#include "base/random.h"
#include "core/mail_address.h"
#include "core/mail_send.h"
#include "core/mail_stop.h"
#include "core/sql.gen.h"
#include "core/work.h"

#include <ctype.h>

enum { ADDRESS_MAX = 254, LOCAL_MAX = 64, LABEL_MAX = 63, MAIL_ATTEMPTS = 8, BOUNCE_DAYS = 30 };

const struct job_kind mail_send_job = {
	.name = "mail.send", .run = mail_send_run, .by_hand = true, .attempts = MAIL_ATTEMPTS,
};

static bool all_in(str s, const char *others)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i]; /* ctype wants no negative numbers */
		if (c >= 128 || c == 0 || (!isalnum(c) && !strchr(others, c)))
			return false;
	}
	return true;
}

static bool parts_are_good(str s, size_t part_max, bool is_host)
{
	do {
		str part = str_cut(&s, '.');
		if (str_empty(part) || part.len > part_max)
			return false;
		if (is_host && (part.at[0] == '-' || part.at[part.len - 1] == '-'))
			return false;
	} while (s.len);
	return true;
}

/* The addresses people have, not all that RFC 5321 can express: no quotes, no comments, no bare hosts. */
bool mail_address_is_good(str address)
{
	str host = address;
	str local = str_cut(&host, '@');
	if (address.len > ADDRESS_MAX || str_empty(host) || local.len > LOCAL_MAX)
		return false;
	if (!all_in(local, "!#$%&'*+-/=?^_`{|}~.") || !all_in(host, "-.") || !str_contains(host, S(".")))
		return false;
	if (str_ends(local, S(".")) || str_ends(host, S(".")))
		return false;
	return parts_are_good(local, LOCAL_MAX, false) && parts_are_good(host, LABEL_MAX, true);
}

/* A line break in a header would begin a header of the writer's choice. */
static bool is_one_line(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7f)
			return false;
	}
	return true;
}

enum err mail_queue(struct scope *scope, const struct mail *mail)
{
	if (!mail_address_is_good(mail->to))
		return refuse(scope, ERR_INVALID, "mail.bad_address");
	const str lines[] = { mail->to_name, mail->from_name, mail->subject, mail->calendar_method, mail->reply_to, mail->unsubscribe };
	for (size_t i = 0; i < COUNT(lines); i++) {
		if (!is_one_line(lines[i]))
			return refuse(scope, ERR_INVALID, "mail.bad_line");
	}
	struct mail_row row = {
		.id = id_new(scope->now), .to_address = mail->to, .to_name = mail->to_name,
		.from_name = mail->from_name, .subject = mail->subject, .text = mail->text, .html = mail->html,
		.calendar = mail->calendar, .calendar_method = mail->calendar_method,
		.about_kind = mail->about.kind, .about_id = mail->about.id, .reply_to = mail->reply_to,
		.unsubscribe = mail->unsubscribe, .even_stopped = mail->even_stopped || mail->is_traced,
		.is_reply = mail->is_reply,
	};
	enum err err = sql_core_mail_add(scope, &row);
	if (!err && mail->is_traced)
		err = sql_core_mail_trace_begin(scope, row.id);
	if (err)
		return err;
	return job_plan(scope, &mail_send_job, (struct subject){ 0, row.id }, scope->now);
}

/* ── sending ── */

struct sending {
	int64_t id;
	struct mail_row row;
	struct mail_stop stop;
	int64_t traced;            /* by how many: none or one */
	struct mail_attempt report;
	enum mail_state state;     /* after this attempt */
	int attempt;
};

static enum err load_work(struct scope *scope, void *data)
{
	struct sending *sending = data;
	enum err err = sql_core_mail_row(scope, sending->id, &sending->row);
	if (err || (err = sql_core_mail_traced(scope, sending->id, &sending->traced)))
		return err;
	return mail_stop_of(scope, sending->row.to_address, &sending->stop);
}

static enum err note_work(struct scope *scope, void *data)
{
	const struct sending *sending = data;
	const struct mail_trace trace = { .mail_id = sending->id, .state = sending->state, .trouble = sending->report.trouble,
		.code = sending->report.code, .tries = sending->attempt, .answer = sending->report.answer };
	return sending->traced ? sql_core_mail_trace_note(scope, &trace) : OK;
}

static enum err remove_work(struct scope *scope, void *data)
{
	enum err err = note_work(scope, data);
	return err ? err : sql_core_mail_remove(scope, ((struct sending *)data)->id);
}

/* "https://hilfe.example:8080" -> "hilfe.example"; a house without brands has its own name. */
static str host_of(str origin)
{
	size_t at;
	if (str_find(origin, S("://"), &at))
		origin = str_skip(origin, at + 3);
	str host = str_cut(&origin, ':');
	host = str_cut(&host, '/');
	return str_empty(host) ? S("localhost.localdomain") : host;
}

/* What cannot be delivered comes back to an address that says whose it was (VERP). */
static str bounce_address(struct scope *scope, str to)
{
	const struct mail_token token = { .kind = MAIL_KIND_BOUNCE, .brand_id = scope->brand_id,
		.id = mail_address_hash(scope->house, scope->arena, to),
		.until_day = day_at(zone_utc(), scope->now) + BOUNCE_DAYS };
	return mail_token_address(scope->house, scope->arena, &token);
}

static enum err send_row(struct scope *scope, const struct mail_row *row, struct mail_attempt *report)
{
	struct house *house = scope->house;
	struct mail mail = {
		.to = row->to_address, .to_name = row->to_name, .from_name = row->from_name,
		.subject = row->subject, .text = row->text, .html = row->html, .calendar = row->calendar,
		.calendar_method = row->calendar_method, .about = { row->about_kind, row->about_id },
		.reply_to = row->reply_to, .unsubscribe = row->unsubscribe, .is_reply = row->is_reply,
	};
	str host = host_of(scope->origin);
	str from = house->settings.mail_from;
	if (str_empty(from))
		from = str_format(scope->arena, "noreply@%.*s", STR_ARG(host));
	str message_id = str_format(scope->arena, "mail.%lld@%.*s", (long long)row->id, STR_ARG(host));
	str back = bounce_address(scope, row->to_address);
	struct message message = { .mail_id = row->id, .from = str_empty(back) ? from : back, .to = row->to_address,
		.bytes = mail_message(scope->arena, &mail, from, message_id, row->made_at) };
	*report = (struct mail_attempt){ .trouble = TROUBLE_OTHER, .answer = S(""), .is_filed = str_empty(house->settings.mail_url) };
	if (report->is_filed)
		return mail_to_file(house, scope->arena, &message);
	return mail_by_smtp(house, scope->arena, &message, report);
}

enum err mail_send_run(struct scope *scope, const struct job *job)
{
	struct sending sending = { .id = job->subject.id, .attempt = job->attempt, .report.answer = S("") };
	enum err err = scope_read(scope, load_work, &sending);
	if (err == ERR_NOT_FOUND)
		return OK; /* sent already; only the job's mark was lost */
	if (err)
		return err;
	if (sending.stop.is_stopped && !sending.row.even_stopped) {
		log_event(LOG_INFO, "mail.stopped", "Mail %lld of brand %lld is not sent: its address takes none.",
		          (long long)sending.id, (long long)scope->brand_id);
		return scope_write(scope, remove_work, &sending);
	}
	err = send_row(scope, &sending.row, &sending.report);
	bool given_up = err == ERR_INVALID || (err && job->attempt >= MAIL_ATTEMPTS);
	sending.state = !err ? sending.report.is_filed ? MAIL_FILED : MAIL_TAKEN : given_up ? MAIL_GIVEN_UP : MAIL_FAILS;
	if (err && !given_up) {
		enum err noted = sending.traced ? scope_write(scope, note_work, &sending) : OK;
		return noted ? noted : err;
	}
	if (given_up)
		log_event(LOG_ERROR, "mail.given_up", "Mail %lld of brand %lld was not taken and is dropped.",
		          (long long)sending.id, (long long)scope->brand_id);
	return scope_write(scope, remove_work, &sending);
}
