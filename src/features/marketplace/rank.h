/*
 * rank.h: where a helper's services stand in lists.
 *
 * A mean of few ratings is pulled towards what helpers usually get, so that one
 * kind customer does not outweigh fifty.  Steps of a twentieth: lists change seldom.
 */
#ifndef RANK_H
#define RANK_H
#include "core/core.h"

#define RATING_WEIGHT 6   /* ratings that the usual mean counts for */
#define RATING_USUAL 4.6

double rating_sort(int64_t sum, int64_t count);
/* Smaller is earlier. */
int64_t rank_of(int64_t sum, int64_t count);
/* Subject: the member.  Moves the helper's services, a few in a unit. */
extern const struct job_kind rank_job;
#endif
