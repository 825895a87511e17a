/*
 * tell.h: what a unit has the other nodes of the house hear, once it is durable and before anyone is answered.
 *
 * Nodes are processes on one PostgreSQL; a house on SQLite is one process and tells nobody.  What was
 * told is in the ears of a node before it answers whoever came later (docs/decisions/0051).
 */
#ifndef CORE_TELL_H
#define CORE_TELL_H
#include "core/subject.h"

/* PAGES: any page may have changed.  ALL: any page, and any stream may have to end: all come back and are looked at anew. */
enum told_kind { TOLD_CHANGED, TOLD_EVENT, TOLD_END, TOLD_PAGES, TOLD_ALL };

struct told {
	enum told_kind kind;
	int64_t brand_id;
	struct subject subject; /* TOLD_CHANGED: it is not as it was */
	int64_t topic;          /* TOLD_EVENT, TOLD_END: of open streams */
	str event, data;        /* at most 200 bytes together; longer ones are told as TOLD_END: they come back and ask */
};

/* In a unit.  What scope->changes holds is told by itself. */
void tell(struct scope *scope, const struct told *told);
/* scope.c's, behind the commit; and for who reads that one was kept which may not have told.  Waits. */
enum err tell_nodes(struct scope *scope);

/* Called on a thread of its own: be quick, never block. */
struct tell_ears {
	void (*hear)(void *data, const struct told *told);
	void (*missed)(void *data); /* the line was lost: anything may have been told meanwhile */
	void *data;
};
void tell_listen(struct house *house, const struct tell_ears *ears); /* the ears are the caller's until tell_deafen */
void tell_deafen(struct house *house);
/* Calls then(data, true) on that thread once all is heard that was told before this call.  False: no line, nothing will be
   called; then(data, false): it broke meanwhile. */
bool tell_catch_up(struct house *house, struct arena *arena, void (*then)(void *data, bool caught_up), void *data);
#endif
