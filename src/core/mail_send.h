/* mail_send.h: the ways a finished message leaves: by SMTP, or into a folder.  For core/ only. */
#ifndef CORE_MAIL_SEND_H
#define CORE_MAIL_SEND_H
#include "core/house.h"
#include "core/mail_trace.h"

/* One message, for one recipient; `from` is where it bounces to. */
struct message { int64_t mail_id; str from, to, bytes; };

/* ERR_INVALID: the other side will never take it; anything else: later perhaps.  The report is filled either way. */
enum err mail_by_smtp(const struct house *house, struct arena *arena, const struct message *message, struct mail_attempt *report_out);
enum err mail_to_file(const struct house *house, struct arena *arena, const struct message *message);
#endif
