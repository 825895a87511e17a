/* pagegen_page.c: walks a template's tokens: pages, blocks and the other statements, each in one table. */
#include "pagegen_rules.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>

enum block_kind { BLOCK_PAGE, BLOCK_IF, BLOCK_ELSE, BLOCK_FOR, BLOCK_EMPTY };

struct block {
	enum block_kind kind;
	int line, number; /* number: of the list variable of a `for` */
	struct html_state before, merged;
	bool has_merged;
	size_t ids_before;
};

struct walk {
	struct page page;
	struct block blocks[BLOCKS_MAX];
	size_t depth;
	int line; /* of the statement at hand */
};

void page_complain(struct page *page, int line, const char *format, ...)
{
	if (page->failed) /* what follows the first mistake is mostly its echo */
		return;
	char words[512];
	va_list values;
	va_start(values, format);
	vsnprintf(words, sizeof words, format, values);
	va_end(values);
	tool_complain(page->tool, page->file, line, "%s", words);
	page->failed = true;
}

static void code(struct walk *walk, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void code(struct walk *walk, const char *format, ...)
{
	char *at = NULL;
	va_list values;
	va_start(values, format);
	int len = vasprintf(&at, format, values);
	va_end(values);
	if (len < 0)
		abort();
	emit_code(walk->page.emit, walk->page.file, walk->line, (str){ at, (size_t)len });
	free(at);
}

/* Braces and parentheses of an expression must match, or it would leave its place in the C. */
static bool is_closed(str s)
{
	char open[64];
	size_t depth = 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (c == '"' || c == '\'') {
			size_t start = i++;
			while (i < s.len && s.at[i] != c)
				i += s.at[i] == '\\' ? 2 : 1;
			if (i >= s.len || memchr(s.at + start, '\n', i - start))
				return false;
		} else if (strchr("([{", c)) {
			if (depth == sizeof open)
				return false;
			open[depth++] = c == '(' ? ')' : c == '[' ? ']' : '}';
		} else if (strchr(")]}", c)) {
			if (!depth || open[--depth] != c)
				return false;
		} else if (c == '/' && i + 1 < s.len &&
			   (s.at[i + 1] == '/' || s.at[i + 1] == '*')) {
			return false;
		}
	}
	return !depth;
}

static bool expression_is_good(struct walk *walk, str expression)
{
	if (!expression.len)
		page_complain(&walk->page, walk->line, "an expression is missing");
	else if (!is_closed(expression))
		page_complain(&walk->page, walk->line,
			      "the expression does not close what it opens, or holds a comment");
	else if (memchr(expression.at, ';', expression.len) &&
		 !memchr(expression.at, '"', expression.len) &&
		 !memchr(expression.at, '\'', expression.len))
		page_complain(&walk->page, walk->line, "an expression has no semicolon");
	return !walk->page.failed;
}

static bool filter_is_known(str filter)
{
	static const char *const filters[] = { "date",	"day", "time",	   "datetime", "ago",
					       "iso",	"id",  "count",	   "price",    "km",
					       "real",	"key", "language", "initials", "asset",
					       "words", NULL };
	for (const char *const *known = filters; *known; known++) {
		if (tool_same(filter, tool_c_str(*known)))
			return true;
	}
	return false;
}

static bool filter_is_good(struct walk *walk, str filter)
{
	if (!filter_is_known(filter))
		page_complain(&walk->page, walk->line, "unknown filter %.*s", STR_ARG(filter));
	return !walk->page.failed;
}

static void value(struct walk *walk, str body)
{
	str expression, filter;
	bool filtered = scan_filter(body, &expression, &filter);
	if (!expression_is_good(walk, expression))
		return;
	if (!filtered) {
		const char *writer = html_value_writer(&walk->page, walk->line);
		if (writer)
			code(walk, "%s(view, %.*s);", writer, STR_ARG(expression));
	} else if (filter_is_good(walk, filter) &&
		   html_filter_fits(&walk->page, filter, walk->line)) {
		code(walk, "view_put_%.*s(view, %.*s);", STR_ARG(filter), STR_ARG(expression));
	}
}

static struct block *push(struct walk *walk, enum block_kind kind)
{
	if (walk->depth == BLOCKS_MAX) {
		page_complain(&walk->page, walk->line, "more than %d blocks within each other",
			      BLOCKS_MAX);
		return &walk->blocks[BLOCKS_MAX - 1];
	}
	html_meet_block(&walk->page);
	struct block *block = &walk->blocks[walk->depth++];
	*block = (struct block){ .kind = kind,
				 .line = walk->line,
				 .before = walk->page.html,
				 .ids_before = walk->page.ids.count };
	return block;
}

