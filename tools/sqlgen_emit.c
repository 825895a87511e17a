/* sqlgen_emit.c: writes sql.gen.h and sql.gen.c: one typed C function a statement. */
#include "sqlgen.h"

#include "base/check.h"
#include "store/db_column.h"

#include <limits.h>

/* The SQL of one engine, on one line, its parameters numbered; of a list at most `most`. */
static str sql_of(const struct sqlgen *gen, const struct query *query, char sign, int most)
{
	struct text sql;
	const struct ids_join *join = &query->join;
	const struct param *last = query->params.count ? list_at(&query->params, query->params.count - 1) : NULL;
	int width = last && last->list < most ? last->list : most;
	bool joins = sign == '?' && join->from && width > 1; /* of one id it is an equality */
	text_open(&sql, gen->arena, 500);
	for (size_t i = 0; i < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i);
		if (token->spaced && sql.len > 0)
			text_char(&sql, ' ');
		if (joins && i == join->from) {
			ids_join_emit(query, width, &sql);
			continue;
		}
		if (joins && i == join->in) {
			text_put(&sql, S("= wanted.column1"));
			i = join->close;
			continue;
		}
		if (token->kind != TOKEN_PARAM) {
			if (!token_is(token, ";") || i + 1 < query->tokens.count)
				text_put(&sql, token->text);
			continue;
		}
		const struct param *param = list_at(&query->params, (size_t)token->param);
		for (int j = 0; j == 0 || (j < param->list && j < most); j++)
			text_format(&sql, "%s%c%d", j ? ", " : "", sign, param->number + j);
	}
	return text_str(&sql);
}

str query_sql(const struct sqlgen *gen, const struct query *query, char sign)
{
	return sql_of(gen, query, sign, INT_MAX);
}

static void quote(struct text *out, str s)
{
	text_char(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"' || s.at[i] == '\\')
			text_char(out, '\\');
		text_char(out, s.at[i]);
	}
	text_char(out, '"');
}

static void output_emit(const struct query *query, struct text *out)
{
	switch (query->result) {
	case RESULT_NONE:
		return;
	case RESULT_CHANGED:
		text_put(out, S(", int64_t *changed_out"));
		return;
	case RESULT_ROW:
	case RESULT_VALUE:
		text_format(out, ", %.*s *out", STR_ARG(query->type));
		return;
	case RESULT_ROWS:
		text_format(out, ", %.*s_list *out", STR_ARG(query->type));
		return;
	case RESULT_VALUES:
		text_put(out, S(", struct ids *out"));
		return;
	}
}

static void head_emit(const struct query *query, struct text *out)
{
	text_format(out, "enum err sql_%.*s(struct scope *scope", STR_ARG(query->name));
	for (size_t i = 0; i < query->args.count; i++) {
		const struct argument *argument = list_at(&query->args, i);
		text_format(out, ", %.*s", STR_ARG(argument->text));
	}
	output_emit(query, out);
	text_char(out, ')');
}

static void guard_emit(str slice, struct text *out)
{
	for (size_t i = 0; i < slice.len; i++) {
		char c = slice.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		text_char(out, letter && c >= 'a' ? (char)(c - 'a' + 'A') : letter ? c : '_');
	}
	text_put(out, S("_SQL_GEN_H\n"));
}

void header_emit(const struct sqlgen *gen, str slice, struct text *out)
{
	text_format(out, "/* sql.gen.h: made by sqlgen from %.*s.sql; do not edit. */\n#ifndef ",
		    STR_ARG(slice));
	guard_emit(slice, out);
	text_put(out, S("#define "));
	guard_emit(slice, out);
	text_put(out, S("#include \"core/core.h\"\n#include \"store/db.h\"\n"));
	for (size_t i = 0; i < gen->includes.count; i++)
		text_format(out, "#include \"%.*s\"\n",
			    STR_ARG(*(str *)list_at(&gen->includes, i)));
	for (size_t i = 0; i < gen->queries.count; i++) {
		const struct query *query = list_at(&gen->queries, i);
		text_char(out, '\n');
		if (!str_empty(query->about))
			text_format(out, "/* %.*s */\n", STR_ARG(query->about));
		head_emit(query, out);
		text_put(out, S(";\n"));
	}
	text_put(
	    out,
	    S("\n/* All of the above, ended by NULL: for checking them against PostgreSQL. */\n"));
	text_format(out, "extern const struct statement *const %.*s_statements[];\n#endif\n",
		    STR_ARG(slice));
}

