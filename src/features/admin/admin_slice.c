/* admin_slice.c: all that the desk adds to the house. */
#include "features/admin/admin_slice.h"

#include "features/admin/desk_look_web.h"
#include "features/admin/desk_web.h"

static const struct nav_entry nav[] = {
	{ SECTION_DESK, TEXT_nav_desk, "layout-dashboard", "/desk", STAFF },
	{ .path = NULL }
};

const struct slice admin_slice = {
	.name = "admin",
	.routes = (const struct route *const[]){ desk_routes, desk_member_routes, desk_catalog_routes, desk_brand_routes, desk_look_routes, NULL },
	.nav = nav,
};
