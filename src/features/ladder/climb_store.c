/* climb_store.c: rows of climbs and of their ways. */
#include "features/ladder/climb_store.h"

#include "features/ladder/sql.gen.h"

enum err climb_load(struct scope *scope, int64_t matter_id, struct climb *climb_out)
{
	return sql_climb_row(scope, matter_id, climb_out);
}

enum err climb_save(struct scope *scope, const struct climb *climb)
{
	assert(climb->step >= 0 && climb->step < MATTER_STEP_COUNT);
	return sql_climb_put(scope, climb);
}

enum err climb_load_overdue(struct scope *scope, struct overdue_after after, struct climb_list *list_out)
{
	return sql_climbs_overdue(scope, after.at, after.id, list_out);
}

enum err climb_count_overdue(struct scope *scope, int64_t *count_out)
{
	return sql_climbs_overdue_count(scope, count_out);
}

enum err way_add(struct scope *scope, const struct way_step *step)
{
	return sql_way_add(scope, step);
}

enum err way_load(struct scope *scope, int64_t matter_id, struct way_step_list *list_out)
{
	return sql_way_of(scope, matter_id, list_out);
}

enum err way_count_visits(struct scope *scope, moment since, struct ladder_visits *visits_out)
{
	return sql_visits_since(scope, since, MATTER_DONE, MATTER_SOLVED, MATTER_WITH_AGENT, MATTER_TECHNICIAN, visits_out);
}
