/*
 * booking_web.c: booking a slot, one's bookings, one booking.
 *
 * Each handler reads, asks booking.c, and answers with one page or one redirect.  Which
 * buttons a page has comes from the same table that lets steps through.
 */
#include "features/marketplace/booking_web.h"

#include "features/marketplace/chat.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/pages.gen.h"
#include "features/marketplace/visit_letter.h"

static handler bookings_mine, booking_view, booking_new, booking_submit, agreement_show, calendar_show;

static const struct field ask_fields[] = {
	FIELD(FIELD_MOMENT, struct booking_ask, starts_at, 1, 0),
	FIELD(FIELD_PROSE,  struct booking_ask, address,   0, 300),
	FIELD(FIELD_TEXT,   struct booking_ask, place,     0, 80),
	FIELD(FIELD_TEXT,   struct booking_ask, phone,     0, 30),
	FIELD(FIELD_PROSE,  struct booking_ask, note,      0, 1000),
	FIELD(FIELD_ID,     struct booking_ask, thread_id, 0, 0),
	FIELD_OF(FIELD_CHOICE, struct booking_ask, way,    -1, way_names),
};
const struct form booking_form = { "booking", ask_fields, COUNT(ask_fields) };

const struct route booking_routes[] = {
	{ GET,  "/bookings",                  MEMBERS, READS,  bookings_mine,  .about = "One's bookings" },
	{ GET,  "/bookings/:id",              MEMBERS, READS,  booking_view,   .about = "A booking, for its two" },
	{ GET,  "/services/:id/bookings",     MEMBERS, READS,  booking_new,    .about = "Book a slot" },
	{ POST, "/services/:id/bookings",     MEMBERS, WRITES, booking_submit, .form = &booking_form, .rate = RATE_POST,
	  .about = "Book a slot" },
	{ GET,  "/bookings/:id/agreement",    MEMBERS, READS,  agreement_show, .about = "What was agreed, to print" },
	{ GET,  "/bookings/:id/calendar.ics", MEMBERS, READS,  calendar_show,  .about = "The calendar entry" },
	ROUTES_END
};

/* ── words of states ── */

static const struct { enum text_id text; enum chip_kind chip; const char *icon; int knot; } states[BOOKING_STATE_COUNT] = {
	[BOOKING_REQUESTED]        = { TEXT_booking_state_requested,        CHIP_WARN,  "clock", 0 },
	[BOOKING_ACCEPTED]         = { TEXT_booking_state_accepted,         CHIP_GOOD,  "calendar-check", 1 },
	[BOOKING_DECLINED]         = { TEXT_booking_state_declined,         CHIP_BAD,   "calendar-x", -1 },
	[BOOKING_WITHDRAWN]        = { TEXT_booking_state_withdrawn,        CHIP_PLAIN, "calendar-x", -1 },
	[BOOKING_EXPIRED]          = { TEXT_booking_state_expired,          CHIP_PLAIN, "clock", -1 },
	[BOOKING_CONFIRMED]        = { TEXT_booking_state_confirmed,        CHIP_GOOD,  "calendar-check", 1 },
	[BOOKING_CANCELLED_EARLY]  = { TEXT_booking_state_cancelled_early,  CHIP_BAD,   "calendar-x", -1 },
	[BOOKING_CANCELLED_LATE]   = { TEXT_booking_state_cancelled_late,   CHIP_BAD,   "calendar-x", -1 },
	[BOOKING_IN_PROGRESS]      = { TEXT_booking_state_in_progress,      CHIP_BRAND, "wrench", 2 },
	[BOOKING_DONE]             = { TEXT_booking_state_done,             CHIP_GOOD,  "circle-check", 3 },
	[BOOKING_DONE_AUTO]        = { TEXT_booking_state_done_auto,        CHIP_GOOD,  "circle-check", 3 },
	[BOOKING_NO_SHOW_CUSTOMER] = { TEXT_booking_state_no_show_customer, CHIP_BAD,   "calendar-x", -1 },
	[BOOKING_NO_SHOW_HELPER]   = { TEXT_booking_state_no_show_helper,   CHIP_BAD,   "calendar-x", -1 },
	[BOOKING_FAILED]           = { TEXT_booking_state_failed,           CHIP_BAD,   "triangle-alert", -1 },
	[BOOKING_HANDED_TO_BRAND]  = { TEXT_booking_state_handed_to_brand,  CHIP_WARN,  "life-buoy", -1 },
	[BOOKING_DISPUTED]         = { TEXT_booking_state_disputed,         CHIP_WARN,  "triangle-alert", 3 },
	[BOOKING_RESOLVED]         = { TEXT_booking_state_resolved,         CHIP_PLAIN, "circle-check", 4 },
	[BOOKING_CLOSED]           = { TEXT_booking_state_closed,           CHIP_PLAIN, "circle-check", 4 },
};

