/* import_writer.c: what is due comes out in front of the next character; see the header. */
#include "app/import_writer.h"

#include <ctype.h>

#define NUMBER_MAX 9 /* digits that Markdown takes for an item's number */

void writer_open(struct writer *writer, struct arena *arena, size_t room)
{
	*writer = (struct writer){ .arena = arena, .line_start = true };
	text_open(&writer->out, arena, room);
}

/* ── lines ── */

size_t writer_push(struct writer *writer, str prefix, str marker)
{
	size_t before = writer->prefix_len;
	if (before + prefix.len > WRITER_PREFIX_MAX)
		return before;
	memcpy(writer->prefix + before, prefix.at, prefix.len);
	writer->prefix_len += prefix.len;
	if (!writer->marker_len && str_empty(marker))
		return before;
	/* A quote that begins an item stands behind the item's marker, on one line. */
	assert(str_empty(marker) || marker.len == prefix.len);
	memcpy(writer->marker + writer->marker_len, str_empty(marker) ? prefix.at : marker.at, prefix.len);
	writer->marker_len += prefix.len;
	return before;
}

void writer_pop(struct writer *writer, size_t before)
{
	size_t popped = writer->prefix_len - before;
	writer->marker_len -= writer->marker_len < popped ? writer->marker_len : popped;
	writer->prefix_len = before;
	if (writer->shared_len > before)
		writer->shared_len = before;
}

static void trim_end(struct writer *writer)
{
	while (writer->out.len && writer->out.at[writer->out.len - 1] == ' ')
		writer->out.len--;
}

static void put_line_start(struct writer *writer)
{
	text_put(&writer->out, (str){ writer->prefix, writer->prefix_len - writer->marker_len });
	text_put(&writer->out, (str){ writer->marker, writer->marker_len });
	writer->marker_len = 0;
	writer->shared_len = writer->prefix_len;
	writer->line_start = true;
	writer->blank = writer->mark_ended = false;
}

static void put_gap(struct writer *writer)
{
	trim_end(writer);
	if (writer->gap == GAP_BREAK)
		text_char(&writer->out, '\\');
	text_char(&writer->out, '\n');
	if (writer->gap == GAP_BLOCK) {
		text_put(&writer->out, (str){ writer->prefix, writer->shared_len });
		trim_end(writer);
		text_char(&writer->out, '\n');
		writer->blocks++;
	}
	writer->gap = GAP_NONE;
	put_line_start(writer);
}

void writer_settle(struct writer *writer)
{
	if (!writer->out.len)
		put_line_start(writer);
	else if (writer->gap)
		put_gap(writer);
	else if (writer->blank)
		text_char(&writer->out, ' ');
	writer->gap = GAP_NONE;
	writer->blank = writer->list_ended = false;
}

void writer_gap(struct writer *writer, enum writer_gap gap)
{
	if (writer->one_line) {
		writer->blank = !writer->line_start;
		return;
	}
	if (!writer->out.len)
		return;
	if (gap == GAP_BREAK && writer->gap)
		gap = GAP_BLOCK; /* two breaks were meant as a paragraph */
	if (gap > writer->gap)
		writer->gap = gap;
	writer->blank = false;
}

/* ── text ── */

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* "1. " and "2) " would begin a list. */
static bool ends_item_number(str s, size_t at, const struct writer *writer)
{
	if (s.at[at] != '.' && s.at[at] != ')')
		return false;
	size_t digits = 0;
	while (digits < writer->out.len && isdigit((unsigned char)writer->out.at[writer->out.len - 1 - digits]))
		digits++;
	size_t start = writer->out.len - digits;
	bool alone = start == 0 || writer->out.at[start - 1] == '\n' || writer->out.at[start - 1] == ' ';
	return digits && digits <= NUMBER_MAX && alone && (at + 1 == s.len || is_space(s.at[at + 1]));
}

static bool needs_escape(const struct writer *writer, str s, size_t at)
{
	char c = s.at[at], next = at + 1 < s.len ? s.at[at + 1] : '\0';
	if (writer->line_start && memchr("#>+-=", c, 5))
		return true;
	switch (c) {
	case '*': case '`': case '[': case '\\': case '~': case '|':
		return true;
	case ']':
		return writer->in_link > 0;
	case '<': case '&':
		return isalpha((unsigned char)next) || next == '#' || next == '/' || next == '!' || next == '?';
	case '_': /* between letters it is one */
		return !at || !is_word(s.at[at - 1]) || !is_word(next);
	default:
		return ends_item_number(s, at, writer);
	}
}

