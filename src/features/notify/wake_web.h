/* wake_web.h: the job that pushes what is pending to members' browsers. */
#ifndef WAKE_WEB_H
#define WAKE_WEB_H
#include "core/job.h"

extern const struct job_kind notify_push_job;
#endif
