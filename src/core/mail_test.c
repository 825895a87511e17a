/* mail_test.c: mails are well formed, leave once, and let nobody write headers. */
#include "base/utf8.h"
#include "core/core.h"
#include "core/mail_trace.h"
#include "core/sql.gen.h"
#include "test/folder.h"
#include "test/letters.h"
#include "test/mail_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct mail mail_to(const char *address)
{
	return (struct mail){ .to = str_from(address), .to_name = S("Ana Müller"), .from_name = S("Hilfe & Rat"),
		.subject = S("Grüße"), .text = S("Hallo Ana,\n\nschön, dass du da bist.\n") };
}

static void an_address_is_good_or_not(void **state)
{
	static const char *const good[] = { "ana@example.org", "a.b+c@mail.example.co", "o'neil@x-y.de", "x_1@a.localhost" };
	static const char *const bad[] = { "", "ana", "@example.org", "ana@", "ana@example", "a b@example.org",
		"ana@exa mple.org", "ana@@example.org", ".ana@example.org", "ana.@example.org", "a..b@example.org",
		"ana@-example.org", "ana@example-.org", "ana@example..org", "ana@example.org.", "ana@.org",
		"ana@example.org\r\nBcc: eve@example.org", "\"ana\"@example.org", "änne@example.org", "<ana@example.org>",
		"ana@example.org,eve@example.org",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.org" };
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(mail_address_is_good(str_from(good[i])));
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (mail_address_is_good(str_from(bad[i])))
			fail_msg("taken: %s", bad[i]);
	}
	assert_false(mail_address_is_good((str){ "ana@exam\0ple.org", 16 }));
}

static void a_message_is_the_one_that_was_proved_by_eye(void **state)
{
	struct arena *arena = arena_open(4096);
	struct mail mail = mail_to("ana@example.org");
	mail.subject = S("Dein Termin: Größe 7½, Router „Fuchs“ und noch viel mehr, als in eine Zeile paßt");
	mail.html = S("<p>Hallo Ana</p>\n");
	mail.calendar = S("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n");
	mail.calendar_method = S("REQUEST");
	mail.about = (struct subject){ 23, 42 };
	str got = mail_message(arena, &mail, S("noreply@a.example"), S("mail.7@a.example"), HOUSE_NOON);
	static const char expected[] =
		"Date: Thu, 01 Jan 2026 12:00:00 +0000\r\n"
		"From: Hilfe & Rat\r\n <noreply@a.example>\r\n"
		"To: =?UTF-8?Q?Ana_M=C3=BCller?=\r\n <ana@example.org>\r\n"
		"Subject: =?UTF-8?Q?Dein_Termin=3A_Gr=C3=B6=C3=9Fe_7=C2=BD=2C_Router_?=\r\n"
		" =?UTF-8?Q?=E2=80=9EFuchs=E2=80=9C_und_noch_viel_mehr=2C_als_in_eine_Zeile?=\r\n"
		" =?UTF-8?Q?_pa=C3=9Ft?=\r\n"
		"Message-ID: <mail.7@a.example>\r\n"
		"In-Reply-To: <about.23.42@a.example>\r\n"
		"References: <about.23.42@a.example>\r\n"
		"Auto-Submitted: auto-generated\r\n"
		"X-Auto-Response-Suppress: All\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: multipart/alternative;\r\n boundary=\"BOUNDARY\"\r\n"
		"\r\n--BOUNDARY\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
		"Hallo Ana,\r\n\r\nsch=C3=B6n, dass du da bist.\r\n"
		"--BOUNDARY\r\n"
		"Content-Type: text/html; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
		"<p>Hallo Ana</p>\r\n"
		"--BOUNDARY\r\n"
		"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
		"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
		"--BOUNDARY--\r\n";
	str boundary = str_format(arena, "=_%016llx", (unsigned long long)str_hash(S("mail.7@a.example")));
	struct text text;
	text_open(&text, arena, 4096);
	str rest = str_from(expected);
	size_t at;
	while (str_find(rest, S("BOUNDARY"), &at)) {
		text_put(&text, str_first(rest, at));
		text_put(&text, boundary);
		rest = str_skip(rest, at + 8);
	}
	text_put(&text, rest);
	assert_string_equal(str_c(arena, got), str_c(arena, text_str(&text)));
	arena_close(arena);
}

