/* identity_letter.h: the mails that identity sends: one link each, and what it is for. */
#ifndef IDENTITY_LETTER_H
#define IDENTITY_LETTER_H
#include "features/identity/identity.h"
#include "web/web.h"

extern const struct listener identity_listeners[];

struct identity_letter { str name; enum text_id intro, button, outro; str url; };

/* In a unit; sends nothing when mail->to is "". */
enum err identity_send(struct scope *scope, enum link_purpose purpose, const struct mail_due *mail);
#endif
