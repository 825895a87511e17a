/*
 * visit_api.c: the same rules as the pages, in JSON.
 *
 * What a record shows is chosen here: of a task the blurred point, of a booking the
 * address and phones only to the two and only once it is agreed.
 */
#include "features/marketplace/visit_api.h"

#include "features/marketplace/booking_web.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/task_web.h"

static handler tasks_get, task_get, task_make_one, task_step_one, offers_get, offer_make_one, offer_get, offer_accept_one,
	offer_step_one, bookings_get, booking_make_one, booking_get, booking_step_one, booking_code_one, reviews_get,
	review_make_one, reply_make_one, fix_make_one, member_reviews_get;

const struct route visit_api_routes[] = {
	{ GET,  "/api/v1/tasks",                     MEMBERS,  READS,  tasks_get,     .rate = RATE_SEARCH,
	  .answers = "list of task", .about = "Help wanted nearby; ?place= ?radius= ?category= ?way=phone|video ?sort=near|new ?mine=1 ?after=" },
	{ POST, "/api/v1/tasks",                     MEMBERS,  WRITES, task_make_one, .form = &task_form, .rate = RATE_POST,
	  .answers = "task", .about = "Ask for help at home" },
	{ GET,  "/api/v1/tasks/:id",                 MEMBERS,  READS,  task_get,      .answers = "task", .about = "One task" },
	{ POST, "/api/v1/tasks/:id/withdrawal",      MEMBERS,  WRITES, task_step_one, TASK_WITHDRAW, .answers = "task",
	  .about = "Withdraw it" },
	{ POST, "/api/v1/tasks/:id/extension",       MEMBERS,  WRITES, task_step_one, TASK_EXTEND,   .answers = "task",
	  .about = "Keep it open for longer" },
	{ POST, "/api/v1/tasks/:id/publication",     MEMBERS,  WRITES, task_step_one, TASK_PUBLISH,  .answers = "task",
	  .about = "Publish a draft" },
	{ GET,  "/api/v1/tasks/:id/offers",          MEMBERS,  READS,  offers_get,    .answers = "list of offer",
	  .about = "All for its author, the own ones for helpers" },
	{ POST, "/api/v1/tasks/:id/offers",          MEMBERS,  WRITES, offer_make_one, .form = &offer_form,
	  .rate = RATE_POST, .answers = "offer", .about = "Offer to help" },
	{ GET,  "/api/v1/offers/:id",                MEMBERS,  READS,  offer_get,     .answers = "offer", .about = "One offer" },
	{ POST, "/api/v1/offers/:id/acceptance",     MEMBERS,  WRITES, offer_accept_one, .form = &visit_form,
	  .answers = "booking", .about = "Accept an offer: makes the booking" },
	{ POST, "/api/v1/offers/:id/refusal",        MEMBERS,  WRITES, offer_step_one, OFFER_DECLINE,  .answers = "offer",
	  .about = "Decline it" },
	{ POST, "/api/v1/offers/:id/withdrawal",     MEMBERS,  WRITES, offer_step_one, OFFER_WITHDRAW, .answers = "offer",
	  .about = "Take it back" },
	{ GET,  "/api/v1/bookings",                  MEMBERS,  READS,  bookings_get,  .answers = "list of booking",
	  .about = "One's own, newest first; ?as=asker|helper ?after=" },
	{ POST, "/api/v1/services/:id/bookings",     MEMBERS,  WRITES, booking_make_one, .form = &booking_form,
	  .rate = RATE_POST, .answers = "booking", .about = "Ask for a slot" },
	{ GET,  "/api/v1/bookings/:id",              MEMBERS,  READS,  booking_get,   .answers = "booking", .about = "One booking" },
	{ POST, "/api/v1/bookings/:id/acceptance",   MEMBERS,  WRITES, booking_step_one, BOOKING_ACCEPT,   .answers = "booking",
	  .about = "Accept" },
	{ POST, "/api/v1/bookings/:id/refusal",      MEMBERS,  WRITES, booking_step_one, BOOKING_DECLINE,
	  .form = &booking_reason_form, .answers = "booking", .about = "Decline" },
	{ POST, "/api/v1/bookings/:id/withdrawal",   MEMBERS,  WRITES, booking_step_one, BOOKING_WITHDRAW, .answers = "booking",
	  .about = "Withdraw" },
	{ POST, "/api/v1/bookings/:id/cancellation", MEMBERS,  WRITES, booking_step_one, BOOKING_CANCEL,
	  .form = &booking_reason_form, .answers = "booking", .about = "Cancel" },
	{ POST, "/api/v1/bookings/:id/start",        MEMBERS,  WRITES, booking_step_one, BOOKING_START,
	  .form = &booking_start_form, .answers = "booking", .about = "On my way; minutes until arrival" },
	{ POST, "/api/v1/bookings/:id/contact",      MEMBERS,  WRITES, booking_step_one, BOOKING_CONTACT,  .answers = "booking",
	  .about = "The helper got in touch" },
	{ POST, "/api/v1/bookings/:id/confirmation", MEMBERS,  WRITES, booking_step_one, BOOKING_CONFIRM,  .answers = "booking",
	  .about = "The helper will come, for sure" },
	{ POST, "/api/v1/bookings/:id/move",         MEMBERS,  WRITES, booking_step_one, BOOKING_PROPOSE,
	  .form = &booking_propose_form, .rate = RATE_POST, .answers = "booking", .about = "Propose another time" },
	{ POST, "/api/v1/bookings/:id/move/acceptance", MEMBERS, WRITES, booking_step_one, BOOKING_MOVE,   .answers = "booking",
	  .about = "Agree to it" },
	{ POST, "/api/v1/bookings/:id/move/refusal", MEMBERS,  WRITES, booking_step_one, BOOKING_MOVE_REFUSE,
	  .form = &booking_reason_form, .answers = "booking", .about = "Keep the time that was agreed" },
	{ POST, "/api/v1/bookings/:id/move/withdrawal", MEMBERS, WRITES, booking_step_one, BOOKING_MOVE_DROP,
	  .answers = "booking", .about = "Take the own proposal back" },
	{ POST, "/api/v1/bookings/:id/absence",      MEMBERS,  WRITES, booking_step_one, BOOKING_NO_SHOW,
	  .form = &booking_cause_form, .answers = "booking", .about = "Nobody was there; cause: called, texted, rang, waited" },
	{ POST, "/api/v1/bookings/:id/objection",    MEMBERS,  WRITES, booking_step_one, BOOKING_CONTEST,
	  .form = &booking_reason_form, .answers = "booking", .about = "It was not so" },
	{ POST, "/api/v1/bookings/:id/repair",       MEMBERS,  WRITES, booking_step_one, BOOKING_REPAIR,
	  .form = &booking_reason_form, .answers = "booking", .about = "Please put it right within 48 hours" },
	{ POST, "/api/v1/bookings/:id/failure",      MEMBERS,  WRITES, booking_step_one, BOOKING_FAIL,
	  .form = &booking_cause_form, .answers = "booking", .about = "It could not be solved" },
	{ POST, "/api/v1/bookings/:id/handover",     MEMBERS,  WRITES, booking_step_one, BOOKING_HAND_OVER,
	  .form = &booking_cause_form, .answers = "booking", .about = "Nobody's fault, the brand's matter" },
	{ POST, "/api/v1/bookings/:id/completion",   MEMBERS,  WRITES, booking_step_one, BOOKING_FINISH,   .answers = "booking",
	  .about = "It is done" },
	{ POST, "/api/v1/bookings/:id/code",         MEMBERS,  WRITES, booking_code_one, .form = &booking_code_form,
	  .rate = RATE_LOGIN, .answers = "booking", .about = "Done, by the asker's code; a wrong one leaves the state" },
	{ GET,  "/api/v1/bookings/:id/reviews",      MEMBERS,  READS,  reviews_get,   .answers = "list of review",
	  .about = "The own one, and the other's once both are there" },
	{ POST, "/api/v1/bookings/:id/reviews",      MEMBERS,  WRITES, review_make_one, .form = &review_form,
	  .rate = RATE_POST, .answers = "review", .about = "Say how it was" },
	{ POST, "/api/v1/reviews/:id/reply",         MEMBERS,  WRITES, reply_make_one, .form = &reply_form,
	  .rate = RATE_POST, .answers = "review", .about = "Reply, once, for all to read" },
	{ POST, "/api/v1/bookings/:id/fix",          MEMBERS,  WRITES, fix_make_one,  .form = &fix_form, .rate = RATE_POST,
	  .about = "Write the fix into the thread" },
	{ GET,  "/api/v1/members/:id/reviews",       EVERYONE, READS,  member_reviews_get, .answers = "list of review",
	  .about = "Published reviews about a member; ?after= microseconds" },
	ROUTES_END
};

