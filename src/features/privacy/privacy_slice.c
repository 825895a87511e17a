/* privacy_slice.c: all that privacy adds to the house. */
#include "features/privacy/privacy_slice.h"

#include "features/privacy/copy.h"
#include "features/privacy/privacy_news.h"
#include "features/privacy/privacy_web.h"

static const struct listener listeners[] = {
	{ &privacy_erasure_asked, erasure_letter_hear },
	{ &privacy_erasure_ended, erasure_letter_hear },
	{ .kind = NULL }
};

static const struct gatekeeper gatekeepers[] = {
	{ &gate_publish, erasure_gate },
	{ .gate = NULL }
};

const struct slice privacy_slice = {
	.name = "privacy",
	.routes = (const struct route *const[]){ privacy_routes, erasure_routes, NULL },
	.listeners = listeners,
	.gatekeepers = gatekeepers,
	.panels = privacy_panels,
	.subjects = (const struct subject_kind *const[]){ &privacy_copy_subject, NULL },
	.jobs = (const struct job_kind *const[]){ &copy_make_job, &copy_expire_job, &erasure_job, &wipe_job, &erasure_tidy_job, NULL },
};
