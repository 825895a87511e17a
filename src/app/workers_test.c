/*
 * workers_test.c: several `heinzel work` on one PostgreSQL share its mails, as real processes.
 *
 * The mail server is this test: it counts how often each mail came.  Nothing dies: each once.
 * One is killed in the middle: each at least once, and twice only what it had in hand.
 */
#include "app/nodes_testing.h"

#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAILS = 500, MAILS_MAX = 4000, WORKERS_MAX = 4, LINE_MAX_BYTES = 1024, WAIT_MS = 60000 };

/* ── the mail server ── */

struct sink {
	int fd, port;
	pthread_t thread;
	atomic_int came[MAILS_MAX], total;
	atomic_int talks; /* under way */
	int pause_us;     /* … each message takes at least so long */
};
struct talk { struct sink *sink; int fd; };

static bool read_line(int fd, char *line)
{
	size_t len = 0;
	while (len + 1 < LINE_MAX_BYTES && read(fd, line + len, 1) == 1) {
		line[++len] = '\0';
		if (line[len - 1] == '\n')
			return true;
	}
	return false;
}

static bool answer(int fd, const char *text)
{
	return write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

static bool take_message(struct sink *sink, int fd, int number)
{
	char line[LINE_MAX_BYTES];
	if (!answer(fd, "354 go on\r\n"))
		return false;
	while (read_line(fd, line)) {
		if (strcmp(line, ".\r\n") != 0)
			continue;
		usleep((useconds_t)sink->pause_us);
		if (number >= 0 && number < MAILS_MAX)
			atomic_fetch_add(&sink->came[number], 1);
		atomic_fetch_add(&sink->total, 1);
		return answer(fd, "250 ok\r\n");
	}
	return false;
}

static void *talk_on(void *data)
{
	struct talk *talk = data;
	char line[LINE_MAX_BYTES];
	int number = -1;
	bool goes_on = answer(talk->fd, "220 test\r\n");
	while (goes_on && read_line(talk->fd, line)) {
		(void)sscanf(line, "RCPT TO:<m%d@", &number);
		if (!strncmp(line, "DATA", 4))
			goes_on = take_message(talk->sink, talk->fd, number);
		else
			goes_on = answer(talk->fd, strncmp(line, "QUIT", 4) ? "250 ok\r\n" : "221 bye\r\n") && strncmp(line, "QUIT", 4) != 0;
	}
	close(talk->fd);
	atomic_fetch_sub(&talk->sink->talks, 1);
	free(talk);
	return NULL;
}

static void *take_calls(void *data)
{
	struct sink *sink = data;
	int fd;
	while ((fd = accept(sink->fd, NULL, NULL)) >= 0) {
		struct talk *talk = malloc(sizeof(*talk));
		pthread_t thread;
		*talk = (struct talk){ sink, fd };
		atomic_fetch_add(&sink->talks, 1);
		must(pthread_create(&thread, NULL, talk_on, talk) == 0);
		pthread_detach(thread);
	}
	return NULL;
}

static void sink_open(struct sink *sink)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	sink->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(sink->fd, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(sink->fd, 64), 0);
	assert_int_equal(getsockname(sink->fd, (struct sockaddr *)&address, &size), 0);
	sink->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&sink->thread, NULL, take_calls, sink), 0);
}

static void sink_close(struct sink *sink)
{
	shutdown(sink->fd, SHUT_RDWR);
	pthread_join(sink->thread, NULL);
	close(sink->fd);
	while (atomic_load(&sink->talks))
		usleep(1000);
}

/* ── mails and workers ── */

struct post { struct nodes *nodes; struct sink *sink; pid_t workers[WORKERS_MAX]; };

static struct post *post_open(struct shell *shell)
{
	struct post *post = arena_take(shell->arena, sizeof(*post));
	post->nodes = nodes_make(shell, 2);
	post->sink = calloc(1, sizeof(*post->sink)); /* its threads may outlive a test that fails */
	sink_open(post->sink);
	str settings = file_read(shell->arena, shell_path(shell, "ini"));
	shell_file(shell, "ini", str_c(shell->arena, str_format(shell->arena, "%.*s[mail]\nurl = smtp://127.0.0.1:%d\nplain = 1\nfrom = rat@nord.example\n",
		STR_ARG(settings), post->sink->port)));
	return post;
}

static void post_close(struct post *post)
{
	sink_close(post->sink);
	free(post->sink);
	nodes_forget(post->nodes);
}

static int64_t left(struct post *post)
{
	return nodes_sql(post->nodes, "SELECT count(*) FROM core_mail");
}

