/* service_web.h: services for whoever looks for help, for marketplace_slice.c. */
#ifndef SERVICE_WEB_H
#define SERVICE_WEB_H
#include "features/marketplace/map_web.h"
#include "features/marketplace/nearby.h"
#include "features/marketplace/service_card_web.h"

extern const struct route service_routes[];

/* panel.h: what fills it; the slice says where. */
typedef enum err panel_filler(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
panel_filler service_panel_product, service_panel_member, service_panel_badge, service_panel_stranger,
	service_panel_home;

struct place_choice { str label, region, country, url; };
struct place_choice_list { struct place_choice *at; size_t count; };

struct services_page {
	const struct near_ask *ask;
	str place, day, today;          /* as shown in the form */
	struct choices radii, categories, purposes, languages, ways;
	bool has_searched, is_map, is_afar;
	str place_name;
	struct place_choice_list choices;
	struct service_row_list rows;
	str list_url, map_url, next_url, first_url, phone_url, video_url, both_url;
	struct map map;
};

struct way_link { int way; str url; };
struct way_link_list { struct way_link *at; size_t count; };
struct slot_day { moment at; struct calendar_slot *slots; size_t count; };
struct slot_day_list { struct slot_day *at; size_t count; };
/* Slots come in order; a new day begins where the date in the brand's zone changes. */
struct slot_day_list service_slot_days(struct scope *scope, const struct calendar_slot_list *slots);
struct service_page {
	const struct service *service;
	struct html text, care;
	const struct service_row *row;
	str product_name, product_url;
	struct image_link product_card;
	struct slot_day_list days;
	str earlier_url, later_url;
	bool is_live, is_own, may_suspend, may_restore;
	int way;                        /* that the slots are for */
	struct way_link_list ways;      /* when there are several */
};
#endif
