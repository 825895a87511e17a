/*
 * json.c: jansson reads, we write.
 *
 * What was read is copied into the arena and jansson's own tree dropped at once, so
 * that nobody above counts references.  The writer's text is safe inside <script>:
 * no "</", no "<!", no line separators that old JavaScript takes for line ends.
 */

/* jansson shares names with our header: its own are read under others, and of those only the
   types are used. */
#define json_object jansson_object
#define json_integer jansson_integer
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_INTEGER JANSSON_INTEGER
#define JSON_REAL JANSSON_REAL
#define JSON_NULL JANSSON_NULL
#include <jansson.h>
#undef json_object
#undef json_integer
#undef JSON_OBJECT
#undef JSON_INTEGER
#undef JSON_REAL
#undef JSON_NULL

#include "base/json.h"

#include "base/check.h"
#include "base/moment.h"
#include "base/utf8.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { DEPTH_MAX = 32, SOURCE_MAX = 1 << 20 };

static const struct json nothing = { .type = JSON_NULL };

typedef enum err copier(struct arena *arena, json_t *from, int depth, struct json *json);

static copier copy_value;

static enum err copy_list(struct arena *arena, json_t *from, int depth, struct json *json)
{
	json->count = json_array_size(from);
	struct json *items = arena_take(arena, json->count * sizeof(*items));
	json->items = items;
	for (size_t i = 0; i < json->count; i++) {
		enum err err = copy_value(arena, json_array_get(from, i), depth + 1, &items[i]);
		if (err)
			return err;
	}
	return OK;
}

static enum err copy_object(struct arena *arena, json_t *from, int depth, struct json *json)
{
	json->count = json_object_size(from);
	struct json *items = arena_take(arena, json->count * sizeof(*items));
	str *names = arena_take(arena, json->count * sizeof(*names));
	json->items = items;
	json->names = names;
	size_t i = 0;
	for (void *at = json_object_iter(from); at; at = json_object_iter_next(from, at), i++) {
		names[i] = str_keep(arena, str_from(json_object_iter_key(at)));
		enum err err = copy_value(arena, json_object_iter_value(at), depth + 1, &items[i]);
		if (err)
			return err;
	}
	return OK;
}

static enum err copy_value(struct arena *arena, json_t *from, int depth, struct json *json)
{
	if (depth > DEPTH_MAX)
		return ERR_TOO_LARGE;
	switch (json_typeof(from)) {
	case JANSSON_OBJECT:
		json->type = JSON_OBJECT;
		return copy_object(arena, from, depth, json);
	case JSON_ARRAY:
		json->type = JSON_LIST;
		return copy_list(arena, from, depth, json);
	case JSON_STRING:
		json->type = JSON_TEXT;
		json->text =
		    str_keep(arena, (str){ json_string_value(from), json_string_length(from) });
		return OK;
	case JANSSON_INTEGER:
		json->type = JSON_INTEGER;
		json->integer = json_integer_value(from);
		json->real = (double)json->integer; /* for readers that take any number */
		return OK;
	case JANSSON_REAL:
		json->type = JSON_REAL;
		json->real = json_real_value(from);
		return OK;
	case JSON_TRUE:
	case JSON_FALSE:
		json->type = JSON_BOOL;
		json->truth = json_typeof(from) == JSON_TRUE;
		return OK;
	case JANSSON_NULL:
		return OK;
	}
	return ERR_BROKEN;
}

static enum err refused(enum err err, str *wrong_out, str wrong)
{
	if (wrong_out)
		*wrong_out = wrong;
	return err;
}

/* Without memory jansson would say that the text is broken, and whoever sent it be told so. */
static void take_memory_as_all_do(void)
{
	json_set_alloc_funcs(memory_take, memory_free);
}

