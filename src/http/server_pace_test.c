/* server_pace_test.c: a house that is full: who is turned away, how, and that it ends. */
#include "http/server_testing.h"

#include "http/server_room.h"

#include <pthread.h>
#include <semaphore.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HOST "Host: a.localhost\r\n"
#define CLOSE "Connection: close\r\n"
enum { CROWD = 200, FEW = 40, PATIENCE_MS = 20 };

static bool turns_away(void *house, const struct http_glance *glance)
{
	(void)house;
	if (str_equal(glance->path, S("/health")))
		return false;
	if (glance->method == POST)
		return str_contains(glance->cookies, S("full")) || str_contains(glance->authorization, S("full"));
	return glance->waited > MILLISECONDS(PATIENCE_MS);
}

/* On a busy machine the crowd needs a while to speak. */
static void patient(struct server_settings *settings)
{
	settings->header_seconds = settings->body_seconds = settings->idle_seconds = 60;
}

static void with_a_door(struct server_settings *settings)
{
	patient(settings);
	settings->turns_away = turns_away;
}

static void send_all(const struct test_server *t, int *fds, int count)
{
	const str request = S("GET /work HTTP/1.1\r\n" HOST "\r\n");
	for (int i = 0; i < count; i++)
		fds[i] = dial(t);
	for (int i = 0; i < count; i++)
		say(fds[i], request);
}

struct heard { int good, turned, other; bool hours[16]; };

static void hear_all(struct arena *arena, const int *fds, int count, struct heard *heard_out)
{
	*heard_out = (struct heard){ 0 };
	for (int i = 0; i < count; i++) {
		str answer = hear_one(arena, fds[i]);
		int64_t seconds;
		if (status_of(answer) == 503) {
			assert_true(str_number(header_of(answer, "Retry-After"), &seconds));
			assert_true(seconds >= 2 && seconds <= 8);
			assert_str(header_of(answer, "Cache-Control"), "no-store");
			assert_true(str_contains(body_of(answer), S("<!doctype html>")));
			heard_out->hours[seconds] = true;
			heard_out->turned++;
		} else if (status_of(answer) == 200) {
			heard_out->good++;
		} else {
			heard_out->other++;
		}
		close(fds[i]);
	}
}

/* 200 who come at once, each with 1.5 ms of work for the loop: those of a burst are served, the rest turned away. */
static void a_late_loop_turns_away_and_recovers(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, with_a_door);
	int fds[CROWD];
	struct heard heard;
	struct server_figures figures;
	send_all(t, fds, CROWD);
	int health = dial(t);
	say(health, S("GET /health HTTP/1.1\r\n" HOST "\r\n"));
	assert_int_equal(status_of(hear_one(arena, health)), 200);
	hear_all(arena, fds, CROWD, &heard);
	assert_int_equal(heard.other, 0);
	assert_in_range(heard.good, 1, CROWD - 30);
	assert_in_range(heard.turned, 30, CROWD);
	int different = 0;
	for (size_t i = 0; i < COUNT(heard.hours); i++)
		different += heard.hours[i];
	assert_int_equal(different, 7); /* they do not all come back at once */
	server_figures(t->server, &figures);
	assert_int_equal(figures.turned_away, heard.turned);
	usleep(1200000);
	for (int i = 0; i < 5; i++)
		assert_int_equal(status_of(talk(t, S("GET /work HTTP/1.1\r\n" HOST CLOSE "\r\n"))), 200);
	close(health);
	server_down(t, 1);
}

static void without_a_door_all_are_served(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, patient);
	int fds[FEW];
	struct heard heard;
	send_all(t, fds, FEW);
	hear_all(arena, fds, FEW, &heard);
	assert_int_equal(heard.good, FEW);
	server_down(t, 1);
}

/* The queue of the writer is known when no loop is late: what would change something is asked about always. */
static void what_changes_something_is_turned_away_unread(void **state)
{
	static const struct { const char *header; int status; } rows[] = {
		{ "Cookie: session=full\r\n", 503 }, { "Authorization: Bearer full\r\n", 503 }, { "Cookie: session=x\r\n", 200 }, { "", 200 },
	};
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, with_a_door);
	int fd = dial(t); /* one for all: a refused body leaves the connection as it was */
	for (size_t i = 0; i < COUNT(rows); i++) {
		say(fd, str_format(arena, "POST /echo HTTP/1.1\r\n" HOST "%sContent-Length: 7\r\n\r\na=1&b=2", rows[i].header));
		assert_int_equal(status_of(hear_one(arena, fd)), rows[i].status);
	}
	say(fd, S("POST /echo HTTP/1.1\r\n" HOST "Cookie: session=full\r\nContent-Type: multipart/form-data; boundary=b\r\n"
	          "Content-Length: 9\r\n\r\nnot parts"));
	assert_int_equal(status_of(hear_one(arena, fd)), 503); /* not 400: nobody looked */
	close(fd);
	/* Whatever may carry a second request is refused all the same, and its connection ends. */
	static const char *const ends[] = { "Content-Length: 7\r\nContent-Length: 7\r\n", "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n" };
	for (size_t i = 0; i < COUNT(ends); i++) {
		str answer = talk(t, str_format(arena, "POST /echo HTTP/1.1\r\n" HOST "Cookie: session=full\r\n%s\r\na=1&b=2", ends[i]));
		assert_int_equal(status_of(answer), 400);
		assert_str(header_of(answer, "Connection"), "close");
	}
	server_down(t, 1);
}

