/*
 * i18n.h: words in the reader's language, compiled from text/LANGUAGE.po by tools/textgen.
 *
 * A key ("thread.closed") is TEXT_thread_closed in C.  "{name}" in a text is replaced
 * by the value of that name; a text with plural forms takes the form for `count`.
 * A key that a shipped language lacks fails the build.
 */
#ifndef VIEW_I18N_H
#define VIEW_I18N_H
#include "base/base.h"
/* enum language: LANGUAGE_DE, LANGUAGE_EN … LANGUAGE_COUNT; enum text_id: TEXT_NONE is 0 and has no words. */
#include "view/text.gen.h"

struct text_value { const char *name; enum { TEXT_STR, TEXT_NUMBER } type; str text; int64_t number; };

static inline struct text_value text_value_str(const char *name, str text)
{
	return (struct text_value){ .name = name, .type = TEXT_STR, .text = text };
}
static inline struct text_value text_value_c(const char *name, const char *text)
{
	return text_value_str(name, str_from(text));
}
static inline struct text_value text_value_number(const char *name, int64_t number)
{
	return (struct text_value){ .name = name, .type = TEXT_NUMBER, .number = number };
}
/* A value by its C type: VIEW_TEXT_VALUE("name", member->name). */
#define VIEW_TEXT_VALUE(name, x) _Generic((x), str: text_value_str, char *: text_value_c, \
	const char *: text_value_c, default: text_value_number)((name), (x))

/* Appends a text, values unescaped: for mails and API.  Pages use view_put_text. */
void text_say(struct text *out, enum language language, enum text_id id, const struct text_value *values,
              size_t count);
str text_of(struct arena *arena, enum language language, enum text_id id, const struct text_value *values,
            size_t count);
bool text_find(str key, enum text_id *id_out);
/* The text of a key, without values; the key itself when there is none. */
str text_plain(enum language language, const char *key);

bool language_find(str code, enum language *language_out);       /* "de", "de-CH" */
str language_code(enum language language);                        /* "de" */
str language_name(enum language language);                        /* in itself: "Deutsch" */
/* The best shipped language for an Accept-Language header; `otherwise` when none fits. */
enum language language_accepted(str header, enum language otherwise);

/* Formats by language; all exact, no locale is ever set. */
void say_date(struct text *out, enum language language, const struct zone *zone, moment at);
void say_day(struct text *out, enum language language, const struct zone *zone, moment at);
void say_time(struct text *out, enum language language, const struct zone *zone, moment at);
void say_datetime(struct text *out, enum language language, const struct zone *zone, moment at);
void say_ago(struct text *out, enum language language, moment now, moment at);
void say_count(struct text *out, enum language language, int64_t number);
void say_real(struct text *out, enum language language, double number, int decimals);
void say_price(struct text *out, enum language language, int64_t minor, str currency); /* EUR, CHF */
void say_distance(struct text *out, enum language language, double km); /* bands: they cannot be triangulated */
str weekday_name(enum language language, int weekday); /* 1 Monday */
#endif
