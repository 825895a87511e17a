/*
 * review.h: after a visit each says how it was: sealed until both have, or 14 days are over.
 *
 * So nobody answers in kind.  No edit, no late review; docs/rules/booking.md.
 */
#ifndef REVIEW_H
#define REVIEW_H
#include "features/marketplace/booking.h"
#include "features/marketplace/review_store.h"

#define REVIEW_TEXT_MIN 10
#define REVIEW_TEXT_MAX 2000

#define REVIEW_LOW 3         /* so few stars or fewer: was it said during the visit? */
#define REVIEW_REPLY_MAX 1000

struct review_ask { int64_t stars; str text; int told; };

/* ERR_CONFLICT "review.not_open" before the visit is done and after 14 days, "review.already"; fields: "review.stars_wrong",
   "review.text_wrong", for an asker with few stars "review.told_missing".  The second of a booking publishes both. */
enum err review_write(struct scope *scope, int64_t booking_id, const struct review_ask *ask, struct review *review_out);
/* Whom it is about, once, when it is public.  To others, and while it is sealed, ERR_NOT_FOUND "review.not_found";
   ERR_CONFLICT "review.reply_already"; field "reply": "review.reply_wrong". */
enum err review_reply(struct scope *scope, int64_t review_id, str reply, struct review *review_out);
bool review_may_reply(const struct review *review, int64_t member_id);
bool review_may(const struct booking *booking, const struct review_list *reviews, int64_t member_id, moment now);
/* The own one always, the other's once it is published. */
enum err review_list_of_booking(struct scope *scope, const struct booking *booking, struct review_list *list_out);
/* Published ones about a member, newest first. */
enum err review_list_about(struct scope *scope, int64_t member_id, moment before, struct review_list *list_out);
/* For the clock: whatever is there is published. */
enum err review_publish_all(struct scope *scope, const struct booking *booking);
#endif
