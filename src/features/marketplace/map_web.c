/* map_web.c: numbers of the drawn map, as text: only blurred positions come here. */
#include "features/marketplace/map_web.h"

enum { RADIUS_LEAST = 5 };
#define UNITS_A_KM 0.9 /* of the projection, north to south */

static str number(struct arena *arena, double x)
{
	return str_format(arena, "%.2f", x); /* the process's locale stays "C" */
}

static double map_x(double lon)
{
	return (lon - 5) * 66;
}

static double map_y(double lat)
{
	return (56 - lat) * 100;
}

static double reach_of(int64_t radius_km, const struct map_points *points)
{
	double reach = RADIUS_LEAST;
	if (radius_km > 0)
		return (double)radius_km; /* at most 100 */
	for (size_t i = 0; i < points->count; i++)
		reach = points->at[i].km + 1 > reach ? points->at[i].km + 1 : reach;
	return reach;
}

struct map_points map_points_of(struct scope *scope, const struct service_row_list *rows)
{
	struct map_point *at = arena_take(scope->arena, (rows->count + 1) * sizeof(*at));
	for (size_t i = 0; i < rows->count; i++)
		at[i] = (struct map_point){ rows->at[i].service->public_lat, rows->at[i].service->public_lon, rows->at[i].km, false };
	return (struct map_points){ at, rows->count };
}

struct map map_of(struct scope *scope, const struct place *place, int64_t radius_km, const struct map_points *points)
{
	struct arena *arena = scope->arena;
	double reach = reach_of(radius_km, points), size = 2.2 * reach * UNITS_A_KM;
	double x = map_x(place->lon), y = map_y(place->lat);
	struct map_dot *dots = arena_take(arena, points->count * sizeof(*dots));
	for (size_t i = 0; i < points->count; i++)
		dots[i] = (struct map_dot){ number(arena, map_x(points->at[i].lon)), number(arena, map_y(points->at[i].lat)),
			points->at[i].is_task };
	return (struct map){
		.box = str_format(arena, "%.2f %.2f %.2f %.2f", x - size / 2, y - size / 2, size, size),
		.size = number(arena, size / 60), .here_x = number(arena, x), .here_y = number(arena, y),
		.lat = number(arena, place->lat), .lon = number(arena, place->lon),
		.radius_km = (int64_t)(reach + 0.5), /* kilometres, at most some hundreds */
		.dots = { dots, points->count },
	};
}