/* Lines, bytes, and what comes back when another reader reads it. */
static void check_form(struct arena *arena, str source)
{
	while (source.len) {
		size_t end;
		assert_true(str_find(source, S("\r\n"), &end));
		assert_true(end <= 76);
		for (size_t i = 0; i < end; i++)
			assert_true((source.at[i] >= ' ' && source.at[i] < 0x7f) || source.at[i] == '\t');
		source = str_skip(source, end + 2);
	}
}

static void any_text_comes_back_as_it_was_sent(void **state)
{
	struct arena *arena = arena_open(4096);
	static const char *const texts[] = { "", "kurz\n", "=20 und = und =\n", "blank am Ende \nund tab\t\n",
		"\n\n.\n..\nFrom me\n--=_\n", "日本語のテキスト、とても長い行が続きます。とても長い行が続きます。とても長い行が続きます。\n",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
		"\x7f \x01 Ende\n" };
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct mail mail = mail_to("ana@example.org");
		mail.text = str_from(texts[i]);
		mail.html = i % 2 ? str_from(texts[i]) : S("");
		mail.subject = i % 2 ? S("日本語のとても長い件名がここに続いて行きますのでよろしくお願いします。 Ende") : S("Plain subject");
		str source = mail_message(arena, &mail, S("noreply@a.example"), S("mail.7@a.example"), HOUSE_NOON);
		check_form(arena, source);
		struct letter_got got = letter_read(arena, source);
		assert_string_equal(str_c(arena, got.text), texts[i]);
		assert_string_equal(str_c(arena, got.html), str_c(arena, mail.html));
		assert_string_equal(str_c(arena, got.subject), str_c(arena, mail.subject));
		assert_string_equal(str_c(arena, got.to), "Ana Müller <ana@example.org>");
	}
	arena_close(arena);
}

static void nobody_writes_headers(void **state)
{
	struct test_house *t = *state;
	str bad = S("x\r\nBcc: eve@example.org");
	struct mail base = mail_to("ana@example.org");
	struct mail mails[5] = { base, base, base, base, base };
	mails[0].to = bad;
	mails[1].to_name = bad;
	mails[2].from_name = bad;
	mails[3].subject = bad;
	mails[4].calendar_method = bad;
	for (size_t i = 0; i < COUNT(mails); i++) {
		struct scope *ana = acting_as(t, t->ana);
		assert_int_equal(mail_queue(ana, &mails[i]), ERR_INVALID);
		assert_string_equal(ana->refusal.reason, i ? "mail.bad_line" : "mail.bad_address");
	}
	assert_int_equal(letters(t).count, 0);
}

static size_t rows_left(struct test_house *t)
{
	struct mail_row_list rows;
	assert_int_equal(sql_core_mails(acting_as_house(t), 0, &rows), OK);
	return rows.count;
}

static void a_mail_is_sent_once_and_nothing_of_it_is_kept(void **state)
{
	struct test_house *t = *state;
	struct mail mail = mail_to("ana@example.org");
	assert_int_equal(mail_queue(acting_as(t, t->ana), &mail), OK);
	assert_int_equal(rows_left(t), 1);
	assert_int_equal(letters(t).count, 1);
	assert_int_equal(letters(t).count, 1);
	assert_int_equal(rows_left(t), 0);
	struct letter_got got = letter_to(t, "ana@example.org");
	assert_string_equal(str_c(t->arena, got.from), "Hilfe & Rat <noreply@localhost.localdomain>");
	assert_string_equal(str_c(t->arena, got.text), "Hallo Ana,\n\nschön, dass du da bist.\n");
}

static enum err queue_and_refuse(struct scope *scope, void *data)
{
	enum err err = mail_queue(scope, data);
	return err ? err : refuse(scope, ERR_CONFLICT, "test.no");
}

static void a_mail_of_an_undone_unit_is_never_sent(void **state)
{
	struct test_house *t = *state;
	struct mail mail = mail_to("ana@example.org");
	assert_int_equal(in_unit(t, acting_as(t, t->ana), queue_and_refuse, &mail), ERR_CONFLICT);
	assert_int_equal(letters(t).count, 0);
}

