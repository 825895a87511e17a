/* follow_store.h: who follows what, and how closely. */
#ifndef FOLLOW_STORE_H
#define FOLLOW_STORE_H
#include "core/core.h"

#define FOLLOWS_A_PAGE 25
#define FOLLOWERS_AT_ONCE 50 /* told in one unit */
#define FOLLOWS_MAX 1000     /* of one member */

/* In the order of how soon one is told: what a topic and a follow allow, the lesser counts. */
enum pace { PACE_NONE, PACE_DAILY, PACE_NOW };

struct follow { int subject_kind; int64_t subject_id, id; int mode; }; /* mode: enum pace */
struct follow_list { struct follow *at; size_t count; };

struct follower { int64_t member_id; int mode; };
struct follower_list { struct follower *at; size_t count; };
/* Followers of a thing who belong to the audience, behind that one in order of id. */
struct follower_page { struct subject subject; int64_t audience_id, after_id; };

/* The scope's own. */
enum err follow_save(struct scope *scope, const struct follow *follow);
enum err follow_count(struct scope *scope, int64_t *count_out); /* no further than FOLLOWS_MAX + 1 */
/* Newest first, one more than FOLLOWS_A_PAGE; without those that are muted. */
enum err follow_load_mine(struct scope *scope, int64_t before_id, struct follow_list *list_out);
/* How the member follows these things of one kind; those she never chose about are left out. */
enum err follow_load_of(struct scope *scope, int64_t member_id, int kind, struct ids ids, struct follow_list *list_out);
/* Unless she has chosen about it before, or does not want such things to be followed. */
enum err follow_insert_own(struct scope *scope, int64_t member_id, struct subject subject);
/* At most FOLLOWERS_AT_ONCE. */
enum err follow_load_followers(struct scope *scope, const struct follower_page *page, struct follower_list *list_out);
/* A piece of at most FOLLOWERS_AT_ONCE follows `to` instead; who follows both keeps what she chose there. */
enum err follow_move_piece(struct scope *scope, struct subject from, struct subject to, int64_t *moved_out);
#endif
