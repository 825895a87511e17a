/*
 * pagegen.c: compiles pages (docs/pages.md) to C while building.
 *
 *     pagegen OUT.h OUT.c INCLUDE_NAME PAGE.html…
 *
 * INCLUDE_NAME is how OUT.h is included ("features/community/pages.gen.h").
 */
#include "pagegen.h"

static bool run(struct tool *tool, int count, char **arguments)
{
	struct emit *emit = emit_open(tool, arguments[2]);
	for (int i = 4; i < count; i++) {
		str source;
		if (tool_read(tool, arguments[i], &source))
			pagegen_file(tool, emit, arguments[i], source);
	}
	if (tool->complaints)
		return false;
	struct tool_text header = { .tool = tool }, source = { .tool = tool };
	emit_finish(emit, arguments[3], &header, &source);
	return tool_write(tool, arguments[1], tool_str(&header)) &&
	       tool_write(tool, arguments[2], tool_str(&source));
}

int main(int count, char **arguments)
{
	if (count < 5) {
		fputs("usage: pagegen OUT.h OUT.c INCLUDE_NAME PAGE.html…\n", stderr);
		return 2;
	}
	struct tool tool = { .complain_to = stderr };
	bool good = run(&tool, count, arguments);
	tool_close(&tool);
	return good ? 0 : 1;
}
