/*
 * fall.c: the same program, run again by exec.
 *
 * Exec ends all threads at once, lets go of every lock and socket, and keeps the process id.  What must survive, the
 * number of falls and when the latest was, stands in one variable of the environment.  It is prepared beforehand,
 * because at a crash nothing may be asked of the heap.  File-scope, as a crash knows no parameter.
 */
#include "base/fall.h"

#include "base/log.h"
#include "base/moment.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ASAN_READS_CRASHES 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASAN_READS_CRASHES 1
#endif
#endif
#ifndef ASAN_READS_CRASHES
#define ASAN_READS_CRASHES 0
#endif

enum { FALLS_MAX = 12, VARIABLES_MAX = 500, FIRST_WAIT_MS = 50, MOST_WAIT_MS = 5000, EXIT_CRASH = 70 };
static const moment GOOD_LIFE = SECONDS(60);
#define VARIABLE "HEINZEL_FALLS="

static char **again;			    /* NULL: leave */
static char *variables[VARIABLES_MAX + 2]; /* the environment of the next life */
static char falls_text[48] = VARIABLE;
static int falls; /* before this life */
static moment life_began;
static int handed_on = -1; /* descriptor for the next life */

static const int crashes[] = { SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE };

static void say(const char *sentence)
{
	/* One line, by hand: a crash may have left any lock taken. */
	ssize_t written = write(STDERR_FILENO, sentence, strlen(sentence));
	(void)written; /* a log that cannot be written has nobody left to tell */
}

/* "HEINZEL_FALLS=3", without asking the library. */
static void count_this_one(void)
{
	int count = moment_monotonic() - life_began < GOOD_LIFE ? falls + 1 : 1;
	char *at = falls_text + sizeof(VARIABLE) - 1;
	if (count >= 10)
		*at++ = (char)('0' + count / 10);
	*at++ = (char)('0' + count % 10);
	*at = '\0';
}

_Noreturn void fall(int status)
{
	if (!again || (falls >= FALLS_MAX && moment_monotonic() - life_began < GOOD_LIFE))
		_exit(status);
	count_this_one();
	say("{\"level\":\"error\",\"event\":\"fall\",\"text\":\"The process begins anew.\"}\n");
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL); /* the next life inherits it */
	close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
	if (handed_on >= 0)
		fcntl(handed_on, F_SETFD, 0);
	execve("/proc/self/exe", again, variables);
	_exit(status);
}

static void crashed(int number)
{
	(void)number;
	fall(EXIT_CRASH);
}

static void watch_for_crashes(void)
{
	struct sigaction action = { .sa_handler = crashed, .sa_flags = SA_NODEFER | SA_ONSTACK | SA_RESETHAND };
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++) {
		if (crashes[i] == SIGABRT || !ASAN_READS_CRASHES) /* its report is worth more in tests */
			sigaction(crashes[i], &action, NULL);
	}
}

static void wait_before_this_life(void)
{
	long ms = FIRST_WAIT_MS;
	for (int i = 1; i < falls && ms < MOST_WAIT_MS; i++)
		ms *= 2;
	if (ms > MOST_WAIT_MS)
		ms = MOST_WAIT_MS;
	struct timespec left = { ms / 1000, ms % 1000 * 1000000 };
	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
	/* Children of the life before are this one's. */
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

void fall_begins_anew(char **arguments)
{
	const char *before = getenv("HEINZEL_FALLS");
	long count = before ? strtol(before, NULL, 10) : 0;
	falls = count > 0 && count <= FALLS_MAX ? (int)count : 0;
	size_t kept = 0;
	for (size_t i = 0; environ[i] && kept < VARIABLES_MAX; i++) {
		if (strncmp(environ[i], VARIABLE, sizeof(VARIABLE) - 1) != 0)
			variables[kept++] = environ[i];
	}
	variables[kept++] = falls_text;
	variables[kept] = NULL;
	if (falls) {
		log_event(LOG_WARN, "fall.again", "The process began anew after it fell (%d of %d in a row).", falls,
			  FALLS_MAX);
		wait_before_this_life();
	}
	life_began = moment_monotonic();
	again = arguments;
	watch_for_crashes();
}

void fall_keeps(int fd)
{
	handed_on = fd;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
}

bool fall_was_before(void)
{
	return falls > 0;
}