static struct block *top(struct walk *walk)
{
	return &walk->blocks[walk->depth - 1];
}

/* A branch is over: it must leave the HTML as the others do. */
static void branch_ends(struct walk *walk, struct block *block)
{
	struct page *page = &walk->page;
	html_meet_block(page);
	if (block->has_merged && !html_same(&block->merged, &page->html))
		page_complain(page, walk->line, "the branches of line %d leave different tags open",
			      block->line);
	if (block->has_merged)
		html_merge(&page->html, &block->merged);
	block->merged = page->html;
	block->has_merged = true;
	for (size_t i = block->ids_before; i < page->ids.count; i++)
		page->ids.at[i].shut = true; /* the other branch may use the same id */
}

/* Nothing of the block may be drawn at all: then the HTML is as before it. */
static void block_may_be_skipped(struct walk *walk, struct block *block)
{
	if (!html_same(&block->before, &walk->page.html))
		page_complain(&walk->page, walk->line,
			      "the block of line %d does not close the tags it opens", block->line);
	struct html_state before = block->before;
	before.blank =
	    BLANK_NONE; /* a soft one went into the block; what follows it brings its own */
	html_merge(&walk->page.html, &before);
}

static void page_statement(struct walk *walk, str rest)
{
	size_t open = 0;
	while (open < rest.len && rest.at[open] != '(')
		open++;
	str name = tool_trim((str){ rest.at, open });
	if (walk->depth || !scan_is_name(name) || open == rest.len ||
	    rest.at[rest.len - 1] != ')' || !is_closed(rest)) {
		page_complain(&walk->page, walk->line,
			      walk->depth ? "a page inside a page" : "page NAME(PARAMETERS)");
		return;
	}
	html_page_begin(&walk->page);
	emit_page_begin(walk->page.emit, walk->page.file, walk->line, name,
			tool_trim((str){ rest.at + open + 1, rest.len - open - 2 }));
	push(walk, BLOCK_PAGE);
}

static void uses_statement(struct walk *walk, str rest)
{
	if (walk->depth || rest.len < 3 || rest.at[0] != '"' || rest.at[rest.len - 1] != '"')
		page_complain(&walk->page, walk->line, "uses \"HEADER\" stands outside pages");
	else
		emit_uses(walk->page.emit, (str){ rest.at + 1, rest.len - 2 });
}

static void if_statement(struct walk *walk, str rest)
{
	if (!expression_is_good(walk, rest))
		return;
	push(walk, BLOCK_IF);
	code(walk, "if (%.*s) {", STR_ARG(rest));
	emit_indent(walk->page.emit, 1);
}

static bool may_go_on(struct walk *walk, enum block_kind kind, const char *what)
{
	if (top(walk)->kind == kind)
		return true;
	page_complain(&walk->page, walk->line, "%s has no beginning here", what);
	return false;
}

static void elif_statement(struct walk *walk, str rest)
{
	if (!may_go_on(walk, BLOCK_IF, "elif") || !expression_is_good(walk, rest))
		return;
	branch_ends(walk, top(walk));
	walk->page.html = top(walk)->before;
	emit_indent(walk->page.emit, -1);
	code(walk, "} else if (%.*s) {", STR_ARG(rest));
	emit_indent(walk->page.emit, 1);
}

static void else_statement(struct walk *walk, str rest)
{
	if (!may_go_on(walk, BLOCK_IF, "else"))
		return;
	if (rest.len)
		page_complain(&walk->page, walk->line, "else stands alone");
	branch_ends(walk, top(walk));
	walk->page.html = top(walk)->before;
	top(walk)->kind = BLOCK_ELSE;
	emit_indent(walk->page.emit, -1);
	code(walk, "} else {");
	emit_indent(walk->page.emit, 1);
}

/* for NAME in LIST: the list is looked at once; NAME points at each item, NAME_index counts. */
static void for_statement(struct walk *walk, str rest)
{
	str name = scan_word(&rest), in = scan_word(&rest);
	if (!scan_is_name(name) || !tool_same(in, S("in"))) {
		page_complain(&walk->page, walk->line, "for NAME in LIST");
		return;
	}
	if (!expression_is_good(walk, rest))
		return;
	html_flush_blank(&walk->page);
	struct block *block = push(walk, BLOCK_FOR);
	block->number = emit_number(walk->page.emit);
	walk->page.loops++;
	struct emit *emit = walk->page.emit;
	code(walk, "const __typeof__(%.*s) list_%d = (%.*s);", STR_ARG(rest), block->number,
	     STR_ARG(rest));
	code(walk,
	     "for (size_t %.*s_index = 0; %.*s_index < (size_t)list_%d.count; %.*s_index++) {",
	     STR_ARG(name), STR_ARG(name), block->number, STR_ARG(name));
	emit_indent(emit, 1);
	code(walk, "__typeof__(&list_%d.at[0]) %.*s = &list_%d.at[%.*s_index];", block->number,
	     STR_ARG(name), block->number, STR_ARG(name));
}

