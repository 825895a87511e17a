/* json.h: reads JSON strictly (jansson: UTF-8, no duplicates, depth and size limits), writes it as a stream. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/err.h"
#include "base/text.h"

enum json_type { JSON_NULL, JSON_BOOL, JSON_INTEGER, JSON_REAL, JSON_TEXT, JSON_LIST, JSON_OBJECT };

/* A read value; everything in it lives in the arena. */
struct json {
	enum json_type type;
	bool truth;
	int64_t integer;
	double real;
	str text;
	const struct json *items; /* list and object: `count` of them */
	const str *names;         /* object only */
	size_t count;
};

/* ERR_INVALID with where and why in *wrong_out (may be NULL), ERR_TOO_LARGE beyond 1 MiB or depth 32. */
enum err json_read(struct arena *arena, str source, const struct json **json_out, str *wrong_out);
/* jansson has functions called json_object and json_integer too, and calls them itself: to the
   linker ours carry names of their own, else they would take jansson's place inside it. */
/* Absent members give a JSON_NULL value, never NULL, so that calls can be chained. */
const struct json *json_member(const struct json *json, str name);
str json_str(const struct json *json, str name);               /* "" when absent or no text */
int64_t json_integer(const struct json *json, str name, int64_t otherwise) __asm__("house_json_integer");
bool json_truth(const struct json *json, str name);

/* The writer sets commas itself.  Names are literals; text is escaped, also "</" and U+2028. */
struct json_writer { struct text *text; bool more; };
void json_open(struct json_writer *writer, struct text *text);
void json_object(struct json_writer *writer) __asm__("house_json_object");
void json_object_end(struct json_writer *writer);
void json_list(struct json_writer *writer);
void json_list_end(struct json_writer *writer);
void json_name(struct json_writer *writer, str name);
void json_put_text(struct json_writer *writer, str value);
void json_put_integer(struct json_writer *writer, int64_t value);
void json_put_real(struct json_writer *writer, double value);
void json_put_bool(struct json_writer *writer, bool value);
void json_put_null(struct json_writer *writer);
void json_put_id(struct json_writer *writer, int64_t id);     /* as a string: 64 bits do not fit a double */
void json_put_moment(struct json_writer *writer, int64_t at); /* RFC 3339, null for 0 */
#endif
