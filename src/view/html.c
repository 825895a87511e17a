/* html.c: what compiled pages call: writers by place, filters, words, icons and assets. */
#include "view/html.h"

#include "base/utf8.h"
#include "view/html_escape.h"
#include "view/words.h"

/* Set once by html_set_assets before the first page is drawn; until then plain names serve. */
static struct {
	str (*url)(str name);
	str icons;
} assets = { NULL, { "/assets/icons.svg", 17 } };

void html_text(struct view *view, str s)
{
	html_escape(view->out, s);
}

void html_attribute(struct view *view, str s)
{
	html_escape_attribute(view->out, s);
}

void html_url(struct view *view, str s)
{
	html_escape_attribute(view->out, html_url_is_safe(s) ? s : S("#"));
}

void html_url_part(struct view *view, str s)
{
	html_escape_url(view->out, s, false);
}

void html_url_query(struct view *view, str s)
{
	html_escape_url(view->out, s, true);
}

void html_json(struct view *view, str s)
{
	while (s.len) {
		const char *at = memchr(s.at, '<', s.len);
		size_t before = at ? (size_t)(at - s.at) : s.len;
		text_put(view->out, str_first(s, before));
		if (at)
			text_put(view->out, S("\\u003c"));
		s = str_skip(s, before + 1);
	}
}

/* Pages are full of small numbers, so these are written in place. */
void html_number(struct view *view, int64_t n)
{
	if (n < 0 || n > 99) {
		text_number(view->out, n);
		return;
	}
	char *at = text_room(view->out, 2);
	size_t len = 0;
	if (n > 9)
		at[len++] = (char)('0' + n / 10); /* digits */
	at[len++] = (char)('0' + n % 10);
	view->out->len += len;
}

void html_safe(struct view *view, struct html html)
{
	text_put(view->out, html.at); /* may be nothing at all */
}

void html_icon(struct view *view, str name)
{
	html_raw(view, S("<svg class=\"icon\" aria-hidden=\"true\"><use href=\""));
	html_raw(view, assets.icons);
	html_raw(view, S("#"));
	html_attribute(view, name);
	html_raw(view, S("\"></use></svg>"));
}

static void hidden_field(struct view *view, str name, str value)
{
	if (str_empty(value))
		return;
	html_raw(view, S("<input type=\"hidden\" name=\""));
	html_raw(view, name);
	html_raw(view, S("\" value=\""));
	html_attribute(view, value);
	html_raw(view, S("\">"));
}

void html_form_fields(struct view *view)
{
	hidden_field(view, S("csrf"), view->csrf);
	struct text once;
	text_open(&once, view->arena, view->once.len + 8);
	text_put(&once, view->once);
	if (!str_empty(view->once) && view->form_count) { /* each form of a page has one of its own */
		text_char(&once, '.');
		text_number(&once, ++*view->form_count);
	}
	hidden_field(view, S("once"), text_str(&once));
}

void view_put_date(struct view *view, moment at)
{
	say_date(view->out, view->language, view->zone, at);
}

void view_put_day(struct view *view, moment at)
{
	say_day(view->out, view->language, view->zone, at);
}

void view_put_time(struct view *view, moment at)
{
	say_time(view->out, view->language, view->zone, at);
}

void view_put_datetime(struct view *view, moment at)
{
	say_datetime(view->out, view->language, view->zone, at);
}

void view_put_ago(struct view *view, moment at)
{
	say_ago(view->out, view->language, view->now, at);
}

void view_put_iso(struct view *view, moment at)
{
	text_put(view->out, moment_iso(view->arena, at));
}

void view_put_id(struct view *view, int64_t id)
{
	text_number(view->out, id);
}

void view_put_count(struct view *view, int64_t n)
{
	say_count(view->out, view->language, n);
}

/* A currency's code comes from a row, so it is escaped; the rest of a price holds nothing special. */
void view_put_price(struct view *view, int64_t minor, str currency)
{
	struct text price;
	text_open(&price, view->arena, 64);
	say_price(&price, view->language, minor, currency);
	html_attribute(view, text_str(&price));
}

void view_put_km(struct view *view, double km)
{
	say_distance(view->out, view->language, km);
}

void view_put_real(struct view *view, double x)
{
	say_real(view->out, view->language, x, 1);
}

void view_put_words(struct view *view, enum text_id id)
{
	html_raw(view, words_form(view->language, id, NULL, 0)->html);
}

void view_put_text(struct view *view, enum text_id id, const struct text_value *values,
		   size_t count)
{
	words_fill(view->out, view->language, words_form(view->language, id, values, count)->html,
		   (struct words_values){ values, count }, html_escape_attribute);
}

void view_put_key(struct view *view, const char *key)
{
	enum text_id id;
	if (text_find(str_from(key), &id))
		view_put_words(view, id);
	else
		html_attribute(view, str_from(key));
}

void view_put_language(struct view *view, str code)
{
	char key[32] = "language.";
	size_t prefix = strlen(key);
	enum text_id id;
	if (code.len && code.len < sizeof key - prefix && !str_equal(code, S("itself"))) {
		memcpy(key + prefix, code.at, code.len);
		if (text_find((str){ key, prefix + code.len }, &id)) {
			view_put_words(view, id);
			return;
		}
	}
	html_attribute(view, code);
}

void view_put_initials(struct view *view, str name)
{
	uint32_t first = 0, last = 0;
	bool in_word = false;
	while (name.len) {
		uint32_t c = utf8_take(&name);
		bool is_letter = utf8_is_letter(c) || utf8_is_digit(c);
		if (is_letter && !in_word && !first)
			first = c;
		else if (is_letter && !in_word)
			last = c;
		in_word = c != ' ' && c != '-' && (in_word || is_letter);
	}
	if (first)
		text_code_point(view->out, first >= 'a' && first <= 'z' ? first - 32 : first);
	if (last)
		text_code_point(view->out, last >= 'a' && last <= 'z' ? last - 32 : last);
}

static str asset_address(struct view *view, str name)
{
	str address = assets.url ? assets.url(name) : S("");
	return str_empty(address) ? str_join(view->arena, (str[]){ S("/assets/"), name }, 2, S(""))
				  : address;
}

void view_put_asset(struct view *view, str name)
{
	html_attribute(view, asset_address(view, name));
}

void html_set_assets(str (*url)(str name))
{
	assets.url = url;
	str icons = url(S("icons.svg"));
	if (!str_empty(icons))
		assets.icons = icons;
}

struct view view_begin(const struct view *view, struct text *text)
{
	struct view piece = *view;
	text_open(text, view->arena, 256);
	piece.out = text;
	return piece;
}

struct html view_end(const struct view *piece)
{
	return (struct html){ text_str(piece->out) };
}