static void empty_statement(struct walk *walk, str rest)
{
	if (!may_go_on(walk, BLOCK_FOR, "empty"))
		return;
	struct block *block = top(walk);
	if (rest.len)
		page_complain(&walk->page, walk->line, "empty stands alone");
	html_flush_blank(&walk->page);
	block_may_be_skipped(walk, block);
	block->kind = BLOCK_EMPTY;
	walk->page.loops--;
	emit_indent(walk->page.emit, -1);
	code(walk, "}\tif (!list_%d.count) {", block->number);
	emit_indent(walk->page.emit, 1);
}

static void end_statement(struct walk *walk, str rest)
{
	struct block *block = top(walk);
	struct page *page = &walk->page;
	if (rest.len)
		page_complain(page, walk->line, "end stands alone");
	if (block->kind == BLOCK_PAGE) {
		html_page_end(page, walk->line);
		emit_page_end(page->emit);
		walk->depth--;
		return;
	}
	if (block->kind == BLOCK_IF || block->kind == BLOCK_ELSE)
		branch_ends(walk, block);
	if (block->kind == BLOCK_FOR) /* between two rounds */
		html_flush_blank(page);
	html_meet_block(page);
	if (block->kind != BLOCK_ELSE)
		block_may_be_skipped(walk, block);
	for (size_t i = block->ids_before; i < page->ids.count; i++)
		page->ids.at[i].shut = false;
	page->loops -= block->kind == BLOCK_FOR;
	walk->depth--;
	emit_indent(page->emit, -1);
	code(walk, "}");
}

static void let_statement(struct walk *walk, str rest)
{
	size_t equals = 0;
	while (equals < rest.len && rest.at[equals] != '=')
		equals++;
	str name = tool_trim((str){ rest.at, equals });
	if (!scan_is_name(name) || equals == rest.len) {
		page_complain(&walk->page, walk->line, "let NAME = EXPRESSION");
		return;
	}
	str expression = tool_trim((str){ rest.at + equals + 1, rest.len - equals - 1 });
	html_meet_block(&walk->page);
	if (expression_is_good(walk, expression))
		code(walk, "__extension__ const __auto_type %.*s = (%.*s);", STR_ARG(name),
		     STR_ARG(expression));
}

/* One value of a text; a filtered one is drawn into a piece of its own first. */
static void words_value(struct walk *walk, struct tool_text *values, str name, str written)
{
	str expression, filter;
	bool filtered = scan_filter(written, &expression, &filter);
	if (!expression_is_good(walk, expression) || (filtered && !filter_is_good(walk, filter)))
		return;
	if (filtered) {
		int number = emit_number(walk->page.emit);
		code(walk,
		     "struct text text_%d; struct view view_%d = view_begin(view, &text_%d); "
		     "view_put_%.*s(&view_%d, %.*s);",
		     number, number, number, STR_ARG(filter), number, STR_ARG(expression));
		tool_format(values, "VIEW_TEXT_VALUE(\"%.*s\", view_end(&view_%d).at), ",
			    STR_ARG(name), number);
	} else {
		tool_format(values, "VIEW_TEXT_VALUE(\"%.*s\", %.*s), ", STR_ARG(name),
			    STR_ARG(expression));
	}
}

static void words_statement(struct walk *walk, str rest)
{
	struct page *page = &walk->page;
	str key = scan_word(&rest);
	char name[128];
	if (!key.len || key.len >= sizeof name ||
	    strspn(key.at, "abcdefghijklmnopqrstuvwxyz0123456789_.-") < key.len) {
		page_complain(page, walk->line, "t KEY name=EXPRESSION");
		return;
	}
	for (size_t i = 0; i <= key.len; i++)
		name[i] = (char)(i == key.len				? 0
				 : key.at[i] == '.' || key.at[i] == '-' ? '_'
									: key.at[i]);
	if (!html_words_fit(page, walk->line))
		return;
	if (!rest.len) {
		code(walk, "view_put_words(view, TEXT_%s);", name);
		return;
	}
	code(walk, "{");
	struct tool_text values = { .tool = page->tool };
	int count = 0;
	for (str value_name, written; rest.len && !page->failed; count++) {
		if (!scan_pair(&rest, &value_name, &written))
			page_complain(page, walk->line, "t KEY name=EXPRESSION");
		else
			words_value(walk, &values, value_name, written);
	}
	code(walk, "view_put_text(view, TEXT_%s, (const struct text_value[]){ %.*s}, %d); }", name,
	     STR_ARG(tool_str(&values)), count);
}

