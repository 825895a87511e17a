/*
 * notice.h: what concerns a member, kept in an inbox.
 *
 * A notice is for one member and never seen by another.  A member's "all read" is a
 * mark up to which everything counts as read.
 */
#ifndef NOTICE_H
#define NOTICE_H
#include "features/notify/topic.h"

#define NOTICE_FANOUT 50 /* members in one unit */

/* Its words are the text "notice.NAME"; its topic is what members choose about. */
struct notice_kind { const char *name, *icon, *topic; };
extern const struct notice_kind notice_kinds[]; /* ends with a NULL name */
const struct notice_kind *notice_kind_named(str name); /* NULL for one that is no more */

/* Tells these members, except the actor, if they belong to the audience; at most NOTICE_FANOUT.  `pace` is that of
   what they follow: outside the house they are told no sooner. */
struct notice_to { struct ids member_ids; int64_t audience_id; enum pace pace; };
enum err notice_tell(struct scope *scope, const struct notice *notice, const struct notice_to *to);
enum err notice_tell_one(struct scope *scope, const struct notice *notice, int64_t member_id);
/* Kudos: one notice a day for the same post. */
enum err notice_tell_kudos(struct scope *scope, const struct notice *notice, int64_t member_id);

/* The scope's own: "member.sign_in" for strangers. */
enum err notice_list_mine(struct scope *scope, int64_t before_id, struct notice_list *list_out);
enum err notice_mine(struct scope *scope, int64_t notice_id, struct notice *notice_out);
enum err notice_unread(struct scope *scope, int64_t *count_out);
/* Of all who are members; both count no further than 100. */
enum err notice_unread_of(struct scope *scope, struct ids member_ids, struct unread_list *list_out);
enum err notice_open(struct scope *scope, int64_t notice_id, struct notice *notice_out);
/* All up to that one; 0 = all there are. */
enum err notice_read_all(struct scope *scope, int64_t until_id);
/* Where a notice leads: the narrower of its two things. */
struct subject notice_target(const struct notice *notice);

/* Send what is pending: send_letter.c and wake_web.c, where mails and words are known. */
extern const struct job_kind notify_send_job, notify_push_job;
extern const struct job_kind notice_sweep_job;
extern const struct setting notify_settings[];
#endif
