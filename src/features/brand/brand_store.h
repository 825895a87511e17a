/* brand_store.h: the brand record, and how it is read and written. */
#ifndef BRAND_STORE_H
#define BRAND_STORE_H
#include "core/core.h"

struct brand {
	int64_t id;
	str key;          /* short name for the command line: "nordlicht" */
	str name, slogan;
	str origin;       /* "https://hilft.example.org": where links in mails lead */
	str language;     /* the brand's first one */
	str languages;    /* all, joined by blanks: "de en" */
	str zone, currency;
	str brand_colour, accent_colour; /* "#0b5a5e" */
	str about, imprint, privacy;     /* Markdown */
	str logo, logo_dark, icon;       /* addresses of its pictures, "" = none */
	str font;         /* of headings: a name of look.h; "" = the system's */
	str modules;      /* switched on, joined by blanks; "" = all */
	moment made_at, changed_at;
};
struct brand_list { struct brand *at; size_t count; };

/* Without about, imprint and privacy.  ERR_NOT_FOUND (unrefused): no brand has this host. */
enum err brand_load_host(struct scope *scope, str host, struct brand *brand_out);
enum err brand_load(struct scope *scope, int64_t brand_id, struct brand *brand_out);
enum err brand_load_key(struct scope *scope, str key, struct brand *brand_out);
enum err brand_load_some(struct scope *scope, int64_t after_id, struct brand_list *list_out);
enum err brand_load_names(struct scope *scope, struct ids ids, struct brand_list *list_out);
enum err brand_insert(struct scope *scope, const struct brand *brand);
enum err brand_update(struct scope *scope, const struct brand *brand);
enum err brand_update_look(struct scope *scope, const struct brand *brand);
enum err domain_insert(struct scope *scope, str host, int64_t brand_id);
/* 0 when the host is free. */
enum err domain_load_owner(struct scope *scope, str host, int64_t *brand_id_out);
#endif
