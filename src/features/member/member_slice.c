/* member_slice.c: all that members add to the house. */
#include "features/member/member_slice.h"

#include "features/member/member_api.h"
#include "features/member/member_news.h"
#include "features/member/member_web.h"
#include "features/member/picture_web.h"

const struct slice member_slice = {
	.name = "member",
	.routes = (const struct route *const[]){ member_routes, picture_routes, member_api_routes, NULL },
	.panels = member_panels,
	.subjects = (const struct subject_kind *const[]){ &member_subject, NULL },
	.nav = member_nav,
	.schemas = member_schemas,
	.resolvers = { .member = member_resolve, .pictures = member_pictures },
};
