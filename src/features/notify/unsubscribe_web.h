/* unsubscribe_web.h: no more mails of that kind, by one click in the mail program or by a page; without a log-in. */
#ifndef UNSUBSCRIBE_WEB_H
#define UNSUBSCRIBE_WEB_H
#include "view/components.h"
#include "web/web.h"

extern const struct route unsubscribe_routes[];
/* For that member and topic ("daily": the daily mail), in the scope's brand; good for ever. */
str unsubscribe_path(struct scope *scope, int64_t member_id, str topic);

struct unsubscribe_page { str path; enum text_id what; bool is_done, is_member; };
#endif
