/*
 * mailbox_test.c: a mailbox at a real IMAP server is emptied: what was taken is gone, what failed stays; nobody is
 * believed to be that server who cannot prove it.
 *
 * tools/with_dovecot.sh starts the server; without one, each test says that it was skipped.
 */
#include "core/mail_imap.h"
#include "core/mail_read.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/notify/incoming_testing.h"
#include "test/folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ── the mailbox, as its server keeps it: a Maildir ── */

static str server_folder(void)
{
	const char *folder = getenv("HEINZEL_TEST_IMAP");
	if (!folder)
		print_error("SKIPPED: there is no IMAP server; tools/with_dovecot.sh starts one where Debian's dovecot-imapd is installed\n");
	return str_from(folder ? folder : "");
}

static str server_says(struct test_house *t, const char *name)
{
	return str_trim(file_read(t->arena, str_format(t->arena, "%.*s/%s", STR_ARG(server_folder()), name)));
}

static struct imap_mailbox mailbox(struct test_house *t, const char *scheme, const char *host)
{
	bool is_tls = !strcmp(scheme, "imaps");
	return (struct imap_mailbox){
		.url = str_format(t->arena, "%s://%s:%.*s/INBOX", scheme, host, STR_ARG(server_says(t, is_tls ? "tls_port" : "port"))),
		.user = S("heinzel"), .password = S("secret"), .ca_file = str_format(t->arena, "%.*s/ca.pem", STR_ARG(server_folder())),
	};
}

static const char *const boxes[] = { "new", "cur" };

static size_t count_in(struct test_house *t, bool is_emptied)
{
	size_t count = 0;
	for (size_t i = 0; i < COUNT(boxes); i++) {
		str path = str_format(t->arena, "%.*s/mail/%s", STR_ARG(server_folder()), boxes[i]);
		DIR *dir = opendir(str_c(t->arena, path));
		assert_non_null(dir);
		for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
			if (entry->d_name[0] == '.')
				continue;
			count++;
			if (is_emptied)
				assert_int_equal(unlink(str_c(t->arena, str_format(t->arena, "%.*s/%s", STR_ARG(path), entry->d_name))), 0);
		}
		closedir(dir);
	}
	return count;
}

static size_t mails_left(struct test_house *t)
{
	return count_in(t, false);
}

static void delivered(struct test_house *t, str message)
{
	static int number;
	number++;
	str name = str_format(t->arena, "%.*s/mail/new/%d.%d.test", STR_ARG(server_folder()), 1700000000 + number, number);
	FILE *file = fopen(str_c(t->arena, name), "w");
	assert_non_null(file);
	assert_int_equal(fwrite(message.at, 1, message.len, file), message.len);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(str_c(t->arena, name), 0666), 0);
}

static void delivered_called(struct test_house *t, const char *subject)
{
	delivered(t, str_format(t->arena, "From: Ana <ana@example.org>\nTo: <x@help.example>\nSubject: %s\n\nGuten Tag\n", subject));
}

/* ── whoever takes them ── */

static struct arena *kept; /* what a mail leaves in the fetcher's own arena goes with it */

struct taken { int count, whole; const char *refused; struct list messages; };

static enum err take(void *data, str message, bool whole)
{
	struct taken *taken = data;
	taken->count++;
	taken->whole += whole;
	*(str *)list_add(&taken->messages) = str_keep(kept, message);
	return taken->refused && str_contains(message, str_from(taken->refused)) ? ERR_BROKEN : OK;
}

static enum err fetch(struct test_house *t, const struct imap_mailbox *settings, struct taken *taken)
{
	struct taken fresh = { .refused = taken->refused };
	list_open(&fresh.messages, kept, sizeof(str));
	*taken = fresh;
	house_settle(t);
	return imap_fetch(t->arena, settings, take, taken);
}

static int with_server(void **state)
{
	int failed = with_replies(state);
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2);
	if (failed)
		return failed;
	kept = arena_open(65536);
	if (server_folder().len)
		count_in(t, true);
	return 0;
}

