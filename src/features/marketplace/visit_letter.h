/* visit_letter.h: mails about visits, and a booking as a calendar entry. */
#ifndef VISIT_LETTER_H
#define VISIT_LETTER_H
#include "features/marketplace/booking.h"
#include "features/marketplace/visit_ics.h"
#include "web/letter.h"

/* Hears every piece of news that one is told by mail. */
enum err visit_letter_hear(struct scope *scope, const struct news *news);
/* Without an invited guest: what one downloads oneself. */
enum err booking_calendar(struct scope *scope, const struct booking *booking, enum ics_method method, str *ics_out);

struct visit_letter {
	str hello_name;
	struct html text;     /* the sentence that matters */
	str title, reason;
	str where;            /* postal code and town: the address stays in the house */
	moment starts_at;     /* 0 = no visit yet */
	moment proposed_at, arrives_at; /* 0 = not now */
	int64_t price_minor;
	str currency;
	str link;
	enum text_id action;
	bool takes_answers;   /* who answers the mail writes into the chat */
};
#endif
