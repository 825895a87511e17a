/*
 * flag.h: a member objects to a thing, whatever it is, with a reason.
 *
 * A flag weighs by how often its author was right (docs/rules/moderation.md); where the open
 * flags of a thing weigh enough, it is hidden until somebody has looked.
 */
#ifndef FLAG_H
#define FLAG_H
#include "features/moderation/item.h"

/* Stored by number: only ever append.  Also the reasons that decisions have words for. */
enum flag_reason { REASON_SPAM, REASON_INSULT, REASON_OFF_TOPIC, REASON_DANGEROUS, REASON_PRIVACY, REASON_PICTURE,
	REASON_ILLEGAL, REASON_OTHER, REASON_COUNT };
extern const char *const flag_reasons[REASON_COUNT + 1]; /* "spam" …, NULL */

#define FLAG_TEXT_MAX 1000
#define FLAGS_A_DAY 20
#define FLAGS_OPEN_MAX 60 /* of one thing: what a decision about it judges in its unit; "flag.enough" */

struct flag_ask { int reason; str text; };
/* ERR_NOT_FOUND "moderation.no_subject" for what cannot be seen or objected to; "flag.own", "flag.already", "flag.enough",
   "flag.too_many", "flag.say_why" (field text, for "other"). */
enum err flag_raise(struct scope *scope, struct subject subject, const struct flag_ask *ask);
/* May this scope object to it: seen, not one's own?  Gives its face. */
enum err flag_subject(struct scope *scope, struct subject subject, struct subject_face *face_out);
/* In thousandths. */
int64_t flag_weight(const struct standing *standing, unsigned roles);
#endif
