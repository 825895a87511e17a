/* import.c: places from GeoNames' files or our own TSV. */
#include "app/command.h"

#include <stdio.h>

#define WRONG_LINES_TOLD 20

static void tell_line(void *data, int64_t line, const char *why)
{
	int *told = data; /* only the first wrong lines are shown */
	if ((*told)++ < WRONG_LINES_TOLD)
		fprintf(stderr, "line %lld: %s\n", (long long)line, why);
}

static bool read_file(struct call *call, str path, str *bytes_out)
{
	FILE *file = fopen(str_c(call->arena, path), "rb");
	struct text text;
	if (!file)
		return false;
	text_open(&text, call->arena, 1 << 20);
	size_t got;
	do {
		char *room = text_room(&text, 65536);
		got = fread(room, 1, 65536, file);
		text.len += got;
	} while (got);
	fclose(file);
	*bytes_out = text_str(&text);
	return true;
}

int command_import_places(struct call *call)
{
	str path, bytes, wrong = S("");
	struct house *house;
	struct place_import import;
	int told = 0;
	if (!call_word(call, "a file", &path))
		return 2;
	if (!read_file(call, path, &bytes))
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
