/*
 * sqlgen_brand.c: no statement reads or writes past its brand.
 *
 * Every table with a brand_id that a statement names must be held by
 * `brand_id = :brand_id`, standing alone in WHERE or in the ON of its own join, with
 * no OR and no NOT around it; a written row must carry :brand_id.  What this reader
 * cannot follow is refused, not believed.
 */
#include "sqlgen.h"

#include "base/check.h"

struct ref {
	str table, alias;
	int scope, depth, line;
	size_t at;
	bool brand;
};

static bool has_brand(struct sqlgen *gen, str table)
{
	return sqlite3_table_column_metadata(gen->schema, NULL, str_c(gen->arena, table),
					     "brand_id", NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static bool is_any(const struct token *token, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (token_is(token, words[i]))
			return true;
	}
	return false;
}

static bool ends_from(const struct token *token)
{
	static const char *const words[] = { "WHERE",  "GROUP",	    "ORDER",  "LIMIT",	   "HAVING",
					     "UNION",  "INTERSECT", "EXCEPT", "RETURNING", "SET",
					     "VALUES", "SELECT",    "ON",     "WINDOW",	   ";" };
	return is_any(token, words, COUNT(words));
}

static bool ends_condition(const struct token *token)
{
	static const char *const words[] = { "WHERE",  "GROUP",	    "ORDER",  "LIMIT",	   "HAVING",
					     "UNION",  "INTERSECT", "EXCEPT", "RETURNING", "JOIN",
					     "LEFT",   "INNER",	    "CROSS",  "RIGHT",	   "FULL",
					     "WINDOW", ";",	    ")",      "" };
	return is_any(token, words, COUNT(words));
}

static bool is_alias(const struct token *token)
{
	static const char *const words[] = { "JOIN",  "LEFT", "INNER",	 "CROSS", "RIGHT", "FULL",
					     "USING", "AS",   "DEFAULT", "DO",	  "NOT" };
	return token->kind == TOKEN_WORD && !ends_from(token) &&
	       !is_any(token, words, COUNT(words));
}

static void ref_add(struct sqlgen *gen, const struct query *query, struct list *refs, size_t at)
{
	const struct token *table = token_at(&query->tokens, at);
	size_t next = at + 1;
	if (token_is(token_at(&query->tokens, next), "AS"))
		next++;
	const struct token *alias = token_at(&query->tokens, next);
	struct ref *ref = list_add(refs);
	*ref = (struct ref){ .table = table->text,
			     .alias = is_alias(alias) ? alias->text : table->text,
			     .scope = table->scope,
			     .depth = table->depth,
			     .line = table->line,
			     .at = at };
	ref->brand = has_brand(gen, ref->table);
}

/* Does a table's name follow?  After FROM, JOIN, UPDATE, and the commas between FROM and WHERE. */
static bool names_table(const struct query *query, size_t at, bool in_from)
{
	const struct token *token = token_at(&query->tokens, at);
	const struct token *before =
	    at > 0 ? token_at(&query->tokens, at - 1) : token_at(&query->tokens, SIZE_MAX);
	if (token_is(token, "FROM"))
		return !token_is(before, "DISTINCT");
	if (token_is(token, "UPDATE"))
		return !token_is(before, "DO");
	return token_is(token, "JOIN") || (in_from && token_is(token, ","));
}

/* The FROM of this token's own SELECT, as far as it goes. */
static bool stands_in_from(const struct query *query, size_t at)
{
	const struct token *token = token_at(&query->tokens, at);
	for (size_t i = at; i-- > 0;) {
		const struct token *before = token_at(&query->tokens, i);
		if (before->scope != token->scope || before->depth != token->depth)
			continue;
		if (token_is(before, "FROM"))
			return true;
		if (ends_from(before) && !token_is(before, "ON"))
			return false;
	}
	return false;
}

static void refs_read(struct sqlgen *gen, const struct query *query, struct list *refs)
{
	list_open(refs, gen->arena, sizeof(struct ref));
	for (size_t i = 0; i < query->tokens.count; i++) {
		if (!names_table(query, i,
				 token_is(token_at(&query->tokens, i), ",") &&
				     stands_in_from(query, i)))
			continue;
		const struct token *table = token_at(&query->tokens, i + 1);
		if (table->kind == TOKEN_WORD)
			ref_add(gen, query, refs, i + 1);
		else if (!token_is(table, "(") ||
			 !token_is(token_at(&query->tokens, i + 2), "SELECT"))
			complain(gen, table->line,
				 "%.*s: joins are written without brackets and quotes",
				 STR_ARG(query->name));
	}
}

/* `[alias.]brand_id = :brand_id`, or the other way round, from `at`; *len_out tokens long. */
static bool is_comparison(const struct query *query, size_t at, str *alias_out, size_t *len_out)
{
	const struct list *tokens = &query->tokens;
	size_t column = at;
	bool turned = token_at(tokens, at)->kind == TOKEN_PARAM;
	if (turned)
		column = at + 2;
	bool qualified = token_is(token_at(tokens, column + 1), ".");
	*alias_out = qualified ? token_at(tokens, column)->text : S("");
	size_t name = qualified ? column + 2 : column;
	const struct token *param = token_at(tokens, turned ? at : name + 2);
	*len_out = (qualified ? 5 : 3);
	return token_is(token_at(tokens, name), "brand_id") && param->kind == TOKEN_PARAM &&
	       str_equal(param->text, S("brand_id")) && !param->null &&
	       token_is(token_at(tokens, turned ? at + 1 : name + 1), "=");
}

/* Where the condition around `at` began: WHERE or ON; none is SIZE_MAX. */
static size_t clause_start(const struct query *query, size_t at)
{
	const struct token *token = token_at(&query->tokens, at);
	for (size_t i = at; i-- > 0;) {
		const struct token *before = token_at(&query->tokens, i);
		if (before->scope != token->scope || before->depth != token->depth)
			continue;
		if (token_is(before, "WHERE") || token_is(before, "ON"))
			return i;
		if (ends_from(before))
			return SIZE_MAX;
	}
	return SIZE_MAX;
}

static bool has_or(const struct query *query, size_t start)
{
	const struct token *first = token_at(&query->tokens, start);
	for (size_t i = start + 1; i < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i);
		if (token->depth < first->depth)
			return false;
		if (token->scope != first->scope || token->depth != first->depth)
			continue;
		if (token_is(token, "OR"))
			return true;
		if (ends_condition(token))
			return false;
	}
	return false;
}

