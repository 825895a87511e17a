/*
 * import_markdown.c: walks the parsed HTML and tells the writer what it finds.
 *
 * What Markdown has no word for (colours, frames, forms) is left out, its text stays.  What
 * forum software puts around a text (avatars, icons, controls, sizes of pictures) goes.
 * To teach it a tag: a row of `tags`.
 */
#include "app/import_markdown.h"

#include "app/import_bbcode.h"
#include "app/import_name.h"
#include "app/import_walk.h"

#include <ctype.h>

enum { DEPTH_MAX = 120, TAGS_MAX = 20000, COLUMNS_MAX = 12, LANGUAGE_MAX = 20 };

static void walk_node(struct walk *walk, const GumboNode *node);

void walk_children(struct walk *walk, const GumboElement *element)
{
	if (walk->depth >= DEPTH_MAX)
		return;
	walk->depth++;
	for (unsigned i = 0; i < element->children.length; i++)
		walk_node(walk, element->children.data[i]);
	walk->depth--;
}

str attribute_of(const GumboElement *element, const char *name)
{
	const GumboAttribute *found = gumbo_get_attribute(&element->attributes, name);
	return found ? str_from(found->value) : S("");
}

bool has_class(const GumboElement *element, str name)
{
	str rest = attribute_of(element, "class");
	while (!str_empty(rest)) {
		if (str_equal(str_cut(&rest, ' '), name))
			return true;
	}
	return false;
}

const GumboElement *child_of(const GumboElement *element, GumboTag tag)
{
	for (unsigned i = 0; i < element->children.length; i++) {
		const GumboNode *child = element->children.data[i];
		if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == tag)
			return &child->v.element;
	}
	return NULL;
}

/* ── text of elements, as it stands ── */

static void add_plain(struct text *text, const GumboNode *node, int depth)
{
	if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA)
		text_put(text, str_from(node->v.text.text));
	if (node->type != GUMBO_NODE_ELEMENT || depth >= DEPTH_MAX)
		return;
	const GumboElement *element = &node->v.element;
	for (unsigned i = 0; i < element->children.length; i++)
		add_plain(text, element->children.data[i], depth + 1);
	/* Code that is shown with line numbers is a list. */
	if (element->tag == GUMBO_TAG_BR || element->tag == GUMBO_TAG_LI || element->tag == GUMBO_TAG_P)
		text_char(text, '\n');
}

str plain_of(struct walk *walk, const GumboElement *element)
{
	struct text text;
	text_open(&text, walk->writer.arena, 256);
	for (unsigned i = 0; i < element->children.length; i++)
		add_plain(&text, element->children.data[i], walk->depth);
	return text_str(&text);
}

/* ── blocks ── */

static void put_block(struct walk *walk, const GumboElement *element, str mark)
{
	(void)mark;
	writer_gap(&walk->writer, GAP_BLOCK);
	walk_children(walk, element);
	writer_gap(&walk->writer, GAP_BLOCK);
}

static void put_heading(struct walk *walk, const GumboElement *element, str mark)
{
	struct writer *writer = &walk->writer;
	if (str_empty(str_trim(plain_of(walk, element))))
		return;
	writer_gap(writer, GAP_BLOCK);
	if (!writer->one_line)
		writer_raw(writer, mark);
	writer->line_start = true; /* its first blank is already there */
	writer->one_line++;
	walk_children(walk, element);
	writer->one_line--;
	writer_gap(writer, GAP_BLOCK);
}

static void put_quote(struct walk *walk, const GumboElement *element, str mark)
{
	writer_gap(&walk->writer, GAP_BLOCK);
	size_t before = writer_push(&walk->writer, mark, S(""));
	walk_children(walk, element);
	writer_gap(&walk->writer, GAP_BLOCK);
	writer_pop(&walk->writer, before);
}

/* Discourse: <aside class=quote data-username=…> with a title and the quote; or a card of another page. */
static void put_aside(struct walk *walk, const GumboElement *element, str mark)
{
	struct writer *writer = &walk->writer;
	const GumboElement *quote = child_of(element, GUMBO_TAG_BLOCKQUOTE);
	str who = attribute_of(element, "data-username");
	writer_gap(writer, GAP_BLOCK);
	size_t before = writer_push(writer, mark, S(""));
	if (!str_empty(who)) {
		writer_raw(writer, S("**"));
		writer_text(writer, import_name(writer->arena, who));
		writer_raw(writer, S(":**"));
		writer_gap(writer, GAP_BLOCK);
	}
	walk_children(walk, quote ? quote : element);
	writer_gap(writer, GAP_BLOCK);
	writer_pop(writer, before);
}

