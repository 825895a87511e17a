/* notify_letter.h: mails about questions and answers: one thing each, with a link, and how to have fewer. */
#ifndef NOTIFY_LETTER_H
#define NOTIFY_LETTER_H
#include "features/notify/notice.h"
#include "view/view.h"

struct notify_letter { enum text_id intro, button; str name, actor, title, excerpt, url, settings_url; };

/* Writes to the member if the mail is wanted, there is an address, and the member may see the thing. */
enum err notify_write(struct scope *scope, const struct notice *notice, int64_t member_id);
#endif
