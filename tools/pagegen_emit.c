/* pagegen_emit.c: writes C: neighbouring literals become one call, #line points at the template. */
#include "pagegen.h"

#define LITERAL_MAX 3000 /* bytes in one C string: compilers promise 4,095 */

struct emit {
	struct tool *tool;
	const char *source_name;
	struct tool_text uses, declarations, body, literal;
	int depth, numbers;
};

struct emit *emit_open(struct tool *tool, const char *source_name)
{
	struct emit *emit = tool_take(tool, sizeof *emit);
	*emit = (struct emit){ .tool = tool,
			       .source_name = source_name,
			       .uses = { .tool = tool },
			       .declarations = { .tool = tool },
			       .body = { .tool = tool },
			       .literal = { .tool = tool } };
	return emit;
}

void emit_literal(struct emit *emit, str s)
{
	tool_put(&emit->literal, s);
}

static void indent(struct emit *emit)
{
	for (int i = 0; i < emit->depth; i++)
		tool_put(&emit->body, S("\t"));
}

/* The end of a piece of s that cuts no UTF-8 sequence. */
static size_t piece_len(str s)
{
	if (s.len <= LITERAL_MAX)
		return s.len;
	size_t len = LITERAL_MAX;
	while (len > LITERAL_MAX - 4 && ((unsigned char)s.at[len] & 0xC0) == 0x80)
		len--;
	return len;
}

static void flush(struct emit *emit)
{
	str rest = tool_str(&emit->literal);
	while (rest.len) {
		size_t len = piece_len(rest);
		indent(emit);
		tool_put(&emit->body, S("html_raw(view, S("));
		tool_quote(&emit->body, (str){ rest.at, len });
		tool_put(&emit->body, S("));\n"));
		rest = (str){ rest.at + len, rest.len - len };
	}
	emit->literal.len = 0;
}

static void line_put(struct emit *emit, const char *file, int line)
{
	tool_format(&emit->body, "#line %d ", line);
	tool_quote(&emit->body, tool_c_str(file));
	tool_put(&emit->body, S("\n"));
}

void emit_code(struct emit *emit, const char *file, int line, str code)
{
	flush(emit);
	line_put(emit, file, line);
	indent(emit);
	tool_put(&emit->body, code);
	tool_put(&emit->body, S("\n"));
}

void emit_uses(struct emit *emit, str header)
{
	tool_put(&emit->uses, S("#include "));
	tool_quote(&emit->uses, header);
	tool_put(&emit->uses, S("\n"));
}

void emit_page_begin(struct emit *emit, const char *file, int line, str name, str parameters)
{
	const char *comma = parameters.len ? ", " : "";
	tool_format(&emit->declarations, "#line %d ", line);
	tool_quote(&emit->declarations, tool_c_str(file));
	tool_format(&emit->declarations, "\nvoid %.*s_html(struct view *view%s%.*s);\n",
		    STR_ARG(name), comma, STR_ARG(parameters));
	tool_put(&emit->body, S("\n"));
	line_put(emit, file, line);
	tool_format(&emit->body, "void %.*s_html(struct view *view%s%.*s)\n{\n", STR_ARG(name),
		    comma, STR_ARG(parameters));
	emit->depth = 1;
}

void emit_page_end(struct emit *emit)
{
	flush(emit);
	tool_put(&emit->body, S("}\n"));
	emit->depth = 0;
}

void emit_indent(struct emit *emit, int by)
{
	flush(emit);
	emit->depth += by;
}

int emit_number(struct emit *emit)
{
	return ++emit->numbers;
}

static void guard_put(struct tool_text *out, const char *name)
{
	for (; *name; name++) {
		char c = *name;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		else if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
			c = '_';
		tool_put(out, (str){ &c, 1 });
	}
}

void emit_finish(struct emit *emit, const char *include_name, struct tool_text *header_out,
		 struct tool_text *source_out)
{
	tool_put(header_out, S("/* Made by tools/pagegen. */\n#ifndef "));
	guard_put(header_out, include_name);
	tool_put(header_out, S("\n#define "));
	guard_put(header_out, include_name);
	tool_put(header_out, S("\n#include \"view/html.h\"\n"));
	tool_put(header_out, tool_str(&emit->uses));
	tool_put(header_out, S("\n"));
	tool_put(header_out, tool_str(&emit->declarations));
	tool_put(header_out, S("#endif\n"));
	tool_format(source_out, "/* Made by tools/pagegen. */\n#include \"%s\"\n", include_name);
	tool_put(source_out, tool_str(&emit->body));
}
