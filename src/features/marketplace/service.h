/*
 * service.h: what a helper offers: text, price, duration, and how far the helper travels.
 *
 * draft -> live <-> paused; suspended by a moderator; gone when deleted (bookings
 * keep their own copy of what was agreed).
 */
#ifndef SERVICE_H
#define SERVICE_H
#include "features/marketplace/helper.h"
#include "features/marketplace/service_store.h"

#define SERVICES_PER_HELPER 20

enum service_step { SERVICE_PUBLISH, SERVICE_PAUSE, SERVICE_RESUME, SERVICE_SUSPEND, SERVICE_RESTORE, SERVICE_DELETE,
	SERVICE_STEP_COUNT };

/* What a helper fills in.  html: `text`, rendered by the handler. */
struct service_ask {
	str title, text, html;
	int markdown_version;
	int category, price_kind;
	int64_t price_minor, callout_minor;
	int purpose;       /* -1: to repair */
	str ways;          /* "home phone video"; "": at home */
	str link;          /* the helper's room for video; "": the one that is kept */
	str currency;
	int64_t minutes, radius_km;
	str languages, place; /* place "": the helper's own, when nobody is visited */
	int64_t product_id;
	bool draft;        /* not shown to anyone yet */
};

/* Active helpers only.  Refuses about fields: "service.title_wrong", "service.text_long", "service.price_missing",
   "service.currency_wrong", "service.minutes_wrong", "service.language_missing", "place.unknown", "place.several",
   "room.link_wrong", "room.link_missing" …;
   ERR_CONFLICT "service.too_many".  Live at once, unless it is a draft. */
enum err service_make(struct scope *scope, const struct service_ask *ask, struct service *service_out);
/* The own one; to others ERR_NOT_FOUND "service.not_found". */
enum err service_edit(struct scope *scope, int64_t service_id, const struct service_ask *ask,
                      struct service *service_out);
enum err service_own(struct scope *scope, int64_t service_id, struct service *service_out);
/* Whoever may see it: everyone while it is live and its helper active; the helper and moderators always. */
enum err service_show(struct scope *scope, int64_t service_id, struct service *service_out);
/* As service_show, and open for a booking now; else ERR_CONFLICT "service.not_bookable". */
enum err service_bookable(struct scope *scope, int64_t service_id, struct service *service_out);
enum err service_take_step(struct scope *scope, int64_t service_id, enum service_step step);
/* For the house: whatever state it is in, it is gone. */
enum err service_retire(struct scope *scope, int64_t service_id);
bool service_may(const struct scope *scope, const struct service *service, enum service_step step);
#endif
