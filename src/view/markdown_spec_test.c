/*
 * markdown_spec_test.c: the examples of CommonMark 0.31.2 and of GitHub's extensions, as far as our allow-list permits them.
 *
 * Both sides are read by libgumbo and written down in one canonical way, in which what we do otherwise on purpose
 * (docs/rules/markdown.md) is the same on both.  What still differs must stand in the list below with its reason,
 * and what stands there must differ.  The examples come from $HEINZEL_TEST_DATA/html.
 */
#include "view/markdown.h"

#include "base/json.h"
#include "base/testing_files.h"

#include <gumbo.h>
#include <md4c.h>

/* docs/rules/markdown.md tells the reasons at length. */
enum why { SAME, PICTURE, BACKSLASH, AUTOLINK, VERSION, COMMENT, TASK, CELL };

static const struct {
	const char *file;
	enum why why;
	int examples[8];
} differing[] = {
	{ "commonmark_0.31.2_spec.jsonl", PICTURE, { 573, 576, 577, 585, 589 } },
	{ "commonmark_0.31.2_spec.jsonl", BACKSLASH, { 20, 202, 603 } },
	{ "commonmark_0.31.2_spec.jsonl", AUTOLINK, { 608, 611, 612 } },
	{ "commonmark_0.31.2_spec.jsonl", VERSION, { 354 } },
	{ "commonmark_0.31.2_spec.jsonl", COMMENT, { 625, 626 } },
	{ "gfm_0.29_extension_examples.jsonl", CELL, { 200, 203 } },
	{ "gfm_0.29_extension_examples.jsonl", TASK, { 279, 280 } },
};

static struct arena *arena;

/* ── one way to write both down ── */

struct canon {
	struct text out;
	bool is_ours;
	bool is_new_line; /* behind a line break: blanks mean nothing */
	int pres, links;
	int heading_first, heading_last;
};

static void visit(struct canon *canon, const GumboNode *node);

static str attribute(const GumboElement *element, const char *name)
{
	const GumboAttribute *found = gumbo_get_attribute(&element->attributes, name);
	return found ? str_from(found->value) : S("");
}

static void put_children(struct canon *canon, const GumboElement *element)
{
	for (unsigned i = 0; i < element->children.length; i++)
		visit(canon, element->children.data[i]);
}

/* Addresses are compared with all that is not plain ASCII encoded. */
static str address_of(str url)
{
	struct text text;
	text_open(&text, arena, url.len + 16);
	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.at[i];
		if (c <= ' ' || c >= 127 || strchr("\"<>\\^`{|}[]'", c))
			text_format(&text, "%%%02X", c);
		else
			text_char(&text, (char)c);
	}
	return text_str(&text);
}

static bool is_allowed(str url)
{
	static const char *const starts[] = { "/", "#", "https://", "http://", "mailto:" };
	for (size_t i = 0; i < COUNT(starts); i++) {
		str start = str_from(starts[i]);
		if (url.len >= start.len && str_equal_fold(str_first(url, start.len), start))
			return url.len > start.len || i < 2;
	}
	return false;
}

/* Between blocks, blanks mean nothing. */
static void put_block_tag(struct canon *canon, str tag)
{
	while (!canon->pres && canon->out.len && canon->out.at[canon->out.len - 1] == ' ')
		canon->out.len--;
	text_put(&canon->out, tag);
}

static void put_words(struct canon *canon, str words)
{
	for (size_t i = 0; i < words.len; i++) {
		char c = words.at[i];
		bool is_blank = c == ' ' || c == '\n' || c == '\t';
		char last = canon->out.len ? canon->out.at[canon->out.len - 1] : '\n';
		if (canon->pres || !is_blank)
			text_char(&canon->out, c), canon->is_new_line = false;
		else if (last != ' ' && last != '\n' && !canon->is_new_line)
			text_char(&canon->out, ' ');
	}
}

static void put_link(struct canon *canon, const GumboElement *element)
{
	str url = attribute(element, "href");
	bool is_shown = !canon->links && (canon->is_ours || is_allowed(url));
	if (is_shown)
		text_format(&canon->out, "<a %.*s>", STR_ARG(address_of(url)));
	canon->links += is_shown;
	put_children(canon, element);
	canon->links -= is_shown;
	if (is_shown)
		text_put(&canon->out, S("</a>"));
}