static void queue_mails(struct post *post, int count)
{
	struct arena *arena = post->nodes->shell->arena;
	for (int i = 0; i < MAILS_MAX; i++)
		atomic_store(&post->sink->came[i], 0);
	atomic_store(&post->sink->total, 0);
	str add = str_format(arena, "INSERT INTO core_mail (brand_id, id, to_address, to_name, from_name, subject, text, html, calendar, calendar_method,"
		" about_kind, about_id, made_at, reply_to, unsubscribe, even_stopped, is_reply) SELECT b.id, 1000 + n, 'm' || n || '@example.org', 'M',"
		" 'Nord', 'Post', 'Hallo', '', '', '', 0, 0, 0, '', '', 0, 0 FROM brand_brand b, generate_series(0, %d) n", count - 1);
	nodes_sql(post->nodes, str_c(arena, add));
	str jobs = str_format(arena, "INSERT INTO core_job (brand_id, id, kind, subject_kind, subject_id, run_as, text, due_at, leased_until, attempt, error)"
		" SELECT b.id, 1000 + n, 'mail.send', 0, 1000 + n, 0, '', 1, 0, 0, '' FROM brand_brand b, generate_series(0, %d) n", count - 1);
	nodes_sql(post->nodes, str_c(arena, jobs));
	nodes_sql(post->nodes, "UPDATE core_brand_due SET due_at = 1");
}

static void start_worker(struct post *post, int number)
{
	post->workers[number] = shell_fork(post->nodes->shell, "work --config @ini --data @house");
}

static void stop_worker(struct post *post, int number)
{
	int64_t took_ms;
	struct ran ran = shell_stop(post->nodes->shell, post->workers[number], &took_ms);
	if (ran.exited)
		fail_msg("%.*s", STR_ARG(ran.err));
}

/* Until so few are left. */
static void wait_until(struct post *post, int64_t few)
{
	int64_t still = left(post);
	for (int waited = 0; waited < WAIT_MS && still > few; waited += 20) {
		usleep(20000);
		still = left(post);
	}
	if (still > few)
		fail_msg("%lld mails are still there", (long long)still);
}

static void each_mail_came(struct post *post, int count, int at_most)
{
	int more = 0;
	for (int i = 0; i < count; i++) {
		int came = atomic_load(&post->sink->came[i]);
		if (came < 1)
			fail_msg("mail %d did not come", i);
		more += came - 1;
	}
	if (more > at_most)
		fail_msg("%d mails came once more than once", more);
}

/* How long they take, by themselves: the first mail came until the last one did. */
static double send_by(struct post *post, int workers, int mails)
{
	queue_mails(post, mails);
	for (int i = 0; i < workers; i++)
		start_worker(post, i);
	wait_until(post, mails - 1);
	moment began = moment_monotonic();
	wait_until(post, 0);
	double seconds = (double)(moment_monotonic() - began) / 1e6;
	for (int i = 0; i < workers; i++)
		stop_worker(post, i);
	each_mail_came(post, mails, 0);
	return seconds;
}

static void two_workers_send_each_mail_once(void **state)
{
	struct post *post = post_open(*state);
	send_by(post, 2, MAILS);
	post_close(post);
}

/* What the killed one had in hand waits for the end of its lease: made to come here, as it comes by itself after half an hour. */
static void a_worker_that_is_killed_loses_no_mail(void **state)
{
	struct post *post = post_open(*state);
	int status;
	post->sink->pause_us = 2000;
	queue_mails(post, MAILS);
	start_worker(post, 0);
	start_worker(post, 1);
	wait_until(post, MAILS - 100);
	assert_int_equal(kill(post->workers[0], SIGKILL), 0);
	assert_int_equal(waitpid(post->workers[0], &status, 0), post->workers[0]);
	wait_until(post, 1); /* at most one is the dead one's */
	stop_worker(post, 1);
	int64_t in_hand = left(post);
	if (in_hand) {
		nodes_sql(post->nodes, "UPDATE core_job SET due_at = 1 WHERE kind = 'mail.send'");
		nodes_sql(post->nodes, "UPDATE core_brand_due SET due_at = 1");
		start_worker(post, 1);
		wait_until(post, 0);
		stop_worker(post, 1);
	}
	each_mail_came(post, MAILS, 1);
	post_close(post);
}

/* `workers_test HEINZEL figures`: the same mails by one, two and four. */
static void figures(void **state)
{
	struct post *post = post_open(*state);
	post->sink->pause_us = 5000; /* a mail server's answer */
	for (int workers = 1; workers <= WORKERS_MAX; workers *= 2) {
		double seconds = send_by(post, workers, 2000);
		print_message("%d workers: 2000 mails in %.2f s, %.0f/s\n", workers, seconds, 2000 / seconds);
	}
	post_close(post);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		SHELL_TEST(two_workers_send_each_mail_once),
		SHELL_TEST(a_worker_that_is_killed_loses_no_mail),
	};
	const struct CMUnitTest measured[] = { SHELL_TEST(figures) };
	if (!getenv("HEINZEL_TEST_POSTGRES")) {
		fputs("\n*** SKIPPED: two workers need PostgreSQL. Run it by tools/with_postgres.sh. ***\n\n", stderr);
		return 77;
	}
	assert(count > 1);
	shell_program(arguments[1]);
	return count > 2 ? cmocka_run_group_tests(measured, NULL, NULL) : cmocka_run_group_tests(tests, NULL, NULL);
}
