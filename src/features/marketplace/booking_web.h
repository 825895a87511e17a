/* booking_web.h: the pages about bookings, for marketplace_slice.c. */
#ifndef BOOKING_WEB_H
#define BOOKING_WEB_H
#include "features/marketplace/agreement.h"
#include "features/marketplace/payment.h"
#include "features/marketplace/payment_code.h"
#include "features/marketplace/review.h"
#include "features/marketplace/service_web.h"

extern const struct route booking_routes[], booking_step_routes[], review_routes[];
extern const struct form booking_form, booking_code_form, review_form, reply_form, fix_form;
/* All fill a struct booking_words. */
extern const struct form booking_reason_form, booking_start_form, booking_propose_form, booking_cause_form;

struct code_form { str code; };
struct fix_form { str body; };
struct reply_form { str reply; };

struct booking_row { const struct booking *booking; str other_name; bool is_asker; };
struct booking_row_list { struct booking_row *at; size_t count; };
struct bookings_page { struct booking_row_list asked, helped; str asked_next, helped_next; };

struct log_row { const struct booking_step_log *step; str actor_name; enum text_id text; };
struct log_row_list { struct log_row *at; size_t count; };
struct review_row { const struct review *review; str author_name; bool may_reply; struct html care; };
struct review_row_list { struct review_row *at; size_t count; };

struct booking_page {
	const struct booking *booking;
	bool may_chat;
	bool is_asker, is_late, may_review, may_fix, waits_for_review;
	bool may[BOOKING_STEP_COUNT];
	enum booking_step main;     /* whose button stands out */
	struct choices arrivals, tolds;
	int64_t other_id;
	str asker_name, helper_name, other_name;
	struct booking_reveal reveal;
	struct payment payment;
	struct log_row_list log;
	struct review_row_list reviews;
	struct subject_face thread;
	struct html side;
	struct service_row_list others; /* who could come instead */
	str typed_fix;
};

/* Choosing another time; saying that nobody was there, or why it failed. */
struct booking_move_page { const struct booking_page *of; struct slot_day_list days; str earlier_url, later_url; };
struct booking_cause_page { const struct booking_page *of; struct choices causes, brand_causes; };

struct booking_new_page {
	const struct service *service;
	const struct booking_ask *ask;
	int way;                    /* that it is asked for */
	str helper_name, starts_at;
	struct subject_face thread;
};
struct agreement_page { const struct booking *booking; const struct agreement *agreement; };

/* Where a booking stands, drawn from the tables in booking_web.c. */
enum { BOOKING_KNOTS = 5 };
enum text_id booking_state_text(int state);
enum chip_kind booking_state_chip(int state);
const char *booking_state_icon(int state);
/* state-act when it waits for this member. */
const char *booking_state_class(const struct booking_page *model);
enum text_id booking_next_text(const struct booking_page *model);
int booking_knot(int state); /* 0 … 4: requested, agreed, visit, done, reviewed; -1 when it fell through */
enum text_id booking_knot_text(int knot, int way);
/* button, and button-main for the one next step. */
const char *step_class(const struct booking_page *model, enum booking_step step);
enum text_id booking_log_text(const struct booking_step_log *entry);
enum text_id booking_cause_text(int cause);
enum err booking_page_names(struct scope *scope, struct booking_page *model);
enum err booking_send_of(struct request *request, int64_t booking_id, const struct fix_form *fix);
enum err booking_send(struct request *request, const struct fix_form *fix);
#endif
