/* review_store.h: what two people say of each other after a visit, and how it is read and written. */
#ifndef REVIEW_STORE_H
#define REVIEW_STORE_H
#include "core/core.h"

struct review {
	int64_t id, booking_id, author_id, about_id;
	bool by_helper;        /* the helper about the asker */
	int stars;             /* 1 … 5 */
	str text;
	moment made_at;
	moment published_at;   /* 0 = sealed */
};
struct review_list { struct review *at; size_t count; };

/* Both of a booking, sealed ones too: the rules decide who sees them. */
enum err review_load_of_booking(struct scope *scope, int64_t booking_id, struct review_list *list_out);
/* Published ones about a member, newest first, 20 before a moment (0 = from the top). */
enum err review_load_about(struct scope *scope, int64_t member_id, moment before, struct review_list *list_out);
enum err review_load_some(struct scope *scope, struct ids ids, struct review_list *list_out);
/* ERR_CONFLICT "review.already" when the author wrote one before. */
enum err review_insert(struct scope *scope, const struct review *review);
/* False when it was published before. */
enum err review_publish(struct scope *scope, int64_t review_id, bool *first_out);
#endif
