/*
 * saved.h: what the community saved the brand, with bounds and without flattery.
 *
 * docs/rules/insights.md has each formula.  Money is given only for what readers themselves
 * said, never for views; where too few said anything, no figure is given.
 */
#ifndef SAVED_H
#define SAVED_H
#include "features/insights/insights_store.h"
#include "features/insights/statistic.h"

#define SAVED_DAYS 90
#define ANSWERS_ENOUGH 30

struct saved {
	struct insight_day reading;   /* .day: how many days were counted */
	struct answer_sums said;
	struct bounds found_share;    /* of those who meant to ask and read a solution, who did not ask for 7 days */
	struct bounds found;          /* the same as people */
	bool has_survey;              /* enough readers answered */
	struct bounds calls;          /* calls that did not come, by the survey */
	int64_t visits, visits_solved, visits_handed;
	struct bounds technicians;    /* visits of neighbours instead of technicians */
	int64_t cost_call, cost_technician; /* whole units of the brand's currency; 0 = not set */
};

/* Staff: "insights.not_yours". */
enum err saved_load(struct scope *scope, struct saved *saved_out);
/* Bounds of the survey's formula: the product of three shares and the readers. */
struct bounds saved_calls(const struct answer_sums *said, int64_t readers);

/* A reader's word about a solved thread: "thread.not_found", "insights.not_solved". */
enum err helped_say(struct scope *scope, const struct insight_answer *answer);
/* Is that thread asked about this week?  A sample that the brand sets, the same for everybody. */
enum err helped_is_asked(struct scope *scope, int64_t thread_id, bool *asked_out);

/* The first week's Monday is a day of 1970; CSV and page read the same rows.  Staff only. */
enum err weeks_list(struct scope *scope, struct subject field, struct insight_week_list *list_out);

extern const struct setting insights_settings[];
extern const struct job_kind insights_settle_job, insights_week_job;
#endif