enum text_id booking_state_text(int state)
{
	return states[state].text;
}

enum chip_kind booking_state_chip(int state)
{
	return states[state].chip;
}

const char *booking_state_icon(int state)
{
	return states[state].icon;
}

int booking_knot(int state)
{
	return states[state].knot;
}

enum text_id booking_knot_text(int knot, int way)
{
	static const enum text_id texts[BOOKING_KNOTS] = { TEXT_booking_knot_requested, TEXT_booking_knot_agreed,
		TEXT_booking_knot_visit, TEXT_booking_knot_done, TEXT_booking_knot_reviewed };
	return knot == 2 && way != WAY_HOME ? TEXT_booking_knot_talk : texts[knot];
}

const char *booking_state_class(const struct booking_page *model)
{
	bool waits = model->main != BOOKING_STEP_COUNT || model->may_review;
	if (states[model->booking->state].knot < 0)
		return "state state-bad";
	if (waits)
		return "state state-act";
	return model->booking->state == BOOKING_REQUESTED ? "state" : "state state-good";
}

/* Nobody comes to a door from afar. */
static enum text_id as_it_is(enum text_id text, int way)
{
	static const struct { enum text_id home, phone, video; } words[] = {
		{ TEXT_booking_next_requested_helper, TEXT_booking_next_requested_phone, TEXT_booking_next_requested_video },
		{ TEXT_booking_next_accepted_asker,   TEXT_booking_next_phone_asker,     TEXT_booking_next_video_asker },
		{ TEXT_booking_next_confirmed_asker,  TEXT_booking_next_phone_asker,     TEXT_booking_next_video_asker },
		{ TEXT_booking_next_accepted_helper,  TEXT_booking_next_phone_helper,    TEXT_booking_next_video_helper },
		{ TEXT_booking_next_missed_asker,     TEXT_booking_next_missed_afar,     TEXT_booking_next_missed_afar },
		{ TEXT_booking_next_missed_helper,    TEXT_booking_next_missed_afar,     TEXT_booking_next_missed_afar },
		{ TEXT_booking_next_done_helper,      TEXT_booking_next_done_asker,      TEXT_booking_next_done_asker },
	};
	for (size_t i = 0; way != WAY_HOME && i < COUNT(words); i++) {
		if (words[i].home == text)
			return way == WAY_PHONE ? words[i].phone : words[i].video;
	}
	return text;
}

/* What comes next, in one sentence: for the asker, for the helper. */
enum text_id booking_next_text(const struct booking_page *model)
{
	static const struct { enum text_id asker, helper; } next[BOOKING_STATE_COUNT] = {
		[BOOKING_REQUESTED]       = { TEXT_booking_next_requested_asker, TEXT_booking_next_requested_helper },
		[BOOKING_ACCEPTED]        = { TEXT_booking_next_accepted_asker, TEXT_booking_next_accepted_helper },
		[BOOKING_DECLINED]        = { TEXT_booking_next_declined_asker, TEXT_booking_next_over },
		[BOOKING_WITHDRAWN]       = { TEXT_booking_next_over, TEXT_booking_next_over },
		[BOOKING_EXPIRED]         = { TEXT_booking_next_declined_asker, TEXT_booking_next_over },
		[BOOKING_CANCELLED_EARLY] = { TEXT_booking_next_over, TEXT_booking_next_over },
		[BOOKING_CANCELLED_LATE]  = { TEXT_booking_next_over, TEXT_booking_next_over },
		[BOOKING_CONFIRMED]       = { TEXT_booking_next_confirmed_asker, TEXT_booking_next_accepted_helper },
		[BOOKING_NO_SHOW_CUSTOMER] = { TEXT_booking_next_missed_asker, TEXT_booking_next_over },
		[BOOKING_NO_SHOW_HELPER]  = { TEXT_booking_next_let_down, TEXT_booking_next_missed_helper },
		[BOOKING_FAILED]          = { TEXT_booking_next_failed_asker, TEXT_booking_next_over },
		[BOOKING_HANDED_TO_BRAND] = { TEXT_booking_next_brand, TEXT_booking_next_brand },
		[BOOKING_IN_PROGRESS]     = { TEXT_booking_next_visit_asker, TEXT_booking_next_visit_helper },
		[BOOKING_DONE]            = { TEXT_booking_next_done_asker, TEXT_booking_next_done_helper },
		[BOOKING_DONE_AUTO]       = { TEXT_booking_next_done_asker, TEXT_booking_next_done_helper },
		[BOOKING_CLOSED]          = { TEXT_booking_next_over, TEXT_booking_next_over },
	};
	bool waits = model->booking->state == BOOKING_DONE || model->booking->state == BOOKING_DONE_AUTO;
	if (model->booking->move_to)
		return model->may[BOOKING_MOVE] ? TEXT_booking_next_move : TEXT_booking_next_move_waits;
	if (waits && !model->may_review)
		return model->waits_for_review ? TEXT_booking_next_reviewed : TEXT_booking_next_over;
	enum text_id text = model->is_asker ? next[model->booking->state].asker : next[model->booking->state].helper;
	return as_it_is(text, model->booking->way);
}