static void icon_statement(struct walk *walk, str rest)
{
	if (!rest.len || strspn(rest.at, "abcdefghijklmnopqrstuvwxyz0123456789-") < rest.len)
		page_complain(&walk->page, walk->line, "icon NAME, as lucide writes it");
	else if (html_piece_fits(&walk->page, "an icon", walk->line))
		code(walk, "html_icon(view, S(\"%.*s\"));", STR_ARG(rest));
}

static void asset_statement(struct walk *walk, str rest)
{
	if (rest.len < 3 || rest.at[0] != '"' ||
	    memchr(rest.at + 1, '"', rest.len - 1) != rest.at + rest.len - 1)
		page_complain(&walk->page, walk->line, "asset \"NAME\"");
	else if (html_filter_fits(&walk->page, S("asset"), walk->line))
		code(walk, "view_put_asset(view, S(%.*s));", STR_ARG(rest));
}

static void include_statement(struct walk *walk, str rest)
{
	size_t open = 0;
	while (open < rest.len && rest.at[open] != '(')
		open++;
	str name = tool_trim((str){ rest.at, open });
	bool good = scan_is_name(name) && is_closed(rest) &&
		    (open == rest.len || rest.at[rest.len - 1] == ')');
	if (!good) {
		page_complain(&walk->page, walk->line, "include PAGE(ARGUMENTS)");
		return;
	}
	str arguments =
	    open == rest.len ? S("") : tool_trim((str){ rest.at + open + 1, rest.len - open - 2 });
	if (html_piece_fits(&walk->page, "another page", walk->line))
		code(walk, "%.*s_html(view%s%.*s);", STR_ARG(name), arguments.len ? ", " : "",
		     STR_ARG(arguments));
}

static void do_statement(struct walk *walk, str rest)
{
	html_flush_blank(&walk->page);
	if (!is_closed(rest))
		page_complain(&walk->page, walk->line,
			      "the statement does not close what it opens, or holds a comment");
	else
		code(walk, "%.*s%s", STR_ARG(rest),
		     rest.len && rest.at[rest.len - 1] == ';' ? "" : ";");
}

/* clang-format off */
static const struct { const char *name; bool inside; void (*follow)(struct walk *walk, str rest); } statements[] = {
	{ "page",    false, page_statement },
	{ "uses",    false, uses_statement },
	{ "if",      true,  if_statement },
	{ "elif",    true,  elif_statement },
	{ "else",    true,  else_statement },
	{ "for",     true,  for_statement },
	{ "empty",   true,  empty_statement },
	{ "end",     true,  end_statement },
	{ "let",     true,  let_statement },
	{ "t",       true,  words_statement },
	{ "icon",    true,  icon_statement },
	{ "asset",   true,  asset_statement },
	{ "include", true,  include_statement },
	{ "do",      true,  do_statement },
};
/* clang-format on */

static void statement(struct walk *walk, str body)
{
	str rest = body, word = scan_word(&rest);
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
		if (!tool_same(word, tool_c_str(statements[i].name)))
			continue;
		if (statements[i].inside && !walk->depth)
			page_complain(&walk->page, walk->line, "%s stands inside a page",
				      statements[i].name);
		else
			statements[i].follow(walk, rest);
		return;
	}
	page_complain(&walk->page, walk->line, "unknown statement %.*s", STR_ARG(word));
}

static void token_follow(struct walk *walk, const struct token *token)
{
	struct page *page = &walk->page;
	walk->line = token->line;
	if (token->kind == TOKEN_STATEMENT)
		statement(walk, token->body);
	else if (walk->depth && token->kind == TOKEN_VALUE)
		value(walk, token->body);
	else if (walk->depth)
		html_literal(page, token->body, token->line);
	else if (token->kind == TOKEN_VALUE || tool_trim(token->body).len)
		page_complain(page, token->line, "text outside a page");
}

bool pagegen_file(struct tool *tool, struct emit *emit, const char *file, str source)
{
	struct walk *walk = tool_take(tool, sizeof *walk);
	walk->page = (struct page){ .tool = tool, .file = file, .emit = emit };
	struct scan scan = { .rest = source, .line = 1 };
	struct token token;
	if (memchr(source.at, 0, source.len))
		page_complain(&walk->page, 1, "a NUL byte in a template");
	while (!walk->page.failed && (token = scan_next(&scan)).kind != TOKEN_END)
		token_follow(walk, &token);
	if (scan.wrong)
		page_complain(&walk->page, token.line, "%s", scan.wrong);
	if (!walk->page.failed && walk->depth)
		page_complain(&walk->page, top(walk)->line, "this block has no end");
	return !walk->page.failed;
}
