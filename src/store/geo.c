/*
 * geo.c: distances on a sphere, and covering a circle by cells.
 *
 * Level 0 is the whole earth, for circles that nothing smaller covers; the others
 * are levels 5 to 15 of halving: 625 km down to 600 m in height.  A cover begins with
 * the coarse cells that touch the circle and splits the one that wastes most, as long
 * as the pieces fit into GEO_COVER_MAX.
 */
#include "store/geo.h"

#include <math.h>

enum { FIRST_LEVEL = 5, LAST_LEVEL = 15, LEVEL_SHIFT = 40 };

static_assert(LAST_LEVEL - FIRST_LEVEL + 2 == GEO_LEVELS, "one cell a level, and the whole earth");

static const double EARTH_KM = 6371.0088, DEGREE = 3.14159265358979323846 / 180,
		    BLUR_DEGREES = 0.01;

struct cell {
	int level;
	int64_t row, column;
};
struct box {
	double south, north, west, east;
};

double geo_distance_km(struct point a, struct point b)
{
	double half_lat = sin((b.lat - a.lat) * DEGREE / 2),
	       half_lon = sin((b.lon - a.lon) * DEGREE / 2);
	double h =
	    half_lat * half_lat + cos(a.lat * DEGREE) * cos(b.lat * DEGREE) * half_lon * half_lon;
	return 2 * EARTH_KM * asin(sqrt(h < 1 ? h : 1));
}

static double clamped(double x, double low, double high)
{
	return x < low ? low : x > high ? high : x;
}

static int64_t index_of(double degrees, double span, int level)
{
	int64_t count = (int64_t)1 << level;
	double index = floor((degrees + span / 2) / span * (double)count);
	/* Also what is no number at all gets a cell: the first. */
	if (!(index >= 0))
		return 0;
	return index >= (double)count ? count - 1 : (int64_t)index;
}

static struct cell cell_at(struct point point, int level)
{
	return (struct cell){ level, index_of(point.lat, 180, level),
			      index_of(point.lon, 360, level) };
}

static struct box box_of(struct cell cell)
{
	double height = 180 / (double)((int64_t)1 << cell.level), width = 2 * height;
	double south = -90 + (double)cell.row * height, west = -180 + (double)cell.column * width;
	return (struct box){ south, south + height, west, west + width };
}

/* Level, then the bits of row and column interleaved: cells that lie together have numbers that do. */
static int64_t number_of(struct cell cell)
{
	int64_t bits = 0;
	for (int i = cell.level - 1; i >= 0; i--)
		bits = bits << 2 | (cell.row >> i & 1) << 1 | (cell.column >> i & 1);
	return (int64_t)cell.level << LEVEL_SHIFT | bits;
}

/* The nearest point of a meridian's piece: not at the same latitude, the farther away the less. */
static double to_meridian_km(struct point centre, double lon, const struct box *box)
{
	double across = cos((lon - centre.lon) * DEGREE);
	double lat = across > 1e-9    ? atan(tan(centre.lat * DEGREE) / across) / DEGREE
		     : centre.lat > 0 ? 90
				      : -90;
	return geo_distance_km(centre, (struct point){ clamped(lat, box->south, box->north), lon });
}

static double nearest_km(struct point centre, const struct box *box)
{
	if (centre.lon >= box->west && centre.lon <= box->east)
		return geo_distance_km(
		    centre,
		    (struct point){ clamped(centre.lat, box->south, box->north), centre.lon });
	double west = to_meridian_km(centre, box->west, box),
	       east = to_meridian_km(centre, box->east, box);
	return west < east ? west : east;
}

static double farthest_km(struct point centre, const struct box *box)
{
	const struct point corners[] = { { box->south, box->west },
					 { box->south, box->east },
					 { box->north, box->west },
					 { box->north, box->east } };
	double farthest = 0;
	for (size_t i = 0; i < COUNT(corners); i++) {
		double km = geo_distance_km(centre, corners[i]);
		farthest = km > farthest ? km : farthest;
	}
	return farthest;
}

struct circle {
	struct point centre;
	double km;
};

static bool touches(const struct circle *circle, struct cell cell)
{
	struct box box = box_of(cell);
	/* A metre more, against rounding at the very edge. */
	return nearest_km(circle->centre, &box) <= circle->km + 0.001;
}

