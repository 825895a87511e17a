/* filter_store.c: rows of what the filters know. */
#include "features/moderation/filter_store.h"

#include "core/memo.h"
#include "features/brand/brand_news.h"
#include "features/moderation/sql.gen.h"

/* What a brand's verdicts taught: no thing that anybody could name elsewhere. */
enum { SUBJECT_MODEL = 37 };

static const size_t word_texts[] = { offsetof(struct word, pattern) }, model_texts[] = { offsetof(struct model, counts) };
static const struct memo_kind word_memo = { sizeof(struct word), word_texts, COUNT(word_texts), MINUTES(10), .in_units = true };
static const struct memo_kind model_memo = { sizeof(struct model), model_texts, COUNT(model_texts), MINUTES(10), .in_units = true };

const char *const word_deeds[WORD_DEED_COUNT + 1] = { "mark", "hold", "refuse", NULL };

enum err word_list_all(struct scope *scope, struct word_list *list_out)
{
	struct memo_rows rows;
	if (memo_find(scope, &word_memo, S(""), &rows)) {
		*list_out = (struct word_list){ rows.at, rows.count };
		return OK;
	}
	enum err err = sql_watchword_rows(scope, list_out);
	const struct subject brand = subject_of(&brand_subject, scope->brand_id);
	if (!err)
		memo_keep(scope, &word_memo, S(""), &(struct memo_value){ list_out->at, list_out->count, scope->brand_id, &brand, 1 });
	return err;
}

enum err word_insert(struct scope *scope, const struct word *word)
{
	int64_t changed;
	subject_changed(scope, subject_of(&brand_subject, scope->brand_id));
	return sql_watchword_add(scope, word, &changed);
}

enum err word_delete(struct scope *scope, int64_t word_id, bool *deleted_out)
{
	int64_t changed;
	subject_changed(scope, subject_of(&brand_subject, scope->brand_id));
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
	struct memo_rows rows;
	str key = str_format(scope->arena, "%lld", (long long)least);
	const struct subject taught = { SUBJECT_MODEL, scope->brand_id };
	if (memo_find(scope, &model_memo, key, &rows)) {
		if (rows.count)
			*model_out = *(struct model *)rows.at;
		return rows.count ? OK : ERR_NOT_FOUND;
	}
	enum err err = sql_model_taught(scope, least, model_out);
	if (!err || err == ERR_NOT_FOUND)
		memo_keep(scope, &model_memo, key, &(struct memo_value){ model_out, !err, scope->brand_id, &taught, 1 });
	return err;
}

enum err model_update(struct scope *scope, const struct model *model)
{
	subject_changed(scope, (struct subject){ SUBJECT_MODEL, scope->brand_id });
	return sql_model_put(scope, model);
}
