/*
 * pagegen_html.c: follows the HTML of a template, so that each value is escaped for its place.
 *
 * A tag's or an attribute's name stands in one literal; only what lies between them,
 * and inside quotes, may hold statements and values.  White space between tags is
 * folded: it is written late, when what follows shows that it can be seen.
 */
#include "pagegen_rules.h"

#include <ctype.h>
#include <strings.h>

struct follow {
	struct page *page;
	struct html_state *html;
	str literal;
	size_t at;
	int line;
};

static bool is(str s, const char *name)
{
	return strlen(name) == s.len && !strncasecmp(name, s.at, s.len);
}

static bool is_blank(char c)
{
	return isspace((unsigned char)c);
}

static void step(struct follow *follow)
{
	follow->line += follow->literal.at[follow->at++] == '\n';
}

static char peek(const struct follow *follow, size_t ahead)
{
	return follow->at + ahead < follow->literal.len ? follow->literal.at[follow->at + ahead]
							: 0;
}

static str rest_of(const struct follow *follow)
{
	return (str){ follow->literal.at + follow->at, follow->literal.len - follow->at };
}

static void put(struct page *page, str s)
{
	emit_literal(page->emit, s);
}

static bool keeps_space(const struct html_state *html)
{
	for (size_t i = 0; i < html->depth; i++) {
		if (is(html->open[i].name, "pre"))
			return true;
	}
	return false;
}

void html_flush_blank(struct page *page)
{
	struct html_state *html = &page->html;
	if (html->blank && html->place == PLACE_TEXT && html->left == LEFT_INLINE) {
		put(page, S(" "));
		html->left = LEFT_BLANK;
	}
	html->blank = BLANK_NONE;
}

/* Inside a tag a blank waits for the attribute that it parts from the last. */
void html_meet_block(struct page *page)
{
	if (page->html.place == PLACE_TEXT && page->html.blank == BLANK_HARD)
		html_flush_blank(page);
}

/* A tag's name is known: a blank before it stays only if both sides are inline. */
static void put_tag_start(struct follow *follow, str start, str name)
{
	if (rule_is_inline(name))
		html_flush_blank(follow->page);
	follow->html->blank = BLANK_NONE;
	put(follow->page, start);
	put(follow->page, name);
}

static str take_name(struct follow *follow)
{
	size_t start = follow->at;
	while (follow->at < follow->literal.len) {
		char c = follow->literal.at[follow->at];
		if (is_blank(c) || strchr("/>=\"'<", c))
			break;
		follow->at++;
	}
	return (str){ follow->literal.at + start, follow->at - start };
}

static void skip_blanks(struct follow *follow)
{
	while (follow->at < follow->literal.len && is_blank(peek(follow, 0)))
		step(follow);
}

/* Comments are left out; "<!doctype html>" passes. */
static void markup(struct follow *follow)
{
	str rest = rest_of(follow);
	bool comment = tool_starts(rest, S("<!--"));
	const char *end =
	    comment ? memmem(rest.at, rest.len, "-->", 3) : memchr(rest.at, '>', rest.len);
	if (!end) {
		page_complain(
		    follow->page, follow->line,
		    comment ? "a value or statement inside a comment, or a comment without end"
			    : "a value or statement inside <!…>");
		return;
	}
	size_t len = (size_t)(end - rest.at) + (comment ? 3 : 1);
	if (!comment) {
		put(follow->page, (str){ rest.at, len });
		follow->html->left = LEFT_BLOCK;
	}
	for (size_t i = 0; i < len; i++)
		step(follow);
}

static void end_tag(struct follow *follow)
{
	struct html_state *html = follow->html;
	int line = follow->line;
	follow->at += 2;
	str name = take_name(follow);
	skip_blanks(follow);
	if (peek(follow, 0) != '>') {
		page_complain(follow->page, line, "an end tag is written in one piece");
		return;
	}
	follow->at++;
	if (!html->depth) {
		page_complain(follow->page, line, "</%.*s> closes nothing", STR_ARG(name));
		return;
	}
	const struct open_tag *open = &html->open[html->depth - 1];
	if (open->name.len != name.len || strncasecmp(open->name.at, name.at, name.len)) {
		page_complain(follow->page, line, "</%.*s> where <%.*s> of line %d is still open",
			      STR_ARG(name), STR_ARG(open->name), open->line);
		return;
	}
	html->place = PLACE_TEXT;
	if (rule_is_box(name))
		html->blank = BLANK_NONE;
	put_tag_start(follow, S("</"), name);
	put(follow->page, S(">"));
	html->depth--;
	html->left = rule_is_inline(name) ? LEFT_INLINE : LEFT_BLOCK;
}

