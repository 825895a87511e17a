/* notice_store.h: the notice record, who read how far, which mails are wanted; reading and writing them. */
#ifndef NOTICE_STORE_H
#define NOTICE_STORE_H
#include "core/core.h"

#define NOTICES_A_PAGE 25

struct notice {
	int64_t id, member_id;
	str kind;             /* a row of notice_kinds */
	int subject_kind;
	int64_t subject_id;
	int other_kind;
	int64_t other_id;
	int64_t actor_id;     /* 0 = the house */
	str text;
	int64_t count;        /* how often it happened that day */
	moment at;
	bool is_new;
};
struct notice_list { struct notice *at; size_t count; };

struct unread { int64_t member_id, count; };
struct unread_list { struct unread *at; size_t count; };

/* How a topic is told: the bell, mail (enum pace), push. */
struct notice_choice { str topic; int site, mail, push; };
struct notice_choice_list { struct notice_choice *at; size_t count; };

/* One's own: "notice.not_found" otherwise. */
enum err notice_load(struct scope *scope, int64_t notice_id, struct notice *notice_out);
/* One's own, newest first, one more than NOTICES_A_PAGE. */
enum err notice_load_mine(struct scope *scope, int64_t before_id, struct notice_list *list_out);
/* 0 when there is none. */
enum err notice_newest_mine(struct scope *scope, int64_t *notice_id_out);
enum err notice_count_unread(struct scope *scope, int64_t *count_out);
/* Without those who have read everything. */
enum err notice_count_unread_of(struct scope *scope, struct ids member_ids, struct unread_list *list_out);
/* For those of the members who belong to the audience. */
struct notice_crowd { str topic; struct ids member_ids; int64_t audience_id; };
enum err notice_insert(struct scope *scope, const struct notice *notice, const struct notice_crowd *crowd);
/* For its member alone, asking for nothing.  Who writes a million of them in large units does it by this: at the end of a statement
   that may write several rows SQLite walks all that the unit would undo. */
enum err notice_insert_one(struct scope *scope, const struct notice *notice);
/* Adds to the member's notice of kudos for the same post that is not older than `since`, if there is one. */
enum err notice_add_kudos(struct scope *scope, const struct notice *notice, moment since, bool *done_out);
enum err notice_update_read(struct scope *scope, int64_t notice_id);
/* All up to this one. */
enum err notice_update_read_until(struct scope *scope, int64_t notice_id);
/* A piece of at most 100. */
enum err notice_delete_before(struct scope *scope, moment before, int64_t *deleted_out);

/* Of any member, for the letters: is_new says that she has not read it.  ERR_NOT_FOUND, unrefused, when it is gone. */
enum err notice_load_of(struct scope *scope, int64_t member_id, int64_t notice_id, struct notice *notice_out);

enum err choice_load_mine(struct scope *scope, struct notice_choice_list *list_out);
enum err choice_save(struct scope *scope, const struct notice_choice *choice);
/* mail of `choice` does not count: bell and push are for a member who has not chosen before. */
enum err choice_end_mail(struct scope *scope, int64_t member_id, const struct notice_choice *choice);
#endif
