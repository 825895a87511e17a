/* pagegen_scan.c: cuts a template into literals, {{ values }} and {% statements %}; {# remarks #} vanish. */
#include "pagegen.h"

#include <ctype.h>

static void take(struct scan *scan, size_t len)
{
	for (size_t i = 0; i < len; i++)
		scan->line += scan->rest.at[i] == '\n';
	scan->rest.at += len;
	scan->rest.len -= len;
}

static bool is_opening(str s, size_t at)
{
	return s.at[at] == '{' && at + 1 < s.len &&
	       (s.at[at + 1] == '{' || s.at[at + 1] == '%' || s.at[at + 1] == '#');
}

/* Behind a C string or character that starts at `at`. */
static size_t skip_quoted(str s, size_t at)
{
	char quote = s.at[at++];
	while (at < s.len && s.at[at] != quote)
		at += s.at[at] == '\\' ? 2 : 1;
	return at < s.len ? at + 1 : s.len;
}

/* Where the closing pair stands, outside C strings; s.len when nowhere. */
static size_t closing(str s, char first, bool is_code)
{
	size_t at = 2;
	while (at + 1 < s.len) {
		if (is_code && (s.at[at] == '"' || s.at[at] == '\''))
			at = skip_quoted(s, at);
		else if (s.at[at] == first && s.at[at + 1] == '}')
			return at;
		else
			at++;
	}
	return s.len;
}

struct token scan_next(struct scan *scan)
{
	static const char *const unclosed[] = { "{{ without }}", "{% without %}", "{# without #}" };
	while (scan->rest.len && is_opening(scan->rest, 0)) {
		char mark = scan->rest.at[1];
		size_t end = closing(scan->rest, mark == '{' ? '}' : mark, mark != '#');
		struct token token = { mark == '{' ? TOKEN_VALUE : TOKEN_STATEMENT,
				       { "", 0 },
				       scan->line };
		if (end == scan->rest.len) {
			scan->wrong = unclosed[mark == '{' ? 0 : mark == '%' ? 1 : 2];
			return (struct token){ TOKEN_END, { "", 0 }, scan->line };
		}
		token.body = tool_trim((str){ scan->rest.at + 2, end - 2 });
		take(scan, end + 2);
		if (mark != '#')
			return token;
	}
	size_t len = 0;
	while (len < scan->rest.len && !is_opening(scan->rest, len))
		len++;
	struct token token = { len ? TOKEN_LITERAL : TOKEN_END,
			       { scan->rest.at, len },
			       scan->line };
	take(scan, len);
	return token;
}

bool scan_filter(str body, str *expression_out, str *filter_out)
{
	size_t bar = 0;
	int depth = 0;
	for (size_t i = 0; i < body.len;) {
		char c = body.at[i];
		if (c == '"' || c == '\'') {
			i = skip_quoted(body, i);
			continue;
		}
		depth += (c == '(' || c == '[') - (c == ')' || c == ']');
		if (c == '|' && i + 1 < body.len && body.at[i + 1] == '|') {
			i += 2;
			continue;
		}
		if (c == '|' && !depth)
			bar = i;
		i++;
	}
	*expression_out = tool_trim((str){ body.at, bar ? bar : body.len });
	*filter_out =
	    bar ? tool_trim((str){ body.at + bar + 1, body.len - bar - 1 }) : (str){ "", 0 };
	return bar;
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

bool scan_is_name(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!is_name_char(s.at[i]))
			return false;
	}
	return s.len && !isdigit((unsigned char)s.at[0]);
}

str scan_word(str *rest)
{
	*rest = tool_trim(*rest);
	size_t len = 0;
	while (len < rest->len && !isspace((unsigned char)rest->at[len]))
		len++;
	str word = { rest->at, len };
	*rest = tool_trim((str){ rest->at + len, rest->len - len });
	return word;
}

/* True when "name=" (not "name==") stands here. */
static bool is_pair(str s, size_t at)
{
	size_t end = at;
	while (end < s.len && is_name_char(s.at[end]))
		end++;
	return end > at && end + 1 < s.len && s.at[end] == '=' && s.at[end + 1] != '=';
}

bool scan_pair(str *rest, str *name_out, str *expression_out)
{
	*rest = tool_trim(*rest);
	if (!is_pair(*rest, 0))
		return false;
	size_t at = 0;
	while (rest->at[at] != '=')
		at++;
	*name_out = (str){ rest->at, at };
	size_t start = ++at;
	for (int depth = 0; at < rest->len;) {
		char c = rest->at[at];
		if (c == '"' || c == '\'') {
			at = skip_quoted(*rest, at);
			continue;
		}
		depth += (c == '(' || c == '[') - (c == ')' || c == ']');
		at++;
		if (isspace((unsigned char)c) && !depth && is_pair(*rest, at))
			break;
	}
	*expression_out = tool_trim((str){ rest->at + start, at - start });
	*rest = (str){ rest->at + at, rest->len - at };
	return expression_out->len > 0;
}
