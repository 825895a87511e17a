/*
 * filter.h: the gatekeeper before everything that members publish: yes, no, or wait.
 *
 * Nothing vanishes silently: what is refused is told at once, what waits is told, and stands in the
 * queue with its reason (docs/rules/moderation.md, decision 0030).
 */
#ifndef FILTER_H
#define FILTER_H
#include "features/moderation/item.h"
#include "features/moderation/print.h"
#include "features/moderation/sign.h"

/* What is known of a text and its author when the filter decides. */
struct filter_facts {
	struct signs signs;
	double odds;             /* learn.h */
	struct copies copies;
	int word_deed;           /* -1: none */
	int64_t passed;          /* texts of the author that came through */
	/* What the brand set. */
	int64_t first_texts, newcomer_texts, newcomer_links, copies_wait, copies_max, copies_accounts;
};
enum filter_answer { FILTER_PASS, FILTER_MARK, FILTER_HOLD, FILTER_REFUSE };
struct filter_finding { enum filter_answer answer; const char *rule; /* a text key */ };
/* Pure: a table of rules, the strictest answer stands. */
struct filter_finding filter_judge(const struct filter_facts *facts);

/* Refuses "moderation.muted" (ERR_FORBIDDEN) and "moderation.word_refused" (ERR_INVALID). */
enum err filter_decide(struct scope *scope, const struct gate_question *question, bool *waits_out);
#endif
