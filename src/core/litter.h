/* litter.h: what a crash leaves on the disk: uploads that were under way, and files that no row names any more, or yet. */
#ifndef CORE_LITTER_H
#define CORE_LITTER_H
#include "core/job.h"

/* When a house opens, before anyone is served: empties uploads/.  On PostgreSQL, where a `work` may stand beside a `serve`,
   only of what is older than a day. */
void uploads_clear(const struct house *house);
/* Once a day: takes away a brand's files that are older than a day and have no row. */
extern const struct job_kind litter_job;
#endif
