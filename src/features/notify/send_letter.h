/* send_letter.h: the jobs that send what is pending: at once, and once a day. */
#ifndef SEND_LETTER_H
#define SEND_LETTER_H
#include "features/notify/notice.h"

extern const struct job_kind notify_daily_job; /* notify_send_job is declared by notice.h, whose notices plan it */
#endif
