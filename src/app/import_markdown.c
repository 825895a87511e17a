/*
 * import_markdown.c: walks the parsed HTML and writes Markdown.
 *
 * Blocks are separated by one empty line and carry a prefix ("> ", "  " of a list) on each
 * of their lines; inline marks are written where they open and close.  What Markdown has no
 * word for (colours, frames, forms) is left out, its text stays.
 */
#include "app/import_markdown.h"

#include <gumbo.h>

#define DEPTH_MAX 120
#define PREFIX_MAX 200

struct writer {
	struct arena *arena;
	struct text out;
	char prefix[PREFIX_MAX];
	size_t prefix_len;
	bool at_start;   /* of a block: nothing on this line yet */
	bool blank;      /* the last character was a blank */
	bool verbatim;   /* inside pre */
	int depth;
};

static void walk(struct writer *writer, const GumboNode *node);

static void walk_children(struct writer *writer, const GumboVector *children)
{
	if (writer->depth >= DEPTH_MAX)
		return;
	writer->depth++;
	for (unsigned i = 0; i < children->length; i++)
		walk(writer, children->data[i]);
	writer->depth--;
}

static void put_line_start(struct writer *writer)
{
	text_put(&writer->out, (str){ writer->prefix, writer->prefix_len });
}

static void trim_line_end(struct writer *writer)
{
	while (writer->out.len && writer->out.at[writer->out.len - 1] == ' ')
		writer->out.len--;
}

/* Ends the line, and leaves one empty line (with its prefix) before the next block. */
static void begin_block(struct writer *writer)
{
	if (writer->at_start)
		return;
	trim_line_end(writer);
	if (writer->out.len) {
		text_char(&writer->out, '\n');
		put_line_start(writer);
		trim_line_end(writer);
		text_char(&writer->out, '\n');
	}
	put_line_start(writer);
	writer->at_start = writer->blank = true;
}

static void new_line(struct writer *writer)
{
	trim_line_end(writer);
	text_char(&writer->out, '\n');
	put_line_start(writer);
	writer->at_start = writer->blank = true;
}

static bool needs_escape(const struct writer *writer, char c)
{
	if (writer->at_start && (c == '#' || c == '>' || c == '+' || c == '-' || c == '='))
		return true;
	return c == '*' || c == '_' || c == '`' || c == '[' || c == ']' || c == '\\' || c == '<' || c == '|' || c == '~';
}

static void put_char(struct writer *writer, char c)
{
	bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
	if (is_blank && (writer->blank || writer->at_start))
		return;
	if (!is_blank && needs_escape(writer, c))
		text_char(&writer->out, '\\');
	text_char(&writer->out, is_blank ? ' ' : c);
	writer->blank = is_blank;
	writer->at_start = writer->at_start && is_blank;
}

static void put_verbatim(struct writer *writer, str s)
{
	while (s.len) {
		bool has_more = str_contains(s, S("\n"));
		text_put(&writer->out, str_cut(&s, '\n'));
		if (has_more) {
			text_char(&writer->out, '\n');
			put_line_start(writer);
		}
	}
	writer->at_start = writer->blank = false;
}

static void put_text(struct writer *writer, str s)
{
	if (writer->verbatim) {
		put_verbatim(writer, s);
		return;
	}
	for (size_t i = 0; i < s.len; i++)
		put_char(writer, s.at[i]);
}

static void put_mark(struct writer *writer, str mark)
{
	text_put(&writer->out, mark);
	writer->at_start = false;
}

static str attribute(const GumboElement *element, const char *name)
{
	const GumboAttribute *found = gumbo_get_attribute(&element->attributes, name);
	return found ? str_from(found->value) : S("");
}

/* Emphasis must touch its words: blanks inside the mark would show the stars. */
static void put_emphasis(struct writer *writer, const GumboElement *element, str mark)
{
	size_t before = writer->out.len;
	put_mark(writer, mark);
	size_t inside = writer->out.len;
	writer->blank = true;
	walk_children(writer, &element->children);
	bool had_blank = writer->out.len > inside && writer->out.at[writer->out.len - 1] == ' ';
	trim_line_end(writer);
	if (writer->out.len <= inside) {
		writer->out.len = before;
		return;
	}
	put_mark(writer, mark);
	writer->blank = false;
	if (had_blank)
		put_char(writer, ' ');
}

