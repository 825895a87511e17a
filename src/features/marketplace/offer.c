/*
 * offer.c: offers and what accepting one sets going.
 *
 * Two who accept at the same time meet at the row of the offer, of the task, and at the
 * helper's calendar: whoever comes second is refused and the whole unit is undone.
 */
#include "features/marketplace/offer.h"

#include "base/utf8.h"
#include "features/marketplace/contact.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/room.h"
#include "features/marketplace/service_store.h"

#define OFFER_LIFE HOURS(72)
#define OFFER_BEFORE HOURS(2)
#define OFFER_FAR DAYS(60)
enum { TEXT_MIN = 10, PRICE_MAX = 100000000, MINUTES_LEAST = 15, MINUTES_MOST = 480 };

enum party { NOBODY = 0, AUTHOR = 1, HELPER = 2, HOUSE = 4 };

static const struct move {
	enum offer_state from;
	enum offer_step step;
	enum party by;
	enum offer_state to;
} moves[] = {
	{ OFFER_PENDING, OFFER_DECLINE,  AUTHOR, OFFER_DECLINED },
	{ OFFER_PENDING, OFFER_WITHDRAW, HELPER, OFFER_WITHDRAWN },
	{ OFFER_PENDING, OFFER_RUN_OUT,  HOUSE,  OFFER_EXPIRED },
};

static enum party party_of(const struct scope *scope, const struct offer *offer, const struct task *task)
{
	if (!scope->member_id)
		return NOBODY;
	if (scope->member_id == task->author_id)
		return AUTHOR;
	return scope->member_id == offer->helper_id ? HELPER : NOBODY;
}

static const struct move *find_move(const struct offer *offer, enum offer_step step, enum party party)
{
	for (size_t i = 0; i < COUNT(moves); i++) {
		if ((int)moves[i].from == offer->state && moves[i].step == step && (moves[i].by & party))
			return &moves[i];
	}
	return NULL;
}

bool offer_may(const struct scope *scope, const struct offer *offer, const struct task *task, enum offer_step step)
{
	return find_move(offer, step, party_of(scope, offer, task)) != NULL;
}

bool offer_may_accept(const struct scope *scope, const struct offer *offer, const struct task *task)
{
	return party_of(scope, offer, task) == AUTHOR && offer->state == OFFER_PENDING && task->state == TASK_OPEN
	       && scope->now < offer->expires_at;
}

/* ── making ── */

static enum err check_ask(struct scope *scope, const struct offer_ask *ask)
{
	size_t length = utf8_length(ask->text);
	if (ask->price_minor < 0 || ask->price_minor > PRICE_MAX)
		return refuse_field(scope, "price_minor", "offer.price_wrong");
	if (ask->minutes < MINUTES_LEAST || ask->minutes > MINUTES_MOST)
		return refuse_field(scope, "minutes", "service.minutes_wrong");
	if (ask->starts_at <= scope->now + OFFER_BEFORE)
		return refuse_field(scope, "starts_at", "offer.too_soon");
	if (ask->starts_at > scope->now + OFFER_FAR)
		return refuse_field(scope, "starts_at", "offer.too_far");
	if (length < TEXT_MIN || length > OFFER_TEXT_MAX)
		return refuse_field(scope, "text", "offer.text_wrong");
	return OK;
}

static enum err check_room(struct scope *scope, const struct task *task)
{
	int64_t mine;
	struct offer_list all;
	size_t pending = 0;
	enum err err = offer_count_pending(scope, task->id, scope->member_id, &mine);
	if (err)
		return err;
	if (mine)
		return refuse(scope, ERR_CONFLICT, "offer.already");
	if ((err = offer_load_of_task(scope, task->id, &all)))
		return err;
	for (size_t i = 0; i < all.count; i++)
		pending += all.at[i].state == OFFER_PENDING;
	return pending < OFFERS_PENDING_MAX ? OK : refuse(scope, ERR_CONFLICT, "offer.enough");
}

static enum err tell(struct scope *scope, const struct news_kind *kind, const struct offer *offer, int64_t to)
{
	const struct news news = { .kind = kind, .subject = subject_of(&offer_subject, offer->id),
		.other = subject_of(&task_subject, offer->task_id), .to_member_id = to };
	subject_changed(scope, subject_of(&offer_subject, offer->id));
	subject_changed(scope, subject_of(&task_subject, offer->task_id));
	return news_tell(scope, &news);
}