/* ── records ── */

struct task_record { struct task task; str day, from, to; };

static const struct schema_member task_members[] = {
	MEMBER(SCHEMA_ID, struct task, id),                MEMBER(SCHEMA_ID, struct task, author_id),
	MEMBER(SCHEMA_ID, struct task, thread_id),         MEMBER(SCHEMA_ID, struct task, product_id),
	{ "category", SCHEMA_CHOICE, offsetof(struct task, category), service_categories, NULL },
	{ "state", SCHEMA_CHOICE, offsetof(struct task, state), task_states, NULL },
	{ "way", SCHEMA_CHOICE, offsetof(struct task, way), way_names, "From afar there is no place" },
	MEMBER(SCHEMA_TEXT, struct task, title),           MEMBER(SCHEMA_TEXT, struct task, text),
	MEMBER(SCHEMA_TEXT, struct task, country),         MEMBER(SCHEMA_TEXT, struct task, code),
	MEMBER(SCHEMA_TEXT, struct task, town),
	{ "lat", SCHEMA_REAL, offsetof(struct task, public_lat), NULL, "Blurred to about a kilometre" },
	{ "lon", SCHEMA_REAL, offsetof(struct task, public_lon), NULL, "Blurred to about a kilometre" },
	{ "day", SCHEMA_TEXT, offsetof(struct task_record, day), NULL, "2026-11-22; empty: any day" },
	{ "from", SCHEMA_TEXT, offsetof(struct task_record, from), NULL, "18:30; empty: any time" },
	{ "to", SCHEMA_TEXT, offsetof(struct task_record, to), NULL, "18:30; empty: any time" },
	MEMBER(SCHEMA_NUMBER, struct task, budget_minor),  MEMBER(SCHEMA_TEXT, struct task, currency),
	MEMBER(SCHEMA_NUMBER, struct task, offer_count),   MEMBER(SCHEMA_MOMENT, struct task, made_at),
	MEMBER(SCHEMA_MOMENT, struct task, expires_at),
};
static_assert(offsetof(struct task_record, task) == 0, "a record begins with the task itself");
const struct schema task_schema = { "task", sizeof(struct task_record), task_members, COUNT(task_members) };

