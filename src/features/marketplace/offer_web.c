/* offer_web.c: offering to help with a task, and accepting an offer. */
#include "base/weblink.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/pages.gen.h"
#include "features/marketplace/room.h"
#include "features/marketplace/task_web.h"

static handler offers_show, offer_submit, offer_new, accept_form, accept_submit, offer_step;

static const struct field offer_fields[] = {
	FIELD(FIELD_MONEY,  struct offer_ask, price_minor, 0, 100000000),
	FIELD(FIELD_MOMENT, struct offer_ask, starts_at,   1, 0),
	FIELD(FIELD_NUMBER, struct offer_ask, minutes,     15, 480),
	FIELD(FIELD_PROSE,  struct offer_ask, text,        10, OFFER_TEXT_MAX),
	FIELD(FIELD_TEXT,   struct offer_ask, link,        0, WEBLINK_MAX),
};
const struct form offer_form = { "offer", offer_fields, COUNT(offer_fields) };

static const struct field visit_fields[] = {
	FIELD(FIELD_PROSE, struct booking_ask, address, 0, 300),
	FIELD(FIELD_TEXT,  struct booking_ask, phone,   0, 30),
	FIELD(FIELD_PROSE, struct booking_ask, note,    0, 1000),
};
const struct form visit_form = { "visit", visit_fields, COUNT(visit_fields) };

const struct route offer_routes[] = {
	{ GET,  "/offers",                MEMBERS, READS,  offers_show,   .about = "One's own offers" },
	{ GET,  "/tasks/:id/offers",      MEMBERS, READS,  offer_new,     .about = "Offer to help" },
	{ POST, "/tasks/:id/offers",      MEMBERS, WRITES, offer_submit,  .form = &offer_form, .rate = RATE_POST,
	  .about = "Offer to help" },
	{ GET,  "/offers/:id/acceptance", MEMBERS, READS,  accept_form,   .about = "Where the helper should come" },
	{ POST, "/offers/:id/acceptance", MEMBERS, WRITES, accept_submit, .form = &visit_form, .about = "Accept an offer" },
	{ POST, "/offers/:id/refusal",    MEMBERS, WRITES, offer_step, OFFER_DECLINE,  .about = "Decline an offer" },
	{ POST, "/offers/:id/withdrawal", MEMBERS, WRITES, offer_step, OFFER_WITHDRAW, .about = "Withdraw one's offer" },
	ROUTES_END
};

static const struct { enum text_id text; enum chip_kind chip; } states[OFFER_STATE_COUNT] = {
	[OFFER_PENDING]    = { TEXT_offer_state_pending,    CHIP_WARN },
	[OFFER_ACCEPTED]   = { TEXT_offer_state_accepted,   CHIP_GOOD },
	[OFFER_DECLINED]   = { TEXT_offer_state_declined,   CHIP_PLAIN },
	[OFFER_WITHDRAWN]  = { TEXT_offer_state_withdrawn,  CHIP_PLAIN },
	[OFFER_EXPIRED]    = { TEXT_offer_state_expired,    CHIP_PLAIN },
	[OFFER_SUPERSEDED] = { TEXT_offer_state_superseded, CHIP_PLAIN },
};

enum text_id offer_state_text(int state)
{
	return states[state].text;
}

enum chip_kind offer_state_chip(int state)
{
	return states[state].chip;
}

static enum err offers_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct offer_list list;
	struct offers_page model = { 0 };
	enum err err = offer_load_of_helper(scope, scope->member_id, &list);
	if (err)
		return err;
	struct offer_row *rows = arena_take(scope->arena, list.count * sizeof(*rows));
	struct subject *subjects = arena_take(scope->arena, list.count * sizeof(*subjects));
	model.tasks = arena_take(scope->arena, list.count * sizeof(*model.tasks));
	for (size_t i = 0; i < list.count; i++) {
		rows[i] = (struct offer_row){ .offer = &list.at[i], .may_withdraw = list.at[i].state == OFFER_PENDING };
		subjects[i] = subject_of(&task_subject, list.at[i].task_id);
	}
	if ((err = subject_faces(scope, subjects, list.count, model.tasks)))
		return err;
	model.offers = (struct offer_row_list){ rows, list.count };
	struct page *page = page_open(request, TEXT_offer_mine);
	page->section = SECTION_ME;
	offers_page_html(page->view, &model);
	return page_send(page);
}

static enum err send_form(struct request *request, const struct offer_ask *ask)
{
	struct scope *scope = request_scope(request);
	struct task task;
	enum err err = task_show(scope, request_id(request, "id"), &task);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_offer_new);
	page->section = SECTION_HELP;
	page->narrow = true;
	offer_new_page_html(page->view, &task, ask);
	return page_send(page);
}

static enum err offer_new(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct offer_ask ask = { .minutes = 60, .text = S("") };
	enum err err = room_load(scope, scope->member_id, &ask.link);
	return err ? err : send_form(request, &ask);
}

static enum err offer_submit(struct request *request)
{
	struct offer_ask ask = { 0 };
	struct offer offer;
	enum err err = form_read(request, &offer_form, &ask);
	if (!err)
		err = offer_make(request_scope(request), request_id(request, "id"), &ask, &offer);
	if (err == ERR_INVALID)
		return send_form(request, &ask);
	if (err)
		return err;
	return redirect_with(request, "offer.made", "/tasks/%lld", (long long)offer.task_id);
}

/* ── accepting ── */

static enum err send_accept(struct request *request, const struct booking_ask *ask)
{
	struct scope *scope = request_scope(request);
	struct offer offer;
	struct task task;
	struct member_card helper;
	enum err err = offer_show(scope, request_id(request, "id"), &offer, &task);
	if (err)
		return err;
	if (!offer_may_accept(scope, &offer, &task))
		return refuse(scope, ERR_CONFLICT, "offer.step_not_open");
	if ((err = member_card_of(scope, offer.helper_id, &helper)))
		return err;
	const struct accept_page model = { &offer, &task, ask, helper.name };
	struct page *page = page_open(request, TEXT_offer_accept_title);
	page->section = SECTION_HELP;
	page->narrow = true;
	accept_page_html(page->view, &model);
	return page_send(page);
}

static enum err accept_form(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member_contact contact;
	enum err err = member_contact_of(scope, scope->member_id, &contact);
	if (err)
		return err;
	return send_accept(request, &(struct booking_ask){ .address = S(""), .note = S(""), .phone = contact.phone });
}

static enum err accept_submit(struct request *request)
{
	struct booking_ask ask = { .place = S("") };
	struct booking booking;
	enum err err = form_read(request, &visit_form, &ask);
	if (!err)
		err = offer_accept(request_scope(request), request_id(request, "id"), &ask, &booking);
	if (err == ERR_INVALID)
		return send_accept(request, &ask);
	if (err)
		return err;
	return redirect_with(request, "booking.agreed", "/bookings/%lld", (long long)booking.id);
}

static enum err offer_step(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct offer offer;
	struct task task;
	int step = request_with(request);
	enum err err = offer_show(scope, request_id(request, "id"), &offer, &task);
	if (err || (err = offer_take_step(scope, offer.id, (enum offer_step)step)))
		return err;
	if (step == OFFER_WITHDRAW) /* the task itself may be gone by now */
		return redirect_with(request, "offer.withdrawn", "/offers");
	return redirect_with(request, "offer.declined", "/tasks/%lld", (long long)task.id);
}
