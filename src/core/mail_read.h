/*
 * mail_read.h: a mail that came in, taken apart (GMime): who wrote, what, and whether a program did.
 *
 * Every size is bounded; what is attached is only counted.  Nothing in it is to be believed: a sender's
 * address proves nothing without the token of core/mail_address.h.
 */
#ifndef CORE_MAIL_READ_H
#define CORE_MAIL_READ_H
#include "base/base.h"

#define MAIL_IN_BYTES (5 * 1024 * 1024)
#define MAIL_IN_TEXT 65536 /* bytes of text that are kept */
#define MAIL_IN_TO 20      /* addresses of recipients that are kept */

/* A delivery report (RFC 3464). */
struct mail_report { bool is_report, has_failed, for_good; str status, diagnostic; };

struct mail_seen {
	str from;            /* one address, in small letters; "" when there is none */
	str subject, message_id;
	bool is_automatic;   /* a program answers: never answer it */
	str text;            /* UTF-8, LF; "" when there is only html */
	str html;
	int attachments;
	str to[MAIL_IN_TO];  /* whoever it was for, also by the hints that mail servers write */
	size_t to_count;
	struct mail_report report;
};

void mail_read_start(void); /* once, before threads */
/* ERR_TOO_LARGE, or ERR_INVALID for what is no mail at all. */
enum err mail_read(struct arena *arena, str message, struct mail_seen *seen_out);
#endif
