/* marketplace_slice.c: all that the marketplace adds to the house.  Each list: helpers and services, then visits. */
#include "features/marketplace/marketplace_slice.h"

#include "features/marketplace/approval.h"
#include "features/marketplace/booking_source.h"
#include "features/marketplace/booking_web.h"
#include "features/marketplace/chat_letter.h"
#include "features/marketplace/chat_web.h"
#include "features/marketplace/helper_leave.h"
#include "features/marketplace/helper_letter.h"
#include "features/marketplace/helper_standing.h"
#include "features/marketplace/helper_web.h"
#include "features/marketplace/leaving.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/neighbourhood_web.h"
#include "features/marketplace/payment_web.h"
#include "features/marketplace/rank.h"
#include "features/marketplace/review_web.h"
#include "features/marketplace/service_api.h"
#include "features/marketplace/service_own_web.h"
#include "features/marketplace/service_web.h"
#include "features/marketplace/task_web.h"
#include "features/marketplace/visit_api.h"
#include "features/marketplace/visit_letter.h"
#include "features/member/member_news.h"

static const struct gatekeeper gatekeepers[] = {
	{ &gate_leave, leaving_decide },
	{ .gate = NULL }
};

static const struct listener listeners[] = {
	{ &member_suspended,      helper_standing_hear },
	{ &application_received,  helper_letter_hear },
	{ &application_approved,  helper_letter_hear },
	{ &application_declined,  helper_letter_hear },
	{ &application_suspended, helper_letter_hear },
	{ &application_restored,  helper_letter_hear },
	{ &application_ending,    helper_letter_hear },
	{ &application_ended,     helper_letter_hear },
	{ &application_renewed,   helper_letter_hear },
	{ &booking_requested,    visit_letter_hear },
	{ &booking_accepted,     visit_letter_hear },
	{ &offer_accepted,       visit_letter_hear },
	{ &booking_declined,     visit_letter_hear },
	{ &booking_expired,      visit_letter_hear },
	{ &booking_withdrawn,    visit_letter_hear },
	{ &booking_cancelled,    visit_letter_hear },
	{ &booking_contact_due, visit_letter_hear },
	{ &booking_confirm_due, visit_letter_hear },
	{ &booking_confirmed, visit_letter_hear },
	{ &booking_unconfirmed, visit_letter_hear },
	{ &booking_move_proposed, visit_letter_hear },
	{ &booking_moved, visit_letter_hear },
	{ &booking_move_refused, visit_letter_hear },
	{ &booking_move_lapsed, visit_letter_hear },
	{ &booking_begun, visit_letter_hear },
	{ &booking_no_show, visit_letter_hear },
	{ &booking_contested, visit_letter_hear },
	{ &booking_failed, visit_letter_hear },
	{ &booking_handed_over, visit_letter_hear },
	{ &booking_done,         visit_letter_hear },
	{ &reviews_published,    visit_letter_hear },
	{ &offer_received,       visit_letter_hear },
	{ &offer_declined,       visit_letter_hear },
	{ &booking_helper_gone,  visit_letter_hear },
	{ &offer_superseded,     visit_letter_hear },
	{ &booking_repair_asked, visit_letter_hear },
	{ &review_replied,       visit_letter_hear },
	{ &task_expiring,        visit_letter_hear },
	{ &task_expired,         visit_letter_hear },
	{ &message_sent,         chat_letter_hear },
	{ .kind = NULL }
};

static const struct panel panels[] = {
	{ PANEL_PRODUCT,        service_panel_product },
	{ PANEL_MEMBER_PROFILE, helper_panel_profile },
	{ PANEL_MEMBER_PROFILE, service_panel_member },
	{ PANEL_MEMBER_BADGE,   service_panel_badge },
	{ PANEL_HOME_STRANGER,  service_panel_stranger },
	{ PANEL_HOME_MEMBER,    service_panel_home },
	{ PANEL_ME,             helper_panel_me },
	{ PANEL_DESK,           helper_panel_desk },
	{ PANEL_HOME_HELPER,    task_panel_helper },
	{ PANEL_MEMBER_PROFILE, review_panel_member },
	{ .fill = NULL }
};

static const struct desk_area areas[] = {
	{ TEXT_desk_applications, TEXT_helper_desk_card, "hand-helping", "/desk/applications", BRAND_ADMINS },
	{ .path = NULL }
};

const struct slice marketplace_slice = {
	.name = "marketplace",
	.routes = (const struct route *const[]){
		helper_routes, application_desk_routes, service_routes, neighbourhood_routes, service_own_routes, service_api_routes,
		task_routes, offer_routes, booking_routes, booking_step_routes, review_routes, payment_routes,
		visit_api_routes, chat_routes, chat_api_routes,
		NULL },
	.sources = marketplace_sources,
	.listeners = listeners,
	.gatekeepers = gatekeepers,
	.settings = approval_settings,
	.panels = panels,
	.desk = areas,
	.subjects = (const struct subject_kind *const[]){
		&service_subject, &application_subject,
		&task_subject, &offer_subject, &booking_subject, &review_subject, &chat_subject, &message_subject,
		NULL },
	.jobs = (const struct job_kind *const[]){
		&rank_job, &standing_job, &approval_job,
		&task_expire_job, &task_remind_job, &offer_expire_job, &offer_lost_job,
		&booking_expire_job, &booking_contact_job, &booking_confirm_job, &booking_alert_job, &booking_lapse_job,
		&booking_finish_job, &booking_close_job, &booking_wipe_job, &booking_leave_job, &chat_forget_job,
		NULL },
	.schemas = (const struct schema *const[]){
		&service_schema, &service_slot_schema, &application_schema,
		&task_schema, &offer_schema, &booking_schema, &review_schema, &chat_schema, &message_schema,
		NULL },
};
