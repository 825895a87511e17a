/*
 * report.h: a notice of illegal content, by anybody, with or without an account.
 *
 * Fields as Regulation (EU) 2022/2065, Article 16 wants them.  The address it came from is confirmed by a
 * mail; then it stands in the queue, and its author gets a receipt, a page with its state, and the decision.
 */
#ifndef REPORT_H
#define REPORT_H
#include "features/moderation/item.h"
#include "features/moderation/report_store.h"

/* Stored by number: only ever append. */
enum report_category { REPORT_HATE, REPORT_THREAT, REPORT_CHILD, REPORT_TERROR, REPORT_FRAUD, REPORT_PRIVACY, REPORT_RIGHTS,
	REPORT_GOODS, REPORT_DEFAMATION, REPORT_OTHER, REPORT_CATEGORY_COUNT };
extern const char *const report_categories[REPORT_CATEGORY_COUNT + 1];

#define REPORT_REASON_MAX 5000
#define REPORTS_A_DAY 5

struct report_ask { int category; str url, reason, law, name, mail; bool good_faith; };
/* Fields: "report.url_wrong", "report.reason_short", "report.name_missing", "report.mail_missing",
   "report.good_faith_missing"; ERR_LIMITED "report.too_many".  Whoever is signed in, or may leave out the address
   (sexual abuse of children), needs no mail to confirm. */
enum err report_make(struct scope *scope, const struct report_ask *ask, struct report *report_out);
/* Signed addresses: of the mail's link, and of the page with its state. */
str report_token(struct scope *scope, const struct report *report, bool confirms);
/* ERR_NOT_FOUND "report.not_found" for whatever is not one of ours. */
enum err report_of_token(struct scope *scope, str token, bool confirms, struct report *report_out);
enum err report_confirm(struct scope *scope, str token, struct report *report_out);
#endif
