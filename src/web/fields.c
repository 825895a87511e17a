/*
 * fields.c: one reader a type of field; each takes what was typed and fills the record.
 *
 * Text is cleaned (UTF-8, normal form C, no control characters) here, once.  The first
 * wrong field is refused; the others are read all the same, to be shown again.
 */
#include "web/fields.h"

#include "base/json.h"
#include "base/utf8.h"
#include "web/web_room.h"

#define TYPED_MAX 262144

struct reading { struct request *request; const struct field *field; char *at; bool is_json; };

typedef const char *reader(struct reading *reading, str typed);

static void *place(struct reading *reading)
{
	return reading->at + reading->field->offset;
}

static const char *check_length(const struct field *field, str text)
{
	size_t len = utf8_length(text);
	if (len == 0 && field->min > 0)
		return "field.empty";
	if ((int64_t)len < field->min)
		return "field.too_short";
	return (int64_t)len > field->max ? "field.too_long" : NULL;
}

static const char *read_prose(struct reading *reading, str typed)
{
	str *out = place(reading);
	if (!utf8_is_valid(typed))
		return "field.bad_text";
	*out = str_trim(utf8_clean(reading->request->scope.arena, typed));
	return check_length(reading->field, *out);
}

static const char *read_text(struct reading *reading, str typed)
{
	const char *wrong = read_prose(reading, typed);
	str *out = place(reading);
	if (!str_contains(*out, S("\n")))
		return wrong;
	char *line = (char *)str_keep(reading->request->scope.arena, *out).at; /* ours, so it may change */
	for (size_t i = 0; i < out->len; i++) {
		if (line[i] == '\n')
			line[i] = ' ';
	}
	*out = (str){ line, out->len };
	return wrong;
}

static const char *read_secret(struct reading *reading, str typed)
{
	str *out = place(reading);
	*out = typed;
	return utf8_is_valid(typed) ? check_length(reading->field, typed) : "field.bad_text";
}

static const char *read_email(struct reading *reading, str typed)
{
	const char *wrong = read_text(reading, typed);
	str *out = place(reading);
	if (wrong || (str_empty(*out) && reading->field->min == 0))
		return wrong;
	if (!mail_address_is_good(*out))
		return "field.no_email";
	*out = str_lower_ascii(reading->request->scope.arena, *out);
	return NULL;
}

static const char *read_number(struct reading *reading, str typed)
{
	int64_t *out = place(reading);
	const struct field *field = reading->field;
	typed = str_trim(typed);
	if (str_empty(typed) && field->min <= 0)
		return *out = 0, NULL;
	if (str_empty(typed))
		return "field.empty";
	if (!str_number(typed, out))
		return "field.no_number";
	if (*out < field->min)
		return "field.too_small";
	return *out > field->max ? "field.too_big" : NULL;
}

static const char *read_id(struct reading *reading, str typed)
{
	int64_t *out = place(reading);
	typed = str_trim(typed);
	if (str_empty(typed))
		return *out = 0, reading->field->min > 0 ? "field.no_choice" : NULL;
	return str_number(typed, out) && *out > 0 ? NULL : "field.no_choice";
}

/* "45", "45,5", "45.50" -> 4550.  Programs send minor units as a whole number. */
static const char *read_money(struct reading *reading, str typed)
{
	int64_t *out = place(reading), whole, part = 0;
	const struct field *field = reading->field;
	if (reading->is_json)
		return read_number(reading, typed);
	str rest = str_trim(typed);
	if (str_empty(rest) && field->min <= 0)
		return *out = 0, NULL;
	char mark = str_contains(rest, S(",")) ? ',' : '.';
	str front = str_cut(&rest, mark);
	if (!str_number(front, &whole) || str_starts(front, S("-")) || whole > INT64_MAX / 1000 || rest.len > 2)
		return "field.no_price";
	if (rest.len && (!str_number(rest, &part) || part < 0))
		return "field.no_price";
	*out = whole * 100 + (rest.len == 1 ? part * 10 : part);
	if (*out < field->min)
		return "field.too_small";
	return *out > field->max ? "field.too_big" : NULL;
}

static const char *read_bool(struct reading *reading, str typed)
{
	bool *out = place(reading);
	*out = !str_empty(typed) && !str_equal(typed, S("0")) && !str_equal(typed, S("false"));
	return reading->field->min > 0 && !*out ? "field.empty" : NULL;
}

