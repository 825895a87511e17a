/* service_card_web.h: services as cards, wherever they are listed: what is drawn, gathered in bulk. */
#ifndef SERVICE_CARD_WEB_H
#define SERVICE_CARD_WEB_H
#include "features/calendar/calendar.h"
#include "features/marketplace/service.h"
#include "features/member/member.h"
#include "view/components.h"
#include "web/web.h"

struct service_row {
	const struct service *service;
	str helper_name;
	bool is_active;          /* may be booked */
	bool is_vetted;          /* what the brand checked holds */
	int rating_tenths;       /* the plain mean: 47 is 4.7 */
	int64_t rating_count;
	int64_t kept, agreed;    /* visits that took place, of those that were agreed */
	double km;               /* below 0: not known */
	int way;                 /* enum way that its slots are for */
	struct calendar_next next;
	struct html why;         /* it stands here; "" = said by nobody */
};
struct service_row_list { struct service_row *at; size_t count; };

/* At most CALENDAR_WISHES_MAX services; slots from `from` on, for that way of helping where it is offered, else for the
   service's first; -1: the first. */
enum err service_rows(struct scope *scope, const struct service_list *services, moment from, int way,
                      struct service_row_list *list_out);
int service_way(const struct service *service, int way);

struct language_list { str *at; size_t count; };
struct language_list service_spoken(struct arena *arena, str codes);
/* Where a slot leads: the booking form with the slot filled in; where a card leads. */
str service_slot_url(struct arena *arena, const struct service_row *row, moment starts_at);
str service_row_url(struct arena *arena, const struct service_row *row);

bool service_is_reliable(const struct service_row *row);
/* Private person, business, staff: said wherever somebody offers help. */
enum text_id trade_text(int trade);
enum text_id purpose_text(int purpose);
/* At home, by phone, by video. */
enum text_id way_text(int way);
const char *way_icon(int way);
struct choices way_choices(const struct view *view, int64_t ways); /* WAY_BITs: chosen */
/* "service.category_wifi" … in the reader's words. */
str category_name(enum language language, int category);
str category_named(enum language language, str code);
struct choices purpose_choices(const struct view *view, int chosen);
struct choices category_choices(const struct view *view, int chosen, bool with_any);
struct choices category_choices_many(const struct view *view, str chosen);
struct choices language_choices(const struct view *view, str chosen);
#endif
