/*
 * fields.h: a form's fields in a table; form_read fills a record from a form or a JSON body by it.
 *
 * The record keeps what was typed even when it is refused, so that the page can
 * be shown again; the first wrong field is told by scope->refusal.
 */
#ifndef WEB_FIELDS_H
#define WEB_FIELDS_H
#include "web/slice.h"

enum field_type {
	FIELD_TEXT,     /* str: one line, trimmed; min, max in code points */
	FIELD_PROSE,    /* str: several lines (Markdown) */
	FIELD_SECRET,   /* str: untouched, never shown again */
	FIELD_EMAIL,    /* str: one address, in small letters */
	FIELD_NUMBER,   /* int64_t: min, max */
	FIELD_MONEY,    /* int64_t minor units: "45", "45,50", "45.50"; JSON: integer minor units */
	FIELD_ID,       /* int64_t: 0 when empty and min is 0 */
	FIELD_BOOL,     /* bool: checkbox */
	FIELD_DAY,      /* int32_t: 2026-11-22, days since 1970; min 1 = required */
	FIELD_CLOCK,    /* int: 18:30, minutes since midnight; -1 when empty and min is -1 */
	FIELD_MOMENT,   /* moment: RFC 3339, or a wall time in the brand's zone */
	FIELD_CHOICE,   /* int (an enum): index of `choices` */
	FIELD_CODES,    /* str: chosen `choices` joined by blanks ("de fr"); several of one name */
};

struct field {
	const char *name;
	enum field_type type;
	size_t offset;
	int64_t min, max;
	const char *const *choices; /* ends with NULL */
};
#define FIELD(type, record, member, min, max) { #member, type, offsetof(record, member), min, max, NULL }
#define FIELD_OF(type, record, member, min, choices) { #member, type, offsetof(record, member), min, 0, choices }

struct form { const char *name; const struct field *fields; size_t count; };

/* Fills the record; ERR_INVALID with scope->refusal (reason "field.empty", "field.too_long", "field.no_number", "field.wrong_type" …). */
enum err form_read(struct request *request, const struct form *form, void *record);
/* For forms that a stranger may send: ERR_INVALID about field "trap" when a hidden field was filled in ("form.trap"), or the
   form came back faster than anybody reads ("form.too_fast").  Members and programs are never asked.  The page holds
   {% include trap_field() %}. */
enum err form_trap(struct request *request);
/* True when the request's body is a JSON object. */
bool request_is_json(const struct request *request);
#endif
