/*
 * brand.c: rules of making and changing brands.
 *
 * What a brand may look like is checked here by form alone (a colour is a colour);
 * that text on it can be read is the theme's business, which chooses the letters'
 * colour by contrast.  To add a field: a column, a row of `texts` or `checks`.
 */
#include "features/brand/brand.h"

#include "base/utf8.h"
#include "core/memo.h"
#include "features/brand/brand_news.h"

enum { NAME_MAX_LENGTH = 60, SLOGAN_MAX = 140, ABOUT_MAX = 4000, LEGAL_MAX = 20000, HOST_MAX = 253, CODES_MAX = 60 };

typedef bool good(str value);
static good is_name, is_key, is_colour, is_language, is_languages, is_zone, is_currency, is_origin, is_codes;

static const struct check {
	const char *field;
	size_t offset;
	good *is_good;
	const char *reason;
} checks[] = {
	{ "key",           offsetof(struct brand, key),           is_key,       "brand.key_wrong" },
	{ "name",          offsetof(struct brand, name),          is_name,      "brand.name_wrong" },
	{ "origin",        offsetof(struct brand, origin),        is_origin,    "brand.origin_wrong" },
	{ "language",      offsetof(struct brand, language),      is_language,  "brand.language_wrong" },
	{ "languages",     offsetof(struct brand, languages),     is_languages, "brand.language_wrong" },
	{ "zone",          offsetof(struct brand, zone),          is_zone,      "brand.zone_unknown" },
	{ "currency",      offsetof(struct brand, currency),      is_currency,  "brand.currency_wrong" },
	{ "brand_colour",  offsetof(struct brand, brand_colour),  is_colour,    "brand.colour_wrong" },
	{ "accent_colour", offsetof(struct brand, accent_colour), is_colour,    "brand.colour_wrong" },
	{ "modules",       offsetof(struct brand, modules),       is_codes,     "brand.modules_wrong" },
};

static const struct { const char *field; size_t offset; size_t max; } texts[] = {
	{ "slogan",  offsetof(struct brand, slogan),  SLOGAN_MAX },
	{ "about",   offsetof(struct brand, about),   ABOUT_MAX },
	{ "imprint", offsetof(struct brand, imprint), LEGAL_MAX },
	{ "privacy", offsetof(struct brand, privacy), LEGAL_MAX },
};

static str member_at(const struct brand *brand, size_t offset)
{
	return *(const str *)((const char *)brand + offset); /* the tables name str members only */
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name(str value)
{
	size_t length = utf8_length(value);
	return length >= 1 && length <= NAME_MAX_LENGTH && str_trim(value).len == value.len;
}

static bool is_key(str value)
{
	if (value.len < 1 || value.len > 30 || !is_lower(value.at[0]))
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (!is_lower(value.at[i]) && !is_digit(value.at[i]) && value.at[i] != '-')
			return false;
	}
	return true;
}

static bool is_colour(str value)
{
	if (value.len != 7 || value.at[0] != '#')
		return false;
	for (size_t i = 1; i < value.len; i++) {
		char c = value.at[i];
		if (!is_digit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F'))
			return false;
	}
	return true;
}

static bool is_language(str value)
{
	return value.len == 2 && is_lower(value.at[0]) && is_lower(value.at[1]);
}

static bool is_languages(str value)
{
	if (str_empty(value) || value.len > CODES_MAX)
		return false;
	while (!str_empty(value)) {
		if (!is_language(str_cut(&value, ' ')))
			return false;
	}
	return true;
}

static bool is_codes(str value)
{
	for (size_t i = 0; i < value.len; i++) {
		if (!is_lower(value.at[i]) && value.at[i] != ' ' && value.at[i] != '_')
			return false;
	}
	return value.len <= 300;
}

static bool is_zone(str value)
{
	return value.len > 0 && value.len <= 64 && zone_find(value) != NULL;
}

static bool is_currency(str value)
{
	if (value.len != 3)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] < 'A' || value.at[i] > 'Z')
			return false;
	}
	return true;
}

