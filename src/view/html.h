/*
 * html.h: the writers that compiled pages call: each escapes for its place.
 *
 * Pages are compiled by tools/pagegen (syntax: docs/pages.md), which picks the writer
 * from the HTML context and lets C pick by type.  Only `struct html` passes
 * unescaped, and only view/markdown.c and compiled pages make one.
 */
#ifndef VIEW_HTML_H
#define VIEW_HTML_H
#include "base/base.h"
#include "view/i18n.h"

/* Text that is safe HTML already. */
struct html { str at; };

/* What a page is drawn with: where to, for whom. */
struct view {
	struct text *out;
	struct arena *arena;
	enum language language;
	const struct zone *zone;
	moment now;
	str csrf;                 /* pagegen puts it, and `once`, into every <form method="post"> */
	str once;                 /* what the idempotency keys of its forms begin with */
	int *form_count;          /* each form has a key of its own; shared by a page's pieces */
	str here;                 /* this page's path and query */
	const char *wrong_field;  /* the field that was refused, or NULL */
	const char *wrong_reason; /* a text key: why */
	/* What the person typed into a field before the form was refused; false when the form is fresh. */
	bool (*typed)(const void *typed_data, str field, str *value_out);
	const void *typed_data;
	const void *house;        /* for the floors above */
};

/* pagegen's own literals only. */
static inline void html_raw(struct view *view, str literal)
{
	struct text *out = view->out;
	char *at = out->room - out->len >= literal.len ? out->at + out->len : text_room(out, literal.len);
	memcpy(at, literal.at, literal.len);
	out->len += literal.len;
}
void html_text(struct view *view, str s);               /* between tags */
void html_attribute(struct view *view, str s);          /* inside "…" */
void html_url(struct view *view, str s);                /* a whole href, src, action: bad schemes become "#" */
void html_url_part(struct view *view, str s);           /* a piece of a path behind a literal start: percent-encoded */
void html_url_query(struct view *view, str s);          /* the same behind a "?" */
void html_json(struct view *view, str s);               /* inside <script type="application/json">: "<" escaped */
void html_number(struct view *view, int64_t n);         /* plain digits */
void html_safe(struct view *view, struct html html);
void html_icon(struct view *view, str name);            /* of icons.svg; hidden from screen readers */
void html_form_fields(struct view *view);               /* csrf and once, hidden: behind every <form method="post"> */

/* Filters: {{ at | date }} calls view_put_date(view, at), with the escaping its place needs (none of their
   output holds a special character). */
void view_put_date(struct view *view, moment at);       /* 22. November 2026 */
void view_put_day(struct view *view, moment at);        /* So., 22. Nov. */
void view_put_time(struct view *view, moment at);       /* 18:30 */
void view_put_datetime(struct view *view, moment at);   /* So., 22. Nov. 2026, 18:30 Uhr */
void view_put_ago(struct view *view, moment at);        /* vor 3 Stunden */
void view_put_iso(struct view *view, moment at);        /* for <time datetime> */
void view_put_id(struct view *view, int64_t id);
void view_put_count(struct view *view, int64_t n);      /* 933.000 */
void view_put_price(struct view *view, int64_t minor, str currency); /* {{ minor, currency | price }}: 45,00 € */
void view_put_km(struct view *view, double km);         /* a distance in bands: < 1 km, 1–2 km, 2–5 km, 5–10 km … */
void view_put_real(struct view *view, double x);        /* 4,7 */
void view_put_text(struct view *view, enum text_id id, const struct text_value *values, size_t count);
void view_put_words(struct view *view, enum text_id id); /* a text without values */
void view_put_key(struct view *view, const char *key);  /* a text key known at run time; the key itself when unknown */
void view_put_language(struct view *view, str code);    /* de -> Deutsch */
void view_put_initials(struct view *view, str name);    /* Ana B. -> AB */
void view_put_asset(struct view *view, str name);       /* set by html_set_assets */
void html_set_assets(str (*url)(str name));             /* once, at start */

/* Draws into a piece of its own and gives it as safe HTML: view_begin … view_end. */
struct view view_begin(const struct view *view, struct text *text);
struct html view_end(const struct view *piece);

#include "view/html_put.h"
#endif
