/*
 * place.c: from what people type to a point on the earth.
 *
 * A code is its own answer; a town may be several, then the caller asks back.  What is
 * typed behind a code ("8001 Zürich") chooses among countries that share it.
 */
#include "core/place.h"

#include "base/utf8.h"
#include "core/memo.h"
#include "core/sql.gen.h"

#include <ctype.h>
#include <stdlib.h>

enum { TEXT_BYTES_MAX = 120, SUGGESTED = 8, CODE_MIN = 4, CODE_MAX = 5, TOWN_START_MIN = 2, FAR_LARGER = 20 };

static const struct { const char *prefix, *country; } prefixes[] = {
	{ "DE", "DE" }, { "D", "DE" }, { "AT", "AT" }, { "A", "AT" }, { "CH", "CH" }, { "LI", "LI" }, { "FL", "LI" },
};

/* What was typed, taken apart. */
struct wanted { str code, town, country; };

/* "CH-8001", "D 50667": gives the country and leaves the digits. */
static str cut_prefix(str *text)
{
	for (size_t i = 0; i < COUNT(prefixes); i++) {
		str prefix = str_from(prefixes[i].prefix);
		str rest = str_skip(*text, prefix.len);
		if (!str_equal_fold(str_first(*text, prefix.len), prefix) || rest.len < 1 + CODE_MIN)
			continue;
		if ((rest.at[0] != '-' && rest.at[0] != ' ') || !isdigit((unsigned char)rest.at[1]))
			continue;
		*text = str_skip(rest, 1);
		return str_from(prefixes[i].country);
	}
	return S("");
}

static size_t digits_at_start(str text)
{
	size_t count = 0;
	while (count < text.len && isdigit((unsigned char)text.at[count]))
		count++;
	return count;
}

static struct wanted take_apart(struct scope *scope, str text, str country)
{
	struct wanted wanted = { .country = country };
	text = str_trim(str_first(text, TEXT_BYTES_MAX));
	str prefix = cut_prefix(&text);
	if (prefix.len)
		wanted.country = prefix;
	size_t digits = digits_at_start(text);
	bool is_code = digits >= CODE_MIN && digits <= CODE_MAX && (digits == text.len || text.at[digits] == ' ');
	if (is_code) {
		wanted.code = str_first(text, digits);
		text = str_trim(str_skip(text, digits));
	}
	wanted.town = utf8_fold(scope->arena, text);
	return wanted;
}

/* ── codes ── */

static int by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *at, size_t count)
{
	qsort(at, count, sizeof(*at), by_number);
	return count % 2 ? at[count / 2] : (at[count / 2 - 1] + at[count / 2]) / 2;
}

/* The places of one code and country become one: named after the largest, in the middle of all. */
static struct place middle(struct scope *scope, const struct place_list *list, size_t first)
{
	struct place place = list->at[first];
	double *lat = arena_take(scope->arena, list->count * sizeof(*lat));
	double *lon = arena_take(scope->arena, list->count * sizeof(*lon));
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (!str_equal(list->at[i].country, place.country))
			continue;
		lat[count] = list->at[i].lat;
		lon[count++] = list->at[i].lon;
	}
	place.lat = median(lat, count);
	place.lon = median(lon, count);
	return place;
}

/* One place a country, in the order found: larger ones first. */
static void one_a_country(struct scope *scope, const struct place_list *found, struct place_list *list_out)
{
	struct place *at = arena_take(scope->arena, found->count * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < found->count; i++) {
		bool known = false;
		for (size_t k = 0; k < count; k++)
			known = known || str_equal(at[k].country, found->at[i].country);
		if (!known)
			at[count++] = middle(scope, found, i);
	}
	*list_out = (struct place_list){ at, count };
}

static bool is_in_town(struct scope *scope, const struct place *place, str folded)
{
	return str_starts(utf8_fold(scope->arena, place->town), folded) ||
	       str_starts(utf8_fold(scope->arena, place->name), folded);
}

/* Keeps those whose town was typed; when none is, the code alone counts: towns are often mistyped. */
static void keep_town(struct scope *scope, struct place_list *list, str folded)
{
	struct place *at = arena_take(scope->arena, list->count * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (is_in_town(scope, &list->at[i], folded))
			at[count++] = list->at[i];
	}
	if (count)
		*list = (struct place_list){ at, count };
}

/* They change by an import alone, which has all forgotten (place_import.c). */
static const size_t place_texts[] = { offsetof(struct place, country), offsetof(struct place, code), offsetof(struct place, name),
	offsetof(struct place, town), offsetof(struct place, region) };
static const struct memo_kind code_memo = { sizeof(struct place), place_texts, COUNT(place_texts), MINUTES(10), false };

static enum err places_of_code(struct scope *scope, const struct wanted *wanted, struct place_list *list_out)
{
	struct memo_rows rows;
	str key = str_format(scope->arena, "%.*s %.*s", STR_ARG(wanted->code), STR_ARG(wanted->country));
	if (memo_find(scope, &code_memo, key, &rows)) {
		*list_out = (struct place_list){ rows.at, rows.count };
		return OK;
	}
	enum err err = sql_core_place_by_code(scope, wanted->code, wanted->country, list_out);
	if (!err)
		memo_keep(scope, &code_memo, key, &(struct memo_value){ .at = list_out->at, .count = list_out->count });
	return err;
}

