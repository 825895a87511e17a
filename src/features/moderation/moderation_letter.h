/* moderation_letter.h: moderation's mails: statements of reasons, receipts of reports, what became of them. */
#ifndef MODERATION_LETTER_H
#define MODERATION_LETTER_H
#include "features/moderation/moderation_web.h"

struct statement_letter {
	str name, measure, title, url, clause, page_url, imprint_url;
	const struct decision *decision;
	struct html text;
};
struct report_letter { const struct report *report; str url, outcome, imprint_url; };

enum err decision_letter_hear(struct scope *scope, const struct news *news);
enum err report_letter_hear(struct scope *scope, const struct news *news);
#endif
