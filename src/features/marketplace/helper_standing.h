/* helper_standing.h: may this helper be booked now?  Approved by the brand, and not suspended as a member. */
#ifndef HELPER_STANDING_H
#define HELPER_STANDING_H
#include "core/core.h"

/* Makes the helper's row say so, and plans to look again when a suspension ends.  Who is no helper is left alone. */
enum err helper_stand(struct scope *scope, int64_t member_id);
/* A member was suspended or released. */
enum err helper_standing_hear(struct scope *scope, const struct news *news);
extern const struct job_kind standing_job;
#endif
