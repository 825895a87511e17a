/*
 * place_import.c: brings a file of places into the house, in many small units.
 *
 * New rows come first and the old ones of the same countries go afterwards, so that every
 * place can be found all the time; whoever stops half way runs the import again.
 */
#include "base/random.h"
#include "core/house.h"
#include "core/memo.h"
#include "core/place_file.h"
#include "core/sql.gen.h"

enum { PIECE = 60 }; /* a unit's statements */

struct piece { struct place_row *at; size_t count; };

static enum err add_piece(struct scope *scope, void *data)
{
	const struct piece *piece = data;
	for (size_t i = 0; i < piece->count; i++) {
		enum err err = sql_core_place_add(scope, &piece->at[i]);
		if (err)
			return err;
	}
	return OK;
}

static enum err add_all(struct scope *scope, struct place_row_list list)
{
	for (size_t i = 0; i < list.count; i++)
		list.at[i].id = id_new(scope->now);
	for (size_t i = 0; i < list.count; i += PIECE) {
		size_t left = list.count - i;
		struct piece piece = { &list.at[i], left < PIECE ? left : PIECE };
		enum err err = scope_write(scope, add_piece, &piece);
		if (err)
			return err;
	}
	return OK;
}

struct older { str country; int64_t after_id, before_id; struct place_row_list rows; };

static enum err read_older(struct scope *scope, void *data)
{
	struct older *older = data;
	return sql_core_place_older(scope, older->country, older->after_id, older->before_id, &older->rows);
}

static enum err drop_older(struct scope *scope, void *data)
{
	const struct older *older = data;
	int64_t *ids = arena_take(scope->arena, older->rows.count * sizeof(*ids));
	for (size_t i = 0; i < older->rows.count; i++)
		ids[i] = older->rows.at[i].id;
	return sql_core_place_drop(scope, older->country, (struct ids){ ids, older->rows.count });
}

static enum err drop_country(struct scope *scope, str country, int64_t before_id)
{
	struct older older = { .country = country, .before_id = before_id };
	do {
		struct arena_mark mark = arena_mark(scope->arena);
		enum err err = scope_read(scope, read_older, &older);
		if (!err && older.rows.count) {
			older.after_id = older.rows.at[older.rows.count - 1].id;
			err = scope_write(scope, drop_older, &older);
		}
		arena_release(scope->arena, mark);
		if (err)
			return err;
	} while (older.rows.count);
	return OK;
}

/* The codes lie sorted by country: each is dropped when the next one begins. */
static enum err drop_replaced(struct scope *scope, struct place_row_list list)
{
	int64_t before_id = list.at[0].id;
	for (size_t i = 0; i < list.count; i++) {
		bool known = false;
		for (size_t k = i; k > 0 && !known; k--)
			known = str_equal(list.at[k - 1].country, list.at[i].country);
		enum err err = known ? OK : drop_country(scope, list.at[i].country, before_id);
		if (err)
			return err;
	}
	return OK;
}

static enum err import_into(struct house *house, struct arena *arena, struct place_row_list list)
{
	struct scope scope;
	scope_open(&scope, house, arena, moment_now());
	enum err err = list.count ? add_all(&scope, list) : OK;
	return err || !list.count ? err : drop_replaced(&scope, list);
}

enum err place_import(struct house *house, str file_bytes, const struct place_tell *tell,
                      struct place_import *import_out)
{
	struct arena *arena = arena_open(1024 * 1024);
	struct place_file file = { .arena = arena, .tell = tell };
	place_file_read(&file, file_bytes);
	enum err err = import_into(house, arena, place_file_gather(&file));
	arena_close(arena);
	if (house->memo)
		memo_forget_all(house->memo);
	if (!err)
		*import_out = file.count;
	return err;
}
