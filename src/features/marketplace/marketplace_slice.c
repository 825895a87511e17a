/* marketplace_slice.c: all that the marketplace adds to the house.  Each list: helpers and services, then visits. */
#include "features/marketplace/marketplace_slice.h"

#include "features/marketplace/helper_letter.h"
#include "features/marketplace/helper_web.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/rank.h"
#include "features/marketplace/service_api.h"
#include "features/marketplace/service_own_web.h"
#include "features/marketplace/service_web.h"

static const struct listener listeners[] = {
	{ &application_received,  helper_letter_hear },
	{ &application_approved,  helper_letter_hear },
	{ &application_declined,  helper_letter_hear },
	{ &application_suspended, helper_letter_hear },
	{ &application_restored,  helper_letter_hear },
	{ .kind = NULL }
};

static const struct panel panels[] = {
	{ PANEL_PRODUCT,        service_panel_product },
	{ PANEL_MEMBER_PROFILE, service_panel_member },
	{ PANEL_MEMBER_BADGE,   service_panel_badge },
	{ PANEL_HOME_STRANGER,  service_panel_stranger },
	{ PANEL_HOME_MEMBER,    service_panel_home },
	{ PANEL_ME,             helper_panel_me },
	{ PANEL_DESK,           helper_panel_desk },
	{ .fill = NULL }
};

const struct slice marketplace_slice = {
	.name = "marketplace",
	.routes = (const struct route *const[]){
		helper_routes, application_desk_routes, service_routes, service_own_routes, service_api_routes,
		NULL },
	.listeners = listeners,
	.panels = panels,
	.subjects = (const struct subject_kind *const[]){
		&service_subject, &application_subject,
		NULL },
	.jobs = (const struct job_kind *const[]){
		&rank_job,
		NULL },
	.schemas = (const struct schema *const[]){
		&service_schema, &service_slot_schema, &application_schema,
		NULL },
};