/* Parameters. */

static bool has_argument(const struct query *query, str name)
{
	for (size_t i = 0; i < query->args.count; i++) {
		const struct argument *argument = list_at(&query->args, i);
		if (str_equal(argument->name, name))
			return true;
	}
	return false;
}

static const struct argument *record_named(const struct query *query, str name)
{
	const struct argument *only = NULL;
	for (size_t i = 0; i < query->args.count; i++) {
		const struct argument *argument = list_at(&query->args, i);
		if (!argument->pointer)
			continue;
		only = argument;
		if (str_starts(name, argument->name) && name.len > argument->name.len &&
		    name.at[argument->name.len] == '.')
			return argument;
	}
	return only;
}

static void place_emit(const struct query *query, str name, struct text *out)
{
	static const struct {
		const char *name, *place;
	} scoped[] = {
		{ "brand_id", "scope->brand_id" }, { "now", "scope->now" },
		{ "me", "scope->member_id" },	   { "actor", "scope->actor_id" },
	};
	if (has_argument(query, name)) {
		text_put(out, name);
		return;
	}
	for (size_t i = 0; i < COUNT(scoped); i++) {
		if (str_equal(name, str_from(scoped[i].name))) {
			text_put(out, str_from(scoped[i].place));
			return;
		}
	}
	const struct argument *record = record_named(query, name);
	if (!record)
		return;
	bool named = str_starts(name, record->name) && name.len > record->name.len &&
		     name.at[record->name.len] == '.';
	if (named)
		name = str_skip(name, record->name.len + 1);
	text_format(out, "%.*s->%.*s", STR_ARG(record->name), STR_ARG(name));
}

static const struct param *params_emit(const struct query *query, struct text *out)
{
	const struct param *list = NULL;
	if (query->param_count == 0) {
		text_put(out, S("\tconst struct value *params = NULL;\n"));
		return NULL;
	}
	/* The first is written by hand where a list begins: braces may not be empty in standard C. */
	const struct param *first = list_at(&query->params, 0);
	text_format(out, "\tstruct value params[%d] = {\n%s", query->param_count,
		    first->list ? "\t\t[0] = value_integer(0),\n" : "");
	for (size_t i = 0; i < query->params.count; i++) {
		const struct param *param = list_at(&query->params, i);
		if (param->list) {
			list = param;
			continue;
		}
		text_format(out, "\t\t[%d] = %s%s", param->number - 1,
			    param->null ? "value_or_null(" : "",
			    param->blob ? "value_blob(" : "VALUE(");
		place_emit(query, param->name, out);
		text_format(out, ")%s,\n", param->null ? ")" : "");
	}
	text_put(out, S("\t};\n"));
	return list;
}

/* What PostgreSQL will be told at run time, as far as the head says it; a record's members are inferred. */
static const char *type_of(const struct query *query, const struct param *param)
{
	if (param->blob)
		return "bytea";
	for (size_t i = 0; i < query->args.count; i++) {
		const struct argument *argument = list_at(&query->args, i);
		if (!str_equal(argument->name, param->name))
			continue;
		bool text = str_starts(argument->text, S("str "));
		return text					  ? "text"
		       : str_starts(argument->text, S("double ")) ? "double precision"
								  : "bigint";
	}
	static const char *const numbers[] = { "brand_id", "now", "me", "actor" };
	for (size_t i = 0; i < COUNT(numbers); i++) {
		if (str_equal(param->name, str_from(numbers[i])))
			return "bigint";
	}
	return "unknown";
}

void prepare_emit(const struct sqlgen *gen, const struct query *query, struct text *out)
{
	text_format(out, "PREPARE s_%.*s", STR_ARG(query->name));
	bool first = true;
	for (size_t i = 0; i < query->params.count; i++) {
		const struct param *param = list_at(&query->params, i);
		for (int j = 0; j == 0 || j < param->list; j++) {
			text_format(out, "%s%s", first ? " (" : ", ", type_of(query, param));
			first = false;
		}
	}
	text_format(out, "%s AS %.*s;\n", first ? "" : ")", STR_ARG(query_sql(gen, query, '$')));
}