static enum err settle_new(struct scope *scope, const struct offer *offer, const struct task *task)
{
	struct subject subject = subject_of(&offer_subject, offer->id), from = subject_of(&task_subject, task->id);
	const struct matter to = { .step = MATTER_OFFERED, .holder = HELD_BY_OWNER, .due_at = offer->expires_at };
	enum err err = task_count_offer(scope, task->id, 1);
	if (!err)
		err = job_plan(scope, &offer_expire_job, subject, offer->expires_at);
	if (!err)
		err = trail_move(scope, from, &to);
	return err ? err : tell(scope, &offer_received, offer, task->author_id);
}

enum err offer_make(struct scope *scope, int64_t task_id, const struct offer_ask *ask, struct offer *offer_out)
{
	struct task task;
	enum err err = task_show(scope, task_id, &task);
	if (err || (err = helper_must_be_active(scope, scope->member_id)))
		return err;
	if (task.author_id == scope->member_id)
		return refuse(scope, ERR_INVALID, "offer.own_task");
	if (task.state != TASK_OPEN)
		return refuse(scope, ERR_CONFLICT, "task.step_not_open");
	if ((err = check_ask(scope, ask)) || (err = check_room(scope, &task)))
		return err;
	if ((err = room_keep(scope, ask->link, task.way == WAY_VIDEO)))
		return err;
	moment usual = scope->now + OFFER_LIFE, latest = ask->starts_at - OFFER_BEFORE;
	struct offer offer = {
		.id = id_new(scope->now), .task_id = task.id, .helper_id = scope->member_id,
		.price_minor = ask->price_minor, .currency = task.currency, .starts_at = ask->starts_at,
		.minutes = ask->minutes, .text = ask->text, .state = OFFER_PENDING, .made_at = scope->now,
		.changed_at = scope->now, .expires_at = usual < latest ? usual : latest,
	};
	if ((err = gate_ask(scope, &gate_publish, subject_of(&offer_subject, offer.id), offer.text)))
		return err;
	if ((err = offer_insert(scope, &offer)))
		return err;
	*offer_out = offer;
	return settle_new(scope, &offer, &task);
}

/* ── reading ── */

/* Until it is accepted, an offer is no way to pass a phone number on (contact.h). */
static void hide_contact(struct scope *scope, struct offer *offer)
{
	if (offer->state != OFFER_ACCEPTED && offer->helper_id != scope->member_id)
		offer->text = contact_hide(scope->arena, offer->text, NULL);
}

enum err offer_show(struct scope *scope, int64_t offer_id, struct offer *offer_out, struct task *task_out)
{
	struct offer offer;
	struct task task;
	enum err err = offer_load(scope, offer_id, &offer);
	if (err || (err = task_load(scope, offer.task_id, &task)))
		return err;
	if (party_of(scope, &offer, &task) == NOBODY)
		return refuse(scope, ERR_NOT_FOUND, "offer.not_found");
	hide_contact(scope, &offer);
	*offer_out = offer;
	*task_out = task;
	return OK;
}

enum err offer_list(struct scope *scope, const struct task *task, struct offer_list *list_out)
{
	struct offer_list list;
	enum err err = offer_load_of_task(scope, task->id, &list);
	if (err)
		return err;
	size_t kept = 0;
	for (size_t i = 0; i < list.count; i++) {
		if (party_of(scope, &list.at[i], task) == NOBODY)
			continue;
		hide_contact(scope, &list.at[i]);
		list.at[kept++] = list.at[i];
	}
	*list_out = (struct offer_list){ list.at, kept };
	return OK;
}

/* ── accepting ── */

static struct booking booking_from(const struct offer *offer, const struct task *task, const struct helper *helper)
{
	return (struct booking){
		.task_id = task->id, .offer_id = offer->id, .thread_id = task->thread_id, .product_id = task->product_id,
		.asker_id = task->author_id, .helper_id = offer->helper_id, .starts_at = offer->starts_at,
		.ends_at = offer->starts_at + MINUTES(offer->minutes), .title = task->title, .category = task->category, .way = task->way,
		.price_kind = offer->price_minor ? PRICE_FIXED : PRICE_FREE, .price_minor = offer->price_minor,
		.currency = offer->currency, .minutes = offer->minutes, .business = helper->business,
		.country = task->country, .code = task->code, .town = task->town,
	};
}

