/*
 * plain.c: walks the tree that a browser would see (libgumbo) and keeps the words.
 *
 * Mail programs mark what they quote by a <blockquote>, or a <div> with a name of theirs: both become lines behind
 * "> ", as in a mail of plain text.  Deep trees are cut: nobody writes a mail a hundred levels deep; and a tree that
 * unfolds beyond its room is none: nothing is read of it.
 */
#include "view/plain.h"

#include <gumbo.h>
#include <setjmp.h>

enum { DEPTH_MAX = 200, HTML_MAX = 65536, TREE_MAX = 32 << 20 }; /* a tree of many levels costs the square of them */

struct plain { struct text text; size_t max; int quotes; int breaks; bool blank; };

static const GumboTag skipped[] = { GUMBO_TAG_HEAD, GUMBO_TAG_STYLE, GUMBO_TAG_SCRIPT, GUMBO_TAG_TITLE, GUMBO_TAG_TEMPLATE,
	GUMBO_TAG_NOSCRIPT, GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_SVG };
static const struct { GumboTag tag; int lines; } blocks[] = {
	{ GUMBO_TAG_P, 2 },   { GUMBO_TAG_DIV, 1 },   { GUMBO_TAG_BR, 1 },    { GUMBO_TAG_UL, 2 },      { GUMBO_TAG_OL, 2 },
	{ GUMBO_TAG_LI, 1 },  { GUMBO_TAG_TR, 1 },    { GUMBO_TAG_TABLE, 2 }, { GUMBO_TAG_BLOCKQUOTE, 2 }, { GUMBO_TAG_PRE, 2 },
	{ GUMBO_TAG_H1, 2 },  { GUMBO_TAG_H2, 2 },    { GUMBO_TAG_H3, 2 },    { GUMBO_TAG_H4, 2 },      { GUMBO_TAG_HR, 2 },
};
/* Gmail, Outlook, Yahoo, Thunderbird, GMX: whatever stands inside is quoted. */
static const char *const quoting[] = { "gmail_quote", "divrplyfwdmsg", "yahoo_quoted", "moz-cite-prefix", "gmail_attr",
	"outlookmessageheader" };

static bool is_full(const struct plain *plain)
{
	return plain->text.len >= plain->max;
}

static void put_break(struct plain *plain, int lines)
{
	if (plain->text.len && plain->breaks < lines)
		plain->breaks = lines;
	plain->blank = false;
}

static void put_char(struct plain *plain, char c)
{
	bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
	if (is_full(plain))
		return;
	if (is_blank) {
		plain->blank = plain->text.len > 0 && !plain->breaks;
		return;
	}
	bool is_new_line = plain->breaks || !plain->text.len;
	for (; plain->breaks; plain->breaks--)
		text_char(&plain->text, '\n');
	if (is_new_line) {
		for (int i = 0; i < plain->quotes; i++)
			text_put(&plain->text, S("> "));
	} else if (plain->blank) {
		text_char(&plain->text, ' ');
	}
	plain->blank = false;
	text_char(&plain->text, c);
}

static void put_words(struct plain *plain, const char *words)
{
	for (; *words; words++) {
		/* A no-break space is a space here. */
		if ((unsigned char)words[0] == 0xc2 && (unsigned char)words[1] == 0xa0) {
			put_char(plain, ' ');
			words++;
		} else {
			put_char(plain, *words);
		}
	}
}

static int lines_of(GumboTag tag)
{
	for (size_t i = 0; i < COUNT(blocks); i++) {
		if (blocks[i].tag == tag)
			return blocks[i].lines;
	}
	return 0;
}

static bool is_skipped(GumboTag tag)
{
	for (size_t i = 0; i < COUNT(skipped); i++) {
		if (skipped[i] == tag)
			return true;
	}
	return false;
}

static bool names_quote(struct arena *arena, const GumboElement *element, const char *attribute)
{
	const GumboAttribute *found = gumbo_get_attribute(&element->attributes, attribute);
	str value = found ? str_lower_ascii(arena, str_first(str_from(found->value), 200)) : S("");
	for (size_t i = 0; i < COUNT(quoting); i++) {
		if (str_contains(value, str_from(quoting[i])))
			return true;
	}
	return false;
}

static void put_node(struct plain *plain, const GumboNode *node, int depth);

static void put_element(struct plain *plain, const GumboElement *element, int depth)
{
	int lines = lines_of(element->tag);
	bool is_quote = element->tag == GUMBO_TAG_BLOCKQUOTE || names_quote(plain->text.arena, element, "class") ||
	                names_quote(plain->text.arena, element, "id");
	if (is_skipped(element->tag))
		return;
	if (element->tag != GUMBO_TAG_BR)
		put_break(plain, is_quote ? 2 : lines);
	else if (plain->text.len && plain->breaks < 2)
		plain->breaks++;
	if (element->tag == GUMBO_TAG_LI) {
		put_words(plain, "-");
		plain->blank = true;
	}
	plain->quotes += is_quote;
	for (unsigned i = 0; i < element->children.length; i++)
		put_node(plain, element->children.data[i], depth + 1);
	plain->quotes -= is_quote;
	if (element->tag != GUMBO_TAG_BR)
		put_break(plain, is_quote ? 2 : lines);
}

static void put_node(struct plain *plain, const GumboNode *node, int depth)
{
	if (depth > DEPTH_MAX || is_full(plain))
		return;
	if (node->type == GUMBO_NODE_ELEMENT)
		put_element(plain, &node->v.element, depth);
	else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
		put_words(plain, node->v.text.text);
}

/* ── a tree that cannot grow without end ── */

/* Tags that are left open are opened again in each block, and each costs an error: 64 KB of them would take gigabytes. */
struct room { struct arena *arena; size_t left; jmp_buf full; };

static void *room_take(void *data, size_t size)
{
	struct room *room = data;
	if (size > room->left)
		longjmp(room->full, 1);
	room->left -= size;
	return arena_take(room->arena, size);
}

static void room_leave(void *data, void *piece)
{
	(void)data; /* all of it goes with the arena */
	(void)piece;
}

/* NULL when the tree has no room. */
static const GumboOutput *parse(struct room *room, str html)
{
	GumboOptions options = kGumboDefaultOptions;
	options.allocator = room_take;
	options.deallocator = room_leave;
	options.userdata = room;
	options.max_errors = 0;
	return setjmp(room->full) ? NULL : gumbo_parse_with_options(&options, html.at ? html.at : "", html.len);
}

str plain_from_html(struct arena *arena, str html, size_t max)
{
	struct plain plain = { .max = max };
	struct room room = { .arena = arena_open(1 << 20), .left = TREE_MAX };
	html = str_first(html, HTML_MAX);
	text_open(&plain.text, arena, html.len / 2 + 64);
	const GumboOutput *output = parse(&room, html);
	if (output)
		put_node(&plain, output->root, 0);
	arena_close(room.arena);
	return text_str(&plain.text);
}