static const char *read_day(struct reading *reading, str typed)
{
	int32_t *out = place(reading);
	typed = str_trim(typed);
	if (str_empty(typed))
		return *out = 0, reading->field->min > 0 ? "field.empty" : NULL;
	return day_read(typed, out) ? NULL : "field.no_day";
}

static const char *read_clock(struct reading *reading, str typed)
{
	int *out = place(reading);
	typed = str_trim(typed);
	if (str_empty(typed))
		return *out = -1, reading->field->min >= 0 ? "field.empty" : NULL;
	return clock_read(typed, out) ? NULL : "field.no_clock";
}

static const char *read_moment(struct reading *reading, str typed)
{
	moment *out = place(reading);
	int32_t day;
	int minutes;
	typed = str_trim(typed);
	if (str_empty(typed))
		return *out = 0, reading->field->min > 0 ? "field.empty" : NULL;
	if (moment_read(typed, out))
		return NULL;
	str rest = typed;
	str front = str_cut(&rest, str_contains(typed, S("T")) ? 'T' : ' ');
	if (!day_read(front, &day) || !clock_read(rest, &minutes))
		return "field.no_moment";
	struct wall wall = day_wall(day);
	wall.hour = minutes / 60;
	wall.minute = minutes % 60;
	*out = moment_at(reading->request->scope.zone, wall);
	return NULL;
}

static const char *read_choice(struct reading *reading, str typed)
{
	int *out = place(reading);
	typed = str_trim(typed);
	if (str_empty(typed) && reading->field->min < 0)
		return *out = -1, NULL;
	for (int i = 0; reading->field->choices[i]; i++) {
		if (str_equal(typed, str_from(reading->field->choices[i])))
			return *out = i, NULL;
	}
	return "field.no_choice";
}

static bool is_choice(const struct field *field, str code)
{
	for (int i = 0; field->choices[i]; i++) {
		if (str_equal(code, str_from(field->choices[i])))
			return true;
	}
	return false;
}

/* Arrives as blank-separated codes, however it was sent. */
static const char *read_codes(struct reading *reading, str typed)
{
	str *out = place(reading), rest = str_trim(typed);
	*out = rest;
	if (str_empty(rest))
		return reading->field->min > 0 ? "field.no_choice" : NULL;
	for (const char *const *left = reading->field->choices; rest.len; left++) { /* each at most once */
		if (!*left || !is_choice(reading->field, str_cut(&rest, ' ')))
			return "field.no_choice";
	}
	return NULL;
}

static reader *const readers[] = {
	[FIELD_TEXT] = read_text, [FIELD_PROSE] = read_prose, [FIELD_SECRET] = read_secret,
	[FIELD_EMAIL] = read_email, [FIELD_NUMBER] = read_number, [FIELD_MONEY] = read_money,
	[FIELD_ID] = read_id, [FIELD_BOOL] = read_bool, [FIELD_DAY] = read_day, [FIELD_CLOCK] = read_clock,
	[FIELD_MOMENT] = read_moment, [FIELD_CHOICE] = read_choice, [FIELD_CODES] = read_codes,
};

bool request_is_json(const struct request *request)
{
	str type = http_header(&request->exchange->request, S("Content-Type"));
	return str_starts(type, S("application/json")) || (request->api && !str_empty(request->exchange->request.body)
	       && !str_starts(type, S("application/x-www-form-urlencoded")));
}

/* ── where the typed text comes from ── */

#define TYPES(a) (1u << (a))

/* What a program may send for each type; null is nothing, everywhere. */
static const unsigned sendable[] = {
	[FIELD_TEXT] = TYPES(JSON_TEXT),     [FIELD_PROSE] = TYPES(JSON_TEXT),   [FIELD_SECRET] = TYPES(JSON_TEXT),
	[FIELD_EMAIL] = TYPES(JSON_TEXT),    [FIELD_DAY] = TYPES(JSON_TEXT),     [FIELD_CLOCK] = TYPES(JSON_TEXT),
	[FIELD_MOMENT] = TYPES(JSON_TEXT),   [FIELD_CHOICE] = TYPES(JSON_TEXT),
	[FIELD_NUMBER] = TYPES(JSON_INTEGER) | TYPES(JSON_TEXT), [FIELD_MONEY] = TYPES(JSON_INTEGER) | TYPES(JSON_TEXT),
	[FIELD_ID] = TYPES(JSON_INTEGER) | TYPES(JSON_TEXT),     [FIELD_BOOL] = TYPES(JSON_BOOL) | TYPES(JSON_TEXT),
	[FIELD_CODES] = TYPES(JSON_LIST) | TYPES(JSON_TEXT),
};
static_assert(COUNT(sendable) == COUNT(readers));