static void send_one(struct test_house *t)
{
	struct mail mail = mail_to("ana@example.org");
	assert_int_equal(mail_queue(acting_as(t, t->ana), &mail), OK);
	house_work(t);
}

static bool is_there(struct test_house *t, const char *name)
{
	return access(str_format(t->arena, "%.*s/mail/%s", STR_ARG(t->folder), name).at, F_OK) == 0;
}

static void remember(const char *path, const char *number)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(number, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void numbers_of_mails_go_on_without_looking_through_the_folder(void **state)
{
	struct test_house *t = *state;
	const char *last = str_format(t->arena, "%.*s/mail.last", STR_ARG(t->folder)).at;
	send_one(t);
	assert_true(is_there(t, "0001-ana@example.org.eml"));
	assert_int_equal(unlink(last), 0);
	send_one(t); /* found by looking */
	assert_true(is_there(t, "0002-ana@example.org.eml"));
	remember(last, "7");
	send_one(t); /* believed, so nobody looked */
	assert_true(is_there(t, "0008-ana@example.org.eml"));
	remember(last, "1");
	send_one(t); /* too low a number: nothing is written over */
	assert_true(is_there(t, "0002-ana@example.org.eml") && is_there(t, "0003-ana@example.org.eml"));
	assert_int_equal(letters(t).count, 4);
}

/* ── to a mail server ── */

static void send_to(struct test_house *t, struct mail_server *server, bool plain)
{
	struct mail mail = mail_to("ana@example.org");
	mail_server_open(t, server);
	t->house->settings.mail_plain = plain;
	assert_int_equal(mail_queue(acting_as(t, t->ana), &mail), OK);
	mail_server_work(t, server);
}

static void a_mail_goes_to_the_mail_server(void **state)
{
	struct test_house *t = *state;
	struct mail_server server = { .to_rcpt = NULL };
	send_to(t, &server, true);
	struct letter_got got = letter_read(t->arena, str_from(server.got));
	assert_string_equal(str_c(t->arena, got.from), "Hilfe & Rat <rat@a.example>");
	assert_string_equal(str_c(t->arena, got.subject), "Grüße");
	assert_int_equal(rows_left(t), 0);
}

static void what_the_server_will_never_take_is_dropped(void **state)
{
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2);
	struct mail_server server = { .to_rcpt = "550 no such person\r\n" };
	send_to(t, &server, true);
	assert_int_equal(rows_left(t), 0);
}

static void what_the_server_cannot_take_now_is_tried_again(void **state)
{
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2);
	struct mail_server server = { .to_rcpt = "451 later\r\n" };
	send_to(t, &server, true);
	assert_int_equal(rows_left(t), 1);
	t->house->settings.mail_url = S("");
	t->now += MINUTES(1);
	assert_int_equal(letters(t).count, 1);
}

static void without_leave_nothing_is_sent_unencrypted(void **state)
{
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2);
	struct mail_server server = { .to_rcpt = NULL };
	send_to(t, &server, false);
	assert_string_equal(server.got, "");
	assert_int_equal(rows_left(t), 1);
}

static void what_is_no_fault_of_the_mail_is_no_reason_to_drop_it(void **state)
{
	struct test_house *t = *state;
	static const struct mail_server servers[] = {
		{ .to_mail = "530 5.7.0 log in first\r\n" }, { .to_mail = "550 5.1.8 not that sender\r\n" },
		{ .to_hello = "250 AUTH PLAIN\r\n", .to_auth = "535 5.7.8 wrong\r\n" },
	};
	log_set(LOG_ERROR + 1, 2);
	t->house->settings.mail_user = S("rat");
	t->house->settings.mail_password = S("geheim");
	for (size_t i = 0; i < COUNT(servers); i++) {
		struct mail_server server = servers[i];
		send_to(t, &server, true);
		assert_int_equal(rows_left(t), i + 1);
	}
}

/* ── what became of it ── */

static struct mail_trace trace_of(struct test_house *t, int64_t member_id)
{
	struct mail_trace trace;
	assert_int_equal(mail_trace_mine(acting_as(t, member_id), &trace), OK);
	return trace;
}

