/*
 * follow.h: a member follows threads, boards, tags, products and people, and is told what is new there.
 *
 * Each follow has its pace: at once, with the daily mail, or not at all (which also silences a thread
 * that one asked or answered).  Who follows is asked for again whenever something is told: nobody hears
 * of what they may no longer see.
 */
#ifndef FOLLOW_H
#define FOLLOW_H
#include "features/notify/follow_store.h"

extern const char *const pace_names[]; /* "none", "daily", "now", NULL */

/* "follow.not_found" for what cannot be followed or not be seen, "follow.self", "follow.too_many". */
enum err follow_set(struct scope *scope, struct subject subject, enum pace mode);
/* PACE_NONE for what one does not follow; *known_out (may be NULL): one has chosen about it. */
enum err follow_pace(struct scope *scope, int64_t member_id, struct subject subject, enum pace *pace_out, bool *known_out);
enum err follow_list_mine(struct scope *scope, int64_t before_id, struct follow_list *list_out);
/* What a member asked or answered: followed with the daily mail, unless she chose otherwise. */
enum err follow_own(struct scope *scope, int64_t member_id, struct subject subject);
/* One thing became part of another (a merge): its followers follow that one, in pieces. */
enum err follow_move(struct scope *scope, struct subject from, struct subject to);
extern const struct job_kind follow_move_job;
#endif
