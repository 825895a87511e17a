/*
 * item.h: the moderators' queue: one item a thing, by due time, held by one moderator at a time.
 *
 * A claim is a lease: it ends by itself, so that nothing is held by somebody who went home.
 * What a brand sets for all of moderation stands here too (docs/rules/moderation.md).
 */
#ifndef ITEM_H
#define ITEM_H
#include "features/moderation/item_store.h"

#define CLAIM_TIME MINUTES(15)

/* Moderators, and brand administrators, who may do what they may. */
bool moderation_may(const struct scope *scope);
enum err moderation_check(struct scope *scope); /* ERR_FORBIDDEN "moderation.not_yours" */

/* Puts a thing into the queue, or adds to what is known of it; a closed item opens again. */
struct item_raise { struct subject subject; int64_t author_id; int why; const char *rule; int64_t weight; };
enum err item_raise(struct scope *scope, const struct item_raise *raise, struct item *item_out);

/* A moderator takes up a thing that nobody objected to, and holds it.  "moderation.gone", "moderation.own",
   "moderation.claimed". */
enum err item_take_up(struct scope *scope, struct subject subject, struct item *item_out);

/* The queue: `why` bits, `after` the last of the page before ({0} = from the top). */
enum err item_queue(struct scope *scope, int why, const struct item *after, struct item_list *list_out);
enum err item_mine(struct scope *scope, struct item_list *list_out);
enum err item_closed(struct scope *scope, const struct item *before, struct item_list *list_out);
enum err item_counts_of(struct scope *scope, struct item_counts *counts_out);

/* Takes the most urgent free one for oneself; *item_id_out 0: nothing is left. */
enum err item_next(struct scope *scope, int64_t *item_id_out);
/* ERR_CONFLICT "moderation.claimed" while another holds it, "moderation.own" for one's own thing. */
enum err item_claim(struct scope *scope, int64_t item_id, struct item *item_out);
enum err item_release(struct scope *scope, int64_t item_id);
bool item_is_held_by_other(const struct scope *scope, const struct item *item);
/* The thing, as its owner shows it; ERR_NOT_FOUND "moderation.gone". */
enum err item_look(struct scope *scope, const struct item *item, struct subject_sight *sight_out);

/* What a brand sets for moderation, in the order of the table. */
enum moderation_setting { SET_DUE_HOURS, SET_HIDE_WEIGHT, SET_FIRST_TEXTS, SET_NEWCOMER_TEXTS, SET_NEWCOMER_LINKS,
	SET_COPIES_WAIT, SET_COPIES, SET_COPIES_ACCOUNTS, SET_LEARNS, SET_COUNT };
extern const struct setting moderation_settings[];
enum err moderation_setting_of(struct scope *scope, enum moderation_setting which, int64_t *value_out);
extern const struct job_kind moderation_tidy_job;
#endif
