/* mine.h: what a member says and keeps for herself about threads: me too, her name, texts that wait. */
#ifndef MINE_H
#define MINE_H
#include "features/community/mine_store.h"
#include "features/community/thread.h"

/* "I have this too": once a member, not the asker's ("metoo.own"); saying so twice changes nothing.  Questions only:
   "metoo.no_question". */
enum err metoo_say(struct scope *scope, int64_t thread_id);
enum err metoo_take_back(struct scope *scope, int64_t thread_id);

/* The asker takes her name off her posts in the thread; it stays.  For 14 days she may change her mind.
   "withdrawal.not_yours", "withdrawal.too_many", "withdrawal.too_late". */
enum err authorship_withdraw(struct scope *scope, int64_t thread_id);
enum err authorship_take_again(struct scope *scope, int64_t thread_id);

/* Kept for the member alone: "member.sign_in".  An empty text is forgotten. */
enum err unsent_keep(struct scope *scope, const struct unsent *unsent);
enum err unsent_of(struct scope *scope, int64_t thread_id, struct unsent *unsent_out); /* none: empty */
enum err unsent_forget(struct scope *scope, int64_t thread_id);
#endif