static size_t url_length(str s)
{
	size_t len = 0;
	if (!str_starts(s, S("http://")) && !str_starts(s, S("https://")))
		return 0;
	while (len < s.len && !is_space(s.at[len]) && !memchr("<>\"\\", s.at[len], 4) && (unsigned char)s.at[len] > ' ')
		len++;
	while (len && memchr(".,;:!?')]}*_", s.at[len - 1], 12))
		len--;
	return len > S("https://").len ? len : 0;
}

static void put_char(struct writer *writer, str s, size_t at)
{
	char c = s.at[at];
	writer_settle(writer);
	if (writer->mark_ended && is_word(c))
		text_char(&writer->out, ' ');
	writer->mark_ended = false;
	if (needs_escape(writer, s, at))
		text_char(&writer->out, '\\');
	text_char(&writer->out, c);
	writer->line_start = false;
}

/* A bare address becomes one to click, whatever stands in it. */
static size_t put_address(struct writer *writer, str s, size_t at)
{
	bool begins = !at || !is_word(s.at[at - 1]);
	size_t len = begins && !writer->in_link ? url_length(str_skip(s, at)) : 0;
	if (!len)
		return 0;
	writer_raw(writer, S("<"));
	writer_url(writer, str_first(str_skip(s, at), len));
	writer_raw(writer, S(">"));
	return len;
}

static bool is_hard_space(str s, size_t at)
{
	return s.at[at] == '\xc2' && at + 1 < s.len && s.at[at + 1] == '\xa0';
}

void writer_text(struct writer *writer, str s)
{
	for (size_t at = 0; at < s.len; at++) {
		if (is_space(s.at[at]) || is_hard_space(s, at)) {
			at += s.at[at] == '\xc2';
			writer->blank = writer->blank || (!writer->line_start && !writer->gap && writer->out.len);
			continue;
		}
		size_t taken = s.at[at] == 'h' ? put_address(writer, s, at) : 0;
		if (taken)
			at += taken - 1;
		else
			put_char(writer, s, at);
	}
}

void writer_raw(struct writer *writer, str s)
{
	writer_settle(writer);
	text_put(&writer->out, s);
	writer->line_start = writer->mark_ended = false;
}

void writer_url(struct writer *writer, str url)
{
	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.at[i];
		if (c <= ' ' || c == 0x7f || memchr("()<>\\\"", c, 6))
			text_format(&writer->out, "%%%02X", c);
		else
			text_char(&writer->out, (char)c);
	}
}

/* ── code ── */

static size_t longest_run(str s, char c)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < s.len; i++) {
		run = s.at[i] == c ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void put_fence(struct writer *writer, size_t length)
{
	for (size_t i = 0; i < length; i++)
		text_char(&writer->out, '`');
}

void writer_code_block(struct writer *writer, str language, str code)
{
	size_t fence = longest_run(code, '`') + 1;
	while (code.len && is_space(code.at[code.len - 1]))
		code.len--;
	if (str_empty(str_trim(code)))
		return;
	writer_gap(writer, GAP_BLOCK);
	writer_settle(writer);
	put_fence(writer, fence < 3 ? 3 : fence);
	text_put(&writer->out, language);
	while (code.len) {
		text_char(&writer->out, '\n');
		put_line_start(writer);
		text_put(&writer->out, str_cut(&code, '\n'));
	}
	text_char(&writer->out, '\n');
	put_line_start(writer);
	put_fence(writer, fence < 3 ? 3 : fence);
	writer->line_start = false;
	writer_gap(writer, GAP_BLOCK);
}

void writer_code(struct writer *writer, str code)
{
	size_t fence = longest_run(code, '`') + 1;
	code = str_trim(code);
	if (str_empty(code))
		return;
	bool touches = code.at[0] == '`' || code.at[code.len - 1] == '`';
	writer_settle(writer);
	put_fence(writer, fence);
	if (touches)
		text_char(&writer->out, ' ');
	for (size_t i = 0; i < code.len; i++)
		text_char(&writer->out, is_space(code.at[i]) ? ' ' : code.at[i]);
	if (touches)
		text_char(&writer->out, ' ');
	put_fence(writer, fence);
	writer->line_start = writer->mark_ended = false;
}

str writer_end(struct writer *writer)
{
	return str_trim(text_str(&writer->out));
}