static bool is_host(str value)
{
	if (str_empty(value) || value.len > HOST_MAX || value.at[0] == '.' || value.at[0] == '-')
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (!is_lower(value.at[i]) && !is_digit(value.at[i]) && value.at[i] != '-' && value.at[i] != '.')
			return false;
	}
	return true;
}

/* https://host or http://host, with a port if need be, without a path. */
static bool is_origin(str value)
{
	str host = str_starts(value, S("https://")) ? str_skip(value, 8) : str_skip(value, 7);
	if (!str_starts(value, S("https://")) && !str_starts(value, S("http://")))
		return false;
	str name = str_cut(&host, ':');
	int64_t port = 443;
	if (!str_empty(host) && (!str_number(host, &port) || port < 1 || port > 65535))
		return false;
	return is_host(name);
}

static enum err check_brand(struct scope *scope, const struct brand *brand)
{
	for (size_t i = 0; i < COUNT(checks); i++) {
		if (!checks[i].is_good(member_at(brand, checks[i].offset)))
			return refuse_field(scope, checks[i].field, checks[i].reason);
	}
	for (size_t i = 0; i < COUNT(texts); i++) {
		if (utf8_length(member_at(brand, texts[i].offset)) > texts[i].max)
			return refuse_field(scope, texts[i].field, "brand.text_too_long");
	}
	str rest = brand->languages;
	while (!str_empty(rest)) {
		if (str_equal(str_cut(&rest, ' '), brand->language))
			return OK;
	}
	return refuse_field(scope, "languages", "brand.language_wrong");
}

static void turn_to(struct scope *scope, const struct brand *brand)
{
	const struct zone *zone = zone_find(brand->zone);
	scope->brand_id = brand->id;
	scope->origin = brand->origin;
	scope->language = brand->language;
	scope->currency = brand->currency;
	scope->brand_name = brand->name;
	scope->theme = brand_look_version(scope->arena, brand);
	scope->logo = brand->logo;
	scope->logo_dark = brand->logo_dark;
	scope->icon = brand->icon;
	scope->zone = zone ? zone : zone_utc(); /* a zone that the system has lost must not stop the house */
}

static enum err faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct brand_list list;
	enum err err = brand_load_names(scope, ids, &list);
	if (err)
		return err;
	for (size_t i = 0; i < ids.count; i++) {
		/* Another brand is not to be known, even by name. */
		for (size_t j = 0; j < list.count && ids.at[i] == scope->brand_id; j++) {
			if (list.at[j].id == ids.at[i])
				faces_out[i] = (struct subject_face){ list.at[j].name, S("/") };
		}
	}
	return OK;
}

const struct subject_kind brand_subject = { "brand", SUBJECT_BRAND, faces, NULL };

enum err brand_card_of(struct scope *scope, struct brand *brand_out)
{
	return brand_load(scope, scope->brand_id, brand_out);
}

enum err brand_scope(struct scope *scope, int64_t brand_id)
{
	struct brand brand;
	enum err err = brand_load(scope, brand_id, &brand);
	if (err)
		return err;
	turn_to(scope, &brand);
	return OK;
}

enum err brand_scope_key(struct scope *scope, str key)
{
	struct brand brand;
	if (str_empty(key)) {
		struct brand_list list;
		enum err err = brand_load_some(scope, 0, &list);
		if (err)
			return err;
		if (!list.count)
			return refuse(scope, ERR_NOT_FOUND, "brand.not_found");
		turn_to(scope, &list.at[0]);
		return OK;
	}
	enum err err = brand_load_key(scope, key, &brand);
	if (err)
		return err;
	turn_to(scope, &brand);
	return OK;
}

/* Every request asks for its brand; a host leads to the same one for good. */
static const size_t brand_texts[] = { offsetof(struct brand, key), offsetof(struct brand, name), offsetof(struct brand, slogan),
	offsetof(struct brand, origin), offsetof(struct brand, language), offsetof(struct brand, languages), offsetof(struct brand, zone),
	offsetof(struct brand, currency), offsetof(struct brand, brand_colour), offsetof(struct brand, accent_colour),
	offsetof(struct brand, about), offsetof(struct brand, imprint), offsetof(struct brand, privacy), offsetof(struct brand, logo),
	offsetof(struct brand, logo_dark), offsetof(struct brand, icon), offsetof(struct brand, font), offsetof(struct brand, modules) };
