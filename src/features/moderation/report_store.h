/* report_store.h: the record of a notice of illegal content, by anybody (Regulation (EU) 2022/2065, Article 16). */
#ifndef REPORT_STORE_H
#define REPORT_STORE_H
#include "core/core.h"

enum report_state { REPORT_UNCONFIRMED, REPORT_OPEN, REPORT_DECIDED };

struct report {
	int64_t id;
	int category;             /* enum report_category of report.h */
	str url;                  /* where it is, exactly */
	struct subject subject;   /* the thing behind the address; 0, 0 = not one that can be told */
	str reason, law;          /* why it is illegal; which law, if known */
	str name, mail, language; /* may be missing where Article 16(2)(c) lets them */
	int64_t member_id;        /* who was signed in */
	int state;
	int64_t item_id, decision_id;
	moment made_at, confirmed_at;
};
struct report_list { struct report *at; size_t count; };

/* ERR_NOT_FOUND "report.not_found". */
enum err report_load(struct scope *scope, int64_t report_id, struct report *report_out);
enum err report_insert(struct scope *scope, const struct report *report);
enum err report_update(struct scope *scope, const struct report *report);
enum err report_count_by_mail(struct scope *scope, str mail, moment since, int64_t *count_out);
/* Those that wait for a decision, oldest first: at most REPORTS_A_UNIT. */
enum { REPORTS_A_UNIT = 8 };
enum err report_list_unanswered(struct scope *scope, int64_t item_id, struct report_list *list_out);
enum err report_list_of_item(struct scope *scope, int64_t item_id, struct report_list *list_out);
#endif
