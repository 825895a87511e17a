/*
 * import_name.c: pseudonyms of exports are hashes: nobody can say them, two of them look alike.
 *
 * The hash's digits choose syllables, so that the same author has the same name in every
 * import, and no name is one of a living person's.
 */
#include "app/import_name.h"

#include "base/utf8.h"

#define NAME_MAX_LENGTH 60
#define SYLLABLES 4

static bool is_hash(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!memchr("0123456789abcdef", s.at[i], 16))
			return false;
	}
	return s.len >= 6;
}

static str said(struct arena *arena, str hash)
{
	static const char starts[] = "bdfghjklmnprstvz", middles[] = "aeiou";
	uint64_t number = str_hash(hash);
	struct text name;
	text_open(&name, arena, 2 * SYLLABLES);
	for (int i = 0; i < SYLLABLES; i++) {
		char start = starts[number % 16];
		text_char(&name, i ? start : (char)(start - 'a' + 'A'));
		text_char(&name, middles[number / 16 % 5]);
		number /= 80;
	}
	return text_str(&name);
}

static str capital(struct arena *arena, str word)
{
	struct text name;
	text_open(&name, arena, word.len);
	text_put(&name, word);
	if (name.len && name.at[0] >= 'a' && name.at[0] <= 'z')
		name.at[0] = (char)(name.at[0] - 'a' + 'A');
	return text_str(&name);
}

/* Only what a profile takes: no control characters, at least one letter or digit. */
static str cleaned(struct arena *arena, str author)
{
	struct text name;
	size_t letters = 0;
	text_open(&name, arena, author.len);
	str rest = utf8_clean(arena, author);
	while (!str_empty(rest)) {
		uint32_t code_point = utf8_take(&rest);
		letters += utf8_is_letter(code_point) || utf8_is_digit(code_point);
		text_code_point(&name, code_point < ' ' ? ' ' : code_point);
	}
	return letters ? str_trim(utf8_first(str_trim(text_str(&name)), NAME_MAX_LENGTH)) : S("");
}

str import_name(struct arena *arena, str author)
{
	str word = str_starts(author, S("u_")) ? str_skip(author, 2) : author;
	if (word.len < author.len && is_hash(word))
		return said(arena, word);
	str name = cleaned(arena, word.len < author.len ? capital(arena, word) : author);
	return str_empty(name) ? S("Unknown") : name;
}
