/*
 * page.h: opens, fills and sends a page: one of three kinds (a thing, a list, a queue) in the one frame.
 *
 *     struct page *page = page_open(request, TEXT_booking_mine);
 *     booking_list_html(page->view, &model);
 *     return page_send(page);
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H
#include "core/image.h"
#include "view/view.h"
#include "web/slice.h"

enum section { SECTION_NONE, SECTION_HELP, SECTION_MEET, SECTION_SAY, SECTION_ME, SECTION_DESK, SECTION_COUNT };

#define PAGE_SUBJECTS_MAX 64

struct page {
	struct request *request;
	struct view *view;        /* what compiled pages draw with */
	struct text body;
	str title;
	str description;          /* for search engines; "" = none */
	str canonical;            /* path, said to search engines; "" = none */
	str feed;                 /* path of its Atom feed; "" = none */
	const char *social;       /* what it is where it is shared: "article"; NULL = "website" */
	struct image_link card;   /* shown where the page is shared; path "" = the brand's own */
	enum section section;
	bool narrow;              /* a form or a text: one readable column */
	bool no_index;
	bool map;                 /* loads the map's script */
	int status;               /* 0 = 200, or 422 when the scope has refused */
	bool cacheable;
	struct subject shows[PAGE_SUBJECTS_MAX];
	size_t show_count;
	bool shows_all;           /* more than fit: never cached */
};

struct page *page_open(struct request *request, enum text_id title);
struct page *page_open_titled(struct request *request, str title); /* a title that a member wrote */
/* Anonymous visitors may get this page from the cache, until a subject it shows changes.  Such a page has no
   form that posts and nothing of one's own. */
void page_cache(struct page *page);
void page_shows(struct page *page, struct subject subject);
/* Where everybody may read it: the card is the text's first own picture, else what stands for `otherwise` (its product's).
   `html` as markdown_html made it. */
enum err page_card(struct page *page, str html, const struct image_link *otherwise);
enum err page_send(struct page *page);
/* Without the frame: for ?fragment=1 and small updates. */
enum err page_send_fragment(struct page *page);

struct nav_entry {
	enum section section;
	enum text_id label;
	const char *icon;
	const char *path;
	enum access access;   /* who sees it */
};

/* A room of the desk: a card on /desk for those whom its routes let in. */
struct desk_area { enum text_id title, text; const char *icon, *path; enum access access; };
struct desk_area_list { const struct desk_area *at; size_t count; };
/* All slices' areas that this visitor may enter, in the order of the house's list. */
struct desk_area_list page_desk_areas(const struct page *page);

/* A page that asks before something is done: POSTs to `action` on yes. */
struct confirmation { enum text_id title, text, yes; str action; str back; bool danger; };
enum err page_confirm(struct request *request, const struct confirmation *confirmation);
#endif