/* What looks past brands says so: PostgreSQL shows it the house's tables. */
static const char *db_of(const struct query *query)
{
	return query->past_brands ? "scope_house_db" : "scope_db";
}

/* Bodies.  Each is the text between the parameters and the closing brace. */

static void members_emit(const struct query *query, const char *target, const char *indent,
			 struct text *out)
{
	for (size_t i = 0; i < query->columns.count; i++) {
		str name = *(str *)list_at(&query->columns, i);
		text_format(out, "%s%s->%.*s = COLUMN(%s->%.*s, &rows, %zu, scope->arena);\n",
			    indent, target, STR_ARG(name), target, STR_ARG(name), i);
	}
}

static void one_emit(const struct query *query, struct text *out)
{
	text_format(out,
		    "\tstruct rows rows;\n\tbool more;\n"
		    "\tenum err err = db_query(%s(scope), &statement_%.*s, params, "
		    "&rows);\n\tif (err)\n\t\treturn err;\n"
		    "\terr = db_next(&rows, &more);\n\tif (err)\n\t\treturn err;\n"
		    "\tif (!more)\n\t\treturn ERR_NOT_FOUND;\n",
		    db_of(query), STR_ARG(query->name));
	if (query->result == RESULT_VALUE)
		text_put(out, S("\t*out = COLUMN(*out, &rows, 0, scope->arena);\n"));
	else
		members_emit(query, "out", "\t", out);
	text_put(out, S("\tdb_end(&rows);\n\treturn OK;\n"));
}

static void loop_open(const struct param *list, struct text *out)
{
	if (!list)
		return;
	text_format(out,
		    "\tfor (size_t from = 0; from < %.*s.count; from += %d) {\n"
		    "\tsize_t form = value_ids(params + %d, %.*s, from, %d);\n",
		    STR_ARG(list->name), list->list, list->number - 1, STR_ARG(list->name),
		    list->list);
}

static void loop_close(const struct param *list, struct text *out)
{
	if (list)
		text_put(out, S("\t}\n"));
}

static void many_emit(const struct query *query, const struct param *list, struct text *out)
{
	text_format(out, "\tstruct list found;\n\tlist_open(&found, scope->arena, sizeof(%.*s));\n",
		    STR_ARG(query->type));
	loop_open(list, out);
	text_format(out,
		    "\tstruct rows rows;\n\tbool more = true;\n"
		    "\tenum err err = db_query(%s(scope), &statement_%.*s%s, params, &rows);\n"
		    "\twhile (!err && (err = db_next(&rows, &more)) == OK && more) {\n"
		    "\t\t%.*s *one = list_add(&found);\n",
		    db_of(query), STR_ARG(query->name), list ? "[form]" : "", STR_ARG(query->type));
	if (query->result == RESULT_VALUES)
		text_put(out, S("\t\t*one = db_integer(&rows, 0);\n"));
	else
		members_emit(query, "one", "\t\t", out);
	text_put(out, S("\t}\n\tif (err)\n\t\treturn err;\n"));
	loop_close(list, out);
	/* list->at is bytes; each piece was made as this type. */
	text_format(out, "\t*out = (%.*s){ (void *)found.at, found.count };\n\treturn OK;\n",
		    STR_ARG(query->result == RESULT_VALUES
				? S("struct ids")
				: str_format(out->arena, "%.*s_list", STR_ARG(query->type))));
}

static void run_emit(const struct query *query, const struct param *list, struct text *out)
{
	bool counts = query->result == RESULT_CHANGED;
	if (!list) {
		text_format(out, "\treturn db_run(%s(scope), &statement_%.*s, params, %s);\n",
			    db_of(query), STR_ARG(query->name), counts ? "changed_out" : "NULL");
		return;
	}
	text_put(out, S("\tint64_t changed = 0;\n"));
	loop_open(list, out);
	text_format(out,
		    "\tint64_t piece = 0;\n\tenum err err = db_run(%s(scope), "
		    "&statement_%.*s[form], params, &piece);\n"
		    "\tif (err)\n\t\treturn err;\n\tchanged += piece;\n",
		    db_of(query), STR_ARG(query->name));
	loop_close(list, out);
	text_put(out, counts ? S("\t*changed_out = changed;\n") : S("\t(void)changed;\n"));
	text_put(out, S("\treturn OK;\n"));
}

