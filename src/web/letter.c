/*
 * letter.c: a mail is drawn like a page; its plain text is read off the same HTML.
 *
 * Our letters use few tags: p, h1-h3, ul, ol, li, a, br, strong, blockquote, table rows.
 * Everything else is dropped from the plain text, its content stays.
 */
#include "web/letter.h"

#include "core/mail_address.h"
#include "web/pages.gen.h"

enum { ANSWER_DAYS = 90 };

void letter_open(struct letter *letter, struct scope *scope, const struct letter_to *to)
{
	*letter = (struct letter){ .scope = scope, .to = *to };
	enum language language = (enum language)0;
	if (!language_find(str_empty(to->language) ? scope->language : to->language, &language))
		language = (enum language)0;
	text_open(&letter->body, scope->arena, 4096);
	letter->view_in = (struct view){
		.out = &letter->body, .arena = scope->arena, .language = language, .zone = scope->zone, .now = scope->now,
	};
	letter->view = &letter->view_in;
}

str letter_link(const struct letter *letter, str path)
{
	const str parts[] = { letter->scope->origin, path };
	return str_join(letter->scope->arena, parts, 2, S(""));
}

str letter_answers_to(struct scope *scope, struct subject about, int64_t member_id)
{
	const struct mail_token token = { .kind = about.kind, .brand_id = scope->brand_id, .member_id = member_id, .id = about.id,
		.until_day = day_at(zone_utc(), scope->now) + ANSWER_DAYS };
	return mail_token_address(scope->house, scope->arena, &token);
}

enum err letter_queue(struct letter *letter, str subject, struct subject about)
{
	struct scope *scope = letter->scope;
	str brand = str_empty(letter->to.brand_name) ? scope->brand_name : letter->to.brand_name;
	struct letter_frame model = { .body = { text_str(&letter->body) }, .brand_name = brand,
		.origin = scope->origin, .language = language_code(letter->view->language) };
	struct text whole;
	text_open(&whole, scope->arena, letter->body.len + 1024);
	letter->view->out = &whole;
	letter_frame_html(letter->view, &model);
	struct mail mail = {
		.to = letter->to.address, .to_name = letter->to.name, .from_name = brand, .subject = subject,
		.html = text_str(&whole), .text = letter_plain(scope->arena, text_str(&whole)),
		.calendar = letter->calendar, .calendar_method = letter->calendar_method, .about = about,
		.reply_to = letter->reply_to, .even_stopped = letter->even_stopped, .is_traced = letter->is_traced, .is_reply = letter->is_reply,
		.unsubscribe = str_empty(letter->unsubscribe) ? S("") : letter_link(letter, letter->unsubscribe),
	};
	return mail_queue(scope, &mail);
}

/* ── HTML to text ── */

static const struct { const char *tag, *before, *after; } breaks[] = {
	{ "p", "\n\n", "\n\n" },   { "h1", "\n\n", "\n\n" }, { "h2", "\n\n", "\n\n" },
	{ "h3", "\n\n", "\n\n" },  { "li", "\n- ", "" },   { "ul", "\n", "\n\n" },
	{ "ol", "\n", "\n\n" },    { "br", "\n", "" },       { "hr", "\n\n-- \n", "" },
	{ "tr", "\n", "" },      { "td", "", " " },       { "th", "", ": " },
	{ "div", "\n", "\n" },     { "dt", "\n", ": " },     { "dd", "", "\n" },
	{ "table", "\n", "\n\n" },
	{ "blockquote", "\n\n> ", "\n\n" },
};

static const struct { const char *entity, *text; } entities[] = {
	{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" },
	{ "&#39;", "'" }, { "&nbsp;", " " },
};

struct plain { struct text text; str link; size_t link_at; int lines; bool blank; };

static void put_breaks(struct plain *plain, str marks)
{
	for (size_t i = 0; i < marks.len; i++) {
		if (marks.at[i] != '\n') {
			text_char(&plain->text, marks.at[i]);
			plain->lines = 0;
		} else if (plain->text.len && plain->lines < 2) {
			if (plain->text.at[plain->text.len - 1] == ' ')
				plain->text.len--;
			text_char(&plain->text, '\n');
			plain->lines++;
		}
	}
}

static void put_char(struct plain *plain, char c)
{
	bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
	if (is_blank && (plain->blank || plain->lines || !plain->text.len))
		return;
	text_char(&plain->text, is_blank ? ' ' : c);
	plain->blank = is_blank;
	plain->lines = 0;
}

static str put_entity(struct plain *plain, str rest)
{
	for (size_t i = 0; i < COUNT(entities); i++) {
		if (!str_starts(rest, str_from(entities[i].entity)))
			continue;
		put_char(plain, entities[i].text[0]); /* each stands for one character */
		return str_skip(rest, strlen(entities[i].entity));
	}
	put_char(plain, rest.at[0]);
	return str_skip(rest, 1);
}

/* An address as it is, not as an attribute writes it. */
static str without_entities(struct arena *arena, str s)
{
	struct plain plain = { .link = S("") };
	text_open(&plain.text, arena, s.len + 1);
	while (s.len) {
		if (s.at[0] == '&') {
			s = put_entity(&plain, s);
			continue;
		}
		text_char(&plain.text, s.at[0]);
		s = str_skip(s, 1);
	}
	return text_str(&plain.text);
}

static void put_link_end(struct plain *plain)
{
	str shown = { plain->text.at + plain->link_at, plain->text.len - plain->link_at };
	if (!str_empty(plain->link) && !str_contains(shown, plain->link))
		text_format(&plain->text, " (%.*s)", STR_ARG(plain->link));
	plain->link = S("");
}

static void put_tag(struct plain *plain, str tag)
{
	bool ends = str_starts(tag, S("/"));
	str rest = ends ? str_skip(tag, 1) : tag;
	str name = str_cut(&rest, ' ');
	size_t at;
	if (str_equal(name, S("a"))) {
		if (ends) {
			put_link_end(plain);
		} else if (str_find(rest, S("href=\""), &at)) {
			str value = str_skip(rest, at + 6);
			plain->link = without_entities(plain->text.arena, str_cut(&value, '"'));
			plain->link_at = plain->text.len;
		}
		return;
	}
	for (size_t i = 0; i < COUNT(breaks); i++) {
		if (str_equal(name, str_from(breaks[i].tag)))
			put_breaks(plain, str_from(ends ? breaks[i].after : breaks[i].before));
	}
}

str letter_plain(struct arena *arena, str html)
{
	struct plain plain = { .link = S("") };
	size_t at;
	if (str_find(html, S("<body>"), &at))
		html = str_skip(html, at + 6);
	text_open(&plain.text, arena, html.len + 64);
	while (html.len) {
		if (html.at[0] == '<') {
			html = str_skip(html, 1);
			put_tag(&plain, str_cut(&html, '>'));
		} else if (html.at[0] == '&') {
			html = put_entity(&plain, html);
		} else {
			put_char(&plain, html.at[0]);
			html = str_skip(html, 1);
		}
	}
	text_char(&plain.text, '\n');
	return str_trim(text_str(&plain.text));
}