static const struct schema_member offer_members[] = {
	MEMBER(SCHEMA_ID, struct offer, id),               MEMBER(SCHEMA_ID, struct offer, task_id),
	MEMBER(SCHEMA_ID, struct offer, helper_id),        MEMBER(SCHEMA_NUMBER, struct offer, price_minor),
	MEMBER(SCHEMA_TEXT, struct offer, currency),       MEMBER(SCHEMA_MOMENT, struct offer, starts_at),
	MEMBER(SCHEMA_NUMBER, struct offer, minutes),      MEMBER(SCHEMA_TEXT, struct offer, text),
	{ "state", SCHEMA_CHOICE, offsetof(struct offer, state), offer_states, NULL },
	MEMBER(SCHEMA_MOMENT, struct offer, made_at),      MEMBER(SCHEMA_MOMENT, struct offer, expires_at),
};
const struct schema offer_schema = { "offer", sizeof(struct offer), offer_members, COUNT(offer_members) };

struct booking_record { struct booking booking; struct booking_secret secret; str steps; bool is_late, is_own_move; };

static const struct schema_member booking_members[] = {
	MEMBER(SCHEMA_ID, struct booking, id),             MEMBER(SCHEMA_ID, struct booking, service_id),
	MEMBER(SCHEMA_ID, struct booking, task_id),        MEMBER(SCHEMA_ID, struct booking, offer_id),
	MEMBER(SCHEMA_ID, struct booking, thread_id),      MEMBER(SCHEMA_ID, struct booking, asker_id),
	MEMBER(SCHEMA_ID, struct booking, helper_id),
	{ "state", SCHEMA_CHOICE, offsetof(struct booking, state), booking_states, NULL },
	MEMBER(SCHEMA_MOMENT, struct booking, starts_at),  MEMBER(SCHEMA_MOMENT, struct booking, ends_at),
	MEMBER(SCHEMA_TEXT, struct booking, title),
	{ "category", SCHEMA_CHOICE, offsetof(struct booking, category), service_categories, NULL },
	{ "price_kind", SCHEMA_CHOICE, offsetof(struct booking, price_kind), price_kinds, NULL },
	{ "way", SCHEMA_CHOICE, offsetof(struct booking, way), way_names, "From afar there is no place and no address" },
	{ "link", SCHEMA_TEXT, offsetof(struct booking_record, secret.link), NULL, "Of the video room, once agreed" },
	MEMBER(SCHEMA_NUMBER, struct booking, callout_minor),
	MEMBER(SCHEMA_NUMBER, struct booking, price_minor), MEMBER(SCHEMA_TEXT, struct booking, currency),
	MEMBER(SCHEMA_NUMBER, struct booking, minutes),    MEMBER(SCHEMA_TEXT, struct booking, country),
	MEMBER(SCHEMA_TEXT, struct booking, code),         MEMBER(SCHEMA_TEXT, struct booking, town),
	MEMBER(SCHEMA_MOMENT, struct booking, made_at),    MEMBER(SCHEMA_MOMENT, struct booking, expires_at),
	MEMBER(SCHEMA_MOMENT, struct booking, accepted_at), MEMBER(SCHEMA_MOMENT, struct booking, finished_at),
	MEMBER(SCHEMA_MOMENT, struct booking, fix_at),
	{ "address", SCHEMA_TEXT, offsetof(struct booking_record, secret.address), NULL, "Once agreed" },
	{ "asker_phone", SCHEMA_TEXT, offsetof(struct booking_record, secret.asker_phone), NULL, "Once agreed" },
	{ "helper_phone", SCHEMA_TEXT, offsetof(struct booking_record, secret.helper_phone), NULL, "Once agreed" },
	{ "note", SCHEMA_TEXT, offsetof(struct booking_record, secret.note), NULL, "Once agreed" },
	{ "finish_code", SCHEMA_TEXT, offsetof(struct booking_record, secret.code), NULL, "The asker's, to tell the helper" },
	MEMBER(SCHEMA_MOMENT, struct booking, contacted_at), MEMBER(SCHEMA_MOMENT, struct booking, contested_at),
	{ "arrives_at", SCHEMA_MOMENT, offsetof(struct booking, arrives_at), NULL, "As the helper guessed when leaving" },
	{ "cause", SCHEMA_CHOICE, offsetof(struct booking, cause), booking_causes, "Why it failed, or how one tried to reach the other" },
	{ "proposed_at", SCHEMA_MOMENT, offsetof(struct booking, move_to), NULL, "Another start, not yet agreed" },
	{ "proposed_until", SCHEMA_MOMENT, offsetof(struct booking, move_until), NULL, "Then the proposal lapses" },
	{ "proposed_by_me", SCHEMA_BOOL, offsetof(struct booking_record, is_own_move), NULL, NULL },
	{ "steps", SCHEMA_TEXT, offsetof(struct booking_record, steps), NULL, "What this member may do now, by blanks" },
	{ "cancelling_is_late", SCHEMA_BOOL, offsetof(struct booking_record, is_late), NULL, NULL },
};
static_assert(offsetof(struct booking_record, booking) == 0, "a record begins with the booking itself");
const struct schema booking_schema = { "booking", sizeof(struct booking_record), booking_members, COUNT(booking_members) };