enum err json_read(struct arena *arena, str source, const struct json **json_out, str *wrong_out)
{
	if (source.len > SOURCE_MAX)
		return refused(ERR_TOO_LARGE, wrong_out, S("longer than 1 MiB"));
	/* jansson stops at a NUL as if it were the end, and would not see what follows. */
	if (source.len && memchr(source.at, 0, source.len))
		return refused(ERR_INVALID, wrong_out, S("holds a NUL byte"));
	static pthread_once_t begun = PTHREAD_ONCE_INIT;
	json_error_t error;
	pthread_once(&begun, take_memory_as_all_do);
	json_t *root = json_loadb(source.at ? source.at : "", source.len,
				  JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (!root)
		return refused(ERR_INVALID, wrong_out,
			       str_format(arena, "line %d, column %d: %s", error.line, error.column,
					  error.text));
	struct json *json = arena_take(arena, sizeof(*json));
	enum err err = copy_value(arena, root, 1, json);
	json_decref(root);
	if (err)
		return refused(err, wrong_out, S("nested deeper than 32 levels"));
	*json_out = json;
	return OK;
}

const struct json *json_member(const struct json *json, str name)
{
	if (json->type != JSON_OBJECT)
		return &nothing;
	for (size_t i = 0; i < json->count; i++) {
		if (str_equal(json->names[i], name))
			return &json->items[i];
	}
	return &nothing;
}

str json_str(const struct json *json, str name)
{
	const struct json *member = json_member(json, name);
	return member->type == JSON_TEXT ? member->text : S("");
}

int64_t json_integer(const struct json *json, str name, int64_t otherwise)
{
	const struct json *member = json_member(json, name);
	return member->type == JSON_INTEGER ? member->integer : otherwise;
}

bool json_truth(const struct json *json, str name)
{
	return json_member(json, name)->truth; /* false for every other type */
}

void json_open(struct json_writer *writer, struct text *text)
{
	*writer = (struct json_writer){ .text = text };
}

/* Before every value: the comma that its predecessor in the list or object calls for. */
static void begin(struct json_writer *writer)
{
	if (writer->more)
		text_char(writer->text, ',');
	writer->more = true;
}

static void enter(struct json_writer *writer, char bracket)
{
	begin(writer);
	text_char(writer->text, bracket);
	writer->more = false;
}

static void leave(struct json_writer *writer, char bracket)
{
	text_char(writer->text, bracket);
	writer->more = true;
}

void json_object(struct json_writer *writer)
{
	enter(writer, '{');
}

void json_object_end(struct json_writer *writer)
{
	leave(writer, '}');
}

void json_list(struct json_writer *writer)
{
	enter(writer, '[');
}

void json_list_end(struct json_writer *writer)
{
	leave(writer, ']');
}

/* What is not written as it stands: control characters, quote, backslash, what is not ASCII; '<' is looked at by itself. */
static inline bool is_odd(signed char c)
{
	return c < 0x20 || c == 0x7F || c == '"' || c == '\\' || c == '<'; /* above ASCII it is negative */
}

#ifdef __SSE2__
/* How many whole blocks of sixteen hold nothing odd, in bytes. */
static size_t plain_blocks(const char *at, size_t len)
{
	size_t plain = 0;
	for (; len - plain >= 16; plain += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + plain));
		__m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
		__m128i quotes = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
		__m128i others = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('<')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)));
		if (_mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quotes, others))))
			break;
	}
	return plain;
}
#else
static size_t plain_blocks(const char *at, size_t len)
{
	return 0;
}
#endif

/* A tag or a comment cannot begin or end inside: then '<' is only a sign. */
static bool is_sign(const char *at, const char *end)
{
	return *at == '<' && (at + 1 == end || (at[1] != '/' && at[1] != '!'));
}

/* The one code point at the front of *rest, written so that any reader takes it for text. */
static void put_odd(struct text *text, str *rest)
{
	static const char short_forms[] = "\"\"\\\\\nn\rr\tt\bb\ff";
	uint32_t code_point = utf8_take(rest);
	for (size_t i = 0; code_point < 0x80 && i + 1 < sizeof(short_forms); i += 2) {
		if (code_point == (unsigned char)short_forms[i]) {
			text_char(text, '\\');
			text_char(text, short_forms[i + 1]);
			return;
		}
	}
	if (code_point == '<' && rest->at[0] == '/') {
		text_put(text, S("<\\/"));
		*rest = str_skip(*rest, 1);
	} else if (code_point < 0x20 || code_point == 0x7F || code_point == '<' ||
		   code_point == 0x2028 || code_point == 0x2029) {
		text_format(text, "\\u%04x", (unsigned)code_point);
	} else {
		text_code_point(text, code_point);
	}
}

static void put_escaped(struct text *text, str s)
{
	while (s.len) {
		const char *end = s.at + s.len, *at = s.at + plain_blocks(s.at, s.len);
		while (at < end && (!is_odd((signed char)*at) || is_sign(at, end)))
			at++;
		size_t plain = (size_t)(at - s.at); /* at lies in s */
		text_put(text, str_first(s, plain));
		s = str_skip(s, plain);
		if (s.len)
			put_odd(text, &s);
	}
}

void json_name(struct json_writer *writer, str name)
{
	json_put_text(writer, name);
	text_char(writer->text, ':');
	writer->more = false;
}

void json_put_text(struct json_writer *writer, str value)
{
	begin(writer);
	text_char(writer->text, '"');
	put_escaped(writer->text, value);
	text_char(writer->text, '"');
}

void json_put_integer(struct json_writer *writer, int64_t value)
{
	begin(writer);
	text_number(writer->text, value);
}

void json_put_real(struct json_writer *writer, double value)
{
	if (!isfinite(value)) {
		json_put_null(writer);
		return;
	}
	/* The shortest form that reads back as the same number. */
	char digits[40];
	for (int precision = 15; precision <= 17; precision++) {
		snprintf(digits, sizeof(digits), "%.*g", precision, value);
		if (strtod(digits, NULL) == value)
			break;
	}
	begin(writer);
	text_put(writer->text, str_from(digits));
}

void json_put_bool(struct json_writer *writer, bool value)
{
	begin(writer);
	text_put(writer->text, value ? S("true") : S("false"));
}

void json_put_null(struct json_writer *writer)
{
	begin(writer);
	text_put(writer->text, S("null"));
}

void json_put_id(struct json_writer *writer, int64_t id)
{
	begin(writer);
	text_char(writer->text, '"');
	text_number(writer->text, id);
	text_char(writer->text, '"');
}

void json_put_moment(struct json_writer *writer, int64_t at)
{
	if (at == 0)
		json_put_null(writer);
	else
		json_put_text(writer, moment_iso(writer->text->arena, at));
}
