/* utf8.h: what is a letter, and which letters are the same (libutf8proc). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H
#include "base/arena.h"
#include "base/str.h"

bool utf8_is_valid(str s);
/* Takes one code point off the front of *rest; 0xFFFD for a broken byte.  *rest must not be empty. */
uint32_t utf8_take(str *rest);
size_t utf8_length(str s); /* code points */
bool utf8_is_letter(uint32_t code_point);
bool utf8_is_digit(uint32_t code_point);
/* The start of s, at most `max` code points, never cutting one. */
str utf8_first(str s, size_t max);
/* Normal form C, without control characters but \n and \t; CRLF becomes LF.  What forms store. */
str utf8_clean(struct arena *arena, str s);
/* Case folded and without accents (ä -> a, ß -> ss): for comparing and finding. */
str utf8_fold(struct arena *arena, str s);
#endif
