/* web_room.h: what the files of web/ share: the open web, and one request on its way.  For web/ only. */
#ifndef WEB_WEB_ROOM_H
#define WEB_WEB_ROOM_H
#include "base/json.h"
#include "core/tell.h"
#include "web/door.h"
#include "web/page.h"
#include "web/panel.h"

struct cache; struct crowd;
struct hands; struct limits;
struct server; struct reads;

struct web {
	struct house *house;
	struct arena *arena;
	const struct slice *const *slices;
	struct resolvers resolvers;      /* one slice gives each */
	struct route_tree *routes;
	const struct route **route_list;
	size_t route_count;
	struct metric **route_metrics;   /* beside route_list */
	struct nav_entry nav[16];
	size_t nav_count;
	struct cache *cache; struct tell_ears ears; /* what other nodes tell makes it forget */
	struct hands *hands, *login_hands;
	struct limits *limits;
	struct crowd *crowd;             /* whose log-ins were seen lately */
	struct reads *reads;             /* what was read and is not written yet */
	bool limits_off;
	const moment *clock;             /* NULL = the real one */
	bool reads_by_hand;              /* a remote database: event loops must not wait for it */
	struct server *server;
};

struct request {
	struct web *web;
	struct http_exchange *exchange;
	struct scope scope;
	const struct route *route;
	struct route_params params;
	enum language language;
	struct view view;
	struct text body;
	str token;             /* of the session cookie or bearer; "" = a stranger without one */
	bool bearer, api;
	str visitor;           /* a stranger's cookie: ties forms and idempotency keys to a browser */
	bool visitor_is_new;
	str once_key, once_about; /* about: what besides the key tells a deed from another (keyed.c) */
	const char *flash; str again; /* what is said where it leads; where the same form leads when it comes again, "" = there, too */
	uint64_t cache_sequence, cache_key;
	int64_t reached;       /* how far a member read the thing */
	const struct json *json;   /* the body, once read */
	bool json_failed;
	bool house_full;       /* the store had no room for its unit, in time or on the disk */
	bool later;            /* answered from another thread */
	bool wrong_method;     /* the address is one of a form: there is no page to be read */
	bool is_own_form;      /* of a page of ours: what was typed may be shown, to be sent again */
};

/* Which brand, session, member; refuses whoever may not.  With a snapshot open. */
enum err guard_admit(struct request *request);
bool guard_is_same_site(const struct request *request);

/* csrf.c: one secret a browser, masked anew in every page (so that compression tells nothing). */
str csrf_token(struct request *request);
bool csrf_matches(struct request *request, str token);
void csrf_keep_visitor(struct request *request); /* sets the cookie that the page's forms need */

/* failure.c: the only place that turns an err into a status and words. */
void failure_send(struct request *request, enum err err);
int failure_status(enum err err);

void response_protect(const struct http_request *http, struct http_response *response); /* security headers */
void response_private(struct http_response *response); /* private, no-store */

str request_language_hint(const struct http_request *http); /* cookie or header; "" = none */
/* Pictures in the place of initials, wherever the page draws members. */
enum err page_put_faces(struct page *page, str *html);
#endif