static bool stands_alone(const struct query *query, size_t at, size_t len)
{
	const struct token *before = token_at(&query->tokens, at - 1),
			   *after = token_at(&query->tokens, at + len);
	bool begins =
	    token_is(before, "WHERE") || token_is(before, "ON") || token_is(before, "AND");
	return begins && (token_is(after, "AND") || ends_condition(after) || after->text.len == 0);
}

static int brands_in(const struct list *refs, int scope)
{
	int count = 0;
	for (size_t i = 0; i < refs->count; i++) {
		const struct ref *ref = list_at(refs, i);
		count += ref->brand && ref->scope == scope;
	}
	return count;
}

/* In the ON of a join only that join's table is held: the other side of a LEFT JOIN is not. */
static bool joins(const struct query *query, const struct list *refs, const struct ref *ref,
		  size_t on)
{
	if (!token_is(token_at(&query->tokens, on), "ON"))
		return true;
	const struct ref *last = NULL;
	for (size_t i = 0; i < refs->count; i++) {
		const struct ref *other = list_at(refs, i);
		if (other->scope == ref->scope && other->at < on)
			last = other;
	}
	return last == ref;
}

static bool is_held(const struct query *query, const struct list *refs, const struct ref *ref)
{
	for (size_t i = 1; i < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i);
		str alias;
		size_t len;
		if (token->scope != ref->scope || token->depth != ref->depth ||
		    !is_comparison(query, i, &alias, &len))
			continue;
		bool mine = str_equal_fold(alias, ref->alias) ||
			    (str_empty(alias) && brands_in(refs, ref->scope) == 1);
		size_t start = clause_start(query, i);
		if (mine && start != SIZE_MAX && stands_alone(query, i, len) &&
		    !has_or(query, start) && joins(query, refs, ref, start))
			return true;
	}
	return false;
}

/* Written rows. */