static void start_tag(struct follow *follow)
{
	struct html_state *html = follow->html;
	int line = follow->line;
	follow->at++;
	str name = take_name(follow);
	for (size_t i = 0; i < name.len; i++) {
		if (!isalnum((unsigned char)name.at[i]) && name.at[i] != '-')
			page_complain(follow->page, line, "<%.*s is not the name of a tag",
				      STR_ARG(name));
	}
	put_tag_start(follow, S("<"), name);
	html->tag = (struct tag){ .name = name, .line = line };
	html->place = PLACE_AFTER_VALUE;
}

static void text_char(struct follow *follow)
{
	struct html_state *html = follow->html;
	char c = peek(follow, 0), next = peek(follow, 1);
	if (is_blank(c) && !keeps_space(html)) {
		if (c == '\n')
			html->blank = BLANK_SOFT;
		else if (!html->blank)
			html->blank = BLANK_HARD;
		step(follow);
	} else if (c == '<' && next == '!') {
		markup(follow);
	} else if (c == '<' && next == '/') {
		end_tag(follow);
	} else if (c == '<' && isalpha((unsigned char)next)) {
		start_tag(follow);
	} else if (c == '<') {
		page_complain(follow->page, follow->line,
			      next ? "a bare < is written &lt;"
				   : "a value or statement in a tag's name");
	} else {
		html_flush_blank(follow->page);
		put(follow->page, (str){ follow->literal.at + follow->at, 1 });
		html->left = LEFT_INLINE;
		step(follow);
	}
}

static enum place place_inside(const struct tag *tag)
{
	if (is(tag->name, "script"))
		return tag->is_json ? PLACE_JSON : PLACE_SCRIPT;
	if (is(tag->name, "style"))
		return PLACE_STYLE;
	return is(tag->name, "textarea") || is(tag->name, "title") ? PLACE_RCDATA : PLACE_TEXT;
}

static void tag_ends(struct follow *follow, bool by_itself)
{
	struct html_state *html = follow->html;
	struct tag *tag = &html->tag;
	html->blank = BLANK_NONE;
	follow->at++;
	if (!rule_tag_ends(follow->page, tag->line))
		return;
	bool is_void = rule_is_void(tag->name);
	if (by_itself && !is_void && !rule_is_closed_by_itself(html)) {
		page_complain(follow->page, tag->line,
			      "<%.*s/>: only void tags and those of svg close themselves",
			      STR_ARG(tag->name));
		return;
	}
	put(follow->page, by_itself && !is_void ? S("/>") : S(">"));
	bool is_seen = rule_is_inline(tag->name) && !rule_is_box(tag->name) && !is(tag->name, "br");
	html->left = is_seen ? LEFT_INLINE : LEFT_BLOCK;
	html->place = PLACE_TEXT;
	if (is_void || by_itself)
		return;
	if (html->depth == OPEN_MAX) {
		page_complain(follow->page, tag->line, "more than %d tags within each other",
			      OPEN_MAX);
		return;
	}
	html->open[html->depth++] = (struct open_tag){ tag->name, tag->line };
	html->place = place_inside(tag);
	html->json_in_text = false;
	/* HTML drops one line break after <textarea>: this one, not the first of what was typed. */
	if (is(tag->name, "textarea") && peek(follow, 0) != '\n')
		put(follow->page, S("\n"));
	if (is(tag->name, "form") && tag->is_post)
		emit_code(follow->page->emit, follow->page->file, tag->line,
			  S("html_form_fields(view);"));
}

static void attribute(struct follow *follow)
{
	struct html_state *html = follow->html;
	int line = follow->line;
	put(follow->page, S(" "));
	html->blank = BLANK_NONE;
	html->attribute = take_name(follow);
	put(follow->page, html->attribute);
	html->place = PLACE_AFTER_VALUE;
	if (!rule_attribute_begins(follow->page, line))
		return;
	size_t at = follow->at;
	while (at < follow->literal.len && is_blank(follow->literal.at[at]))
		at++;
	if (at == follow->literal.len || follow->literal.at[at] != '=')
		return;
	while (follow->at <= at)
		step(follow);
	skip_blanks(follow);
	char quote = peek(follow, 0);
	if (quote != '"' && quote != '\'') {
		page_complain(follow->page, line, "%.*s= without quotes", STR_ARG(html->attribute));
		return;
	}
	put(follow->page, S("="));
	put(follow->page, (str){ follow->literal.at + follow->at, 1 });
	step(follow);
	html->place = PLACE_VALUE;
	html->quote = quote;
	html->value_at = follow->literal.at + follow->at;
	html->value_has_hole = false;
	html->url = rule_is_url(html->attribute) ? URL_EMPTY : URL_NONE;
	html->url_len = 0;
	html->url_query = false;
	memset(html->url_start, 0, sizeof html->url_start);
}

