/* import_bbcode.c: only pairs are replaced, and nothing that stands in code. */
#include "app/import_bbcode.h"


#define ATTRIBUTE_MAX 120 /* of [quote="…"] */

static size_t count_of(str s, str part)
{
	size_t count = 0, at;
	while (str_find(s, part, &at)) {
		count++;
		s = str_skip(s, at + part.len);
	}
	return count;
}

/* [quote], [quote=x] or [quote="x, y"]: how long; 0 = none. */
static size_t quote_mark(str s)
{
	size_t at;
	if (!str_starts(s, S("[quote]")) && !str_starts(s, S("[quote=")))
		return 0;
	return str_find(str_first(s, ATTRIBUTE_MAX), S("]"), &at) ? at + 1 : 0;
}

static bool is_in_code(str before)
{
	return count_of(before, S("<pre")) != count_of(before, S("</pre")) ||
	       count_of(before, S("<code")) != count_of(before, S("</code"));
}

/* [code]…[/code] without tags of code in between: the length up to its end; 0 = none. */
static size_t code_pair(str s)
{
	size_t end;
	if (!str_starts(s, S("[code]")) || !str_find(s, S("[/code]"), &end))
		return 0;
	str inside = str_skip(str_first(s, end), 6);
	bool clean = !str_contains(inside, S("<pre")) && !str_contains(inside, S("<code")) &&
	             !str_contains(inside, S("[code]")) && !str_contains(inside, S("</code"));
	return clean ? end : 0;
}

static size_t take(str html, size_t at, bool quotes, struct text *out)
{
	str rest = str_skip(html, at);
	size_t mark = quotes ? quote_mark(rest) : 0, end = mark ? 0 : code_pair(rest);
	bool ends_quote = quotes && str_starts(rest, S("[/quote]"));
	if ((!mark && !end && !ends_quote) || is_in_code(str_first(html, at)))
		return 0;
	if (end) {
		text_put(out, S("<pre>"));
		text_put(out, str_skip(str_first(rest, end), 6));
		text_put(out, S("</pre>"));
		return end + 7;
	}
	text_put(out, mark ? S("<blockquote><p>") : S("</p></blockquote><p>"));
	return mark ? mark : 8;
}

str bbcode_to_html(struct arena *arena, str html)
{
	size_t opened = count_of(html, S("[quote]")) + count_of(html, S("[quote=")), at = 0;
	bool quotes = opened && opened == count_of(html, S("[/quote]"));
	struct text out;
	if (!quotes && !str_contains(html, S("[code]")))
		return html;
	text_open(&out, arena, html.len + 256);
	while (at < html.len) {
		size_t taken = html.at[at] == '[' ? take(html, at, quotes, &out) : 0;
		if (!taken)
			text_char(&out, html.at[at]);
		at += taken ? taken : 1;
	}
	return text_str(&out);
}
