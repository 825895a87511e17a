/* command_testing.h: runs the real program as an operator would, and keeps what it said. */
#ifndef APP_COMMAND_TESTING_H
#define APP_COMMAND_TESTING_H
#include "test/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <cmocka.h>

/* One test's own folder; `environment` ("NAME=VALUE"), `input` and `as_nobody` hold for the next runs. */
struct shell {
	struct arena *arena;
	str folder;
	const char *environment, *input;
	bool as_nobody;
};

/* `exited` is the exit status, or -1 when a signal ended it. */
struct ran { int exited; str out, err; };

void shell_program(const char *path);
int shell_open(void **state);
int shell_close(void **state);
#define SHELL_TEST(name) cmocka_unit_test_setup_teardown(name, shell_open, shell_close)

/* Words are cut at blanks; "@" at the start of a word is the test's folder, "~" within one a blank. */
struct ran shell_run(struct shell *shell, const char *words);
/* Starts a command that goes on; returns when it says "Ready", and fails when it never does. */
pid_t shell_start(struct shell *shell, const char *words);
/* The same, but returns at once. */
pid_t shell_fork(struct shell *shell, const char *words);
/* Sends SIGTERM and waits; what it said and how long it took. */
struct ran shell_stop(struct shell *shell, pid_t pid, int64_t *took_ms_out);

str shell_path(struct shell *shell, const char *name);
str shell_file(struct shell *shell, const char *name, const char *text);
bool says(str text, const char *part);
/* The one number that a query answers. */
int64_t count_in(struct shell *shell, const char *database, const char *query);
#endif
