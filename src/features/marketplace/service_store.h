/* service_store.h: the service record, and how it is read and written. */
#ifndef SERVICE_STORE_H
#define SERVICE_STORE_H
#include "core/core.h"

/* Stored by number: only ever append. */
enum service_category { CATEGORY_WIFI, CATEGORY_INTERNET, CATEGORY_TV, CATEGORY_PHONE, CATEGORY_MOBILE, CATEGORY_MAIL,
	CATEGORY_COMPUTER, CATEGORY_PRINTER, CATEGORY_SMARTHOME, CATEGORY_MOUNTING, CATEGORY_LEARNING, CATEGORY_CARE,
	CATEGORY_REPAIR, CATEGORY_OTHER, CATEGORY_COUNT };
extern const char *const service_categories[CATEGORY_COUNT + 1]; /* "wifi" …, NULL */
enum price_kind { PRICE_FIXED, PRICE_HOURLY, PRICE_FREE, PRICE_KIND_COUNT };
extern const char *const price_kinds[PRICE_KIND_COUNT + 1];
/* What a visit is for. */
enum service_purpose { PURPOSE_REPAIR, PURPOSE_LEARN, PURPOSE_INSPECT, PURPOSE_INSPIRE, PURPOSE_COUNT };
extern const char *const service_purposes[PURPOSE_COUNT + 1]; /* "repair" "learn" "inspect" "inspire" */
/* How help is given; a service offers several, a set of them is one number.  Stored by number: only ever append. */
enum way { WAY_HOME, WAY_PHONE, WAY_VIDEO, WAY_COUNT };
extern const char *const way_names[WAY_COUNT + 1]; /* "home" "phone" "video" */
#define WAY_BIT(way) ((int64_t)1 << (way))
#define WAYS_AFAR (WAY_BIT(WAY_PHONE) | WAY_BIT(WAY_VIDEO))
enum service_state { SERVICE_DRAFT, SERVICE_LIVE, SERVICE_PAUSED, SERVICE_SUSPENDED, SERVICE_GONE, SERVICE_STATE_COUNT };
extern const char *const service_states[SERVICE_STATE_COUNT + 1];
/* Languages that helpers speak; a set of them is one number, bit by place in this list. */
extern const char *const service_languages[];

struct service {
	int64_t id, helper_id;
	str title, source, html;   /* html: source, rendered by MARKDOWN_VERSION markdown_version */
	int markdown_version;
	int category, price_kind, state;
	int64_t price_minor;
	int64_t callout_minor;     /* for coming at all, beside the price; also when the help is free */
	int purpose;               /* enum service_purpose */
	int64_t ways;              /* WAY_BITs */
	str currency;
	int64_t minutes, radius_km;
	str languages;             /* "de fr" */
	int64_t language_bits;
	int64_t product_id;        /* 0 = none */
	str country, code, town;
	double lat, lon;           /* of the postal code */
	double public_lat, public_lon; /* blurred: the only position that leaves the house */
	int business;
	int64_t audience_id;
	int64_t rank;
	moment made_at, changed_at;
};
struct service_list { struct service *at; size_t count; };

/* ERR_NOT_FOUND "service.not_found"; one that is gone does not exist. */
enum err service_load(struct scope *scope, int64_t service_id, struct service *service_out);
/* In any order; gone ones are left out. */
enum err service_load_some(struct scope *scope, struct ids ids, struct service_list *list_out);
/* All services, listed or not, 100 at a time in order of id. */
enum err service_load_after(struct scope *scope, int64_t after_id, struct service_list *list_out);
enum err service_load_of(struct scope *scope, int64_t helper_id, struct service_list *list_out);
enum err service_load_of_product(struct scope *scope, int64_t product_id, struct service_list *list_out);
enum err service_count_of(struct scope *scope, int64_t helper_id, int64_t *count_out);
enum err service_insert(struct scope *scope, const struct service *service);
enum err service_update(struct scope *scope, const struct service *service);
/* ERR_CONFLICT "service.step_not_open" when the state is no longer service->state. */
enum err service_change_state(struct scope *scope, const struct service *service, enum service_state to);
/* Live services of the helper whose rank is another, at most 5; and setting it. */
enum err service_load_ranked_otherwise(struct scope *scope, int64_t helper_id, int64_t rank,
                                       struct service_list *list_out);
enum err service_set_rank(struct scope *scope, int64_t service_id, int64_t rank);

int64_t language_bits_of(str codes);
int64_t way_bits_of(str codes); /* "home video" */
str way_codes(struct arena *arena, int64_t ways);
#endif
