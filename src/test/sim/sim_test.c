/* sim_test.c: the simulation itself: a seed is one run, wherever and whenever; and slips that are built in are found. */
#include "base/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test/sim/sim_slips.h"

static const char *program;

struct said { char text[30000]; int status; };

static struct said said_by(const char *words)
{
	char command[1000];
	struct said said = { .status = -1 };
	assert_true(snprintf(command, sizeof(command), "%s %s 2>/dev/null", program, words) < (int)sizeof(command));
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	size_t len = fread(said.text, 1, sizeof(said.text) - 1, pipe);
	said.text[len] = '\0';
	said.status = pclose(pipe);
	return said;
}

/* "seed 7: 3ca8c84817db2829" */
static void sum_of(const char *words, char sum_out[17])
{
	struct said said = said_by(words);
	const char *line = strstr(said.text, "seed ");
	assert_int_equal(said.status, 0);
	assert_non_null(line);
	line = strstr(line, ": ");
	assert_non_null(line);
	memcpy(sum_out, line + 2, 16);
	sum_out[16] = '\0';
}

static void a_seed_is_the_same_run_in_any_process(void **state)
{
	char first[17], again[17], after_others[17], other[17];
	sum_of("--seed 11", first);
	sum_of("--seed 11", again);
	sum_of("--seed 11 --trace | tail -n 6", after_others);
	sum_of("--seed 12", other);
	assert_string_equal(first, again);
	assert_string_equal(first, after_others);
	assert_string_not_equal(first, other);
}

/* Two seeds are too few for all deeds; that is bad only if it is asked for, or of many seeds. */
static void what_nobody_ever_did_is_told(void **state)
{
	struct said all = said_by("2"), each = said_by("--each 2");
	assert_int_equal(all.status, 0);
	assert_null(strstr(all.text, "nobody ever did this"));
	assert_int_not_equal(each.status, 0);
	assert_non_null(strstr(each.text, "nobody ever did this: "));
	assert_non_null(strstr(each.text, "2 passed, 0 failed"));
}

/* A slip may show itself by something else first: a later seed must show what it is known by. */
static bool finds(const char *slip, const char *says, int seeds, struct said *said)
{
	for (int from = 1; from <= seeds;) {
		char words[200];
		snprintf(words, sizeof(words), "--bug %s --until-failed %d %d", slip, seeds - from + 1, from);
		*said = said_by(words);
		if (strstr(said->text, says))
			return true;
		int failed = 0;
		if (sscanf(said->text, "seed %d FAILED", &failed) != 1 || failed < from)
			return false;
		from = failed + 1;
	}
	return false;
}

static void a_slip_that_is_built_in_is_found(void **state)
{
	for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
		struct said said;
		if (!finds(slips[i].name, slips[i].says, slips[i].seeds, &said))
			fail_msg("%s was not found within %d seeds: %s", slips[i].name, slips[i].seeds, said.text);
		print_message("%s: %.*s\n", slips[i].name, (int)strcspn(said.text, "\n"), said.text);
	}
}

int main(int count, char **words)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_seed_is_the_same_run_in_any_process),
		cmocka_unit_test(what_nobody_ever_did_is_told),
		cmocka_unit_test(a_slip_that_is_built_in_is_found),
	};
	if (count < 2)
		return 2;
	program = words[1];
	return cmocka_run_group_tests_name("simulation", tests, NULL, NULL);
}