/* One row is added and nobody asks how it went: a far-away engine need not be waited for. */
static const char *writes_of(const struct query *query)
{
	bool ahead = query->result == RESULT_NONE && !query->awaits.at && token_is(token_at(&query->tokens, 0), "INSERT");
	bool values = false;
	for (size_t i = 0; i < query->tokens.count; i++) {
		values = values || token_is(token_at(&query->tokens, i), "VALUES");
		ahead = ahead && !token_is(token_at(&query->tokens, i), "SELECT");
	}
	return !query->writes ? "WRITES_NOTHING" : ahead && values ? "WRITES_AHEAD" : "WRITES_ROWS";
}

static void statement_body_emit(const struct sqlgen *gen, str slice, const struct query *query, int most,
				struct text *out)
{
	const struct param *last = query->params.count ? list_at(&query->params, query->params.count - 1) : NULL;
	int spared = last && last->list > most ? last->list - most : 0;
	text_format(out, "\n\t\"%.*s.%.*s\",\n\t", STR_ARG(slice), STR_ARG(query->name));
	quote(out, sql_of(gen, query, '?', most));
	text_put(out, S(",\n\t"));
	quote(out, sql_of(gen, query, '$', most));
	text_format(out, ",\n\t%d, %zu, %s,\n", query->param_count - spared, query->columns.count,
		    writes_of(query));
}

/* With a list: one form a width, since each place in it costs time. */
static void statement_emit(const struct sqlgen *gen, str slice, const struct query *query,
			   bool list, struct text *out)
{
	text_format(out, "\nstatic const struct statement statement_%.*s%s = {", STR_ARG(query->name),
		    list ? "[]" : "");
	for (size_t i = 0; i < ID_FORMS && list; i++) {
		text_put(out, S("{"));
		statement_body_emit(gen, slice, query, i < ID_FORMS - 1 ? (int)id_widths[i] : INT_MAX, out);
		text_put(out, S("}, "));
	}
	if (!list)
		statement_body_emit(gen, slice, query, INT_MAX, out);
	text_put(out, S("};\n\n"));
}

static bool has_list(const struct query *query)
{
	const struct param *last = query->params.count ? list_at(&query->params, query->params.count - 1) : NULL;
	return last && last->list;
}

void source_emit(const struct sqlgen *gen, str slice, str header, struct text *out)
{
	text_format(out,
		    "/* sql.gen.c: made by sqlgen from %.*s.sql; do not edit. */\n#include "
		    "\"%.*s\"\n\n"
		    "#include \"store/db_column.h\"\n\n#pragma GCC diagnostic ignored "
		    "\"-Woverlength-strings\"\n",
		    STR_ARG(slice), STR_ARG(header));
	for (size_t i = 0; i < gen->queries.count; i++) {
		const struct query *query = list_at(&gen->queries, i);
		bool one = query->result == RESULT_ROW || query->result == RESULT_VALUE;
		bool many = query->result == RESULT_ROWS || query->result == RESULT_VALUES;
		statement_emit(gen, slice, query, has_list(query), out);
		head_emit(query, out);
		text_put(out, S("\n{\n"));
		const struct param *list = params_emit(query, out);
		if (one)
			one_emit(query, out);
		else if (many)
			many_emit(query, list, out);
		else
			run_emit(query, list, out);
		text_put(out, S("}\n"));
	}
	text_format(out, "\nconst struct statement *const %.*s_statements[] = {\n", STR_ARG(slice));
	for (size_t i = 0; i < gen->queries.count; i++) {
		const struct query *query = list_at(&gen->queries, i);
		text_format(out, "\t%sstatement_%.*s,\n", has_list(query) ? "" : "&", STR_ARG(query->name));
		for (int form = 1; has_list(query) && form < ID_FORMS; form++)
			text_format(out, "\tstatement_%.*s + %d,\n", STR_ARG(query->name), form);
	}
	text_put(out, S("\tNULL,\n};\n"));
}
