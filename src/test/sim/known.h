/* known.h: the things that the people have heard of: what was made, by whom, and what can be done with it. */
#ifndef TEST_SIM_KNOWN_H
#define TEST_SIM_KNOWN_H
#include "test/sim/eyes.h"

enum thing { KNOWN_THREAD, KNOWN_POST, KNOWN_TASK, KNOWN_OFFER, KNOWN_BOOKING, KNOWN_CHAT, KNOWN_DEVICE, KNOWN_REVIEW, KNOWN_MATTER,
	KNOWN_ARTICLE, KNOWN_COUNT };

struct known {
	enum thing thing;
	int brand;
	int64_t id, about;      /* a post's thread, an offer's task */
	int64_t owner, other;   /* author or asker; the helper */
	struct spot *spot;    /* who may read it; NULL: another says */
	int64_t mark;           /* what is secret of it; 0 = nothing */
	bool is_gone, waits;    /* not there any more; nobody has looked at it yet */
	bool solves;            /* a post: its thread, for whoever asked */
	moment runs_out;        /* a request for a visit, unless somebody agrees before; 0: it is none */
	int64_t weight;         /* of what was objected to it for sure, in thousandths; -1: somebody has decided about it */
	char steps[160];        /* of a booking, as it was last told … */
	int64_t steps_of;       /* … to this member */
	char code[8];           /* of a booking, as its asker reads it; "": she has not */
	bool is_done, is_locked; /* a booking; a thread or what is in it, by what was answered */
	moment starts_at;       /* a visit, as it was agreed first */
};

void known_forget(void);
struct known *known_add(const struct known *known);
/* Any of that brand that is not gone, or NULL. */
struct known *known_any(enum thing thing, int brand);
/* Posts of a thread, at most so many. */
size_t known_posts_of(int64_t thread_id, struct known **out, size_t most);
/* What belonged to that thread belongs to the other. */
void known_rehome(int64_t thread_id, int64_t to_id);
struct known *known_find(enum thing thing, int64_t id);
/* The first visit from then on that was agreed to, FOREVER: none is known. */
moment known_next_visit(moment from);
/* One that is due about then, or was in the last hours and has not ended; NULL: none is known. */
const struct known *known_visit_about(moment at);
#endif
