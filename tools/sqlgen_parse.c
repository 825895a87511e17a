/*
 * sqlgen_parse.c: reads SLICE.sql: head lines, reasons, statements.
 *
 * A statement is a block of comment lines, the first of which that looks like
 * `name(arguments)` is its head, and the SQL below it up to a line's last `;`.
 */
#include "sqlgen.h"

#include "base/check.h"

struct block {
	struct list lines; /* struct comment */
};

static bool is_name(str s)
{
	bool good = s.len > 0;
	for (size_t i = 0; i < s.len; i++)
		good = good && ((s.at[i] >= 'a' && s.at[i] <= 'z') || s.at[i] == '_' ||
				(i > 0 && s.at[i] >= '0' && s.at[i] <= '9'));
	return good;
}

static bool is_head(str line)
{
	size_t at;
	return str_find(line, S("("), &at) && is_name(str_first(line, at));
}

/* "const struct thread *thread": the last name is the argument's. */
static void argument_read(struct sqlgen *gen, struct query *query, str text)
{
	text = str_trim(text);
	size_t at = text.len;
	while (at > 0 && text.at[at - 1] != ' ' && text.at[at - 1] != '*')
		at--;
	struct argument *argument = list_add(&query->args);
	argument->text = text;
	argument->name = str_skip(text, at);
	str type = str_trim(str_first(text, at));
	argument->pointer = str_ends(type, S("*"));
	argument->ids = str_equal(type, S("struct ids"));
	if (!is_name(argument->name) || str_empty(type))
		complain(gen, query->line, "'%.*s' is no argument: write its type and its name",
			 STR_ARG(text));
	if (argument->pointer && !str_starts(type, S("const struct ")))
		complain(gen, query->line, "'%.*s': a record is passed as const struct X *",
			 STR_ARG(text));
}

static void result_read(struct sqlgen *gen, struct query *query, str text)
{
	text = str_trim(text);
	if (str_empty(text))
		return;
	if (!str_starts(text, S("->"))) {
		complain(gen, query->line,
			 "behind the arguments only '-> result' is expected, not '%.*s'",
			 STR_ARG(text));
		return;
	}
	text = str_trim(str_skip(text, 2));
	bool many = str_starts(text, S("list of "));
	query->type = many ? str_trim(str_skip(text, 8)) : text;
	bool record = str_starts(query->type, S("struct "));
	if (str_equal(text, S("changed")))
		query->result = RESULT_CHANGED;
	else if (record)
		query->result = many ? RESULT_ROWS : RESULT_ROW;
	else
		query->result = many ? RESULT_VALUES : RESULT_VALUE;
	if (query->result == RESULT_VALUES && !str_equal(query->type, S("int64_t")))
		complain(gen, query->line, "a list is of a struct, or of int64_t (struct ids)");
}

static void head_read(struct sqlgen *gen, struct query *query, str head)
{
	query->name = str_cut(&head, '(');
	size_t end;
	if (!str_find(head, S(")"), &end)) {
		complain(gen, query->line, "the arguments of %.*s have no end",
			 STR_ARG(query->name));
		return;
	}
	str args = str_trim(str_first(head, end));
	while (!str_empty(args))
		argument_read(gen, query, str_cut(&args, ','));
	result_read(gen, query, str_skip(head, end + 1));
}

static bool reason_read(struct sqlgen *gen, struct query *query, const struct comment *line)
{
	const struct {
		str word;
		str *reason;
	} reasons[] = {
		{ S("house:"), &query->house },
		{ S("scan:"), &query->scan },
		{ S("walk:"), &query->walk },
		{ S("covered:"), &query->covered },
		{ S("all:"), &query->all },
		{ S("awaits:"), &query->awaits },
	};
	for (size_t i = 0; i < COUNT(reasons); i++) {
		if (!str_starts(line->text, reasons[i].word))
			continue;
		*reasons[i].reason = str_trim(str_skip(line->text, reasons[i].word.len));
		if (str_empty(*reasons[i].reason))
			complain(gen, line->line, "'%.*s' needs its reason",
				 STR_ARG(reasons[i].word));
		return true;
	}
	return false;
}

/* Arguments may go on over several comment lines. */
static size_t head_join(struct sqlgen *gen, const struct list *lines, size_t at, str *head_out)
{
	struct text head;
	text_open(&head, gen->arena, 200);
	text_put(&head, ((const struct comment *)list_at(lines, at++))->text);
	while (at < lines->count && !str_contains(text_str(&head), S(")"))) {
		text_char(&head, ' ');
		text_put(&head, ((const struct comment *)list_at(lines, at++))->text);
	}
	*head_out = text_str(&head);
	return at;
}

static void comments_read(struct sqlgen *gen, struct query *query, const struct list *lines)
{
	size_t at = 0;
	while (at < lines->count && !is_head(((const struct comment *)list_at(lines, at))->text))
		at++;
	if (at == lines->count) {
		complain(gen, query->line,
			 "a statement needs its head: -- name(arguments) -> result");
		return;
	}
	query->line = ((const struct comment *)list_at(lines, at))->line;
	str head;
	at = head_join(gen, lines, at, &head);
	head_read(gen, query, head);
	struct text about;
	text_open(&about, gen->arena, 200);
	for (; at < lines->count; at++) {
		const struct comment *line = list_at(lines, at);
		if (reason_read(gen, query, line))
			continue;
		if (about.len > 0)
			text_put(&about, S("\n   "));
		text_put(&about, line->text);
	}
	query->about = text_str(&about);
}

