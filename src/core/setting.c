/* setting.c: a brand's own values; what is not set has the default of its row in the slice's table. */
#include "core/setting.h"

#include "base/utf8.h"
#include "core/house.h"
#include "core/sql.gen.h"

const struct setting *setting_find(const struct house *house, str name)
{
	const struct setting *const *list = house->lists.settings;
	for (; list && *list; list++) {
		for (const struct setting *setting = *list; setting->name; setting++) {
			if (str_equal(name, str_from(setting->name)))
				return setting;
		}
	}
	return NULL;
}

enum err setting_text(struct scope *scope, const struct setting *setting, str *value_out)
{
	str value;
	enum err err = sql_core_setting_get(scope, str_from(setting->name), &value);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*value_out = err ? str_from(setting->otherwise) : value;
	return OK;
}

static bool number_fits(const struct setting *setting, str value, int64_t *number_out)
{
	return str_number(value, number_out) && *number_out >= setting->min && *number_out <= setting->max;
}

enum err setting_number(struct scope *scope, const struct setting *setting, int64_t *value_out)
{
	assert(setting->type != SETTING_TEXT);
	str value;
	enum err err = setting_text(scope, setting, &value);
	if (err)
		return err;
	int64_t number;
	/* A release may have narrowed the range since the brand set it. */
	if (setting->type == SETTING_NUMBER && !number_fits(setting, value, &number))
		value = str_from(setting->otherwise);
	must(str_number(value, value_out));
	return OK;
}

enum err setting_set(struct scope *scope, const struct setting *setting, str value)
{
	int64_t number;
	size_t length = utf8_length(value);
	value = str_trim(value);
	switch (setting->type) {
	case SETTING_TEXT:
		if (length < (size_t)setting->min) /* a table's length is never negative */
			return refuse_field(scope, setting->name, "setting.too_short");
		if (setting->max && length > (size_t)setting->max)
			return refuse_field(scope, setting->name, "setting.too_long");
		break;
	case SETTING_NUMBER:
		if (!number_fits(setting, value, &number))
			return refuse_field(scope, setting->name, "setting.out_of_range");
		break;
	case SETTING_SWITCH:
		if (!str_equal(value, S("0")) && !str_equal(value, S("1")))
			return refuse_field(scope, setting->name, "setting.out_of_range");
		break;
	}
	return sql_core_setting_put(scope, str_from(setting->name), value);
}

enum err setting_values(struct scope *scope, struct setting_value_list *list_out)
{
	return sql_core_setting_values(scope, list_out);
}

enum err setting_reset(struct scope *scope, const struct setting *setting)
{
	return sql_core_setting_remove(scope, str_from(setting->name));
}
