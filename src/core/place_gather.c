/*
 * place_gather.c: from the lines of a file to the rows that are stored.
 *
 * All lines of one code and town become one row at the median of their points.  All codes
 * of one town become one more row, the town itself; towns of one name that lie apart are
 * different towns (there are many Neustadts).
 */
#include "core/place_file.h"
#include "store/geo.h"

#include <stdlib.h>

#define APART_KM 25.0

static int compare(str a, str b, int otherwise)
{
	int order = str_compare(a, b);
	return order ? order : otherwise;
}

static int by_code_and_town(const void *a, const void *b)
{
	const struct place_row *x = a, *y = b;
	int order = compare(x->town_folded, y->town_folded, compare(x->region, y->region, str_compare(x->name, y->name)));
	return compare(x->country, y->country, compare(x->code, y->code, order));
}

/* Rows that the file itself calls towns come first: the others join them. */
static int by_town(const void *a, const void *b)
{
	const struct place_row *x = a, *y = b;
	int order = compare(x->country, y->country, str_compare(x->town_folded, y->town_folded));
	return order ? order : compare(x->code, y->code, str_compare(x->region, y->region));
}

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

/* Moves a row to the middle of several. */
static void to_the_middle(struct place_row *row, const struct place_row *const *rows, size_t count, double *space)
{
	for (size_t i = 0; i < count; i++)
		space[i] = rows[i]->lat;
	row->lat = median(space, count);
	for (size_t i = 0; i < count; i++)
		space[i] = rows[i]->lon;
	row->lon = median(space, count);
}

static bool same_code_and_town(const struct place_row *x, const struct place_row *y)
{
	return str_equal(x->country, y->country) && str_equal(x->code, y->code) &&
	       str_equal(x->town_folded, y->town_folded);
}

static bool is_bulk(const struct place_row *row)
{
	return str_equal(row->kind, S("bulk"));
}

/* `count` lines from `first` on are one code and town. */
static struct place_row gathered(const struct place_row *first, size_t count, const struct place_row **rows,
                                 double *space)
{
	struct place_row row = *first;
	row.kind = S("bulk");
	for (size_t i = 0; i < count; i++) {
		rows[i] = &first[i];
		row.rank += i ? first[i].rank : 0;
		if (!is_bulk(&first[i]))
			row.kind = S("area");
	}
	if (count > 1)
		row.name = row.town;
	to_the_middle(&row, rows, count, space);
	return row;
}

static bool is_near(const struct place_row *x, const struct place_row *y)
{
	return geo_distance_km((struct point){ x->lat, x->lon }, (struct point){ y->lat, y->lon }) <= APART_KM;
}

struct gathering {
	struct list rows;             /* struct place_row: what is stored */
	const struct place_row **few; /* room for pointers to all */
	double *space;                /* … and for their numbers */
	bool *done;
};

static void gather_codes(struct gathering *gathering, const struct list *places)
{
	for (size_t i = 0; i < places->count;) {
		const struct place_row *first = list_at(places, i);
		size_t count = 1;
		while (i + count < places->count && same_code_and_town(first, &first[count]))
			count++;
		bool is_town = str_empty(first->code);
		if (!is_town)
			*(struct place_row *)list_add(&gathering->rows) =
				gathered(first, count, gathering->few, gathering->space);
		i += is_town ? 1 : count; /* towns of one name stay apart here */
	}
}

/* The town around `seed`, from all rows of its name that lie near it. */
static struct place_row town_around(struct gathering *gathering, const struct place_row *seed, size_t count)
{
	struct place_row town = *seed;
	size_t mine = 0;
	town.rank = 0;
	for (size_t i = 0; i < count; i++) {
		if (gathering->done[i] || !is_near(seed, &seed[i]))
			continue;
		gathering->done[i] = true;
		gathering->few[mine++] = &seed[i];
		town.rank += seed[i].rank;
	}
	town.name = town.town;
	town.kind = S("town");
	if (str_empty(seed->code))
		return town; /* the file says itself where it is */
	town.code = S("");
	to_the_middle(&town, gathering->few, mine, gathering->space);
	return town;
}

static void gather_towns_of_name(struct gathering *gathering, const struct place_row *first, size_t count)
{
	bool *done = gathering->done;
	memset(done, 0, count);
	for (size_t i = 0; i < count; i++) {
		if (done[i] || is_bulk(&first[i]))
			continue;
		gathering->done = &done[i];
		*(struct place_row *)list_add(&gathering->rows) = town_around(gathering, &first[i], count - i);
	}
	gathering->done = done;
}

/* Rows of firms and post-office boxes are in no town's middle. */
static size_t without_bulk(struct place_row *rows, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (!is_bulk(&rows[i]))
			rows[kept++] = rows[i];
	}
	return kept;
}

static void gather_towns(struct gathering *gathering, struct place_row *rows, size_t count)
{
	qsort(rows, count, sizeof(*rows), by_town);
	for (size_t i = 0; i < count;) {
		size_t same = 1;
		while (i + same < count && str_equal(rows[i].country, rows[i + same].country) &&
		       str_equal(rows[i].town_folded, rows[i + same].town_folded))
			same++;
		gather_towns_of_name(gathering, &rows[i], same);
		i += same;
	}
}

/* The codes gathered so far, and the towns of the file, as a list of their own. */
static struct place_row *rows_of_towns(const struct place_file *file, const struct list *codes, size_t *count_out)
{
	struct place_row *rows = arena_take(file->arena, (codes->count + file->places.count) * sizeof(*rows));
	size_t count = codes->count;
	if (count)
		memcpy(rows, codes->at, count * sizeof(*rows));
	for (size_t i = 0; i < file->places.count; i++) {
		const struct place_row *row = list_at(&file->places, i);
		if (str_empty(row->code))
			rows[count++] = *row;
	}
	*count_out = without_bulk(rows, count);
	return rows;
}

struct place_row_list place_file_gather(struct place_file *file)
{
	size_t count = file->places.count;
	if (!count)
		return (struct place_row_list){ NULL, 0 };
	struct gathering gathering = {
		.few = arena_take(file->arena, count * sizeof(*gathering.few)),
		.space = arena_take(file->arena, count * sizeof(*gathering.space)),
		.done = arena_take(file->arena, count),
	};
	list_open(&gathering.rows, file->arena, sizeof(struct place_row));
	qsort(file->places.at, count, sizeof(struct place_row), by_code_and_town);
	gather_codes(&gathering, &file->places);
	struct place_row *rows = rows_of_towns(file, &gathering.rows, &count);
	gather_towns(&gathering, rows, count);
	return (struct place_row_list){ list_at(&gathering.rows, 0), gathering.rows.count };
}
