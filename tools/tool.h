/*
 * tool.h: what the build's own tools share: memory for one run, files, text that grows.
 *
 * A tool reads sources, complains with "file:line: error: …" and exits with status 1,
 * or writes its output.  These run on the building machine and link nothing of src/.
 */
#ifndef TOOLS_TOOL_H
#define TOOLS_TOOL_H
#include "base/str.h"

#include <stdio.h>

struct tool {
	struct tool_block *blocks;
	unsigned complaints;
	FILE *complain_to; /* NULL keeps quiet (fuzzing) */
};

struct tool_text {
	struct tool *tool;
	char *at;
	size_t len, room;
};

void *tool_take(struct tool *tool, size_t size); /* zeroed; freed by tool_close */
void tool_close(struct tool *tool);
void tool_complain(struct tool *tool, const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

bool tool_read(struct tool *tool, const char *path, str *content_out); /* complains itself */
bool tool_write(struct tool *tool, const char *path, str content);

void tool_put(struct tool_text *text, str s);
void tool_format(struct tool_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* As one C string literal, quotes included. */
void tool_quote(struct tool_text *text, str s);
static inline str tool_str(const struct tool_text *text) { return (str){ text->at, text->len }; }

bool tool_same(str a, str b);
bool tool_starts(str s, str start);
str tool_trim(str s);
str tool_c_str(const char *s);
#endif
