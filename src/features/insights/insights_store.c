/* insights_store.c: how those rows are read and written. */
#include "features/insights/insights_store.h"

#include "features/insights/sql.gen.h"

enum err insight_reading_keep(struct scope *scope, const struct insight_reading *reading)
{
	return sql_insight_reading_add(scope, reading);
}

enum err insight_day_count(struct scope *scope, int64_t day, int64_t below, struct insight_day *day_out)
{
	struct insight_day found = { .day = day };
	enum err err = sql_insight_day_readers(scope, day, below, &found.readers);
	if (err || (err = sql_insight_day_intents(scope, day, day - 1, below, &found.intents)) ||
	    (err = sql_insight_day_quiet(scope, day, day - 1, day + 7, below, &found.quiet)))
		return err;
	*day_out = found;
	return OK;
}

enum err insight_day_save(struct scope *scope, const struct insight_day *day)
{
	return sql_insight_day_put(scope, day);
}

enum err insight_day_newest(struct scope *scope, int64_t *day_out)
{
	*day_out = 0;
	enum err err = sql_insight_day_newest(scope, day_out);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err insight_day_sums(struct scope *scope, int64_t from_day, struct insight_day *sums_out)
{
	return sql_insight_day_sums(scope, from_day, sums_out);
}

enum err insight_reading_forget(struct scope *scope, int64_t before_day, int64_t *gone_out)
{
	return sql_insight_readings_forget(scope, before_day, gone_out);
}

enum err insight_answer_save(struct scope *scope, const struct insight_answer *answer)
{
	return sql_insight_answer_put(scope, answer);
}

enum err insight_answer_load_sums(struct scope *scope, moment since, struct answer_sums *sums_out)
{
	return sql_insight_answer_sums(scope, since, sums_out);
}

enum err insight_answer_forget(struct scope *scope, moment before, int64_t *gone_out)
{
	return sql_insight_answers_forget(scope, before, gone_out);
}

enum err insight_week_save(struct scope *scope, const struct insight_week *week)
{
	return sql_insight_week_put(scope, week);
}

enum err insight_week_load(struct scope *scope, struct subject field, struct insight_week_list *list_out)
{
	return sql_insight_weeks_of(scope, field.kind, field.id, list_out);
}
