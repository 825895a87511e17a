/* admin_slice.c: all that the desk adds to the house. */
#include "features/admin/admin_slice.h"

#include "features/admin/desk_look_web.h"
#include "features/admin/desk_web.h"
#include "features/admin/export.h"

static const struct nav_entry nav[] = {
	{ SECTION_DESK, TEXT_nav_desk, "layout-dashboard", "/desk", STAFF },
	{ .path = NULL }
};

static const struct desk_area areas[] = {
	{ TEXT_desk_members,  TEXT_desk_members_card,  "users",          "/desk/members",  STAFF },
	{ TEXT_desk_boards,   TEXT_desk_boards_card,   "message-square", "/desk/boards",   BRAND_ADMINS },
	{ TEXT_desk_products, TEXT_desk_products_card, "package",        "/desk/products", BRAND_ADMINS },
	{ TEXT_desk_brand,    TEXT_desk_brand_card,    "palette",        "/desk/brand",    BRAND_ADMINS },
	{ TEXT_desk_look,     TEXT_desk_look_card,     "image-plus",     "/desk/look",     BRAND_ADMINS },
	{ TEXT_desk_settings, TEXT_desk_settings_card, "settings",       "/desk/settings", BRAND_ADMINS },
	{ TEXT_desk_audit,    TEXT_desk_audit_card,    "history",        "/desk/audit",    BRAND_ADMINS },
	{ TEXT_export_title,  TEXT_export_card,        "download",       "/desk/export",   BRAND_ADMINS },
	{ .path = NULL }
};

const struct slice admin_slice = {
	.name = "admin",
	.routes = (const struct route *const[]){ desk_routes, audit_routes, desk_member_routes, desk_catalog_routes, desk_brand_routes,
		desk_look_routes, export_routes, desk_secret_routes, desk_mail_routes, NULL },
	.jobs = (const struct job_kind *const[]){ &export_job, &export_expire_job, NULL },
	.nav = nav,
	.desk = areas,
};
