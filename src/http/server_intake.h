/* server_intake.h: who waits at the door is let in while a loop is busy.  For http/server*.c only. */
#ifndef HTTP_SERVER_INTAKE_H
#define HTTP_SERVER_INTAKE_H
#include "base/base.h"

#include <stdatomic.h>

enum { MARKED_MAX = 65536 }; /* descriptors */

struct pace;
struct server;

/* Accepted, and not yet seen by the loop that will have them. */
struct intake {
	_Atomic int64_t count;
	_Atomic uint64_t marks[MARKED_MAX / 64]; /* by descriptor */
};

/* After a piece of work, by a loop's thread. */
void intake_look(struct server *server, struct pace *pace);
void intake_opened(struct server *server, int fd);
#endif
