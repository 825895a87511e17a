/* words.h: the tables that tools/textgen writes, and filling in values: for i18n.c and html.c. */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H
#include "base/base.h"
#include "view/i18n.h"

struct words { str plain, html; };

struct language_words {
	str code;
	const struct words *words;
	const uint32_t *first; /* by text_id: its forms are first[id] … first[id + 1] - 1 */
	unsigned (*plural)(unsigned long long n);
};
extern const struct language_words language_words[LANGUAGE_COUNT];
extern const str text_keys[TEXT_COUNT]; /* sorted bytewise, as the enum is */

/* The form for the value named "count"; without one, the last (the general plural). */
const struct words *words_form(enum language language, enum text_id id, const struct text_value *values,
                               size_t count);
/* Appends a form with its {names} replaced; `put` writes a text value, escaped or not. */
struct words_values { const struct text_value *at; size_t count; };
void words_fill(struct text *out, enum language language, str form, struct words_values values,
                void (*put)(struct text *out, str s));
#endif