static const struct schema_member review_members[] = {
	MEMBER(SCHEMA_ID, struct review, id),              MEMBER(SCHEMA_ID, struct review, booking_id),
	MEMBER(SCHEMA_ID, struct review, author_id),       MEMBER(SCHEMA_ID, struct review, about_id),
	MEMBER(SCHEMA_BOOL, struct review, by_helper),     MEMBER(SCHEMA_INT, struct review, stars),
	MEMBER(SCHEMA_TEXT, struct review, text),          MEMBER(SCHEMA_MOMENT, struct review, made_at),
	{ "told", SCHEMA_CHOICE, offsetof(struct review, told), review_tolds, "Was the trouble named during the visit?" },
	MEMBER(SCHEMA_TEXT, struct review, reply),         MEMBER(SCHEMA_MOMENT, struct review, replied_at),
	MEMBER(SCHEMA_MOMENT, struct review, published_at),
};
const struct schema review_schema = { "review", sizeof(struct review), review_members, COUNT(review_members) };

/* ── tasks ── */

static str clock_text(struct arena *arena, int minutes)
{
	return minutes < 0 ? S("") : str_format(arena, "%02d:%02d", minutes / 60, minutes % 60);
}

static struct task_record task_record_of(struct scope *scope, const struct task *task)
{
	return (struct task_record){ *task, task->day ? day_iso(scope->arena, task->day) : S(""),
		clock_text(scope->arena, task->from_minute), clock_text(scope->arena, task->to_minute) };
}

