/* mail_test.c: mails are well formed, leave once, and let nobody write headers. */
#include "core/core.h"
#include "core/sql.gen.h"
#include "test/folder.h"
#include "test/letters.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
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

/* ── a mail server of a few lines, on loopback ── */

struct server { int fd, port; const char *to_rcpt; char got[8192]; size_t len; };

static void answer(int fd, const char *line)
{
	must(write(fd, line, strlen(line)) == (ssize_t)strlen(line));
}

/* Reads up to the end of a line, or of the message's body. */
static bool read_until(int fd, char *to, size_t room, const char *end)
{
	size_t len = 0;
	while (len + 1 < room && read(fd, to + len, 1) == 1) {
		to[++len] = 0;
		if (len >= strlen(end) && !strcmp(to + len - strlen(end), end))
			return true;
	}
	return false;
}

static void *serve_one(void *data)
{
	struct server *server = data;
	int fd = accept(server->fd, NULL, NULL);
	char line[1024];
	answer(fd, "220 test\r\n");
	while (read_until(fd, line, sizeof(line), "\r\n")) {
		if (!strncmp(line, "RCPT", 4)) {
			answer(fd, server->to_rcpt);
		} else if (!strncmp(line, "DATA", 4)) {
			answer(fd, "354 go on\r\n");
			(void)read_until(fd, server->got, sizeof(server->got), "\r\n.\r\n");
			answer(fd, "250 taken\r\n");
		} else if (!strncmp(line, "QUIT", 4)) {
			answer(fd, "221 bye\r\n");
			break;
		} else {
			answer(fd, "250 ok\r\n");
		}
	}
	close(fd);
	return NULL;
}

static void with_server(struct test_house *t, struct server *server, bool plain)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(server->fd, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(server->fd, 4), 0);
	assert_int_equal(getsockname(server->fd, (struct sockaddr *)&address, &size), 0);
	t->house->settings.mail_url = str_format(t->arena, "smtp://127.0.0.1:%d", ntohs(address.sin_port));
	t->house->settings.mail_from = S("rat@a.example");
	t->house->settings.mail_plain = plain;
	struct mail mail = mail_to("ana@example.org");
	assert_int_equal(mail_queue(acting_as(t, t->ana), &mail), OK);
	pthread_t thread;
	assert_int_equal(pthread_create(&thread, NULL, serve_one, server), 0);
	(void)house_work(t);
	pthread_join(thread, NULL);
	close(server->fd);
}

static void a_mail_goes_to_the_mail_server(void **state)
{
	struct test_house *t = *state;
	struct server server = { .to_rcpt = "250 ok\r\n" };
	with_server(t, &server, true);
	struct letter_got got = letter_read(t->arena, str_from(server.got));
	assert_string_equal(str_c(t->arena, got.from), "Hilfe & Rat <rat@a.example>");
	assert_string_equal(str_c(t->arena, got.subject), "Grüße");
	assert_int_equal(rows_left(t), 0);
}

static void what_the_server_will_never_take_is_dropped(void **state)
{
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2);
	struct server server = { .to_rcpt = "550 no such person\r\n" };
	with_server(t, &server, true);
	assert_int_equal(rows_left(t), 0);
}

static void what_the_server_cannot_take_now_is_tried_again(void **state)
{
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2);
	struct server server = { .to_rcpt = "451 later\r\n" };
	with_server(t, &server, true);
	assert_int_equal(rows_left(t), 1);
	t->house->settings.mail_url = S("");
	t->now += MINUTES(1);
	assert_int_equal(letters(t).count, 1);
}

static void without_leave_nothing_is_sent_unencrypted(void **state)
{
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2);
	struct server server = { .to_rcpt = "250 ok\r\n" };
	with_server(t, &server, false);
	assert_string_equal(server.got, "");
	assert_int_equal(rows_left(t), 1);
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
		HOUSE_TEST(a_mail_goes_to_the_mail_server),
		HOUSE_TEST(what_the_server_will_never_take_is_dropped),
		HOUSE_TEST(what_the_server_cannot_take_now_is_tried_again),
		HOUSE_TEST(without_leave_nothing_is_sent_unencrypted),
	};
	return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