static void put_item(struct walk *walk, const GumboElement *element, str marker)
{
	static const char blanks[] = "            ";
	struct writer *writer = &walk->writer;
	if (writer->list_ended && writer->gap == GAP_BLOCK)
		writer->gap = GAP_LINE;
	writer_gap(writer, GAP_LINE);
	size_t before = writer_push(writer, (str){ blanks, marker.len }, marker);
	walk_children(walk, element);
	writer_pop(writer, before);
}

static void put_list(struct walk *walk, const GumboElement *element, str mark)
{
	struct writer *writer = &walk->writer;
	int64_t number = 1;
	bool is_nested = writer->marker_len || writer->prefix_len; /* a list in a list needs no empty line */
	if (!str_number(attribute_of(element, "start"), &number) || number < 0 || number > 99999)
		number = 1;
	writer_gap(writer, is_nested ? GAP_LINE : GAP_BLOCK);
	for (unsigned i = 0; i < element->children.length && walk->depth < DEPTH_MAX; i++) {
		const GumboNode *child = element->children.data[i];
		if (child->type != GUMBO_NODE_ELEMENT)
			continue;
		str marker = str_empty(mark) ? str_format(writer->arena, "%d. ", (int)number++) : mark;
		walk->depth++;
		put_item(walk, &child->v.element, marker);
		walk->depth--;
	}
	writer_gap(writer, GAP_BLOCK);
	writer->list_ended = is_nested;
}

static str code_language(const GumboElement *element)
{
	const GumboElement *code = child_of(element, GUMBO_TAG_CODE);
	str rest = attribute_of(code ? code : element, "class");
	while (!str_empty(rest)) {
		str word = str_cut(&rest, ' ');
		size_t start = str_starts(word, S("lang-")) ? 5 : str_starts(word, S("language-")) ? 9 : word.len;
		str name = str_skip(word, start);
		bool good = !str_empty(name) && name.len <= LANGUAGE_MAX && !str_equal(name, S("auto")) &&
		            !str_equal(name, S("nohighlight")) && !str_equal(name, S("text"));
		for (size_t i = 0; i < name.len; i++)
			good = good && (isalnum((unsigned char)name.at[i]) || memchr("+#-", name.at[i], 3));
		if (good)
			return name;
	}
	return S("");
}

static void put_code(struct walk *walk, const GumboElement *element, str mark)
{
	(void)mark;
	writer_code(&walk->writer, plain_of(walk, element));
}

static void put_pre(struct walk *walk, const GumboElement *element, str mark)
{
	(void)mark;
	str code = plain_of(walk, element);
	while (str_starts(code, S("\n")))
		code = str_skip(code, 1);
	if (walk->writer.one_line)
		writer_code(&walk->writer, code);
	else
		writer_code_block(&walk->writer, code_language(element), code);
}

static void put_break(struct walk *walk, const GumboElement *element, str mark)
{
	(void)element, (void)mark;
	writer_gap(&walk->writer, GAP_BREAK);
}

static void put_rule(struct walk *walk, const GumboElement *element, str mark)
{
	(void)element;
	if (walk->writer.one_line || !walk->writer.out.len)
		return;
	writer_gap(&walk->writer, GAP_BLOCK);
	writer_raw(&walk->writer, mark);
	writer_gap(&walk->writer, GAP_BLOCK);
}

/* ── tables ── */

static int put_row(struct walk *walk, const GumboElement *row)
{
	struct writer *writer = &walk->writer;
	int columns = 0;
	writer_gap(writer, GAP_LINE);
	writer_raw(writer, S("|"));
	for (unsigned i = 0; i < row->children.length && columns < COLUMNS_MAX; i++) {
		const GumboNode *cell = row->children.data[i];
		if (cell->type != GUMBO_NODE_ELEMENT)
			continue;
		columns++;
		writer->blank = true;
		writer->one_line++;
		walk_children(walk, &cell->v.element);
		writer->one_line--;
		writer->blank = false;
		writer_raw(writer, S(" |"));
	}
	return columns;
}

