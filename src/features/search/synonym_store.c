/* synonym_store.c: rows of synonyms and of misses. */
#include "features/search/synonym_store.h"

#include "features/search/sql.gen.h"

enum err synonym_load_all(struct scope *scope, struct synonym_list *list_out)
{
	return sql_synonyms(scope, list_out);
}

enum err synonym_put(struct scope *scope, const struct synonym *synonym)
{
	return sql_synonym_put(scope, synonym);
}

enum err synonym_delete(struct scope *scope, int64_t id)
{
	int64_t changed = 0;
	enum err err = sql_synonym_drop(scope, id, &changed);
	return err ? err : changed ? OK : ERR_NOT_FOUND;
}

enum err synonym_put_word(struct scope *scope, int64_t id, int64_t hash, str token)
{
	return sql_synonym_word_put(scope, hash, id, token);
}

enum err synonym_drop_words(struct scope *scope, int64_t id)
{
	return sql_synonym_words_drop(scope, id);
}

enum err synonym_tokens(struct scope *scope, struct ids hashes, struct synonym_token_list *list_out)
{
	*list_out = (struct synonym_token_list){ 0 };
	return hashes.count ? sql_synonym_tokens(scope, hashes, list_out) : OK;
}

enum err miss_count(struct scope *scope, int64_t hash, str words)
{
	return sql_miss_put(scope, hash, words);
}

enum err miss_load(struct scope *scope, int64_t least, struct miss_list *list_out)
{
	return sql_misses(scope, least, list_out);
}

enum err miss_drop(struct scope *scope, int64_t hash)
{
	int64_t changed = 0;
	enum err err = sql_miss_drop(scope, hash, &changed);
	return err ? err : changed ? OK : ERR_NOT_FOUND;
}

enum err miss_forget(struct scope *scope, moment before, int64_t *gone_out)
{
	return sql_misses_forget(scope, before, gone_out);
}

enum err miss_forget_single(struct scope *scope, moment before, int64_t *gone_out)
{
	return sql_misses_forget_single(scope, before, gone_out);
}
