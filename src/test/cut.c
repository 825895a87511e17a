/* cut.c: reads a statement's words, finds who is compared with which parameter, and takes the brand out. */
#include "test/cut.h"

#include "base/text.h"

enum { WORDS_MAX = 8000 };

struct word { str text; size_t at; };
struct reader { struct word words[WORDS_MAX]; size_t count; struct cut *cut; };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

static size_t word_length(str rest)
{
	size_t len = 1;
	if (rest.at[0] == '\'') {
		while (len < rest.len && rest.at[len] != '\'')
			len++;
		return len + 1 < rest.len ? len + 1 : rest.len;
	}
	if (is_letter(rest.at[0])) {
		while (len < rest.len && is_letter(rest.at[len]))
			len++;
		return len;
	}
	if (rest.len > 1 && strchr("<>!|@", rest.at[0]) && strchr("=>|@", rest.at[1]))
		return 2;
	return 1;
}

static void read_words(struct reader *reader, str sql)
{
	size_t at = 0;
	while (at < sql.len) {
		if (strchr(" \t\n", sql.at[at])) {
			at++;
			continue;
		}
		assert(reader->count < WORDS_MAX);
		size_t len = word_length(str_skip(sql, at));
		reader->words[reader->count++] = (struct word){ str_first(str_skip(sql, at), len), at };
		at += len;
	}
}

static str word(const struct reader *reader, size_t at)
{
	return at < reader->count ? reader->words[at].text : S("");
}

static bool is(const struct reader *reader, size_t at, const char *text)
{
	return str_equal_fold(word(reader, at), str_from(text));
}

static bool is_any(const struct reader *reader, size_t at, const char *const *texts)
{
	for (; *texts; texts++) {
		if (is(reader, at, *texts))
			return true;
	}
	return false;
}

static bool is_name(const struct reader *reader, size_t at)
{
	str text = word(reader, at);
	return text.len && is_letter(text.at[0]) && text.at[0] != '$' && !(text.at[0] >= '0' && text.at[0] <= '9');
}

/* The number of `$n`, 0 when it is none. */
static int param_at(const struct reader *reader, size_t at)
{
	str text = word(reader, at);
	int64_t number;
	if (text.len < 2 || text.at[0] != '$' || !str_number(str_skip(text, 1), &number) || number >= CUT_PARAMS_MAX)
		return 0;
	return (int)number;
}

/* ── tables ── */

static void find_tables(struct reader *reader)
{
	static const char *const before[] = { "FROM", "JOIN", "INTO", "UPDATE", NULL };
	static const char *const no_alias[] = { "ON", "WHERE", "SET", "ORDER", "GROUP", "LIMIT", "LEFT", "JOIN", "CROSS", "INNER",
		"USING", "UNION", "RETURNING", "VALUES", "SELECT", "HAVING", "EXCEPT", "INTERSECT", NULL };
	struct cut *cut = reader->cut;
	for (size_t i = 0; i + 1 < reader->count; i++) {
		if (!is_any(reader, i, before) || !is_name(reader, i + 1) || (i && is(reader, i - 1, "DO")))
			continue;
		assert(cut->table_count < CUT_TABLES_MAX);
		size_t alias = is(reader, i + 2, "AS") ? i + 3 : i + 2;
		bool named = is_name(reader, alias) && !is_any(reader, alias, no_alias);
		cut->tables[cut->table_count].name = word(reader, i + 1);
		cut->tables[cut->table_count++].alias = named ? word(reader, alias) : word(reader, i + 1);
		bool writes = is(reader, i, "INTO") || is(reader, i, "UPDATE") || (i && is(reader, i - 1, "DELETE"));
		if (writes && str_empty(cut->written))
			cut->written = word(reader, i + 1);
	}
}

/* The nearest table of that alias before, else behind: a name may serve twice. */
static str table_of(const struct cut *cut, str alias)
{
	for (size_t i = 0; i < cut->table_count; i++) {
		if (str_equal(cut->tables[i].alias, alias))
			return cut->tables[i].name;
	}
	return cut->table_count ? cut->tables[0].name : S("");
}

/* ── conditions ── */

struct column { str table, name; size_t from, until; }; /* words */

/* The column that ends before `at`, or begins there. */
static bool column_before(const struct reader *reader, size_t at, struct column *out)
{
	if (!at || !is_name(reader, at - 1))
		return false;
	bool qualified = at >= 3 && is(reader, at - 2, ".") && is_name(reader, at - 3);
	*out = (struct column){ table_of(reader->cut, qualified ? word(reader, at - 3) : S("")), word(reader, at - 1),
		qualified ? at - 3 : at - 1, at };
	return true;
}

static bool column_behind(const struct reader *reader, size_t at, struct column *out)
{
	if (!is_name(reader, at))
		return false;
	bool qualified = is(reader, at + 1, ".") && is_name(reader, at + 2);
	*out = (struct column){ table_of(reader->cut, qualified ? word(reader, at) : S("")), word(reader, qualified ? at + 2 : at), at,
		qualified ? at + 3 : at + 1 };
	return true;
}

