/*
 * task.h: somebody wants help at home: made from a thread by one click, or from nothing.
 *
 * Open for 14 days, seen by helpers nearby, who offer (offer.h); reserved once an offer
 * is accepted.  Its place is shown blurred, distances in bands.
 */
#ifndef TASK_H
#define TASK_H
#include "features/marketplace/score.h"
#include "features/marketplace/task_store.h"

#define TASKS_OPEN_MAX 10
#define TASK_TITLE_MAX 120
#define TASK_TEXT_MAX 5000
#define TASKS_A_PAGE 20
#define TASK_RADIUS_MAX 100

/* Those of the house follow bookings and the clock. */
enum task_step { TASK_PUBLISH, TASK_EXTEND, TASK_WITHDRAW, TASK_RESERVE, TASK_REOPEN, TASK_FULFIL, TASK_RUN_OUT,
	TASK_STEP_COUNT };

/* What a member fills in. */
struct task_ask {
	int64_t thread_id;      /* 0 = from nothing */
	str title, text;
	int category;
	int way;                /* enum way; -1: at home */
	int64_t product_id;
	str place;              /* postal code or town; nobody asks for it from afar */
	int32_t day;            /* 0 = any */
	int from_minute, to_minute; /* -1 = any */
	int64_t budget_minor;   /* 0 = none */
	bool draft;             /* kept for oneself */
};

/* Refuses about fields: "task.title_wrong", "task.text_wrong", "field.no_choice", "task.day_past", "task.day_far",
   "task.time_turned", "task.thread_unknown", "place.unknown", "helper.place_several"; ERR_CONFLICT "task.too_many". */
enum err task_make(struct scope *scope, const struct task_ask *ask, struct task *task_out);
/* Drafts and withdrawn ones for their author only; else ERR_NOT_FOUND "task.not_found". */
enum err task_show(struct scope *scope, int64_t task_id, struct task *task_out);
/* The own one. */
/* What reads it to others: contact data in it is hidden (contact.h). */
void task_hide_contact(struct scope *scope, struct task *task);
enum err task_own(struct scope *scope, int64_t task_id, struct task *task_out);
/* ERR_CONFLICT "task.step_not_open"; "task.day_past" for extending what was for a day that is over. */
enum err task_take_step(struct scope *scope, int64_t task_id, enum task_step step);
/* For the house: in the unit of what it follows; a task that is elsewhere by now is left alone. */
enum err task_follow(struct scope *scope, int64_t task_id, enum task_step step);
/* Lets a page draw exactly the buttons that would pass. */
bool task_may(const struct scope *scope, const struct task *task, enum task_step step);

/* By score (score.h: what one knows stands higher), by distance, by time.  From afar: by time, but for the score. */
enum task_order { TASKS_FITTING, TASKS_NEAREST, TASKS_NEWEST, TASK_ORDER_COUNT };
struct task_near_ask {
	str place;              /* "" = the helper's own, or the member's */
	const struct place *at; /* who knows it already; NULL = `place` says */
	int64_t radius_km;
	int category;           /* -1 = any */
	int way;                /* enum way; by phone or video there is no place and no distance, the newest come first */
	enum task_order order;
	int64_t page;           /* from 1 */
};
struct task_hit { struct task task; double km; struct score score; };
struct task_hit_list { struct task_hit *at; size_t count; };
struct task_found {
	struct place place;         /* named "" when nobody said where */
	struct place_list choices;  /* several could be meant: ask back */
	struct task_hit_list hits;
	bool has_more;
};
/* Without one's own.  ERR_INVALID about field "place": "place.unknown". */
enum err task_near(struct scope *scope, const struct task_near_ask *ask, struct task_found *found_out);

extern const struct job_kind task_expire_job, task_remind_job;
#endif
