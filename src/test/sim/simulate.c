/*
 * simulate.c: runs seeds, each in a process of its own that begins on the same disk; tells those that failed.
 *
 *     simulate 1000        seeds 1 … 1000
 *     simulate 1000 5001   seeds 5001 … 6000
 *     simulate --seed 7 --trace
 *     simulate --bug early-answers 50
 *     simulate --each 100  bad, too, when a deed was never done in them; from 500 seeds on that is always asked
 */
#include "base/crypt.h"
#include "test/sim/clock.h"
#include "test/sim/disk.h"
#include "test/sim/folk.h"
#include "test/sim/life.h"
#include "test/sim/net.h"
#include "test/sim/tally.h"
#include "test/sim/thread.h"
#include "test/sim/vow.h"

#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "test/sim/run.h"

enum { SEEDS_DEFAULT = 1000, JUDGED_FROM = 500, JOBS = 4 }; /* they are told in order: more than there are cores, or one waits for the longest */

struct wanted { uint64_t seed, from; int64_t count; bool one, trace, until_bad, each; };
struct result { bool is_good; uint64_t sum; struct deeds deeds; struct tally tally; char why[400]; };
static_assert(sizeof(struct result) <= PIPE_BUF); /* it is written and read as one */

LASTS static int to_parent = -1;

static void tell(bool is_good, const char *why)
{
	struct result result = { .is_good = is_good, .sum = trace_sum(), .deeds = deeds, .tally = tally };
	snprintf(result.why, sizeof(result.why), "%s", why);
	if (write(to_parent, &result, sizeof(result)) != (ssize_t)sizeof(result))
		abort();
}

void sim_failed(const char *format, ...)
{
	char why[400];
	va_list values;
	va_start(values, format);
	vsnprintf(why, sizeof(why), format, values);
	va_end(values);
	trace_line("FAILED: %s", why);
	fflush(stdout);
	if (to_parent >= 0)
		tell(false, why);
	else
		fprintf(stderr, "%s\n", why);
	quick_exit(1);
}

static void run_one(const struct wanted *wanted, uint64_t seed, int fd)
{
	to_parent = fd;
	life_log(wanted->trace ? LOG_INFO : LOG_ERROR, wanted->trace ? STDOUT_FILENO : open("/dev/null", O_WRONLY));
	trace_open(wanted->trace);
	run_seed(seed);
	tell(true, "");
	fflush(stdout);
	quick_exit(0);
}

/* ── many ── */

struct sum { struct deeds deeds; struct tally tally; };
struct under_way { pid_t child; int fd; uint64_t seed; };

static struct under_way start(const struct wanted *wanted, uint64_t seed)
{
	int ends[2];
	must(pipe(ends) == 0);
	fflush(stdout);
	pid_t child = fork();
	must(child >= 0);
	if (child == 0) {
		close(ends[0]);
		run_one(wanted, seed, ends[1]);
	}
	close(ends[1]);
	return (struct under_way){ child, ends[0], seed };
}

static void add(struct deeds *sum, const struct deeds *one)
{
	int64_t *to = (int64_t *)sum;
	const int64_t *from = (const int64_t *)one;
	for (size_t i = 0; i < sizeof(*sum) / sizeof(int64_t); i++)
		to[i] += from[i];
}