static void put_rows(struct walk *walk, const GumboElement *part, int *rows)
{
	for (unsigned i = 0; i < part->children.length; i++) {
		const GumboNode *child = part->children.data[i];
		if (child->type != GUMBO_NODE_ELEMENT)
			continue;
		if (child->v.element.tag != GUMBO_TAG_TR) {
			if (part->tag == GUMBO_TAG_TABLE)
				put_rows(walk, &child->v.element, rows);
			continue;
		}
		int columns = put_row(walk, &child->v.element);
		if ((*rows)++)
			continue;
		writer_gap(&walk->writer, GAP_LINE); /* the first row is the heading, or Markdown sees no table */
		writer_raw(&walk->writer, S("|"));
		for (int column = 0; column < columns; column++)
			writer_raw(&walk->writer, S("---|"));
	}
}

static void put_table(struct walk *walk, const GumboElement *element, str mark)
{
	int rows = 0;
	(void)mark;
	if (walk->writer.one_line) {
		walk_children(walk, element);
		return;
	}
	writer_gap(&walk->writer, GAP_BLOCK);
	put_rows(walk, element, &rows);
	writer_gap(&walk->writer, GAP_BLOCK);
}

static void put_division(struct walk *walk, const GumboElement *element, str mark)
{
	str film = attribute_of(element, "data-youtube-id"), title = attribute_of(element, "data-youtube-title");
	if (has_class(element, S("meta")) || has_class(element, S("quote-controls")) ||
	    has_class(element, S("onebox-metadata")) || has_class(element, S("github-icon-container")))
		return;
	if (str_empty(film)) {
		put_block(walk, element, mark);
		return;
	}
	str url = str_format(walk->writer.arena, "https://www.youtube.com/watch?v=%.*s", STR_ARG(str_first(film, 40)));
	writer_gap(&walk->writer, GAP_BLOCK);
	put_link_to(walk, url, str_empty(title) ? url : utf8_first(title, LABEL_MAX));
	writer_gap(&walk->writer, GAP_BLOCK);
}

static void put_nothing(struct walk *walk, const GumboElement *element, str mark)
{
	(void)walk, (void)element, (void)mark;
}

