/* helper_letter.h: mails about applications, for marketplace_slice.c. */
#ifndef HELPER_LETTER_H
#define HELPER_LETTER_H
#include "web/web.h"

/* Hears application_received, _approved, _declined, _suspended, _restored. */
enum err helper_letter_hear(struct scope *scope, const struct news *news);

struct helper_letter { str name, brand, reason, link; enum text_id text, action; };
#endif
