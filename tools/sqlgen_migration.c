/*
 * sqlgen_migration.c: what a migration must say and may not do.
 *
 * Every column declares what it holds and for how long: export and erasure are made
 * from that.  Keys lead with the brand, so that two brands can lie on two machines.
 */
#include "sqlgen.h"

#include "base/check.h"
#include "store/dialect.h"

struct table {
	struct sqlgen *gen;
	const struct list *tokens, *comments;
	str name;
	bool brand, house;
};

/* clang-format off */
static const struct { const char *word, *then, *why; } forbidden[] = {
	{ "AUTOINCREMENT", NULL,      "ids come from id_new" },
	{ "TRIGGER",       NULL,      "rules live in C" },
	{ "VIEW",          NULL,      "statements are written out" },
	{ "DEFERRED",      NULL,      "it would be looked at only by COMMIT, for the whole batch" },
	{ "DEFERRABLE",    NULL,      "it would be looked at only by COMMIT, for the whole batch" },
	{ "SET",           "NULL",    "CASCADE or nothing" },
	{ "SET",           "DEFAULT", "CASCADE or nothing" },
	{ "ROLLBACK",      NULL,      "it throws away everybody's units" },
	{ "RAISE",         NULL,      "rules live in C" },
	{ "CURRENT_TIMESTAMP", NULL,  "times are parameters" },
};
/* clang-format on */

static const struct comment *comment_on(const struct list *comments, int line)
{
	for (size_t i = 0; i < comments->count; i++) {
		const struct comment *comment = list_at(comments, i);
		if (comment->line == line)
			return comment;
	}
	return NULL;
}

static bool is_declared(const struct list *comments, int line)
{
	static const char *const classes[] = { "none, ", "personal, ", "sensitive, " };
	const struct comment *comment = comment_on(comments, line);
	for (size_t i = 0; comment && !comment->alone && i < COUNT(classes); i++) {
		str class = str_from(classes[i]);
		if (str_starts(comment->text, class) && comment->text.len > class.len)
			return true;
	}
	return false;
}

/* "personal, with the member": a later declaration of the same column holds. */
static void declaration_keep(const struct table *table, str column, int line)
{
	str rest = comment_on(table->comments, line)->text;
	struct declared *declared = list_add(&table->gen->declared);
	declared->table = table->name;
	declared->column = column;
	declared->privacy = str_cut(&rest, ',');
	declared->retention = str_trim(rest);
}

static bool is_house(const struct list *comments, int line)
{
	const struct comment *comment;
	while ((comment = comment_on(comments, --line)) && comment->alone) {
		if (str_starts(comment->text, S("house: ")))
			return true;
	}
	return false;
}

static void column_check(const struct table *table, size_t at, size_t end)
{
	const struct token *name = token_at(table->tokens, at),
			   *type = token_at(table->tokens, at + 1);
	static const char *const types[] = { "INTEGER", "TEXT", "REAL", "BLOB" };
	bool good = false;
	for (size_t i = 0; i < COUNT(types); i++)
		good =
		    good || (type->kind == TOKEN_WORD && str_equal(type->text, str_from(types[i])));
	if (!good)
		complain(table->gen, name->line,
			 "%.*s.%.*s: the type is INTEGER, TEXT, REAL or BLOB, in capitals",
			 STR_ARG(table->name), STR_ARG(name->text));
	if (!is_declared(table->comments, token_at(table->tokens, end - 1)->line))
		complain(table->gen, name->line,
			 "%.*s.%.*s: declare it: -- none|personal|sensitive, retention",
			 STR_ARG(table->name), STR_ARG(name->text));
	else
		declaration_keep(table, name->text, token_at(table->tokens, end - 1)->line);
	bool itself = token_is(name, "brand_id");
	for (size_t i = at + 2; i < end; i++) {
		const struct token *word = token_at(table->tokens, i);
		bool key = token_is(word, "PRIMARY") || token_is(word, "UNIQUE") ||
			   token_is(word, "REFERENCES");
		if (key && table->brand && !table->house && !itself)
			complain(table->gen, word->line,
				 "%.*s.%.*s: a key of a brand's table leads with brand_id",
				 STR_ARG(table->name), STR_ARG(name->text));
	}
}

/* PRIMARY KEY (…), UNIQUE (…), FOREIGN KEY (…): the first bracket's first word. */
static void key_check(const struct table *table, size_t at, size_t end)
{
	while (at < end && !token_is(token_at(table->tokens, at), "("))
		at++;
	if (table->brand && !table->house && !token_is(token_at(table->tokens, at + 1), "brand_id"))
		complain(table->gen, token_at(table->tokens, at)->line,
			 "%.*s: a key of a brand's table leads with brand_id",
			 STR_ARG(table->name));
}

static void item_check(const struct table *table, size_t at, size_t end)
{
	const struct token *first = token_at(table->tokens, at);
	if (token_is(first, "CONSTRAINT")) {
		at += 2;
		first = token_at(table->tokens, at);
	}
	bool key =
	    token_is(first, "PRIMARY") || token_is(first, "UNIQUE") || token_is(first, "FOREIGN");
	if (key)
		key_check(table, at, end);
	else if (!token_is(first, "CHECK"))
		column_check(table, at, end);
}

