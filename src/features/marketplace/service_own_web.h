/* service_own_web.h: one's own services, for marketplace_slice.c. */
#ifndef SERVICE_OWN_WEB_H
#define SERVICE_OWN_WEB_H
#include "features/marketplace/coaching.h"
#include "features/marketplace/service_card_web.h"

extern const struct route service_own_routes[];
extern const struct form service_form;

/* Reads the form and renders its text. */
enum err service_read(struct request *request, struct service_ask *ask);

struct own_service { const struct service *service; bool may[SERVICE_STEP_COUNT]; };
struct own_service_list { struct own_service *at; size_t count; };
struct own_services_page { struct own_service_list services; bool has_hours, is_active, may_add; struct coaching coaching; };
enum text_id coaching_text(enum coaching_point point), coaching_why(enum coaching_point point);
const char *coaching_path(enum coaching_point point); /* where it is done */

struct service_edit_page {
	int64_t id;                /* 0 = a new one */
	const struct service_ask *ask;
	str price;
	str callout;
	struct choices purposes, ways;
	struct choices categories, price_kinds, languages, products, currencies;
	struct own_service own;
};
#endif
