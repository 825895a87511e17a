/*
 * booking_step_web.c: the steps of a booking: asking before some, taking them all.
 *
 * A step is a thing one posts (an acceptance), so every URL stays a noun.  Which buttons a
 * page has comes from the same table that lets steps through.
 */
#include "features/marketplace/booking_web.h"

#include "features/marketplace/pages.gen.h"

static handler step_take, cancel_ask, code_submit, move_ask, move_propose, absence_ask, failure_ask, cause_submit;

#define REASON(min) FIELD(FIELD_PROSE, struct booking_words, reason, min, BOOKING_REASON_MAX)

static const struct field reason_fields[] = { REASON(0) };
const struct form booking_reason_form = { "reason", reason_fields, COUNT(reason_fields) };

static const struct field start_fields[] = {
	FIELD(FIELD_NUMBER, struct booking_words, minutes, 0, BOOKING_ARRIVAL_MAX),
};
const struct form booking_start_form = { "start", start_fields, COUNT(start_fields) };

static const struct field propose_fields[] = {
	FIELD(FIELD_MOMENT, struct booking_words, starts_at, 1, 0),
	REASON(0),
};
const struct form booking_propose_form = { "move", propose_fields, COUNT(propose_fields) };

static const struct field cause_fields[] = {
	FIELD_OF(FIELD_CHOICE, struct booking_words, cause, 0, booking_causes),
	REASON(0),
};
const struct form booking_cause_form = { "cause", cause_fields, COUNT(cause_fields) };

static const struct field code_fields[] = { FIELD(FIELD_TEXT, struct code_form, code, 6, 6) };
const struct form booking_code_form = { "code", code_fields, COUNT(code_fields) };

const struct route booking_step_routes[] = {
	{ POST, "/bookings/:id/acceptance",   MEMBERS, WRITES, step_take, BOOKING_ACCEPT,   .about = "Accept" },
	{ POST, "/bookings/:id/refusal",      MEMBERS, WRITES, step_take, BOOKING_DECLINE,
	  .form = &booking_reason_form, .about = "Decline, with a reason" },
	{ POST, "/bookings/:id/withdrawal",   MEMBERS, WRITES, step_take, BOOKING_WITHDRAW, .about = "Withdraw a request" },
	{ POST, "/bookings/:id/contact",      MEMBERS, WRITES, step_take, BOOKING_CONTACT,  .about = "I got in touch" },
	{ POST, "/bookings/:id/confirmation", MEMBERS, WRITES, step_take, BOOKING_CONFIRM,  .about = "I will come, for sure" },
	{ GET,  "/bookings/:id/move",         MEMBERS, READS,  move_ask,       .about = "Which other time?" },
	{ POST, "/bookings/:id/move",         MEMBERS, WRITES, move_propose,   .form = &booking_propose_form, .rate = RATE_POST,
	  .about = "Propose another time" },
	{ POST, "/bookings/:id/move/acceptance", MEMBERS, WRITES, step_take, BOOKING_MOVE,  .about = "Agree to the other time" },
	{ POST, "/bookings/:id/move/refusal", MEMBERS, WRITES, step_take, BOOKING_MOVE_REFUSE,
	  .form = &booking_reason_form, .about = "Keep the time that was agreed" },
	{ POST, "/bookings/:id/move/withdrawal", MEMBERS, WRITES, step_take, BOOKING_MOVE_DROP, .about = "Take a proposal back" },
	{ GET,  "/bookings/:id/cancellation", MEMBERS, READS,  cancel_ask,     .about = "Really cancel it?" },
	{ POST, "/bookings/:id/cancellation", MEMBERS, WRITES, step_take, BOOKING_CANCEL,
	  .form = &booking_reason_form, .about = "Cancel" },
	{ POST, "/bookings/:id/start",        MEMBERS, WRITES, step_take, BOOKING_START,
	  .form = &booking_start_form, .about = "On my way" },
	{ POST, "/bookings/:id/completion",   MEMBERS, WRITES, step_take, BOOKING_FINISH,   .about = "It is done" },
	{ POST, "/bookings/:id/code",         MEMBERS, WRITES, code_submit,  .form = &booking_code_form, .rate = RATE_LOGIN,
	  .about = "It is done, says the asker's code" },
	{ GET,  "/bookings/:id/absence",      MEMBERS, READS,  absence_ask,    .about = "How did you try to reach them?" },
	{ POST, "/bookings/:id/absence",      MEMBERS, WRITES, cause_submit, BOOKING_NO_SHOW,
	  .form = &booking_cause_form, .about = "Nobody was there" },
	{ POST, "/bookings/:id/objection",    MEMBERS, WRITES, step_take, BOOKING_CONTEST,
	  .form = &booking_reason_form, .about = "It was not so" },
	{ POST, "/bookings/:id/repair",       MEMBERS, WRITES, step_take, BOOKING_REPAIR,
	  .form = &booking_reason_form, .about = "Please put it right" },
	{ GET,  "/bookings/:id/failure",      MEMBERS, READS,  failure_ask,    .about = "What went wrong?" },
	{ POST, "/bookings/:id/failure",      MEMBERS, WRITES, cause_submit, BOOKING_FAIL,
	  .form = &booking_cause_form, .about = "It could not be solved" },
	{ POST, "/bookings/:id/handover",     MEMBERS, WRITES, cause_submit, BOOKING_HAND_OVER,
	  .form = &booking_cause_form, .about = "It is the brand's matter" },
	ROUTES_END
};