/* True when it was a good run. */
static bool finish(const struct under_way *job, const struct wanted *wanted, struct sum *sum)
{
	struct result result = { .is_good = false };
	int status;
	bool told = read(job->fd, &result, sizeof(result)) == (ssize_t)sizeof(result);
	close(job->fd);
	must(waitpid(job->child, &status, 0) == job->child);
	if (!told)
		snprintf(result.why, sizeof(result.why), "the program ended by signal %d", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	add(&sum->deeds, &result.deeds);
	tally_add(&sum->tally, &result.tally);
	if (wanted->one)
		printf("seed %llu: %016llx\n", (unsigned long long)job->seed, (unsigned long long)result.sum);
	if (!result.is_good)
		printf("seed %llu FAILED: %s\n  replay: ./run simulate --seed %llu --trace\n", (unsigned long long)job->seed, result.why,
		       (unsigned long long)job->seed);
	fflush(stdout);
	return result.is_good;
}

static double clock_of_wall(void)
{
	struct timespec now;
	timespec_get(&now, TIME_UTC);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void sum_up(const struct deeds *sum, int64_t seeds, double seconds)
{
	printf("%lld seeds in %.1f s (%.1f a second), %.1f simulated years\n", (long long)seeds, seconds,
	       (double)seeds / seconds, (double)sum->time / (double)DAYS(365));
	printf("%lld requests (%lld refused), %lld broken connections, %lld repeats, %lld mails (%lld bounced), %lld pushes\n",
	       (long long)sum->requests, (long long)sum->refused, (long long)sum->broken_connections, (long long)sum->repeats,
	       (long long)sum->mails, (long long)sum->bounces, (long long)sum->pushes);
	printf("%lld members erased\n", (long long)sum->erased);
	printf("%lld crashes (%lld power cuts), %lld syncs (%lld failed, %lld writes forgotten), %lld times a full disk,"
	       " %lld checks of the disk\n",
	       (long long)sum->crashes, (long long)sum->power_cuts, (long long)sum->syncs, (long long)sum->failed_syncs,
	       (long long)sum->forgotten_writes, (long long)sum->disk_full, (long long)sum->checks);
}

static int run_all(const struct wanted *wanted)
{
	struct under_way jobs[JOBS];
	struct sum sum = { 0 };
	int64_t bad = 0, begun = 0, ended = 0;
	double began = clock_of_wall();
	for (; ended < wanted->count && !(bad && wanted->until_bad); ended++) {
		while (begun < wanted->count && begun - ended < JOBS) {
			jobs[begun % JOBS] = start(wanted, wanted->from + (uint64_t)begun);
			begun++;
		}
		bad += !finish(&jobs[ended % JOBS], wanted, &sum);
	}
	for (int64_t i = ended; i < begun; i++)
		finish(&jobs[i % JOBS], wanted, &sum);
	sum_up(&sum.deeds, ended, clock_of_wall() - began);
	bool is_judged = wanted->each || ended >= JUDGED_FROM;
	if (wanted->each)
		tally_tell(&sum.tally);
	int missing = is_judged ? tally_tell_missing(&sum.tally) : 0;
	printf("%lld passed, %lld failed\n", (long long)(ended - bad), (long long)bad);
	return bad || missing ? 1 : 0;
}

static enum bug bug_named(const char *name)
{
	for (enum bug bug = NO_BUG; bug < BUG_COUNT; bug++) {
		if (!strcmp(bug_names[bug], name))
			return bug;
	}
	fprintf(stderr, "there is no bug of the name %s\n", name);
	quick_exit(2);
}

static struct wanted read_words(int count, char **words)
{
	struct wanted wanted = { .from = 1, .count = SEEDS_DEFAULT };
	int numbers = 0;
	for (int i = 1; i < count; i++) {
		if (!strcmp(words[i], "--trace")) {
			wanted.trace = true;
		} else if (!strcmp(words[i], "--seed") && i + 1 < count) {
			wanted.one = true;
			wanted.count = 1;
			wanted.from = strtoull(words[++i], NULL, 10);
		} else if (!strcmp(words[i], "--until-failed")) {
			wanted.until_bad = true;
		} else if (!strcmp(words[i], "--each")) {
			wanted.each = true;
		} else if (!strcmp(words[i], "--bug") && i + 1 < count) {
			bug_set(bug_named(words[++i]));
		} else if (numbers++ == 0) {
			wanted.count = strtoll(words[i], NULL, 10);
		} else {
			wanted.from = strtoull(words[i], NULL, 10);
		}
	}
	return wanted;
}

int main(int count, char **words)
{
	const struct wanted wanted = read_words(count, words);
	crypt_start();
	log_set(LOG_ERROR, STDERR_FILENO);
	threads_open();
	disk_open();
	trace_open(false);
	tally_open();
	chance_seed(0);
	run_prepare();
	int status = run_all(&wanted);
	fflush(stdout);
	quick_exit(status); /* what the dead left lying is no leak */
}
