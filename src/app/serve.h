/* serve.h: what `serve` and `demo` share. */
#ifndef APP_SERVE_H
#define APP_SERVE_H
#include "app/command.h"

/* Serves until SIGINT or SIGTERM; `ready` is called once it listens. */
int serve_house(struct call *call, struct house *house, void (*ready)(struct call *call, int port));
void serve_hold_signals(void); /* before any thread starts */
/* Was Ctrl-C pressed since, or SIGTERM sent?  For long work before anything is served. */
bool serve_is_to_end(void);
#endif
