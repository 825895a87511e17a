/*
 * markdown.c: md4c says what stands where, we write it: our own tags, no attribute that a member chose.
 *
 * Addresses pass an allow-list; nesting and size have limits, since a few kilobytes of
 * source can ask for megabytes of HTML.  Headings start at h3: above them stand the
 * page's and the thread's.
 */
#include "view/markdown.h"

#include "base/utf8.h"
#include "view/html_escape.h"

#include <md4c.h>

enum {
	OUT_MAX = 8 * MARKDOWN_MAX,
	NESTING_MAX = 12, /* quotes and lists within each other; emphasis too */
	PICTURE_MIDDLE = 800, /* core/image_worker.c */
	PICTURE_SIDE_MAX = 20000,
	HEADING_SHIFT = 2,
	HEADING_MAX = 6,
	LANGUAGE_MAX = 20,
	PADDING = 16,
	FULL = 1,   /* what a callback gives when the output is too long … */
	BROKEN = 2, /* … or md4c hands out what cannot be */
};

#define FLAGS \
	(MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEAUTOLINKS)

struct writing {
	struct arena *arena;
	str source;
	struct text out;
	int blocks, spans; /* how deep */
	int heading_first, heading_last; /* as typed; as drawn */
	size_t cell_start, cell_words; /* output's length before a <th>, behind it */
	int links;	   /* links and images within each other … */
	int written_link;  /* … of which this one has its tag (0: none) */
	int pictures;	   /* of this site, within each other: only the outermost is one */
	size_t link_start; /* output's length behind that tag */
	str link_url;
};

/* Entities that people type into links and text; the others stay as typed. */
static const struct {
	str name, text;
} entities[] = {
	{ { "amp", 3 }, { "&", 1 } },	    { { "lt", 2 }, { "<", 1 } },
	{ { "gt", 2 }, { ">", 1 } },	    { { "quot", 4 }, { "\"", 1 } },
	{ { "apos", 4 }, { "'", 1 } },	    { { "colon", 5 }, { ":", 1 } },
	{ { "Tab", 3 }, { "\t", 1 } },	    { { "NewLine", 7 }, { "\n", 1 } },
	{ { "sol", 3 }, { "/", 1 } },	    { { "bsol", 4 }, { "\\", 1 } },
	{ { "lpar", 4 }, { "(", 1 } },	    { { "rpar", 4 }, { ")", 1 } },
	{ { "nbsp", 4 }, { "\u00a0", 2 } }, { { "auml", 4 }, { "ä", 2 } },
	{ { "ouml", 4 }, { "ö", 2 } },	    { { "uuml", 4 }, { "ü", 2 } },
	{ { "Auml", 4 }, { "Ä", 2 } },	    { { "Ouml", 4 }, { "Ö", 2 } },
	{ { "Uuml", 4 }, { "Ü", 2 } },	    { { "szlig", 5 }, { "ß", 2 } },
	{ { "eacute", 6 }, { "é", 2 } },    { { "euro", 4 }, { "€", 3 } },
	{ { "hellip", 6 }, { "…", 3 } },    { { "ndash", 5 }, { "–", 3 } },
	{ { "mdash", 5 }, { "—", 3 } },	    { { "copy", 4 }, { "©", 2 } },
	{ { "reg", 3 }, { "®", 2 } },	    { { "deg", 3 }, { "°", 2 } },
	{ { "times", 5 }, { "×", 2 } },	    { { "laquo", 5 }, { "«", 2 } },
	{ { "raquo", 5 }, { "»", 2 } },	    { { "bdquo", 5 }, { "„", 3 } },
	{ { "ldquo", 5 }, { "“", 3 } },	    { { "rdquo", 5 }, { "”", 3 } },
	{ { "lsquo", 5 }, { "‘", 3 } },	    { { "rsquo", 5 }, { "’", 3 } },
};

static str piece_of(const MD_CHAR *at, MD_SIZE len)
{
	return (str){ at, len };
}

/* md4c 0.4.8 looks a byte or two behind the end and trusts UTF-8: so it gets a copy that is whole and padded. */
static str prepared(struct arena *arena, str source)
{
	struct text text;
	text_open(&text, arena, source.len + 1 + PADDING);
	if (utf8_is_valid(source))
		text_put(&text, source);
	else
		while (source.len)
			text_code_point(&text, utf8_take(&source));
	if (!str_ends(source, S("\n")))
		text_char(&text, '\n');
	memset(text_room(&text, PADDING), 0, PADDING);
	return text_str(&text);
}

