/* area_store.c: writes a circle's cells, and asks for the cells that hold a point. */
#include "features/marketplace/area_store.h"

#include "features/marketplace/sql.gen.h"
#include "store/geo.h"

#include <math.h>

#define KM_A_DEGREE 111.0   /* a little less than it is */
#define GENEROUS 1.03       /* a flat earth is wrong by less than this within 100 km */

static_assert(GEO_LEVELS == 12, "area_hits has an arm for each level");

enum err area_remove(struct scope *scope, int64_t service_id)
{
	return sql_cells_remove(scope, service_id);
}

enum err area_put_new(struct scope *scope, const struct service *service, size_t *cells_out)
{
	int64_t cells[GEO_COVER_MAX + 1];
	/* The public point, not the helper's own: then no question, and no number of them, can tell more than it does. */
	struct point centre = { service->public_lat, service->public_lon };
	bool is_home = service->ways & WAY_BIT(WAY_HOME);
	size_t count = is_home ? geo_cover(centre, (double)service->radius_km, cells) : 0; /* at most 100 */
	if (service->ways & WAYS_AFAR)
		cells[count++] = AREA_AFAR;
	enum err err = OK;
	for (size_t i = 0; !err && i < count; i++) {
		bool is_afar = cells[i] == AREA_AFAR; /* how far one would travel orders nobody there */
		struct area_cell cell = {
			.cell = cells[i], .rank = service->rank, .radius_km = is_afar ? 0 : service->radius_km, .service_id = service->id,
			.helper_id = service->helper_id, .category = service->category,
			.language_bits = service->language_bits, .product_id = service->product_id, .purpose = service->purpose,
			.ways = service->ways,
			.audience_id = service->audience_id, .lat = service->public_lat, .lon = service->public_lon,
		};
		err = sql_cell_add(scope, &cell);
	}
	*cells_out = count;
	return err;
}

enum err area_put(struct scope *scope, const struct service *service)
{
	size_t cells;
	enum err err = area_remove(scope, service->id);
	return err ? err : area_put_new(scope, service, &cells);
}

enum err area_set_rank(struct scope *scope, int64_t service_id, int64_t rank)
{
	return sql_cells_rank(scope, service_id, rank);
}

struct area_query area_query_at(struct area_point point, double radius_km)
{
	int64_t cells[GEO_LEVELS];
	double degree = GENEROUS / KM_A_DEGREE, narrowing = cos(point.lat * 3.14159265358979 / 180);
	size_t count = geo_cells_at((struct point){ point.lat, point.lon }, cells);
	must(count == GEO_LEVELS);
	return (struct area_query){
		cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7], cells[8], cells[9],
		cells[10], cells[11],
		.after_rank = INT64_MIN, .any_category = true, .any_product = true, .any_purpose = true,
		.any_day = true, .language_bits = -1,
		.lat = point.lat, .lon = point.lon, .stretch = narrowing * narrowing, .unit = degree * degree,
		.reach = radius_km * radius_km * degree * degree,
	};
}

struct area_query area_query_afar(int64_t ways)
{
	return (struct area_query){ .cell0 = AREA_AFAR, .ways = ways, .after_rank = INT64_MIN, .any_category = true,
		.any_product = true, .any_purpose = true, .any_day = true, .language_bits = -1 };
}

struct area_point area_blurred(struct area_point point)
{
	struct point blurred = geo_blurred((struct point){ point.lat, point.lon });
	return (struct area_point){ blurred.lat, blurred.lon };
}

double area_km(struct area_point a, struct area_point b)
{
	return geo_distance_km((struct point){ a.lat, a.lon }, (struct point){ b.lat, b.lon });
}

enum err area_find(struct scope *scope, const struct area_query *query, struct area_hit_list *list_out)
{
	return query->cell0 == AREA_AFAR ? sql_afar_hits(scope, query, list_out) : sql_area_hits(scope, query, list_out);
}
