/* mail_lmtp_test.c: mails come in by LMTP and out of an IMAP mailbox, whole, bounded, each answered for itself. */
#include "core/mail_imap.h"
#include "core/mail_lmtp.h"
#include "core/mail_read.h"
#include "core/socket.h"
#include "test/house.h"

#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* ── LMTP ── */

/* What was taken, under a lock: LMTP has threads of its own. */
static struct { pthread_mutex_t mutex; int count; char to[8][80]; char from[80]; char *message; size_t len; } taken = {
	.mutex = PTHREAD_MUTEX_INITIALIZER,
};

static enum err knows(struct house *house, const struct mail_arrival *arrival)
{
	if (str_starts(arrival->to, S("later")))
		return OK;
	return str_ends(arrival->to, S("@help.example")) ? OK : ERR_NOT_FOUND;
}

static enum err take(struct house *house, const struct mail_arrival *arrival)
{
	if (str_starts(arrival->to, S("later")))
		return ERR_BROKEN;
	pthread_mutex_lock(&taken.mutex);
	snprintf(taken.to[taken.count++ % 8], 80, "%.*s", STR_ARG(arrival->to));
	snprintf(taken.from, 80, "%.*s", STR_ARG(arrival->from));
	free(taken.message);
	taken.message = malloc(arrival->message.len + 1);
	memcpy(taken.message, arrival->message.at, arrival->message.len);
	taken.message[arrival->message.len] = 0;
	taken.len = arrival->message.len;
	pthread_mutex_unlock(&taken.mutex);
	return OK;
}

struct caller { struct test_house *t; struct lmtp *lmtp; int fd; };

static struct caller call(struct test_house *t)
{
	struct caller caller = { .t = t };
	str wrong;
	const struct lmtp_settings settings = { S("127.0.0.1:0"), knows, take };
	taken.count = 0;
	assert_int_equal(lmtp_start(t->arena, t->house, &settings, &caller.lmtp, &wrong), OK);
	str address = str_format(t->arena, "127.0.0.1:%d", lmtp_port(caller.lmtp));
	assert_int_equal(socket_call(t->arena, address, &caller.fd), OK);
	return caller;
}