static const struct memo_kind brand_memo = { sizeof(struct brand), brand_texts, COUNT(brand_texts), MINUTES(10), false };

static enum err load_host(struct scope *scope, str host, struct brand *brand_out)
{
	struct memo_rows rows;
	if (memo_find(scope, &brand_memo, host, &rows)) {
		*brand_out = *(struct brand *)rows.at;
		return OK;
	}
	struct brand brand = { 0 };
	enum err err = brand_load_host(scope, host, &brand);
	if (err)
		return err;
	const struct subject subject = subject_of(&brand_subject, brand.id);
	memo_keep(scope, &brand_memo, host, &(struct memo_value){ &brand, 1, brand.id, &subject, 1 });
	*brand_out = brand;
	return OK;
}

enum err brand_scope_host(struct scope *scope, str host)
{
	struct brand brand;
	enum err err = load_host(scope, brand_host(scope->arena, host), &brand);
	if (err == ERR_NOT_FOUND)
		return refuse(scope, ERR_NOT_FOUND, "brand.no_host");
	if (err)
		return err;
	turn_to(scope, &brand);
	return OK;
}

enum err brand_make(struct scope *scope, struct brand *brand)
{
	enum err err = check_brand(scope, brand);
	if (err)
		return err;
	if (!brand->id)
		brand->id = id_new(scope->now);
	brand->made_at = brand->changed_at = scope->now;
	if ((err = brand_insert(scope, brand)))
		return err;
	turn_to(scope, brand);
	return audience_start(scope);
}

enum err brand_change(struct scope *scope, const struct brand *brand)
{
	struct brand stored;
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "brand.not_yours");
	enum err err = brand_card_of(scope, &stored);
	if (err)
		return err;
	struct brand changed = *brand;
	changed.id = stored.id;
	changed.key = stored.key;
	if ((err = check_brand(scope, &changed)) || (err = brand_update(scope, &changed)))
		return err;
	struct subject subject = subject_of(&brand_subject, stored.id);
	subject_changed(scope, subject);
	if ((err = audit_note(scope, "brand.change", subject, S(""))))
		return err;
	return news_announce(scope, &brand_changed, subject);
}

enum err brand_add_host(struct scope *scope, str host, int64_t brand_id)
{
	int64_t owner_id;
	str name = brand_host(scope->arena, host);
	if (!is_host(name))
		return refuse_field(scope, "host", "brand.host_wrong");
	enum err err = domain_load_owner(scope, name, &owner_id);
	if (err)
		return err;
	if (owner_id == brand_id)
		return OK;
	if (owner_id)
		return refuse(scope, ERR_CONFLICT, "brand.host_taken");
	return domain_insert(scope, name, brand_id);
}

enum err brand_list(struct scope *scope, int64_t after_id, struct brand_list *list_out)
{
	return brand_load_some(scope, after_id, list_out);
}

bool brand_has_module(const struct brand *brand, str module)
{
	str rest = brand->modules;
	if (str_empty(rest))
		return true;
	while (!str_empty(rest)) {
		if (str_equal(str_cut(&rest, ' '), module))
			return true;
	}
	return false;
}

str brand_host(struct arena *arena, str host)
{
	str rest = str_lower_ascii(arena, host);
	return str_cut(&rest, ':'); /* an IPv6 literal is nobody's host: brands have names */
}

str brand_look_version(struct arena *arena, const struct brand *brand)
{
	str look = str_format(arena, "%.*s %.*s %.*s", STR_ARG(brand->brand_colour), STR_ARG(brand->accent_colour),
	                      STR_ARG(brand->font));
	/* Half of the hash is enough to tell two looks of a brand apart. */
	return str_format(arena, "%08x", (unsigned)(str_hash(look) >> 32));
}
