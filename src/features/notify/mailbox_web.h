/* mailbox_web.h: fetches answers and reports from a mailbox by IMAP, where no mail server hands them over. */
#ifndef MAILBOX_WEB_H
#define MAILBOX_WEB_H
#include "core/job.h"

extern const struct job_kind notify_mailbox_job;
#endif
