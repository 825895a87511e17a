/* vocabulary_store.c: rows of words and of what they are made of. */
#include "features/search/vocabulary_store.h"

#include "features/search/sql.gen.h"

enum err vocabulary_known(struct scope *scope, struct ids hashes, struct vocabulary_word_list *list_out)
{
	*list_out = (struct vocabulary_word_list){ 0 };
	return hashes.count ? sql_words_known(scope, hashes, list_out) : OK;
}

enum err vocabulary_add(struct scope *scope, const struct vocabulary_word *word)
{
	return sql_word_add(scope, word);
}

enum err vocabulary_after(struct scope *scope, int64_t after_hash, struct vocabulary_word_list *list_out)
{
	return sql_words_after(scope, after_hash, list_out);
}

enum err vocabulary_set_documents(struct scope *scope, int64_t hash, int64_t documents)
{
	return sql_word_documents(scope, documents, hash);
}

enum err vocabulary_drop(struct scope *scope, int64_t hash)
{
	enum err err = sql_parts_drop(scope, hash);
	return err ? err : sql_word_drop(scope, hash);
}

enum err vocabulary_near(struct scope *scope, int64_t initial, int64_t from, int64_t to,
                         struct vocabulary_near_list *list_out)
{
	return sql_words_near(scope, initial, from, to, list_out);
}

enum err vocabulary_compounds(struct scope *scope, struct ids parts, struct vocabulary_part_list *list_out)
{
	*list_out = (struct vocabulary_part_list){ 0 };
	return parts.count ? sql_compounds(scope, parts, list_out) : OK;
}

enum err vocabulary_add_part(struct scope *scope, const struct vocabulary_part *part)
{
	return sql_part_add(scope, part);
}

enum err vocabulary_drop_parts(struct scope *scope, int64_t compound)
{
	return sql_parts_drop(scope, compound);
}
