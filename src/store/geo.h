/*
 * geo.h: points, distances, and covering cells.
 *
 * The earth is cut into cells of a fixed size (levels of halving latitude and
 * longitude, numbered by interleaved bits).  A thing with a radius is stored under
 * the cells that cover its circle; a search at a point looks up that point's
 * cells, one per level: the same plain SQL on both engines, no R*Tree.
 */
#ifndef STORE_GEO_H
#define STORE_GEO_H
#include "base/base.h"

struct point {
	double lat, lon;
}; /* degrees, WGS 84 */

#define GEO_COVER_MAX 24 /* cells for one circle */
#define GEO_LEVELS 12	 /* levels in use, coarse to fine */

double geo_distance_km(struct point a, struct point b); /* great circle, haversine */
/* The cells that cover a circle, mixed levels, at most GEO_COVER_MAX. */
size_t geo_cover(struct point centre, double radius_km, int64_t cells_out[GEO_COVER_MAX]);
/* The cells that hold a point: one per level. */
size_t geo_cells_at(struct point point, int64_t cells_out[GEO_LEVELS]);
/* The public position: the middle of a cell of about 1 km, always the same for the same place. */
struct point geo_blurred(struct point point);
#endif