#define WORD(text) { text, sizeof(text) - 1 }
static const struct tag { GumboTag tag; walk_element *put; str mark; } tags[] = {
	{ GUMBO_TAG_P, put_block, WORD("") },              { GUMBO_TAG_DIV, put_division, WORD("") },
	{ GUMBO_TAG_SECTION, put_block, WORD("") },        { GUMBO_TAG_ARTICLE, put_block, WORD("") },
	{ GUMBO_TAG_HEADER, put_block, WORD("") },         { GUMBO_TAG_FOOTER, put_block, WORD("") },
	{ GUMBO_TAG_DETAILS, put_block, WORD("") },        { GUMBO_TAG_SUMMARY, put_block, WORD("") },
	{ GUMBO_TAG_DL, put_block, WORD("") },             { GUMBO_TAG_DT, put_block, WORD("") },
	{ GUMBO_TAG_DD, put_block, WORD("") },             { GUMBO_TAG_CENTER, put_block, WORD("") },
	{ GUMBO_TAG_FIGURE, put_block, WORD("") },         { GUMBO_TAG_FIGCAPTION, put_block, WORD("") },
	{ GUMBO_TAG_H1, put_heading, WORD("# ") },         { GUMBO_TAG_H2, put_heading, WORD("## ") },
	{ GUMBO_TAG_H3, put_heading, WORD("### ") },       { GUMBO_TAG_H4, put_heading, WORD("#### ") },
	{ GUMBO_TAG_H5, put_heading, WORD("#### ") },      { GUMBO_TAG_H6, put_heading, WORD("#### ") },
	{ GUMBO_TAG_BLOCKQUOTE, put_quote, WORD("> ") },   { GUMBO_TAG_ASIDE, put_aside, WORD("> ") },
	{ GUMBO_TAG_UL, put_list, WORD("- ") },            { GUMBO_TAG_OL, put_list, WORD("") },
	{ GUMBO_TAG_PRE, put_pre, WORD("") },              { GUMBO_TAG_CODE, put_code, WORD("") },
	{ GUMBO_TAG_KBD, put_code, WORD("") },             { GUMBO_TAG_TT, put_code, WORD("") },
	{ GUMBO_TAG_BR, put_break, WORD("") },             { GUMBO_TAG_HR, put_rule, WORD("---") },
	{ GUMBO_TAG_TABLE, put_table, WORD("") },          { GUMBO_TAG_SPAN, put_span, WORD("") },
	{ GUMBO_TAG_B, put_strong, WORD("**") },           { GUMBO_TAG_STRONG, put_strong, WORD("**") },
	{ GUMBO_TAG_I, put_italic, WORD("*") },            { GUMBO_TAG_EM, put_italic, WORD("*") },
	{ GUMBO_TAG_DEL, put_struck, WORD("~~") },         { GUMBO_TAG_S, put_struck, WORD("~~") },
	{ GUMBO_TAG_STRIKE, put_struck, WORD("~~") },      { GUMBO_TAG_SUP, put_raised, WORD("^") },
	{ GUMBO_TAG_SUB, put_raised, WORD("_") },          { GUMBO_TAG_A, put_link, WORD("") },
	{ GUMBO_TAG_IMG, put_image, WORD("") },            { GUMBO_TAG_IFRAME, put_player, WORD("") },
	{ GUMBO_TAG_VIDEO, put_player, WORD("") },         { GUMBO_TAG_AUDIO, put_player, WORD("") },
	{ GUMBO_TAG_EMBED, put_player, WORD("") },         { GUMBO_TAG_SCRIPT, put_nothing, WORD("") },
	{ GUMBO_TAG_STYLE, put_nothing, WORD("") },        { GUMBO_TAG_HEAD, put_nothing, WORD("") },
	{ GUMBO_TAG_TEMPLATE, put_nothing, WORD("") },     { GUMBO_TAG_SVG, put_nothing, WORD("") },
	{ GUMBO_TAG_NOSCRIPT, put_nothing, WORD("") },
};

static void put_element(struct walk *walk, const GumboElement *element)
{
	for (size_t i = 0; i < COUNT(tags); i++) {
		if (tags[i].tag == element->tag) {
			tags[i].put(walk, element, tags[i].mark);
			return;
		}
	}
	walk_children(walk, element);
}

static void walk_node(struct walk *walk, const GumboNode *node)
{
	if (node->type == GUMBO_NODE_ELEMENT)
		put_element(walk, &node->v.element);
	else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA)
		writer_text(&walk->writer, str_from(node->v.text.text));
}

/* ── whole bodies ── */

bool text_is_html(str text)
{
	static const char *const ends[] = { "</p>", "</div>", "</ul>", "</ol>", "</a>", "</strong>", "<br>", "<br/>", "<br />" };
	for (size_t i = 0; i < COUNT(ends); i++) {
		if (str_contains(text, str_from(ends[i])))
			return true;
	}
	return false;
}

/* libgumbo gives its tree back by recursion: the depth has to end somewhere. */
static bool has_too_many_tags(str html)
{
	size_t count = 0;
	for (size_t i = 0; i < html.len; i++)
		count += html.at[i] == '<';
	return count > TAGS_MAX;
}

enum err markdown_from_html(struct arena *arena, str html, str *markdown_out)
{
	struct walk walk = { .depth = 0 };
	GumboOptions options = kGumboDefaultOptions;
	if (html.len > IMPORT_HTML_MAX || has_too_many_tags(html))
		return ERR_TOO_LARGE;
	html = bbcode_to_html(arena, html);
	writer_open(&walk.writer, arena, html.len + 64);
	GumboOutput *output = gumbo_parse_with_options(&options, html.at, html.len);
	walk_node(&walk, output->root);
	gumbo_destroy_output(&options, output);
	*markdown_out = writer_end(&walk.writer);
	return OK;
}

str markdown_from_text(struct arena *arena, str text)
{
	struct writer writer;
	writer_open(&writer, arena, text.len + 64);
	while (!str_empty(text)) {
		str line = str_trim(str_cut(&text, '\n'));
		writer_gap(&writer, str_empty(line) ? GAP_BLOCK : GAP_BREAK);
		writer_text(&writer, line);
	}
	return writer_end(&writer);
}