/* Pictures from elsewhere are links here. */
static void put_picture(struct canon *canon, const GumboElement *element)
{
	str url = attribute(element, "src"), words = attribute(element, "alt");
	bool is_shown = !canon->links && is_allowed(url);
	if (is_shown)
		text_format(&canon->out, "<a %.*s>", STR_ARG(address_of(url)));
	put_words(canon, words.len || !is_shown ? words : url);
	if (is_shown)
		text_put(&canon->out, S("</a>"));
}

static void put_code(struct canon *canon, const GumboElement *element)
{
	str language = attribute(element, "class");
	language = str_skip(language, str_starts(language, S("language-")) ? 9 : 0);
	text_put(&canon->out, S("<code"));
	for (size_t i = 0; i < language.len; i++) {
		char c = language.at[i] >= 'A' && language.at[i] <= 'Z' ? (char)(language.at[i] + 32) : language.at[i];
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("+#-", c))
			text_char(&canon->out, c);
	}
	text_put(&canon->out, S(">"));
	canon->pres++;
	put_children(canon, element);
	canon->pres--;
	text_put(&canon->out, S("</code>"));
}

static str cell_side(const struct canon *canon, const GumboElement *element)
{
	str side = attribute(element, canon->is_ours ? "class" : "align");
	if (str_equal(side, S("left"))) /* where all cells stand */
		return S("");
	return str_skip(side, str_starts(side, S("column-")) ? 7 : 0);
}

/* Below the page's and the thread's heading, without a gap. */
static int level_on_a_page(struct canon *canon, int level)
{
	if (!canon->heading_first || level < canon->heading_first)
		canon->heading_first = level;
	int most = (canon->heading_last ? canon->heading_last : 2) + 1, shown = level - canon->heading_first + 3;
	return canon->heading_last = shown < most ? shown : most;
}

static str block_name(struct canon *canon, const GumboElement *element)
{
	GumboTag tag = element->tag;
	if (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6) {
		int level = tag - GUMBO_TAG_H1 + 1;
		if (!canon->is_ours)
			level = level_on_a_page(canon, level);
		return str_format(arena, "h%d", level > 6 ? 6 : level);
	}
	if (tag == GUMBO_TAG_OL)
		return str_format(arena, "ol %.*s", STR_ARG(attribute(element, "start")));
	if (tag == GUMBO_TAG_TH || tag == GUMBO_TAG_TD)
		return str_format(arena, "%s %.*s", gumbo_normalized_tagname(tag), STR_ARG(cell_side(canon, element)));
	return str_from(gumbo_normalized_tagname(tag));
}

static bool is_inline(GumboTag tag)
{
	return tag == GUMBO_TAG_EM || tag == GUMBO_TAG_STRONG || tag == GUMBO_TAG_DEL || tag == GUMBO_TAG_BR;
}

static void put_element(struct canon *canon, const GumboElement *element)
{
	str name = block_name(canon, element);
	bool is_block = !is_inline(element->tag), is_pre = element->tag == GUMBO_TAG_PRE;
	str begin = str_format(arena, is_block ? "\n<%.*s>\n" : "<%.*s>", STR_ARG(name));
	str end = str_format(arena, is_block ? "\n</%.*s>\n" : "</%.*s>", STR_ARG(name));
	is_block ? put_block_tag(canon, begin) : text_put(&canon->out, begin);
	canon->pres += is_pre;
	put_children(canon, element);
	canon->pres -= is_pre;
	canon->is_new_line = element->tag == GUMBO_TAG_BR;
	is_block ? put_block_tag(canon, end) : text_put(&canon->out, end);
}

static void visit(struct canon *canon, const GumboNode *node)
{
	if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
		put_words(canon, str_from(node->v.text.text));
		return;
	}
	if (node->type != GUMBO_NODE_ELEMENT)
		return;
	const GumboElement *element = &node->v.element;
	if (element->tag == GUMBO_TAG_A)
		put_link(canon, element);
	else if (element->tag == GUMBO_TAG_IMG)
		put_picture(canon, element);
	else if (element->tag == GUMBO_TAG_CODE)
		put_code(canon, element);
	else if (element->tag == GUMBO_TAG_DIV || element->tag == GUMBO_TAG_BODY)
		put_children(canon, element);
	else
		put_element(canon, element);
}