/* Calls item_check for each piece between the commas of the bracket; gives the token behind it. */
static size_t items_check(const struct table *table, size_t open)
{
	int depth = token_at(table->tokens, open)->depth + 1;
	size_t start = open + 1, i = start;
	for (; i < table->tokens->count && token_at(table->tokens, i)->depth >= depth; i++) {
		if (!token_is(token_at(table->tokens, i), ",") ||
		    token_at(table->tokens, i)->depth != depth)
			continue;
		item_check(table, start, i + 1);
		start = i + 1;
	}
	if (i > start)
		item_check(table, start, i);
	return i + 1;
}

static bool names_brand(const struct list *tokens, size_t open)
{
	int depth = token_at(tokens, open)->depth + 1;
	for (size_t i = open + 1; i < tokens->count && token_at(tokens, i)->depth >= depth; i++) {
		const struct token *before = token_at(tokens, i - 1);
		if (token_at(tokens, i)->depth == depth &&
		    token_is(token_at(tokens, i), "brand_id") &&
		    (i == open + 1 || token_is(before, ",")))
			return true;
	}
	return false;
}

/* The index of the ';' that ends the statement around `at`. */
static size_t statement_end(const struct list *tokens, size_t at)
{
	while (at < tokens->count && !token_is(token_at(tokens, at), ";"))
		at++;
	return at;
}

static void table_check(struct table *table, size_t at)
{
	const struct token *create = token_at(table->tokens, at);
	size_t name = at + 2;
	if (token_is(token_at(table->tokens, name), "IF"))
		complain(table->gen, create->line, "a migration runs once: no IF NOT EXISTS");
	table->name = token_at(table->tokens, name)->text;
	table->brand = names_brand(table->tokens, name + 1);
	table->house = is_house(table->comments, create->line);
	if (!table->brand && !table->house)
		complain(table->gen, create->line,
			 "%.*s has no brand_id: say -- house: reason above it",
			 STR_ARG(table->name));
	size_t i = items_check(table, name + 1), end = statement_end(table->tokens, i);
	bool strict = false;
	for (; i < end; i++)
		strict = strict || token_is(token_at(table->tokens, i), "STRICT");
	if (!strict)
		complain(table->gen, create->line, "%.*s is not STRICT", STR_ARG(table->name));
}

static bool has_brand(struct sqlgen *gen, str table)
{
	return sqlite3_table_column_metadata(gen->schema, NULL, str_c(gen->arena, table),
					     "brand_id", NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

/* CREATE UNIQUE INDEX name ON table (…). */
static void index_check(struct table *table, size_t at)
{
	table->name = token_at(table->tokens, at + 5)->text;
	if (has_brand(table->gen, table->name) &&
	    !is_house(table->comments, token_at(table->tokens, at)->line) &&
	    !token_is(token_at(table->tokens, at + 7), "brand_id"))
		complain(table->gen, token_at(table->tokens, at)->line,
			 "%.*s: a key of a brand's table leads with brand_id",
			 STR_ARG(table->name));
}

/* ALTER TABLE name ADD COLUMN column …; */
static void alter_check(struct table *table, size_t at)
{
	table->name = token_at(table->tokens, at + 2)->text;
	if (!token_is(token_at(table->tokens, at + 3), "ADD"))
		return;
	table->brand = has_brand(table->gen, table->name);
	size_t column = at + 4;
	if (token_is(token_at(table->tokens, column), "COLUMN"))
		column++;
	column_check(table, column, statement_end(table->tokens, column));
}

static void statements_check(struct table *table)
{
	bool begins = true;
	for (size_t i = 0; i < table->tokens->count; i++) {
		const struct token *token = token_at(table->tokens, i),
				   *next = token_at(table->tokens, i + 1);
		if (begins && token_is(token, "CREATE") && token_is(next, "TABLE"))
			table_check(table, i);
		if (begins && token_is(token, "CREATE") && token_is(next, "UNIQUE"))
			index_check(table, i);
		if (begins && token_is(token, "ALTER"))
			alter_check(table, i);
		begins = token_is(token, ";");
		for (size_t j = 0; j < COUNT(forbidden); j++) {
			if (token_is(token, forbidden[j].word) &&
			    (!forbidden[j].then || token_is(next, forbidden[j].then)))
				complain(table->gen, token->line, "%s %s is refused: %s",
					 forbidden[j].word,
					 forbidden[j].then ? forbidden[j].then : "",
					 forbidden[j].why);
		}
	}
}

void migration_check(struct sqlgen *gen, str text)
{
	struct list tokens, comments;
	str sql = dialect_sqlite(gen->arena, text);
	tokens_read(gen, sql, 1, &tokens, &comments);
	char *wrong = NULL;
	if (sqlite3_exec(gen->schema, str_c(gen->arena, sql), NULL, NULL, &wrong) != SQLITE_OK)
		complain(gen, 1, "%s", wrong);
	sqlite3_free(wrong);
	struct table table = { .gen = gen, .tokens = &tokens, .comments = &comments };
	statements_check(&table);
}