const char *step_class(const struct booking_page *model, enum booking_step step)
{
	return model->main == step ? "button button-main" : "button";
}

/* What the log says of a step: of those that leave the state as it is the step, else the state. */
enum text_id booking_log_text(const struct booking_step_log *entry)
{
	static const enum text_id texts[BOOKING_STEP_COUNT] = {
		[BOOKING_CONTACT] = TEXT_booking_log_contact, [BOOKING_PROPOSE] = TEXT_booking_log_propose,
		[BOOKING_MOVE] = TEXT_booking_log_move, [BOOKING_MOVE_REFUSE] = TEXT_booking_log_move_refuse,
		[BOOKING_MOVE_DROP] = TEXT_booking_log_move_drop, [BOOKING_MOVE_LAPSE] = TEXT_booking_log_move_lapse,
		[BOOKING_CONTEST] = TEXT_booking_log_contest, [BOOKING_REPAIR] = TEXT_booking_log_repair,
	};
	bool has_own = entry->step >= 0 && entry->step < BOOKING_STEP_COUNT && texts[entry->step];
	return has_own ? texts[entry->step] : booking_state_text(entry->to_state);
}

enum text_id booking_cause_text(int cause)
{
	static const enum text_id texts[CAUSE_COUNT] = {
		[CAUSE_NONE] = TEXT_booking_cause_other, [CAUSE_PART] = TEXT_booking_cause_part,
		[CAUSE_TOO_HARD] = TEXT_booking_cause_too_hard, [CAUSE_NO_ACCESS] = TEXT_booking_cause_no_access,
		[CAUSE_NO_TIME] = TEXT_booking_cause_no_time, [CAUSE_OTHER] = TEXT_booking_cause_other,
		[CAUSE_LINE] = TEXT_booking_cause_line, [CAUSE_DEVICE] = TEXT_booking_cause_device,
		[CAUSE_CONTRACT] = TEXT_booking_cause_contract, [CAUSE_BRAND_OTHER] = TEXT_booking_cause_brand_other,
		[CAUSE_CALLED] = TEXT_booking_cause_called, [CAUSE_TEXTED] = TEXT_booking_cause_texted,
		[CAUSE_RANG] = TEXT_booking_cause_rang, [CAUSE_WAITED] = TEXT_booking_cause_waited,
	};
	return texts[cause];
}

/* ── mine ── */

static enum err rows_of(struct scope *scope, struct booking_list *list, bool is_asker, struct booking_row_list *rows_out)
{
	struct member_card_list cards;
	int64_t *ids = arena_take(scope->arena, list->count * sizeof(*ids));
	struct booking_row *at = arena_take(scope->arena, list->count * sizeof(*at));
	for (size_t i = 0; i < list->count; i++)
		ids[i] = is_asker ? list->at[i].helper_id : list->at[i].asker_id;
	enum err err = member_cards(scope, (struct ids){ ids, list->count }, &cards);
	if (err)
		return err;
	for (size_t i = 0; i < list->count; i++)
		at[i] = (struct booking_row){ &list->at[i], member_card_in(&cards, ids[i])->name, is_asker };
	*rows_out = (struct booking_row_list){ at, list->count };
	return OK;
}

enum { A_PAGE = 20 };

