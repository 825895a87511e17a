/*
 * net.h: the network: calls on their way, and answers that arrive or do not.
 *
 * A call goes through the real door.  It may break before it arrives, or after it was served: then nobody at this end
 * knows which.  Calls that are on their way at once are served in any order.
 */
#ifndef TEST_SIM_NET_H
#define TEST_SIM_NET_H
#include "http/http.h"
#include "test/sim/town.h"

#include "http/server.h"

enum { CALLS_MAX = 32, PATH_MAX_BYTES = 400, BODY_MAX_BYTES = 1200 };

enum call_state { CALL_FREE, CALL_MADE, CALL_SENT, CALL_SERVED, CALL_ANSWERED, CALL_LOST };

struct call {
	enum call_state state;
	enum method method;
	char path[PATH_MAX_BYTES], body[BODY_MAX_BYTES];
	const struct person *who;
	const char *host;
	moment since;              /* when it was first sent (monotonic) */
	bool is_json;
	str bearer, cookie, csrf;  /* "" = none; they live as long as the run */
	char once[48];             /* an Idempotency-Key, or "" */
	/* What came back. */
	int status;
	char location[PATH_MAX_BYTES], session[200], visitor[200]; /* cookies, "session=…" */
	char flash[60]; /* what the next page will say, by its key */
	str text;
	/* Within. */
	int fate;
	struct arena *arena;
	bool is_left, is_answered; /* by the loop; by whoever answers */
	int64_t life;
};

/* A free one, emptied. */
struct call *net_call(void);
void net_send(struct call *call);
/* The answer was read, or will never come. */
void net_done(struct call *call);
/* One in so many breaks on the way there, and on the way back; 0 = never. */
void net_breaks(unsigned there, unsigned back);
bool net_is_busy(void);

/* For life.c. */
struct server *net_server(void);
void net_loops_begin(void);
void net_loops_end(void);
void net_forget(void);
#endif
