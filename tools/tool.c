/* tool.c: memory, files and complaints of the build's own tools. */
#include "tool.h"

#include <stdarg.h>
#include <stdlib.h>

struct tool_block {
	struct tool_block *next;
	max_align_t bytes[];
};

void *tool_take(struct tool *tool, size_t size)
{
	struct tool_block *block = calloc(1, sizeof *block + size);
	if (!block)
		abort();
	block->next = tool->blocks;
	tool->blocks = block;
	return block->bytes;
}

void tool_close(struct tool *tool)
{
	while (tool->blocks) {
		struct tool_block *next = tool->blocks->next;
		free(tool->blocks);
		tool->blocks = next;
	}
}

void tool_complain(struct tool *tool, const char *file, int line, const char *format, ...)
{
	tool->complaints++;
	if (!tool->complain_to)
		return;
	fprintf(tool->complain_to, "%s:%d: error: ", file, line);
	va_list values;
	va_start(values, format);
	vfprintf(tool->complain_to, format, values);
	va_end(values);
	fputc('\n', tool->complain_to);
}

bool tool_read(struct tool *tool, const char *path, str *content_out)
{
	FILE *file = fopen(path, "rb");
	if (!file) {
		tool_complain(tool, path, 1, "cannot be read");
		return false;
	}
	struct tool_text text = { .tool = tool };
	char part[16384];
	size_t len;
	while ((len = fread(part, 1, sizeof part, file)) > 0)
		tool_put(&text, (str){ part, len });
	bool whole = !ferror(file);
	fclose(file);
	if (!whole)
		tool_complain(tool, path, 1, "cannot be read to its end");
	*content_out = tool_str(&text);
	return whole;
}

bool tool_write(struct tool *tool, const char *path, str content)
{
	FILE *file = fopen(path, "wb");
	bool whole = file && fwrite(content.at, 1, content.len, file) == content.len;
	if (file && fclose(file))
		whole = false;
	if (!whole)
		tool_complain(tool, path, 1, "cannot be written");
	return whole;
}

static void grow(struct tool_text *text, size_t more)
{
	if (text->room - text->len >= more)
		return;
	size_t room = text->room ? text->room * 2 : 1024;
	while (room - text->len < more)
		room *= 2;
	char *at = tool_take(text->tool, room);
	if (text->len)
		memcpy(at, text->at, text->len);
	text->at = at;
	text->room = room;
}

void tool_put(struct tool_text *text, str s)
{
	grow(text, s.len + 1);
	if (s.len)
		memcpy(text->at + text->len, s.at, s.len);
	text->len += s.len;
	text->at[text->len] = 0;
}

void tool_format(struct tool_text *text, const char *format, ...)
{
	va_list values, again;
	va_start(values, format);
	va_copy(again, values);
	int len = vsnprintf(NULL, 0, format, values);
	va_end(values);
	if (len > 0) {
		grow(text, (size_t)len + 1);
		vsnprintf(text->at + text->len, (size_t)len + 1, format, again);
		text->len += (size_t)len;
	}
	va_end(again);
}

void tool_quote(struct tool_text *text, str s)
{
	tool_put(text, S("\""));
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (c == '"' || c == '\\' || c == '?') /* '?' so that no trigraph arises */
			tool_put(text, (str){ (char[]){ '\\', (char)c }, 2 });
		else if (c == '\n')
			tool_put(text, S("\\n"));
		else if (c < 32 || c == 127)
			tool_format(text, "\\%03o", c);
		else
			tool_put(text, (str){ s.at + i, 1 });
	}
	tool_put(text, S("\""));
}

bool tool_same(str a, str b)
{
	return a.len == b.len && (!a.len || !memcmp(a.at, b.at, a.len));
}

bool tool_starts(str s, str start)
{
	return s.len >= start.len && tool_same((str){ s.at, start.len }, start);
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

str tool_trim(str s)
{
	while (s.len && is_blank(s.at[0])) {
		s.at++;
		s.len--;
	}
	while (s.len && is_blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

str tool_c_str(const char *s)
{
	return (str){ s, strlen(s) };
}
