/*
 * panel.h: shows another slice's facts or actions in my page, without knowing the slice.
 *
 * The page asks once for all its subjects; each slice that has a panel for the place
 * fills them in bulk.  No query per row.
 */
#ifndef WEB_PANEL_H
#define WEB_PANEL_H
#include "web/page.h"

enum panel_place {
	PANEL_THREAD_ACTIONS,  /* under an unsolved thread: get help at home */
	PANEL_THREAD_SIDE,     /* beside a thread: trail, similar */
	PANEL_MEMBER_BADGE,    /* beside a name */
	PANEL_MEMBER_PROFILE,  /* on a member's page: services, reviews, threads */
	PANEL_PRODUCT,         /* on a product's page: fixes, helpers */
	PANEL_ASK_SIMILAR,     /* under the ask form; subject id 0 */
	PANEL_HOME_STRANGER, PANEL_HOME_MEMBER, PANEL_HOME_HELPER,
	PANEL_DESK,            /* tiles on the desk */
	PANEL_BOOKING_SIDE,    /* beside a booking: its calendar file, its trail */
	PANEL_FRAME,           /* in the header of a signed-in member: unread count */
	PANEL_BANNER,          /* above every page of a signed-in member: what must not be forgotten */
	PANEL_HEAD,            /* in the head of a thing's page: follow it */
	PANEL_FLAG,            /* under what others wrote: objecting to it (a link: the page may be cached) */
	PANEL_CARE,            /* under one's own: that it waits, or why it cannot be seen */
	PANEL_DESK_MEMBER,     /* on a member's page at the desk: sanctions */
	PANEL_ME,              /* on one's own page: what a slice keeps for this member, as `card` list items */
	PANEL_HELP,            /* on a member's first page of Help: devices, guides */
	PANEL_COUNT,
};

struct panel {
	enum panel_place place;
	/* Appends to htmls_out[i].at what it has for subjects[i]; leaves others.  NULL ends a list of panels. */
	enum err (*fill)(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
};

/* Gives `count` pieces ("" where nobody had anything), joined in the order of the house's list. */
enum err panel_fill(struct page *page, enum panel_place place, const struct subject *subjects, size_t count,
                    struct html *htmls_out);
#endif
