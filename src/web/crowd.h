/* crowd.h: who is turned away when more come than can be served. */
#ifndef WEB_CROWD_H
#define WEB_CROWD_H
#include "http/http.h"
#include "http/server.h"

struct crowd;
struct web;

struct crowd *crowd_open(struct arena *arena);
/* This token was found to be a member's: who shows it again is known without asking the database. */
void crowd_saw(struct crowd *crowd, str token);
/* server_settings.turns_away, of a struct web. */
bool crowd_turns_away(void *web, const struct http_glance *glance);
/* The same of a read that would have to wait for a thread. */
bool crowd_keeps_from_hands(struct web *web, const struct http_request *http);
#endif
