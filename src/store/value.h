/* value.h: one value on its way into a statement, its type chosen by C. */
#ifndef STORE_VALUE_H
#define STORE_VALUE_H
#include "base/base.h"

enum value_type { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT, VALUE_BLOB };

struct value {
	enum value_type type;
	union {
		int64_t integer;
		double real;
		str text;
	};
};

/* What generated code binds with: VALUE(x) for int64_t, int, bool, enum, double, str. */
static inline struct value value_integer(int64_t x)
{
	return (struct value){ VALUE_INTEGER, { .integer = x } };
}
static inline struct value value_real(double x)
{
	return (struct value){ VALUE_REAL, { .real = x } };
}
static inline struct value value_text(str x)
{
	return (struct value){ VALUE_TEXT, { .text = x } };
}
static inline struct value value_blob(str x)
{
	return (struct value){ VALUE_BLOB, { .text = x } };
}
/* NULL when 0 or empty; `integer` keeps what it would have been, for PostgreSQL's typed parameters. */
static inline struct value value_or_null(struct value x)
{
	bool text = x.type == VALUE_TEXT || x.type == VALUE_BLOB;
	bool empty = text		    ? x.text.len == 0
		     : x.type == VALUE_REAL ? !(x.real < 0 || x.real > 0)
					    : x.integer == 0;
	return empty ? (struct value){ VALUE_NULL, { .integer = x.type } } : x;
}
#define VALUE(x) _Generic((x), str : value_text, double : value_real, default : value_integer)(x)
#endif
