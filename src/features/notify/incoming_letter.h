/* incoming_letter.h: the answer to a mail that could not be taken, and the note under one that could. */
#ifndef INCOMING_LETTER_H
#define INCOMING_LETTER_H
#include "features/member/member.h"
#include "view/view.h"

struct refused_mail { const char *reason; str subject, body; };
struct refused_letter { str name, body; const char *reason; };

enum err refused_write(struct scope *scope, const struct refused_mail *refused, const struct member_contact *contact);
/* "(2 attachments of the mail were left out.)" below, in the brand's language. */
str incoming_with_note(struct scope *scope, str body, int attachments);
#endif