static str socket_path;

static void behind_a_file(struct server_settings *settings)
{
	with_a_door(settings);
	settings->listen = socket_path;
}

static int dial_file(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	str path = str_skip(socket_path, 5);
	assert_true(path.len < sizeof(address.sun_path));
	memcpy(address.sun_path, path.at, path.len);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* The kernel tells nothing of a socket file's bytes: there a loop that had never been seen to sleep was late for ever. */
static void who_comes_one_by_one_through_a_socket_file_is_served(void **state)
{
	struct arena *arena = *state;
	str folder = folder_make(arena);
	socket_path = str_format(arena, "unix:%.*s/s", STR_ARG(folder));
	struct test_server *t = server_up(arena, behind_a_file);
	for (int i = 0; i < 10; i++) {
		int fd = dial_file();
		say(fd, S("GET /echo HTTP/1.1\r\n" HOST "\r\n"));
		assert_int_equal(status_of(hear_one(arena, fd)), 200);
		close(fd);
		usleep(20000);
	}
	server_down(t, 1);
	folder_remove(arena, folder);
}

/* ── turns of the loop, counted and not timed ── */

/* One connection asks /tick fifty times in one breath; the loop answers at most one a turn. */
static struct { sem_t is_in, goes_on; int ticks, came, last_at; } gate;

static enum serve serve_turns(struct http_exchange *exchange)
{
	str path = exchange->request.path;
	if (str_equal(path, S("/gate"))) {
		sem_post(&gate.is_in);
		sem_wait(&gate.goes_on);
	} else if (str_equal(path, S("/tick"))) {
		gate.ticks++;
	} else {
		gate.came++;
		gate.last_at = gate.ticks;
	}
	exchange->response.status = 200;
	exchange->response.body = S("ok\n");
	return SERVE_NOW;
}

static void with_turns(struct server_settings *settings)
{
	patient(settings);
	settings->serve = serve_turns;
}

/* Two hundred come on new connections while the loop is at work: not eleven a turn are let in (the last would see the
   eleventh tick), but all. */
static void who_comes_while_a_loop_works_is_seen_in_its_next_turns(void **state)
{
	enum { TICKS = 50, TURNS = 4 };
	struct arena *arena = *state;
	struct text ticks;
	int fds[CROWD];
	gate.ticks = gate.came = gate.last_at = 0;
	sem_init(&gate.is_in, 0, 0);
	sem_init(&gate.goes_on, 0, 0);
	struct test_server *t = server_up(arena, with_turns);
	int first = dial(t), ticker = dial(t);
	say(ticker, S("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
	assert_int_equal(status_of(hear_one(arena, ticker)), 200);
	say(first, S("GET /gate HTTP/1.1\r\n" HOST "\r\n"));
	sem_wait(&gate.is_in);
	send_all(t, fds, CROWD);
	text_open(&ticks, arena, 4096);
	for (int i = 0; i < TICKS; i++)
		text_put(&ticks, S("GET /tick HTTP/1.1\r\n" HOST "\r\n"));
	say(ticker, text_str(&ticks));
	sem_post(&gate.goes_on);
	for (int i = 0; i < CROWD; i++) {
		assert_int_equal(status_of(hear_one(arena, fds[i])), 200);
		close(fds[i]);
	}
	for (int i = 0; i < TICKS; i++)
		assert_int_equal(status_of(hear_one(arena, ticker)), 200);
	close(first);
	close(ticker);
	server_down(t, 1);
	assert_int_equal(gate.came, CROWD + 1);
	assert_int_equal(gate.ticks, TICKS);
	assert_in_range(gate.last_at, 0, TURNS);
}

/* ── what is more than a burst ── */

/* A loop that woke at 1 s and is at work since, at `ms` behind that. */
static struct pace at_work(int ms, int longest_ms)
{
	return (struct pace){ .busy_since = SECONDS(1), .busy_until = SECONDS(1) + MILLISECONDS(ms), .longest = MILLISECONDS(longest_ms) };
}

static void one_long_piece_of_work_makes_no_crowd(void **state)
{
	static const struct { int busy_ms, longest_ms, waited_ms, worked_ms; bool is_late; } rows[] = {
		{ 200, 2, 61, 200, true },    /* many short ones, and still somebody waits */
		{ 200, 2, 60, 200, false },
		{ 47, 2, 61, 47, false },     /* a burst */
		{ 48, 2, 61, 48, true },
		{ 200, 190, 180, 200, false }, /* who asked behind a slow search is served */
		{ 200, 190, 180, 40, false },
		{ 240, 190, 180, 236, true },
		{ 900, 2, 500, 40, false },   /* others had the core */
		{ 1001, 2, 500, 40, true },   /* nothing moves */
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct pace pace = at_work(rows[i].busy_ms, rows[i].longest_ms);
		if (pace_is_late(&pace, MILLISECONDS(rows[i].waited_ms), MILLISECONDS(rows[i].worked_ms)) != rows[i].is_late)
			fail_msg("row %zu", i);
	}
}

/* A crowd that comes in gusts lets the loop sleep between them. */
static void whoever_was_hurried_and_slept_is_wary_for_a_second(void **state)
{
	(void)state;
	struct pace pace = at_work(100, 2);
	pace_wakes(&pace, SECONDS(5), 0); /* was never hurried */
	pace.busy_until = SECONDS(5) + MILLISECONDS(30);
	assert_false(pace_is_late(&pace, MILLISECONDS(25), MILLISECONDS(30)));
	pace.hurried_until = SECONDS(6);
	pace_wakes(&pace, SECONDS(5) + MILLISECONDS(40), 0);
	assert_int_equal(pace.hurried_until, 0); /* whoever sleeps has no queue */
	pace.busy_until = SECONDS(5) + MILLISECONDS(70);
	assert_true(pace_is_late(&pace, MILLISECONDS(25), MILLISECONDS(30)));
	assert_false(pace_is_late(&pace, MILLISECONDS(15), MILLISECONDS(30)));
	assert_false(pace_is_late(&pace, MILLISECONDS(25), MILLISECONDS(10)));
	pace_wakes(&pace, SECONDS(6) + MILLISECONDS(20), 0); /* sleeping again does not make it longer */
	pace.busy_until = SECONDS(6) + MILLISECONDS(50);
	assert_false(pace_is_late(&pace, MILLISECONDS(25), MILLISECONDS(30)));
}

/* Four loops on one core: the core is late, whichever loop finds that out; on cores of their own each speaks for itself. */
static void loops_that_share_a_core_are_hurried_together(void **state)
{
	static const struct { int cores; bool other_is; } rows[] = { { 1, true }, { 2, true }, { 4, false }, { 8, false } };
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct server server = { .settings.loops = 4, .cores = rows[i].cores };
		struct pace late = at_work(2000, 2), other = at_work(2000, 2);
		other.busy_since = other.busy_until - MILLISECONDS(10); /* at work for a moment only */
		assert_false(pace_is_hurried(&server, &other, MILLISECONDS(9)));
		assert_true(pace_is_hurried(&server, &late, MILLISECONDS(70)));
		if (pace_is_hurried(&server, &other, MILLISECONDS(9)) != rows[i].other_is)
			fail_msg("row %zu", i);
		/* It is so by what the late one found, and no longer than that. */
		assert_int_equal(other.hurried_until, 0);
		other.busy_since += SECONDS(2);
		other.busy_until += SECONDS(2);
		assert_false(pace_is_hurried(&server, &other, MILLISECONDS(9)));
	}
}

/* What others of this process do on a core is time that its loops do not have. */
static void what_loops_on_one_core_work_is_counted_together(void **state)
{
	(void)state;
	struct server alone = { .settings.loops = 2, .cores = 2 }, shared = { .settings.loops = 4, .cores = 2 };
	moment own = pace_worked(&alone), mine = moment_of_thread();
	assert_true(own <= mine);
	moment least = moment_of_process() / 2, worked = pace_worked(&shared), most = moment_of_process() / 2;
	assert_true(worked >= least && worked <= most);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_late_loop_turns_away_and_recovers),
		TEST(who_comes_while_a_loop_works_is_seen_in_its_next_turns),
		TEST(one_long_piece_of_work_makes_no_crowd),
		TEST(whoever_was_hurried_and_slept_is_wary_for_a_second),
		TEST(loops_that_share_a_core_are_hurried_together),
		TEST(what_loops_on_one_core_work_is_counted_together),
		TEST(without_a_door_all_are_served),
		TEST(what_changes_something_is_turned_away_unread),
		TEST(who_comes_one_by_one_through_a_socket_file_is_served),
	};
	return cmocka_run_group_tests_name("server_pace", tests, NULL, NULL);
}
