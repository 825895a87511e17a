/*
 * trail.c: what grew from what, and the matter that holds it together.
 *
 * Every thing on a trail has one row that names its matter, so that the matter is one
 * look-up away from anything; the row also says from what the thing grew, and why.
 */
#include "core/trail.h"

#include "base/random.h"
#include "core/sql.gen.h"

#include <stdlib.h>

enum { MATTERS_SHOWN = 20 };

const char *const matter_step_names[] = {
	[MATTER_ASKED] = "asked", [MATTER_ANSWERED] = "answered", [MATTER_HELP_WANTED] = "help_wanted",
	[MATTER_OFFERED] = "offered", [MATTER_BOOKED] = "booked", [MATTER_VISIT] = "visit", [MATTER_DONE] = "done",
	[MATTER_SOLVED] = "solved", [MATTER_CLOSED] = "closed", [MATTER_EXPERTS_ASKED] = "experts_asked",
	[MATTER_WITH_AGENT] = "with_agent", [MATTER_TECHNICIAN] = "technician", [MATTER_REQUESTED] = "requested",
	[MATTER_STEP_COUNT] = NULL,
};
const char *const matter_holder_names[] = {
	[HELD_BY_COMMUNITY] = "community", [HELD_BY_OWNER] = "owner", [HELD_BY_HELPER] = "helper",
	[HELD_BY_BRAND] = "brand", [HELD_BY_NOBODY] = "nobody", [HELD_BY_EXPERTS] = "experts", [MATTER_HOLDER_COUNT] = NULL,
};

const struct news_kind matter_moved = { "core.matter_moved" };

static struct matter matter_from(const struct matter_row *row)
{
	must(row->step >= 0 && row->step < MATTER_STEP_COUNT);
	must(row->holder >= 0 && row->holder < MATTER_HOLDER_COUNT);
	return (struct matter){
		.id = row->id, .owner_id = row->owner_id, .root = { row->root_kind, row->root_id },
		.step = (enum matter_step)row->step, .holder = (enum matter_holder)row->holder,
		.holder_id = row->holder_id, .due_at = row->due_at,
		.latest = { row->latest_kind, row->latest_id }, .changed_at = row->changed_at,
	};
}

enum err trail_matter(struct scope *scope, struct subject subject, struct matter *matter_out)
{
	struct matter_row row;
	enum err err = sql_core_matter_of(scope, subject.kind, subject.id, &row);
	if (err)
		return err;
	*matter_out = matter_from(&row);
	return OK;
}

static enum err add_step(struct scope *scope, int64_t matter_id, struct subject from, struct subject to,
                         const char *why)
{
	struct trail_row row = { .kind = to.kind, .id = to.id, .matter_id = matter_id,
		.from_kind = from.kind, .from_id = from.id, .why = str_from(why) };
	return sql_core_trail_add(scope, &row);
}

enum err trail_begin(struct scope *scope, struct subject root, int64_t owner_id, int64_t *matter_id_out)
{
	struct matter known;
	enum err err = trail_matter(scope, root, &known);
	if (!err)
		*matter_id_out = known.id;
	if (err != ERR_NOT_FOUND)
		return err;
	struct matter_row row = {
		.id = id_new(scope->now), .owner_id = owner_id, .step = MATTER_ASKED, .holder = HELD_BY_COMMUNITY,
		.root_kind = root.kind, .root_id = root.id, .latest_kind = root.kind, .latest_id = root.id,
		.changed_at = scope->now,
	};
	err = sql_core_matter_add(scope, &row);
	if (!err)
		err = add_step(scope, row.id, (struct subject){ 0, 0 }, root, "trail.begun");
	if (!err)
		err = news_announce(scope, &matter_moved, root);
	if (err)
		return err;
	*matter_id_out = row.id;
	return OK;
}

enum err trail_copy_in(struct scope *scope, const struct matter *matter)
{
	struct matter_row row = {
		.id = matter->id, .owner_id = matter->owner_id, .step = (int)matter->step, .holder = (int)matter->holder,
		.holder_id = matter->holder_id, .due_at = matter->due_at, .root_kind = matter->root.kind, .root_id = matter->root.id,
		.latest_kind = matter->latest.kind, .latest_id = matter->latest.id, .changed_at = matter->changed_at,
	};
	enum err err = sql_core_matter_add(scope, &row);
	return err ? err : add_step(scope, matter->id, (struct subject){ 0, 0 }, matter->root, "trail.begun");
}

enum err trail_grow(struct scope *scope, struct subject from, struct subject to, const char *why)
{
	struct matter matter, known;
	enum err err = trail_matter(scope, from, &matter);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err; /* what has no matter gives none */
	err = trail_matter(scope, to, &known);
	if (err != ERR_NOT_FOUND)
		return err; /* it grew once already: a thing has one origin */
	return add_step(scope, matter.id, from, to, why);
}

