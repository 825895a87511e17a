/* review_web.c: reviewing a visit, writing its fix, and what is said about a member. */
#include "features/marketplace/review_web.h"

#include "features/marketplace/booking_web.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/pages.gen.h"

static handler review_submit, fix_submit, reply_submit;

static const struct field review_fields[] = {
	FIELD(FIELD_NUMBER, struct review_ask, stars, 1, 5),
	FIELD(FIELD_PROSE,  struct review_ask, text,  REVIEW_TEXT_MIN, REVIEW_TEXT_MAX),
	FIELD_OF(FIELD_CHOICE, struct review_ask, told, -1, review_tolds),
};
const struct form review_form = { "review", review_fields, COUNT(review_fields) };
static const struct field reply_fields[] = {
	FIELD(FIELD_PROSE, struct reply_form, reply, REVIEW_TEXT_MIN, REVIEW_REPLY_MAX),
};
const struct form reply_form = { "reply", reply_fields, COUNT(reply_fields) };
static const struct field fix_fields[] = { FIELD(FIELD_PROSE, struct fix_form, body, 10, BOOKING_FIX_MAX) };
const struct form fix_form = { "fix", fix_fields, COUNT(fix_fields) };

const struct route review_routes[] = {
	{ POST, "/bookings/:id/reviews", MEMBERS, WRITES, review_submit, .form = &review_form, .rate = RATE_POST,
	  .about = "Say how the visit was" },
	{ POST, "/bookings/:id/fix",     MEMBERS, WRITES, fix_submit,    .form = &fix_form,    .rate = RATE_POST,
	  .about = "Write the fix into the thread" },
	{ POST, "/reviews/:id/reply",    MEMBERS, WRITES, reply_submit,  .form = &reply_form,  .rate = RATE_POST,
	  .about = "Reply to a review, once, for all to read" },
	ROUTES_END
};

static enum err review_submit(struct request *request)
{
	struct review_ask ask = { 0 };
	struct review review;
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &review_form, &ask);
	if (!err)
		err = review_write(request_scope(request), id, &ask, &review);
	if (err == ERR_INVALID)
		return booking_send(request, &(struct fix_form){ S("") });
	if (err)
		return err;
	return redirect_with(request, review.published_at ? "review.both" : "review.kept", "/bookings/%lld", (long long)id);
}

/* A reply that is refused is shown again where it was typed: at the booking. */
static enum err reply_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct reply_form form = { S("") };
	struct review review;
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &reply_form, &form);
	if (!err)
		err = review_reply(scope, id, form.reply, &review);
	if (err == ERR_INVALID) {
		const struct refusal why = scope->refusal;
		scope_forgive(scope);
		if ((err = review_load(scope, id, &review)) || review.about_id != scope->member_id)
			return err ? err : refuse(scope, ERR_NOT_FOUND, "review.not_found");
		scope->refusal = why;
		return booking_send_of(request, review.booking_id, &(struct fix_form){ S("") });
	}
	if (err)
		return err;
	return redirect_with(request, "review.replied", "/bookings/%lld", (long long)review.booking_id);
}

static enum err fix_submit(struct request *request)
{
	struct fix_form form = { S("") };
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &fix_form, &form);
	if (!err)
		err = booking_write_fix(request_scope(request), id, form.body);
	if (err == ERR_INVALID)
		return booking_send(request, &form);
	if (err)
		return err;
	return redirect_with(request, "booking.did_fix", "/bookings/%lld", (long long)id);
}

enum err review_panel_member(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct review_list list;
	struct member_card_list cards;
	struct text text;
	assert(count == 1);
	enum err err = review_list_about(scope, subjects[0].id, 0, &list);
	if (err || !list.count)
		return err;
	int64_t *ids = arena_take(scope->arena, list.count * sizeof(*ids));
	struct review_row *rows = arena_take(scope->arena, list.count * sizeof(*rows));
	for (size_t i = 0; i < list.count; i++)
		ids[i] = list.at[i].author_id;
	if ((err = member_cards(scope, (struct ids){ ids, list.count }, &cards)))
		return err;
	struct subject *reviews = arena_take(scope->arena, list.count * sizeof(*reviews));
	struct html *cares = arena_take(scope->arena, list.count * sizeof(*cares));
	for (size_t i = 0; i < list.count; i++)
		reviews[i] = subject_of(&review_subject, list.at[i].id);
	if ((err = panel_fill(page, PANEL_FLAG, reviews, list.count, cares)))
		return err;
	for (size_t i = 0; i < list.count; i++)
		rows[i] = (struct review_row){ &list.at[i], member_card_in(&cards, ids[i])->name, false,
			ids[i] == scope->member_id ? (struct html){ S("") } : cares[i] };
	struct view view = view_begin(page->view, &text);
	review_section_html(&view, (struct review_row_list){ rows, list.count });
	htmls_out[0] = view_end(&view);
	return OK;
}
