/* mention.c: walks our own HTML: tags are left alone, and the text between them is searched for names. */
#include "view/mention.h"

#include "base/utf8.h"
#include "view/html_escape.h"

struct walk {
	struct text out;
	const struct mention_list *mentions;
	str *escaped;    /* the names as they stand in HTML */
	int closed;      /* within how many of those where nothing is linked */
};

static bool is_closed_tag(str tag)
{
	static const str names[] = { { "a ", 2 }, { "code", 4 }, { "pre", 3 } };
	for (size_t i = 0; i < COUNT(names); i++) {
		if (str_starts(tag, names[i]))
			return true;
	}
	return str_equal(tag, S("a"));
}

/* `tag` is what stands between "<" and ">". */
static void take_tag(struct walk *walk, str tag)
{
	bool ends = str_starts(tag, S("/"));
	if (is_closed_tag(ends ? str_skip(tag, 1) : tag))
		walk->closed += ends ? -1 : 1;
	text_char(&walk->out, '<');
	text_put(&walk->out, tag);
	text_char(&walk->out, '>');
}

static bool goes_on(str behind)
{
	if (str_empty(behind))
		return false;
	uint32_t c = utf8_take(&behind);
	return utf8_is_letter(c) || utf8_is_digit(c) || c == '_';
}

static const struct mention *mention_at(const struct walk *walk, str text, str *name_out)
{
	const struct mention *best = NULL;
	*name_out = S("");
	for (size_t i = 0; i < walk->mentions->count; i++) {
		str name = walk->escaped[i];
		if (name.len <= name_out->len || !str_starts(text, name) || goes_on(str_skip(text, name.len)))
			continue;
		best = &walk->mentions->at[i];
		*name_out = name;
	}
	return best;
}

static bool may_begin(str text, size_t at)
{
	char before = at ? text.at[at - 1] : ' ';
	return before == ' ' || before == '\n' || before == '(' || before == '\t' || before == ';';
}

static void take_text(struct walk *walk, str text)
{
	for (size_t i = 0; i < text.len; i++) {
		str name;
		const struct mention *mention = NULL;
		if (text.at[i] == '@' && !walk->closed && may_begin(text, i))
			mention = mention_at(walk, str_skip(text, i + 1), &name);
		if (!mention) {
			text_char(&walk->out, text.at[i]);
			continue;
		}
		text_format(&walk->out, "<a class=\"mention\" href=\"/members/%lld\">@%.*s</a>", (long long)mention->member_id,
		            STR_ARG(name));
		i += name.len;
	}
}

struct html html_with_mentions(struct arena *arena, struct html html, const struct mention_list *mentions)
{
	struct walk walk = { .mentions = mentions, .escaped = arena_take(arena, (mentions->count + 1) * sizeof(str)) };
	str rest = html.at;
	if (!mentions->count)
		return html;
	for (size_t i = 0; i < mentions->count; i++) {
		struct text escaped;
		text_open(&escaped, arena, mentions->at[i].name.len + 16);
		html_escape(&escaped, mentions->at[i].name);
		walk.escaped[i] = text_str(&escaped);
	}
	text_open(&walk.out, arena, html.at.len + 256);
	while (rest.len) {
		bool has_tag = memchr(rest.at, '<', rest.len) != NULL;
		take_text(&walk, str_cut(&rest, '<'));
		if (has_tag)
			take_tag(&walk, str_cut(&rest, '>'));
	}
	return (struct html){ text_str(&walk.out) };
}
