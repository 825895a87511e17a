/*
 * letters.c: reads the mails that the house wrote into its folder.
 *
 * A small reader of its own (RFC 5322, 2045, 2047): it shares no code with core/mail_message.c,
 * so that a slip there is not read back as if it were right.
 */
#include "test/letters.h"

#include "test/folder.h"

#include <dirent.h>
#include <stdlib.h>

enum { LETTERS_MAX = 500 };

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Quoted-printable; in headers a blank is "_". */
static str unquote(struct arena *arena, str s, bool header)
{
	struct text text;
	text_open(&text, arena, s.len + 1);
	for (size_t i = 0; i < s.len; i++) {
		bool code = s.at[i] == '=' && i + 2 < s.len && hex_digit(s.at[i + 1]) >= 0;
		if (code) {
			text_char(&text, (char)(hex_digit(s.at[i + 1]) * 16 + hex_digit(s.at[i + 2])));
			i += 2;
		} else if (s.at[i] == '=' && i + 2 < s.len) {
			assert_memory_equal(&s.at[i], "=\r\n", 3);
			i += 2;
		} else if (s.at[i] != '\r') {
			text_char(&text, header && s.at[i] == '_' ? ' ' : s.at[i]);
		}
	}
	return text_str(&text);
}

/* Joins folded lines, decodes encoded words; blanks between two of them do not count. */
static str decode_words(struct arena *arena, str s)
{
	struct text text;
	text_open(&text, arena, s.len + 1);
	bool after_word = false;
	while (s.len) {
		size_t blanks = 0;
		while (blanks < s.len && strchr(" \r\n", s.at[blanks]))
			blanks++;
		bool word = str_starts(str_skip(s, blanks), S("=?UTF-8?Q?"));
		if (blanks && !(word && after_word))
			text_char(&text, ' ');
		s = str_skip(s, blanks);
		size_t end = 0;
		if (word) {
			s = str_skip(s, sizeof("=?UTF-8?Q?") - 1);
			assert_true(str_find(s, S("?="), &end));
			text_put(&text, unquote(arena, str_first(s, end), true));
			end += 2;
		} else {
			while (end < s.len && !strchr(" \r\n", s.at[end]))
				text_char(&text, s.at[end++]);
		}
		after_word = word;
		s = str_skip(s, end);
	}
	return str_trim(text_str(&text));
}

/* The header's whole value, folded lines and all. */
static str raw_header(str head, const char *name)
{
	while (head.len) {
		str rest = head;
		str line = str_cut(&rest, '\n');
		while (rest.len && (rest.at[0] == ' ' || rest.at[0] == '\t')) {
			str_cut(&rest, '\n');
			line = str_first(head, head.len - rest.len);
		}
		head = rest;
		str value = line;
		if (str_equal_fold(str_cut(&value, ':'), str_from(name)))
			return value;
	}
	return S("");
}

static str header(struct arena *arena, str head, const char *name)
{
	return decode_words(arena, raw_header(head, name));
}

static str cut_head(str *rest)
{
	size_t end;
	assert_true(str_find(*rest, S("\r\n\r\n"), &end));
	str head = str_first(*rest, end + 2);
	*rest = str_skip(*rest, end + 4);
	return head;
}

static void take_part(struct arena *arena, struct letter_got *letter, str head, str body)
{
	str type = header(arena, head, "Content-Type");
	assert_string_equal(str_c(arena, header(arena, head, "Content-Transfer-Encoding")), "quoted-printable");
	const struct { const char *type; str *to; } places[] = {
		{ "text/plain;", &letter->text }, { "text/html;", &letter->html }, { "text/calendar;", &letter->calendar },
	};
	for (size_t i = 0; i < COUNT(places); i++) {
		if (str_starts(type, str_from(places[i].type)))
			*places[i].to = unquote(arena, body, false);
	}
}

static void take_parts(struct arena *arena, struct letter_got *letter, str type, str body)
{
	size_t at;
	assert_true(str_find(type, S("boundary=\""), &at));
	str boundary = str_skip(type, at + 10);
	boundary = str_cut(&boundary, '"');
	str mark = str_format(arena, "--%.*s", STR_ARG(boundary));
	assert_true(str_find(body, mark, &at));
	body = str_skip(body, at + mark.len);
	while (str_starts(body, S("\r\n"))) {
		body = str_skip(body, 2);
		assert_true(str_find(body, mark, &at));
		str part = str_first(body, at);
		str head = cut_head(&part);
		take_part(arena, letter, head, part);
		body = str_skip(body, at + mark.len);
	}
	assert_true(str_starts(body, S("--")));
}

struct letter_got letter_read(struct arena *arena, str source)
{
	struct letter_got letter = { .source = source };
	str body = source;
	str head = cut_head(&body);
	letter.to = header(arena, head, "To");
	letter.from = header(arena, head, "From");
	letter.subject = header(arena, head, "Subject");
	letter.message_id = header(arena, head, "Message-ID");
	letter.references = header(arena, head, "References");
	str type = header(arena, head, "Content-Type");
	if (str_starts(type, S("multipart/")))
		take_parts(arena, &letter, type, body);
	else
		take_part(arena, &letter, head, body);
	return letter;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct letter_got_list letters(struct test_house *t)
{
	house_work(t);
	const char *names[LETTERS_MAX];
	size_t count = 0;
	str folder = str_format(t->arena, "%.*s/mail", STR_ARG(t->folder));
	DIR *dir = opendir(folder.at);
	assert_non_null(dir);
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		if (entry->d_name[0] == '.')
			continue;
		assert_true(count < LETTERS_MAX);
		names[count++] = str_c(t->arena, str_from(entry->d_name));
	}
	closedir(dir);
	struct letter_got_list list = { arena_take(t->arena, count * sizeof(*list.at)), count };
	if (count)
		qsort(names, count, sizeof(names[0]), by_name);
	for (size_t i = 0; i < count; i++) {
		str path = str_format(t->arena, "%.*s/%s", STR_ARG(folder), names[i]);
		list.at[i] = letter_read(t->arena, file_read(t->arena, path));
	}
	return list;
}

struct letter_got letter_to(struct test_house *t, const char *address)
{
	struct letter_got_list list = letters(t);
	for (size_t i = list.count; i > 0; i--) {
		if (str_contains(list.at[i - 1].to, str_from(address)))
			return list.at[i - 1];
	}
	fail_msg("no mail to %s among %zu", address, list.count);
	return (struct letter_got){ 0 };
}

str link_in(const struct letter_got *letter, const char *part)
{
	str rest = letter->text;
	size_t at;
	while (str_find(rest, S("http"), &at)) {
		rest = str_skip(rest, at);
		size_t end = 0;
		while (end < rest.len && !strchr(" \n\t<>()\"", rest.at[end]))
			end++;
		if (str_contains(str_first(rest, end), str_from(part)))
			return str_first(rest, end);
		rest = str_skip(rest, end);
	}
	fail_msg("no link with %s in: %.*s", part, STR_ARG(letter->text));
	return S("");
}
