/* helper_leave.h: a helper who may not be booked any more leaves nobody waiting; booking_leave.c. */
#ifndef HELPER_LEAVE_H
#define HELPER_LEAVE_H
#include "core/core.h"

/* Subject: the helper's member.  Declines the helper's requests and calls off what begins before the suspension ends. */
extern const struct job_kind booking_leave_job;
#endif
