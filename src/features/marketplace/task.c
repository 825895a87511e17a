/*
 * task.c: making a task, its states, and its place on the trail.
 *
 * Every step is a row of `moves`.  An open task lies under the cells of its place; every
 * other state takes it out of them in the same unit.
 */
#include "features/marketplace/task.h"

#include "base/utf8.h"
#include "features/marketplace/contact.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/offer_store.h"
#include "features/marketplace/service_store.h"
#include "features/product/product.h"

#define TASK_LIFE DAYS(14)
#define TASK_REMIND DAYS(4)  /* before it ends */
enum { TITLE_MIN = 5, TEXT_MIN = 10, BUDGET_MAX = 100000000, DAY_FAR = 60 };

enum party { NOBODY = 0, OWNER = 1, HOUSE = 2 };

static const struct move {
	enum task_state from;
	enum task_step step;
	enum party by;
	enum task_state to;
} moves[] = {
	{ TASK_DRAFT,    TASK_PUBLISH,  OWNER, TASK_OPEN },
	{ TASK_OPEN,     TASK_EXTEND,   OWNER, TASK_OPEN },
	{ TASK_EXPIRED,  TASK_EXTEND,   OWNER, TASK_OPEN },
	{ TASK_DRAFT,    TASK_WITHDRAW, OWNER, TASK_WITHDRAWN },
	{ TASK_OPEN,     TASK_WITHDRAW, OWNER, TASK_WITHDRAWN },
	{ TASK_EXPIRED,  TASK_WITHDRAW, OWNER, TASK_WITHDRAWN },
	{ TASK_OPEN,     TASK_RESERVE,  HOUSE, TASK_RESERVED },
	{ TASK_RESERVED, TASK_REOPEN,   HOUSE, TASK_OPEN },
	{ TASK_RESERVED, TASK_FULFIL,   HOUSE, TASK_FULFILLED },
	{ TASK_OPEN,     TASK_RUN_OUT,  HOUSE, TASK_EXPIRED },
};

static const struct move *find_move(const struct task *task, enum task_step step, enum party party)
{
	for (size_t i = 0; i < COUNT(moves); i++) {
		if ((int)moves[i].from == task->state && moves[i].step == step && (moves[i].by & party))
			return &moves[i];
	}
	return NULL;
}

static enum party party_of(const struct scope *scope, const struct task *task)
{
	return scope->member_id && scope->member_id == task->author_id ? OWNER : NOBODY;
}

bool task_may(const struct scope *scope, const struct task *task, enum task_step step)
{
	return find_move(task, step, party_of(scope, task)) != NULL;
}

/* ── what follows a state ── */

static moment life_end(const struct scope *scope, const struct task *task)
{
	moment end = scope->now + TASK_LIFE;
	if (!task->day)
		return end;
	moment day_end = moment_at(scope->zone, day_wall(task->day + 1));
	return day_end < end ? day_end : end;
}

static enum err plan_timers(struct scope *scope, const struct task *task)
{
	struct subject subject = subject_of(&task_subject, task->id);
	moment remind_at = task->expires_at - TASK_REMIND;
	enum err err = job_plan(scope, &task_expire_job, subject, task->expires_at);
	if (err || remind_at <= scope->now + DAYS(1)) /* short-lived ones need no reminder */
		return err;
	return job_plan(scope, &task_remind_job, subject, remind_at);
}

static enum err cancel_timers(struct scope *scope, const struct task *task)
{
	struct subject subject = subject_of(&task_subject, task->id);
	enum err err = job_cancel(scope, &task_expire_job, subject);
	return err ? err : job_cancel(scope, &task_remind_job, subject);
}

/* A question's matter goes on only when it is one's own; else the task begins one. */
static enum err grow_trail(struct scope *scope, const struct task *task)
{
	struct matter matter;
	int64_t matter_id;
	struct subject subject = subject_of(&task_subject, task->id);
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	if (task->thread_id && threads) {
		struct subject thread = subject_of(threads, task->thread_id);
		enum err err = trail_matter(scope, thread, &matter);
		if (!err && matter.owner_id == task->author_id)
			return trail_grow(scope, thread, subject, task->way == WAY_HOME ? "trail.help_wanted" : "trail.help_wanted_afar");
		if (err && err != ERR_NOT_FOUND)
			return err;
	}
	return trail_begin(scope, subject, task->author_id, &matter_id);
}

static enum err move_matter(struct scope *scope, const struct task *task)
{
	struct matter to = { .step = MATTER_HELP_WANTED, .holder = HELD_BY_COMMUNITY, .due_at = task->expires_at };
	if (task->state == TASK_WITHDRAWN)
		to = (struct matter){ .step = MATTER_CLOSED, .holder = HELD_BY_NOBODY };
	else if (task->state == TASK_EXPIRED)
		to = (struct matter){ .step = MATTER_HELP_WANTED, .holder = HELD_BY_OWNER };
	return trail_move(scope, subject_of(&task_subject, task->id), &to);
}

