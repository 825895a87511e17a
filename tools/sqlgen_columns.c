/*
 * sqlgen_columns.c: what the migrations declare of every column, as a table of C, and for each column
 * that can name a member the statement that reads that member's rows, in the order of the table's key, and
 * those that drop one of them or empty what it says; and the statement that reads all of the table.
 *
 * A column can name a member when it is a personal number called …_id or …_by; a member's own row is
 * member_member's, by its id.  Which of them makes a row somebody's is said by whoever reads (docs/decisions).
 */
#include "sqlgen.h"

#include "base/check.h"

struct column {
	str name, type;
	int key; /* its place in the primary key, from 1; 0 = none */
	bool nullable;
	const struct declared *declared;
};

static const struct declared *declared_find(const struct sqlgen *gen, str table, str column)
{
	for (size_t i = gen->declared.count; i-- > 0;) {
		const struct declared *declared = list_at(&gen->declared, i);
		if (str_equal(declared->table, table) && str_equal(declared->column, column))
			return declared;
	}
	return NULL;
}

static str text_of(struct sqlgen *gen, sqlite3_stmt *row, int column)
{
	return str_keep(gen->arena, str_from((const char *)sqlite3_column_text(row, column)));
}

/* Keys first, in their order; what is no text or number last.  brand_id is everybody's and left out. */
static int place_of(const struct column *column)
{
	if (column->key)
		return column->key;
	return str_equal(column->type, S("BLOB")) ? 2000 : 1000;
}

static void columns_sort(struct list *columns)
{
	for (size_t i = 1; i < columns->count; i++) {
		for (size_t j = i; j > 0; j--) {
			struct column *a = list_at(columns, j - 1), *b = list_at(columns, j);
			if (place_of(a) <= place_of(b))
				break;
			struct column swap = *a;
			*a = *b;
			*b = swap;
		}
	}
}

static void columns_read(struct sqlgen *gen, str table, struct list *columns)
{
	list_open(columns, gen->arena, sizeof(struct column));
	sqlite3_stmt *row;
	must(sqlite3_prepare_v2(gen->schema, "SELECT name, type, pk, \"notnull\" FROM pragma_table_info(?1) ORDER BY cid",
				-1, &row, NULL) == SQLITE_OK);
	sqlite3_bind_text(row, 1, table.at, (int)table.len, SQLITE_STATIC);
	while (sqlite3_step(row) == SQLITE_ROW) {
		str name = text_of(gen, row, 0);
		if (str_equal(name, S("brand_id")))
			continue;
		struct column *column = list_add(columns);
		column->name = name;
		column->type = text_of(gen, row, 1);
		column->key = sqlite3_column_int(row, 2);
		column->nullable = !sqlite3_column_int(row, 3);
		column->declared = declared_find(gen, table, name);
	}
	sqlite3_finalize(row);
	columns_sort(columns);
}

static bool can_name_a_member(str table, const struct column *column)
{
	if (str_equal(table, S("member_member")))
		return str_equal(column->name, S("id"));
	return str_equal(column->declared->privacy, S("personal")) &&
	       str_equal(column->type, S("INTEGER")) &&
	       (str_ends(column->name, S("_id")) || str_ends(column->name, S("_by")));
}

static void names_put(const struct list *columns, size_t count, struct text *out)
{
	for (size_t i = 0; i < count; i++)
		text_format(out, "%s%.*s", i ? ", " : "",
			    STR_ARG(((const struct column *)list_at(columns, i))->name));
}

static void select_put(str table, str owner, const struct list *columns, size_t keys, size_t readable,
		       char sign, struct text *out)
{
	text_put(out, S("\"SELECT "));
	names_put(columns, readable, out);
	text_format(out, " FROM %.*s WHERE brand_id = %c1 AND %.*s = %c2 AND (", STR_ARG(table), sign,
		    STR_ARG(owner), sign);
	names_put(columns, keys, out);
	text_put(out, S(") > ("));
	for (size_t i = 0; i < keys; i++)
		text_format(out, "%s%c%zu", i ? ", " : "", sign, i + 3);
	text_put(out, S(") ORDER BY "));
	names_put(columns, keys, out);
	text_put(out, S(" LIMIT 50\""));
}

