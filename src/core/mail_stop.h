/* mail_stop.h: addresses that take no mail: they bounced, and stay quiet until their owner confirms them anew. */
#ifndef CORE_MAIL_STOP_H
#define CORE_MAIL_STOP_H
#include "core/mail.h"

#define MAIL_SOFT_MAX 5 /* passing troubles within MAIL_SOFT_DAYS of each other, until they count as lasting */
#define MAIL_SOFT_DAYS 14

struct mail_stop { bool is_stopped; moment at; str reason; /* "5.1.1 …" as the other side said it, at most 200 bytes */ };

/* What came back: for good, or for now.  `address` is a hash of mail_address.h. */
struct mail_bounce { int64_t address; bool for_good; str reason; };
enum err mail_bounced(struct scope *scope, const struct mail_bounce *bounce);
enum err mail_stop_of(struct scope *scope, str address, struct mail_stop *stop_out);
/* The owner has shown that mails arrive. */
enum err mail_resume(struct scope *scope, int64_t address);
#endif
