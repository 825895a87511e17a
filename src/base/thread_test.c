/* thread_test.c: a thread that gives way does so alone. */
#include "base/testing.h"
#include "base/thread.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int niceness(void)
{
	return getpriority(PRIO_PROCESS, (id_t)gettid());
}

static void *give_way(void *data)
{
	int *seen = data;
	thread_gives_way();
	seen[0] = niceness();
	pid_t child = fork();
	if (!child)
		_exit(niceness());
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	seen[1] = WEXITSTATUS(status);
	return NULL;
}

static void only_who_gives_way_and_what_it_starts_is_behind_others(void **state)
{
	int before = niceness(), seen[2];
	pthread_t thread;
	if (before >= 5)
		skip(); /* the whole program gives way already */
	assert_int_equal(pthread_create(&thread, NULL, give_way, seen), 0);
	pthread_join(thread, NULL);
	assert_int_equal(seen[0], 5);
	assert_int_equal(seen[1], 5);
	assert_int_equal(niceness(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(only_who_gives_way_and_what_it_starts_is_behind_others) };
	return cmocka_run_group_tests_name("thread", tests, NULL, NULL);
}
