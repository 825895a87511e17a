/* owned.c: the scope's brand and database for store/owned.c. */
#include "core/owned.h"

#define MOMENT_MIN DAYS(3650) /* below that a number called …_at is a minute of a day */

enum err owned_next(struct scope *scope, struct owned_piece *piece)
{
	const struct owned_who who = { scope->brand_id, piece->member_id };
	return owned_read(scope_db(scope), piece->owned, &who, &piece->at, &piece->values);
}

enum err owned_end(struct scope *scope, const struct owned_piece *piece, const struct value *keys, bool only_words)
{
	const struct owned_who who = { scope->brand_id, piece->member_id };
	return only_words ? owned_blank(scope_db(scope), piece->owned, &who, keys)
	                  : owned_drop(scope_db(scope), piece->owned, &who, keys);
}

enum err whole_next(struct scope *scope, struct whole_piece *piece)
{
	return whole_read(scope_db(scope), piece->whole, scope->brand_id, &piece->at, &piece->values);
}

bool declared_is_time(const struct declared_column *column)
{
	str name = str_from(column->name);
	return column->type == VALUE_INTEGER && (str_ends(name, S("_at")) || str_ends(name, S("_until")) ||
		str_equal(name, S("at")) || str_equal(name, S("until")) || str_equal(name, S("since")));
}

bool declared_is_moment(const struct declared_column *column, const struct value *value)
{
	return declared_is_time(column) && value->type == VALUE_INTEGER && value->integer > MOMENT_MIN;
}

void declared_json(struct json_writer *writer, const struct declared_column *column, const struct value *value)
{
	str name = str_from(column->name);
	bool is_id = str_equal(name, S("id")) || str_ends(name, S("_id"));
	if (value->type == VALUE_TEXT)
		json_put_text(writer, value->text);
	else if (value->type == VALUE_REAL)
		json_put_real(writer, value->real);
	else if (value->type == VALUE_NULL || (declared_is_time(column) && !value->integer))
		json_put_null(writer);
	else if (declared_is_moment(column, value))
		json_put_moment(writer, value->integer);
	else if (is_id)
		json_put_id(writer, value->integer);
	else
		json_put_integer(writer, value->integer);
}