/* A piece of the source, or one of md4c's own few blanks: what else it may be has been miscounted. */
static bool is_piece(const struct writing *writing, const MD_CHAR *at, MD_SIZE len)
{
	const char *start = writing->source.at, *end = start + writing->source.len;
	return len <= PADDING || (at >= start && at <= end && len <= (size_t)(end - at));
}

/* "#106", "#x6A": ours to read, so that no address hides its scheme; 0 when it is no such number. */
static uint32_t code_point_of(str digits)
{
	bool is_hex = digits.len > 1 && (digits.at[1] == 'x' || digits.at[1] == 'X');
	uint32_t number = 0;
	for (size_t i = is_hex ? 2 : 1; i < digits.len && number < 0x110000; i++) {
		char c = digits.at[i];
		uint32_t digit = c <= '9' ? (uint32_t)(c - '0')
					  : (uint32_t)((c | 32) - 'a' + 10); /* md4c checked them */
		number = number * (is_hex ? 16 : 10) + digit;
	}
	return number ? number : 0xFFFD;
}

/* "&auml;" as the text that it means; what we do not know stays as it is. */
static void put_entity(struct text *out, str entity)
{
	str name = { entity.at + 1, entity.len - 2 };
	if (name.at[0] == '#') {
		text_code_point(out, code_point_of(name));
		return;
	}
	for (size_t i = 0; i < COUNT(entities); i++) {
		if (str_equal(entities[i].name, name)) {
			text_put(out, entities[i].text);
			return;
		}
	}
	text_put(out, entity);
}

/* An attribute comes in pieces, some of them entities. */
static str attribute_text(struct arena *arena, const MD_ATTRIBUTE *attribute)
{
	struct text text;
	if (attribute->size > 3 * MARKDOWN_MAX) /* miscounted; no source is longer */
		return S("");
	text_open(&text, arena, attribute->size + 8);
	for (size_t i = 0; attribute->size && attribute->substr_offsets[i] < attribute->size; i++) {
		MD_OFFSET start = attribute->substr_offsets[i],
			  end = attribute->substr_offsets[i + 1];
		str piece = piece_of(attribute->text + start, end - start);
		if (attribute->substr_types[i] == MD_TEXT_ENTITY)
			put_entity(&text, piece);
		else if (attribute->substr_types[i] == MD_TEXT_NULLCHAR)
			text_code_point(&text, 0xFFFD);
		else
			text_put(&text, piece);
	}
	return text_str(&text);
}

static bool is_outward(str url)
{
	static const str schemes[] = { { "https://", 8 }, { "http://", 7 }, { "mailto:", 7 } };
	for (size_t i = 0; i < COUNT(schemes); i++) {
		if (url.len > schemes[i].len &&
		    str_equal_fold(str_first(url, schemes[i].len), schemes[i]))
			return true;
	}
	return false;
}

/* Narrower than html_url_is_safe: here the address is a member's. */
static bool is_allowed(str url)
{
	bool is_path = str_starts(url, S("/")) || str_starts(url, S("#"));
	return html_url_is_safe(url) && (is_path || is_outward(url));
}

/* ── pictures of this site: "/media/7-800x600" ── */

/* The digits at the start of *rest, as a number that is not 0 and not long; 0 otherwise. */
static int64_t number_cut(str *rest)
{
	int64_t number;
	size_t digits = 0;
	while (digits < rest->len && rest->at[digits] >= '0' && rest->at[digits] <= '9')
		digits++;
	if (!digits || digits > 19 || !str_number(str_first(*rest, digits), &number))
		return 0;
	*rest = str_skip(*rest, digits);
	return number;
}

static bool mark_cut(str *rest, char mark)
{
	bool is_there = rest->len && rest->at[0] == mark;
	*rest = str_skip(*rest, is_there);
	return is_there;
}

