/* privacy_slice.c: all that privacy adds to the house. */
#include "features/privacy/privacy_slice.h"

#include "features/privacy/copy.h"
#include "features/privacy/privacy_news.h"
#include "features/privacy/privacy_web.h"

const struct slice privacy_slice = {
	.name = "privacy",
	.routes = (const struct route *const[]){ privacy_routes, NULL },
	.panels = privacy_panels,
	.subjects = (const struct subject_kind *const[]){ &privacy_copy_subject, NULL },
	.jobs = (const struct job_kind *const[]){ &copy_make_job, &copy_expire_job, NULL },
};
