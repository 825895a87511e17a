/* moderation_slice.c: all that moderation adds to the house. */
#include "features/moderation/moderation_slice.h"

#include "features/moderation/filter.h"
#include "features/moderation/moderation_letter.h"
#include "features/moderation/moderation_news.h"
#include "features/moderation/moderation_web.h"

static const struct listener listeners[] = {
	{ &decision_made,    decision_letter_hear },
	{ &report_made,      report_letter_hear },
	{ &report_confirmed, report_letter_hear },
	{ &report_decided,   report_letter_hear },
	{ .kind = NULL }
};

static const struct gatekeeper gatekeepers[] = {
	{ &gate_publish, filter_decide },
	{ .gate = NULL }
};

static const struct panel panels[] = {
	{ PANEL_FLAG,        flag_fill },
	{ PANEL_CARE,        care_fill },
	{ PANEL_DESK,        queue_tile_fill },
	{ PANEL_DESK_MEMBER, sanction_fill },
	{ PANEL_ME,          decision_card_fill },
	{ .fill = NULL }
};

static const struct desk_area areas[] = {
	{ TEXT_moderation_queue, TEXT_moderation_queue_card, "flag",         "/desk/moderation", MODERATORS },
	{ TEXT_word_title,       TEXT_word_card,             "shield-check", "/desk/words",      BRAND_ADMINS },
	{ TEXT_template_title,   TEXT_template_card,         "mail",         "/desk/templates",  BRAND_ADMINS },
	{ .path = NULL }
};

const struct slice moderation_slice = {
	.name = "moderation",
	.routes = (const struct route *const[]){ flag_routes, queue_routes, sanction_routes, decision_routes, report_routes,
		word_routes, flag_api_routes, decision_api_routes, NULL },
	.listeners = listeners,
	.gatekeepers = gatekeepers,
	.panels = panels,
	.subjects = (const struct subject_kind *const[]){ &item_subject, &decision_subject, &report_subject, NULL },
	.jobs = (const struct job_kind *const[]){ &moderation_tidy_job, &decision_reports_job, NULL },
	.settings = moderation_settings,
	.desk = areas,
};
