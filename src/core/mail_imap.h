/* mail_imap.h: takes mails out of a mailbox (libcurl, IMAP).  Slow: never inside a unit. */
#ifndef CORE_MAIL_IMAP_H
#define CORE_MAIL_IMAP_H
#include "core/house.h"

#define IMAP_AT_ONCE 20

struct imap_mailbox {
	str url; /* "imaps://mail.example:993/INBOX" */
	str user, password;
	bool plain;  /* imap:// without STARTTLS */
	str ca_file; /* certificates to trust; "" = the system's */
};

/* Called for each message, at most IMAP_AT_ONCE: OK removes it from the mailbox, anything else leaves it for later.
   `whole` is false for one that is too large to be read. */
typedef enum err imap_taker(void *data, str message, bool whole);
enum err imap_fetch(struct arena *arena, const struct imap_mailbox *mailbox, imap_taker *take, void *data);
#endif
