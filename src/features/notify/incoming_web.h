/*
 * incoming_web.h: a mail to one of our addresses: an answer becomes a post, a report stops mails that do not arrive.
 */
#ifndef INCOMING_WEB_H
#define INCOMING_WEB_H
#include "core/mail_lmtp.h"

#define INCOMING_AN_HOUR 20 /* answers of one member */
#define INCOMING_ANSWERS 5  /* kind answers to one member in an hour */

/* OK: taken, whatever became of it.  ERR_NOT_FOUND: no address of ours.  Others: try again later.  Never in a unit. */
enum err notify_mail_in(struct house *house, const struct mail_arrival *arrival);
/* Only: is it an address of ours?  What is too old is, too: it gets an answer that says so. */
enum err notify_mail_knows(struct house *house, const struct mail_arrival *arrival);
/* The same at a time of one's choice, for tests and jobs. */
enum err notify_mail_in_at(struct house *house, const struct mail_arrival *arrival, moment now);

#endif
