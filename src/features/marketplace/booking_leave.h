/* booking_leave.h: a helper who may not be booked any more leaves nobody waiting. */
#ifndef BOOKING_LEAVE_H
#define BOOKING_LEAVE_H
#include "core/core.h"

/* Subject: the helper's member.  Declines the helper's requests and calls off what begins before the suspension ends. */
extern const struct job_kind booking_leave_job;
#endif