static str canonical(str html, bool is_ours)
{
	struct canon canon = { .is_ours = is_ours };
	text_open(&canon.out, arena, html.len * 2 + 64);
	GumboOutput *read = gumbo_parse_with_options(&kGumboDefaultOptions, html.at, html.len);
	const GumboElement *document = &read->root->v.element;
	for (unsigned i = 0; i < document->children.length; i++) {
		const GumboNode *child = document->children.data[i];
		if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == GUMBO_TAG_BODY)
			visit(&canon, child);
	}
	gumbo_destroy_output(&kGumboDefaultOptions, read);
	return str_trim(text_str(&canon.out));
}

/* ── what no allow-list permits: HTML as it was typed ── */

static int note_block(MD_BLOCKTYPE type, void *detail, void *data)
{
	*(bool *)data |= type == MD_BLOCK_HTML;
	return 0;
}

static int note_span(MD_SPANTYPE type, void *detail, void *data)
{
	return 0;
}

static int note_text(MD_TEXTTYPE type, const MD_CHAR *at, MD_SIZE len, void *data)
{
	*(bool *)data |= type == MD_TEXT_HTML;
	return 0;
}

static bool has_html(str source)
{
	static const MD_PARSER parser = { .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH, .enter_block = note_block,
		.leave_block = note_block, .enter_span = note_span, .leave_span = note_span, .text = note_text };
	bool found = false;
	assert_int_equal(md_parse(str_c(arena, source), (MD_SIZE)source.len, &parser, &found), 0);
	return found;
}

/* ── the examples ── */

static enum why reason_of(const char *file, int example)
{
	for (size_t i = 0; i < COUNT(differing); i++) {
		for (size_t j = 0; !strcmp(differing[i].file, file) && j < COUNT(differing[i].examples); j++) {
			if (differing[i].examples[j] == example)
				return differing[i].why;
		}
	}
	return SAME;
}

static int judge(const char *file, const struct json *example)
{
	int number = (int)json_integer(example, S("example"), 0);
	struct html html;
	assert_int_equal(markdown_html(arena, json_str(example, S("markdown")), &html), OK);
	str ours = canonical(html.at, true), theirs = canonical(json_str(example, S("html")), false);
	if (str_equal(ours, theirs) == (reason_of(file, number) == SAME))
		return 0;
	print_error("%s %d (%.*s) %s:\n%.*s\n-- wanted\n%.*s\n-- got\n%.*s\n\n", file, number,
	            STR_ARG(json_str(example, S("section"))), str_equal(ours, theirs) ? "is listed but the same" : "differs",
	            STR_ARG(json_str(example, S("markdown"))), STR_ARG(theirs), STR_ARG(ours));
	return 1;
}

static int judge_all(const char *file, int least)
{
	FILE *lines = data_open(arena, str_c(arena, str_format(arena, "html/%s", file)));
	char *line = NULL;
	size_t room = 0;
	int wrong = 0, judged = 0;
	if (!lines)
		return 0;
	for (ssize_t len; (len = getline(&line, &room, lines)) > 0;) {
		struct arena_mark mark = arena_mark(arena);
		const struct json *example;
		assert_int_equal(json_read(arena, (str){ line, (size_t)len }, &example, NULL), OK);
		if (!has_html(json_str(example, S("markdown")))) {
			wrong += judge(file, example);
			judged++;
		}
		arena_release(arena, mark);
	}
	free(line);
	fclose(lines);
	print_message("%s: %d examples without HTML\n", file, judged);
	assert_true(judged >= least);
	return wrong;
}

static void commonmarks_examples_are_drawn_as_it_says(void **state)
{
	assert_int_equal(judge_all("commonmark_0.31.2_spec.jsonl", 550), 0);
}

static void githubs_extensions_are_drawn_as_it_says(void **state)
{
	assert_int_equal(judge_all("gfm_0.29_extension_examples.jsonl", 15), 0);
}

static int open_arena(void **state)
{
	arena = arena_open(1 << 20);
	return 0;
}

static int close_arena(void **state)
{
	arena_close(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commonmarks_examples_are_drawn_as_it_says),
		cmocka_unit_test(githubs_extensions_are_drawn_as_it_says),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
