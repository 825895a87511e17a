/* text.h: builds text in an arena. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include "base/arena.h"
#include "base/str.h"

struct text {
	struct arena *arena;
	char *at;
	size_t len, room;
};

void text_open(struct text *text, struct arena *arena, size_t room);
/* Makes room for `more` bytes and gives the place; the caller adds what it wrote to text->len. */
char *text_room(struct text *text, size_t more);
void text_put(struct text *text, str s);
void text_char(struct text *text, char c);
void text_number(struct text *text, int64_t number);
void text_code_point(struct text *text, uint32_t code_point); /* as UTF-8 */
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline str text_str(const struct text *text) { return (str){ text->at, text->len }; }
#endif
