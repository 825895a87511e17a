/* server_pace.h: how late an event loop is, and who is turned away when it is.  For http/server*.c only. */
#ifndef HTTP_SERVER_PACE_H
#define HTTP_SERVER_PACE_H
#include "base/base.h"

#include <microhttpd.h>
#include <pthread.h>

enum { LOOPS_LEAST = 4, LOOPS_MAX = 64, RETRY_FIRST = 2, RETRY_LAST = 8, RETRIES = RETRY_LAST - RETRY_FIRST + 1 };

struct box;
struct server;

/* One event loop; touched by its own thread alone, but for what is atomic. */
struct pace {
	pthread_t thread;
	bool is_taken;
	moment busy_since;    /* it has not slept since */
	moment busy_until;    /* it was last seen at work */
	moment worked_by_then; /* pace_worked(), when it last woke */
	moment piece_since;   /* of the work at hand */
	moment longest;       /* piece since it woke */
	moment hurried_until; /* it was late: until then nobody waits long */
	moment wary_until;    /* it was, and slept: until then little makes it so again */
	moment looked_at;     /* at the door (server_intake.c) */
	_Atomic moment stands_since; /* the request that it serves now; 0: none */
	_Atomic int64_t connections; /* of its own */
	long sleeps;          /* how often the kernel had put it to sleep by then, where that was asked */
};

void pace_open(struct server *server);
void pace_close(struct server *server);
struct pace *pace_mine(struct server *server); /* of the loop that calls */
/* Around each piece of work. */
void pace_begin(const struct server *server, struct pace *pace);
void pace_end(struct pace *pace);
/* Is it more than a burst, when somebody has waited so long, and the loop worked so long since it woke? */
bool pace_is_late(const struct pace *pace, moment waited, moment worked);
/* What it has computed; of more loops than cores: what each core has, for all of them. */
moment pace_worked(const struct server *server);
/* It slept, and wakes now. */
void pace_wakes(struct pace *pace, moment now, moment worked);
/* Are those turned away who waited longer than their worth, now that somebody waited so long? */
bool pace_is_hurried(struct server *server, struct pace *pace, moment waited);
/* With the header there, and nothing of it read yet: does it come too late? */
bool pace_turns_away(struct box *box, const char *method, const char *path);
enum MHD_Result answer_turned_away(struct box *box);
void pace_tell(struct server *server); /* logs, now and then, how many were */
#endif