static void put(struct caller *caller, str bytes)
{
	while (bytes.len) {
		ssize_t sent = send(caller->fd, bytes.at, bytes.len, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		bytes = str_skip(bytes, (size_t)sent);
	}
}

/* One line of an answer, "" at the end of the connection. */
static str heard(struct caller *caller)
{
	struct text text;
	char byte;
	text_open(&text, caller->t->arena, 128);
	while (read(caller->fd, &byte, 1) == 1) {
		text_char(&text, byte);
		if (byte == '\n')
			break;
	}
	return text_str(&text);
}

static void expect(struct caller *caller, const char *said, const char *answer)
{
	put(caller, str_format(caller->t->arena, "%s\r\n", said));
	str line = heard(caller);
	if (!str_starts(line, str_from(answer)))
		fail_msg("\"%s\" was answered with \"%.*s\"", said, STR_ARG(line));
}

static void hang_up(struct caller *caller)
{
	close(caller->fd);
	lmtp_stop(caller->lmtp);
}

static void greet(struct caller *caller)
{
	assert_true(str_starts(heard(caller), S("220")));
	put(caller, S("LHLO me\r\n"));
	while (str_starts(heard(caller), S("250-")))
		;
}

static void each_recipient_is_answered_for_herself(void **state)
{
	struct caller caller = call(*state);
	greet(&caller);
	expect(&caller, "MAIL FROM:<ana@example.org> SIZE=10", "250");
	expect(&caller, "RCPT TO:<nobody@elsewhere.example>", "550");
	expect(&caller, "RCPT TO:<one@help.example>", "250");
	expect(&caller, "RCPT TO:<later@help.example>", "250");
	expect(&caller, "rcpt to:<two@help.example>", "250");
	expect(&caller, "DATA", "354");
	put(&caller, S("Subject: x\r\n\r\n..dot\r\n.\rnot the end\r\nlast\r\n.\r\n"));
	assert_true(str_starts(heard(&caller), S("250")));
	assert_true(str_starts(heard(&caller), S("451")));
	assert_true(str_starts(heard(&caller), S("250")));
	expect(&caller, "QUIT", "221");
	hang_up(&caller);
	assert_int_equal(taken.count, 2);
	assert_string_equal(taken.to[0], "one@help.example");
	assert_string_equal(taken.to[1], "two@help.example");
	assert_string_equal(taken.from, "ana@example.org");
	assert_string_equal(taken.message, "Subject: x\r\n\r\n.dot\r\n\rnot the end\r\nlast\r\n");
}

static void the_order_is_kept_and_a_report_has_no_sender(void **state)
{
	struct caller caller = call(*state);
	assert_true(str_starts(heard(&caller), S("220")));
	expect(&caller, "MAIL FROM:<a@b.example>", "503");
	expect(&caller, "HELO me", "500");
	put(&caller, S("LHLO me\r\n"));
	while (str_starts(heard(&caller), S("250-")))
		;
	expect(&caller, "RCPT TO:<one@help.example>", "503");
	expect(&caller, "MAIL FROM: a", "501");
	expect(&caller, "DATA", "503");
	expect(&caller, "MAIL FROM:<>", "250");
	expect(&caller, "MAIL FROM:<>", "501");
	expect(&caller, "RCPT TO:<one@help.example>", "250");
	expect(&caller, "DATA", "354");
	put(&caller, S("\r\n.\r\n"));
	assert_true(str_starts(heard(&caller), S("250")));
	assert_string_equal(taken.from, "");
	hang_up(&caller);
}

static void what_is_too_large_is_refused_and_the_next_one_taken(void **state)
{
	struct test_house *t = *state;
	struct caller caller = call(t);
	char *much = arena_bytes(t->arena, MAIL_IN_BYTES + 100);
	memset(much, 'x', MAIL_IN_BYTES + 100);
	for (size_t i = 500; i < MAIL_IN_BYTES; i += 502)
		memcpy(much + i, "\r\n", 2);
	greet(&caller);
	for (int i = 0; i < 2; i++) {
		expect(&caller, "MAIL FROM:<a@b.example>", "250");
		expect(&caller, "RCPT TO:<one@help.example>", "250");
		expect(&caller, "DATA", "354");
		put(&caller, i ? S("small\r\n.\r\n") : (str){ much, MAIL_IN_BYTES + 100 });
		if (!i)
			put(&caller, S("\r\n.\r\n"));
		assert_true(str_starts(heard(&caller), i ? S("250") : S("552")));
	}
	hang_up(&caller);
	assert_int_equal(taken.count, 1);
}

#ifdef __SANITIZE_ADDRESS__
size_t __sanitizer_get_current_allocated_bytes(void); /* gcc 12 brings no header for it */
#endif

static size_t memory_in_use(void)
{
#ifdef __SANITIZE_ADDRESS__
	return __sanitizer_get_current_allocated_bytes();
#else
	struct mallinfo2 info = mallinfo2();
	return info.uordblks + info.hblkhd;
#endif
}

static void a_message_that_is_done_with_takes_no_memory(void **state)
{
	enum { MESSAGES = 4, SIZE = 4 * 1024 * 1024 };
	struct test_house *t = *state;
	struct caller caller = call(t);
	size_t first = 0;
	char *much = arena_bytes(t->arena, SIZE);
	memset(much, 'x', SIZE);
	memcpy(much + SIZE - 5, "\r\n.\r\n", 5);
	greet(&caller);
	for (int i = 0; i < MESSAGES; i++) {
		expect(&caller, "MAIL FROM:<a@b.example>", "250");
		expect(&caller, "RCPT TO:<nobody@elsewhere.example>", "550");
		expect(&caller, "RCPT TO:<one@help.example>", "250");
		expect(&caller, "NOOP", "252");
		expect(&caller, "RCPT TO:<two@help.example>", "250");
		expect(&caller, "DATA", "354");
		put(&caller, (str){ much, SIZE });
		assert_true(str_starts(heard(&caller), S("250")));
		assert_true(str_starts(heard(&caller), S("250")));
		assert_string_equal(taken.to[2 * i % 8], "one@help.example");
		assert_string_equal(taken.to[(2 * i + 1) % 8], "two@help.example");
		expect(&caller, "NOOP", "252"); /* the one before is done with */
		first = i ? first : memory_in_use();
	}
	assert_in_range(memory_in_use(), 0, first + SIZE);
	hang_up(&caller);
}

static void a_line_without_end_and_too_many_recipients_are_cut_off(void **state)
{
	struct test_house *t = *state;
	struct caller caller = call(t);
	greet(&caller);
	expect(&caller, "MAIL FROM:<a@b.example>", "250");
	for (int i = 0; i < 20; i++)
		expect(&caller, "RCPT TO:<one@help.example>", "250");
	expect(&caller, "RCPT TO:<one@help.example>", "452");
	char *line = arena_bytes(t->arena, 4000);
	memset(line, 'x', 4000);
	put(&caller, (str){ line, 4000 });
	assert_true(str_starts(heard(&caller), S("500")));
	assert_int_equal(heard(&caller).len, 0);
	hang_up(&caller);
}

static void the_end_of_the_house_does_not_wait_for_who_only_holds_a_line(void **state)
{
	struct caller caller = call(*state);
	greet(&caller);
	lmtp_stop(caller.lmtp);
	assert_int_equal(heard(&caller).len, 0);
	close(caller.fd);
}

/* ── IMAP: a mailbox of a few lines ── */

struct mailbox { int fd; int messages; char log[4096]; };

/* What comes before the tagged line, and that line. */
static void say(int fd, const char *untagged, const char *tag)
{
	char line[2048];
	int len = snprintf(line, sizeof(line), "%s%s%s", untagged, tag, *tag ? " OK done\r\n" : "");
	assert_int_equal(write(fd, line, (size_t)len), len);
}

static void answer_imap(struct mailbox *mailbox, int fd, const char *tag, const char *command)
{
	strncat(mailbox->log, command, sizeof(mailbox->log) - strlen(mailbox->log) - 2);
	strcat(mailbox->log, "\n");
	if (!strncmp(command, "CAPABILITY", 10))
		say(fd, "* CAPABILITY IMAP4rev1\r\n", tag);
	else if (!strncmp(command, "SELECT", 6))
		say(fd, "* 2 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n", tag);
	else if (!strncmp(command, "UID SEARCH", 10))
		say(fd, mailbox->messages ? "* SEARCH 4 7\r\n" : "* SEARCH\r\n", tag);
	else if (!strncmp(command, "UID FETCH 4", 11))
		say(fd, "* 1 FETCH (UID 4 BODY[] {17}\r\nSubject: a\r\n\r\nab\n)\r\n", tag);
	else if (!strncmp(command, "UID FETCH 7", 11))
		say(fd, "* 2 FETCH (UID 7 BODY[] {17}\r\nSubject: b\r\n\r\ncd\n)\r\n", tag);
	else
		say(fd, "", tag);
}

static void *serve_imap(void *data)
{
	struct mailbox *mailbox = data;
	int fd = accept(mailbox->fd, NULL, NULL);
	char line[1024];
	size_t len = 0;
	say(fd, "* OK ready\r\n", "");
	while (read(fd, line + len, 1) == 1) {
		if (line[len++] != '\n' && len < sizeof(line) - 1)
			continue;
		line[len - 2] = 0;
		char *command = strchr(line, ' ');
		*command++ = 0;
		answer_imap(mailbox, fd, line, command);
		len = 0;
		if (!strncmp(command, "LOGOUT", 6))
			break;
	}
	close(fd);
	return NULL;
}

static enum err keep_a(void *data, str message, bool whole)
{
	int *count = data;
	assert_true(whole);
	++*count;
	return str_contains(message, S("Subject: a")) ? OK : ERR_BROKEN;
}

static void a_mailbox_is_emptied_and_what_failed_stays_for_later(void **state)
{
	struct test_house *t = *state;
	struct mailbox mailbox = { .messages = 2 };
	str wrong;
	int count = 0;
	pthread_t thread;
	assert_int_equal(socket_listen(t->arena, S("127.0.0.1:0"), &mailbox.fd, &wrong), OK);
	assert_int_equal(pthread_create(&thread, NULL, serve_imap, &mailbox), 0);
	const struct imap_mailbox settings = { str_format(t->arena, "imap://127.0.0.1:%d/INBOX", socket_port(mailbox.fd)),
		S("heinzel"), S("secret"), true, S("") };
	house_settle(t);
	assert_int_equal(imap_fetch(t->arena, &settings, keep_a, &count), OK);
	pthread_join(thread, NULL);
	close(mailbox.fd);
	assert_int_equal(count, 2);
	assert_non_null(strstr(mailbox.log, "UID STORE 4 +FLAGS.SILENT (\\Deleted)"));
	assert_non_null(strstr(mailbox.log, "UID STORE 7 -FLAGS.SILENT (\\Seen)"));
	assert_non_null(strstr(mailbox.log, "EXPUNGE"));
}

static void without_leave_no_password_goes_unencrypted(void **state)
{
	struct test_house *t = *state;
	struct mailbox mailbox = { .messages = 2 };
	str wrong;
	int count = 0;
	pthread_t thread;
	log_set(LOG_ERROR + 1, 2);
	assert_int_equal(socket_listen(t->arena, S("127.0.0.1:0"), &mailbox.fd, &wrong), OK);
	assert_int_equal(pthread_create(&thread, NULL, serve_imap, &mailbox), 0);
	const struct imap_mailbox settings = { str_format(t->arena, "imap://127.0.0.1:%d/INBOX", socket_port(mailbox.fd)),
		S("heinzel"), S("secret"), false, S("") };
	house_settle(t);
	assert_int_equal(imap_fetch(t->arena, &settings, keep_a, &count), ERR_BROKEN);
	pthread_join(thread, NULL);
	close(mailbox.fd);
	assert_int_equal(count, 0);
	assert_null(strstr(mailbox.log, "secret"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(each_recipient_is_answered_for_herself),
		HOUSE_TEST(the_order_is_kept_and_a_report_has_no_sender),
		HOUSE_TEST(what_is_too_large_is_refused_and_the_next_one_taken),
		HOUSE_TEST(a_message_that_is_done_with_takes_no_memory),
		HOUSE_TEST(a_line_without_end_and_too_many_recipients_are_cut_off),
		HOUSE_TEST(the_end_of_the_house_does_not_wait_for_who_only_holds_a_line),
		HOUSE_TEST(a_mailbox_is_emptied_and_what_failed_stays_for_later),
		HOUSE_TEST(without_leave_no_password_goes_unencrypted),
	};
	return cmocka_run_group_tests_name("mail in", tests, NULL, NULL);
}
