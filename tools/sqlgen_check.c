/*
 * sqlgen_check.c: what a statement may not be: SQLite prepares it against the
 * migrated schema and explains its plan; the words tell the rest.
 */
#include "sqlgen.h"

#include "base/check.h"

/* clang-format off */
/* With `then`, only when that follows. */
static const struct { const char *word, *then, *why; } forbidden[] = {
	{ "OR",                "ROLLBACK", "it throws away everybody's units" },
	{ "RAISE",             NULL, "it throws away everybody's units" },
	{ "now",               "(",  "times are parameters: :now" },
	{ "random",            "(",  "it differs between engines: pass a parameter" },
	{ "datetime",          "(",  "times are parameters: :now" },
	{ "date",              "(",  "times are parameters: :now" },
	{ "strftime",          "(",  "times are parameters: :now" },
	{ "julianday",         "(",  "times are parameters: :now" },
	{ "unixepoch",         "(",  "times are parameters: :now" },
	{ "CURRENT_TIMESTAMP", NULL, "times are parameters: :now" },
	{ "CURRENT_DATE",      NULL, "times are parameters: :now" },
	{ "CURRENT_TIME",      NULL, "times are parameters: :now" },
	{ "IFNULL",            NULL, "PostgreSQL has COALESCE" },
	{ "IIF",               NULL, "PostgreSQL has CASE" },
	{ "GLOB",              NULL, "PostgreSQL has no GLOB" },
	{ "REGEXP",            NULL, "the engines differ" },
	{ "MATCH",             NULL, "full text is store/fulltext.h" },
	{ "INSTR",             NULL, "PostgreSQL has no instr" },
	{ "GROUP_CONCAT",      NULL, "PostgreSQL has no group_concat" },
	{ "TOTAL",             "(",  "PostgreSQL has no total" },
	{ "JSON_EXTRACT",      NULL, "no JSON in SQL" },
	{ "JSON_EACH",         NULL, "no JSON in SQL" },
	{ "->",                NULL, "no JSON in SQL" },
	{ "==",                NULL, "equality is =" },
	{ "INSERT",            "OR", "write ON CONFLICT" },
	{ "UPDATE",            "OR", "write ON CONFLICT" },
	{ "REPLACE",           "INTO", "write ON CONFLICT" },
	{ "INDEXED",           "BY", "PostgreSQL has no INDEXED BY" },
	{ "NATURAL",           NULL, "joins name their columns" },
	{ "ISNULL",            NULL, "write IS NULL" },
	{ "NOTNULL",           NULL, "write IS NOT NULL" },
	{ "rowid",             NULL, "PostgreSQL has no rowid" },
};
/* clang-format on */

static bool given_by_scope(str name)
{
	static const char *const names[] = { "brand_id", "now", "me", "actor" };
	for (size_t i = 0; i < COUNT(names); i++) {
		if (str_equal(name, str_from(names[i])))
			return true;
	}
	return false;
}

static void words_check(struct sqlgen *gen, const struct query *query)
{
	for (size_t i = 0; i < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i),
				   *next = token_at(&query->tokens, i + 1);
		for (size_t j = 0; j < COUNT(forbidden); j++) {
			if (token_is(token, forbidden[j].word) &&
			    (!forbidden[j].then || token_is(next, forbidden[j].then)))
				complain(gen, token->line, "%.*s: %s %s is refused: %s",
					 STR_ARG(query->name), forbidden[j].word,
					 forbidden[j].then ? forbidden[j].then : "",
					 forbidden[j].why);
		}
	}
}

