/*
 * map_web.h: services and tasks as dots on outlines, drawn without scripts.
 *
 * x = (lon - 5) * 66, y = (56 - lat) * 100: the projection of map.svg (docs/design.md, Map).
 */
#ifndef MAP_WEB_H
#define MAP_WEB_H
#include "features/marketplace/service_card_web.h"

struct map_dot { str x, y; bool is_task; };
/* What is drawn: blurred positions only. */
struct map_point { double lat, lon, km; bool is_task; };
struct map_points { struct map_point *at; size_t count; };
struct map_dot_list { struct map_dot *at; size_t count; };
struct map { str box, size, here_x, here_y, lat, lon; int64_t radius_km; struct map_dot_list dots; };

/* The cut shows the radius asked for, or as far as the farthest dot. */
struct map map_of(struct scope *scope, const struct place *place, int64_t radius_km, const struct map_points *points);
struct map_points map_points_of(struct scope *scope, const struct service_row_list *rows);
#endif
