/*
 * place_file.c: reads files of places line by line.
 *
 * Two formats: GeoNames' postal codes (12 columns, no header), and tables with a header
 * line that names its columns in any order.  A town is the name before the comma.
 */
#include "core/place_file.h"

#include "base/utf8.h"

#include <ctype.h>

enum { COLUMNS_MAX = 24, NAME_BYTES_MAX = 200, CODE_BYTES_MAX = 12 };

enum column { COUNTRY, CODE, NAME, TOWN, REGION, LAT, LON, KIND, RANK, COLUMN_COUNT };

static const struct { const char *title; enum column column; } titles[] = {
	{ "country", COUNTRY }, { "code", CODE }, { "postal_code", CODE }, { "name", NAME }, { "place", NAME },
	{ "town", TOWN }, { "region", REGION }, { "lat", LAT }, { "lon", LON }, { "kind", KIND }, { "rank", RANK },
};

/* A file's rank is a class: 1 the largest towns, 9 the smallest places.  Stored is a weight, so that the codes of a
   town can be added up; a line without a rank weighs as much as class 5. */
static const int64_t weights[] = { 0, 1000, 300, 100, 30, 10, 3, 2, 1, 1 };
static const int64_t WEIGHT_UNRANKED = 10;

/* Where each column stands in this file, from 1; 0 = nowhere. */
struct format { size_t at[COLUMN_COUNT]; size_t columns; };

static const struct format geonames = {
	.at = { [COUNTRY] = 1, [CODE] = 2, [NAME] = 3, [REGION] = 4, [LAT] = 10, [LON] = 11 }, .columns = 12,
};

static size_t split(str line, str cells[COLUMNS_MAX])
{
	size_t count = 0;
	bool more = true;
	while (more && count < COLUMNS_MAX) {
		size_t tab;
		more = str_find(line, S("\t"), &tab);
		cells[count++] = str_trim(str_cut(&line, '\t'));
	}
	return count;
}

/* False when the line is no header. */
static bool read_header(str line, struct format *format)
{
	str cells[COLUMNS_MAX];
	*format = (struct format){ .columns = split(line, cells) };
	for (size_t i = 0; i < format->columns; i++) {
		for (size_t k = 0; k < COUNT(titles); k++) {
			if (str_equal_fold(cells[i], str_from(titles[k].title)))
				format->at[titles[k].column] = i + 1;
		}
	}
	return format->at[COUNTRY] && format->at[CODE] && format->at[NAME] && format->at[LAT] && format->at[LON];
}

static str cell(const struct format *format, const str *cells, enum column column)
{
	return format->at[column] ? cells[format->at[column] - 1] : S("");
}

static bool is_country(str s)
{
	return s.len == 2 && isupper((unsigned char)s.at[0]) && isupper((unsigned char)s.at[1]);
}

static bool is_code(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!isascii(s.at[i]) || (!isalnum(s.at[i]) && s.at[i] != ' ' && s.at[i] != '-'))
			return false;
	}
	return s.len <= CODE_BYTES_MAX;
}

/* NULL when the line is good. */
static const char *read_place(struct place_file *file, const struct format *format, const str *cells,
                              struct place_row *row)
{
	*row = (struct place_row){ .country = cell(format, cells, COUNTRY), .code = cell(format, cells, CODE),
		.name = cell(format, cells, NAME), .town = cell(format, cells, TOWN),
		.region = cell(format, cells, REGION), .kind = cell(format, cells, KIND) };
	if (!is_country(row->country))
		return "place.bad_country";
	if (!is_code(row->code) || (str_empty(row->code) && !str_equal(row->kind, S("town"))))
		return "place.bad_code";
	if (str_empty(row->name) || row->name.len > NAME_BYTES_MAX || row->region.len > NAME_BYTES_MAX)
		return "place.bad_name";
	if (!str_real(cell(format, cells, LAT), &row->lat) || !(row->lat >= -90 && row->lat <= 90))
		return "place.bad_point";
	if (!str_real(cell(format, cells, LON), &row->lon) || !(row->lon >= -180 && row->lon <= 180))
		return "place.bad_point";
	str rank = cell(format, cells, RANK);
	int64_t class = 0;
	if (rank.len && (!str_number(rank, &class) || class < 1 || class >= (int64_t)COUNT(weights)))
		return "place.bad_rank"; /* COUNT is small */
	row->rank = rank.len ? weights[class] : WEIGHT_UNRANKED;
	if (str_empty(row->town)) {
		str rest = row->name;
		row->town = str_trim(str_cut(&rest, ','));
	}
	if (str_empty(row->town) || row->town.len > NAME_BYTES_MAX)
		return "place.bad_name";
	row->town_folded = utf8_fold(file->arena, row->town);
	return NULL;
}

static const char *read_line(struct place_file *file, const struct format *format, str line)
{
	str cells[COLUMNS_MAX];
	if (!utf8_is_valid(line))
		return "place.bad_utf8";
	if (split(line, cells) != format->columns)
		return "place.bad_columns";
	struct place_row row;
	const char *why = read_place(file, format, cells, &row);
	if (!why)
		*(struct place_row *)list_add(&file->places) = row;
	return why;
}

static str cut_line(str *rest)
{
	str line = str_cut(rest, '\n');
	return str_ends(line, S("\r")) ? str_first(line, line.len - 1) : line;
}

void place_file_read(struct place_file *file, str bytes)
{
	list_open(&file->places, file->arena, sizeof(struct place_row));
	if (str_starts(bytes, S("\xef\xbb\xbf")))
		bytes = str_skip(bytes, 3);
	struct format format = geonames;
	str rest = bytes;
	int64_t number = 0;
	if (read_header(cut_line(&rest), &format)) {
		bytes = rest;
		number = 1;
	} else {
		format = geonames;
	}
	while (bytes.len) {
		str line = cut_line(&bytes);
		number++;
		if (str_empty(line))
			continue;
		file->count.lines++;
		const char *why = read_line(file, &format, line);
		file->count.taken += !why;
		file->count.skipped += why != NULL;
		if (why && file->tell)
			file->tell->line(file->tell->data, number, why);
	}
}