static const char *const flashes[BOOKING_STEP_COUNT] = {
	[BOOKING_ACCEPT] = "booking.did_accept", [BOOKING_DECLINE] = "booking.did_decline",
	[BOOKING_WITHDRAW] = "booking.did_withdraw", [BOOKING_CANCEL] = "booking.did_cancel",
	[BOOKING_START] = "booking.did_start", [BOOKING_FINISH] = "booking.did_finish",
	[BOOKING_CONTACT] = "booking.did_contact", [BOOKING_CONFIRM] = "booking.did_confirm",
	[BOOKING_PROPOSE] = "booking.did_propose", [BOOKING_MOVE] = "booking.did_move",
	[BOOKING_MOVE_REFUSE] = "booking.did_move_refuse", [BOOKING_MOVE_DROP] = "booking.did_move_drop",
	[BOOKING_NO_SHOW] = "booking.did_no_show", [BOOKING_CONTEST] = "booking.did_contest",
	[BOOKING_FAIL] = "booking.did_fail", [BOOKING_HAND_OVER] = "booking.did_hand_over", [BOOKING_REPAIR] = "booking.did_repair",
};

static enum err step_take(struct request *request)
{
	struct booking_words words = { .reason = S("") };
	int64_t id = request_id(request, "id");
	enum booking_step step = (enum booking_step)request_with(request);
	enum err err = form_read(request, step == BOOKING_START ? &booking_start_form : &booking_reason_form, &words);
	if (!err)
		err = booking_take_step_with(request_scope(request), id, step, &words);
	if (err == ERR_INVALID)
		return booking_send(request, &(struct fix_form){ S("") });
	if (err)
		return err;
	return redirect_with(request, flashes[step], "/bookings/%lld", (long long)id);
}

static enum err code_submit(struct request *request)
{
	struct code_form form = { S("") };
	int64_t id = request_id(request, "id");
	bool matches = false;
	enum err err = form_read(request, &booking_code_form, &form);
	if (!err)
		err = booking_finish_with_code(request_scope(request), id, form.code, &matches);
	if (err == ERR_INVALID)
		return booking_send(request, &(struct fix_form){ S("") });
	if (err)
		return err;
	return redirect_with(request, matches ? "booking.did_finish" : "booking.code_wrong", "/bookings/%lld", (long long)id);
}

/* ── asking before a step ── */

/* The booking with its names; refused when the step would be. */
static enum err load_for(struct request *request, enum booking_step step, struct booking *booking_out,
                         struct booking_page *model_out)
{
	struct scope *scope = request_scope(request);
	const char *why;
	enum err err = booking_show(scope, request_id(request, "id"), booking_out);
	if (err)
		return err;
	*model_out = (struct booking_page){ .booking = booking_out };
	enum booking_party party = booking_party_of(booking_out, scope->member_id);
	if (!booking_move_find(booking_out, step, party, scope->now, &why))
		return refuse(scope, ERR_CONFLICT, why);
	for (enum booking_step other = 0; other < BOOKING_STEP_COUNT; other++)
		model_out->may[other] = booking_may(booking_out, other, scope->member_id, scope->now);
	model_out->is_late = booking_is_late(booking_out, scope->now);
	return booking_page_names(scope, model_out);
}

static struct page *page_for(struct request *request, enum text_id title)
{
	struct page *page = page_open(request, title);
	page->section = SECTION_ME;
	page->narrow = true;
	page->no_index = true;
	return page;
}

static enum err cancel_ask(struct request *request)
{
	struct booking booking;
	struct booking_page model;
	enum err err = load_for(request, BOOKING_CANCEL, &booking, &model);
	if (err)
		return err;
	struct page *page = page_for(request, TEXT_booking_cancel_title);
	booking_cancel_page_html(page->view, &model);
	return page_send(page);
}

/* ── another time ── */