/* Stars: `SELECT *`, `t.*`, `RETURNING *`, but not count(*) or a product. */
static void stars_check(struct sqlgen *gen, const struct query *query)
{
	static const char *const before[] = { "SELECT", "DISTINCT", ",", ".", "RETURNING", "ALL" };
	for (size_t i = 1; i < query->tokens.count; i++) {
		if (!token_is(token_at(&query->tokens, i), "*"))
			continue;
		for (size_t j = 0; j < COUNT(before); j++) {
			if (token_is(token_at(&query->tokens, i - 1), before[j]))
				complain(gen, token_at(&query->tokens, i)->line,
					 "%.*s: * is refused: name the columns",
					 STR_ARG(query->name));
		}
	}
}

/* max(a, b) is an aggregate with one argument only to PostgreSQL. */
static void extremes_check(struct sqlgen *gen, const struct query *query)
{
	for (size_t i = 0; i < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i);
		bool extreme = token_is(token, "max") || token_is(token, "min");
		if (!extreme || !token_is(token_at(&query->tokens, i + 1), "("))
			continue;
		for (size_t j = i + 2; token_at(&query->tokens, j)->depth > token->depth; j++) {
			const struct token *inside = token_at(&query->tokens, j);
			if (token_is(inside, ",") && inside->depth == token->depth + 1)
				complain(gen, token->line,
					 "%.*s: PostgreSQL's %.*s takes one argument: write CASE",
					 STR_ARG(query->name), STR_ARG(token->text));
		}
	}
}

static bool has_word(const struct query *query, const char *word, int group, int depth)
{
	for (size_t i = 0; i < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i);
		if (token->group == group && token->depth == depth && token_is(token, word))
			return true;
	}
	return false;
}

/* SELECT 1 … LIMIT n only counts: its order does not show. */
static bool only_counts(const struct query *query, int group)
{
	for (size_t i = 0; i < query->tokens.count; i++) {
		if (token_at(&query->tokens, i)->group == group &&
		    token_is(token_at(&query->tokens, i), "SELECT"))
			return token_at(&query->tokens, i + 1)->kind == TOKEN_NUMBER &&
			       token_is(token_at(&query->tokens, i + 2), "FROM");
	}
	return false;
}

static void limits_check(struct sqlgen *gen, const struct query *query)
{
	bool many = query->result == RESULT_ROWS || query->result == RESULT_VALUES;
	bool by_list = false;
	for (size_t i = 0; i < query->params.count; i++)
		by_list = by_list || ((const struct param *)list_at(&query->params, i))->list > 0;
	if (many && !query->writes && !by_list && !query->all.at && !has_word(query, "LIMIT", 0, 0))
		complain(gen, query->line, "%.*s: many rows without LIMIT (-- all: reason)",
			 STR_ARG(query->name));
	if (by_list && has_word(query, "LIMIT", 0, 0))
		complain(gen, query->line, "%.*s: a list is run in pieces, so LIMIT cannot hold",
			 STR_ARG(query->name));
	for (size_t i = 0; i < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i);
		if (token_is(token, "LIMIT") &&
		    !has_word(query, "ORDER", token->group, token->depth) &&
		    !only_counts(query, token->group))
			complain(gen, token->line, "%.*s: LIMIT without ORDER BY",
				 STR_ARG(query->name));
	}
	const struct token *first = token_at(&query->tokens, 0);
	bool narrows = token_is(first, "UPDATE") || token_is(first, "DELETE");
	if (narrows && !has_word(query, "WHERE", 0, 0))
		complain(gen, query->line, "%.*s: UPDATE and DELETE need WHERE",
			 STR_ARG(query->name));
}

static struct argument *argument_find(struct query *query, str name)
{
	for (size_t i = 0; i < query->args.count; i++) {
		struct argument *argument = list_at(&query->args, i);
		if (str_equal(argument->name, name))
			return argument;
	}
	return NULL;
}

static struct argument *record_of(struct query *query, str name)
{
	struct argument *record = NULL;
	size_t dot;
	if (str_find(name, S("."), &dot)) {
		record = argument_find(query, str_first(name, dot));
		if (record && record->pointer)
			return record;
	}
	int records = 0;
	for (size_t i = 0; i < query->args.count; i++) {
		struct argument *argument = list_at(&query->args, i);
		if (argument->pointer) {
			record = argument;
			records++;
		}
	}
	return records == 1 ? record : NULL;
}