static void show_change(struct scope *scope, const struct task *task)
{
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	subject_changed(scope, subject_of(&task_subject, task->id));
	subject_changed(scope, subject_of(&task_subject, 0)); /* every list of tasks */
	if (task->thread_id && threads)
		subject_changed(scope, subject_of(threads, task->thread_id));
}

/* All that an open task has, or a closed one no longer has. */
static enum err settle(struct scope *scope, const struct task *task)
{
	bool is_open = task->state == TASK_OPEN;
	enum err err = is_open ? task_spots_put(scope, task) : task_spots_remove(scope, task->id);
	if (!err)
		err = is_open ? plan_timers(scope, task) : cancel_timers(scope, task);
	if (err)
		return err;
	show_change(scope, task);
	return news_announce(scope, &task_changed, subject_of(&task_subject, task->id));
}

/* ── making ── */

static enum err check_times(struct scope *scope, const struct task_ask *ask)
{
	int32_t today = day_at(scope->zone, scope->now);
	if (ask->day && ask->day < today)
		return refuse_field(scope, "day", "task.day_past");
	if (ask->day > today + DAY_FAR)
		return refuse_field(scope, "day", "task.day_far");
	if (ask->from_minute >= 0 && ask->to_minute >= 0 && ask->to_minute <= ask->from_minute)
		return refuse_field(scope, "to_minute", "task.time_turned");
	return OK;
}

static enum err check_ask(struct scope *scope, const struct task_ask *ask)
{
	size_t title = utf8_length(ask->title), text = utf8_length(ask->text);
	if (title < TITLE_MIN || title > TASK_TITLE_MAX)
		return refuse_field(scope, "title", "task.title_wrong");
	if (text < TEXT_MIN || text > TASK_TEXT_MAX)
		return refuse_field(scope, "text", "task.text_wrong");
	if (ask->category < 0 || ask->category >= CATEGORY_COUNT)
		return refuse_field(scope, "category", "field.no_choice");
	if (ask->way >= WAY_COUNT)
		return refuse_field(scope, "way", "field.no_choice");
	if (ask->budget_minor < 0 || ask->budget_minor > BUDGET_MAX)
		return refuse_field(scope, "budget_minor", "field.too_big");
	enum err err = check_times(scope, ask);
	return err ? err : product_check(scope, ask->product_id);
}

/* From afar nobody asks where. */
static enum err find_place(struct scope *scope, const struct task_ask *ask, struct place *place_out)
{
	*place_out = (struct place){ .country = S(""), .code = S(""), .town = S(""), .name = S(""), .region = S("") };
	if (ask->way > WAY_HOME)
		return OK;
	if (str_empty(ask->place))
		return refuse_field(scope, "place", "field.empty");
	return place_for_field(scope, ask->place, place_out);
}

/* Whoever cannot see a thread cannot point at it. */
static enum err check_thread(struct scope *scope, int64_t thread_id)
{
	struct subject_face face = { 0 };
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	if (!thread_id)
		return OK;
	if (!threads)
		return refuse_field(scope, "thread_id", "task.thread_unknown");
	struct subject thread = subject_of(threads, thread_id);
	enum err err = subject_faces(scope, &thread, 1, &face);
	if (err)
		return err;
	return str_empty(face.title) ? refuse_field(scope, "thread_id", "task.thread_unknown") : OK;
}

static enum err check_room(struct scope *scope)
{
	struct task_list list;
	size_t open = 0;
	enum err err = task_load_of(scope, scope->member_id, &list);
	if (err)
		return err;
	for (size_t i = 0; i < list.count; i++)
		open += list.at[i].state == TASK_OPEN || list.at[i].state == TASK_DRAFT;
	return open < TASKS_OPEN_MAX ? OK : refuse(scope, ERR_CONFLICT, "task.too_many");
}

static struct task task_from(struct scope *scope, const struct task_ask *ask, const struct place *place)
{
	struct task task = {
		.id = id_new(scope->now), .author_id = scope->member_id, .thread_id = ask->thread_id,
		.product_id = ask->product_id, .category = ask->category, .state = ask->draft ? TASK_DRAFT : TASK_OPEN,
		.title = ask->title, .text = ask->text, .country = place->country, .code = place->code,
		.town = place->town, .lat = place->lat, .lon = place->lon, .day = ask->day,
		.from_minute = ask->from_minute, .to_minute = ask->to_minute, .budget_minor = ask->budget_minor,
		.way = ask->way < 0 ? WAY_HOME : ask->way, .currency = scope->currency, .audience_id = AUDIENCE_MEMBERS, .made_at = scope->now,
		.changed_at = scope->now,
	};
	task.expires_at = life_end(scope, &task);
	if (task.way == WAY_HOME)
		task_blur(&task);
	return task;
}

static enum err ask_gate(struct scope *scope, const struct task *task)
{
	const str parts[] = { task->title, task->text };
	str text = str_join(scope->arena, parts, COUNT(parts), S("\n\n"));
	return gate_ask(scope, &gate_publish, subject_of(&task_subject, task->id), text);
}

