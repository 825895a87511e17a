/* textgen.h: the words of all rooms, read from .po files (textgen_read.c), checked and written (textgen.c). */
#ifndef TOOLS_TEXTGEN_H
#define TOOLS_TEXTGEN_H
#include "tool.h"

#define FORMS_MAX 6
#define LANGUAGES_MAX 32

struct entry {
	str key;
	str forms[FORMS_MAX];
	int form_count;
	bool plural;
	const char *file;
	int line;
};

struct catalogue { /* one language */
	str code;
	str plural;    /* gettext's C expression of n */
	int plurals;   /* how many forms it has; 0 until a header said so */
	const char *file;
	struct entry *entries;
	size_t count, room;
};

/* Adds one file's entries to the catalogue; complaints go to the tool. */
void textgen_read(struct tool *tool, struct catalogue *catalogue, const char *path);
/* All checks, then both files' content. */
bool textgen_make(struct tool *tool, struct catalogue *catalogues, size_t count, struct tool_text *header_out,
                  struct tool_text *source_out);
#endif
