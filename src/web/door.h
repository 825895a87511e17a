/* door.h: where requests come in and answers leave: brand, session, route, guard, unit, failure. */
#ifndef WEB_DOOR_H
#define WEB_DOOR_H
#include "web/slice.h"

struct web;

struct web_settings {
	const struct slice *const *slices; /* ends with NULL */
	size_t cache_bytes;                /* of cached pages; 0 = 16 MiB; 1 = none */
	int hands;                         /* threads for BY_HAND (and reads on a remote database); 0 = 4 */
	bool limits_off;                   /* tests and benches of one client */
	const moment *clock;               /* tests: where the clock stands; NULL = the real one */
};

enum err web_open(struct house *house, const struct web_settings *settings, struct web **web_out);
void web_close(struct web *web);
/* server_settings.serve, with exchange->house = struct web of house_web(). */
enum serve web_serve(struct http_exchange *exchange);
size_t web_body_limit(void *web, enum method method, str path);
void web_set_server(struct web *web, struct server *server);
/* All routes in the order of the slices; for `heinzel routes`, openapi, tests. */
size_t web_routes(const struct web *web, const struct route **routes_out, size_t room);
/* Serves one request in this thread, to the end: tests and fuzzers. */
void web_visit(struct web *web, struct http_exchange *exchange);
#endif
