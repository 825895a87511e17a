/*
 * workers_test.c: several `heinzel work` on one PostgreSQL share its mails, as real processes.
 *
 * The mail server is this test: it counts how often each mail came.  Nothing dies: each once.
 * One is killed in the middle: each at least once, and twice only what it had in hand.  That proves something only where
 * each of them worked, and where the killed one had a mail in hand: else it is done again.
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

enum { MAILS = 500, MAILS_MAX = 4000, WORKERS_MAX = 4, LINE_MAX_BYTES = 1024, WAIT_MS = 60000, TRIES = 10, SLOW_US = 2000 };

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

static struct post *post_open(struct nodes *nodes)
{
	struct shell *shell = nodes->shell;
	struct post *post = arena_take(shell->arena, sizeof(*post));
	post->nodes = nodes;
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

static str stop_worker(struct post *post, int number)
{
	int64_t took_ms;
	struct ran ran = shell_stop(post->nodes->shell, post->workers[number], &took_ms);
	if (ran.exited)
		fail_msg("%.*s", STR_ARG(ran.err));
	return ran.err;
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

/* The least that one of them did; each says in the end how much, and they write into one file. */
static int64_t least_units(str said, int workers)
{
	int64_t least = INT64_MAX;
	int count = 0;
	while (!str_empty(said)) {
		str line = str_cut(&said, '\n');
		if (!str_contains(line, S("work.ended")))
			continue;
		int64_t units = number_behind(line, "units: ");
		least = units < least ? units : least;
		count++;
	}
	assert_int_equal(count, workers);
	return least;
}

static int64_t send_by(struct post *post, int workers, int mails)
{
	str said = S("");
	queue_mails(post, mails);
	for (int i = 0; i < workers; i++)
		start_worker(post, i);
	wait_until(post, 0);
	for (int i = 0; i < workers; i++)
		said = stop_worker(post, i);
	each_mail_came(post, mails, 0);
	return least_units(said, workers);
}

static void two_workers_send_each_mail_once(void **state)
{
	struct post *post = post_open(nodes_make(*state, 2));
	int64_t least = 0;
	post->sink->pause_us = SLOW_US; /* or the first has sent all before the second has begun */
	for (int i = 0; i < TRIES && least < MAILS / 10; i++)
		least = send_by(post, 2, MAILS);
	assert_true(least >= MAILS / 10); /* a unit a mail, at least */
	post_close(post);
}

/* What the killed one had in hand waits for the end of its lease: made to come here, as it comes by itself after half an hour. */
static int64_t send_with_one_killed(struct post *post)
{
	int status;
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
	return in_hand;
}

static void a_worker_that_is_killed_loses_no_mail(void **state)
{
	struct post *post = post_open(nodes_make(*state, 2));
	int64_t in_hand = 0;
	post->sink->pause_us = SLOW_US;
	for (int i = 0; i < TRIES && !in_hand; i++)
		in_hand = send_with_one_killed(post);
	assert_int_equal(in_hand, 1);
	post_close(post);
}

/* ── figures: `workers_test HEINZEL figures` (./run bench workers) ── */

enum { PIECES = 1000, MAIL_SERVER_US = 5000, TURNS = 3 };

/* What one kind of work is, and how it is laid before the workers. */
struct task {
	const char *name, *still;
	void (*queue)(struct post *post);
};

struct figure { double seconds; int64_t units, replays, refused; };

static void queue_all_mails(struct post *post)
{
	queue_mails(post, PIECES);
}

/* A question of Ana's and an answer of Ben's, as often as there are pieces: all that happened, but for telling it. */
static void make_answers(struct post *post)
{
	struct nodes *nodes = post->nodes;
	struct arena *arena = nodes->shell->arena;
	nodes_sql(nodes, str_c(arena, str_format(arena, "INSERT INTO community_thread SELECT (jsonb_populate_record(t, jsonb_build_object('id', t.id + n))).*"
		" FROM community_thread t, generate_series(1, %d) n WHERE t.id = %lld", PIECES, (long long)nodes->thread_id)));
	nodes_sql(nodes, str_c(arena, str_format(arena, "INSERT INTO community_post SELECT (jsonb_populate_record(p, jsonb_build_object('id', p.id + a * %d + n,"
		" 'thread_id', p.thread_id + n, 'number', a, 'author_id', CASE a WHEN 1 THEN p.author_id ELSE (SELECT id FROM member_member WHERE name = 'Ben') END))).*"
		" FROM community_post p, generate_series(1, %d) n, generate_series(1, 2) a WHERE p.id = %lld", 2 * PIECES, PIECES, (long long)nodes->post_id)));
}

