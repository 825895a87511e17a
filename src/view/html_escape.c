/* html_escape.c: escapes sixteen bytes at a step where the machine has SSE2, else one by one. */
#include "view/html_escape.h"

#include "base/check.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define ENTITY_MAX 6

static str entity(char c, bool quotes)
{
	switch (c) {
	case '&':
		return S("&amp;");
	case '<':
		return S("&lt;");
	case '>':
		return S("&gt;");
	case '"':
		return quotes ? S("&#34;") : S("\"");
	case '\'':
		return quotes ? S("&#39;") : S("'");
	default:
		return (str){ NULL, 0 };
	}
}

void html_escape_slowly(struct text *out, str s, bool quotes)
{
	for (size_t i = 0; i < s.len; i++) {
		str name = entity(s.at[i], quotes);
		if (name.at)
			text_put(out, name);
		else
			text_char(out, s.at[i]);
	}
}

#ifdef __SSE2__
/* A bit for each byte that needs an entity. */
static inline unsigned special_bits(__m128i bytes, bool quotes)
{
	__m128i angles =
	    _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(2)), _mm_set1_epi8('>')); /* < and > */
	__m128i found;
	if (quotes) { /* & and ' differ in their last bit */
		__m128i ampersands =
		    _mm_cmpeq_epi8(_mm_or_si128(bytes, _mm_set1_epi8(1)), _mm_set1_epi8('\''));
		found = _mm_or_si128(_mm_or_si128(angles, ampersands),
				     _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
	} else {
		found = _mm_or_si128(angles, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('&')));
	}
	return (unsigned)_mm_movemask_epi8(found);
}

/* The last bytes, one by one, into room that is there already. */
static inline __attribute__((always_inline)) char *escape_tail(char *to, const char *at,
							       const char *end, bool quotes)
{
	for (; at < end; at++) {
		char c = *at;
		if (c != '&' && c != '<' && c != '>' && !(quotes && (c == '"' || c == '\''))) {
			*to++ = c;
			continue;
		}
		str name = entity(c, quotes);
		memcpy(to, name.at, name.len);
		to += name.len;
	}
	return to;
}

static inline __attribute__((always_inline)) void escape(struct text *out, str s, bool quotes)
{
	const char *at = s.at, *end = s.at + s.len;
	while (end - at >= 16) {
		/* Room for all that is left and one entity: within it whole blocks may be stored. */
		size_t left = (size_t)(end - at);
		char *to = text_room(out, left + ENTITY_MAX);
		unsigned bits = 0;
		while (end - at >= 16 && !bits) {
			__m128i bytes = _mm_loadu_si128((const __m128i *)at);
			_mm_storeu_si128((__m128i *)to, bytes);
			bits = special_bits(bytes, quotes);
			int clean = bits ? __builtin_ctz(bits) : 16;
			at += clean;
			to += clean;
		}
		if (bits) {
			str name = entity(*at++, quotes);
			memcpy(to, name.at, name.len);
			to += name.len;
		}
		out->len = (size_t)(to - out->at);
	}
	char *to = text_room(out, (size_t)(end - at) * ENTITY_MAX);
	out->len = (size_t)(escape_tail(to, at, end, quotes) - out->at);
}
#else
static inline void escape(struct text *out, str s, bool quotes)
{
	html_escape_slowly(out, s, quotes);
}
#endif

void html_escape(struct text *out, str s)
{
	escape(out, s, false);
}

void html_escape_attribute(struct text *out, str s)
{
	escape(out, s, true);
}

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

void html_escape_url(struct text *out, str s, bool slash)
{
	static const char digits[] = "0123456789ABCDEF";
	char *to = text_room(out, s.len * 3);
	size_t len = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (is_unreserved(s.at[i]) || (slash && c == '/')) {
			to[len++] = s.at[i];
		} else {
			to[len++] = '%';
			to[len++] = digits[c >> 4];
			to[len++] = digits[c & 15];
		}
	}
	out->len += len;
}

bool html_url_is_safe(str url)
{
	static const str schemes[] = {
		{ "https://", 8 }, { "http://", 7 }, { "mailto:", 7 }, { "tel:", 4 }
	};
	for (size_t i = 0; i < url.len; i++) {
		/* Browsers drop tabs and line breaks and read '\' as '/'. */
		if ((unsigned char)url.at[i] < 0x20 || url.at[i] == 0x7F || url.at[i] == '\\')
			return false;
	}
	for (size_t i = 0; i < COUNT(schemes); i++) {
		if (str_equal_fold(str_first(url, schemes[i].len), schemes[i]))
			return true;
	}
	if (str_starts(url, S("//")) || str_starts(url, S(" ")))
		return false;
	for (size_t i = 0; i < url.len && !strchr("/?#", url.at[i]); i++) {
		if (url.at[i] == ':')
			return false;
	}
	return true;
}

str html_unescape(struct arena *arena, str escaped)
{
	static const struct { str name; char sign; } entities[] = {
		{ { "&amp;", 5 }, '&' }, { { "&lt;", 4 }, '<' }, { { "&gt;", 4 }, '>' }, { { "&quot;", 6 }, '"' },
		{ { "&#34;", 5 }, '"' }, { { "&#39;", 5 }, '\'' },
	};
	struct text text;
	text_open(&text, arena, escaped.len + 1);
	while (escaped.len) {
		size_t known = COUNT(entities);
		for (size_t i = 0; escaped.at[0] == '&' && i < COUNT(entities) && known == COUNT(entities); i++)
			known = str_starts(escaped, entities[i].name) ? i : known;
		text_char(&text, known < COUNT(entities) ? entities[known].sign : escaped.at[0]);
		escaped = str_skip(escaped, known < COUNT(entities) ? entities[known].name.len : 1);
	}
	return text_str(&text);
}