/* One more than a page was read: then there are older ones. */
static str cut_page(struct scope *scope, struct booking_list *list, const char *name)
{
	if (list->count <= A_PAGE)
		return S("");
	list->count = A_PAGE;
	return str_format(scope->arena, "/bookings?%s=%lld", name, (long long)list->at[A_PAGE - 1].id);
}

static enum err bookings_mine(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct booking_list *lists = arena_take(scope->arena, 2 * sizeof(*lists));
	struct bookings_page model = { 0 };
	int64_t asked = request_query_number(request, "asked", 0), helped = request_query_number(request, "helped", 0);
	enum err err = booking_load_asked(scope, scope->member_id, asked, &lists[0]);
	if (err || (err = booking_load_helped(scope, scope->member_id, helped, &lists[1])))
		return err;
	model.asked_next = cut_page(scope, &lists[0], "asked");
	model.helped_next = cut_page(scope, &lists[1], "helped");
	if ((err = rows_of(scope, &lists[0], true, &model.asked)) || (err = rows_of(scope, &lists[1], false, &model.helped)))
		return err;
	struct page *page = page_open(request, TEXT_booking_mine);
	page->section = SECTION_ME;
	bookings_page_html(page->view, &model);
	return page_send(page);
}

/* ── one ── */

static enum err load_log(struct scope *scope, struct booking_page *model)
{
	struct booking_step_log_list *list = arena_take(scope->arena, sizeof(*list));
	enum err err = booking_load_log(scope, model->booking->id, list);
	if (err)
		return err;
	struct log_row *at = arena_take(scope->arena, list->count * sizeof(*at));
	for (size_t i = 0; i < list->count; i++) {
		int64_t actor = list->at[i].actor_id;
		str name = actor == model->booking->asker_id ? model->asker_name
			: actor == model->booking->helper_id ? model->helper_name : S("");
		at[i] = (struct log_row){ &list->at[i], name, booking_log_text(&list->at[i]) };
	}
	model->log = (struct log_row_list){ at, list->count };
	return OK;
}

static enum err load_reviews(struct scope *scope, struct booking_page *model)
{
	struct review_list *list = arena_take(scope->arena, sizeof(*list));
	const struct booking *booking = model->booking;
	enum err err = review_list_of_booking(scope, booking, list);
	if (err)
		return err;
	struct review_row *at = arena_take(scope->arena, list->count * sizeof(*at));
	for (size_t i = 0; i < list->count; i++) {
		bool by_asker = list->at[i].author_id == booking->asker_id;
		at[i] = (struct review_row){ &list->at[i], by_asker ? model->asker_name : model->helper_name,
			review_may_reply(&list->at[i], scope->member_id), { S("") } };
		model->waits_for_review = model->waits_for_review || !list->at[i].published_at;
	}
	model->reviews = (struct review_row_list){ at, list->count };
	model->may_review = review_may(booking, list, scope->member_id, scope->now);
	return OK;
}

enum err booking_page_names(struct scope *scope, struct booking_page *model)
{
	struct member_card_list cards;
	const int64_t ids[] = { model->booking->asker_id, model->booking->helper_id };
	enum err err = member_cards(scope, (struct ids){ ids, COUNT(ids) }, &cards);
	if (err)
		return err;
	model->asker_name = member_card_in(&cards, ids[0])->name;
	model->helper_name = member_card_in(&cards, ids[1])->name;
	model->is_asker = scope->member_id == ids[0];
	model->other_id = model->is_asker ? ids[1] : ids[0];
	model->other_name = model->is_asker ? model->helper_name : model->asker_name;
	return OK;
}

static enum err thread_face(struct scope *scope, int64_t thread_id, struct subject_face *face_out)
{
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	*face_out = (struct subject_face){ S(""), S("") };
	if (!thread_id || !threads)
		return OK;
	const struct subject thread = subject_of(threads, thread_id);
	return subject_faces(scope, &thread, 1, face_out);
}

/* The one next step, the most pressing first; BOOKING_STEP_COUNT = none. */
static enum booking_step main_step(const struct booking_page *model)
{
	static const enum booking_step order[] = { BOOKING_ACCEPT, BOOKING_MOVE, BOOKING_START, BOOKING_CONFIRM, BOOKING_FINISH,
		BOOKING_CONTEST };
	for (size_t i = 0; i < COUNT(order); i++) {
		if (model->may[order[i]])
			return order[i];
	}
	return BOOKING_STEP_COUNT;
}

