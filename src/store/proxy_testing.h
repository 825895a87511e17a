/* proxy_testing.h: a wire to the server that a test can cut. */
#ifndef STORE_PROXY_TESTING_H
#define STORE_PROXY_TESTING_H
#include "base/base.h"

struct proxy;

/* Cuts once, at the next message. */
enum proxy_cut {
	CUT_NOTHING,
	CUT_QUESTION, /* it does not reach the server */
	CUT_ANSWER,   /* the server did it, and what it says is lost */
	CUT_LATE,     /* a question that is under way still when its client has gone: proxy_deliver */
};

/* Between a new port of the loopback and the server of `url`; *url_out leads through it. */
struct proxy *proxy_open(struct arena *arena, str url, str *url_out);
void proxy_cut(struct proxy *proxy, enum proxy_cut cut);
/* What was under way comes to the server, which has answered it (nobody) when this returns. */
void proxy_deliver(struct proxy *proxy);
/* Takes whoever comes, and hands nothing on in either way until it is undone: as if the packets were lost. */
void proxy_mute(struct proxy *proxy, bool mute);
void proxy_close(struct proxy *proxy);
#endif
