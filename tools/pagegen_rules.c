/* pagegen_rules.c: what HTML says about tags and attributes, and what we refuse. */
#include "pagegen_rules.h"

#include <ctype.h>
#include <strings.h>

static bool one_of(str s, const char *const *list)
{
	for (; *list; list++) {
		if (strlen(*list) == s.len && !strncasecmp(*list, s.at, s.len))
			return true;
	}
	return false;
}

static bool is(str s, const char *name)
{
	return one_of(s, (const char *const[]){ name, NULL });
}

bool rule_is_void(str tag)
{
	static const char *const tags[] = { "area",   "base",  "br",	"col",	"embed",
					    "hr",     "img",   "input", "link", "meta",
					    "source", "track", "wbr",	NULL };
	return one_of(tag, tags);
}

/* A blank beside these can be seen; beside all others it cannot. */
bool rule_is_inline(str tag)
{
	static const char *const tags[] = {
		"a",	  "abbr",  "b",	    "bdi",    "bdo",	  "br",	 "button", "cite",
		"code",	  "data",  "dfn",   "em",     "i",	  "img", "input",  "kbd",
		"label",  "mark",  "meter", "output", "progress", "q",	 "s",	   "samp",
		"select", "small", "span",  "strong", "sub",	  "sup", "svg",	   "textarea",
		"time",	  "u",	   "var",   "wbr",    NULL
	};
	return one_of(tag, tags);
}

bool rule_is_box(str tag)
{
	static const char *const tags[] = { "button", "select", "svg", NULL };
	return one_of(tag, tags);
}

bool rule_is_url(str attribute)
{
	static const char *const urls[] = { "href", "src", "action", "formaction", "poster", NULL };
	return one_of(attribute, urls);
}

/* Only inside <svg> does "/>" close a tag. */
bool rule_is_closed_by_itself(const struct html_state *html)
{
	for (size_t i = 0; i < html->depth; i++) {
		if (is(html->open[i].name, "svg"))
			return true;
	}
	return false;
}

bool rule_attribute_begins(struct page *page, int line)
{
	static const char *const never[] = { "style",	   "srcdoc",	 "srcset", "ping",
					     "background", "xlink:href", NULL };
	str name = page->html.attribute;
	if (name.len > 2 && !strncasecmp(name.at, "on", 2))
		page_complain(page, line, "%.*s: a page has no scripts in attributes",
			      STR_ARG(name));
	else if (is(name, "style"))
		page_complain(page, line, "style=: use a class of docs/design.md");
	else if (one_of(name, never))
		page_complain(page, line, "%.*s: this attribute is not used here", STR_ARG(name));
	struct tag *tag = &page->html.tag;
	tag->has_alt |= is(name, "alt");
	tag->has_label |= is(name, "aria-label") || is(name, "aria-labelledby");
	tag->has_src |= is(name, "src");
	return !page->failed;
}

/* The start of a URL that no value can turn into another scheme or host. */
bool rule_url_literal_is_good(const struct html_state *html)
{
	const char *at = html->url_start;
	if (at[0] == '/')
		return at[1] != '/' && at[1] != '\\';
	if (at[0] == '#' || at[0] == '?')
		return true;
	return !strncasecmp(at, "mailto:", 7) || !strncasecmp(at, "tel:", 4);
}

static void check_url(struct page *page, str spelling, int line)
{
	static const char *const bad[] = { "javascript:", "data:", "vbscript:", NULL };
	for (const char *const *start = bad; *start; start++) {
		if (spelling.len >= strlen(*start) &&
		    !strncasecmp(spelling.at, *start, strlen(*start)))
			page_complain(page, line, "%s is no address for a page", *start);
	}
}

static void remember(struct page *page, struct names *names, str name, int line)
{
	if (names->count == NAMES_MAX) {
		page_complain(page, line, "more than %d ids, labels or fields in one page",
			      NAMES_MAX);
		return;
	}
	names->at[names->count++] = (struct named){ name, line, false };
}

static void id_ends(struct page *page, str spelling, int line)
{
	page->html.tag.id = spelling;
	if (page->html.value_has_hole)
		return;
	if (page->loops)
		page_complain(page, line, "id=\"%.*s\" would stand there again each time round",
			      STR_ARG(spelling));
	for (size_t i = 0; i < page->ids.count; i++) {
		const struct named *id = &page->ids.at[i];
		if (!id->shut && tool_same(id->name, spelling))
			page_complain(page, line, "id=\"%.*s\" stands in line %d already",
				      STR_ARG(spelling), id->line);
	}
	remember(page, &page->ids, spelling, line);
}

void rule_attribute_ends(struct page *page, str spelling, int line)
{
	static const char *const exempt[] = {
		"hidden", "submit", "button", "reset", "image", NULL
	};
	struct html_state *html = &page->html;
	struct tag *tag = &html->tag;
	str name = html->attribute;
	if (rule_is_url(name))
		check_url(page, spelling, line);
	if (is(name, "id"))
		id_ends(page, spelling, line);
	if (is(name, "for") && is(tag->name, "label"))
		remember(page, &page->labels, spelling, line);
	if (is(name, "target") && is(spelling, "_blank"))
		page_complain(page, line, "target=\"_blank\": a link opens where it is clicked");
	if (is(name, "type")) {
		tag->is_exempt = one_of(spelling, exempt);
		tag->is_json = is(spelling, "application/json") || is(spelling, "application/ld+json");
	}
	if (is(name, "method") && is(tag->name, "form")) {
		if (html->value_has_hole)
			page_complain(page, line, "method= of a form is written out");
		tag->is_post = is(spelling, "post");
	}
	if (is(name, "http-equiv"))
		page_complain(page, line, "http-equiv belongs into the answer's header");
}

static bool is_inside(const struct html_state *html, const char *name)
{
	for (size_t i = 0; i < html->depth; i++) {
		if (is(html->open[i].name, name))
			return true;
	}
	return false;
}

bool rule_tag_ends(struct page *page, int line)
{
	static const char *const fields[] = { "input", "select", "textarea", NULL };
	struct tag *tag = &page->html.tag;
	if (is(tag->name, "img") && !tag->has_alt)
		page_complain(page, line, "<img> without alt");
	bool exempt = tag->has_label || (tag->is_exempt && is(tag->name, "input")) ||
		      is_inside(&page->html, "label");
	if (one_of(tag->name, fields) && !exempt) {
		if (!tag->id.len)
			page_complain(page, line, "<%.*s> without a label", STR_ARG(tag->name));
		else
			remember(page, &page->fields, tag->id, line);
	}
	return !page->failed;
}

void rule_fields_have_labels(struct page *page)
{
	for (size_t i = 0; i < page->fields.count; i++) {
		bool has = false;
		for (size_t j = 0; j < page->labels.count; j++)
			has |= tool_same(page->labels.at[j].name, page->fields.at[i].name);
		if (!has)
			page_complain(page, page->fields.at[i].line,
				      "the field with id=\"%.*s\" has no label",
				      STR_ARG(page->fields.at[i].name));
	}
}
