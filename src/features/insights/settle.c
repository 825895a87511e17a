/*
 * settle.c: two jobs: days of reading whose seven days afterwards are over, and the weeks of questions.
 *
 * Both read outside any unit and write in short ones.
 */
#include "core/backlog.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/insights/saved.h"
#include "features/product/product_news.h"

#include <stdlib.h>

enum { AFTERWARDS = 7, EPOCH_DAYS = 28, KEEP_DAYS = 28, DAILY = 86400, EVERY_SIX_HOURS = 21600, WEEKS = 13,
	ROWS_A_UNIT = 60, UNITS_MAX = 100000, ANSWER_DAYS = 365, MONDAY = 4 /* 1 January 1970 was a Thursday */ };

/* ── days ── */

struct settling { struct insight_day day; int64_t newest; };

static enum err read_newest(struct scope *scope, void *data)
{
	struct settling *settling = data;
	return insight_day_newest(scope, &settling->newest);
}

/* Strangers have another number after an epoch: of its last days only members can be followed to the end. */
static enum err read_day(struct scope *scope, void *data)
{
	struct settling *settling = data;
	int64_t day = settling->day.day;
	bool is_whole = (day - 1) / EPOCH_DAYS == (day + AFTERWARDS) / EPOCH_DAYS;
	return insight_day_count(scope, day, is_whole ? INT64_MAX : 0, &settling->day);
}

static enum err write_day(struct scope *scope, void *data)
{
	struct settling *settling = data;
	return insight_day_save(scope, &settling->day);
}

static int64_t kept_from(const struct scope *scope)
{
	return scope->now / DAYS(1) - KEEP_DAYS;
}

static enum err forget_readings(struct scope *scope, int64_t *gone_out)
{
	return insight_reading_forget(scope, kept_from(scope), gone_out);
}

static enum err forget_answers(struct scope *scope, int64_t *gone_out)
{
	return insight_answer_forget(scope, scope->now - DAYS(ANSWER_DAYS), gone_out);
}

static backlog_piece *const pieces[] = { forget_readings, forget_answers, NULL };

static enum err settle(struct scope *scope, const struct job *job)
{
	struct settling settling = { 0 };
	const int64_t today = scope->now / DAYS(1), oldest = kept_from(scope);
	(void)job;
	enum err err = scope_read(scope, read_newest, &settling);
	int64_t first = settling.newest ? settling.newest + 1 : oldest;
	for (int64_t day = first > oldest ? first : oldest; !err && day < today - AFTERWARDS; day++) {
		settling.day = (struct insight_day){ .day = day };
		err = scope_read(scope, read_day, &settling);
		if (!err)
			err = scope_write(scope, write_day, &settling);
	}
	return err ? err : backlog_clear(scope, pieces, UNITS_MAX);
}

const struct job_kind insights_settle_job = { .name = "insights.settle", .run = settle, .by_hand = true,
	.every_seconds = DAILY };

/* ── weeks ── */

struct fact { int64_t week; int kind; int64_t id; struct wait wait; bool is_solved; };

struct weeks {
	struct list facts, rows; /* struct fact, struct insight_week */
	struct thread_outcome_list page;
	moment since, now;
	int64_t after_id;
	size_t from;
};

static enum err read_page(struct scope *scope, void *data)
{
	struct weeks *weeks = data;
	return community_outcomes(scope, weeks->since, weeks->after_id, &weeks->page);
}

static int64_t monday_of(const struct scope *scope, moment at)
{
	int64_t day = day_at(scope->zone, at);
	return day - (day + 7 - MONDAY) % 7;
}

static void add_facts(struct weeks *weeks, const struct scope *scope, const struct thread_outcome *outcome)
{
	const struct subject fields[] = { { 0, 0 }, subject_of(&board_subject, outcome->board_id),
		subject_of(&product_subject, outcome->product_id) };
	bool ended = outcome->answered_at != 0;
	moment until = ended ? outcome->answered_at : weeks->now;
	const struct wait wait = { until > outcome->created_at ? (until - outcome->created_at) / SECONDS(1) : 0, ended };
	for (size_t i = 0; i < COUNT(fields); i++) {
		if (i && !fields[i].id)
			continue;
		*(struct fact *)list_add(&weeks->facts) = (struct fact){ monday_of(scope, outcome->created_at), fields[i].kind,
			fields[i].id, wait, outcome->solved_at != 0 };
	}
}

static int by_week_and_field(const void *a, const void *b)
{
	const struct fact *x = a, *y = b;
	if (x->week != y->week)
		return x->week < y->week ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static void add_row(struct weeks *weeks, const struct fact *facts, size_t count)
{
	struct wait *waits = arena_take(weeks->facts.arena, count * sizeof(*waits));
	struct insight_week row = { .week = facts[0].week, .kind = facts[0].kind, .id = facts[0].id, .asked = (int64_t)count };
	for (size_t i = 0; i < count; i++) {
		waits[i] = facts[i].wait;
		row.answered += facts[i].wait.ended;
		row.solved += facts[i].is_solved;
	}
	struct survival survival = statistic_survival(waits, count);
	row.median_seconds = survival.median_seconds;
	row.open_a_day = (int64_t)(survival.at_day * 1000 + 0.5);
	*(struct insight_week *)list_add(&weeks->rows) = row;
}

static void add_rows(struct weeks *weeks)
{
	struct fact *facts = (struct fact *)(void *)weeks->facts.at; /* as list_open said */
	size_t from = 0;
	if (weeks->facts.count)
		qsort(facts, weeks->facts.count, sizeof(*facts), by_week_and_field);
	for (size_t i = 1; i <= weeks->facts.count; i++) {
		if (i < weeks->facts.count && !by_week_and_field(&facts[i], &facts[from]))
			continue;
		add_row(weeks, &facts[from], i - from);
		from = i;
	}
}

static enum err write_rows(struct scope *scope, void *data)
{
	struct weeks *weeks = data;
	enum err err = OK;
	for (size_t i = weeks->from; !err && i < weeks->rows.count && i < weeks->from + ROWS_A_UNIT; i++)
		err = insight_week_save(scope, list_at(&weeks->rows, i));
	return err;
}

static enum err count_weeks(struct scope *scope, const struct job *job)
{
	struct weeks weeks = { .now = scope->now };
	(void)job;
	list_open(&weeks.facts, scope->arena, sizeof(struct fact));
	list_open(&weeks.rows, scope->arena, sizeof(struct insight_week));
	weeks.since = moment_at(scope->zone, day_wall((int32_t)monday_of(scope, scope->now - DAYS(7 * WEEKS))));
	do {
		enum err err = scope_read(scope, read_page, &weeks);
		if (err)
			return err;
		for (size_t i = 0; i < weeks.page.count; i++)
			add_facts(&weeks, scope, &weeks.page.at[i]);
		if (weeks.page.count)
			weeks.after_id = weeks.page.at[weeks.page.count - 1].id;
	} while (weeks.page.count == OUTCOMES_A_PAGE);
	add_rows(&weeks);
	enum err err = OK;
	for (weeks.from = 0; !err && weeks.from < weeks.rows.count; weeks.from += ROWS_A_UNIT)
		err = scope_write(scope, write_rows, &weeks);
	return err;
}

const struct job_kind insights_week_job = { .name = "insights.weeks", .run = count_weeks, .by_hand = true,
	.every_seconds = EVERY_SIX_HOURS };
