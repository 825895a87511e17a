/*
 * components.h: what the pages in components take.  Include "view/components.gen.h" in a page's `uses`.
 *
 *     {% include input_field(&(struct input){ "title", TEXT_ask_title, .required = true, .max = 250 }) %}
 *
 * A field shows what was typed before (view->typed) rather than its value, and says what
 * was wrong with it (view->wrong_field, view->wrong_reason).
 */
#ifndef VIEW_COMPONENTS_H
#define VIEW_COMPONENTS_H
#include "view/html.h"

struct input {
	const char *name;
	enum text_id label, hint;  /* hint: TEXT_NONE for none */
	str value;
	const char *type;          /* NULL is text; email tel url search number date time password */
	const char *autocomplete, *mode; /* mode: inputmode, as "numeric" */
	const char *unit;          /* "CHF": beside the field */
	bool required, is_short, may_focus; /* may_focus: the page's first field */
	bool depends;              /* on other fields, whether it is needed: nothing is said beside its label */
	int max;                   /* characters */
	int64_t least, most;       /* number only; both 0: any */
	str from, until;           /* date and time: "2026-11-22" */
	int rows;                  /* of prose_field; 0 is 5 */
	const char *id;            /* NULL: "f-" and the name */
};

struct choice { str value, label, hint; bool chosen; };
struct choices { const struct choice *at; size_t count; };
struct select { const char *name; enum text_id label, hint; struct choices choices; bool required, many; const char *id; };
struct checkbox { const char *name; enum text_id label, hint; bool is_on, required; const char *id; };

/* A picture or document for a text: goes into the textarea `of`, whose name is `field`, of a form to `action`. */
struct upload_box { const char *of, *field; str action; };

struct pager { int64_t page, pages; str previous, next; }; /* addresses; "" where there is none */
struct empty_state { const char *icon; enum text_id text; str url; enum text_id action; };
enum chip_kind { CHIP_PLAIN, CHIP_GOOD, CHIP_WARN, CHIP_BAD, CHIP_BRAND, CHIP_KIND_COUNT };

str field_id(const struct view *view, const char *id, const char *name);
str field_value(const struct view *view, const char *name, str value);
/* True when this field was refused: then view->wrong_reason says why. */
bool field_is_wrong(const struct view *view, const char *name);
bool choice_is_chosen(const struct view *view, const char *name, const struct choice *choice);
const char *chip_class(enum chip_kind kind);
#endif
