/*
 * life.c: a process within the process.
 *
 * What a real one loses by dying is its memory: every variable of the program gets back the bytes that it had before
 * the house was opened (but for the simulator's own, LASTS), and whatever it took from the heap is left lying.
 */
#include "test/sim/life.h"

#include "test/sim/clock.h"
#include "test/sim/disk.h"
#include "test/sim/net.h"
#include "test/sim/thread.h"
#include "web/slice.h"
#include "app/house.h"

#include <fcntl.h>


enum { TURNS_OF_START = 200000 };

extern char __data_start[], _end[], __start_sim_lasts[], __stop_sim_lasts[];

LASTS static struct life *life;
LASTS static const struct house_lists *lists;
LASTS static char *fresh;
LASTS static enum log_level log_level = LOG_ERROR;
LASTS static int log_fd = 2;

/* ── variables ── */

__attribute__((no_sanitize("address"))) static void copy(char *to, const char *from, size_t len)
{
	for (volatile size_t i = 0; i < len; i++)
		to[i] = from[i];
}

static void copy_range(char *from, char *to, bool back)
{
	char *kept = fresh + (from - __data_start);
	if (from >= to)
		return;
	if (back)
		copy(from, kept, (size_t)(to - from));
	else
		copy(kept, from, (size_t)(to - from));
}

static void copy_variables(bool back)
{
	bool inside = &__start_sim_lasts[0] >= &__data_start[0] && &__start_sim_lasts[0] < &_end[0];
	copy_range(__data_start, inside ? __start_sim_lasts : _end, back);
	if (inside)
		copy_range(__stop_sim_lasts, _end, back);
}

void life_first(const struct house_lists *all)
{
	lists = all;
	life = memory_take(sizeof(*life));
	fresh = memory_take((size_t)(_end - __data_start));
	copy_variables(false);
}

void life_log(enum log_level level, int fd)
{
	log_set(log_level = level, log_fd = fd);
}

/* ── what the house asks of the system ── */

/* Two processes on one file are another test's matter. */
int __wrap_sqlite_lock(struct arena *arena, str url);
int __wrap_sqlite_lock(struct arena *arena, str url)
{
	(void)arena;
	(void)url;
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* The house's folders are those of the simulated disk: there is nothing to make. */
int __wrap_mkdir(const char *path, unsigned mode);
int __wrap_mkdir(const char *path, unsigned mode)
{
	(void)path;
	(void)mode;
	return 0;
}

bool __wrap_disk_sync(const char *path);
bool __wrap_disk_sync(const char *path)
{
	(void)path;
	return true;
}

/* ── beginning and ending ── */

static void open_house(void *data)
{
	bool *is_done = data;
	struct house_settings settings = { .program = S("/no/program"), .database = S("sqlite:" DATABASE), .data_dir = S("/nowhere"),
		.mail_url = S("smtp://simulated"), .mail_reply = S("answer@house.example"), .mail_plain = true, .fetch_private = true };
	const struct web_settings web = { .slices = slices, .limits_off = true, .hands = 2 };
	str wrong = S("");
	memset(settings.master_key.at, 7, sizeof(settings.master_key.at));
	life->arena = arena_open(64 * 1024);
	enum err err = house_open(life->arena, &settings, lists, &life->house, &wrong);
	if (err && disk_has_failed())
		threads_die(1); /* its operator tries again */
	if (err)
		sim_failed("the house does not open: %.*s", STR_ARG(wrong));
	must(web_open(life->house, &web, &life->web) == OK);
	web_set_server(life->web, net_server());
	must(house_work_start(life->house) == OK);
	net_loops_begin();
	life->is_open = *is_done = true;
}

static void close_house(void *data)
{
	bool *is_done = data;
	net_loops_end();
	house_work_stop(life->house);
	web_close(life->web);
	house_close(life->house);
	arena_close(life->arena);
	*life = (struct life){ 0 };
	*is_done = true;
}

struct errand { void (*work)(void *data); void *data; bool is_done; };

static void *do_errand(void *data)
{
	struct errand *errand = data;
	errand->work(errand->data);
	errand->is_done = true;
	return NULL;
}

/* Nothing else happens meanwhile but what the house does by itself. */
static bool run(struct errand *errand)
{
	thread_begin(do_errand, errand);
	for (int i = 0; i < TURNS_OF_START && !errand->is_done; i++) {
		if (threads_turn())
			continue;
		if (threads_died() >= 0)
			return false;
		moment next = threads_next();
		if (next == FOREVER)
			sim_failed("nobody is ready, and nobody waits for a moment");
		clock_advance(next - clock_monotonic());
	}
	if (!errand->is_done)
		sim_failed("the house does not come to an end with it");
	return true;
}

bool life_begin(void)
{
	bool is_open = false;
	struct errand errand = { open_house, &is_open, false };
	trace_line("the process begins");
	return run(&errand);
}

void life_close(void)
{
	bool is_closed = false;
	struct errand errand = { close_house, &is_closed, false };
	trace_line("the process is told to stop");
	must(run(&errand));
}

void life_do(void (*work)(void *data), void *data)
{
	struct errand errand = { work, data, false };
	must(run(&errand));
}

void life_end(bool power)
{
	trace_line("%s", power ? "the power is cut" : "the process dies");
	deeds.crashes++;
	deeds.power_cuts += power;
	*life = (struct life){ 0 };
	threads_forget();
	net_forget();
	copy_variables(true);
	log_set(log_level, log_fd);
	disk_crash(power);
}

struct life *life_now(void)
{
	return life;
}