/* Which column of `INSERT INTO t (a, b, …)` is brand_id; -1 when none. */
static int brand_column(const struct query *query, size_t open, size_t *after_out)
{
	int column = 0, found = -1;
	const struct token *bracket = token_at(&query->tokens, open);
	size_t i = open + 1;
	for (; i < query->tokens.count && token_at(&query->tokens, i)->depth > bracket->depth;
	     i++) {
		column += token_is(token_at(&query->tokens, i), ",");
		if (token_is(token_at(&query->tokens, i), "brand_id"))
			found = column;
	}
	*after_out = i + 1;
	return found;
}

/* The item of a list that begins at `at`, ending at its bracket or at a word such as FROM. */
static bool item_is_brand(const struct query *query, size_t at, int item)
{
	int depth = token_at(&query->tokens, at)->depth, count = 0;
	for (size_t i = at; i < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i),
				   *next = token_at(&query->tokens, i + 1);
		if (token->depth < depth || (token->depth == depth && ends_from(token)))
			return false;
		if (count == item && token->kind == TOKEN_PARAM && token->depth == depth)
			return str_equal(token->text, S("brand_id")) && !token->null &&
			       (token_is(next, ",") || token_is(next, ")") || ends_from(next));
		if (count == item)
			return false;
		count += token->depth == depth && token_is(token, ",");
	}
	return false;
}

static bool rows_carry_brand(const struct query *query, size_t at, int column)
{
	bool values = token_is(token_at(&query->tokens, at), "VALUES");
	bool any = false;
	for (size_t i = at; i < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i);
		if (token->depth > 0)
			continue;
		if (token_is(token, "ON") && token_is(token_at(&query->tokens, i + 1), "CONFLICT"))
			break;
		if (token_is(token, "RETURNING") || (values && token_is(token, ";")))
			break;
		bool row = values ? token_is(token, "(") : token_is(token, "SELECT");
		if (!row)
			continue;
		any = true;
		if (!item_is_brand(query, i + 1, column))
			return false;
	}
	return any;
}

static void insert_check(struct sqlgen *gen, const struct query *query)
{
	for (size_t i = 0; i < query->tokens.count; i++) {
		const struct token *table = token_at(&query->tokens, i + 1);
		if (!token_is(token_at(&query->tokens, i), "INTO") || !has_brand(gen, table->text))
			continue;
		size_t after = 0;
		int column = -1;
		if (token_is(token_at(&query->tokens, i + 2), "("))
			column = brand_column(query, i + 2, &after);
		if (column < 0 || !rows_carry_brand(query, after, column))
			complain(
			    gen, table->line,
			    "%.*s: a row of %.*s is written without :brand_id (-- house: reason)",
			    STR_ARG(query->name), STR_ARG(table->text));
	}
}

/* A row never changes its brand. */
static void set_check(struct sqlgen *gen, const struct query *query)
{
	for (size_t i = 1; i < query->tokens.count; i++) {
		const struct token *before = token_at(&query->tokens, i - 1);
		bool sets = token_is(before, "SET");
		for (size_t j = i; !sets && token_is(before, ",") && j-- > 0;) {
			const struct token *word = token_at(&query->tokens, j);
			if (word->depth != before->depth || word->scope != before->scope)
				continue;
			if (ends_from(word) || token_is(word, "FROM")) {
				sets = token_is(word, "SET");
				break;
			}
		}
		if (sets && token_is(token_at(&query->tokens, i), "brand_id"))
			complain(gen, before->line, "%.*s: brand_id is never changed",
				 STR_ARG(query->name));
	}
}

void brand_check(struct sqlgen *gen, const struct query *query)
{
	struct list refs;
	refs_read(gen, query, &refs);
	for (size_t i = 0; i < refs.count; i++) {
		const struct ref *ref = list_at(&refs, i);
		if (ref->brand && !is_held(query, &refs, ref))
			complain(gen, ref->line,
				 "%.*s: %.*s is not held by %.*s.brand_id = :brand_id (-- house: "
				 "reason)",
				 STR_ARG(query->name), STR_ARG(ref->table), STR_ARG(ref->alias));
	}
	insert_check(gen, query);
	set_check(gen, query);
}

bool names_brands(struct sqlgen *gen, const struct query *query)
{
	for (size_t i = 0; i < query->tokens.count; i++) {
		const struct token *token = token_at(&query->tokens, i);
		if (token->kind == TOKEN_WORD && has_brand(gen, token->text))
			return true;
	}
	return false;
}