/* One number for each spelling of a parameter, however often it stands there. */
static int param_of(struct query *query, const struct token *token)
{
	for (size_t i = 0; i < query->params.count; i++) {
		const struct param *param = list_at(&query->params, i);
		if (str_equal(param->name, token->text) && param->null == token->null &&
		    param->blob == token->blob && param->list == token->list)
			return (int)i;
	}
	struct param *param = list_add(&query->params);
	*param = (struct param){ token->text, token->null, token->blob, token->list,
				 query->param_count + 1 };
	query->param_count += token->list ? token->list : 1;
	return (int)query->params.count - 1;
}

/* A list's numbers come last: then the same statement with fewer of them is numbered alike. */
static void list_last(struct query *query)
{
	struct param *params = (struct param *)(void *)query->params.at;
	size_t count = query->params.count, from = 0;
	while (from < count && !params[from].list)
		from++;
	if (from == count)
		return;
	struct param list = params[from];
	for (size_t i = from; i + 1 < count; i++)
		params[i] = params[i + 1];
	params[count - 1] = list;
	query->param_count = 0;
	for (size_t i = 0; i < count; i++) {
		params[i].number = query->param_count + 1;
		query->param_count += params[i].list ? params[i].list : 1;
	}
	for (size_t i = 0; i < query->tokens.count; i++) {
		struct token *token = (struct token *)(query->tokens.at + i * query->tokens.size);
		if (token->kind == TOKEN_PARAM && token->param >= (int)from)
			token->param = token->param == (int)from ? (int)count - 1 : token->param - 1;
	}
}

#define LOOK "EXISTS (SELECT 1 FROM core_audience_member %s WHERE %s.brand_id = :brand_id AND %s.member_id = %s AND %s.audience_id = %.*s)"

/* `:may_see(t.audience_id)`: is the member of that audience, or everybody?  Two short looks into an index; a list of all the
   member's audiences (IN) would be gathered anew by each statement. */
static str may_see_expand(struct sqlgen *gen, str body, int line)
{
	struct text out;
	size_t at, end;
	text_open(&out, gen->arena, body.len + 400);
	while (str_find(body, S(":may_see("), &at)) {
		text_put(&out, str_first(body, at));
		body = str_skip(body, at + sizeof(":may_see(") - 1);
		if (!str_find(body, S(")"), &end) || !str_contains(str_first(body, end), S("."))) {
			complain(gen, line, "write :may_see(table.audience_id): without the table it would mean the looked up row's");
			break;
		}
		str audience = str_trim(str_first(body, end));
		text_char(&out, '(');
		text_format(&out, LOOK, "seen_all", "seen_all", "seen_all", "0", "seen_all", STR_ARG(audience));
		text_put(&out, S(" OR "));
		text_format(&out, LOOK, "seen_me", "seen_me", "seen_me", ":me", "seen_me", STR_ARG(audience));
		text_char(&out, ')');
		body = str_skip(body, end + 1);
	}
	text_put(&out, body);
	return text_str(&out);
}

static void query_add(struct sqlgen *gen, const struct list *lines, str body, int line)
{
	struct query *query = list_add(&gen->queries);
	*query = (struct query){ .line = line };
	list_open(&query->args, gen->arena, sizeof(struct argument));
	list_open(&query->params, gen->arena, sizeof(struct param));
	list_open(&query->columns, gen->arena, sizeof(str));
	comments_read(gen, query, lines);
	tokens_read(gen, may_see_expand(gen, body, line), line, &query->tokens, NULL);
	tokens_scope(&query->tokens);
	for (size_t i = 0; i < query->tokens.count; i++) {
		struct token *token = (struct token *)(query->tokens.at + i * query->tokens.size);
		if (token->kind == TOKEN_PARAM)
			token->param = param_of(query, token);
	}
	list_last(query);
}

/* The line without its comment: does a statement end with it? */
static bool ends_statement(str line)
{
	size_t at;
	if (str_find(line, S("--"), &at))
		line = str_first(line, at);
	return str_ends(str_trim(line), S(";"));
}

static bool include_read(struct sqlgen *gen, str comment)
{
	if (!str_starts(comment, S("include \"")))
		return false;
	str rest = str_skip(comment, 9);
	*(str *)list_add(&gen->includes) = str_cut(&rest, '"');
	return true;
}

struct position {
	str rest;
	int line;
};

static str body_read(struct sqlgen *gen, struct position *at, str first)
{
	int begun = at->line;
	const char *start = first.at;
	str line = first;
	while (!ends_statement(line) && !str_empty(at->rest)) {
		line = str_cut(&at->rest, '\n');
		at->line++;
	}
	if (!ends_statement(line))
		complain(gen, begun, "this statement has no ';' at a line's end");
	return (str){ start, (size_t)(line.at + line.len - start) };
}

void sql_parse(struct sqlgen *gen, str text)
{
	struct position at = { text, 0 };
	struct list lines;
	list_open(&lines, gen->arena, sizeof(struct comment));
	while (!str_empty(at.rest)) {
		str line = str_cut(&at.rest, '\n');
		at.line++;
		str trimmed = str_trim(line);
		if (str_starts(trimmed, S("--"))) {
			str comment = str_trim(str_skip(trimmed, 2));
			if (!include_read(gen, comment))
				*(struct comment *)list_add(&lines) =
				    (struct comment){ at.line, comment, true };
			continue;
		}
		if (!str_empty(trimmed)) {
			int begun = at.line;
			query_add(gen, &lines, body_read(gen, &at, line), begun);
		}
		list_open(&lines, gen->arena, sizeof(struct comment));
	}
}