static enum err send_task(struct request *request, const struct task *task)
{
	struct task_record record = task_record_of(request_scope(request), task);
	return api_send(request, &task_schema, &record);
}

static enum err send_tasks(struct request *request, const struct task *const *tasks, size_t count, int64_t next)
{
	struct scope *scope = request_scope(request);
	struct task_record *at = arena_take(scope->arena, count * sizeof(*at));
	for (size_t i = 0; i < count; i++)
		at[i] = task_record_of(scope, tasks[i]);
	return api_send_list(request, &task_schema, &(struct api_list){ at, count, next });
}

static enum err send_mine(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct task_list list;
	enum err err = task_load_of(scope, scope->member_id, &list);
	if (err)
		return err;
	const struct task **tasks = arena_take(scope->arena, list.count * sizeof(*tasks));
	for (size_t i = 0; i < list.count; i++)
		tasks[i] = &list.at[i];
	return send_tasks(request, tasks, list.count, 0);
}

static enum err tasks_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct task_found found;
	struct task_near_ask ask = {
		.place = request_query(request, "place"), .radius_km = request_query_number(request, "radius", 10),
		.category = -1, .order = str_equal(request_query(request, "sort"), S("new")) ? TASKS_NEWEST
			: str_equal(request_query(request, "sort"), S("fit")) ? TASKS_FITTING : TASKS_NEAREST,
		.page = request_query_number(request, "after", 1),
	};
	if (request_query_number(request, "mine", 0))
		return send_mine(request);
	for (int i = 0; i < CATEGORY_COUNT; i++) {
		if (str_equal(request_query(request, "category"), str_from(service_categories[i])))
			ask.category = i;
	}
	for (int way = 0; way < WAY_COUNT; way++) {
		if (str_equal(request_query(request, "way"), str_from(way_names[way])))
			ask.way = way;
	}
	enum err err = task_near(scope, &ask, &found);
	if (err)
		return err;
	if (found.choices.count)
		return refuse_field(scope, "place", "helper.place_several");
	const struct task **tasks = arena_take(scope->arena, found.hits.count * sizeof(*tasks));
	for (size_t i = 0; i < found.hits.count; i++)
		tasks[i] = &found.hits.at[i].task;
	int64_t next = found.has_more ? (ask.page > 1 ? ask.page : 1) + 1 : 0;
	return send_tasks(request, tasks, found.hits.count, next);
}

static enum err task_get(struct request *request)
{
	struct task task;
	enum err err = task_show(request_scope(request), request_id(request, "id"), &task);
	return err ? err : send_task(request, &task);
}

static enum err task_make_one(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct task_ask ask = { .from_minute = -1, .to_minute = -1 };
	struct task task;
	enum err err = form_read(request, &task_form, &ask);
	if (err || (err = task_make(scope, &ask, &task)))
		return err;
	struct task_record record = task_record_of(scope, &task);
	return api_send_made(request, &task_schema, &record,
	                     str_format(scope->arena, "/api/v1/tasks/%lld", (long long)task.id));
}

