/* pagegen_emit.h: writes the C of the pages. */
#ifndef TOOLS_PAGEGEN_EMIT_H
#define TOOLS_PAGEGEN_EMIT_H
#include "tool.h"

struct emit; /* C being written */
struct emit *emit_open(struct tool *tool, const char *source_name);
void emit_literal(struct emit *emit, str s);
void emit_code(struct emit *emit, const char *file, int line, str code);
void emit_uses(struct emit *emit, str header);
void emit_page_begin(struct emit *emit, const char *file, int line, str name, str parameters);
void emit_page_end(struct emit *emit);
void emit_indent(struct emit *emit, int by);
int emit_number(struct emit *emit); /* for names of our own */
void emit_finish(struct emit *emit, const char *include_name, struct tool_text *header_out, struct tool_text *source_out);
#endif
