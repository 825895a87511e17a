/* task_store.h: the record of a task (somebody wants help at home), and how it is read and written. */
#ifndef TASK_STORE_H
#define TASK_STORE_H
#include "core/core.h"

/* Stored by number: only ever append. */
enum task_state { TASK_DRAFT, TASK_OPEN, TASK_RESERVED, TASK_FULFILLED, TASK_EXPIRED, TASK_WITHDRAWN, TASK_STATE_COUNT };
extern const char *const task_states[TASK_STATE_COUNT + 1]; /* "draft" …, NULL */

struct task {
	int64_t id, author_id;
	int64_t thread_id;         /* the question it grew from; 0 = none */
	int64_t product_id;
	int way;                   /* enum way; from afar it has no place */
	int category, state;       /* enum service_category, enum task_state */
	str title, text;
	str country, code, town;
	double lat, lon;           /* of the postal code */
	double public_lat, public_lon; /* blurred: the only position that leaves the house */
	int32_t day;               /* 0 = any */
	int from_minute, to_minute; /* -1 = any */
	int64_t budget_minor;      /* 0 = none named */
	str currency;
	int64_t audience_id, offer_count;
	moment made_at, changed_at, expires_at, hidden_at; /* hidden: by a moderator */
};
struct task_list { struct task *at; size_t count; };

/* Where a search may find an open task. */
struct task_cell { int64_t cell, task_id; double lat, lon; int category; int64_t audience_id; };
struct task_spot { int64_t task_id; double lat, lon; };
struct task_spot_list { struct task_spot *at; size_t count; };
struct task_area {
	int64_t cell0, cell1, cell2, cell3, cell4, cell5, cell6, cell7, cell8, cell9, cell10, cell11;
	int64_t cell12, cell13, cell14, cell15, cell16, cell17, cell18, cell19, cell20, cell21, cell22, cell23;
	bool any_category;
	int way;                   /* enum way; from afar it has no place */
	int category;
};

/* ERR_NOT_FOUND "task.not_found". */
enum err task_load(struct scope *scope, int64_t task_id, struct task *task_out);
/* In any order; who may not see one is not given it. */
enum err task_load_some(struct scope *scope, struct ids ids, struct task_list *list_out);
/* The newest 50 of a member. */
enum err task_load_of(struct scope *scope, int64_t author_id, struct task_list *list_out);
enum err task_insert(struct scope *scope, const struct task *task);
/* ERR_CONFLICT "task.step_not_open" when the state is no longer task->state. */
enum err task_change_state(struct scope *scope, const struct task *task, enum task_state to);
enum err task_set_expiry(struct scope *scope, int64_t task_id, moment expires_at);
enum err task_count_offer(struct scope *scope, int64_t task_id, int64_t more);

enum err task_spots_put(struct scope *scope, const struct task *task);
enum err task_spots_remove(struct scope *scope, int64_t task_id);
/* Open tasks in or a little beyond the circle, newest first, at most 200; category -1 = any. */
/* Who wants help from afar, the newest. */
enum err task_spots_afar(struct scope *scope, int category, struct task_spot_list *list_out);
enum err task_spots_find(struct scope *scope, const struct task_spot *centre, double radius_km, int category,
                         struct task_spot_list *list_out);
void task_blur(struct task *task);
double task_km(const struct task_spot *a, const struct task_spot *b);
#endif