static enum err task_step_one(struct request *request)
{
	struct scope *scope = request_scope(request);
	int64_t id = request_id(request, "id");
	struct task task;
	enum err err = task_take_step(scope, id, (enum task_step)request_with(request));
	if (err || (err = task_own(scope, id, &task)))
		return err;
	return send_task(request, &task);
}

/* ── offers ── */

static enum err offers_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct task task;
	struct offer_list list;
	enum err err = task_show(scope, request_id(request, "id"), &task);
	if (err || (err = offer_list(scope, &task, &list)))
		return err;
	return api_send_list(request, &offer_schema, &(struct api_list){ list.at, list.count, 0 });
}

static enum err offer_make_one(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct offer_ask ask = { 0 };
	struct offer offer;
	enum err err = form_read(request, &offer_form, &ask);
	if (err || (err = offer_make(scope, request_id(request, "id"), &ask, &offer)))
		return err;
	return api_send_made(request, &offer_schema, &offer,
	                     str_format(scope->arena, "/api/v1/offers/%lld", (long long)offer.id));
}

static enum err offer_get(struct request *request)
{
	struct offer offer;
	struct task task;
	enum err err = offer_show(request_scope(request), request_id(request, "id"), &offer, &task);
	return err ? err : api_send(request, &offer_schema, &offer);
}

static enum err offer_step_one(struct request *request)
{
	enum err err = offer_take_step(request_scope(request), request_id(request, "id"), (enum offer_step)request_with(request));
	return err ? err : offer_get(request);
}

/* ── bookings ── */

static const char *const step_names[BOOKING_STEP_COUNT] = {
	"acceptance", "refusal", "withdrawal", "cancellation", "start", "completion", "code", NULL, NULL, NULL, "contact",
	"confirmation", "move", "move/acceptance", "move/refusal", "move/withdrawal", NULL, "absence", "objection", "failure",
	"handover", "repair"
};

static enum err record_of(struct scope *scope, const struct booking *booking, struct booking_record *record_out)
{
	struct booking_reveal reveal;
	struct text steps;
	enum err err = booking_reveal(scope, booking, &reveal);
	if (err)
		return err;
	text_open(&steps, scope->arena, 64);
	for (enum booking_step step = 0; step < BOOKING_STEP_COUNT; step++) {
		if (step_names[step] && booking_may(booking, step, scope->member_id, scope->now))
			text_format(&steps, "%s%s", steps.len ? " " : "", step_names[step]);
	}
	bool is_own_move = booking->move_to && booking->move_by == (int)booking_party_of(booking, scope->member_id);
	*record_out = (struct booking_record){ *booking, reveal.secret, text_str(&steps), booking_is_late(booking, scope->now),
		is_own_move };
	return OK;
}

static enum err send_booking(struct request *request, int64_t booking_id, str location)
{
	struct scope *scope = request_scope(request);
	struct booking booking;
	struct booking_record record;
	enum err err = booking_show(scope, booking_id, &booking);
	if (err || (err = record_of(scope, &booking, &record)))
		return err;
	if (str_empty(location))
		return api_send(request, &booking_schema, &record);
	return api_send_made(request, &booking_schema, &record, location);
}

static str booking_location(struct scope *scope, int64_t id)
{
	return str_format(scope->arena, "/api/v1/bookings/%lld", (long long)id);
}

static enum err offer_accept_one(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct booking_ask ask = { .place = S("") };
	struct booking booking;
	enum err err = form_read(request, &visit_form, &ask);
	if (err || (err = offer_accept(scope, request_id(request, "id"), &ask, &booking)))
		return err;
	return send_booking(request, booking.id, booking_location(scope, booking.id));
}

enum { A_PAGE = 20 };