/* In so many minutes I am there. */
static struct choices arrival_choices(struct scope *scope)
{
	static const int minutes[] = { 10, 20, 30, 45, 60, 90, 120 };
	struct choice *at = arena_take(scope->arena, COUNT(minutes) * sizeof(*at));
	for (size_t i = 0; i < COUNT(minutes); i++) {
		str number = str_format(scope->arena, "%d", minutes[i]);
		at[i] = (struct choice){ number, str_format(scope->arena, "%d min", minutes[i]), S(""), minutes[i] == 30 };
	}
	return (struct choices){ at, COUNT(minutes) };
}

static struct choices told_choices(const struct view *view)
{
	static const enum text_id texts[TOLD_COUNT] = { TEXT_review_told_nothing, TEXT_review_told_yes, TEXT_review_told_no };
	struct choice *at = arena_take(view->arena, TOLD_COUNT * sizeof(*at));
	for (int i = 0; i < TOLD_COUNT; i++)
		at[i] = (struct choice){ str_from(review_tolds[i]), text_of(view->arena, view->language, texts[i], NULL, 0), S(""),
			i == TOLD_NOTHING };
	return (struct choices){ at, TOLD_COUNT };
}

/* Whoever was let down sees three others who would come there. */
static enum err fill_others(struct scope *scope, struct booking_page *model)
{
	enum { OTHERS = 3 };
	static const unsigned let_down = BOOKING_BIT(BOOKING_DECLINED) | BOOKING_BIT(BOOKING_EXPIRED) |
		BOOKING_BIT(BOOKING_CANCELLED_EARLY) | BOOKING_BIT(BOOKING_CANCELLED_LATE) |
		BOOKING_BIT(BOOKING_NO_SHOW_HELPER) | BOOKING_BIT(BOOKING_FAILED);
	const struct booking *booking = model->booking;
	struct near_found found;
	struct near_ask ask = { .category = booking->category, .purpose = -1, .way = booking->way, .language = S("") };
	if (!model->is_asker || !(BOOKING_BIT(booking->state) & let_down))
		return OK;
	ask.place = str_format(scope->arena, "%.*s-%.*s", STR_ARG(booking->country), STR_ARG(booking->code));
	enum err err = nearby_find(scope, &ask, &found);
	if (err == ERR_INVALID) { /* a code that is no longer in the list costs the suggestions only */
		scope_forgive(scope);
		return OK;
	}
	if (err)
		return err;
	struct service_list *list = arena_take(scope->arena, sizeof(*list));
	list->at = arena_take(scope->arena, OTHERS * sizeof(*list->at));
	for (size_t i = 0; i < found.hits.count && list->count < OTHERS; i++) {
		bool is_new = found.hits.at[i].service.helper_id != booking->helper_id;
		for (size_t k = 0; k < list->count; k++)
			is_new = is_new && list->at[k].helper_id != found.hits.at[i].service.helper_id;
		if (is_new)
			list->at[list->count++] = found.hits.at[i].service;
	}
	return service_rows(scope, list, scope->now, booking->way, &model->others);
}

static enum err fill_page(struct page *page, struct booking_page *model)
{
	struct scope *scope = request_scope(page->request);
	const struct booking *booking = model->booking;
	const struct subject subject = subject_of(&booking_subject, booking->id);
	enum err err = booking_page_names(scope, model);
	if (err || (err = load_log(scope, model)) || (err = load_reviews(scope, model)))
		return err;
	if ((err = booking_reveal(scope, booking, &model->reveal)) || (err = payment_of(scope, booking, &model->payment)))
		return err;
	if ((err = thread_face(scope, booking->thread_id, &model->thread)) || (err = fill_others(scope, model)))
		return err;
	for (enum booking_step step = 0; step < BOOKING_STEP_COUNT; step++)
		model->may[step] = booking_may(booking, step, scope->member_id, scope->now);
	model->main = main_step(model);
	model->arrivals = arrival_choices(scope);
	model->tolds = told_choices(page->view);
	bool is_waiting = booking->state == BOOKING_REQUESTED;
	model->may_chat = is_waiting || (booking->accepted_at && scope->now < booking->ends_at + CHAT_AFTER);
	model->is_late = booking_is_late(booking, scope->now);
	bool is_done = booking->state == BOOKING_DONE || booking->state == BOOKING_DONE_AUTO || booking->state == BOOKING_CLOSED;
	model->may_fix = is_done && !model->is_asker && booking->thread_id && !booking->fix_at;
	return panel_fill(page, PANEL_BOOKING_SIDE, &subject, 1, &model->side);
}

