/* i18n.c: finds words by key and language, fills in values, reads what language somebody wants. */
#include "view/i18n.h"

#include "view/words.h"

static const struct text_value *value_find(struct words_values values, str name)
{
	for (size_t i = 0; i < values.count; i++) {
		if (str_equal(str_from(values.at[i].name), name))
			return &values.at[i];
	}
	return NULL;
}

const struct words *words_form(enum language language, enum text_id id,
			       const struct text_value *values, size_t count)
{
	assert(language < LANGUAGE_COUNT && id < TEXT_COUNT);
	const struct language_words *words = &language_words[language];
	uint32_t first = words->first[id], forms = words->first[id + 1] - first;
	if (forms == 1)
		return &words->words[first];
	const struct text_value *number =
	    value_find((struct words_values){ values, count }, S("count"));
	if (!number)
		return &words->words[first + forms - 1];
	/* A plural rule knows no sign: -1 is one below nothing, as 1 is one above. */
	uint64_t n = number->number < 0 ? 0 - (uint64_t)number->number : (uint64_t)number->number;
	uint32_t form = words->plural(n);
	return &words->words[first + (form < forms ? form : forms - 1)];
}

/* Counts are grouped (12.345 Antworten); other numbers are years, pages and the like. */
static void value_put(struct text *out, enum language language, const struct text_value *value,
		      void (*put)(struct text *out, str s))
{
	if (value->type == TEXT_STR)
		put(out, value->text);
	else if (!strcmp(value->name, "count"))
		say_count(out, language, value->number);
	else
		text_number(out, value->number);
}

void words_fill(struct text *out, enum language language, str form, struct words_values values,
		void (*put)(struct text *out, str s))
{
	while (form.len) {
		const char *brace = memchr(form.at, '{', form.len);
		size_t before = brace ? (size_t)(brace - form.at) : form.len;
		text_put(out, str_first(form, before));
		form = str_skip(form, before);
		const char *end = form.len ? memchr(form.at, '}', form.len) : NULL;
		if (!end)
			break;
		str name = { form.at + 1, (size_t)(end - form.at) - 1 };
		const struct text_value *value = value_find(values, name);
		if (value)
			value_put(out, language, value, put);
		else
			text_put(
			    out,
			    str_first(form, name.len + 2)); /* seen at once while writing a page */
		form = str_skip(form, name.len + 2);
		/* "… bei Ana S.": a name that ends in a stop ends the sentence, too. */
		if (str_starts(form, S(".")) && value && value->type == TEXT_STR && str_ends(value->text, S(".")))
			form = str_skip(form, 1);
	}
	text_put(out, form);
}

void text_say(struct text *out, enum language language, enum text_id id,
	      const struct text_value *values, size_t count)
{
	words_fill(out, language, words_form(language, id, values, count)->plain,
		   (struct words_values){ values, count }, text_put);
}

str text_of(struct arena *arena, enum language language, enum text_id id,
	    const struct text_value *values, size_t count)
{
	struct text text;
	text_open(&text, arena, 128);
	text_say(&text, language, id, values, count);
	return text_str(&text);
}

bool text_find(str key, enum text_id *id_out)
{
	for (size_t low = 0, high = TEXT_COUNT; low < high;) {
		size_t middle = (low + high) / 2;
		int order = str_compare(key, text_keys[middle]);
		if (!order) {
			*id_out = (enum text_id)middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

str text_plain(enum language language, const char *key)
{
	enum text_id id;
	str name = str_from(key);
	return text_find(name, &id) ? words_form(language, id, NULL, 0)->plain : name;
}

bool language_find(str code, enum language *language_out)
{
	size_t len = 0;
	while (len < code.len && code.at[len] != '-' && code.at[len] != '_')
		len++;
	for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
		if (str_equal_fold(language_words[i].code, str_first(code, len))) {
			*language_out = (enum language)i;
			return true;
		}
	}
	return false;
}

str language_code(enum language language)
{
	assert(language < LANGUAGE_COUNT);
	return language_words[language].code;
}

str language_name(enum language language)
{
	return words_form(language, TEXT_language_itself, NULL, 0)->plain;
}

/* "q=0.8" as thousandths; 1000 when there is none. */
static int quality(str parameters)
{
	while (parameters.len) {
		str one = str_trim(str_cut(&parameters, ';'));
		double q;
		if (str_starts(one, S("q=")) && str_real(str_skip(one, 2), &q))
			return q < 0 ? 0 : q > 1 ? 1000 : (int)(q * 1000); /* within 0 … 1000 */
	}
	return 1000;
}

enum language language_accepted(str header, enum language otherwise)
{
	enum { WISHES_MAX = 32 };
	enum language best = otherwise;
	int best_quality = 0;
	for (int i = 0; i < WISHES_MAX && header.len; i++) {
		str wish = str_cut(&header, ',');
		str code = str_trim(str_cut(&wish, ';'));
		enum language language;
		int q = quality(wish);
		if (q > best_quality && language_find(code, &language)) {
			best = language;
			best_quality = q;
		}
	}
	return best;
}