/* Its size stands in its address: a page leaves room for it before it comes. */
bool picture_size(str url, int64_t *width_out, int64_t *height_out)
{
	if (!str_starts(url, S("/media/")))
		return false;
	str rest = str_skip(url, 7);
	if (!number_cut(&rest) || !mark_cut(&rest, '-'))
		return false;
	*width_out = number_cut(&rest);
	bool is_two = mark_cut(&rest, 'x');
	*height_out = number_cut(&rest);
	return is_two && str_empty(rest) && *width_out > 0 && *width_out <= PICTURE_SIDE_MAX && *height_out > 0 &&
	       *height_out <= PICTURE_SIDE_MAX;
}

/* Shown in its middle size; a click leads to the whole, unless it stands in a link already. */
static bool picture_begins(struct writing *writing, const MD_ATTRIBUTE *address)
{
	int64_t width, height;
	str url = attribute_text(writing->arena, address);
	if (writing->pictures) {
		writing->pictures++;
		return true;
	}
	if (!picture_size(url, &width, &height))
		return false;
	int64_t longest = width > height ? width : height;
	int64_t shown = longest < PICTURE_MIDDLE ? longest : PICTURE_MIDDLE;
	writing->pictures = 1;
	if (!writing->links)
		text_format(&writing->out, "<a class=\"picture\" href=\"%.*s\">", STR_ARG(url));
	text_format(&writing->out, "<img src=\"%.*s/middle\" width=\"%lld\" height=\"%lld\" loading=\"lazy\" decoding=\"async\" alt=\"",
		    STR_ARG(url), (long long)(width * shown / longest > 0 ? width * shown / longest : 1),
		    (long long)(height * shown / longest > 0 ? height * shown / longest : 1));
	return true;
}

/* False when the picture was a foreign one, and so a link. */
static bool picture_ends(struct writing *writing)
{
	if (!writing->pictures)
		return false;
	if (--writing->pictures)
		return true;
	text_put(&writing->out, S("\">"));
	if (!writing->links)
		text_put(&writing->out, S("</a>"));
	return true;
}

static void link_begins(struct writing *writing, const MD_ATTRIBUTE *address)
{
	writing->links++;
	if (writing->written_link)
		return; /* HTML knows no link inside a link */
	str url = attribute_text(writing->arena, address);
	if (!is_allowed(url))
		return;
	writing->written_link = writing->links;
	writing->link_url = url;
	text_put(&writing->out, S("<a href=\""));
	html_escape_attribute(&writing->out, url);
	text_put(&writing->out,
		 is_outward(url) ? S("\" rel=\"ugc nofollow noopener\">") : S("\">"));
	writing->link_start = writing->out.len;
}

static void link_ends(struct writing *writing)
{
	if (writing->written_link == writing->links) {
		if (writing->out.len ==
		    writing->link_start) /* a picture without words: its address is its name */
			html_escape(&writing->out, writing->link_url);
		text_put(&writing->out, S("</a>"));
		writing->written_link = 0;
	}
	writing->links--;
}

static void code_begins(struct writing *writing, const MD_BLOCK_CODE_DETAIL *detail)
{
	char language[LANGUAGE_MAX];
	size_t len = 0;
	str name = attribute_text(writing->arena, &detail->lang);
	for (size_t i = 0; i < name.len && len < sizeof language; i++) {
		char c =
		    name.at[i] >= 'A' && name.at[i] <= 'Z' ? (char)(name.at[i] + 32) : name.at[i];
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c && strchr("+#-", c)))
			language[len++] = c;
	}
	text_put(&writing->out, S("<pre><code"));
	if (len) {
		text_put(&writing->out, S(" class=\"language-"));
		text_put(&writing->out, (str){ language, len });
		text_put(&writing->out, S("\""));
	}
	text_put(&writing->out, S(">"));
}

static void list_begins(struct writing *writing, const MD_BLOCK_OL_DETAIL *detail)
{
	text_put(&writing->out, S("<ol"));
	if (detail->start != 1) {
		text_put(&writing->out, S(" start=\""));
		text_number(&writing->out, detail->start);
		text_put(&writing->out, S("\""));
	}
	text_put(&writing->out, S(">"));
}

/* The page's outline goes on without a gap, with whichever sign the writer began. */
static int heading_level(struct writing *writing, int typed)
{
	if (!writing->heading_first || typed < writing->heading_first)
		writing->heading_first = typed;
	if (!writing->heading_last)
		writing->heading_last = HEADING_SHIFT;
	int level = typed - writing->heading_first + 1 + HEADING_SHIFT;
	return level > writing->heading_last + 1 ? writing->heading_last + 1 : level;
}

