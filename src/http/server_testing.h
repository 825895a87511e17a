/*
 * server_testing.h: a server on a free port of the loopback, and a client that sends exactly what it is told.
 *
 * The served house knows a few paths; "/echo" says what it understood of a request.
 */
#ifndef SERVER_TESTING_H
#define SERVER_TESTING_H
#include "base/testing_files.h"
#include "http/http.h"

#define TALK_MAX (1u << 20)

struct test_server { struct arena *arena; struct server *server; int port; bool is_open; str folder; };

extern _Atomic int held; /* loops that stand still in "/hold", until it is set to 0 */

/* Settings may be changed before: `change` gets them. */
struct test_server *server_up(struct arena *arena, void (*change)(struct server_settings *settings));
/* Waits up to `seconds` for what is under way. */
void server_down(struct test_server *t, int seconds);

int dial(const struct test_server *t);
void say(int fd, str bytes);
/* All that comes until the other side closes, or nothing came for `quiet_ms`. */
str hear(struct arena *arena, int fd, int quiet_ms);
/* One whole answer by its Content-Length: for connections that stay. */
str hear_one(struct arena *arena, int fd);
/* Connects, says it, hears it to the end, closes. */
str talk(const struct test_server *t, str request);
/* Of the first answer; 0 when there was none. */
int status_of(str answer);
str header_of(str answer, const char *name);
str body_of(str answer);
#endif
