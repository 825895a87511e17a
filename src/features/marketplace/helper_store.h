/* helper_store.h: the records of applications and helpers, and how they are read and written. */
#ifndef HELPER_STORE_H
#define HELPER_STORE_H
#include "core/core.h"

enum application_state { APPLICATION_APPLIED, APPLICATION_APPROVED, APPLICATION_DECLINED, APPLICATION_WITHDRAWN,
	APPLICATION_SUSPENDED, APPLICATION_STATE_COUNT };
/* Stored by number: only ever append.  STAFF: works for the brand, and helps as a private person. */
enum helper_trade { TRADE_PRIVATE, TRADE_BUSINESS, TRADE_STAFF, TRADE_COUNT };
extern const char *const helper_trades[TRADE_COUNT + 1]; /* "private" "business" "staff" */

struct application {
	int64_t id, member_id;
	int state;             /* enum application_state */
	str about, categories, languages;
	str country, code, town;
	double lat, lon;
	int64_t radius_km;
	int business;          /* enum helper_trade, declared by the applicant */
	moment rules_at;       /* when the rules were accepted */
	str reason;            /* of the latest decline or suspension */
	int64_t decided_by;
	moment made_at, changed_at;
};
struct application_list { struct application *at; size_t count; };

struct helper {
	int64_t member_id, application_id;
	bool active;           /* may be listed and booked */
	int business;
	str languages, country, code, town;
	double lat, lon;
	int64_t radius_km;
	int64_t rating_sum, rating_count;
	int64_t done_count, fault_count; /* visits that took place; agreed ones that did not, by own fault */
	int64_t rank;          /* what services are listed by; smaller is earlier */
	moment approved_at, approved_until;
	bool badge;            /* what was checked is vouched for until then, no longer */
};
struct helper_list { struct helper *at; size_t count; };

/* ERR_NOT_FOUND "application.not_found". */
enum err application_load(struct scope *scope, int64_t application_id, struct application *application_out);
enum err application_load_some(struct scope *scope, struct ids ids, struct application_list *list_out);
/* The latest; id 0 when the member never applied. */
enum err application_load_of(struct scope *scope, int64_t member_id, struct application *application_out);
enum err application_load_state(struct scope *scope, enum application_state state, int64_t after_id,
                                struct application_list *list_out);
enum err application_count(struct scope *scope, enum application_state state, int64_t *count_out);
enum err application_insert(struct scope *scope, const struct application *application);
/* ERR_CONFLICT "application.step_not_open" when the state is no longer application->state. */
enum err application_change_state(struct scope *scope, const struct application *application,
                                  enum application_state to, str reason);

/* ERR_NOT_FOUND "helper.not_found". */
enum err helper_load(struct scope *scope, int64_t member_id, struct helper *helper_out);
enum err helper_load_some(struct scope *scope, struct ids member_ids, struct helper_list *list_out);
/* At most 100 members behind that one. */
enum err helper_load_after(struct scope *scope, int64_t after_id, struct ids *ids_out);
/* Makes the row, or makes it active again with what the application says; ratings stay. */
enum err helper_put(struct scope *scope, const struct helper *helper);
/* At most 10: who is still to be told that the approval ends before that moment; whose has ended, badge and all. */
enum err helper_load_ending(struct scope *scope, moment before, struct helper_list *list_out);
enum err helper_load_ended(struct scope *scope, struct helper_list *list_out);
enum err helper_set_reminded(struct scope *scope, int64_t member_id, moment until);
enum err helper_set_badge(struct scope *scope, int64_t member_id, bool badge);
/* For the desk: approved, but not for longer than that; 20 behind after_id. */
enum err application_load_ending(struct scope *scope, moment before, int64_t after_id, struct application_list *list_out);
enum err helper_set_active(struct scope *scope, int64_t member_id, bool active);
enum err helper_add_stars(struct scope *scope, int64_t member_id, int64_t stars, int64_t reviews);
enum err helper_add_visits(struct scope *scope, int64_t member_id, int64_t done, int64_t faults);
enum err helper_set_rank(struct scope *scope, int64_t member_id, int64_t rank);
#endif
