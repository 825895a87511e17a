/*
 * utf8.c: code points by hand, since every page walks them; their properties by libutf8proc.
 *
 * Runs of combining marks are cut at MARKS_MAX: sorting them is quadratic, and no
 * language writes that many on one letter.
 */
#include "base/utf8.h"

#include "base/check.h"
#include "base/text.h"

#include <utf8proc.h>

enum { MARKS_MAX = 30, BROKEN = 0xFFFD };

/* The code point at the front and its length; length 0 for a broken byte (RFC 3629). */
static size_t decode(str s, uint32_t *code_point_out)
{
	static const struct {
		unsigned char mask, lead;
		uint32_t least;
	} forms[] = {
		{ 0xE0, 0xC0, 0x80 },
		{ 0xF0, 0xE0, 0x800 },
		{ 0xF8, 0xF0, 0x10000 },
	};
	unsigned char first = (unsigned char)s.at[0];
	if (first < 0x80) {
		*code_point_out = first;
		return 1;
	}
	for (size_t i = 0; i < COUNT(forms); i++) {
		size_t len = i + 2;
		if ((first & forms[i].mask) != forms[i].lead)
			continue;
		if (s.len < len)
			return 0;
		uint32_t code_point = first & (unsigned char)~forms[i].mask;
		for (size_t k = 1; k < len; k++) {
			unsigned char next = (unsigned char)s.at[k];
			if ((next & 0xC0) != 0x80)
				return 0;
			code_point = code_point << 6 | (next & 0x3F);
		}
		bool is_scalar =
		    code_point <= 0x10FFFF && !(code_point >= 0xD800 && code_point < 0xE000);
		*code_point_out = code_point;
		return is_scalar && code_point >= forms[i].least ? len : 0;
	}
	return 0;
}

bool utf8_is_valid(str s)
{
	while (s.len) {
		uint32_t code_point;
		size_t len = decode(s, &code_point);
		if (!len)
			return false;
		s = str_skip(s, len);
	}
	return true;
}

uint32_t utf8_take(str *rest)
{
	assert(rest->len);
	uint32_t code_point;
	size_t len = decode(*rest, &code_point);
	*rest = str_skip(*rest, len ? len : 1);
	return len ? code_point : BROKEN;
}

size_t utf8_length(str s)
{
	size_t length = 0;
	for (; s.len; length++)
		utf8_take(&s);
	return length;
}

static utf8proc_category_t category(uint32_t code_point)
{
	if (code_point > 0x10FFFF)
		return UTF8PROC_CATEGORY_CN;
	return utf8proc_category((utf8proc_int32_t)code_point); /* fits: checked above */
}

bool utf8_is_letter(uint32_t code_point)
{
	utf8proc_category_t kind = category(code_point);
	return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool utf8_is_digit(uint32_t code_point)
{
	return category(code_point) == UTF8PROC_CATEGORY_ND;
}

str utf8_first(str s, size_t max)
{
	str rest = s;
	if (s.len <= max) /* no code point is shorter than a byte */
		return s;
	while (rest.len && max--)
		utf8_take(&rest);
	return str_first(s, s.len - rest.len);
}

/* Copies s without what a form must not hold.  Says whether normalising could still change it. */
static bool filter(struct text *text, str s)
{
	bool may_compose = false;
	int marks = 0;
	while (s.len) {
		uint32_t code_point = utf8_take(&s);
		if (code_point == '\r') {
			if (s.len && s.at[0] == '\n')
				continue;
			code_point = '\n';
		}
		if (code_point >= 0x300) {
			may_compose = true;
			utf8proc_category_t kind = category(code_point);
			bool is_mark = kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME;
			marks = is_mark ? marks + 1 : 0;
			if (marks > MARKS_MAX)
				continue;
		} else {
			marks = 0;
			bool is_control =
			    code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
			if (is_control && code_point != '\n' && code_point != '\t')
				continue;
		}
		text_code_point(text, code_point);
	}
	return may_compose;
}

/* Letters with a stroke or tied together: Unicode gives them no base letter, readers do. */
static const struct {
	utf8proc_int32_t letter;
	char plain[3];
} strokes[] = {
	{ 0xE6, "ae" }, { 0xF0, "d" },	{ 0xF8, "o" },	{ 0xFE, "th" },	 { 0x111, "d" },
	{ 0x127, "h" }, { 0x131, "i" }, { 0x142, "l" }, { 0x153, "oe" }, { 0x167, "t" },
};

static void put_plain(struct text *text, utf8proc_int32_t letter)
{
	for (size_t i = 0; i < COUNT(strokes); i++) {
		if (strokes[i].letter == letter) {
			text_put(text, str_from(strokes[i].plain));
			return;
		}
	}
	text_code_point(text, (uint32_t)letter); /* utf8proc gives no negative ones */
}

static str normalised(struct arena *arena, str s, utf8proc_option_t options)
{
	/* The same bytes, as the library names them. */
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s.at;
	utf8proc_ssize_t len = (utf8proc_ssize_t)s.len;
	utf8proc_ssize_t room = utf8proc_decompose(bytes, len, NULL, 0, options);
	must(room >= 0);
	utf8proc_int32_t *letters = arena_take(arena, (size_t)room * sizeof(*letters));
	utf8proc_ssize_t count = utf8proc_decompose(bytes, len, letters, room, options);
	must(count >= 0 && count <= room);
	count = utf8proc_normalize_utf32(letters, count, options);
	must(count >= 0);
	struct text text;
	text_open(&text, arena, (size_t)count * 2);
	for (utf8proc_ssize_t i = 0; i < count; i++) {
		if (options & UTF8PROC_CASEFOLD)
			put_plain(&text, letters[i]);
		else
			text_code_point(&text, (uint32_t)letters[i]); /* as above */
	}
	return text_str(&text);
}

str utf8_clean(struct arena *arena, str s)
{
	struct text text;
	text_open(&text, arena, s.len);
	bool may_compose = filter(&text, s);
	/* Everything below U+0300 is in normal form C already: most European text ends here. */
	if (!may_compose)
		return text_str(&text);
	return normalised(arena, text_str(&text), UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

static bool is_ascii(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] & 0x80)
			return false;
	}
	return true;
}

str utf8_fold(struct arena *arena, str s)
{
	if (is_ascii(s))
		return str_lower_ascii(arena, s);
	struct text text;
	text_open(&text, arena, s.len);
	filter(&text, s);
	return normalised(arena, text_str(&text),
			  UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
			      UTF8PROC_STRIPMARK);
}