/* One row, by its key, and only while it is still that member's. */
static void row_put(str owner, const struct list *columns, size_t keys, char sign, struct text *out)
{
	text_format(out, " WHERE brand_id = %c1 AND %.*s = %c2", sign, STR_ARG(owner), sign);
	for (size_t i = 0; i < keys; i++)
		text_format(out, " AND %.*s = %c%zu", STR_ARG(((const struct column *)list_at(columns, i))->name), sign, i + 3);
	text_char(out, '"');
}

/* What a row says of somebody, but for whom it names, and for what is declared to be kept. */
static bool says_something(str table, const struct column *column)
{
	return !column->key && !str_equal(column->declared->privacy, S("none")) &&
	       !str_equal(column->declared->retention, S("kept")) && !can_name_a_member(table, column);
}

static size_t blanks_put(str table, const struct list *columns, char sign, struct text *out)
{
	size_t count = 0;
	text_format(out, "\"UPDATE %.*s SET ", STR_ARG(table));
	for (size_t i = 0; i < columns->count; i++) {
		const struct column *column = list_at(columns, i);
		if (!says_something(table, column))
			continue;
		const char *nothing = column->nullable ? "NULL"
			: str_equal(column->type, S("TEXT")) ? "''"
			: str_equal(column->type, S("BLOB")) ? (sign == '?' ? "x''" : "''")
			: "0";
		text_format(out, "%s%.*s = %s", count++ ? ", " : "", STR_ARG(column->name), nothing);
	}
	return count;
}

static void ends_put(str table, str owner, const struct list *columns, size_t keys, struct text *out)
{
	struct text blank;
	text_format(out, "\t{\n\t\t\"dropped.%.*s.%.*s\",\n", STR_ARG(table), STR_ARG(owner));
	for (const char *sign = "?$"; *sign; sign++) {
		text_format(out, "\t\t\"DELETE FROM %.*s", STR_ARG(table));
		row_put(owner, columns, keys, *sign, out);
		text_put(out, S(",\n"));
	}
	text_format(out, "\t\t%zu, 0, true },\n", keys + 2);
	text_open(&blank, out->arena, 1024);
	if (!blanks_put(table, columns, '?', &blank)) {
		text_put(out, S("\t{ .name = NULL } },\n"));
		return;
	}
	text_format(out, "\t{\n\t\t\"emptied.%.*s.%.*s\",\n", STR_ARG(table), STR_ARG(owner));
	for (const char *sign = "?$"; *sign; sign++) {
		text_put(out, S("\t\t"));
		blanks_put(table, columns, *sign, out);
		row_put(owner, columns, keys, *sign, out);
		text_put(out, S(",\n"));
	}
	text_format(out, "\t\t%zu, 0, true } },\n", keys + 2);
}

static void behind_put(const struct list *columns, size_t keys, char sign, struct text *out)
{
	text_put(out, S(" AND ("));
	names_put(columns, keys, out);
	text_put(out, S(") > ("));
	for (size_t i = 0; i < keys; i++)
		text_format(out, "%s%c%zu", i ? ", " : "", sign, i + 2);
	text_put(out, S(") ORDER BY "));
	names_put(columns, keys, out);
}

/* All rows of the brand, 200 at a time; where the brand alone is the key there is one. */
static void whole_put(str table, const struct list *columns, size_t keys, size_t readable, struct text *out)
{
	text_format(out, "\t{ \"%.*s\", %.*s, %zu, %zu, {\n\t\t\"whole.%.*s\",\n", STR_ARG(table), STR_ARG(table), columns->count, keys,
		    STR_ARG(table));
	for (const char *sign = "?$"; *sign; sign++) {
		text_put(out, S("\t\t\"SELECT "));
		if (readable)
			names_put(columns, readable, out);
		else
			text_put(out, S("brand_id")); /* one row, and nothing in it that could be read */
		text_format(out, " FROM %.*s WHERE brand_id = %c1", STR_ARG(table), *sign);
		if (keys)
			behind_put(columns, keys, *sign, out);
		text_put(out, S(" LIMIT 200\",\n"));
	}
	text_format(out, "\t\t%zu, %zu, false } },\n", keys + 1, readable ? readable : 1);
}