static void param_check(struct sqlgen *gen, struct query *query, const struct param *param)
{
	struct argument *argument = argument_find(query, param->name);
	if (!argument && !given_by_scope(param->name))
		argument = record_of(query, param->name);
	if (argument)
		argument->used = true;
	else if (!given_by_scope(param->name))
		complain(gen, query->line, "%.*s: nothing gives :%.*s", STR_ARG(query->name),
			 STR_ARG(param->name));
	if (param->list && (!argument || !argument->ids))
		complain(gen, query->line, "%.*s: :%.*s[%d] needs an argument struct ids",
			 STR_ARG(query->name), STR_ARG(param->name), param->list);
	if (!param->list && argument && argument->ids)
		complain(gen, query->line, "%.*s: struct ids is written :%.*s[64]",
			 STR_ARG(query->name), STR_ARG(param->name));
}

static void params_check(struct sqlgen *gen, struct query *query)
{
	int lists = 0;
	for (size_t i = 0; i < query->params.count; i++) {
		const struct param *param = list_at(&query->params, i);
		lists += param->list > 0;
		param_check(gen, query, param);
	}
	if (lists > 1)
		complain(gen, query->line, "%.*s: one list a statement", STR_ARG(query->name));
	if (lists && (query->result == RESULT_ROW || query->result == RESULT_VALUE))
		complain(gen, query->line, "%.*s: with a list, the result is a list too",
			 STR_ARG(query->name));
	for (size_t i = 0; i < query->args.count; i++) {
		const struct argument *argument = list_at(&query->args, i);
		/* A brand as an argument is for workers, who say why. */
		bool hides = given_by_scope(argument->name) && !query->house.at;
		if (hides)
			complain(gen, query->line, "%.*s: the scope gives %.*s",
				 STR_ARG(query->name), STR_ARG(argument->name));
		if (!argument->used)
			complain(gen, query->line, "%.*s: argument %.*s is not used",
				 STR_ARG(query->name), STR_ARG(argument->name));
	}
}

/* "price.cents" is a member of a member. */
static bool is_member(str s)
{
	bool good = s.len > 0 && s.at[0] != '.' && s.at[s.len - 1] != '.';
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		good = good && ((c >= 'a' && c <= 'z') || c == '_' || c == '.' ||
				(i > 0 && c >= '0' && c <= '9'));
	}
	return good;
}

static void columns_check(struct sqlgen *gen, struct query *query, sqlite3_stmt *prepared)
{
	int count = sqlite3_column_count(prepared);
	bool record = query->result == RESULT_ROW || query->result == RESULT_ROWS;
	for (int i = 0; i < count; i++) {
		str name = str_keep(gen->arena, str_from(sqlite3_column_name(prepared, i)));
		*(str *)list_add(&query->columns) = name;
		if (record && !is_member(name))
			complain(gen, query->line, "%.*s: column %d needs a name: AS member",
				 STR_ARG(query->name), i + 1);
	}
	bool single = query->result == RESULT_VALUE || query->result == RESULT_VALUES;
	bool nothing = query->result == RESULT_NONE || query->result == RESULT_CHANGED;
	if (single && count != 1)
		complain(gen, query->line, "%.*s: %d columns where one is expected",
			 STR_ARG(query->name), count);
	if (record && count == 0)
		complain(gen, query->line, "%.*s: gives no rows", STR_ARG(query->name));
	if (nothing && count > 0)
		complain(gen, query->line, "%.*s: its rows are dropped: say -> struct X",
			 STR_ARG(query->name));
}

static bool is_table(struct sqlgen *gen, const char *name)
{
	return sqlite3_table_column_metadata(gen->schema, NULL, name, NULL, NULL, NULL, NULL, NULL,
					     NULL) == SQLITE_OK;
}