static bool is_web_url(str url)
{
	return str_starts(url, S("http://")) || str_starts(url, S("https://")) || str_starts(url, S("mailto:"));
}

static void put_url(struct writer *writer, str url)
{
	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.at[i];
		if (c <= ' ' || c == '(' || c == ')' || c == '<' || c == '>' || c == '\\' || c == 0x7f)
			text_format(&writer->out, "%%%02X", c);
		else
			text_char(&writer->out, (char)c);
	}
}

static void put_link(struct writer *writer, const GumboElement *element)
{
	str url = attribute(element, "href");
	if (!is_web_url(url)) {
		walk_children(writer, &element->children);
		return;
	}
	put_mark(writer, S("["));
	size_t inside = writer->out.len;
	walk_children(writer, &element->children);
	if (writer->out.len == inside)
		put_text(writer, url);
	put_mark(writer, S("]("));
	put_url(writer, url);
	put_mark(writer, S(")"));
	writer->blank = false;
}

static void put_image(struct writer *writer, const GumboElement *element)
{
	str url = attribute(element, "src"), alt = attribute(element, "alt");
	if (str_starts(attribute(element, "class"), S("emoji"))) {
		put_text(writer, alt);
		return;
	}
	if (!is_web_url(url)) {
		put_text(writer, alt);
		return;
	}
	put_mark(writer, S("["));
	put_text(writer, str_empty(alt) ? S("Bild") : str_first(alt, 200));
	put_mark(writer, S("]("));
	put_url(writer, url);
	put_mark(writer, S(")"));
	writer->blank = false;
}

static void with_prefix(struct writer *writer, str more, const GumboVector *children)
{
	size_t was = writer->prefix_len;
	if (was + more.len <= PREFIX_MAX) {
		memcpy(writer->prefix + was, more.at, more.len);
		writer->prefix_len += more.len;
	}
	walk_children(writer, children);
	writer->prefix_len = was;
}

static void put_quote(struct writer *writer, const GumboElement *element)
{
	begin_block(writer);
	text_put(&writer->out, S("> "));
	with_prefix(writer, S("> "), &element->children);
	writer->at_start = false;
	begin_block(writer);
}

static void put_item(struct writer *writer, const GumboElement *element, str mark)
{
	static const char blanks[] = "        ";
	if (!writer->at_start)
		new_line(writer);
	text_put(&writer->out, mark);
	writer->at_start = writer->blank = true;
	with_prefix(writer, (str){ blanks, mark.len < 8 ? mark.len : 8 }, &element->children);
	writer->at_start = false;
}

static void put_list(struct writer *writer, const GumboElement *element, bool is_ordered)
{
	int number = 1;
	begin_block(writer);
	for (unsigned i = 0; i < element->children.length && writer->depth < DEPTH_MAX; i++) {
		const GumboNode *child = element->children.data[i];
		if (child->type != GUMBO_NODE_ELEMENT)
			continue;
		str mark = is_ordered ? str_format(writer->arena, "%d. ", number++) : S("- ");
		put_item(writer, &child->v.element, mark);
	}
	begin_block(writer);
}

static void put_pre(struct writer *writer, const GumboElement *element)
{
	begin_block(writer);
	text_put(&writer->out, S("```"));
	text_char(&writer->out, '\n');
	put_line_start(writer);
	writer->verbatim = true;
	walk_children(writer, &element->children);
	writer->verbatim = false;
	if (writer->out.len && writer->out.at[writer->out.len - 1] != '\n') {
		text_char(&writer->out, '\n');
		put_line_start(writer);
	}
	text_put(&writer->out, S("```"));
	writer->at_start = false;
	begin_block(writer);
}

static void put_code(struct writer *writer, const GumboElement *element)
{
	if (writer->verbatim) {
		walk_children(writer, &element->children);
		return;
	}
	put_mark(writer, S("`"));
	writer->verbatim = true;
	walk_children(writer, &element->children);
	writer->verbatim = false;
	put_mark(writer, S("`"));
}

