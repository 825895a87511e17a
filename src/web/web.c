/* web.c: gathers the slices' tables into one web: routes, navigation, resolvers; and hears of every durable unit. */
#include "web/web_room.h"

#include "base/metrics.h"
#include "web/cache.h"
#include "web/crowd.h"
#include "web/hands.h"
#include "web/own.h"
#include "web/reads.h"

#define ROUTES_MAX 1024
#define CACHE_BYTES (16u << 20)
#define LIMIT_SLOTS 65536

static const char *const methods[METHOD_COUNT] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" };

static void add_resolvers(struct web *web, const struct resolvers *resolvers)
{
	if (resolvers->brand)
		web->resolvers.brand = resolvers->brand;
	if (resolvers->session)
		web->resolvers.session = resolvers->session;
	if (resolvers->pictures)
		web->resolvers.pictures = resolvers->pictures;
	if (resolvers->card)
		web->resolvers.card = resolvers->card;
	if (resolvers->member)
		web->resolvers.member = resolvers->member;
}

/* Kept in the order of the sections, whichever slice comes first. */
static void add_nav(struct web *web, const struct nav_entry *entry)
{
	size_t at = web->nav_count++;
	must(web->nav_count <= COUNT(web->nav));
	for (; at > 0 && web->nav[at - 1].section > entry->section; at--)
		web->nav[at] = web->nav[at - 1];
	web->nav[at] = *entry;
}

static enum err add_route(struct web *web, const struct route *route)
{
	must(web->route_count < ROUTES_MAX);
	struct arena *arena = web->arena;
	str labels = str_format(arena, "method=\"%s\",route=\"%s\"", methods[route->method], route->path);
	web->route_metrics[web->route_count] =
		metric_histogram("heinzel_request_seconds", "Time from the first byte to the answer.", labels);
	web->route_list[web->route_count++] = route;
	return route_add(web->routes, route->method, str_from(route->path), route);
}

static enum err add_slice(struct web *web, const struct slice *slice)
{
	add_resolvers(web, &slice->resolvers);
	for (const struct nav_entry *entry = slice->nav; entry && entry->path; entry++)
		add_nav(web, entry);
	for (size_t i = 0; slice->routes && slice->routes[i]; i++) {
		for (const struct route *route = slice->routes[i]; route->path; route++) {
			enum err err = add_route(web, route);
			if (err) {
				log_event(LOG_ERROR, "web.route_twice", "%s stands twice in the route tables", route->path);
				return err;
			}
		}
	}
	return OK;
}

/* After the commit, before the answer: what cached pages show is gone. */
static void unit_is_durable(struct house *house, struct scope *scope)
{
	struct web *web = house->web;
	for (size_t i = 0; i < scope->changes.count; i++) {
		const struct subject *subject = list_at(&scope->changes, i);
		if (subject->kind != bell_subject.number)
			cache_forget(web->cache, scope->brand_id, *subject);
	}
}

/* ── what happened on other nodes ── */

/* Whoever listens comes back and is told anew how things stand. */
static void missed(void *data)
{
	struct web *web = data;
	cache_forget_all(web->cache);
	if (web->server)
		stream_end_all(web->server);
}

static void hear(void *data, const struct told *told)
{
	struct web *web = data;
	switch (told->kind) {
	case TOLD_CHANGED:
		cache_forget(web->cache, told->brand_id, told->subject);
		return;
	case TOLD_EVENT:
		if (web->server)
			stream_send(web->server, told->topic, told->event, told->data);
		return;
	case TOLD_END:
		if (web->server)
			stream_end(web->server, told->topic);
		return;
	case TOLD_PAGES:
		cache_forget_all(web->cache);
		return;
	case TOLD_ALL:
		missed(web);
		return;
	}
}

enum err web_open(struct house *house, const struct web_settings *settings, struct web **web_out)
{
	struct web *web = arena_take(house->arena, sizeof(*web));
	web->house = house;
	web->arena = house->arena;
	web->slices = settings->slices;
	web->limits_off = settings->limits_off;
	web->clock = settings->clock;
	web->reads_by_hand = house_is_remote(house);
	web->route_list = arena_take(web->arena, ROUTES_MAX * sizeof(*web->route_list));
	web->route_metrics = arena_take(web->arena, ROUTES_MAX * sizeof(*web->route_metrics));
	web->routes = route_tree_open(web->arena);
	enum err err = add_slice(web, &web_own_slice);
	for (size_t i = 0; !err && settings->slices[i]; i++)
		err = add_slice(web, settings->slices[i]);
	if (err)
		return err;
	must(web->resolvers.brand && web->resolvers.session && web->resolvers.member);
	web->cache = cache_open(settings->cache_bytes ? settings->cache_bytes : CACHE_BYTES);
	web->hands = hands_open(settings->hands ? settings->hands : 4, 256, !web->reads_by_hand);
	web->login_hands = hands_open(2, 50, true);
	web->limits = limits_open(LIMIT_SLOTS);
	web->crowd = crowd_open(web->arena);
	web->reads = reads_open(web);
	html_set_assets(asset_url);
	house->web = web;
	house->committed = unit_is_durable;
	web->ears = (struct tell_ears){ hear, missed, web };
	tell_listen(house, &web->ears);
	*web_out = web;
	return OK;
}

void web_close(struct web *web)
{
	reads_close(web->reads);
	tell_deafen(web->house);
	hands_close(web->hands);
	hands_close(web->login_hands);
	web->house->committed = NULL;
	web->house->web = NULL;
	cache_close(web->cache);
	limits_close(web->limits);
}

void web_set_server(struct web *web, struct server *server)
{
	web->server = server;
}

size_t web_routes(const struct web *web, const struct route **routes_out, size_t room)
{
	for (size_t i = 0; i < web->route_count && i < room; i++)
		routes_out[i] = web->route_list[i];
	return web->route_count;
}
