/* review_store.h: what two people say of each other after a visit, and how it is read and written. */
#ifndef REVIEW_STORE_H
#define REVIEW_STORE_H
#include "core/core.h"

enum review_told { TOLD_NOTHING, TOLD_YES, TOLD_NO, TOLD_COUNT };
extern const char *const review_tolds[TOLD_COUNT + 1]; /* "nothing" "yes" "no" */

struct review {
	int64_t id, booking_id, author_id, about_id;
	bool by_helper;        /* the helper about the asker */
	int stars;             /* 1 … 5 */
	int told;              /* enum review_told: was the trouble named during the visit? */
	str text;
	str reply;             /* of whom it is about; "" = none */
	moment made_at, replied_at;
	moment published_at;   /* 0 = sealed */
	moment hidden_at;      /* by a moderator; 0 = not */
};
struct review_list { struct review *at; size_t count; };

/* Both of a booking, sealed ones too: the rules decide who sees them. */
enum err review_load_of_booking(struct scope *scope, int64_t booking_id, struct review_list *list_out);
/* Published ones about a member, newest first, 20 before a moment (0 = from the top). */
enum err review_load_about(struct scope *scope, int64_t member_id, moment before, struct review_list *list_out);
enum err review_load_some(struct scope *scope, struct ids ids, struct review_list *list_out);
/* ERR_CONFLICT "review.already" when the author wrote one before. */
enum err review_insert(struct scope *scope, const struct review *review);
/* ERR_NOT_FOUND "review.not_found". */
enum err review_load(struct scope *scope, int64_t review_id, struct review *review_out);
/* ERR_CONFLICT "review.reply_already". */
enum err review_set_reply(struct scope *scope, int64_t review_id, str reply);
/* False when it was published before. */
enum err review_publish(struct scope *scope, int64_t review_id, bool *first_out);
#endif