static void note(struct reader *reader, int number, const struct column *column, char sign)
{
	struct cut_param *param = &reader->cut->params[number];
	if (str_equal(column->name, S("brand_id"))) {
		param->is_brand = true;
		return;
	}
	if (str_empty(param->column))
		*param = (struct cut_param){ column->table, column->name, sign, param->is_brand, param->is_written };
}

static char turned(char sign)
{
	return sign == '<' ? '>' : sign == '>' ? '<' : sign;
}

/* `column = $n`, `$n < column`, `column IN ($n`, `(a, b) < ($n, $m)`. */
static void find_conditions(struct reader *reader)
{
	static const char *const signs[] = { "=", "<", ">", "<=", ">=", NULL };
	struct column column;
	for (size_t i = 0; i < reader->count; i++) {
		char sign = word(reader, i).at[0];
		bool in = is(reader, i, "IN") && is(reader, i + 1, "(");
		if (in && column_before(reader, i, &column)) {
			for (size_t j = i + 2; param_at(reader, j) || is(reader, j, ","); j++) {
				if (param_at(reader, j))
					note(reader, param_at(reader, j), &column, '=');
			}
		}
		if (!is_any(reader, i, signs))
			continue;
		if (param_at(reader, i + 1) && column_before(reader, i, &column))
			note(reader, param_at(reader, i + 1), &column, sign);
		else if (i && param_at(reader, i - 1) && column_behind(reader, i + 1, &column))
			note(reader, param_at(reader, i - 1), &column, turned(sign));
		else if (is(reader, i + 1, "(") && i && is(reader, i - 1, ")")) {
			for (size_t j = i + 2; j < reader->count && !is(reader, j, ")"); j++) {
				if (param_at(reader, j))
					reader->cut->params[param_at(reader, j)].sign = sign;
			}
		}
	}
}

/* `INSERT INTO t (a, b) VALUES ($1, $2)` and `… SELECT $1, x`: which column each parameter fills. */
static void find_written(struct reader *reader)
{
	size_t columns[200], count = 0, i = 0;
	while (i < reader->count && !is(reader, i, "INTO"))
		i++;
	if (i == reader->count || !is(reader, i + 2, "("))
		return;
	for (i += 3; i < reader->count && !is(reader, i, ")") && count < COUNT(columns); i++) {
		if (is_name(reader, i))
			columns[count++] = i;
	}
	i += is(reader, i + 1, "VALUES") ? 3 : 2;
	size_t item = 0;
	int depth = 0;
	for (; i < reader->count && depth >= 0 && item < count; i++) {
		depth += is(reader, i, "(") ? 1 : is(reader, i, ")") ? -1 : 0;
		if (depth == 0 && is(reader, i, "FROM"))
			return;
		item += depth == 0 && is(reader, i, ",");
		int number = param_at(reader, i);
		if (!number || depth != 0 || item >= count)
			continue;
		struct cut_param *param = &reader->cut->params[number];
		if (str_equal(word(reader, columns[item]), S("brand_id")))
			param->is_written = true;
		else if (str_empty(param->column))
			*param = (struct cut_param){ reader->cut->written, word(reader, columns[item]), 'v', param->is_brand, false };
	}
}

/* ── the cut ── */

/* Does a brand's condition begin at this word?  *until_out: the word behind it. */
static bool condition_at(const struct reader *reader, size_t at, size_t *until_out)
{
	struct column column;
	if (param_at(reader, at) && is(reader, at + 1, "=") && column_behind(reader, at + 2, &column)) {
		*until_out = column.until;
		return str_equal(column.name, S("brand_id"));
	}
	if (at && is(reader, at - 1, "."))
		return false;
	if (!column_behind(reader, at, &column) || !is(reader, column.until, "=") || !param_at(reader, column.until + 1))
		return false;
	*until_out = column.until + 2;
	return str_equal(column.name, S("brand_id"));
}

void cut_make(struct arena *arena, str sql, struct cut *cut_out)
{
	struct reader *reader = arena_take(arena, sizeof(*reader));
	struct text out;
	size_t copied = 0, until;
	*cut_out = (struct cut){ .sql = S(""), .written = S("") };
	reader->cut = cut_out;
	read_words(reader, sql);
	find_tables(reader);
	find_conditions(reader);
	find_written(reader);
	text_open(&out, arena, sql.len + 64);
	for (size_t i = 0; i < reader->count; i++) {
		if (!condition_at(reader, i, &until))
			continue;
		text_put(&out, str_first(str_skip(sql, copied), reader->words[i].at - copied));
		text_put(&out, S("TRUE"));
		const struct word *last = &reader->words[until - 1];
		copied = last->at + last->text.len;
		cut_out->conditions++;
		i = until - 1;
	}
	text_put(&out, str_skip(sql, copied));
	cut_out->sql = text_str(&out);
	cut_out->left = str_contains(cut_out->sql, S("brand_id = $"));
}
