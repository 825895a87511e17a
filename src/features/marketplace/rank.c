/* rank.c: the formula, and the job that moves a helper's services to their new place. */
#include "features/marketplace/rank.h"

#include "features/marketplace/area_store.h"
#include "features/marketplace/helper_store.h"
#include "features/marketplace/marketplace_news.h"

#include <math.h>

enum { STEPS_A_STAR = 20, SERVICES_A_RUN = 5 };

double rating_sort(int64_t sum, int64_t count)
{
	return (RATING_WEIGHT * RATING_USUAL + (double)sum) / (double)(RATING_WEIGHT + count); /* small numbers */
}

double wilson_lower(int64_t good, int64_t tries)
{
	const double z = 1.96;
	if (tries < 1)
		return 0;
	double n = (double)tries, p = (double)good / n; /* small numbers */
	double middle = p + z * z / (2 * n), half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
	return (middle - half) / (1 + z * z / n);
}

int64_t rank_of(int64_t sum, int64_t count)
{
	return -llround(rating_sort(sum, count) * STEPS_A_STAR);
}

static enum err move_service(struct scope *scope, int64_t service_id, int64_t rank)
{
	enum err err = service_set_rank(scope, service_id, rank);
	if (err || (err = area_set_rank(scope, service_id, rank)))
		return err;
	struct subject subject = subject_of(&service_subject, service_id);
	subject_changed(scope, subject);
	return news_announce(scope, &service_changed, subject);
}

static enum err rank_run(struct scope *scope, const struct job *job)
{
	struct helper helper;
	struct service_list list;
	enum err err = helper_load(scope, job->subject.id, &helper);
	if (err || (err = service_load_ranked_otherwise(scope, helper.member_id, helper.rank, &list)))
		return err;
	for (size_t i = 0; !err && i < list.count; i++)
		err = move_service(scope, list.at[i].id, helper.rank);
	if (err || !list.count)
		return err;
	subject_changed(scope, subject_of(&service_subject, 0)); /* every list of services */
	return list.count < SERVICES_A_RUN ? OK : job_plan(scope, &rank_job, job->subject, scope->now);
}

const struct job_kind rank_job = { "marketplace.rank", .run = rank_run };