enum err task_make(struct scope *scope, const struct task_ask *ask, struct task *task_out)
{
	struct place place;
	enum err err = check_ask(scope, ask);
	if (err || (err = check_thread(scope, ask->thread_id)) || (err = find_place(scope, ask, &place)))
		return err;
	if ((err = check_room(scope)))
		return err;
	struct task task = task_from(scope, ask, &place);
	if ((err = ask_gate(scope, &task)) || (err = task_insert(scope, &task)) || (err = grow_trail(scope, &task)))
		return err;
	*task_out = task;
	if (task.state == TASK_DRAFT)
		return OK;
	err = move_matter(scope, &task);
	return err ? err : settle(scope, &task);
}

/* ── reading ── */

static bool is_public(const struct task *task)
{
	return task->state != TASK_DRAFT && task->state != TASK_WITHDRAWN;
}

enum err task_show(struct scope *scope, int64_t task_id, struct task *task_out)
{
	struct task_list list;
	enum err err = task_load_some(scope, (struct ids){ &task_id, 1 }, &list);
	if (err)
		return err;
	if (!list.count || (!is_public(&list.at[0]) && party_of(scope, &list.at[0]) != OWNER))
		return refuse(scope, ERR_NOT_FOUND, "task.not_found");
	*task_out = list.at[0];
	task_hide_contact(scope, task_out);
	return OK;
}

void task_hide_contact(struct scope *scope, struct task *task)
{
	if (party_of(scope, task) == OWNER)
		return;
	task->title = contact_hide(scope->arena, task->title, NULL);
	task->text = contact_hide(scope->arena, task->text, NULL);
}

enum err task_own(struct scope *scope, int64_t task_id, struct task *task_out)
{
	struct task task;
	enum err err = task_load(scope, task_id, &task);
	if (err)
		return err;
	if (party_of(scope, &task) != OWNER)
		return refuse(scope, ERR_NOT_FOUND, "task.not_found");
	*task_out = task;
	return OK;
}

/* ── steps ── */

static enum err make_move(struct scope *scope, struct task *task, const struct move *move)
{
	enum err err = task_change_state(scope, task, move->to);
	if (err)
		return err;
	task->state = (int)move->to;
	if (move->to == TASK_OPEN) {
		task->expires_at = life_end(scope, task);
		if (task->expires_at <= scope->now) /* it comes back on the evening of its day */
			task->expires_at = scope->now + DAYS(1);
		if ((err = task_set_expiry(scope, task->id, task->expires_at)))
			return err;
	}
	/* What nobody wants any more cannot be offered either. */
	if (move->to == TASK_WITHDRAWN && (err = offer_close_others(scope, task->id, OFFER_EXPIRED)))
		return err;
	/* While a booking holds the matter, the booking moves it. */
	bool booking_moves = move->to == TASK_RESERVED || move->to == TASK_FULFILLED || move->step == TASK_REOPEN;
	if (!booking_moves && (err = move_matter(scope, task)))
		return err;
	return settle(scope, task);
}

enum err task_take_step(struct scope *scope, int64_t task_id, enum task_step step)
{
	struct task task;
	assert(step < TASK_STEP_COUNT);
	enum err err = task_show(scope, task_id, &task);
	if (err)
		return err;
	const struct move *move = find_move(&task, step, party_of(scope, &task));
	if (!move)
		return refuse(scope, ERR_CONFLICT, "task.step_not_open");
	if (move->to == TASK_OPEN && task.day && task.day < day_at(scope->zone, scope->now))
		return refuse(scope, ERR_CONFLICT, "task.day_past");
	if (task.state == TASK_EXPIRED && move->to == TASK_OPEN && (err = check_room(scope)))
		return err;
	if (move->to == TASK_OPEN && (err = ask_gate(scope, &task)))
		return err;
	return make_move(scope, &task, move);
}

enum err task_follow(struct scope *scope, int64_t task_id, enum task_step step)
{
	struct task task;
	enum err err = task_load(scope, task_id, &task);
	if (err)
		return err;
	const struct move *move = find_move(&task, step, HOUSE);
	return move ? make_move(scope, &task, move) : OK;
}

static enum err run_expire(struct scope *scope, const struct job *job)
{
	struct task task;
	enum err err = task_load(scope, job->subject.id, &task);
	if (err)
		return err;
	if (task.state != TASK_OPEN || task.expires_at > scope->now)
		return OK;
	const struct news news = { .kind = &task_expired, .subject = job->subject, .to_member_id = task.author_id };
	err = task_follow(scope, task.id, TASK_RUN_OUT);
	return err ? err : news_tell(scope, &news);
}

static enum err run_remind(struct scope *scope, const struct job *job)
{
	struct task task;
	enum err err = task_load(scope, job->subject.id, &task);
	if (err || task.state != TASK_OPEN)
		return err;
	const struct news news = { .kind = &task_expiring, .subject = job->subject, .to_member_id = task.author_id };
	return news_tell(scope, &news);
}

const struct job_kind task_expire_job = { .name = "marketplace.task_expire", .run = run_expire };
const struct job_kind task_remind_job = { .name = "marketplace.task_remind", .run = run_remind };
