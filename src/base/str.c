/* str.c: looking at text and taking it apart; nothing here writes into it. */
#include "base/str.h"

#include "base/arena.h"
#include "base/check.h"

#include <stdarg.h>
#include <stdio.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c; /* stays within ASCII */
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

str str_from(const char *text)
{
	return text ? (str){ text, strlen(text) } : S("");
}

bool str_equal(str a, str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool str_equal_fold(str a, str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++) {
		if (lower(a.at[i]) != lower(b.at[i]))
			return false;
	}
	return true;
}

int str_compare(str a, str b)
{
	size_t shared = a.len < b.len ? a.len : b.len;
	int order = shared ? memcmp(a.at, b.at, shared) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(str s, str start)
{
	return s.len >= start.len && str_equal(str_first(s, start.len), start);
}

bool str_ends(str s, str end)
{
	return s.len >= end.len && str_equal(str_skip(s, s.len - end.len), end);
}

bool str_contains(str s, str part)
{
	size_t at;
	return str_find(s, part, &at);
}

str str_skip(str s, size_t count)
{
	if (count > s.len)
		count = s.len;
	return count ? (str){ s.at + count, s.len - count } : s;
}

str str_first(str s, size_t count)
{
	return (str){ s.at, count < s.len ? count : s.len };
}

str str_trim(str s)
{
	while (s.len && is_space(s.at[0]))
		s = str_skip(s, 1);
	while (s.len && is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

str str_cut(str *rest, char mark)
{
	str all = *rest;
	const char *found = all.len ? memchr(all.at, mark, all.len) : NULL;
	if (!found) {
		*rest = str_skip(all, all.len);
		return all;
	}
	size_t before = (size_t)(found - all.at); /* found lies in all */
	*rest = str_skip(all, before + 1);
	return str_first(all, before);
}

bool str_find(str s, str part, size_t *at_out)
{
	if (part.len == 0) {
		*at_out = 0;
		return true;
	}
	const char *found = s.len ? memmem(s.at, s.len, part.at, part.len) : NULL;
	if (!found)
		return false;
	*at_out = (size_t)(found - s.at); /* found lies in s */
	return true;
}

bool str_number(str s, int64_t *number_out)
{
	bool negative = s.len && s.at[0] == '-';
	if (negative)
		s = str_skip(s, 1);
	if (s.len == 0)
		return false;
	/* Counted below zero, where there is room for one more. */
	int64_t number = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (!is_digit(s.at[i]) || __builtin_mul_overflow(number, 10, &number) ||
		    __builtin_sub_overflow(number, s.at[i] - '0', &number))
			return false;
	}
	if (!negative && number == INT64_MIN)
		return false;
	*number_out = negative ? number : -number;
	return true;
}

bool str_real(str s, double *real_out)
{
	enum { DIGITS_MAX = 18 }; /* fit an int64_t, and say more than a double can hold */
	bool negative = s.len && s.at[0] == '-';
	str fraction = negative ? str_skip(s, 1) : s;
	str whole = str_cut(&fraction, '.');
	bool has_point = whole.len + negative < s.len;
	if (whole.len == 0 || whole.len > DIGITS_MAX || (has_point && fraction.len == 0))
		return false;
	int64_t digits = 0;
	for (size_t i = 0; i < whole.len; i++) {
		if (!is_digit(whole.at[i]))
			return false;
		digits = digits * 10 + (whole.at[i] - '0');
	}
	long double scale = 1;
	for (size_t i = 0; i < fraction.len; i++) {
		if (!is_digit(fraction.at[i]))
			return false;
		if (whole.len + i >= DIGITS_MAX)
			continue;
		digits = digits * 10 + (fraction.at[i] - '0');
		scale *= 10;
	}
	double real = (double)((long double)digits / scale); /* rounded once, at the end */
	*real_out = negative ? -real : real;
	return true;
}

str str_keep(struct arena *arena, str s)
{
	char *copy = arena_bytes(arena, s.len);
	if (s.len)
		memcpy(copy, s.at, s.len);
	return (str){ copy, s.len };
}

const char *str_c(struct arena *arena, str s)
{
	char *copy = arena_bytes(arena, s.len + 1);
	if (s.len)
		memcpy(copy, s.at, s.len);
	copy[s.len] = 0;
	return copy;
}

str str_lower_ascii(struct arena *arena, str s)
{
	char *copy = arena_bytes(arena, s.len);
	for (size_t i = 0; i < s.len; i++)
		copy[i] = lower(s.at[i]);
	return (str){ copy, s.len };
}

str str_format(struct arena *arena, const char *format, ...)
{
	enum { GUESS = 128 };
	char *at = arena_bytes(arena, GUESS);
	va_list values;
	va_start(values, format);
	int len = vsnprintf(at, GUESS, format, values);
	va_end(values);
	must(len >= 0);
	if (len < GUESS)
		return (str){ at, (size_t)len };

	at = arena_grow(arena, at, GUESS, (size_t)len + 1);
	va_start(values, format);
	vsnprintf(at, (size_t)len + 1, format, values);
	va_end(values);
	return (str){ at, (size_t)len };
}

str str_join(struct arena *arena, const str *parts, size_t count, str between)
{
	size_t len = count ? between.len * (count - 1) : 0;
	for (size_t i = 0; i < count; i++)
		len += parts[i].len;
	char *at = arena_bytes(arena, len), *end = at;
	for (size_t i = 0; i < count; i++) {
		if (i && between.len)
			end = mempcpy(end, between.at, between.len);
		if (parts[i].len)
			end = mempcpy(end, parts[i].at, parts[i].len);
	}
	return (str){ at, len };
}

uint64_t str_hash(str s)
{
	uint64_t hash = 14695981039346656037U;
	for (size_t i = 0; i < s.len; i++) {
		hash ^= (unsigned char)s.at[i];
		hash *= 1099511628211U;
	}
	return hash;
}