static void send_traced(struct test_house *t, struct mail_server *server)
{
	struct mail mail = mail_to("ana@example.org");
	mail.is_traced = true;
	mail_server_open(t, server);
	assert_int_equal(mail_queue(acting_as(t, t->ana), &mail), OK);
	mail_server_work(t, server);
}

static void who_asked_reads_what_the_server_answered(void **state)
{
	struct test_house *t = *state;
	struct mail_server server = { .to_message = "250-2.0.0 Ok: queued\r\n250 2.0.0 as \xff 4711\r\n" };
	send_traced(t, &server);
	struct mail_trace trace = trace_of(t, t->ana), other;
	assert_int_equal(trace.state, MAIL_TAKEN);
	assert_int_equal(trace.trouble, TROUBLE_NONE);
	assert_int_equal(trace.code, 250);
	assert_int_equal(trace.tries, 1);
	assert_true(trace.asked_at == t->now && trace.tried_at == t->now);
	assert_true(str_contains(trace.answer, S("250-2.0.0 Ok: queued")) && str_contains(trace.answer, S(" 4711")));
	assert_true(utf8_is_valid(trace.answer));
	assert_int_equal(mail_trace_mine(acting_as(t, t->eve), &other), ERR_NOT_FOUND);
}

static void each_trouble_is_told_from_the_others(void **state)
{
	struct test_house *t = *state;
	static const char can_log_in[] = "250-test\r\n250 AUTH PLAIN LOGIN\r\n";
	static const struct { struct mail_server server; enum mail_trouble trouble; int code; enum mail_state state; } cases[] = {
		{ { .to_hello = can_log_in, .to_auth = "535 5.7.8 bad credentials\r\n" }, TROUBLE_LOGIN, 535, MAIL_FAILS },
		{ { .to_mail = "530 5.7.0 log in first\r\n" }, TROUBLE_LOGIN, 530, MAIL_FAILS },
		{ { .to_mail = "553 5.7.1 not owned by you\r\n" }, TROUBLE_SENDER, 553, MAIL_FAILS },
		{ { .to_rcpt = "550 5.1.1 no such user\r\n" }, TROUBLE_RECIPIENT, 550, MAIL_GIVEN_UP },
		{ { .to_rcpt = "450 4.2.0 greylisted\r\n" }, TROUBLE_RECIPIENT, 450, MAIL_FAILS },
		{ { .to_message = "554 5.7.1 spam\r\n" }, TROUBLE_MESSAGE, 554, MAIL_GIVEN_UP },
		{ { .to_hello = "554 go away\r\n" }, TROUBLE_OTHER, 554, MAIL_FAILS },
	};
	log_set(LOG_ERROR + 1, 2);
	t->house->settings.mail_user = S("rat");
	t->house->settings.mail_password = S("geheim");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail_server server = cases[i].server;
		t->now += SECONDS(5);
		send_traced(t, &server);
		struct mail_trace trace = trace_of(t, t->ana);
		if (trace.trouble != cases[i].trouble || trace.code != cases[i].code || trace.state != (int64_t)cases[i].state)
			fail_msg("case %zu: trouble %lld, code %lld, state %lld", i, (long long)trace.trouble, (long long)trace.code,
			         (long long)trace.state);
		assert_true(str_starts(trace.answer, str_format(t->arena, "%d", cases[i].code)));
	}
}

#define LONG "0123456789abcdef" /* a part of a name has at most 63: nobody needs to be asked */

