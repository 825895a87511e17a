/* import_inline.c: what stands within a line: emphasis, raised digits, links, pictures, smileys. */
#include "app/import_walk.h"

#include <ctype.h>

#define RAISED_MAX 12 /* bytes that still belong to the word before them */

static void drop_at(struct text *text, size_t at, size_t len)
{
	memmove(text->at + at, text->at + at + len, text->len - at - len);
	text->len -= len;
}

static bool is_mark(char c)
{
	return ispunct((unsigned char)c);
}

/* Behind a letter and in front of a sign, or across paragraphs, Markdown takes the stars for stars. */
static bool mark_would_show(const struct text *out, size_t start, size_t len)
{
	bool glued = start && isalnum((unsigned char)out->at[start - 1]);
	return glued && is_mark(out->at[start + len]);
}

static void put_emphasis(struct walk *walk, const GumboElement *element, str mark, int *open)
{
	struct writer *writer = &walk->writer;
	struct text *out = &writer->out;
	if (*open || str_empty(str_trim(plain_of(walk, element)))) {
		walk_children(walk, element);
		return;
	}
	bool at_line_start = writer->line_start || writer->gap || !out->len;
	writer_raw(writer, mark);
	size_t inside = out->len, start = inside - mark.len;
	int blocks = writer->blocks;
	writer->line_start = at_line_start; /* "**-1**": the sign is escaped for nothing, which is harmless */
	(*open)++;
	walk_children(walk, element);
	(*open)--;
	if (out->len == inside || writer->blocks != blocks || mark_would_show(out, start, mark.len)) {
		drop_at(out, start, mark.len);
		return;
	}
	if (out->at[inside] == ' ') { /* the blank goes before the mark */
		memmove(out->at + start + 1, mark.at, mark.len);
		out->at[start] = ' ';
	}
	bool sign_last = is_mark(out->at[out->len - 1]);
	text_put(out, mark); /* what is due comes behind it */
	writer->line_start = false;
	writer->mark_ended = sign_last;
}

void put_strong(struct walk *walk, const GumboElement *element, str mark)
{
	put_emphasis(walk, element, mark, &walk->bold);
}

void put_italic(struct walk *walk, const GumboElement *element, str mark)
{
	put_emphasis(walk, element, mark, &walk->italic);
}

void put_struck(struct walk *walk, const GumboElement *element, str mark)
{
	put_emphasis(walk, element, mark, &walk->struck);
}

void put_span(struct walk *walk, const GumboElement *element, str mark)
{
	if (has_class(element, S("bbcode-b")))
		put_strong(walk, element, S("**"));
	else if (has_class(element, S("bbcode-i")))
		put_italic(walk, element, S("*"));
	else if (!has_class(element, S("informations"))) /* a picture's size */
		walk_children(walk, element);
	(void)mark;
}

