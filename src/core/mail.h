/* mail.h: mails leave through a queue in the database: written in the caller's unit, sent by the worker. */
#ifndef CORE_MAIL_H
#define CORE_MAIL_H
#include "core/subject.h"

struct mail {
	str to;            /* one address; CR, LF and the like are refused */
	str to_name;
	str from_name;     /* the brand's */
	str subject;
	str text, html;    /* html may be "" */
	str calendar;      /* an iCalendar object, or "" */
	str calendar_method; /* REQUEST, CANCEL */
	struct subject about; /* keeps a thing's mails together (In-Reply-To), and out of the log */
	str reply_to;      /* an address of mail_address.h, or "" */
	str unsubscribe;   /* an address that takes a bare POST (RFC 8058), or "": not one of many */
	bool even_stopped; /* goes out although the address bounced: its owner asked for it just now */
	bool is_traced;    /* the scope's member wants to know what became of it (core/mail_trace.h) */
	bool is_reply;     /* answers a mail: Auto-Submitted says so */
};

enum err mail_queue(struct scope *scope, const struct mail *mail);
/* The message as it is sent (RFC 5322, MIME), for tests and mail_file.c. */
str mail_message(struct arena *arena, const struct mail *mail, str from, str message_id, moment now);
bool mail_address_is_good(str address);
#endif