enum err trail_matter_by_id(struct scope *scope, int64_t matter_id, struct matter *matter_out)
{
	struct matter_row row;
	enum err err = sql_core_matter_row(scope, matter_id, &row);
	if (!err)
		*matter_out = matter_from(&row);
	return err;
}

enum err trail_matters_by_ids(struct scope *scope, struct ids ids, struct matter_list *list_out)
{
	struct matter_row_list rows;
	enum err err = sql_core_matters_by_ids(scope, ids, &rows);
	if (err)
		return err;
	struct matter *at = arena_take(scope->arena, rows.count * sizeof(*at));
	for (size_t i = 0; i < rows.count; i++)
		at[i] = matter_from(&rows.at[i]);
	*list_out = (struct matter_list){ at, rows.count };
	return OK;
}

enum err trail_set_due(struct scope *scope, int64_t matter_id, moment due_at)
{
	return sql_core_matter_due(scope, matter_id, due_at);
}

enum err trail_move_from(struct scope *scope, struct subject subject, unsigned steps, const struct matter *to)
{
	assert(to->step < MATTER_STEP_COUNT && to->holder < MATTER_HOLDER_COUNT);
	struct matter_row row;
	enum err err = sql_core_matter_of(scope, subject.kind, subject.id, &row);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (!(steps & 1u << row.step))
		return OK;
	row.step = (int)to->step;
	row.holder = (int)to->holder;
	row.holder_id = to->holder_id;
	row.due_at = to->due_at;
	struct subject latest = to->latest.kind ? to->latest : subject;
	row.latest_kind = latest.kind;
	row.latest_id = latest.id;
	err = sql_core_matter_move(scope, &row);
	if (err)
		return err;
	const struct subject root = { row.root_kind, row.root_id };
	subject_changed(scope, root);
	return news_announce(scope, &matter_moved, root);
}

enum err trail_move(struct scope *scope, struct subject subject, const struct matter *to)
{
	return trail_move_from(scope, subject, MATTER_STEPS_ALL, to);
}

static int step_order(const void *a, const void *b)
{
	const struct trail_step *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	/* In one instant the root comes first, then ids rise with time. */
	if (!x->from.kind != !y->from.kind)
		return x->from.kind ? 1 : -1;
	return (x->subject.id > y->subject.id) - (x->subject.id < y->subject.id);
}

enum err trail_steps(struct scope *scope, struct ids matter_ids, struct trail_step_list *list_out)
{
	struct trail_row_list rows;
	enum err err = sql_core_trail_steps(scope, matter_ids, &rows);
	if (err)
		return err;
	struct trail_step *at = arena_take(scope->arena, rows.count * sizeof(*at));
	for (size_t i = 0; i < rows.count; i++) {
		const struct trail_row *row = &rows.at[i];
		at[i] = (struct trail_step){ .subject = { row->kind, row->id }, .why = row->why, .at = row->at,
			.from = { row->from_kind, row->from_id }, .matter_id = row->matter_id };
	}
	if (rows.count)
		qsort(at, rows.count, sizeof(*at), step_order);
	*list_out = (struct trail_step_list){ at, rows.count };
	return OK;
}

static bool is_older(const struct matter_row *a, const struct matter_row *b)
{
	return a->changed_at < b->changed_at || (a->changed_at == b->changed_at && a->id < b->id);
}

/* Newest change first; both lists come so. */
static size_t merge(struct matter *to, const struct matter_row_list *owned, const struct matter_row_list *held)
{
	size_t count = 0, o = 0, h = 0;
	while (count < MATTERS_SHOWN && (o < owned->count || h < held->count)) {
		bool from_owned = h == held->count ||
			(o < owned->count && !is_older(&owned->at[o], &held->at[h]));
		const struct matter_row *row = from_owned ? &owned->at[o++] : &held->at[h++];
		/* Owner and holder at once: shown once. */
		if (!from_owned && row->owner_id == row->holder_id)
			continue;
		to[count++] = matter_from(row);
	}
	return count;
}

enum err trail_matters_of(struct scope *scope, int64_t member_id, struct cursor before, struct matter_list *list_out)
{
	struct matter_row_list owned, held;
	enum err err = sql_core_matters_owned(scope, member_id, &before, &owned);
	if (!err)
		err = sql_core_matters_held(scope, member_id, &before, &held);
	if (err)
		return err;
	struct matter *at = arena_take(scope->arena, MATTERS_SHOWN * sizeof(*at));
	*list_out = (struct matter_list){ at, merge(at, &owned, &held) };
	return OK;
}
