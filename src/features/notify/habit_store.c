/* habit_store.c: habits as rows. */
#include "features/notify/habit_store.h"

#include "features/notify/sql.gen.h"

enum err habit_load_of(struct scope *scope, struct ids member_ids, struct habit_list *list_out)
{
	return sql_habits_of(scope, member_ids, list_out);
}

enum err habit_save(struct scope *scope, const struct habit *habit)
{
	return sql_habit_put(scope, habit);
}
