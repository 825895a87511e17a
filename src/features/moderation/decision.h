/*
 * decision.h: what a moderator decides about a thing, and about the member who wrote it.
 *
 * Each measure is one row: on which ground, from which facts, with the words that the member
 * gets (a statement of reasons, docs/rules/moderation.md).  `moves` says what may be done to what.
 */
#ifndef DECISION_H
#define DECISION_H
#include "features/moderation/decision_store.h"
#include "features/moderation/item.h"
#include "features/moderation/report_store.h"

#define DECISION_TEXT_MAX 2000
#define DECISION_CLAUSE_MAX 200
#define LADDER_STEPS 4
extern const int64_t ladder_hours[LADDER_STEPS]; /* 24, 72, 168, 720 */

struct decision_ask {
	int measure;      /* on the thing: none … edit, move */
	int sanction;     /* on its author: MEASURE_NONE, warn, mute, suspend */
	int64_t hours;    /* of a silence or suspension */
	int ground;
	str clause, facts, text;
	str body;         /* of an edit */
	int64_t board_id; /* of a move */
	bool is_spam;     /* the filter learns from it */
};

extern const struct job_kind decision_reports_job; /* subject: a decision that many had reported */

/* The item is closed with it.  "moderation.claimed", "moderation.decided", "moderation.own", "moderation.measure_wrong";
   fields: "moderation.ground_missing", "moderation.clause_missing", "moderation.facts_missing",
   "moderation.text_missing", "moderation.hours_wrong", "moderation.sanction_staff" … */
enum err decide(struct scope *scope, int64_t item_id, const struct decision_ask *ask);
/* The same about a thing that nobody objected to: it is taken up first. */
enum err decide_about(struct scope *scope, struct subject subject, const struct decision_ask *ask);
/* What was hidden or locked comes back after all: of a closed item. */
enum err decide_back(struct scope *scope, int64_t item_id, str text);
/* Spam: hidden, or never let out; the filter learns.  Many at once are a unit each. */
enum err decide_spam(struct scope *scope, int64_t item_id, str words);
/* The open flags weigh enough: hidden until somebody looks.  Not when somebody looked before. */
enum err decide_by_weight(struct scope *scope, const struct item *item);
bool measure_fits(const struct subject_care *care, const struct item *item, const struct subject_sight *sight,
                  enum measure measure);
bool measure_restricts(enum measure measure); /* takes something from somebody: needs ground, facts and words */
bool measure_is_told(enum measure measure);   /* whom it concerns hears of it */

/* A sanction from the desk, without a thing; item_id 0. */
enum err sanction_give(struct scope *scope, int64_t member_id, const struct decision_ask *ask);
enum err sanction_end(struct scope *scope, int64_t member_id, enum measure measure); /* release or unmute */
bool sanction_may(const struct scope *scope, int64_t member_id, unsigned roles);
/* The rung that is next for this member: 0 … LADDER_STEPS - 1. */
enum err ladder_next(struct scope *scope, int64_t member_id, int *step_out);

/* For the one it concerns, and moderators; "moderation.no_decision" for everybody else. */
enum err decision_show(struct scope *scope, int64_t decision_id, struct decision *decision_out);
enum err decision_mine(struct scope *scope, int64_t before_id, struct decision_list *list_out);
enum err decision_of_member(struct scope *scope, int64_t member_id, struct decision_list *list_out); /* moderators */
#endif
