/* filter_store.c: rows of what the filters know. */
#include "features/moderation/filter_store.h"

#include "features/moderation/sql.gen.h"

const char *const word_deeds[WORD_DEED_COUNT + 1] = { "mark", "hold", "refuse", NULL };

enum err word_list_all(struct scope *scope, struct word_list *list_out)
{
	return sql_watchword_rows(scope, list_out);
}

enum err word_insert(struct scope *scope, const struct word *word)
{
	int64_t changed;
	return sql_watchword_add(scope, word, &changed);
}

enum err word_delete(struct scope *scope, int64_t word_id, bool *deleted_out)
{
	int64_t changed;
	enum err err = sql_watchword_remove(scope, word_id, &changed);
	if (!err)
		*deleted_out = changed > 0;
	return err;
}

enum err print_insert(struct scope *scope, const struct print *print)
{
	enum err err = sql_print_add(scope, print);
	return err ? err : sql_band_add(scope, print);
}

enum err print_list_like(struct scope *scope, const struct print *print, struct print_list *list_out)
{
	return sql_prints_like(scope, print, list_out);
}

enum err model_load(struct scope *scope, struct model *model_out)
{
	return sql_model_row(scope, model_out);
}

enum err model_load_taught(struct scope *scope, int64_t least, struct model *model_out)
{
	return sql_model_taught(scope, least, model_out);
}

enum err model_update(struct scope *scope, const struct model *model)
{
	return sql_model_put(scope, model);
}
