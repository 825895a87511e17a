/*
 * setting.c: a brand's own values; what is not set has the default of its row in the slice's table.
 *
 * A secret has a table of its own, so that no statement that reads settings ever meets one.
 */
#include "core/setting.h"

#include "base/random.h"
#include "base/utf8.h"
#include "core/house.h"
#include "core/kept.h"
#include "core/memo.h"
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

static const char set_by_brand; /* whose address they are kept under */

static const size_t value_texts[] = { offsetof(struct setting_value, name), offsetof(struct setting_value, value) };
static const struct memo_kind value_memo = { sizeof(struct setting_value), value_texts, COUNT(value_texts), MINUTES(10), .in_units = true };

static struct subject brand_of(const struct scope *scope)
{
	return (struct subject){ SUBJECT_BRAND, scope->brand_id };
}

static enum err values_load(struct scope *scope, struct setting_value_list *list_out)
{
	struct memo_rows rows;
	if (memo_find(scope, &value_memo, S(""), &rows)) {
		*list_out = (struct setting_value_list){ rows.at, rows.count };
		return OK;
	}
	enum err err = sql_core_setting_values(scope, list_out);
	const struct subject brand = brand_of(scope);
	if (!err)
		memo_keep(scope, &value_memo, S(""), &(struct memo_value){ list_out->at, list_out->count, brand.id, &brand, 1 });
	return err;
}

static void values_changed(struct scope *scope)
{
	kept_drop(scope, &set_by_brand);
	subject_changed(scope, brand_of(scope));
}

/* Few are set and many are asked for, so all are read at once, and once. */
static enum err values_read(struct scope *scope, const struct setting_value_list **list_out)
{
	struct setting_value_list *list = kept_find(scope, &set_by_brand);
	if (!list) {
		list = arena_take(scope->arena, sizeof(*list));
		enum err err = values_load(scope, list);
		if (err)
			return err;
		kept_put(scope, &set_by_brand, list);
	}
	*list_out = list;
	return OK;
}

enum err setting_text(struct scope *scope, const struct setting *setting, str *value_out)
{
	const struct setting_value_list *list;
	str name = str_from(setting->name), value = str_from(setting->otherwise);
	must(setting->type != SETTING_SECRET);
	enum err err = values_read(scope, &list);
	if (err)
		return err;
	for (size_t i = 0; i < list->count; i++) {
		if (str_equal(list->at[i].name, name))
			value = list->at[i].value;
	}
	*value_out = value;
	return OK;
}

static bool number_fits(const struct setting *setting, str value, int64_t *number_out)
{
	return str_number(value, number_out) && *number_out >= setting->min && *number_out <= setting->max;
}

enum err setting_number(struct scope *scope, const struct setting *setting, int64_t *value_out)
{
	assert(setting->type == SETTING_NUMBER || setting->type == SETTING_SWITCH);
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

/* ── secrets ── */

/* Bound to brand and name: a sealed value moved to another row opens nowhere. */
static str about(struct scope *scope, const struct setting *setting)
{
	return str_format(scope->arena, "setting %lld %s", (long long)scope->brand_id, setting->name);
}

static enum err secret_put(struct scope *scope, const struct setting *setting, str plain)
{
	str sealed = crypt_seal(scope->arena, &scope->house->seal_key, about(scope, setting), plain);
	values_changed(scope);
	enum err err = sql_core_secret_put(scope, str_from(setting->name), sealed);
	return err ? err : sql_core_setting_remove(scope, str_from(setting->name));
}

static enum err secret_set(struct scope *scope, const struct setting *setting, str plain)
{
	size_t length = utf8_length(plain);
	if (str_empty(plain))
		return OK;
	if (length < SETTING_SECRET_MIN)
		return refuse_field(scope, setting->name, "setting.secret_short");
	if (length > (size_t)setting->max) /* a table's length is never negative */
		return refuse_field(scope, setting->name, "setting.too_long");
	return secret_put(scope, setting, plain);
}

/* One that an older release left open is read where it lies, until the next hour seals it. */
enum err setting_secret(struct scope *scope, const struct setting *setting, str *plain_out)
{
	str sealed, open;
	must(setting->type == SETTING_SECRET);
	enum err err = sql_core_secret_get(scope, str_from(setting->name), &sealed);
	if (!err)
		return crypt_open(scope->arena, &scope->house->seal_key, about(scope, setting), sealed, plain_out);
	if (err == ERR_NOT_FOUND)
		err = sql_core_setting_get(scope, str_from(setting->name), &open);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*plain_out = err ? S("") : open;
	return OK;
}

enum err setting_secret_new(struct scope *scope, const struct setting *setting, str *plain_out)
{
	must(setting->type == SETTING_SECRET);
	str plain = random_token(scope->arena);
	enum err err = secret_put(scope, setting, plain);
	if (!err)
		*plain_out = plain;
	return err;
}

enum err setting_secrets(struct scope *scope, struct secret_state_list *list_out)
{
	return sql_core_secrets(scope, list_out);
}

static enum err seal_open(struct scope *scope, const struct setting *setting)
{
	str open;
	enum err err = sql_core_setting_get(scope, str_from(setting->name), &open);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (!str_empty(open))
		return secret_put(scope, setting, open);
	values_changed(scope);
	return sql_core_setting_remove(scope, str_from(setting->name));
}

enum err setting_seal_all(struct scope *scope)
{
	const struct setting *const *list = scope->house->lists.settings;
	for (; list && *list; list++) {
		for (const struct setting *setting = *list; setting->name; setting++) {
			enum err err = setting->type == SETTING_SECRET ? seal_open(scope, setting) : OK;
			if (err)
				return err;
		}
	}
	return OK;
}

/* ── changing ── */

enum err setting_set(struct scope *scope, const struct setting *setting, str value)
{
	int64_t number;
	value = str_trim(value);
	size_t length = utf8_length(value);
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
	case SETTING_SECRET:
		return secret_set(scope, setting, value);
	}
	values_changed(scope);
	return sql_core_setting_put(scope, str_from(setting->name), value);
}

enum err setting_values(struct scope *scope, struct setting_value_list *list_out)
{
	const struct setting_value_list *list;
	enum err err = values_read(scope, &list);
	if (!err)
		*list_out = *list;
	return err;
}

enum err setting_reset(struct scope *scope, const struct setting *setting)
{
	enum err err = setting->type == SETTING_SECRET ? sql_core_secret_remove(scope, str_from(setting->name)) : OK;
	values_changed(scope);
	return err ? err : sql_core_setting_remove(scope, str_from(setting->name));
}
