/*
 * field_count.c: counts what happened in each field in the last 180 days.
 *
 * Read in pages outside any unit, added up in memory, written in short units; what was
 * not counted this time is forgotten at the end.  An answer counts when somebody else
 * than the asker wrote it; a question is solved when a solution is marked, by whoever
 * wrote it, at the time it was written.
 */
#include "core/backlog.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/ladder/expert.h"
#include "features/product/product_news.h"

#include <stdlib.h>

enum { FIELD_DAYS = 180, EVERY_SECONDS = 6 * 3600, ROWS_A_UNIT = 60, UNITS_MAX = 10000, THREADS_MAX = 100000 };

/* One fact: this field's question took so long (-1 = never) and was solved by that member (0 = nobody). */
struct fact { int kind; int64_t id, solver_id, answer_seconds, solution_seconds; };

struct count {
	struct list facts;
	struct list figures; /* struct field_figures */
	struct list experts; /* struct field_expert */
	struct thread_outcome_list page;
	int64_t after_id;
	size_t from;         /* of figures or experts: where the next unit begins */
	moment at;
};

static enum err read_page(struct scope *scope, void *data)
{
	struct count *count = data;
	return community_outcomes(scope, count->at - DAYS(FIELD_DAYS), count->after_id, &count->page);
}

static int64_t seconds_between(moment from, moment to)
{
	if (!to)
		return -1;
	return to > from ? (to - from) / SECONDS(1) : 0;
}

static void add_facts(struct count *count, const struct thread_outcome *outcome)
{
	const struct subject fields[] = { subject_of(&product_subject, outcome->product_id),
		subject_of(&board_subject, outcome->board_id) };
	for (size_t i = 0; i < COUNT(fields); i++) {
		if (!fields[i].id)
			continue;
		*(struct fact *)list_add(&count->facts) = (struct fact){
			.kind = fields[i].kind, .id = fields[i].id, .solver_id = outcome->solver_id,
			.answer_seconds = seconds_between(outcome->created_at, outcome->answered_at),
			.solution_seconds = seconds_between(outcome->created_at, outcome->solved_at),
		};
	}
}

static int by_field_and_solver(const void *a, const void *b)
{
	const struct fact *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->solver_id > y->solver_id) - (x->solver_id < y->solver_id);
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* The middle one of those that happened; 0 when none did. */
static int64_t middle(int64_t *seconds, size_t count)
{
	if (!count)
		return 0;
	qsort(seconds, count, sizeof(*seconds), by_size);
	return seconds[(count - 1) / 2];
}

static void count_field(struct count *count, const struct fact *facts, size_t facts_count)
{
	struct field_figures figures = { .kind = facts[0].kind, .id = facts[0].id, .asked = (int64_t)facts_count,
		.counted_at = count->at };
	int64_t *answers = arena_take(count->facts.arena, facts_count * sizeof(*answers));
	int64_t *solutions = arena_take(count->facts.arena, facts_count * sizeof(*solutions));
	struct field_expert *expert = NULL;
	for (size_t i = 0; i < facts_count; i++) {
		const struct fact *fact = &facts[i];
		if (fact->answer_seconds >= 0)
			answers[figures.answered++] = fact->answer_seconds;
		if (fact->solution_seconds >= 0)
			solutions[figures.solved++] = fact->solution_seconds;
		if (!fact->solver_id)
			continue;
		if (!expert || expert->member_id != fact->solver_id) {
			expert = list_add(&count->experts);
			*expert = (struct field_expert){ fact->kind, fact->id, fact->solver_id, 0, count->at };
		}
		expert->solved++;
	}
	figures.answer_seconds = middle(answers, (size_t)figures.answered); /* counts are never negative */
	figures.solution_seconds = middle(solutions, (size_t)figures.solved);
	*(struct field_figures *)list_add(&count->figures) = figures;
}

static void count_fields(struct count *count)
{
	struct fact *facts = (struct fact *)(void *)count->facts.at; /* as list_open said */
	size_t total = count->facts.count, from = 0;
	if (total)
		qsort(facts, total, sizeof(*facts), by_field_and_solver);
	for (size_t i = 1; i <= total; i++) {
		if (i < total && facts[i].kind == facts[from].kind && facts[i].id == facts[from].id)
			continue;
		count_field(count, &facts[from], i - from);
		from = i;
	}
}

static enum err write_figures(struct scope *scope, void *data)
{
	struct count *count = data;
	enum err err = OK;
	for (size_t i = count->from; !err && i < count->figures.count && i < count->from + ROWS_A_UNIT; i++)
		err = field_save(scope, list_at(&count->figures, i));
	subject_changed(scope, subject_of(&matter_subject, 0)); /* pages that show figures */
	return err;
}

static enum err write_experts(struct scope *scope, void *data)
{
	struct count *count = data;
	enum err err = OK;
	for (size_t i = count->from; !err && i < count->experts.count && i < count->from + ROWS_A_UNIT; i++)
		err = expert_save(scope, list_at(&count->experts, i));
	return err;
}

static enum err old_asks(struct scope *scope, int64_t *gone_out)
{
	return ask_forget(scope, scope->now - DAYS(FIELD_DAYS), gone_out);
}

static enum err old_fields(struct scope *scope, int64_t *gone_out)
{
	return field_forget(scope, scope->now, gone_out);
}

static enum err old_experts(struct scope *scope, int64_t *gone_out)
{
	return expert_forget(scope, scope->now, gone_out);
}

static backlog_piece *const pieces[] = { old_asks, old_fields, old_experts, NULL };

static enum err write_all(struct scope *scope, struct count *count, scope_work *work, size_t rows)
{
	enum err err = OK;
	for (count->from = 0; !err && count->from < rows; count->from += ROWS_A_UNIT)
		err = scope_write(scope, work, count);
	return err;
}

static enum err run(struct scope *scope, const struct job *job)
{
	struct count count = { .at = scope->now };
	enum err err = OK;
	(void)job;
	list_open(&count.facts, scope->arena, sizeof(struct fact));
	list_open(&count.figures, scope->arena, sizeof(struct field_figures));
	list_open(&count.experts, scope->arena, sizeof(struct field_expert));
	do {
		if ((err = scope_read(scope, read_page, &count)))
			return err;
		for (size_t i = 0; i < count.page.count; i++)
			add_facts(&count, &count.page.at[i]);
		if (count.page.count)
			count.after_id = count.page.at[count.page.count - 1].id;
	} while (count.page.count == OUTCOMES_A_PAGE && count.facts.count < THREADS_MAX);
	count_fields(&count);
	if ((err = write_all(scope, &count, write_figures, count.figures.count)) ||
	    (err = write_all(scope, &count, write_experts, count.experts.count)))
		return err;
	return backlog_clear(scope, pieces, UNITS_MAX);
}

const struct job_kind field_count_job = { .name = "ladder.fields", .run = run, .by_hand = true,
	.every_seconds = EVERY_SECONDS };
