/* frame.h: what the pages around every page are drawn from (web/pages/). */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H
#include "web/page.h"

struct nav_item { const struct nav_entry *entry; bool is_here, is_above; };
struct nav_list { struct nav_item *at; size_t count; };

struct frame_page {
	const struct page *page;
	const struct scope *scope;
	struct html body;
	struct html side;      /* a member's unread count */
	struct html banner;    /* above the page; "" = none */
	const char *flash;     /* a text key, or NULL */
	struct nav_list nav;
	str icon_small, icon_middle; /* of the brand's pictures, "" = none */
	struct image_link card; /* an address of the whole web; path "" = none */
	int64_t logo_width;    /* at the height of its line */
	str to;                /* this address: where a log-in leads back to */
};

/* What was typed into a form that could not be taken just now. */
struct typed { str name, value; int64_t number; const char *label; bool is_seen, is_long; };
struct typed_list { struct typed *at; size_t count; };
struct typed_form { str path; struct typed_list fields; bool is_seen; };
struct failure_page { const char *title, *reason; enum err err; uint64_t request_id; struct html again; };
struct html_list { struct html *at; size_t count; };
struct home_page { bool is_stranger; struct html_list panels; };
struct letter_frame { struct html body; str brand_name, origin, language; };
#endif
