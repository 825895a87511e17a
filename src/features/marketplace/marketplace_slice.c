/* marketplace_slice.c: all that the marketplace adds to the house. */
#include "features/marketplace/marketplace_slice.h"

#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/rank.h"

const struct slice marketplace_slice = {
	.name = "marketplace",
	.routes = (const struct route *const[]){
		NULL },
	.subjects = (const struct subject_kind *const[]){ &service_subject, &application_subject,
		NULL },
	.jobs = (const struct job_kind *const[]){ &rank_job,
		NULL },
};