static bool is_of_wrong_type(struct request *request, const struct field *field)
{
	if (!request->json)
		return false;
	const struct json *value = json_member(request->json, str_from(field->name));
	return value->type != JSON_NULL && !(sendable[field->type] & TYPES(value->type));
}

static str joined_form_values(struct request *request, str name)
{
	const struct pairs *form = &request->exchange->request.form;
	struct text text;
	text_open(&text, request->scope.arena, 64);
	for (size_t i = 0; i < form->count; i++) {
		if (!str_equal(form->at[i].name, name))
			continue;
		if (text.len)
			text_char(&text, ' ');
		text_put(&text, form->at[i].value);
	}
	return text_str(&text);
}

static str json_as_typed(struct request *request, const struct json *value)
{
	struct arena *arena = request->scope.arena;
	struct text text;
	switch (value->type) {
	case JSON_TEXT:
		return value->text;
	case JSON_INTEGER:
		return str_format(arena, "%lld", (long long)value->integer);
	case JSON_BOOL:
		return value->truth ? S("1") : S("0");
	case JSON_LIST:
		text_open(&text, arena, 64);
		for (size_t i = 0; i < value->count; i++) {
			if (text.len)
				text_char(&text, ' ');
			text_put(&text, value->items[i].type == JSON_TEXT ? value->items[i].text : S("?"));
		}
		return text_str(&text);
	case JSON_NULL:
	case JSON_REAL:
	case JSON_OBJECT:
		break;
	}
	return S("");
}

static enum err read_body(struct request *request)
{
	if (request->json || !request_is_json(request))
		return OK;
	str wrong;
	enum err err = json_read(request->scope.arena, request->exchange->request.body, &request->json, &wrong);
	if (err || request->json->type != JSON_OBJECT)
		return refuse(&request->scope, ERR_INVALID, "field.broken_json");
	return OK;
}

static str typed_for(struct request *request, const struct field *field)
{
	str name = str_from(field->name), value;
	if (request->json)
		return json_as_typed(request, json_member(request->json, name));
	if (field->type == FIELD_CODES)
		return joined_form_values(request, name);
	if (http_form(&request->exchange->request, name, &value))
		return value;
	return S("");
}

enum err form_read(struct request *request, const struct form *form, void *record)
{
	enum err err = read_body(request);
	if (err)
		return err;
	for (size_t i = 0; i < form->count; i++) {
		const struct field *field = &form->fields[i];
		struct reading reading = { request, field, record, request->json != NULL };
		str typed = typed_for(request, field);
		const char *wrong = typed.len > TYPED_MAX ? "field.too_long" : readers[field->type](&reading, typed);
		if (is_of_wrong_type(request, field))
			wrong = "field.wrong_type";
		if (wrong && !err)
			err = refuse_field(&request->scope, field->name, wrong);
	}
	return err;
}

/* ── forms that strangers send ── */

#define READING_TIME MILLISECONDS(1500)

/* When the form was drawn: its key is an id, made then.  0 for a form without one. */
static moment drawn_at(struct request *request)
{
	str once = S("");
	int64_t id = 0;
	(void)http_form(&request->exchange->request, S("once"), &once);
	once = str_first(once, 16);
	for (size_t i = 0; i < once.len; i++) {
		const char *digits = "0123456789abcdef", *at = strchr(digits, once.at[i]);
		if (!at || !once.at[i] || once.len < 16 || (i == 0 && once.at[0] > '7'))
			return 0;
		id = id << 4 | (at - digits);
	}
	return id ? id_moment(id) : 0;
}

enum err form_trap(struct request *request)
{
	struct scope *scope = &request->scope;
	str bait = S(""), fresh;
	/* Shown again, or at a later step, it was read before. */
	bool is_new = http_form(&request->exchange->request, S("form_is_new"), &fresh);
	moment drawn = is_new ? drawn_at(request) : 0;
	(void)http_form(&request->exchange->request, S("second_topic"), &bait);
	if (scope->member_id)
		return OK;
	if (!str_empty(bait))
		return refuse_field(scope, "trap", "form.trap");
	if (drawn && scope->now >= drawn && scope->now - drawn < READING_TIME)
		return refuse_field(scope, "trap", "form.too_fast");
	return OK;
}
