/*
 * mail_lmtp.h: the mail server hands over what came in (LMTP, RFC 2033), on a socket of this machine.
 *
 * A few threads, each with one connection at a time; lines, messages, recipients and time are bounded.
 */
#ifndef CORE_MAIL_LMTP_H
#define CORE_MAIL_LMTP_H
#include "core/house.h"

/* One message for one recipient; `from` is "" for reports. */
struct mail_arrival { str from, to, message; };

/* OK: taken.  ERR_NOT_FOUND: no such recipient (550).  Others: try again later (451). */
typedef enum err mail_taker(struct house *house, const struct mail_arrival *arrival);

struct lmtp_settings {
	str listen;           /* "unix:/path", or "127.0.0.1:2424" */
	mail_taker *knows;    /* asked for each recipient, before the message */
	mail_taker *take;
};

struct lmtp;
/* ERR_INVALID, and what to do about it, when it cannot listen there. */
enum err lmtp_start(struct arena *arena, struct house *house, const struct lmtp_settings *settings, struct lmtp **lmtp_out,
                    str *wrong_out);
int lmtp_port(const struct lmtp *lmtp); /* 0 on a Unix socket */
void lmtp_stop(struct lmtp *lmtp);      /* harmless for NULL */
#endif
