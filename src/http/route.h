/* route.h: finds a path's row: "/threads/:id/posts" by segments, in time that does not grow with the table. */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H
#include "http/request.h"

#define ROUTE_PARAMS_MAX 4

struct route_params { size_t count; str names[ROUTE_PARAMS_MAX]; str values[ROUTE_PARAMS_MAX]; };
struct route_tree;

struct route_tree *route_tree_open(struct arena *arena);
/* ERR_CONFLICT when method and path stand already. */
enum err route_add(struct route_tree *tree, enum method method, str path, const void *row);
/* NULL: no such path.  *allowed_out: bit set of methods that the path has (405 when the row is NULL and it is not 0). */
const void *route_find(const struct route_tree *tree, enum method method, str path,
                       struct route_params *params_out, unsigned *allowed_out);
#endif
