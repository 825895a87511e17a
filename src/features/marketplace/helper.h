/*
 * helper.h: becoming a helper: apply, be approved by the brand, be suspended and restored.
 *
 * A member's application carries the state; the helper row beside it says whether
 * somebody may be booked now, and keeps the sum of the stars.
 */
#ifndef HELPER_H
#define HELPER_H
#include "features/marketplace/helper_store.h"

enum application_step { APPLICATION_APPROVE, APPLICATION_DECLINE, APPLICATION_WITHDRAW, APPLICATION_SUSPEND,
	APPLICATION_RESTORE, APPLICATION_RENEW, APPLICATION_STEP_COUNT };

/* What a member fills in. */
struct helper_ask {
	str about;          /* why and what: 20 to 2,000 characters */
	str categories;     /* "wifi tv" */
	str languages;      /* "de fr" */
	str place;          /* postal code or town */
	int64_t radius_km;
	int business;       /* enum helper_trade */
	bool accepts_rules;
};

/* ERR_CONFLICT "application.already_open", "application.already_helper"; ERR_INVALID about a field. */
enum err application_make(struct scope *scope, const struct helper_ask *ask, struct application *application_out);
/* The applicant or a brand administrator; to others ERR_NOT_FOUND "application.not_found". */
enum err application_show(struct scope *scope, int64_t application_id, struct application *application_out);
/* Takes a step.  ERR_CONFLICT "application.step_not_open"; ERR_INVALID "application.reason_missing". */
enum err application_take_step(struct scope *scope, int64_t application_id, enum application_step step, str reason);
/* Lets a page draw exactly the buttons that would pass. */
bool application_may(const struct scope *scope, const struct application *application, enum application_step step);
/* The latest application of the member; id 0 = none. */
enum err application_mine(struct scope *scope, struct application *application_out);
/* For the desk, 20 a page. */
enum err application_list(struct scope *scope, enum application_state state, int64_t after_id,
                          struct application_list *list_out);
/* Approved, but no longer than 30 days from now; 20 a page. */
enum err application_list_ending(struct scope *scope, int64_t after_id, struct application_list *list_out);

/* Approved and not suspended; else ERR_FORBIDDEN "helper.not_approved". */
enum err helper_must_be_active(struct scope *scope, int64_t member_id);
enum err helper_show(struct scope *scope, int64_t member_id, struct helper *helper_out);
/* Adds a review's stars (1-5) to the helper's sum; negative takes a review back.  In the review's unit; the
   helper's place in lists follows by a job. */
enum err helper_rated(struct scope *scope, int64_t helper_id, int stars);
/* place_one, its refusal told about the field "place". */
enum err place_for_field(struct scope *scope, str typed, struct place *place_out);
#endif
