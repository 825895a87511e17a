/* nodes_testing.h: servers of one house as real processes behind sockets, for tests: two on PostgreSQL, one on SQLite. */
#ifndef APP_NODES_TESTING_H
#define APP_NODES_TESTING_H
#include "app/command_testing.h"

#include <stdatomic.h>

enum { NODES_MAX = 2, ANSWER_MAX = 1048576 };

struct nodes {
	struct shell *shell;
	int count;              /* one: on SQLite */
	str schema, url, owner_url; /* on PostgreSQL */
	str token, ben;         /* of Ana, a brand administrator, and of Ben, a moderator */
	pid_t pids[NODES_MAX];
	int64_t board_id, thread_id, post_id;
	_Atomic int acknowledged;
	atomic_bool ends;
	atomic_int stale, asked, turned_away, strange;
};

/* A house of a brand, with a board and a thread of one post, "Stand 0 ist es."; served by so many nodes. */
struct nodes *nodes_open(struct shell *shell, int count);
void nodes_close(struct nodes *nodes);
/* The same without any node: for what works behind the visitors. */
struct nodes *nodes_make(struct shell *shell, int count);
void nodes_forget(struct nodes *nodes);
void nodes_start(struct nodes *nodes, int node);
void nodes_stop(struct nodes *nodes, int node);
/* Of Ana, through the first node. */
int64_t nodes_thread(struct nodes *nodes, const char *title);
/* A connection to a node, or -1. */
int nodes_call(int node);
/* Into `room` of ANSWER_MAX bytes; from any thread. */
str nodes_ask(int node, const char *request, char *room);
/* As whoever has the token; what is turned away with 503 is tried again. */
str nodes_tell(struct nodes *nodes, int node, str token, const char *request_line, const char *body);
/* The number behind a mark, or -1. */
int64_t number_behind(str text, const char *mark);
/* On PostgreSQL, in the house's schema: runs it, and gives the first column of the first row as a number. */
int64_t nodes_sql(struct nodes *nodes, const char *text);
#endif