struct emitted { struct text owned, whole; };

static void table_emit(struct sqlgen *gen, str table, struct text *tables, struct emitted *emitted)
{
	struct text *owned = &emitted->owned;
	struct list columns;
	columns_read(gen, table, &columns);
	size_t keys = 0, readable = 0;
	for (size_t i = 0; i < columns.count; i++) {
		const struct column *column = list_at(&columns, i);
		if (!column->declared)
			return; /* the engine's own */
		keys += column->key > 0;
		readable += !str_equal(column->type, S("BLOB"));
	}
	text_format(tables, "static const struct declared_column %.*s[] = {\n", STR_ARG(table));
	for (size_t i = 0; i < columns.count; i++) {
		const struct column *column = list_at(&columns, i);
		const char *type = str_equal(column->type, S("TEXT")) ? "TEXT"
			: str_equal(column->type, S("REAL")) ? "REAL"
			: str_equal(column->type, S("BLOB")) ? "BLOB" : "INTEGER";
		text_format(tables, "\t{ \"%.*s\", VALUE_%s, \"%.*s\", \"%.*s\" },\n", STR_ARG(column->name), type,
			    STR_ARG(column->declared->privacy), STR_ARG(column->declared->retention));
	}
	text_put(tables, S("};\n"));
	whole_put(table, &columns, keys, readable, &emitted->whole);
	for (size_t i = 0; keys && i < columns.count; i++) {
		const struct column *column = list_at(&columns, i);
		if (!can_name_a_member(table, column))
			continue;
		text_format(owned, "\t{ \"%.*s\", \"%.*s\", %.*s, %zu, %zu, {\n\t\t\"owned.%.*s.%.*s\",\n\t\t", STR_ARG(table),
			    STR_ARG(column->name), STR_ARG(table), columns.count, keys, STR_ARG(table), STR_ARG(column->name));
		select_put(table, column->name, &columns, keys, readable, '?', owned);
		text_put(owned, S(",\n\t\t"));
		select_put(table, column->name, &columns, keys, readable, '$', owned);
		text_format(owned, ",\n\t\t%zu, %zu, false },\n", keys + 2, readable);
		ends_put(table, column->name, &columns, keys, owned);
	}
}

static bool has_brand_column(struct sqlgen *gen, str table)
{
	return sqlite3_table_column_metadata(gen->schema, NULL, str_c(gen->arena, table), "brand_id", NULL, NULL,
					     NULL, NULL, NULL) == SQLITE_OK;
}

void columns_emit(struct sqlgen *gen, struct text *out)
{
	struct emitted emitted;
	struct text index;
	text_open(&emitted.owned, gen->arena, 64 * 1024);
	text_open(&emitted.whole, gen->arena, 64 * 1024);
	text_open(&index, gen->arena, 8 * 1024);
	text_put(out, S("/* columns.gen.c: made by sqlgen from migrations/; do not edit. */\n#include \"store/whole.h\"\n\n"));
	sqlite3_stmt *row;
	must(sqlite3_prepare_v2(gen->schema, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", -1,
				&row, NULL) == SQLITE_OK);
	while (sqlite3_step(row) == SQLITE_ROW) {
		str table = text_of(gen, row, 0);
		size_t before = out->len;
		if (has_brand_column(gen, table))
			table_emit(gen, table, out, &emitted);
		if (out->len > before)
			text_format(&index, "\t{ \"%.*s\", %.*s, sizeof(%.*s) / sizeof(%.*s[0]) },\n", STR_ARG(table),
				    STR_ARG(table), STR_ARG(table), STR_ARG(table));
	}
	sqlite3_finalize(row);
	text_format(out, "\nconst struct declared_table declared_tables[] = {\n%.*s\t{ NULL, NULL, 0 },\n};\n"
		    "\nconst struct owned owned_rows[] = {\n%.*s\t{ .table = NULL },\n};\n"
		    "\nconst struct whole whole_rows[] = {\n%.*s\t{ .table = NULL },\n};\n",
		    STR_ARG(text_str(&index)), STR_ARG(text_str(&emitted.owned)), STR_ARG(text_str(&emitted.whole)));
}
