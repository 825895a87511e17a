/*
 * command_testing.c: a shell for tests: each run is a process of its own, its two outputs are files.
 *
 * The program under test is named once, by the test's first argument.
 */
#include "app/command_testing.h"

#include "store/db_driver.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORDS_MAX = 32, READY_MS = 60000, STOP_MS = 20000, NOBODY = 65534 };

static const char *program; /* the test's argument; set before the first test */

void shell_program(const char *path)
{
	program = path;
}

int shell_open(void **state)
{
	struct arena *arena = arena_open(65536);
	struct shell *shell = arena_take(arena, sizeof(*shell));
	shell->arena = arena;
	shell->folder = folder_make(arena);
	*state = shell;
	return 0;
}

int shell_close(void **state)
{
	struct shell *shell = *state;
	folder_remove(shell->folder);
	arena_close(shell->arena);
	return 0;
}

str shell_path(struct shell *shell, const char *name)
{
	return str_format(shell->arena, "%.*s/%s", STR_ARG(shell->folder), name);
}

str shell_file(struct shell *shell, const char *name, const char *text)
{
	str path = shell_path(shell, name);
	FILE *file = fopen(str_c(shell->arena, path), "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return path;
}

bool says(str text, const char *part)
{
	size_t at;
	if (str_find(text, str_from(part), &at))
		return true;
	print_message("\"%s\" is not in: %.*s\n", part, STR_ARG(text));
	return false;
}

/* ── processes ── */

static char *word_of(struct shell *shell, str word)
{
	str inside = str_starts(word, S("@")) ? shell_path(shell, str_c(shell->arena, str_skip(word, 1))) : word;
	char *copy = arena_bytes(shell->arena, inside.len + 1);
	memcpy(copy, inside.at, inside.len);
	copy[inside.len] = '\0';
	for (char *c = copy; *c; c++) {
		if (*c == '~')
			*c = ' ';
	}
	return copy;
}

static void send_to(const char *path, int fd)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	if (file < 0 || dup2(file, fd) < 0)
		_exit(127);
}

/* In the child: its streams, its environment, its user. */
static void become(struct shell *shell, char **words)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nobody behind */
	send_to(str_c(shell->arena, shell_path(shell, "out")), 1);
	send_to(str_c(shell->arena, shell_path(shell, "err")), 2);
	int input = open(str_c(shell->arena, shell_path(shell, "in")), O_RDONLY | O_CLOEXEC);
	if (input < 0 || dup2(input, 0) < 0)
		_exit(127);
	if (shell->environment)
		putenv(word_of(shell, str_from(shell->environment)));
	if (shell->as_nobody && (setgid(NOBODY) || setuid(NOBODY)))
		_exit(127);
	execv(program, words);
	_exit(127);
}

pid_t shell_fork(struct shell *shell, const char *words)
{
	char *list[WORDS_MAX] = { word_of(shell, str_from(program)) };
	size_t count = 1;
	str rest = str_from(words);
	while (rest.len) {
		assert_true(count + 1 < WORDS_MAX);
		list[count++] = word_of(shell, str_cut(&rest, ' '));
	}
	shell_file(shell, "in", shell->input ? shell->input : "");
	fflush(NULL);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		become(shell, list);
	return pid;
}

static struct ran outcome(struct shell *shell, int status)
{
	return (struct ran){
		.exited = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
		.out = file_read(shell->arena, shell_path(shell, "out")),
		.err = file_read(shell->arena, shell_path(shell, "err")),
	};
}

struct ran shell_run(struct shell *shell, const char *words)
{
	int status;
	pid_t pid = shell_fork(shell, words);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return outcome(shell, status);
}

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
}

static bool is_ready(struct shell *shell)
{
	str path = shell_path(shell, "out");
	if (access(str_c(shell->arena, path), R_OK) != 0)
		return false;
	size_t at;
	return str_find(file_read(shell->arena, path), S("Ready"), &at);
}

pid_t shell_start(struct shell *shell, const char *words)
{
	unlink(str_c(shell->arena, shell_path(shell, "out")));
	pid_t pid = shell_fork(shell, words);
	int status;
	for (int waited = 0; waited < READY_MS && !waitpid(pid, &status, WNOHANG); waited += 10) {
		if (is_ready(shell))
			return pid;
		pause_ms(10);
	}
	kill(pid, SIGKILL);
	fail_msg("it never became ready: %.*s", STR_ARG(file_read(shell->arena, shell_path(shell, "err"))));
	return -1;
}

struct ran shell_stop(struct shell *shell, pid_t pid, int64_t *took_ms_out)
{
	int status = 0;
	moment began = moment_monotonic();
	assert_int_equal(kill(pid, SIGTERM), 0);
	for (int waited = 0; waited < STOP_MS && waitpid(pid, &status, WNOHANG) == 0; waited += 5)
		pause_ms(5);
	*took_ms_out = (moment_monotonic() - began) / 1000;
	if (waitpid(pid, NULL, WNOHANG) == 0)
		kill(pid, SIGKILL);
	return outcome(shell, status);
}

int64_t count_in(struct shell *shell, const char *database, const char *query)
{
	struct db *db;
	struct rows rows;
	bool more = false;
	const struct statement statement = { .name = "test.count", .sqlite = query, .postgres = query, .columns = 1 };
	str url = str_format(shell->arena, "sqlite:%.*s/%s", STR_ARG(shell->folder), database);
	assert_int_equal(db_driver_for(url)->open(url, DB_READER, &db), OK);
	assert_int_equal(db_query(db, &statement, NULL, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	assert_true(more);
	int64_t count = db_integer(&rows, 0);
	db_end(&rows);
	db->driver->close(db);
	return count;
}
