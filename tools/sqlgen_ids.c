/*
 * sqlgen_ids.c: a list of ids on SQLite.
 *
 * For `id IN (?3, ?4, …)` SQLite builds a table in memory at every run, with pages to clear and to give back.
 * The same ids as rows in front of a join are only walked over, each row a look into the index:
 *
 *     FROM (VALUES (?3), (?4)) AS wanted CROSS JOIN community_thread t WHERE … AND t.id = wanted.column1
 *
 * Only where the plan looks every id up, and where no order is asked for; PostgreSQL keeps the list.  A place that is
 * not needed holds NULL, which equals nothing (store/db_column.h).
 */
#include "sqlgen.h"

static bool stands(const struct query *query, size_t at, const char *word)
{
	const struct token *token = token_at(&query->tokens, at);
	return token->depth == 0 && token_is(token, word);
}

/* What would have to gather rows again, or would no longer mean the same in front of a join. */
static bool is_plain_select(const struct query *query)
{
	static const char *const other[] = { "ORDER", "GROUP", "DISTINCT", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "OR", "RIGHT" };
	bool plain = stands(query, 0, "SELECT");
	for (size_t i = 0; i < query->tokens.count; i++) {
		for (size_t k = 0; k < sizeof(other) / sizeof(other[0]); k++)
			plain = plain && !stands(query, i, other[k]);
	}
	return plain;
}

/* Where `column IN (:ids[64])` stands as a condition of its own. */
static bool list_find(const struct query *query, struct ids_join *join)
{
	for (size_t i = 3; i + 1 < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i);
		if (token->kind != TOKEN_PARAM || !token->list || token->depth != 1 || !stands(query, i - 2, "IN"))
			continue;
		bool named = stands(query, i - 4, ".");
		size_t first = named ? i - 5 : i - 3;
		*join = (struct ids_join){ .column = i - 3, .in = i - 2, .close = i + 1, .table = named ? first : 0 };
		return stands(query, first - 1, "AND") || stands(query, first - 1, "WHERE");
	}
	return false;
}

/* Does SQLite look the ids up one by one, once they lead the join? */
static bool is_looked_up(struct sqlgen *gen, const struct query *query)
{
	const struct ids_join *join = &query->join;
	sqlite3_stmt *plan = NULL;
	const char *explain = str_format(gen->arena, "EXPLAIN QUERY PLAN %.*s%c", STR_ARG(query_sql(gen, query, '?')), '\0').at;
	str column = str_format(gen->arena, "%.*s=?", STR_ARG(token_at(&query->tokens, join->column)->text));
	str search = join->table ? str_format(gen->arena, "SEARCH %.*s ", STR_ARG(token_at(&query->tokens, join->table)->text))
	                         : S("SEARCH ");
	bool found = false;
	if (sqlite3_prepare_v2(gen->schema, explain, -1, &plan, NULL) != SQLITE_OK)
		return false;
	while (sqlite3_step(plan) == SQLITE_ROW) {
		str detail = str_from((const char *)sqlite3_column_text(plan, 3));
		found = found || (str_starts(detail, search) && str_contains(detail, column));
	}
	sqlite3_finalize(plan);
	return found;
}

void ids_join_find(struct sqlgen *gen, struct query *query)
{
	struct ids_join join;
	if (!is_plain_select(query) || !list_find(query, &join))
		return;
	while (join.from < query->tokens.count && !stands(query, join.from, "FROM"))
		join.from++;
	query->join = join;
	if (!is_looked_up(gen, query))
		query->join.from = 0;
}

void ids_join_emit(const struct query *query, int count, struct text *out)
{
	const struct param *list = list_at(&query->params, query->params.count - 1);
	text_put(out, S("FROM (VALUES "));
	for (int i = 0; i < count; i++)
		text_format(out, "%s(?%d)", i ? ", " : "", list->number + i);
	text_put(out, S(") AS wanted CROSS JOIN"));
}
