/* decision_store.h: the record of a decision: what was done, to what, on which ground, and what the member was told. */
#ifndef DECISION_STORE_H
#define DECISION_STORE_H
#include "core/core.h"

/* Stored by number: only ever append. */
enum measure { MEASURE_NONE, MEASURE_HIDE, MEASURE_RESTORE, MEASURE_PUBLISH, MEASURE_LOCK, MEASURE_UNLOCK, MEASURE_EDIT,
	MEASURE_WARN, MEASURE_MUTE, MEASURE_SUSPEND, MEASURE_RELEASE, MEASURE_UNMUTE, MEASURE_MOVE, MEASURE_COUNT };
extern const char *const measure_names[MEASURE_COUNT + 1];
enum ground { GROUND_NONE, GROUND_TERMS, GROUND_LAW, GROUND_COUNT };
extern const char *const ground_names[GROUND_COUNT + 1];
enum decision_source { SOURCE_OWN, SOURCE_FLAG, SOURCE_NOTICE, SOURCE_FILTER, SOURCE_COUNT };
enum { AUTOMATIC_FOUND = 1, AUTOMATIC_DECIDED = 2 }; /* bits of `automatic` */

struct decision {
	int64_t id, item_id;      /* item 0: none, a sanction from the desk */
	struct subject subject;
	str title;                /* what the thing was called */
	int64_t author_id;        /* whom it concerns */
	int measure;
	moment until_at;          /* of a silence or a suspension */
	int ground;
	str clause, facts, text;
	int source, automatic;
	int64_t by_id;            /* 0 = the house */
	moment at;
	int64_t reversed_by;      /* the decision that took this one back */
};
struct decision_list { struct decision *at; size_t count; };
struct decision_count { int measure, ground, source, automatic; int64_t number; };
struct decision_count_list { struct decision_count *at; size_t count; };

struct template { int reason; str lang, text; };
struct template_list { struct template *at; size_t count; };

/* ERR_NOT_FOUND "moderation.no_decision". */
enum err decision_load(struct scope *scope, int64_t decision_id, struct decision *decision_out);
enum err decision_load_some(struct scope *scope, struct ids ids, struct decision_list *list_out);
enum err decision_insert(struct scope *scope, const struct decision *decision);
/* About a member's things and the member, newest first, 20 behind that one. */
enum err decision_list_about(struct scope *scope, int64_t author_id, int64_t before_id, struct decision_list *list_out);
/* The latest of each of these that still stands. */
enum err decision_list_of(struct scope *scope, int kind, struct ids subject_ids, struct decision_list *list_out);
/* Earlier ones of the measure `was` on the same thing no longer stand. */
enum err decision_reverse(struct scope *scope, const struct decision *by, enum measure was);
enum err decision_count_sanctions(struct scope *scope, int64_t member_id, moment since, int64_t *count_out);
enum err decision_count_all(struct scope *scope, moment from_at, moment until_at, struct decision_count_list *list_out);

enum err template_list_all(struct scope *scope, struct template_list *list_out);
enum err template_update(struct scope *scope, const struct template *template); /* text "": as shipped */
#endif
