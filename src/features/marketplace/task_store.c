/* task_store.c: rows of tasks, and the cells by which helpers nearby find them. */
#include "features/marketplace/task_store.h"

#include "features/marketplace/service_store.h"
#include "features/marketplace/visit_sql.gen.h"
#include "store/geo.h"

#define TASKS_AFAR (-2) /* where help from anywhere is wanted; no cell of the earth has this number */

const char *const task_states[TASK_STATE_COUNT + 1] = {
	"draft", "open", "reserved", "fulfilled", "expired", "withdrawn", NULL
};
static_assert(GEO_COVER_MAX == 24, "struct task_area has a member for each cell");

enum err task_load(struct scope *scope, int64_t task_id, struct task *task_out)
{
	enum err err = sql_task_row(scope, task_id, task_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "task.not_found") : err;
}

enum err task_load_some(struct scope *scope, struct ids ids, struct task_list *list_out)
{
	return sql_task_rows(scope, ids, list_out);
}

enum err task_load_of(struct scope *scope, int64_t author_id, struct task_list *list_out)
{
	return sql_tasks_of(scope, author_id, list_out);
}

enum err task_insert(struct scope *scope, const struct task *task)
{
	return sql_task_add(scope, task);
}

enum err task_change_state(struct scope *scope, const struct task *task, enum task_state to)
{
	int64_t changed;
	enum err err = sql_task_move(scope, task->id, task->state, (int64_t)to, &changed);
	if (err)
		return err;
	return changed == 1 ? OK : refuse(scope, ERR_CONFLICT, "task.step_not_open");
}

enum err task_set_expiry(struct scope *scope, int64_t task_id, moment expires_at)
{
	return sql_task_expiry(scope, task_id, expires_at);
}

enum err task_count_offer(struct scope *scope, int64_t task_id, int64_t more)
{
	return sql_task_offers(scope, task_id, more);
}

/* ── where ── */

enum err task_spots_remove(struct scope *scope, int64_t task_id)
{
	return sql_task_cells_remove(scope, task_id);
}

enum err task_spots_put(struct scope *scope, const struct task *task)
{
	int64_t cells[GEO_LEVELS];
	size_t count = 1;
	if (task->way == WAY_HOME)
		count = geo_cells_at((struct point){ task->lat, task->lon }, cells);
	else
		cells[0] = TASKS_AFAR;
	enum err err = task_spots_remove(scope, task->id);
	for (size_t i = 0; !err && i < count; i++) {
		struct task_cell cell = {
			.cell = cells[i], .task_id = task->id, .lat = task->lat, .lon = task->lon,
			.category = task->category, .audience_id = task->audience_id,
		};
		err = sql_task_cell_add(scope, &cell);
	}
	return err;
}

enum err task_spots_afar(struct scope *scope, int category, struct task_spot_list *list_out)
{
	const int64_t none = -1; /* no cell has this number */
	const struct task_area area = {
		TASKS_AFAR, none, none, none, none, none, none, none, none, none, none, none,
		none, none, none, none, none, none, none, none, none, none, none, none,
		.any_category = category < 0, .category = category,
	};
	return sql_task_spots(scope, &area, list_out);
}

enum err task_spots_find(struct scope *scope, const struct task_spot *centre, double radius_km, int category,
                         struct task_spot_list *list_out)
{
	int64_t c[GEO_COVER_MAX] = { 0 };
	size_t count = geo_cover((struct point){ centre->lat, centre->lon }, radius_km, c);
	for (size_t i = count; i < GEO_COVER_MAX; i++)
		c[i] = -1; /* no cell has this number */
	const struct task_area area = {
		c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11],
		c[12], c[13], c[14], c[15], c[16], c[17], c[18], c[19], c[20], c[21], c[22], c[23],
		.any_category = category < 0, .category = category,
	};
	return sql_task_spots(scope, &area, list_out);
}

void task_blur(struct task *task)
{
	struct point blurred = geo_blurred((struct point){ task->lat, task->lon });
	task->public_lat = blurred.lat;
	task->public_lon = blurred.lon;
}

double task_km(const struct task_spot *a, const struct task_spot *b)
{
	return geo_distance_km((struct point){ a->lat, a->lon }, (struct point){ b->lat, b->lon });
}
