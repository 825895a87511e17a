/*
 * backlog.c: units of a few rows, one after another.
 *
 * The oldest come first: a unit that is refused because it changes too much would be refused for ever, and what is
 * personal kept past its time.  So no unit forgets rows of two tables, and memory is given back after each.
 */
#include "core/backlog.h"

struct piece { backlog_piece *work; int64_t gone; };

static enum err piece_unit(struct scope *scope, void *data)
{
	struct piece *piece = data;
	piece->gone = 0;
	return piece->work(scope, &piece->gone);
}

/* The scope's lists may have grown into what is given back. */
static enum err run_unit(struct scope *scope, struct piece *piece)
{
	const struct arena_mark mark = arena_mark(scope->arena);
	const struct list changes = scope->changes, after = scope->after, tells = scope->tells;
	enum err err = scope_write(scope, piece_unit, piece);
	if (err)
		return err;
	arena_release(scope->arena, mark);
	scope->changes = changes;
	scope->after = after;
	scope->tells = tells;
	return OK;
}

static enum err clear(struct scope *scope, backlog_piece *work, int units_max)
{
	struct piece piece = { work, 1 };
	enum err err = OK;
	for (int unit = 0; !err && piece.gone && unit < units_max; unit++)
		err = run_unit(scope, &piece);
	return err;
}

enum err backlog_clear(struct scope *scope, backlog_piece *const *pieces, int units_max)
{
	enum err first = OK;
	for (; *pieces; pieces++) {
		enum err err = clear(scope, *pieces, units_max);
		first = first ? first : err;
	}
	return first;
}
