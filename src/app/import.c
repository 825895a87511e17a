/* import.c: places from GeoNames' files or our own TSV. */
#include "app/command.h"

#include "app/import_file.h"

#include <stdio.h>

#define WRONG_LINES_TOLD 20

static void tell_line(void *data, int64_t line, const char *why)
{
	int *told = data; /* only the first wrong lines are shown */
	if ((*told)++ < WRONG_LINES_TOLD)
		fprintf(stderr, "line %lld: %s\n", (long long)line, why);
}

int command_import_places(struct call *call)
{
	str path, bytes, wrong = S("");
	struct house *house;
	struct place_import import;
	int told = 0;
	if (!call_word(call, "a file", &path))
		return 2;
	if (!import_file_read(call->arena, path, &bytes))
		return call_failed(call, "%.*s cannot be read", STR_ARG(path));
	if (call_house(call, &house, &wrong))
		return call_failed(call, "%.*s", STR_ARG(wrong));
	enum err err = place_import(house, bytes, &(struct place_tell){ tell_line, &told }, &import);
	house_close(house);
	if (err)
		return call_failed(call, "the import stopped: %s", err_name(err));
	printf("%lld lines, %lld places taken, %lld lines skipped\n", (long long)import.lines, (long long)import.taken,
	       (long long)import.skipped);
	return 0;
}