static enum err load_active_helper(struct scope *scope, int64_t helper_id, struct helper *helper_out)
{
	struct helper_list list;
	enum err err = helper_load_some(scope, (struct ids){ &helper_id, 1 }, &list);
	if (err)
		return err;
	if (!list.count || !list.at[0].active)
		return refuse(scope, ERR_CONFLICT, "offer.helper_gone");
	*helper_out = list.at[0];
	return OK;
}

enum err offer_accept(struct scope *scope, int64_t offer_id, const struct booking_ask *ask,
                      struct booking *booking_out)
{
	struct offer offer;
	struct task task;
	struct helper helper = { 0 };
	enum err err = offer_show(scope, offer_id, &offer, &task);
	if (err)
		return err;
	if (!offer_may_accept(scope, &offer, &task))
		return refuse(scope, ERR_CONFLICT, "offer.step_not_open");
	if ((err = booking_check_ask(scope, ask, task.way)))
		return err;
	if ((err = load_active_helper(scope, offer.helper_id, &helper)))
		return err;
	if ((err = offer_change_state(scope, &offer, OFFER_ACCEPTED)) || (err = task_count_offer(scope, task.id, -1)))
		return err;
	if ((err = offer_close_others(scope, task.id, OFFER_SUPERSEDED)))
		return err;
	if ((err = job_plan(scope, &offer_lost_job, subject_of(&task_subject, task.id), scope->now)))
		return err;
	if ((err = job_cancel(scope, &offer_expire_job, subject_of(&offer_subject, offer.id))))
		return err;
	struct booking booking = booking_from(&offer, &task, &helper);
	if ((err = booking_agree(scope, &booking, ask)))
		return err;
	subject_changed(scope, subject_of(&offer_subject, offer.id));
	*booking_out = booking;
	return OK;
}

/* ── other steps ── */

static enum err make_move(struct scope *scope, struct offer *offer, const struct move *move)
{
	struct subject subject = subject_of(&offer_subject, offer->id);
	enum err err = offer_change_state(scope, offer, move->to);
	if (err || (err = task_count_offer(scope, offer->task_id, -1)))
		return err;
	if ((err = job_cancel(scope, &offer_expire_job, subject)))
		return err;
	subject_changed(scope, subject);
	subject_changed(scope, subject_of(&task_subject, offer->task_id));
	return move->to == OFFER_DECLINED ? tell(scope, &offer_declined, offer, offer->helper_id) : OK;
}

enum err offer_take_step(struct scope *scope, int64_t offer_id, enum offer_step step)
{
	struct offer offer;
	struct task task;
	assert(step < OFFER_STEP_COUNT);
	enum err err = offer_show(scope, offer_id, &offer, &task);
	if (err)
		return err;
	const struct move *move = find_move(&offer, step, party_of(scope, &offer, &task));
	return move ? make_move(scope, &offer, move) : refuse(scope, ERR_CONFLICT, "offer.step_not_open");
}

static enum err run_expire(struct scope *scope, const struct job *job)
{
	struct offer offer;
	enum err err = offer_load(scope, job->subject.id, &offer);
	if (err)
		return err;
	const struct move *move = find_move(&offer, OFFER_RUN_OUT, HOUSE);
	return move && offer.expires_at <= scope->now ? make_move(scope, &offer, move) : OK;
}

const struct job_kind offer_expire_job = { .name = "marketplace.offer_expire", .run = run_expire };

/* Whoever was not chosen hears it, a few in a unit; the text is the last one told. */
static enum err run_lost(struct scope *scope, const struct job *job)
{
	enum { A_PIECE = 10 };
	struct offer_list list;
	int64_t after_id = 0;
	if (!str_empty(job->text))
		must(str_number(job->text, &after_id));
	enum err err = offer_load_superseded(scope, job->subject.id, after_id, &list);
	for (size_t i = 0; !err && i < list.count; i++)
		err = tell(scope, &offer_superseded, &list.at[i], list.at[i].helper_id);
	if (err || list.count < A_PIECE)
		return err;
	const struct job next = { .subject = job->subject, .due_at = scope->now,
		.text = str_format(scope->arena, "%lld", (long long)list.at[list.count - 1].id) };
	return job_plan_text(scope, &offer_lost_job, &next);
}

const struct job_kind offer_lost_job = { .name = "marketplace.offer_lost", .run = run_lost };
