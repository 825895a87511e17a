/* slice.h: all that a slice adds to the house.  A route's row is the one truth about a path: rights, limits, units, API, tests. */
#ifndef WEB_SLICE_H
#define WEB_SLICE_H
#include "core/core.h"
#include "http/http.h"
#include "web/sighting.h"
struct sitemap; struct image_link;
typedef enum err handler(struct request *request);
enum effect {
	READS,   /* a read snapshot is open around the handler */
	WRITES,  /* a unit that the door commits; may run twice: no effect outside the unit */
	BY_HAND, /* slow work (hashing, uploads, calls): no unit; the handler uses scope_read, scope_write */
};
enum rate { RATE_NONE, RATE_READ, RATE_SEARCH, RATE_WRITE, RATE_POST, RATE_LOGIN, RATE_SIGNUP, RATE_MAIL, RATE_UPLOAD, RATE_COUNT };

struct route {
	enum method method;
	const char *path;
	enum access access;
	enum effect effect;
	handler *handle;
	int with;                 /* a constant the handler reads with request_with() */
	const struct form *form;  /* what it takes, when the API describes it */
	enum rate rate;           /* RATE_NONE: by method */
	const char *about;        /* one line for openapi.json and `heinzel routes` */
	const char *answers;      /* API: the name of the schema it answers with, "list of X" for lists */
	size_t body_max;          /* 0 = 128 KiB for what has a body */
	const struct subject_kind *reads; enum counts counts; /* a visit reads the thing of that ":id", or means this */
	bool by_link;             /* a POST without our form: its path is signed (RFC 8058) */
};
#define ROUTES_END { .path = NULL }
/* How the door learns for whom it works.  Each is called once a request, with a snapshot open. */
struct resolvers {
	enum err (*brand)(struct scope *scope, str host); /* fills brand_id, zone, language, currency, origin; ERR_NOT_FOUND: unknown */
	/* Fills session_id (0 for a bearer's token) and *member_id_out; ERR_SIGNED_OUT, unrefused: it means nobody. */
	enum err (*session)(struct scope *scope, str token, bool bearer, int64_t *member_id_out);
	enum err (*pictures)(struct scope *scope, struct ids ids, str *urls_out); /* addresses, "" for none: web/faces.c */
	enum err (*card)(struct scope *scope, str url, struct image_link *card_out); /* of a shared link; path "": web/card.c */
	/* Fills member_id, actor_id, roles, language of a signed-in member; ERR_SIGNED_OUT when suspended or gone. */
	enum err (*member)(struct scope *scope, int64_t member_id);
};

/* All that a slice adds; each list may be absent.  Lists of rows end with a row of NULL. */
struct slice {
	const char *name;
	const struct route *const *routes;      /* arrays, ending with NULL */
	const struct listener *listeners;
	const struct gatekeeper *gatekeepers;
	const struct panel *panels;
	const struct subject_kind *const *subjects;
	const struct source_kind *sources;      /* what others may make something of */
	const struct findable *const *findables; /* for the search box */
	const struct job_kind *const *jobs;
	const struct setting *settings; const struct nav_entry *nav;
	const struct desk_area *desk;           /* its rooms at the desk; ends with a NULL path */
	const struct schema *const *schemas;    /* what its API answers look like */
	const struct sitemap *sitemaps;         /* its public pages, for search engines (web/sitemap.h) */
	struct resolvers resolvers;
	sighting_listener *count;               /* hears what people read */
};

/* ── the request, as handlers see it ── */
struct scope *request_scope(struct request *request);
const struct http_request *request_http(const struct request *request);
struct http_response *request_response(struct request *request);
/* The path's ":name" as an id; 0 when it is none (no row has id 0, so it is not found). */
int64_t request_id(struct request *request, const char *name);
str request_param(struct request *request, const char *name);  /* the path's ":name" as text */
str request_query(struct request *request, const char *name);  /* "" when absent */
int64_t request_query_number(struct request *request, const char *name, int64_t otherwise);
int request_with(struct request *request);
bool request_wants_fragment(const struct request *request);    /* ?fragment=1: the panel alone, no frame */
/* 303 See Other to a path of this site. */
enum err redirect_to(struct request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same with a message shown once on the next page (a text key). */
enum err redirect_with(struct request *request, const char *flash_key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* What this page says is said once: the same form sent again is answered by that path alone. */
void request_not_again(struct request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));
#endif