static void without_a_server_or_its_encryption_that_is_told(void **state)
{
	static const struct { const char *url; bool plain; enum mail_trouble trouble; } cases[] = {
		{ "smtp://127.0.0.1:1", true, TROUBLE_CONNECT }, { "smtp://" LONG LONG LONG LONG "x.invalid:25", true, TROUBLE_HOST },
	};
	struct test_house *t = *state;
	struct mail mail = mail_to("ana@example.org");
	log_set(LOG_ERROR + 1, 2);
	mail.is_traced = true;
	for (size_t i = 0; i < COUNT(cases); i++) {
		t->house->settings.mail_url = str_from(cases[i].url);
		t->house->settings.mail_plain = cases[i].plain;
		assert_int_equal(mail_queue(acting_as(t, t->ana), &mail), OK);
		(void)house_work(t);
		assert_int_equal(trace_of(t, t->ana).state, MAIL_FAILS);
		assert_int_equal(trace_of(t, t->ana).trouble, cases[i].trouble);
	}
	struct mail_server server = { .fd = -1 };
	mail_server_open(t, &server);
	t->house->settings.mail_plain = false;
	assert_int_equal(mail_queue(acting_as(t, t->ana), &mail), OK);
	mail_server_work(t, &server);
	assert_int_equal(trace_of(t, t->ana).trouble, TROUBLE_TLS);
	t->house->settings.mail_url = S("");
	assert_int_equal(mail_queue(acting_as(t, t->ana), &mail), OK);
	(void)house_work(t);
	assert_int_equal(trace_of(t, t->ana).state, MAIL_FILED);
}

static void an_answer_with_the_password_in_it_is_not_passed_on(void **state)
{
	struct test_house *t = *state;
	static const char *const answers[] = { "535 wrong: geheim-4711\r\n", "535 wrong: Z2VoZWltLTQ3MTE=\r\n",
		"535 wrong: AHJhdABnZWhlaW0tNDcxMQ==\r\n" }; /* \0rat\0geheim-4711 */
	log_set(LOG_ERROR + 1, 2);
	t->house->settings.mail_user = S("rat");
	t->house->settings.mail_password = S("geheim-4711");
	for (size_t i = 0; i < COUNT(answers); i++) {
		struct mail_server server = { .to_hello = "250 AUTH PLAIN\r\n", .to_auth = answers[i] };
		send_traced(t, &server);
		struct mail_trace trace = trace_of(t, t->ana);
		assert_int_equal(trace.trouble, TROUBLE_LOGIN);
		assert_int_equal(trace.code, 535);
		assert_string_equal(str_c(t->arena, trace.answer), "");
	}
}

static void a_trace_follows_the_newest_mail_until_it_is_given_up_or_old(void **state)
{
	struct test_house *t = *state;
	struct mail_server server = { .to_mail = "451 4.3.0 later\r\n" };
	struct mail_trace trace;
	log_set(LOG_ERROR + 1, 2);
	send_traced(t, &server);
	t->house->settings.mail_url = S("smtp://127.0.0.1:1");
	for (int tries = 2; tries <= 8; tries++) {
		t->now += HOURS(3);
		(void)house_work(t);
		trace = trace_of(t, t->ana);
		assert_int_equal(trace.tries, tries);
		assert_int_equal(trace.state, tries < 8 ? MAIL_FAILS : MAIL_GIVEN_UP);
	}
	assert_int_equal(rows_left(t), 0);
	t->now += HOURS(4);
	int64_t gone;
	assert_int_equal(sql_core_mail_trace_forget(acting_as_house(t), t->now - DAYS(1), &gone), OK);
	assert_int_equal(gone, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_good_or_not),
		cmocka_unit_test(a_message_is_the_one_that_was_proved_by_eye),
		cmocka_unit_test(any_text_comes_back_as_it_was_sent),
		HOUSE_TEST(nobody_writes_headers),
		HOUSE_TEST(a_mail_is_sent_once_and_nothing_of_it_is_kept),
		HOUSE_TEST(a_mail_of_an_undone_unit_is_never_sent),
		HOUSE_TEST(numbers_of_mails_go_on_without_looking_through_the_folder),
		HOUSE_TEST(a_mail_goes_to_the_mail_server),
		HOUSE_TEST(what_the_server_will_never_take_is_dropped),
		HOUSE_TEST(what_the_server_cannot_take_now_is_tried_again),
		HOUSE_TEST(without_leave_nothing_is_sent_unencrypted),
		HOUSE_TEST(what_is_no_fault_of_the_mail_is_no_reason_to_drop_it),
		HOUSE_TEST(who_asked_reads_what_the_server_answered),
		HOUSE_TEST(each_trouble_is_told_from_the_others),
		HOUSE_TEST(without_a_server_or_its_encryption_that_is_told),
		HOUSE_TEST(an_answer_with_the_password_in_it_is_not_passed_on),
		HOUSE_TEST(a_trace_follows_the_newest_mail_until_it_is_given_up_or_old),
	};
	return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
