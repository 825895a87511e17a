/* post.c: an SMTP end without a wire; passwords at no cost; a push service that answers or does not. */
#include "test/sim/post.h"

#include "base/crypt.h"
#include "base/fetch.h"
#include "core/mail_send.h"
#include "features/notify/incoming_web.h"
#include "store/db.h"
#include "test/sim/clock.h"
#include "test/sim/folk.h"
#include "test/sim/eyes.h"
#include "test/sim/life.h"
#include "test/sim/thread.h"

#include <stdio.h>

enum { BACK_MAX = 64, ADDRESS_BYTES = 200 };

struct back { char to[ADDRESS_BYTES], about[ADDRESS_BYTES]; bool is_there, for_good; };

LASTS static struct post_faults faults;
LASTS static struct back backs[BACK_MAX];

void post_faults_set(const struct post_faults *wanted)
{
	faults = *wanted;
}

void post_forget(void)
{
	memset(backs, 0, sizeof(backs));
}

/* Soft line breaks of quoted-printable may go through the middle of a word. */
static str joined(struct arena *arena, str bytes)
{
	struct text text;
	text_open(&text, arena, bytes.len + 1);
	for (size_t i = 0; i < bytes.len; i++) {
		if (i + 2 < bytes.len && !memcmp(bytes.at + i, "=\r\n", 3))
			i += 2;
		else
			text_char(&text, bytes.at[i]);
	}
	return text_str(&text);
}

static void will_come_back(const struct message *message, bool for_good)
{
	for (size_t i = 0; i < BACK_MAX; i++) {
		struct back *back = &backs[i];
		if (back->is_there || message->from.len >= ADDRESS_BYTES || message->to.len >= ADDRESS_BYTES)
			continue;
		*back = (struct back){ .is_there = true, .for_good = for_good };
		memcpy(back->to, message->from.at, message->from.len);
		memcpy(back->about, message->to.at, message->to.len);
		return;
	}
}

/* A mail says what was so when it was written, however late it comes: by the clock without its jumps, an hour to and fro. */
static moment written_at(int64_t mail_id)
{
	return clock_monotonic() - (clock_now() - id_moment(mail_id)) - HOURS(1);
}

enum err __wrap_mail_by_smtp(const struct house *house, struct arena *arena, const struct message *message,
                             struct mail_attempt *report_out);
enum err __wrap_mail_by_smtp(const struct house *house, struct arena *arena, const struct message *message,
                             struct mail_attempt *report_out)
{
	(void)house;
	must(db_is_outside_unit());
	const struct person *to = folk_of_mail(message->to);
	thread_sleep(MILLISECONDS(5 + (int64_t)chance_below(DIE_WORLD, 200)));
	if (chance_one_in(DIE_WORLD, faults.puts_off)) {
		*report_out = (struct mail_attempt){ .trouble = TROUBLE_CONNECT, .code = 421, .answer = S("421 later") };
		return ERR_BROKEN;
	}
	if (chance_one_in(DIE_WORLD, faults.refuses)) {
		*report_out = (struct mail_attempt){ .trouble = TROUBLE_RECIPIENT, .code = 550, .answer = S("550 no such user") };
		return ERR_INVALID;
	}
	deeds.mails++;
	trace_line("mail %lld to %.*s", (long long)message->mail_id, STR_ARG(message->to));
	trace_bytes(message->bytes);
	if (to)
		eyes_see(to, &(struct seen){ joined(arena, message->bytes), written_at(message->mail_id), "mail" });
	if (to)
		folk_mail(to, joined(arena, message->bytes));
	folk_post(message->to, joined(arena, message->bytes));
	if (chance_one_in(DIE_WORLD, faults.sends_back))
		will_come_back(message, chance_one_in(DIE_WORLD, 2));
	*report_out = (struct mail_attempt){ .trouble = TROUBLE_NONE, .code = 250, .answer = S("250 ok") };
	return OK;
}

/* ── what comes back ── */

static void hand_over(void *data)
{
	struct back *back = data;
	struct arena *arena = arena_open(8192);
	const char *status = back->for_good ? "5.1.1" : "4.2.2";
	struct mail_arrival arrival = { .from = S(""), .to = str_from(back->to) };
	arrival.message = str_format(arena, "From: mailer-daemon@mx.example\r\nTo: %s\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
		"Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
		"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; %s\r\n"
		"Action: failed\r\nStatus: %s\r\nDiagnostic-Code: smtp; 550 %s\r\n\r\n--b--\r\n", back->to, back->about, status, status);
	enum err err = notify_mail_in(life_now()->house, &arrival);
	trace_line("mail comes back from %s: %s", back->about, err_name(err));
	deeds.bounces++;
	if (!err || err == ERR_NOT_FOUND)
		back->is_there = false; /* else the mail server tries again */
	arena_close(arena);
}

static void *hand_over_thread(void *data)
{
	hand_over(data);
	return NULL;
}

void post_deliver(void)
{
	for (size_t i = 0; i < BACK_MAX; i++) {
		if (backs[i].is_there && chance_one_in(DIE_WORLD, 6)) {
			thread_begin(hand_over_thread, &backs[i]);
			return;
		}
	}
}

/* ── others ── */

enum err __wrap_fetch_run(struct arena *arena, const struct fetch *fetch, struct fetched *fetched_out, str *wrong_out);
enum err __wrap_fetch_run(struct arena *arena, const struct fetch *fetch, struct fetched *fetched_out, str *wrong_out)
{
	(void)arena;
	must(db_is_outside_unit());
	thread_sleep(MILLISECONDS(5 + (int64_t)chance_below(DIE_WORLD, 500)));
	trace_line("a call to %.*s", STR_ARG(fetch->url));
	if (chance_one_in(DIE_WORLD, 10)) {
		*wrong_out = S("no answer");
		return ERR_BROKEN;
	}
	*fetched_out = (struct fetched){ .status = chance_one_in(DIE_WORLD, 20) ? 410 : 201, .body = S(""), .content_type = S("") };
	return OK;
}

static const struct crypt_key any_key = { { 1 } };

enum err __wrap_password_hash(struct arena *arena, str password, str *hash_out);
enum err __wrap_password_hash(struct arena *arena, str password, str *hash_out)
{
	must(db_is_outside_unit());
	thread_sleep(MILLISECONDS(50));
	*hash_out = hex(arena, crypt_hash(arena, &any_key, S("password"), password));
	return OK;
}

bool __wrap_password_matches(str hash, str password);
bool __wrap_password_matches(str hash, str password)
{
	struct arena *arena = arena_open(1024);
	thread_sleep(MILLISECONDS(50));
	bool same = (has_bug(BUG_OPEN_DOORS) && !str_empty(hash)) || str_equal(hash, hex(arena, crypt_hash(arena, &any_key, S("password"), password)));
	arena_close(arena);
	return same;
}