static int without_server(void **state)
{
	arena_close(kept);
	return web_down(state);
}
#define SERVER_TEST(name) cmocka_unit_test_setup_teardown(name, with_server, without_server)
#define NEEDS_SERVER() do { if (!server_folder().len) skip(); } while (0)

/* ── tests ── */

static void what_was_taken_is_gone_and_what_failed_is_offered_again(void **state)
{
	struct test_house *t = *state;
	struct taken taken = { .refused = "Subject: later" };
	NEEDS_SERVER();
	const struct imap_mailbox settings = mailbox(t, "imaps", "127.0.0.1");
	delivered_called(t, "one");
	delivered_called(t, "later");
	delivered_called(t, "three");
	assert_int_equal(fetch(t, &settings, &taken), OK);
	assert_int_equal(taken.count, 3);
	assert_int_equal(mails_left(t), 1);
	assert_int_equal(fetch(t, &settings, &taken), OK);
	assert_int_equal(taken.count, 1);
	taken.refused = NULL;
	assert_int_equal(fetch(t, &settings, &taken), OK);
	assert_int_equal(taken.count, 1);
	assert_int_equal(mails_left(t), 0);
	assert_int_equal(fetch(t, &settings, &taken), OK);
	assert_int_equal(taken.count, 0);
}

static void a_full_mailbox_is_emptied_some_at_a_time(void **state)
{
	struct test_house *t = *state;
	struct taken taken = { .count = 0 };
	NEEDS_SERVER();
	const struct imap_mailbox settings = mailbox(t, "imaps", "127.0.0.1");
	for (int i = 0; i < IMAP_AT_ONCE + 3; i++)
		delivered_called(t, "many");
	assert_int_equal(fetch(t, &settings, &taken), OK);
	assert_int_equal(taken.count, IMAP_AT_ONCE);
	assert_int_equal(mails_left(t), 3);
	assert_int_equal(fetch(t, &settings, &taken), OK);
	assert_int_equal(taken.count, 3);
	assert_int_equal(mails_left(t), 0);
}

/* A mail that speaks like a server, one with every byte there is, and one that is too large. */
static void whatever_a_mail_says_it_is_one_mail(void **state)
{
	struct test_house *t = *state;
	struct taken taken = { .count = 0 };
	NEEDS_SERVER();
	const struct imap_mailbox settings = mailbox(t, "imaps", "127.0.0.1");
	struct text hostile;
	text_open(&hostile, t->arena, MAIL_IN_BYTES + 4096);
	text_put(&hostile, S("Subject: x\n\n)\nA004 OK Fetch completed.\n* SEARCH 1 2 3 4 5\n* 1 FETCH (BODY[] {9}\n* BYE\n+ go on\n"));
	for (int i = 1; i < 256; i++)
		text_char(&hostile, (char)(i == '\r' ? '\n' : i));
	delivered(t, text_str(&hostile));
	size_t len = hostile.len;
	while (hostile.len <= MAIL_IN_BYTES)
		text_put(&hostile, S("A line of a mail that does not want to end, sixty bytes long.\n"));
	delivered(t, text_str(&hostile));
	assert_int_equal(fetch(t, &settings, &taken), OK);
	assert_int_equal(taken.count, 2);
	assert_int_equal(taken.whole, 1);
	const str *first = list_at(&taken.messages, 0);
	assert_true(first->len > len && str_contains(*first, S("\r\nA004 OK Fetch completed.\r\n* SEARCH 1 2 3 4 5\r\n")));
	assert_true(str_ends(*first, S("\xfd\xfe\xff")));
	assert_int_equal(mails_left(t), 0);
}

static void a_wrong_password_takes_nothing(void **state)
{
	struct test_house *t = *state;
	struct taken taken = { .count = 0 };
	NEEDS_SERVER();
	struct imap_mailbox settings = mailbox(t, "imaps", "127.0.0.1");
	delivered_called(t, "one");
	settings.password = S("geheim");
	assert_int_equal(fetch(t, &settings, &taken), ERR_BROKEN);
	settings.password = S("secret");
	settings.user = S("somebody");
	assert_int_equal(fetch(t, &settings, &taken), ERR_BROKEN);
	assert_int_equal(taken.count, 0);
	assert_int_equal(mails_left(t), 1);
	settings.user = S("heinzel");
	assert_int_equal(fetch(t, &settings, &taken), OK);
	assert_int_equal(taken.count, 1);
}