/* What is free, a week at a time. */
static enum err fill_slots(struct request *request, struct booking_move_page *model)
{
	enum { DAYS_SHOWN = 7, DAYS_AHEAD = 56 };
	struct scope *scope = request_scope(request);
	const struct booking *booking = model->of->booking;
	struct calendar_slot_list slots;
	int32_t today = day_at(scope->zone, scope->now), first = today;
	if (!day_read(request_query(request, "from"), &first) || first < today || first > today + DAYS_AHEAD)
		first = today;
	int minutes = (int)((booking->ends_at - booking->starts_at) / MINUTES(1));
	const struct calendar_ask ask = { .owner_id = booking->helper_id, .minutes = minutes, .first_day = first, .days = DAYS_SHOWN,
		.is_afar = booking->way != WAY_HOME };
	enum err err = calendar_slots(scope, &ask, &slots);
	if (err)
		return err;
	model->days = service_slot_days(scope, &slots);
	if (first > today)
		model->earlier_url = str_format(scope->arena, "/bookings/%lld/move", (long long)booking->id);
	if (first + DAYS_SHOWN <= today + DAYS_AHEAD) {
		str later = day_iso(scope->arena, first + DAYS_SHOWN);
		model->later_url = str_format(scope->arena, "/bookings/%lld/move?from=%.*s", (long long)booking->id, STR_ARG(later));
	}
	return OK;
}

/* The asker chooses among what is free; the helper knows the own calendar. */
static enum err send_move(struct request *request)
{
	struct booking booking;
	struct booking_page of;
	struct booking_move_page model = { .of = &of };
	enum err err = load_for(request, BOOKING_PROPOSE, &booking, &of);
	if (err || (of.is_asker && (err = fill_slots(request, &model))))
		return err;
	struct page *page = page_for(request, TEXT_booking_move_title);
	booking_move_page_html(page->view, &model);
	return page_send(page);
}

static enum err move_ask(struct request *request)
{
	return send_move(request);
}

static enum err move_propose(struct request *request)
{
	struct booking_words words = { .reason = S("") };
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &booking_propose_form, &words);
	if (!err)
		err = booking_take_step_with(request_scope(request), id, BOOKING_PROPOSE, &words);
	if (err == ERR_INVALID)
		return send_move(request);
	if (err)
		return err;
	return redirect_with(request, flashes[BOOKING_PROPOSE], "/bookings/%lld", (long long)id);
}

/* ── it went wrong ── */

static struct choices causes_for(const struct view *view, enum booking_need need, int way)
{
	struct choice *at = arena_take(view->arena, CAUSE_COUNT * sizeof(*at));
	size_t count = 0;
	for (int cause = CAUSE_NONE + 1; cause < CAUSE_COUNT; cause++) {
		if (booking_cause_fits(need, cause, way))
			at[count++] = (struct choice){ str_from(booking_causes[cause]),
				text_of(view->arena, view->language, booking_cause_text(cause), NULL, 0), S(""), false };
	}
	return (struct choices){ at, count };
}

static enum err send_absence(struct request *request)
{
	struct booking booking;
	struct booking_page of;
	enum err err = load_for(request, BOOKING_NO_SHOW, &booking, &of);
	if (err)
		return err;
	enum text_id title = booking.way != WAY_HOME ? TEXT_way_no_show : of.is_asker ? TEXT_booking_no_show_helper : TEXT_booking_no_show_asker;
	struct page *page = page_for(request, title);
	const struct booking_cause_page model = { .of = &of, .causes = causes_for(page->view, NEED_ATTEMPT, booking.way) };
	booking_absence_page_html(page->view, &model);
	return page_send(page);
}

static enum err absence_ask(struct request *request)
{
	return send_absence(request);
}

static enum err send_failure(struct request *request)
{
	struct booking booking;
	struct booking_page of;
	enum err err = load_for(request, BOOKING_FAIL, &booking, &of);
	if (err)
		return err;
	struct page *page = page_for(request, TEXT_booking_fail_title);
	const struct booking_cause_page model = { .of = &of, .causes = causes_for(page->view, NEED_FAULT, booking.way),
		.brand_causes = causes_for(page->view, NEED_BRAND_FAULT, booking.way) };
	booking_failure_page_html(page->view, &model);
	return page_send(page);
}

static enum err failure_ask(struct request *request)
{
	return send_failure(request);
}

static enum err cause_submit(struct request *request)
{
	struct booking_words words = { .reason = S("") };
	int64_t id = request_id(request, "id");
	enum booking_step step = (enum booking_step)request_with(request);
	enum err err = form_read(request, &booking_cause_form, &words);
	if (!err)
		err = booking_take_step_with(request_scope(request), id, step, &words);
	if (err == ERR_INVALID)
		return step == BOOKING_NO_SHOW ? send_absence(request) : send_failure(request);
	if (err)
		return err;
	return redirect_with(request, flashes[step], "/bookings/%lld", (long long)id);
}