/* The plan names an alias where there is one. */
static bool is_scanned_table(struct sqlgen *gen, const struct query *query, str name)
{
	if (is_table(gen, str_c(gen->arena, name)))
		return true;
	for (size_t i = 1; i < query->tokens.count; i++) {
		const struct token *before = token_at(&query->tokens, i - 1);
		if (token_is(before, "AS") && i > 1)
			before = token_at(&query->tokens, i - 2);
		if (str_equal(token_at(&query->tokens, i)->text, name) &&
		    before->kind == TOKEN_WORD && is_table(gen, str_c(gen->arena, before->text)))
			return true;
	}
	return false;
}

static void plan_check(struct sqlgen *gen, const struct query *query, const char *sql)
{
	sqlite3_stmt *plan = NULL;
	const char *explain = str_format(gen->arena, "EXPLAIN QUERY PLAN %s%c", sql, '\0').at;
	if (query->scan.at ||
	    sqlite3_prepare_v2(gen->schema, explain, -1, &plan, NULL) != SQLITE_OK)
		return;
	while (sqlite3_step(plan) == SQLITE_ROW) {
		str detail = str_from((const char *)sqlite3_column_text(plan, 3));
		if (!query->walk.at && str_starts(detail, S("SEARCH ")) && str_contains(detail, S(" (brand_id=?)")))
			complain(gen, query->line, "%.*s: %.*s walks the whole brand (-- walk: reason)",
				 STR_ARG(query->name), STR_ARG(detail));
		if (query->covered.at && str_starts(detail, S("SEARCH ")) && !str_contains(detail, S(" USING COVERING INDEX ")))
			complain(gen, query->line, "%.*s: %.*s, and not an index that holds all it reads (-- covered)",
				 STR_ARG(query->name), STR_ARG(detail));
		if (!str_starts(detail, S("SCAN ")) || str_contains(detail, S(" USING ")))
			continue;
		str rest = str_skip(detail, 5);
		str name = str_cut(&rest, ' ');
		if (is_scanned_table(gen, query, name))
			complain(gen, query->line,
				 "%.*s: %.*s reads the whole table (-- scan: reason)",
				 STR_ARG(query->name), STR_ARG(detail));
	}
	sqlite3_finalize(plan);
}

static void names_check(struct sqlgen *gen, const struct query *query)
{
	for (size_t i = 0; i < gen->queries.count; i++) {
		const struct query *other = list_at(&gen->queries, i);
		if (other < query && str_equal(other->name, query->name))
			complain(gen, query->line, "two statements are named %.*s",
				 STR_ARG(query->name));
	}
}

void query_check(struct sqlgen *gen, struct query *query)
{
	const char *sql = str_c(gen->arena, query_sql(gen, query, '?'));
	sqlite3_stmt *prepared = NULL;
	const char *tail = "";
	if (sqlite3_prepare_v2(gen->schema, sql, -1, &prepared, &tail) != SQLITE_OK) {
		complain(gen, query->line, "%.*s: %s", STR_ARG(query->name),
			 sqlite3_errmsg(gen->schema));
		return;
	}
	if (*tail)
		complain(gen, query->line, "%.*s: two statements under one head",
			 STR_ARG(query->name));
	query->writes = !sqlite3_stmt_readonly(prepared);
	ids_join_find(gen, query);
	columns_check(gen, query, prepared);
	sqlite3_finalize(prepared);
	names_check(gen, query);
	words_check(gen, query);
	stars_check(gen, query);
	extremes_check(gen, query);
	limits_check(gen, query);
	params_check(gen, query);
	plan_check(gen, query, sql);
	if (query->join.from)
		plan_check(gen, query, str_c(gen->arena, query_sql(gen, query, '?')));
	query->past_brands = query->house.at && names_brands(gen, query);
	if (!query->house.at)
		brand_check(gen, query);
}