static void tag_char(struct follow *follow)
{
	struct html_state *html = follow->html;
	char c = peek(follow, 0);
	if (is_blank(c)) {
		html->place = PLACE_IN_TAG;
		step(follow);
	} else if (c == '>') {
		tag_ends(follow, false);
	} else if (c == '/' && peek(follow, 1) == '>') {
		follow->at++;
		tag_ends(follow, true);
	} else if (html->place == PLACE_AFTER_VALUE) {
		page_complain(follow->page, follow->line,
			      "a blank is missing in <%.*s>, or a name is not written in one piece",
			      STR_ARG(html->tag.name));
	} else if (isalpha((unsigned char)c)) {
		attribute(follow);
	} else {
		page_complain(follow->page, follow->line, "a stray %c in <%.*s>", c,
			      STR_ARG(html->tag.name));
	}
}

static void url_char(struct follow *follow, char c)
{
	struct html_state *html = follow->html;
	if (html->url == URL_WHOLE)
		page_complain(follow->page, follow->line,
			      "a value in %.*s is the whole of it or follows a path",
			      STR_ARG(html->attribute));
	if (html->url == URL_NONE)
		return;
	html->url = URL_LITERAL;
	html->url_query |= c == '?';
	if (html->url_len + 1 < sizeof html->url_start)
		html->url_start[html->url_len++] = c;
}

static void value_char(struct follow *follow)
{
	struct html_state *html = follow->html;
	const char *at = follow->literal.at + follow->at;
	put(follow->page, (str){ at, 1 });
	if (*at == html->quote) {
		html->place = PLACE_AFTER_VALUE;
		rule_attribute_ends(follow->page,
				    (str){ html->value_at, (size_t)(at - html->value_at) },
				    follow->line);
	} else {
		url_char(follow, *at);
	}
	step(follow);
}

/* Inside <textarea>, <title>, <script>, <style>: all is text up to the end tag. */
static void raw_char(struct follow *follow)
{
	struct html_state *html = follow->html;
	str name = html->open[html->depth - 1].name, rest = rest_of(follow);
	if (rest.at[0] == '<') {
		if (rest.len < name.len + 2 || rest.at[1] != '/' ||
		    strncasecmp(rest.at + 2, name.at, name.len))
			page_complain(follow->page, follow->line, "a bare < inside <%.*s>",
				      STR_ARG(name));
		else
			end_tag(follow);
		return;
	}
	if (html->place == PLACE_SCRIPT && !is_blank(rest.at[0])) {
		page_complain(follow->page, follow->line, "scripts live in files, not in pages");
		return;
	}
	if (html->place == PLACE_JSON && rest.at[0] == '"')
		html->json_in_text = !html->json_in_text;
	if (html->place != PLACE_SCRIPT)
		put(follow->page, (str){ rest.at, 1 });
	step(follow);
}

void html_literal(struct page *page, str literal, int line)
{
	struct follow follow = { page, &page->html, literal, 0, line };
	while (follow.at < literal.len && !page->failed) {
		switch (page->html.place) {
		case PLACE_TEXT:
			text_char(&follow);
			break;
		case PLACE_IN_TAG:
		case PLACE_AFTER_VALUE:
			tag_char(&follow);
			break;
		case PLACE_VALUE:
			value_char(&follow);
			break;
		case PLACE_RCDATA:
		case PLACE_SCRIPT:
		case PLACE_JSON:
		case PLACE_STYLE:
			raw_char(&follow);
			break;
		}
	}
}

static bool place_takes_values(struct page *page, int line)
{
	static const char *const refusals[] = {
		[PLACE_IN_TAG] = "a value in a tag or an attribute's name",
		[PLACE_AFTER_VALUE] = "a value in a tag or an attribute's name",
		[PLACE_SCRIPT] =
		    "a value inside <script>; pass it as an attribute or application/json",
		[PLACE_STYLE] = "a value inside <style>",
	};
	enum place place = page->html.place;
	if (place < sizeof refusals / sizeof *refusals && refusals[place]) {
		page_complain(page, line, "%s", refusals[place]);
		return false;
	}
	html_flush_blank(page);
	page->html.left = LEFT_INLINE;
	page->html.value_has_hole = true;
	return true;
}

/* NULL when the URL so far allows no value. */
static const char *url_writer(struct page *page, int line)
{
	struct html_state *html = &page->html;
	if (html->url == URL_EMPTY) {
		html->url = URL_WHOLE;
		return "HTML_PUT_URL";
	}
	if (html->url == URL_LITERAL && rule_url_literal_is_good(html))
		return html->url_query ? "HTML_PUT_URL_QUERY" : "HTML_PUT_URL_PART";
	page_complain(page, line, "a value in %.*s is the whole of it or follows a path",
		      STR_ARG(html->attribute));
	return NULL;
}