static void heading(struct writing *writing, const MD_BLOCK_H_DETAIL *detail, bool begins)
{
	if (begins)
		writing->heading_last = heading_level(writing, (int)detail->level);
	text_put(&writing->out, begins ? S("<h") : S("</h"));
	text_number(&writing->out, writing->heading_last > HEADING_MAX ? HEADING_MAX : writing->heading_last);
	text_char(&writing->out, '>');
}

/* A column's side is a class: the page's CSS knows both. */
static void cell_begins(struct writing *writing, const char *tag, const MD_BLOCK_TD_DETAIL *detail)
{
	static const char *const sides[] = { [MD_ALIGN_CENTER] = " class=\"column-center\"", [MD_ALIGN_RIGHT] = " class=\"column-right\"" };
	const char *side = detail->align < COUNT(sides) ? sides[detail->align] : NULL;
	writing->cell_start = writing->out.len;
	text_format(&writing->out, "<%s%s>", tag, side ? side : "");
	writing->cell_words = writing->out.len;
}

/* A heading without words is none: the corner of a table is a cell. */
static void head_cell_ends(struct writing *writing)
{
	if (writing->out.len == writing->cell_words) {
		writing->out.len = writing->cell_start;
		text_put(&writing->out, S("<td></td>"));
	} else {
		text_put(&writing->out, S("</th>"));
	}
}

/* Tags without attributes; the others have a function of their own. */
/* clang-format off */
static const struct { str begin, end; } block_tags[] = {
	[MD_BLOCK_DOC]   = { { "", 0 }, { "", 0 } },
	[MD_BLOCK_QUOTE] = { { "<blockquote>", 12 }, { "</blockquote>", 13 } },
	[MD_BLOCK_UL]    = { { "<ul>", 4 }, { "</ul>", 5 } },
	[MD_BLOCK_OL]    = { { "", 0 }, { "</ol>", 5 } },
	[MD_BLOCK_LI]    = { { "<li>", 4 }, { "</li>", 5 } },
	[MD_BLOCK_HR]    = { { "<hr>", 4 }, { "", 0 } },
	[MD_BLOCK_H]     = { { "", 0 }, { "", 0 } },
	[MD_BLOCK_CODE]  = { { "", 0 }, { "</code></pre>", 13 } },
	[MD_BLOCK_HTML]  = { { "", 0 }, { "", 0 } },
	[MD_BLOCK_P]     = { { "<p>", 3 }, { "</p>", 4 } },
	/* Wide tables scroll by themselves, so the keyboard must reach them. */
	[MD_BLOCK_TABLE] = { { "<div class=\"prose-table\" tabindex=\"0\"><table>", 45 }, { "</table></div>", 14 } },
	[MD_BLOCK_THEAD] = { { "<thead>", 7 }, { "</thead>", 8 } },
	[MD_BLOCK_TBODY] = { { "<tbody>", 7 }, { "</tbody>", 8 } },
	[MD_BLOCK_TR]    = { { "<tr>", 4 }, { "</tr>", 5 } },
	[MD_BLOCK_TH]    = { { "", 0 }, { "", 0 } },
	[MD_BLOCK_TD]    = { { "", 0 }, { "</td>", 5 } },
};
/* clang-format on */

/* clang-format off */
static const struct { str begin, end; } span_tags[] = {
	[MD_SPAN_EM]     = { { "<em>", 4 }, { "</em>", 5 } },
	[MD_SPAN_STRONG] = { { "<strong>", 8 }, { "</strong>", 9 } },
	[MD_SPAN_A]      = { { "", 0 }, { "", 0 } },
	[MD_SPAN_IMG]    = { { "", 0 }, { "", 0 } },
	[MD_SPAN_CODE]   = { { "<code>", 6 }, { "</code>", 7 } },
	[MD_SPAN_DEL]    = { { "<del>", 5 }, { "</del>", 6 } },
};
/* clang-format on */

static bool nests(MD_BLOCKTYPE type)
{
	return type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL || type == MD_BLOCK_OL;
}

