/*
 * server.h: libmicrohttpd in, struct http_request out.  The only room that knows MHD_*.
 *
 * Event loops (one a core, four at least) read requests and call `serve`.  It fills the response
 * and returns SERVE_NOW, or keeps the request for a pool or a writer thread and
 * returns SERVE_LATER; whoever finishes calls http_answer() once, from any thread.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H
#include "http/response.h"

enum serve { SERVE_NOW, SERVE_LATER };

struct http_exchange {
	struct http_request request;
	struct http_response response;
	void *house;  /* server_settings.house */
	void *after;  /* for the floor above */
	str route;    /* set by the floor above for the access log: "/threads/:id"; else only a path's first segment is logged */
};

/* What is known of a request before anything of it is read. */
struct http_glance {
	enum method method;
	str path;                    /* as sent, without the query */
	str cookies, authorization;  /* headers; "" when absent */
	moment waited;               /* it lay here so long before its loop came to it */
	bool hurried;                /* the loop is late, so a long wait is no passing burst */
};

struct server_settings {
	str listen;               /* "127.0.0.1:8080", "[::]:8080", "unix:/run/heinzel.sock", "fd:3" */
	int loops;                /* event loops; 0 = one a core, four at least (docs/decisions/0074) */
	int connections;          /* at most; 0 = 4096 */
	int per_address;          /* connections from one address; 0 = no limit (behind a proxy) */
	int streams_of_one;       /* open streams of one topic: beyond them the oldest ends; 0 = no limit */
	int header_seconds;       /* a header must be whole within; 0 = 10 */
	int idle_seconds;         /* 0 = 30 */
	int body_seconds;         /* a body must be whole within; 0 = 60 */
	str proxies;              /* addresses whose X-Forwarded-* are believed, comma-separated; "" = none */
	str upload_dir;
	str access_log;           /* file, "" = none, "-" = standard error */
	void *house;
	enum serve (*serve)(struct http_exchange *exchange); /* on an event loop: never block */
	/* Asked of each request that may change something, and of every one while the loop is late: is it turned away,
	   with 503 and a time to come back?  NULL = nobody is. */
	bool (*turns_away)(void *house, const struct http_glance *glance);
	/* Asked when the header is complete: how many body bytes this path takes (0 = none), before reading. */
	size_t (*body_limit)(void *house, enum method method, str path);
};

struct server;
enum err server_start(struct arena *arena, const struct server_settings *settings, struct server **server_out,
                      str *wrong_out);
/* Stops listening, ends streams with a retry hint, waits up to `seconds` for what is under way, then ends. */
void server_stop(struct server *server, int seconds);
int server_port(const struct server *server); /* the bound port: for listen "127.0.0.1:0" */
void http_answer(struct http_exchange *exchange);
struct server_figures { int64_t connections, requests, streams, refused, turned_away; };
void server_figures(const struct server *server, struct server_figures *figures_out);
#endif
