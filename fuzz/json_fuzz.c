/* json_fuzz.c: what is read as JSON can be written and is read back the same; nothing takes the reader down. */
#include "base/base.h"
#include "base/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void write_value(struct json_writer *writer, const struct json *json)
{
	switch (json->type) {
	case JSON_NULL: json_put_null(writer); return;
	case JSON_BOOL: json_put_bool(writer, json->truth); return;
	case JSON_INTEGER: json_put_integer(writer, json->integer); return;
	case JSON_REAL: json_put_real(writer, json->real); return;
	case JSON_TEXT: json_put_text(writer, json->text); return;
	case JSON_LIST: json_list(writer); break;
	case JSON_OBJECT: json_object(writer); break;
	}
	for (size_t i = 0; i < json->count; i++) {
		if (json->type == JSON_OBJECT)
			json_name(writer, json->names[i]);
		write_value(writer, &json->items[i]);
	}
	if (json->type == JSON_LIST)
		json_list_end(writer);
	else
		json_object_end(writer);
}

/* Names are literals of ours when written, so only those that need no escape come back. */
static bool has_plain_names(const struct json *json)
{
	for (size_t i = 0; i < json->count; i++) {
		for (size_t c = 0; json->type == JSON_OBJECT && c < json->names[i].len; c++) {
			unsigned char byte = (unsigned char)json->names[i].at[c];
			if (byte < ' ' || byte == '"' || byte == '\\' || byte >= 0x7f || byte == '<')
				return false;
		}
		if (!has_plain_names(&json->items[i]))
			return false;
	}
	return true;
}

/* JSON knows one kind of number: "0e0" is written as 0. */
static bool same(const struct json *a, const struct json *b)
{
	if (a->type == JSON_REAL && (b->type == JSON_REAL || b->type == JSON_INTEGER))
		return true;
	if (a->type != b->type || a->count != b->count || a->truth != b->truth || a->integer != b->integer ||
	    !str_equal(a->text, b->text))
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (a->type == JSON_OBJECT && !str_equal(a->names[i], b->names[i]))
			return false;
		if (!same(&a->items[i], &b->items[i]))
			return false;
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *arena = arena_open(4096);
	const struct json *json, *again;
	str source = { (const char *)data, len }, wrong = S("");
	if (json_read(arena, source, &json, &wrong) == OK && has_plain_names(json)) {
		struct text text;
		struct json_writer writer;
		text_open(&text, arena, 256);
		json_open(&writer, &text);
		write_value(&writer, json);
		if (json_read(arena, text_str(&text), &again, NULL) || !same(json, again))
			abort();
		if (str_contains(text_str(&text), S("</")))
			abort(); /* it would end a script */
	}
	arena_close(arena);
	return 0;
}
