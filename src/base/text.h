/* text.h: builds text in an arena.  What every letter of a page passes is inline. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include "base/arena.h"
#include "base/str.h"

#include <string.h>

struct text {
	struct arena *arena;
	char *at;
	size_t len, room;
};

void text_open(struct text *text, struct arena *arena, size_t room);
void text_grow(struct text *text, size_t more); /* for text_room alone */

/* Makes room for `more` bytes and gives the place; the caller adds what it wrote to text->len. */
static inline char *text_room(struct text *text, size_t more)
{
	if (text->room - text->len < more)
		text_grow(text, more);
	return text->at + text->len;
}

static inline void text_put(struct text *text, str s)
{
	if (s.len == 0)
		return;
	memcpy(text_room(text, s.len), s.at, s.len);
	text->len += s.len;
}

static inline void text_char(struct text *text, char c)
{
	*text_room(text, 1) = c;
	text->len++;
}

void text_number(struct text *text, int64_t number);
void text_code_point(struct text *text, uint32_t code_point); /* as UTF-8 */
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline str text_str(const struct text *text) { return (str){ text->at, text->len }; }
#endif