/* Too deep, a quote or a list is drawn as part of what it stands in. */
static bool is_flattened(const struct writing *writing, MD_BLOCKTYPE type)
{
	return writing->blocks > NESTING_MAX && (nests(type) || type == MD_BLOCK_LI);
}

static int is_full(const struct writing *writing)
{
	return writing->out.len > OUT_MAX ? FULL : 0;
}

static int block_begins(MD_BLOCKTYPE type, void *detail, void *data)
{
	struct writing *writing = data;
	writing->blocks += nests(type);
	if (is_flattened(writing, type)) {
		text_char(&writing->out, ' ');
		return is_full(writing);
	}
	text_put(&writing->out, block_tags[type].begin);
	if (type == MD_BLOCK_OL)
		list_begins(writing, detail);
	else if (type == MD_BLOCK_H)
		heading(writing, detail, true);
	else if (type == MD_BLOCK_CODE)
		code_begins(writing, detail);
	else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
		cell_begins(writing, type == MD_BLOCK_TH ? "th" : "td", detail);
	return is_full(writing);
}

static int block_ends(MD_BLOCKTYPE type, void *detail, void *data)
{
	struct writing *writing = data;
	if (!is_flattened(writing, type))
		text_put(&writing->out, block_tags[type].end);
	if (type == MD_BLOCK_H)
		heading(writing, detail, false);
	else if (type == MD_BLOCK_TH)
		head_cell_ends(writing);
	writing->blocks -= nests(type);
	return is_full(writing);
}

static int span_begins(MD_SPANTYPE type, void *detail, void *data)
{
	struct writing *writing = data;
	if (type == MD_SPAN_IMG && picture_begins(writing, &((const MD_SPAN_IMG_DETAIL *)detail)->src))
		return is_full(writing);
	if (writing->pictures) /* inside alt: words only */
		writing->spans += type != MD_SPAN_A;
	else if (type == MD_SPAN_A)
		link_begins(writing, &((const MD_SPAN_A_DETAIL *)detail)->href);
	else if (type == MD_SPAN_IMG)
		link_begins(writing, &((const MD_SPAN_IMG_DETAIL *)detail)->src);
	else if (++writing->spans <= NESTING_MAX)
		text_put(&writing->out, span_tags[type].begin);
	return is_full(writing);
}

static int span_ends(MD_SPANTYPE type, void *detail, void *data)
{
	struct writing *writing = data;
	if (type == MD_SPAN_IMG && picture_ends(writing))
		return is_full(writing);
	if (writing->pictures)
		writing->spans -= type != MD_SPAN_A;
	else if (type == MD_SPAN_A || type == MD_SPAN_IMG)
		link_ends(writing);
	else if (writing->spans-- <= NESTING_MAX)
		text_put(&writing->out, span_tags[type].end);
	return is_full(writing);
}

static int text_comes(MD_TEXTTYPE type, const MD_CHAR *at, MD_SIZE len, void *data)
{
	struct writing *writing = data;
	if (!is_piece(writing, at, len))
		return BROKEN;
	if (writing->pictures && (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR))
		text_char(&writing->out, ' ');
	else if (writing->pictures && type != MD_TEXT_NULLCHAR && type != MD_TEXT_ENTITY)
		html_escape_attribute(&writing->out, piece_of(at, len));
	else if (type == MD_TEXT_BR)
		text_put(&writing->out, S("<br>"));
	else if (type == MD_TEXT_SOFTBR)
		text_char(&writing->out, '\n');
	else if (type == MD_TEXT_NULLCHAR)
		text_code_point(&writing->out, 0xFFFD);
	else if (type == MD_TEXT_ENTITY)
		text_put(&writing->out,
			 piece_of(at, len)); /* md4c saw that it is one; a browser knows them all */
	else
		html_escape(&writing->out, piece_of(at, len));
	return is_full(writing);
}

enum err markdown_html(struct arena *arena, str source, struct html *html_out)
{
	static const MD_PARSER parser = { .flags = FLAGS,
					  .enter_block = block_begins,
					  .leave_block = block_ends,
					  .enter_span = span_begins,
					  .leave_span = span_ends,
					  .text = text_comes };
	if (source.len > MARKDOWN_MAX)
		return ERR_TOO_LARGE;
	struct writing writing = { .arena = arena, .source = prepared(arena, source) };
	text_open(&writing.out, arena, source.len + source.len / 4 + 64);
	int wrong = md_parse(writing.source.at, (MD_SIZE)writing.source.len, &parser, &writing);
	if (wrong == FULL)
		return ERR_TOO_LARGE;
	if (wrong)
		return ERR_BROKEN; /* or out of memory inside md4c */
	html_out->at = text_str(&writing.out);
	return OK;
}

