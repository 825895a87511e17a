/*
 * import_writer.h: writes Markdown: blocks, lines and escaped text, each break only once something follows it.
 *
 * What is due (an empty line, a list's marker, a blank) is remembered and written before the
 * next visible character, so that nothing is written for empty paragraphs, items and marks.
 */
#ifndef APP_IMPORT_WRITER_H
#define APP_IMPORT_WRITER_H
#include "base/base.h"

#define WRITER_PREFIX_MAX 120 /* of a line: deeper quotes and lists stay where they are */

enum writer_gap { GAP_NONE, GAP_BREAK, GAP_LINE, GAP_BLOCK }; /* a break inside a paragraph; a line; an empty line */

struct writer {
	struct arena *arena;
	struct text out;
	char prefix[WRITER_PREFIX_MAX]; /* "> ", "  ": what each line begins with */
	size_t prefix_len, shared_len;  /* shared: with the line before, for the empty line between */
	char marker[WRITER_PREFIX_MAX]; /* "- ": stands at the end of the prefix, once */
	size_t marker_len;
	enum writer_gap gap;
	bool blank;       /* one is due */
	bool line_start;  /* nothing but prefix stands on this line */
	bool mark_ended;  /* behind punctuation: a letter here would keep it open */
	bool list_ended;  /* the due empty line only ends an inner list: another item needs none */
	int one_line;     /* > 0: in headings, links and cells nothing breaks */
	int in_link;
	int blocks;       /* counts empty lines written: who holds a mark open looks whether it crossed one */
};

void writer_open(struct writer *writer, struct arena *arena, size_t room);
void writer_gap(struct writer *writer, enum writer_gap gap);
/* Text as it is to be read: white space collapses, what Markdown would take for a mark is escaped. */
void writer_text(struct writer *writer, str s);
void writer_raw(struct writer *writer, str s);      /* marks: written as they are */
void writer_url(struct writer *writer, str url);    /* inside ( ) or < > */
void writer_settle(struct writer *writer);          /* writes what is due */
/* Code: each of its lines behind the prefix, between fences that it does not hold. */
void writer_code_block(struct writer *writer, str language, str code);
void writer_code(struct writer *writer, str code);
/* Lines from here on begin so; the first one with `marker` in its place (same length, or ""). */
size_t writer_push(struct writer *writer, str prefix, str marker);
void writer_pop(struct writer *writer, size_t before);
str writer_end(struct writer *writer);
#endif
