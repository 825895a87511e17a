/* climb_store.h: where a matter stands on the ladder, and the way that led there. */
#ifndef CLIMB_STORE_H
#define CLIMB_STORE_H
#include "core/core.h"

#define OVERDUE_A_PAGE 25

struct climb {
	int64_t matter_id, owner_id;
	int64_t thread_id;   /* 0 = it did not begin with a question */
	int step, holder;    /* enum matter_step, enum matter_holder */
	int64_t holder_id;
	moment since_at;     /* on this step since */
	moment due_at;       /* what was promised; 0 = nothing */
	moment overdue_at;   /* told to both sides then; 0 = in time */
	int64_t reminded;    /* how often its owner was reminded on this step */
	int64_t way_count;
};
struct climb_list { struct climb *at; size_t count; };

/* A move: who, what, when, and what was promised with it. */
/* Visits of neighbours that ended since then, one a matter: all, those whose matter is solved, and of these those that
   the agents or technicians had had before. */
struct ladder_visits { int64_t done, solved, handed; };
struct way_step { int64_t matter_id, number; int deed, step, holder; int64_t actor_id; moment at, due_at; };
struct way_step_list { struct way_step *at; size_t count; };

/* ERR_NOT_FOUND, unrefused. */
enum err climb_load(struct scope *scope, int64_t matter_id, struct climb *climb_out);
enum err climb_save(struct scope *scope, const struct climb *climb);
/* Longest overdue first, behind (after_at, after_id): one more than a page. */
struct overdue_after { moment at; int64_t id; };
enum err climb_load_overdue(struct scope *scope, struct overdue_after after, struct climb_list *list_out);
/* At most 100 are counted. */
enum err climb_count_overdue(struct scope *scope, int64_t *count_out);
enum err way_add(struct scope *scope, const struct way_step *step);
/* Matters in which a neighbour's visit ended since then: all, those that are solved now, those that the brand had before. */
enum err way_count_visits(struct scope *scope, moment since, struct ladder_visits *visits_out);
/* Oldest first, at most 200. */
enum err way_load(struct scope *scope, int64_t matter_id, struct way_step_list *list_out);
#endif
