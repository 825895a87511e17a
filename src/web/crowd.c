/*
 * crowd.c: what a request is worth when the house is full, and how long one of that worth may have waited.
 *
 * Whatever waited longer is turned away before anything of it is read.  As each waits its turn in the same queue,
 * those worth more come through and those worth less make room.  A log-in cannot be looked up for that: a token counts
 * when this process has found it to be a member's lately, so that nobody jumps the queue with a cookie of his making.
 * docs/decisions/0057-overload.md
 */
#include "web/crowd.h"

#include "base/crypt.h"
#include "web/hands.h"
#include "web/web_room.h"

#include <stdatomic.h>

#define KNOWN 65536 /* tokens; two may share a place: then one of them is a stranger until the next page */
#define WRITER_LATE MILLISECONDS(250)
#define HANDS_TIMES 16 /* threads have longer to work than a loop's turn */

enum worth { WORTH_SEARCH, WORTH_STRANGER, WORTH_WRITE, WORTH_MEMBER, WORTH_LOGIN, WORTH_HEALTH };

/* A loop's turn lasts about as long as the most patient among many; who comes on a new connection is seen in the next
   one, and all are to hear within 50 ms that they are turned away. */
static const moment patience[] = {
	[WORTH_SEARCH]   = MILLISECONDS(4),  /* and exports: the dearest of all */
	[WORTH_STRANGER] = MILLISECONDS(8),
	[WORTH_WRITE]    = MILLISECONDS(12),
	[WORTH_MEMBER]   = MILLISECONDS(16),
	[WORTH_LOGIN]    = MILLISECONDS(20),
	[WORTH_HEALTH]   = HOURS(1),
};

static_assert(COUNT(patience) == WORTH_HEALTH + 1);

struct crowd {
	struct crypt_key secret;
	_Atomic uint64_t known[KNOWN];
};

struct crowd *crowd_open(struct arena *arena)
{
	struct crowd *crowd = arena_take(arena, sizeof(*crowd));
	random_bytes(crowd->secret.at, sizeof(crowd->secret.at));
	return crowd;
}

static _Atomic uint64_t *place_of(struct crowd *crowd, str token, uint64_t *hash_out)
{
	*hash_out = crypt_short_hash(&crowd->secret, token) | 1; /* 0 = nobody */
	return &crowd->known[*hash_out >> 1 & (KNOWN - 1)];
}

void crowd_saw(struct crowd *crowd, str token)
{
	uint64_t hash;
	_Atomic uint64_t *place = place_of(crowd, token, &hash);
	if (atomic_load_explicit(place, memory_order_relaxed) != hash)
		atomic_store_explicit(place, hash, memory_order_relaxed);
}

static bool is_known(struct crowd *crowd, str token)
{
	uint64_t hash;
	if (str_empty(token))
		return false;
	_Atomic uint64_t *place = place_of(crowd, token, &hash);
	return atomic_load_explicit(place, memory_order_relaxed) == hash;
}

static str session_in(str cookies)
{
	while (cookies.len) {
		str value = str_trim(str_cut(&cookies, ';'));
		str name = str_cut(&value, '=');
		if (str_equal(name, S("session")) || str_equal(name, S("__Host-session")))
			return value;
	}
	return S("");
}

static str token_of(const struct http_glance *glance)
{
	str value = glance->authorization;
	if (value.len > 7 && str_equal_fold(str_first(value, 7), S("Bearer ")))
		return str_trim(str_skip(value, 7));
	return session_in(glance->cookies);
}

static bool is_part_of_logging_in(const struct web *web, str path)
{
	struct route_params params;
	unsigned allowed;
	const struct route *form = route_find(web->routes, POST, path, &params, &allowed);
	return form && (form->rate == RATE_LOGIN || form->rate == RATE_SIGNUP);
}

static enum worth worth_of(const struct web *web, const struct route *route, const struct http_glance *glance)
{
	bool reads = glance->method == GET || glance->method == HEAD;
	if (str_equal(glance->path, S("/health")) || str_equal(glance->path, S("/metrics")))
		return WORTH_HEALTH;
	if (is_part_of_logging_in(web, glance->path))
		return WORTH_LOGIN;
	if (route && route->rate == RATE_SEARCH)
		return WORTH_SEARCH;
	if (!reads)
		return WORTH_WRITE;
	return is_known(web->crowd, token_of(glance)) ? WORTH_MEMBER : WORTH_STRANGER;
}

static const struct route *route_of(const struct web *web, enum method method, str path)
{
	struct route_params params;
	unsigned allowed;
	return route_find(web->routes, method == HEAD ? GET : method, path, &params, &allowed);
}

bool crowd_turns_away(void *data, const struct http_glance *glance)
{
	struct web *web = data;
	const struct route *route = route_of(web, glance->method, glance->path);
	if (route && route->effect == WRITES && house_write_delay(web->house) > WRITER_LATE)
		return true;
	return glance->hurried && glance->waited > patience[worth_of(web, route, glance)];
}

bool crowd_keeps_from_hands(struct web *web, const struct http_request *http)
{
	moment waits = hands_delay(web->hands);
	if (waits <= HANDS_TIMES * patience[WORTH_SEARCH])
		return false;
	const struct http_glance glance = { .method = http->method, .path = http->path,
		.cookies = http_header(http, S("Cookie")), .authorization = http_header(http, S("Authorization")) };
	return waits > HANDS_TIMES * patience[worth_of(web, route_of(web, http->method, http->path), &glance)];
}