struct html markdown_stored(str html)
{
	return (struct html){ html };
}

/* Plain text: a blank line between paragraphs, one line an item, row or heading. */
static int plain_block_begins(MD_BLOCKTYPE type, void *detail, void *data)
{
	return 0;
}

static int plain_block_ends(MD_BLOCKTYPE type, void *detail, void *data)
{
	static const str breaks[] = {
		[MD_BLOCK_P] = { "\n\n", 2 },  [MD_BLOCK_H] = { "\n\n", 2 },
		[MD_BLOCK_CODE] = { "\n", 1 }, [MD_BLOCK_LI] = { "\n", 1 },
		[MD_BLOCK_UL] = { "\n", 1 },   [MD_BLOCK_OL] = { "\n", 1 },
		[MD_BLOCK_TR] = { "\n", 1 },   [MD_BLOCK_TABLE] = { "\n", 1 },
		[MD_BLOCK_TH] = { " ", 1 },    [MD_BLOCK_TD] = { " ", 1 },
	};
	struct writing *writing = data;
	if ((size_t)type < COUNT(breaks) && breaks[type].len)
		text_put(&writing->out, breaks[type]);
	return is_full(writing);
}

static int plain_span(MD_SPANTYPE type, void *detail, void *data)
{
	return 0;
}

static int plain_text_comes(MD_TEXTTYPE type, const MD_CHAR *at, MD_SIZE len, void *data)
{
	struct writing *writing = data;
	if (!is_piece(writing, at, len))
		return BROKEN;
	if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
		text_char(&writing->out, '\n');
	else if (type == MD_TEXT_NULLCHAR)
		text_code_point(&writing->out, 0xFFFD);
	else if (type == MD_TEXT_ENTITY)
		put_entity(&writing->out, piece_of(at, len));
	else
		text_put(&writing->out, piece_of(at, len));
	return is_full(writing);
}

/* The start of s, at most `max` bytes, never cutting a code point. */
static str start_of(str s, size_t max)
{
	if (s.len <= max)
		return s;
	while (max && ((unsigned char)s.at[max] & 0xC0) == 0x80)
		max--;
	return str_first(s, max);
}

str markdown_plain(struct arena *arena, str source)
{
	static const MD_PARSER parser = { .flags = FLAGS,
					  .enter_block = plain_block_begins,
					  .leave_block = plain_block_ends,
					  .enter_span = plain_span,
					  .leave_span = plain_span,
					  .text = plain_text_comes };
	struct writing writing = { .arena = arena,
				   .source = prepared(arena, start_of(source, MARKDOWN_MAX)) };
	text_open(&writing.out, arena, writing.source.len + 64);
	/* Stopped for its length, what is written so far is still its beginning. */
	if (md_parse(writing.source.at, (MD_SIZE)writing.source.len, &parser, &writing) < 0)
		return S("");
	return str_trim(text_str(&writing.out));
}

str markdown_excerpt(struct arena *arena, str source, size_t max)
{
	enum { MARKS_MAX = 1024 }; /* room for marks and addresses that plain text does not show */
	str start = start_of(source, max * 8 + MARKS_MAX);
	str plain = markdown_plain(arena, start);
	struct text line;
	text_open(&line, arena, plain.len + 8);
	bool is_blank = false;
	for (size_t i = 0; i < plain.len; i++) {
		bool blank = plain.at[i] == ' ' || (plain.at[i] >= '\t' && plain.at[i] <= '\r');
		if (!blank && is_blank && line.len)
			text_char(&line, ' ');
		if (!blank)
			text_char(&line, plain.at[i]);
		is_blank = blank;
	}
	str whole = text_str(&line), cut = utf8_first(whole, max);
	if (cut.len == whole.len && start.len == source.len)
		return whole;
	str trimmed = str_trim(cut);
	return str_join(arena, (str[]){ trimmed, S("…") }, 2, S(""));
}