/* Each answer is told: to Ana, the index, the ladder and whoever else listens. */
static void queue_news(struct post *post)
{
	nodes_sql(post->nodes, "INSERT INTO core_outbox (brand_id, id, kind, subject_kind, subject_id, other_kind, other_id, actor_id, to_member_id, text,"
		" at, due_at, attempts, parked) SELECT t.brand_id, row_number() OVER (ORDER BY p.id), 'community.post_added', 10, t.id, 11, p.id, p.author_id,"
		" t.author_id, '', p.created_at, 1, 0, 0 FROM community_post p JOIN community_thread t ON t.brand_id = p.brand_id AND t.id = p.thread_id"
		" WHERE p.number = 2");
	nodes_sql(post->nodes, "UPDATE core_brand_due SET due_at = 1");
}

static const struct task tasks[] = {
	{ "mails", "SELECT count(*) FROM core_mail", queue_all_mails },
	{ "news", "SELECT count(*) FROM core_outbox WHERE kind = 'community.post_added'", queue_news },
};

/* Each worker says in the end what it did; they write into one file. */
static int add_figures(struct figure *figure, str said)
{
	int count = 0;
	while (!str_empty(said)) {
		str line = str_cut(&said, '\n');
		if (!str_contains(line, S("work.ended")))
			continue;
		figure->units += number_behind(line, "units: ");
		figure->replays += number_behind(line, "replays: ");
		figure->refused += number_behind(line, "refused: ");
		count++;
	}
	return count;
}

/* From the first piece that is done until the last one. */
static struct figure done_by(struct post *post, const struct task *task, int workers)
{
	struct figure figure = { 0 };
	int64_t all, still;
	task->queue(post);
	all = still = nodes_sql(post->nodes, task->still);
	if (all < PIECES)
		fail_msg("only %lld %s to be done", (long long)all, task->name);
	for (int i = 0; i < workers; i++)
		start_worker(post, i);
	moment began = 0, ends = moment_monotonic() + SECONDS(10 * 60);
	while (still && moment_monotonic() < ends) {
		usleep(20000);
		still = nodes_sql(post->nodes, task->still);
		if (!began && still < all)
			began = moment_monotonic();
	}
	figure.seconds = (double)(moment_monotonic() - began) / 1e6;
	if (still)
		fail_msg("%lld %s are still there", (long long)still, task->name);
	str said = S("");
	for (int i = 0; i < workers; i++)
		said = stop_worker(post, i);
	assert_int_equal(add_figures(&figure, said), workers);
	if (task->queue == queue_all_mails)
		each_mail_came(post, PIECES, 0);
	return figure;
}

/* What making the house left to do is done before anything is measured. */
static void rest(struct post *post)
{
	start_worker(post, 0);
	for (int waited = 0; waited < 5 * WAIT_MS; waited += 100) {
		usleep(100000);
		if (!nodes_sql(post->nodes, "SELECT (SELECT count(*) FROM core_outbox WHERE parked = 0) + (SELECT count(*) FROM core_job WHERE due_at"
			" < extract(epoch FROM now()) * 1000000)"))
			break;
	}
	stop_worker(post, 0);
}

static int by_seconds(const void *one, const void *other)
{
	double a = ((const struct figure *)one)->seconds, b = ((const struct figure *)other)->seconds;
	return (a > b) - (a < b);
}

static void figures(void **state)
{
	struct nodes *nodes = nodes_open(*state, 2);
	for (int i = 0; i < nodes->count; i++)
		nodes_stop(nodes, i);
	struct post *post = post_open(nodes);
	make_answers(post);
	rest(post);
	post->sink->pause_us = MAIL_SERVER_US;
	printf("%-6s %8s %9s %12s %22s %22s\n", "", "workers", "seconds", "a second", "replays of 1,000", "units a piece");
	for (size_t i = 0; i < COUNT(tasks); i++) {
		for (int workers = 1; workers <= WORKERS_MAX; workers *= 2) {
			struct figure turns[TURNS];
			for (int turn = 0; turn < TURNS; turn++)
				turns[turn] = done_by(post, &tasks[i], workers);
			qsort(turns, TURNS, sizeof(turns[0]), by_seconds);
			const struct figure *middle = &turns[TURNS / 2];
			printf("%-6s %8d %9.2f %12.0f %22.0f %22.1f\n", tasks[i].name, workers, middle->seconds, PIECES / middle->seconds,
			       (double)middle->replays * 1000 / PIECES, (double)(middle->units + middle->refused) / PIECES);
			fflush(stdout);
		}
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