static enum err bookings_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct booking_list list;
	int64_t after = request_query_number(request, "after", 0), next = 0;
	bool as_helper = str_equal(request_query(request, "as"), S("helper"));
	enum err err = as_helper ? booking_load_helped(scope, scope->member_id, after, &list)
		: booking_load_asked(scope, scope->member_id, after, &list);
	if (err)
		return err;
	if (list.count > A_PAGE) {
		list.count = A_PAGE;
		next = list.at[A_PAGE - 1].id;
	}
	struct booking_record *at = arena_take(scope->arena, list.count * sizeof(*at));
	for (size_t i = 0; !err && i < list.count; i++)
		err = record_of(scope, &list.at[i], &at[i]);
	return err ? err : api_send_list(request, &booking_schema, &(struct api_list){ at, list.count, next });
}

static enum err booking_make_one(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct booking_ask ask = { .place = S("") };
	struct booking booking;
	enum err err = form_read(request, &booking_form, &ask);
	if (err || (err = booking_book(scope, request_id(request, "id"), &ask, &booking)))
		return err;
	return send_booking(request, booking.id, booking_location(scope, booking.id));
}

static enum err booking_get(struct request *request)
{
	return send_booking(request, request_id(request, "id"), S(""));
}

static enum err booking_step_one(struct request *request)
{
	static const struct form *const forms[BOOKING_STEP_COUNT] = {
		[BOOKING_START] = &booking_start_form, [BOOKING_PROPOSE] = &booking_propose_form,
		[BOOKING_NO_SHOW] = &booking_cause_form, [BOOKING_FAIL] = &booking_cause_form,
		[BOOKING_HAND_OVER] = &booking_cause_form,
	};
	struct booking_words words = { .reason = S("") };
	int64_t id = request_id(request, "id");
	enum booking_step step = (enum booking_step)request_with(request);
	enum err err = form_read(request, forms[step] ? forms[step] : &booking_reason_form, &words);
	if (!err)
		err = booking_take_step_with(request_scope(request), id, step, &words);
	return err ? err : send_booking(request, id, S(""));
}

static enum err booking_code_one(struct request *request)
{
	struct code_form form = { S("") };
	int64_t id = request_id(request, "id");
	bool matches;
	enum err err = form_read(request, &booking_code_form, &form);
	if (err || (err = booking_finish_with_code(request_scope(request), id, form.code, &matches)))
		return err;
	if (!matches) /* counted, so the unit is kept: the answer says it all the same */
		request_response(request)->status = 422;
	return send_booking(request, id, S(""));
}

/* ── after the visit ── */

static enum err reviews_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct booking booking;
	struct review_list list;
	enum err err = booking_show(scope, request_id(request, "id"), &booking);
	if (err || (err = review_list_of_booking(scope, &booking, &list)))
		return err;
	return api_send_list(request, &review_schema, &(struct api_list){ list.at, list.count, 0 });
}

static enum err review_make_one(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct review_ask ask = { 0 };
	struct review review;
	enum err err = form_read(request, &review_form, &ask);
	if (err || (err = review_write(scope, request_id(request, "id"), &ask, &review)))
		return err;
	return api_send_made(request, &review_schema, &review,
	                     str_format(scope->arena, "/api/v1/bookings/%lld/reviews", (long long)review.booking_id));
}

static enum err reply_make_one(struct request *request)
{
	struct reply_form form = { S("") };
	struct review review;
	enum err err = form_read(request, &reply_form, &form);
	if (!err)
		err = review_reply(request_scope(request), request_id(request, "id"), form.reply, &review);
	return err ? err : api_send(request, &review_schema, &review);
}

static enum err fix_make_one(struct request *request)
{
	struct fix_form form = { S("") };
	enum err err = form_read(request, &fix_form, &form);
	if (!err)
		err = booking_write_fix(request_scope(request), request_id(request, "id"), form.body);
	return err ? err : api_send_nothing(request);
}

static enum err member_reviews_get(struct request *request)
{
	struct review_list list;
	enum err err = review_list_about(request_scope(request), request_id(request, "id"),
	                                 request_query_number(request, "after", 0), &list);
	if (err)
		return err;
	int64_t next = list.count == A_PAGE ? list.at[A_PAGE - 1].published_at : 0;
	return api_send_list(request, &review_schema, &(struct api_list){ list.at, list.count, next });
}
