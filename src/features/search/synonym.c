/* synonym.c: sets of words for the same thing, as a brand's administrator writes them: separated by commas. */
#include "features/search/synonym.h"

#include "base/utf8.h"
#include "features/search/analysis.h"
#include "features/search/search_store.h"

enum { WORD_MIN = 2, WORD_MAX = 40 /* letters */ };

static bool may(const struct scope *scope)
{
	return has_role(scope, ROLE_BRAND_ADMIN);
}

/* ── words ── */

struct words { str at[SYNONYM_WORDS_MAX]; size_t count; };

static enum err check_word(struct scope *scope, str word)
{
	size_t length = utf8_length(word);
	if (str_contains(word, S(" ")))
		return refuse_field(scope, "words", "synonym.one_word");
	if (length < WORD_MIN || length > WORD_MAX)
		return refuse_field(scope, "words", "synonym.word_length");
	str rest = word, read;
	bool is_word = analysis_next(&rest, &read) && str_equal(read, word);
	return is_word ? OK : refuse_field(scope, "words", "synonym.one_word");
}

static bool is_there(const struct words *words, str word)
{
	for (size_t i = 0; i < words->count; i++) {
		if (str_equal_fold(words->at[i], word))
			return true;
	}
	return false;
}

static enum err read_words(struct scope *scope, str text, struct words *words_out)
{
	struct words words = { .count = 0 };
	while (!str_empty(text)) {
		str word = str_trim(str_cut(&text, ','));
		if (str_empty(word) || is_there(&words, word))
			continue;
		if (words.count == SYNONYM_WORDS_MAX)
			return refuse_field(scope, "words", "synonym.too_many");
		enum err err = check_word(scope, word);
		if (err)
			return err;
		words.at[words.count++] = word;
	}
	*words_out = words;
	return words.count < 2 ? refuse_field(scope, "words", "synonym.too_few") : OK;
}

/* ── sets ── */

/* A word's token in every language that we know: texts and queries may be in any. */
static enum err put_tokens(struct scope *scope, int64_t id, str word)
{
	str codes[ANALYSIS_LANGUAGES];
	enum err err = OK;
	analysis_languages(scope->language, codes);
	for (size_t i = 0; !err && i < ANALYSIS_LANGUAGES; i++) {
		str token = analysis_whole(scope->arena, word, codes[i]);
		err = synonym_put_word(scope, id, (int64_t)(str_hash(token) & INT64_MAX), token);
	}
	return err;
}

static enum err check_limit(struct scope *scope)
{
	struct synonym_list list;
	enum err err = synonym_load_all(scope, &list);
	return err ? err : list.count < SYNONYMS_MAX ? OK : refuse_field(scope, "words", "synonym.limit");
}

static enum err check_there(struct scope *scope, int64_t id)
{
	struct synonym_list list;
	enum err err = synonym_load_all(scope, &list);
	for (size_t i = 0; !err && i < list.count; i++) {
		if (list.at[i].id == id)
			return OK;
	}
	return err ? err : refuse(scope, ERR_NOT_FOUND, "synonym.not_found");
}

enum err synonym_save(struct scope *scope, struct synonym *synonym)
{
	struct words words;
	if (!may(scope))
		return refuse(scope, ERR_FORBIDDEN, "synonym.not_yours");
	enum err err = synonym->id ? check_there(scope, synonym->id) : check_limit(scope);
	if (err || (err = read_words(scope, synonym->words, &words)))
		return err;
	synonym->id = synonym->id ? synonym->id : id_new(scope->now);
	synonym->words = str_join(scope->arena, words.at, words.count, S(", "));
	synonym->changed_at = scope->now;
	if ((err = synonym_put(scope, synonym)) || (err = synonym_drop_words(scope, synonym->id)))
		return err;
	for (size_t i = 0; !err && i < words.count; i++)
		err = put_tokens(scope, synonym->id, words.at[i]);
	subject_changed(scope, SEARCH_INDEX);
	return err;
}

enum err synonym_remove(struct scope *scope, int64_t id)
{
	if (!may(scope))
		return refuse(scope, ERR_FORBIDDEN, "synonym.not_yours");
	enum err err = synonym_delete(scope, id);
	if (err == ERR_NOT_FOUND)
		return refuse(scope, ERR_NOT_FOUND, "synonym.not_found");
	subject_changed(scope, SEARCH_INDEX);
	return err ? err : synonym_drop_words(scope, id);
}

enum err synonym_list(struct scope *scope, struct synonym_list *list_out)
{
	if (!may(scope))
		return refuse(scope, ERR_FORBIDDEN, "synonym.not_yours");
	return synonym_load_all(scope, list_out);
}
