/*
 * chat.h: what the two say to each other: about a task with each helper, or about a booking.
 *
 * To everyone else a chat does not exist.  Until the visit is agreed, what one could be
 * reached by is hidden from the other (contact.h); from then on it is shown, also in what
 * was written before.
 */
#ifndef CHAT_H
#define CHAT_H
#include "features/marketplace/chat_store.h"

#define MESSAGE_MAX 2000
#define MESSAGES_A_PAGE 30
#define CHAT_ROW 10           /* messages of one in a row, without an answer */
#define CHAT_MESSAGES 1000
#define CHAT_AFTER DAYS(14)   /* after the end of the visit, one may still write */
#define CHAT_KEPT DAYS(365)   /* after the last message */

/* Own ones, made when there is none yet.  ERR_NOT_FOUND "booking.not_found". */
enum err chat_of_booking(struct scope *scope, int64_t booking_id, struct chat *chat_out);
/* A helper's question about a task.  ERR_NOT_FOUND "task.not_found", ERR_FORBIDDEN "helper.not_approved",
   ERR_INVALID "offer.own_task". */
enum err chat_of_task(struct scope *scope, int64_t task_id, struct chat *chat_out);
/* Either side's, about an offer.  ERR_NOT_FOUND "offer.not_found". */
enum err chat_of_offer(struct scope *scope, int64_t offer_id, struct chat *chat_out);
/* ERR_NOT_FOUND "chat.not_found" to all but the two. */
enum err chat_show(struct scope *scope, int64_t chat_id, struct chat *chat_out);
/* NULL when one may write now, else a text key: "chat.closed", "chat.wait", "chat.full". */
enum err chat_why_shut(struct scope *scope, const struct chat *chat, const char **why_out);
/* ERR_CONFLICT as above; field "text": "chat.text_wrong". */
enum err chat_write(struct scope *scope, int64_t chat_id, str text, struct message *message_out);
enum err chat_see(struct scope *scope, int64_t chat_id);

/* As this member may read it.  hidden: something in it is shown only once the visit is agreed. */
struct message_shown { struct message message; bool is_own, hidden; };
struct message_shown_list { struct message_shown *at; size_t count; int64_t earlier_id; };
/* A page of the messages below before_id (0 = the newest), oldest first; earlier_id asks for the page before, 0 = none. */
enum err chat_messages(struct scope *scope, const struct chat *chat, int64_t before_id, struct message_shown_list *list_out);
enum err chat_messages_after(struct scope *scope, const struct chat *chat, int64_t after_id,
                             struct message_shown_list *list_out);
static inline int64_t chat_other(const struct chat *chat, int64_t member_id)
{
	return member_id == chat->asker_id ? chat->helper_id : chat->asker_id;
}

extern const struct job_kind chat_forget_job;
#endif