static void put_heading(struct writer *writer, const GumboElement *element, int level)
{
	begin_block(writer);
	text_put(&writer->out, str_first(S("######"), (size_t)level));
	text_char(&writer->out, ' ');
	walk_children(writer, &element->children);
	writer->at_start = false;
	begin_block(writer);
}

static void put_block(struct writer *writer, const GumboElement *element)
{
	begin_block(writer);
	walk_children(writer, &element->children);
	begin_block(writer);
}

static void put_element(struct writer *writer, const GumboElement *element)
{
	switch (element->tag) {
	case GUMBO_TAG_SCRIPT: case GUMBO_TAG_STYLE: case GUMBO_TAG_HEAD: case GUMBO_TAG_TEMPLATE: case GUMBO_TAG_IFRAME:
		return;
	case GUMBO_TAG_B: case GUMBO_TAG_STRONG: put_emphasis(writer, element, S("**")); return;
	case GUMBO_TAG_I: case GUMBO_TAG_EM: put_emphasis(writer, element, S("*")); return;
	case GUMBO_TAG_DEL: case GUMBO_TAG_S: case GUMBO_TAG_STRIKE: put_emphasis(writer, element, S("~~")); return;
	case GUMBO_TAG_A: put_link(writer, element); return;
	case GUMBO_TAG_IMG: put_image(writer, element); return;
	case GUMBO_TAG_BR: new_line(writer); return;
	case GUMBO_TAG_HR: begin_block(writer); put_mark(writer, S("---")); begin_block(writer); return;
	case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_ASIDE: put_quote(writer, element); return;
	case GUMBO_TAG_UL: put_list(writer, element, false); return;
	case GUMBO_TAG_OL: put_list(writer, element, true); return;
	case GUMBO_TAG_PRE: put_pre(writer, element); return;
	case GUMBO_TAG_CODE: case GUMBO_TAG_KBD: case GUMBO_TAG_TT: put_code(writer, element); return;
	case GUMBO_TAG_H1: put_heading(writer, element, 1); return;
	case GUMBO_TAG_H2: put_heading(writer, element, 2); return;
	case GUMBO_TAG_H3: put_heading(writer, element, 3); return;
	case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6: put_heading(writer, element, 4); return;
	case GUMBO_TAG_P: case GUMBO_TAG_DIV: case GUMBO_TAG_TABLE: case GUMBO_TAG_TR: case GUMBO_TAG_SECTION:
	case GUMBO_TAG_ARTICLE: case GUMBO_TAG_HEADER: case GUMBO_TAG_DETAILS: case GUMBO_TAG_DL: case GUMBO_TAG_DT:
		put_block(writer, element);
		return;
	default:
		walk_children(writer, &element->children);
		if (element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH)
			put_char(writer, ' ');
	}
}

static void walk(struct writer *writer, const GumboNode *node)
{
	switch (node->type) {
	case GUMBO_NODE_ELEMENT:
		put_element(writer, &node->v.element);
		break;
	case GUMBO_NODE_TEXT: case GUMBO_NODE_CDATA: case GUMBO_NODE_WHITESPACE:
		put_text(writer, str_from(node->v.text.text));
		break;
	case GUMBO_NODE_DOCUMENT: case GUMBO_NODE_COMMENT: case GUMBO_NODE_TEMPLATE:
		break;
	}
}

str markdown_from_html(struct arena *arena, str html)
{
	struct writer writer = { .arena = arena, .at_start = true, .blank = true };
	GumboOptions options = kGumboDefaultOptions;
	text_open(&writer.out, arena, html.len + 64);
	GumboOutput *output = gumbo_parse_with_options(&options, html.at, html.len);
	walk(&writer, output->root);
	gumbo_destroy_output(&options, output);
	return str_trim(text_str(&writer.out));
}

str markdown_from_text(struct arena *arena, str text)
{
	struct writer writer = { .arena = arena, .at_start = true, .blank = true };
	text_open(&writer.out, arena, text.len + 64);
	while (text.len) {
		str line = str_trim(str_cut(&text, '\n'));
		put_text(&writer, line);
		trim_line_end(&writer);
		text_put(&writer.out, str_empty(line) ? S("\n") : S("  \n"));
		writer.at_start = writer.blank = true;
	}
	return str_trim(text_str(&writer.out));
}