/* x² and H₂O where there are such digits, x^(a) where not. */
void put_raised(struct walk *walk, const GumboElement *element, str mark)
{
	static const char *const above[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
	static const char *const below[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };
	str content = str_trim(plain_of(walk, element));
	int64_t number;
	bool is_above = str_equal(mark, S("^"));
	if (str_empty(content))
		return;
	if (content.len > RAISED_MAX) { /* a footnote in small print */
		walk_children(walk, element);
		return;
	}
	if (!str_number(content, &number) || content.at[0] == '-') {
		writer_text(&walk->writer, is_above ? S("^(") : S(" ("));
		walk_children(walk, element);
		writer_text(&walk->writer, S(")"));
		return;
	}
	for (size_t i = 0; i < content.len; i++)
		writer_raw(&walk->writer, str_from((is_above ? above : below)[content.at[i] - '0']));
}

/* ── links and pictures ── */

static str web_url(struct walk *walk, str url)
{
	url = str_trim(url);
	if (str_starts(url, S("//")))
		url = str_format(walk->writer.arena, "https:%.*s", STR_ARG(url));
	str lower = str_lower_ascii(walk->writer.arena, str_first(url, 8));
	bool good = str_starts(lower, S("http://")) || str_starts(lower, S("https://")) || str_starts(lower, S("mailto:"));
	return good ? url : S("");
}

/* A picture is called by what it shows, or by its file. */
static str picture_label(str alt, str url)
{
	static const char *const empty[] = { "image", "img", "picture", "bild", "untitled", "enter image description here" };
	alt = str_trim(alt);
	bool says_nothing = alt.len < 3;
	for (size_t i = 0; i < COUNT(empty); i++)
		says_nothing = says_nothing || str_equal_fold(alt, str_from(empty[i]));
	if (!says_nothing)
		return utf8_first(alt, LABEL_MAX);
	str path = str_cut(&url, '?'), name = path;
	while (!str_empty(path)) {
		str part = str_cut(&path, '/');
		name = str_empty(part) ? name : part;
	}
	return utf8_first(name, LABEL_MAX);
}

void put_link_to(struct walk *walk, str url, str label)
{
	struct writer *writer = &walk->writer;
	writer_raw(writer, S("["));
	writer->in_link++;
	writer->one_line++;
	writer_text(writer, label);
	writer->one_line--;
	writer->in_link--;
	writer->blank = false;
	writer_raw(writer, S("]("));
	writer_url(writer, url);
	writer_raw(writer, S(")"));
}

/* "example.org/page" and "https://example.org/page" say the same. */
static bool label_is_url(str label, str url)
{
	str bare = url;
	if (str_starts(url, S("http://")) || str_starts(url, S("https://")))
		bare = str_skip(url, str_starts(url, S("https://")) ? 8 : 7);
	if (str_ends(bare, S("/")) && !str_ends(label, S("/")))
		bare.len--;
	return str_equal(label, url) || str_equal(label, bare);
}

void put_link(struct walk *walk, const GumboElement *element, str mark)
{
	struct writer *writer = &walk->writer;
	str url = web_url(walk, attribute_of(element, "href")), label = str_trim(plain_of(walk, element));
	(void)mark;
	if (str_empty(url) || writer->in_link || has_class(element, S("mention"))) {
		walk_children(walk, element);
		return;
	}
	if (has_class(element, S("lightbox")) || has_class(element, S("onebox")))
		label = str_empty(label) || has_class(element, S("lightbox")) ? picture_label(S(""), url) : label;
	if (label_is_url(label, url) && !str_starts(url, S("mailto:"))) {
		writer_raw(writer, S("<"));
		writer_url(writer, url);
		writer_raw(writer, S(">"));
		return;
	}
	if (has_class(element, S("lightbox"))) {
		put_link_to(walk, url, label);
		return;
	}
	writer_raw(writer, S("["));
	size_t inside = writer->out.len;
	writer->in_link++;
	writer->one_line++;
	walk_children(walk, element);
	writer->one_line--;
	writer->in_link--;
	bool blank = writer->blank;
	writer->blank = false;
	if (writer->out.len == inside)
		writer_text(writer, picture_label(S(""), url));
	writer_raw(writer, S("]("));
	writer_url(writer, url);
	writer_raw(writer, S(")"));
	writer->blank = blank;
}

static str emoji(str name)
{
	static const struct { const char *name, *sign; } known[] = {
		{ "slight_smile", "🙂" }, { "slightly_smiling_face", "🙂" }, { "wink", "😉" }, { "smiley", "😃" },
		{ "frowning", "😦" }, { "stuck_out_tongue", "😛" }, { "confetti_ball", "🎊" }, { "expressionless", "😑" },
		{ "laughing", "😆" }, { "confused", "😕" }, { "unamused", "😒" }, { "+1", "👍" }, { "blush", "😊" },
		{ "smile", "😄" }, { "grinning", "😀" }, { "open_mouth", "😮" }, { "grin", "😁" }, { "astonished", "😲" },
		{ "thinking", "🤔" }, { "sunglasses", "😎" }, { "sweat_smile", "😅" }, { "smiling_imp", "😈" },
		{ "upside_down_face", "🙃" }, { "joy", "😂" }, { "neutral_face", "😐" }, { "rofl", "🤣" }, { "cry", "😢" },
		{ "stuck_out_tongue_winking_eye", "😜" }, { "question", "❓" }, { "exclamation", "❗" }, { "heart", "❤️" },
		{ "hugs", "🤗" }, { "heart_eyes", "😍" }, { "bulb", "💡" }, { "rocket", "🚀" }, { "coffee", "☕" },
		{ "tada", "🎉" }, { "-1", "👎" }, { "scream", "😱" }, { "tired_face", "😫" }, { "pray", "🙏" },
	};
	str bare = name;
	if (str_starts(bare, S(":")) && str_ends(bare, S(":")) && bare.len > 2)
		bare = str_first(str_skip(bare, 1), bare.len - 2);
	for (size_t i = 0; i < COUNT(known); i++) {
		if (str_equal(bare, str_from(known[i].name)))
			return str_from(known[i].sign);
	}
	return name;
}

void put_image(struct walk *walk, const GumboElement *element, str mark)
{
	static const char *const furniture[] = { "avatar", "site-icon", "thumbnail", "onebox-avatar", "onebox-avatar-inline" };
	str url = web_url(walk, attribute_of(element, "src")), alt = attribute_of(element, "alt");
	(void)mark;
	for (size_t i = 0; i < COUNT(furniture); i++) {
		if (has_class(element, str_from(furniture[i])))
			return;
	}
	if (has_class(element, S("emoji")))
		writer_text(&walk->writer, emoji(alt));
	else if (str_empty(url))
		writer_text(&walk->writer, str_first(alt, LABEL_MAX));
	else if (walk->writer.in_link)
		writer_text(&walk->writer, picture_label(alt, url));
	else
		put_link_to(walk, url, picture_label(alt, url));
}

/* Films, sounds, frames: a link to what would play. */
void put_player(struct walk *walk, const GumboElement *element, str mark)
{
	const GumboElement *source = child_of(element, GUMBO_TAG_SOURCE);
	str url = web_url(walk, attribute_of(element, "src"));
	(void)mark;
	if (str_empty(url) && source)
		url = web_url(walk, attribute_of(source, "src"));
	if (!str_empty(url) && !walk->writer.in_link)
		put_link_to(walk, url, picture_label(attribute_of(element, "title"), url));
}
