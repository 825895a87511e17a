/* text.c: grows by doubling; usually in place, since the text is mostly the arena's latest piece. */
#include "base/text.h"

#include "base/check.h"

#include <stdarg.h>
#include <stdio.h>

void text_open(struct text *text, struct arena *arena, size_t room)
{
	*text = (struct text){ .arena = arena, .at = arena_bytes(arena, room), .room = room };
}

void text_grow(struct text *text, size_t more)
{
	enum { ROOM_MIN = 64 };
	must(more < SIZE_MAX / 8 && text->room < SIZE_MAX / 8);
	size_t room = text->room * 2;
	if (room < text->len + more)
		room = text->len + more;
	if (room < ROOM_MIN)
		room = ROOM_MIN;
	text->at = arena_grow(text->arena, text->at, text->room, room);
	text->room = room;
}

void text_number(struct text *text, int64_t number)
{
	enum { LONGEST = 20 }; /* -9223372036854775808 */
	char digits[LONGEST];
	char *at = digits + LONGEST;
	/* Negated as unsigned, since the smallest number has no positive twin. */
	uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	do {
		*--at = (char)('0' + left % 10); /* a digit */
		left /= 10;
	} while (left);
	if (number < 0)
		*--at = '-';
	text_put(text, (str){ at, (size_t)(digits + LONGEST - at) });
}

void text_code_point(struct text *text, uint32_t code_point)
{
	if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000))
		code_point = 0xFFFD;
	/* Leading bits by length; each following byte carries six bits.  The casts keep one byte each. */
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	if (code_point < 0x80) {
		text_char(text, (char)code_point);
		return;
	}
	size_t len = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	char *at = text_room(text, len);
	for (size_t i = len - 1; i > 0; i--) {
		at[i] = (char)(0x80 | (code_point & 0x3F));
		code_point >>= 6;
	}
	at[0] = (char)(lead[len] | code_point);
	text->len += len;
}

void text_format(struct text *text, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	size_t room = text->room - text->len;
	int len = vsnprintf(text->at + text->len, room, format, values);
	va_end(values);
	must(len >= 0);
	if ((size_t)len >= room) {
		text_room(text, (size_t)len + 1);
		va_start(values, format);
		vsnprintf(text->at + text->len, (size_t)len + 1, format, values);
		va_end(values);
	}
	text->len += (size_t)len;
}