/* The certificate is for 127.0.0.1: right for its address, wrong for a name; unknown to the system. */
static void only_the_right_certificate_is_believed(void **state)
{
	static const struct { const char *scheme, *host; bool knows_it, fits; } ways[] = {
		{ "imaps", "127.0.0.1", true, true }, { "imap", "127.0.0.1", true, true }, /* by STARTTLS */
		{ "imaps", "127.0.0.1", false, false }, { "imap", "127.0.0.1", false, false },
		{ "imaps", "localhost", true, false }, { "imap", "localhost", true, false },
	};
	struct test_house *t = *state;
	struct taken taken = { .count = 0 };
	NEEDS_SERVER();
	for (size_t i = 0; i < COUNT(ways); i++) {
		struct imap_mailbox settings = mailbox(t, ways[i].scheme, ways[i].host);
		if (!ways[i].knows_it)
			settings.ca_file = S("");
		delivered_called(t, "one");
		assert_int_equal(fetch(t, &settings, &taken), ways[i].fits ? OK : ERR_BROKEN);
		assert_int_equal(taken.count, ways[i].fits ? 1 : 0);
		assert_int_equal(mails_left(t), ways[i].fits ? 0 : 1);
		count_in(t, true);
	}
}

static void an_answer_in_the_mailbox_becomes_her_post(void **state)
{
	struct test_house *t = *state;
	NEEDS_SERVER();
	struct imap_mailbox settings = mailbox(t, "imaps", "127.0.0.1");
	t->house->settings.imap_url = settings.url;
	t->house->settings.imap_user = settings.user;
	t->house->settings.imap_password = settings.password;
	t->house->settings.mail_ca_file = settings.ca_file;
	struct board board = { .key = S("wifi"), .name = S("WLAN"), .about = S("Funk"), .audience_id = AUDIENCE_PUBLIC };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Gäste kommen nicht ins WLAN"), .body = S("x"), .html = S("<p>x</p>") };
	const struct post text = { .body = S("Nimm WPA2."), .html = S("<p>Nimm WPA2.</p>"), .html_version = 1 };
	struct thread thread;
	struct post post;
	struct post_list posts;
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread.id, &text, &post), OK);
	struct letter_got mail = letter_to(t, "ana@example.org");
	delivered_called(t, "Werbung");
	delivered(t, str_format(t->arena, "From: Ana <ana@example.org>\nTo: <%.*s>\nSubject: Re: Gast\nMessage-ID: <1@mail.example>\n"
		"Content-Type: text/plain; charset=utf-8\n\nJa, jetzt geht es.\n\nAm 01.01.26 um 13:00 schrieb Nordlicht:\n> Hallo Ana\n",
		STR_ARG(reply_address(&mail))));
	t->now += MINUTES(2);
	house_work(t);
	assert_int_equal(mails_left(t), 0);
	assert_int_equal(post_list_of(acting_as(t, t->ana), thread.id, 1, &posts), OK);
	assert_int_equal(posts.count, 3);
	assert_true(str_equal(posts.at[2].body, S("Ja, jetzt geht es.")));
	assert_int_equal(posts.at[2].author_id, t->ana);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVER_TEST(what_was_taken_is_gone_and_what_failed_is_offered_again),
		SERVER_TEST(a_full_mailbox_is_emptied_some_at_a_time),
		SERVER_TEST(whatever_a_mail_says_it_is_one_mail),
		SERVER_TEST(a_wrong_password_takes_nothing),
		SERVER_TEST(only_the_right_certificate_is_believed),
		SERVER_TEST(an_answer_in_the_mailbox_becomes_her_post),
	};
	return cmocka_run_group_tests_name("mailbox", tests, NULL, NULL);
}