const char *html_value_writer(struct page *page, int line)
{
	struct html_state *html = &page->html;
	if (!place_takes_values(page, line))
		return NULL;
	if (html->place == PLACE_TEXT)
		return "HTML_PUT_TEXT";
	if (html->place == PLACE_JSON && html->json_in_text) {
		page_complain(page, line,
			      "a value inside a JSON string; write the whole JSON as one value");
		return NULL;
	}
	if (html->place == PLACE_JSON)
		return "HTML_PUT_JSON";
	if (html->place == PLACE_VALUE && html->url != URL_NONE)
		return url_writer(page, line);
	return "HTML_PUT_ATTRIBUTE"; /* in <textarea> and <title> too: a piece of HTML may not pass there */
}

bool html_filter_fits(struct page *page, str filter, int line)
{
	struct html_state *html = &page->html;
	if (!place_takes_values(page, line))
		return false;
	bool in_url = html->place == PLACE_VALUE && html->url != URL_NONE;
	if (in_url && is(filter, "asset") && html->url == URL_EMPTY) {
		html->url = URL_LITERAL; /* an asset's address begins with "/assets/" */
		memcpy(html->url_start, "/assets/", html->url_len = 8);
		return true;
	}
	bool is_plain = is(filter, "id") || is(filter, "iso");
	if ((in_url || html->place == PLACE_JSON) && !is_plain) {
		page_complain(page, line, "the filter %.*s has no place here", STR_ARG(filter));
		return false;
	}
	return !in_url || url_writer(page, line);
}

bool html_words_fit(struct page *page, int line)
{
	struct html_state *html = &page->html;
	if (!place_takes_values(page, line))
		return false;
	if (html->place == PLACE_JSON || (html->place == PLACE_VALUE && html->url != URL_NONE)) {
		page_complain(page, line, "words have no place here");
		return false;
	}
	return true;
}

bool html_piece_fits(struct page *page, const char *what, int line)
{
	if (page->html.place != PLACE_TEXT) {
		page_complain(page, line, "%s stands between tags only", what);
		return false;
	}
	html_flush_blank(page);
	page->html.left = LEFT_INLINE;
	return true;
}

static enum place kind_of(enum place place)
{
	return place == PLACE_AFTER_VALUE ? PLACE_IN_TAG : place;
}

bool html_same(const struct html_state *a, const struct html_state *b)
{
	if (kind_of(a->place) != kind_of(b->place) || a->depth != b->depth ||
	    a->json_in_text != b->json_in_text)
		return false;
	for (size_t i = 0; i < a->depth; i++) {
		if (!tool_same(a->open[i].name, b->open[i].name))
			return false;
	}
	if (kind_of(a->place) == PLACE_IN_TAG)
		return tool_same(a->tag.name, b->tag.name) && a->tag.is_post == b->tag.is_post &&
		       a->tag.is_json == b->tag.is_json;
	return a->place != PLACE_VALUE ||
	       (a->quote == b->quote && tool_same(a->attribute, b->attribute));
}

void html_merge(struct html_state *into, const struct html_state *branch)
{
	struct tag *tag = &into->tag;
	if (branch->place == PLACE_AFTER_VALUE)
		into->place = PLACE_AFTER_VALUE;
	tag->has_alt &= branch->tag.has_alt;
	tag->has_label &= branch->tag.has_label;
	tag->is_exempt &= branch->tag.is_exempt;
	if (!tag->id.len)
		tag->id = branch->tag.id;
	if (into->blank < branch->blank)
		into->blank = branch->blank;
	into->value_has_hole |= branch->value_has_hole;
	into->url_query |= branch->url_query;
	/* A branch that wrote nothing leaves the URL as weak as it was. */
	if (branch->url != into->url ||
	    memcmp(branch->url_start, into->url_start, sizeof into->url_start) != 0)
		into->url = into->url == URL_WHOLE || branch->url == URL_WHOLE ? URL_WHOLE
			    : rule_url_literal_is_good(into) && rule_url_literal_is_good(branch)
				? URL_LITERAL
				: URL_WHOLE;
	into->left =
	    into->left == LEFT_BLOCK && branch->left == LEFT_BLOCK ? LEFT_BLOCK : LEFT_INLINE;
}

void html_page_begin(struct page *page)
{
	page->html = (struct html_state){ .place = PLACE_TEXT, .left = LEFT_BLOCK };
	page->ids.count = page->labels.count = page->fields.count = 0;
	page->loops = 0;
}

void html_page_end(struct page *page, int line)
{
	struct html_state *html = &page->html;
	if (html->depth)
		page_complain(page, html->open[html->depth - 1].line, "<%.*s> is never closed",
			      STR_ARG(html->open[html->depth - 1].name));
	else if (html->place != PLACE_TEXT)
		page_complain(page, line, "the page ends inside a tag");
	html->blank = BLANK_NONE;
	rule_fields_have_labels(page);
}