enum err booking_send(struct request *request, const struct fix_form *fix)
{
	return booking_send_of(request, request_id(request, "id"), fix);
}

enum err booking_send_of(struct request *request, int64_t booking_id, const struct fix_form *fix)
{
	struct booking booking;
	struct booking_page model = { .booking = &booking, .typed_fix = fix->body };
	enum err err = booking_show(request_scope(request), booking_id, &booking);
	if (err)
		return err;
	struct page *page = page_open_titled(request, booking.title);
	page->section = SECTION_ME;
	page->no_index = true;
	if ((err = fill_page(page, &model)))
		return err;
	booking_page_html(page->view, &model);
	return page_send(page);
}

static enum err booking_view(struct request *request)
{
	return booking_send(request, &(struct fix_form){ S("") });
}

/* ── booking a slot ── */

static enum err send_new(struct request *request, const struct booking_ask *ask)
{
	struct scope *scope = request_scope(request);
	struct service service;
	struct member_card helper;
	struct booking_new_page model = { .service = &service, .ask = ask };
	enum err err = service_bookable(scope, request_id(request, "id"), &service);
	if (err || (err = member_card_of(scope, service.helper_id, &helper)))
		return err;
	if ((err = thread_face(scope, ask->thread_id, &model.thread)))
		return err;
	model.way = service_way(&service, ask->way);
	model.helper_name = helper.name;
	model.starts_at = ask->starts_at ? moment_iso(scope->arena, ask->starts_at) : S("");
	struct page *page = page_open(request, TEXT_booking_new);
	page->section = SECTION_HELP;
	page->narrow = true;
	page->no_index = true;
	booking_new_page_html(page->view, &model);
	return page_send(page);
}

static enum err booking_new(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	struct booking_ask ask = { .address = S(""), .note = S(""), .place = S(""), .way = -1 };
	for (int way = 0; way < WAY_COUNT; way++) {
		if (str_equal(request_query(request, "way"), str_from(way_names[way])))
			ask.way = way;
	}
	enum err err = member_load(scope, scope->member_id, &member);
	if (err)
		return err;
	ask.thread_id = request_query_number(request, "thread", 0);
	ask.phone = member.phone;
	if (!str_empty(member.postal_code))
		ask.place = str_format(scope->arena, "%.*s %.*s", STR_ARG(member.postal_code), STR_ARG(member.town));
	/* Without a slot there is nothing to book yet: back to choosing one. */
	if (!moment_read(request_query(request, "starts_at"), &ask.starts_at))
		return redirect_to(request, "/services/%lld", (long long)request_id(request, "id"));
	return send_new(request, &ask);
}

static enum err booking_submit(struct request *request)
{
	struct booking_ask ask = { .place = S("") };
	struct booking booking;
	enum err err = form_read(request, &booking_form, &ask);
	if (!err)
		err = booking_book(request_scope(request), request_id(request, "id"), &ask, &booking);
	if (err == ERR_INVALID)
		return send_new(request, &ask);
	if (err)
		return err;
	return redirect_with(request, "booking.asked", "/bookings/%lld", (long long)booking.id);
}

/* ── papers ── */

static enum err agreement_show(struct request *request)
{
	struct booking booking;
	struct agreement agreement;
	enum err err = agreement_of(request_scope(request), request_id(request, "id"), &booking, &agreement);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_agreement_title);
	page->section = SECTION_ME;
	page->no_index = true;
	agreement_page_html(page->view, &(struct agreement_page){ &booking, &agreement });
	return page_send(page);
}

static enum err calendar_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct http_response *response = request_response(request);
	struct booking booking;
	str ics;
	enum err err = booking_show(scope, request_id(request, "id"), &booking);
	if (err)
		return err;
	if (!booking.accepted_at)
		return refuse(scope, ERR_CONFLICT, "agreement.not_yet");
	bool is_cancelled = states[booking.state].knot < 0;
	if ((err = booking_calendar(scope, &booking, is_cancelled ? ICS_CANCEL : ICS_REQUEST, &ics)))
		return err;
	response->status = 200;
	response->content_type = S("text/calendar; charset=utf-8");
	response->body = ics;
	http_set_header(response, S("Content-Disposition"), S("attachment; filename=\"visit.ics\""));
	return OK;
}