static enum err find_code(struct scope *scope, const struct wanted *wanted, struct place_list *list_out)
{
	struct place_list found;
	enum err err = places_of_code(scope, wanted, &found);
	if (err)
		return err;
	if (wanted->town.len)
		keep_town(scope, &found, wanted->town);
	one_a_country(scope, &found, list_out);
	return OK;
}

/* ── towns ── */

/* "koeln" -> "koln": who has no umlauts on the keyboard. */
static str without_e(struct arena *arena, str folded)
{
	char *at = arena_bytes(arena, folded.len);
	size_t len = 0;
	for (size_t i = 0; i < folded.len; i++) {
		at[len++] = folded.at[i];
		bool umlaut = i + 1 < folded.len && folded.at[i + 1] == 'e' && memchr("aou", folded.at[i], 3);
		if (umlaut)
			i++;
	}
	return (str){ at, len };
}

static enum err find_town(struct scope *scope, const struct wanted *wanted, struct place_list *list_out)
{
	enum err err = sql_core_place_by_town(scope, wanted->town, wanted->country, list_out);
	str other = without_e(scope->arena, wanted->town);
	if (!err && !list_out->count && other.len < wanted->town.len)
		err = sql_core_place_by_town(scope, other, wanted->country, list_out);
	if (err)
		return err;
	/* Who types Hamburg means the city; the hamlet of that name has its code. */
	if (list_out->count > 1 && list_out->at[0].rank >= FAR_LARGER * list_out->at[1].rank)
		list_out->count = 1;
	return OK;
}

enum err place_find(struct scope *scope, str text, str country, struct place_list *list_out)
{
	struct wanted wanted = take_apart(scope, text, country);
	struct place_list list = { 0 };
	enum err err = OK;
	if (wanted.code.len)
		err = find_code(scope, &wanted, &list);
	else if (wanted.town.len)
		err = find_town(scope, &wanted, &list);
	if (err)
		return err;
	if (!list.count)
		return refuse(scope, ERR_NOT_FOUND, "place.unknown");
	*list_out = list;
	return OK;
}

enum err place_one(struct scope *scope, str text, str country, struct place *place_out)
{
	struct place_list list;
	enum err err = place_find(scope, text, country, &list);
	if (err)
		return err;
	if (list.count > 1)
		return refuse(scope, ERR_CONFLICT, "place.several");
	*place_out = list.at[0];
	return OK;
}

/* ── suggestions ── */

/* All that begins so lies between the start and its next neighbour. */
static str end_of(struct arena *arena, str start)
{
	return str_format(arena, "%.*s\xf4\x8f\xbf\xbf", STR_ARG(start));
}

static void keep_first(struct place_list *list, struct place_list found)
{
	*list = (struct place_list){ found.at, found.count < SUGGESTED ? found.count : SUGGESTED };
}

/* Codes are stored a town each; suggested once a country. */
static size_t without_repeats(struct place *at, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		bool repeats = kept && str_equal(at[kept - 1].code, at[i].code) &&
			str_equal(at[kept - 1].country, at[i].country);
		if (!repeats)
			at[kept++] = at[i];
	}
	return kept;
}

enum err place_suggest(struct scope *scope, str start, struct place_list *list_out)
{
	struct place_list found = { 0 };
	start = str_trim(str_first(start, TEXT_BYTES_MAX));
	str prefix = cut_prefix(&start);
	enum err err = OK;
	if (start.len && digits_at_start(start) == start.len) {
		err = sql_core_place_codes_from(scope, start, end_of(scope->arena, start), prefix, &found);
		found.count = err ? 0 : without_repeats(found.at, found.count);
	} else if (utf8_length(start) >= TOWN_START_MIN) {
		str folded = utf8_fold(scope->arena, start);
		err = sql_core_place_towns_from(scope, folded, end_of(scope->arena, folded), &found);
	}
	if (err)
		return err;
	keep_first(list_out, found);
	return OK;
}

enum err place_walk(struct scope *scope, str country, int64_t *after_id, struct place_list *list_out)
{
	struct place_row_list rows;
	struct place_list list = { NULL, 0 };
	do {
		enum err err = sql_core_place_older(scope, country, *after_id, INT64_MAX, &rows);
		if (err)
			return err;
		list.at = arena_take(scope->arena, rows.count * sizeof(*list.at));
		for (size_t i = 0; i < rows.count; i++) {
			const struct place_row *row = &rows.at[i];
			if (!str_equal(row->kind, S("bulk")))
				list.at[list.count++] = (struct place){ row->country, row->code, row->name, row->town, row->region,
					row->lat, row->lon, row->rank };
			*after_id = row->id;
		}
	} while (rows.count && !list.count);
	*list_out = list;
	return OK;
}
