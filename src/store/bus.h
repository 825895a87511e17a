/*
 * bus.h: what the nodes of one house tell each other through PostgreSQL (LISTEN, NOTIFY).
 *
 * Told is told: bus_tell returns once every node that asks afterwards will hear of it.  A node that
 * lost its connection hears nothing for a while: then it is told that it may have missed anything
 * (docs/decisions/0051).
 */
#ifndef STORE_BUS_H
#define STORE_BUS_H
#include "base/base.h"

struct bus;

struct bus_settings {
	str url;
	int node;       /* a number of this house's to hold, 0-255; BUS_NODE_ANY: the lowest free; BUS_NODE_NONE */
	bool from_top;  /* … the highest free: for commands that come and go */
};
enum { BUS_NODE_ANY = -1, BUS_NODE_NONE = -2, BUS_MESSAGE_MAX = 7000 };

/* ERR_CONFLICT: the number is another node's; ERR_AWAY: no server. */
enum err bus_open(struct arena *arena, const struct bus_settings *settings, struct bus **bus_out, str *wrong_out);
void bus_close(struct bus *bus);
/* The number it holds, or BUS_NODE_NONE.  When another took it while the line was away the process falls (base/fall.h). */
int bus_node(const struct bus *bus);

/* Hands messages to all nodes that listen, this one left out.  Each: words of letters, digits and -_:. and blanks, at
   most BUS_MESSAGE_MAX bytes.  Waits, for five seconds at most; many callers share one round trip.  ERR_AWAY: they may
   not have been heard; when the line stands again the others hear an empty message. */
enum err bus_tell(struct bus *bus, const str *messages, size_t count);

/* Both on the bus's own thread: be quick, never block. */
struct bus_ears {
	void (*hear)(void *data, str message); /* an empty one: another node could not tell what it had to, it may be anything */
	void (*missed)(void *data); /* from here on everything is heard; what was before may have been missed */
	void *data;
};
void bus_listen(struct bus *bus, const struct bus_ears *ears);
void bus_deafen(struct bus *bus); /* returns when no ear is in use any more, and whoever asked to catch up was answered */

/* What was told before this call is heard before `then` is called, on the bus's thread; `wait` is the caller's until then.
   False: not connected, nothing will be called.  caught_up is false when the connection broke meanwhile. */
struct bus_wait { void (*then)(void *data, bool caught_up); void *data; struct bus_wait *next; };
bool bus_catch_up(struct bus *bus, struct bus_wait *wait);
#endif
