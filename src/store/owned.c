/* owned.c: a member's rows of any table, in pieces, by the statements of columns.gen.c. */
#include "store/whole.h"

#include "base/check.h"

const struct owned *owned_find(str table, str column)
{
	for (const struct owned *owned = owned_rows; owned->table; owned++) {
		if (str_equal(str_from(owned->table), table) && str_equal(str_from(owned->column), column))
			return owned;
	}
	return NULL;
}

/* Before every key: numbers begin far below, texts with the empty one. */
static void begin(const struct declared_column *columns, size_t key_count, struct owned_at *at_out)
{
	must(key_count <= OWNED_KEYS_MAX);
	for (size_t i = 0; i < key_count; i++)
		at_out->keys[i] = columns[i].type == VALUE_TEXT ? value_text(S("")) : value_integer(INT64_MIN);
}

void owned_begin(const struct owned *owned, struct owned_at *at_out)
{
	begin(owned->columns, owned->key_count, at_out);
}

void whole_begin(const struct whole *whole, struct owned_at *at_out)
{
	begin(whole->columns, whole->key_count, at_out);
}

static struct value value_of(const struct rows *rows, const struct declared_column *column, int at, struct arena *arena)
{
	if (db_is_null(rows, at))
		return (struct value){ .type = VALUE_NULL };
	if (column->type == VALUE_TEXT)
		return value_text(db_text(rows, at, arena));
	return column->type == VALUE_REAL ? value_real(db_real(rows, at)) : value_integer(db_integer(rows, at));
}

struct reading { const struct statement *rows; const struct declared_column *columns; size_t key_count; };

static enum err read_rows(struct db *db, const struct reading *reading, const struct value *params, struct owned_at *at,
			  struct list *values)
{
	struct rows rows;
	enum err err = db_query(db, reading->rows, params, &rows);
	bool more = false;
	while (!err && !(err = db_next(&rows, &more)) && more) {
		for (int i = 0; i < reading->rows->columns; i++) {
			struct value *value = list_add(values);
			*value = value_of(&rows, &reading->columns[i], i, values->arena);
			if (i < (int)reading->key_count)
				at->keys[i] = *value;
		}
	}
	return err;
}

enum err owned_read(struct db *db, const struct owned *owned, const struct owned_who *who, struct owned_at *at,
		    struct list *values)
{
	struct value params[2 + OWNED_KEYS_MAX] = { value_integer(who->brand_id), value_integer(who->member_id) };
	memcpy(params + 2, at->keys, owned->key_count * sizeof(*params));
	const struct reading reading = { &owned->rows, owned->columns, owned->key_count };
	return read_rows(db, &reading, params, at, values);
}

enum err whole_read(struct db *db, const struct whole *whole, int64_t brand_id, struct owned_at *at, struct list *values)
{
	struct value params[1 + OWNED_KEYS_MAX] = { value_integer(brand_id) };
	memcpy(params + 1, at->keys, whole->key_count * sizeof(*params));
	const struct reading reading = { &whole->rows, whole->columns, whole->key_count };
	return read_rows(db, &reading, params, at, values);
}

static enum err on_one(struct db *db, const struct statement *statement, const struct owned *owned,
		       const struct owned_who *who, const struct value *keys)
{
	struct value params[2 + OWNED_KEYS_MAX] = { value_integer(who->brand_id), value_integer(who->member_id) };
	must(owned->key_count <= OWNED_KEYS_MAX);
	memcpy(params + 2, keys, owned->key_count * sizeof(*params));
	return db_run(db, statement, params, NULL);
}

enum err owned_drop(struct db *db, const struct owned *owned, const struct owned_who *who, const struct value *keys)
{
	return on_one(db, &owned->drop, owned, who, keys);
}

enum err owned_blank(struct db *db, const struct owned *owned, const struct owned_who *who, const struct value *keys)
{
	return owned->blank.name ? on_one(db, &owned->blank, owned, who, keys) : OK;
}

bool owned_blanks(const struct owned *owned, const struct declared_column *column)
{
	str name = str_from(column->name);
	for (size_t i = 0; i < owned->key_count; i++) {
		if (str_equal(str_from(owned->columns[i].name), name))
			return false;
	}
	bool names = column->type == VALUE_INTEGER && str_equal(str_from(column->privacy), S("personal")) &&
		     (str_ends(name, S("_id")) || str_ends(name, S("_by")));
	return !names && !str_equal(str_from(column->privacy), S("none")) &&
	       !str_equal(str_from(column->retention), S("kept"));
}