/* Splitting gains nothing where all of the cell is wanted. */
static bool may_split(const struct circle *circle, struct cell cell)
{
	struct box box = box_of(cell);
	return cell.level < LAST_LEVEL && farthest_km(circle->centre, &box) > circle->km;
}

static size_t children_of(const struct circle *circle, struct cell cell,
			  struct cell children_out[4])
{
	size_t count = 0;
	for (int i = 0; i < 4; i++) {
		struct cell child = { cell.level + 1, cell.row * 2 + (i >> 1),
				      cell.column * 2 + (i & 1) };
		if (touches(circle, child))
			children_out[count++] = child;
	}
	return count;
}

/* A cell of a cover; which quarters it would split into is worked out once, being dear. */
struct piece {
	struct cell cell, children[4];
	size_t count; /* 0: it stays whole */
};

static struct piece piece_of(const struct circle *circle, struct cell cell)
{
	struct piece piece = { .cell = cell };
	if (may_split(circle, cell))
		piece.count = children_of(circle, cell, piece.children);
	return piece;
}

/* Where splitting sheds most: the share of the four quarters that fall away, times the cell's size. */
static double gain_of(const struct piece *piece, size_t room)
{
	if (!piece->count || piece->count > room + 1)
		return 0;
	double size = 1.0 / (double)((int64_t)1 << 2 * (piece->cell.level - FIRST_LEVEL));
	/* Four quarters shed nothing yet, but lead to cells that do. */
	return size * ((4 - (double)piece->count) + 0.5);
}

static void split(const struct circle *circle, struct piece pieces[GEO_COVER_MAX], size_t *count,
		  size_t at)
{
	struct piece whole = pieces[at];
	pieces[at] = pieces[--*count];
	for (size_t i = 0; i < whole.count; i++)
		pieces[(*count)++] = piece_of(circle, whole.children[i]);
}

static bool split_best(const struct circle *circle, struct piece pieces[GEO_COVER_MAX],
		       size_t *count)
{
	size_t best = 0;
	double most = 0;
	for (size_t i = 0; i < *count; i++) {
		double gain = gain_of(&pieces[i], GEO_COVER_MAX - *count);
		if (gain > most) {
			most = gain;
			best = i;
		}
	}
	if (most > 0)
		split(circle, pieces, count, best);
	return most > 0;
}

/* The coarse cells that touch the circle; 0 when they are too many, or none (a position that is no number). */
static size_t coarse_cells(const struct circle *circle, struct piece pieces[GEO_COVER_MAX])
{
	size_t count = 0;
	double reach = circle->km / EARTH_KM / DEGREE + 0.001;
	int64_t south = index_of(circle->centre.lat - reach, 180, FIRST_LEVEL);
	int64_t north = index_of(circle->centre.lat + reach, 180, FIRST_LEVEL);
	for (int64_t row = south; row <= north; row++) {
		for (int64_t column = 0; column < (int64_t)1 << FIRST_LEVEL; column++) {
			struct cell cell = { FIRST_LEVEL, row, column };
			if (!touches(circle, cell))
				continue;
			if (count == GEO_COVER_MAX)
				return 0;
			pieces[count++] = piece_of(circle, cell);
		}
	}
	return count;
}

size_t geo_cover(struct point centre, double radius_km, int64_t cells_out[GEO_COVER_MAX])
{
	struct circle circle = { centre, radius_km > 0 ? radius_km : 0 };
	struct piece pieces[GEO_COVER_MAX];
	size_t count = coarse_cells(&circle, pieces);
	if (count == 0) {
		cells_out[0] = 0;
		return 1;
	}
	while (split_best(&circle, pieces, &count)) {
	}
	for (size_t i = 0; i < count; i++)
		cells_out[i] = number_of(pieces[i].cell);
	return count;
}

size_t geo_cells_at(struct point point, int64_t cells_out[GEO_LEVELS])
{
	cells_out[0] = 0;
	for (int level = FIRST_LEVEL; level <= LAST_LEVEL; level++)
		cells_out[level - FIRST_LEVEL + 1] = number_of(cell_at(point, level));
	return GEO_LEVELS;
}

struct point geo_blurred(struct point point)
{
	double lat = (floor(point.lat / BLUR_DEGREES) + 0.5) * BLUR_DEGREES;
	/* As wide as high: a degree of longitude shrinks towards the poles. */
	double across = cos(clamped(lat, -89, 89) * DEGREE);
	double step = BLUR_DEGREES / across;
	return (struct point){ lat, (floor(point.lon / step) + 0.5) * step };
}
