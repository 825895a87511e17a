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
/* The lower end of what the true share of good ones may be (95 %): few tries promise little.  0 for none. */
double wilson_lower(int64_t good, int64_t tries);
#define RELIABLE 0.8      /* from here on a helper is called reliable */
#define RELIABLE_SHOWN 5  /* visits before a share is shown at all */
/* Smaller is earlier. */
int64_t rank_of(int64_t sum, int64_t count);
/* Subject: the member.  Moves the helper's services, a few in a unit. */
extern const struct job_kind rank_job;
#endif
