/* item_store.h: records of the queue: what has to be looked at, who objected and why, how members stand. */
#ifndef ITEM_STORE_H
#define ITEM_STORE_H
#include "core/backlog.h"
#include "core/core.h"

enum item_state { ITEM_OPEN, ITEM_CLOSED };
/* Why it is there: bits, stored. */
enum item_why { ITEM_FLAGGED = 1, ITEM_REPORTED = 2, ITEM_MARKED = 4, ITEM_WAITS = 8, ITEM_OWN = 16, ITEM_ANY = 31 };

#define ITEMS_A_PAGE 25

struct item {
	int64_t id;
	struct subject subject;
	int64_t author_id;
	int state, why;
	bool waits;              /* was never shown: publishing is what it asks for */
	str rule;                /* what the filter found: a text key, or "" */
	int64_t weight;          /* of the open flags, in thousandths */
	moment due_at, opened_at, closed_at;
	int64_t claimed_by;      /* a moderator, until then */
	moment claimed_until;
};
struct item_list { struct item *at; size_t count; };
struct item_counts { int64_t open_count, late_count, waiting_count; };

enum flag_verdict { FLAG_OPEN, FLAG_RIGHT, FLAG_WRONG, FLAG_SETTLED };
struct flag { int64_t item_id, id, member_id, report_id; int reason; str text; int64_t weight; int verdict; moment at; };
struct flag_list { struct flag *at; size_t count; };

/* Texts that came through are counted as far as any rule asks (newcomers: 50 at most), and a little on. */
#define PASSED_COUNTED 100
struct standing { int64_t member_id, flags_right, flags_wrong, passed; moment muted_until; };
struct standing_list { struct standing *at; size_t count; };

/* ERR_NOT_FOUND "moderation.no_item". */
enum err item_load(struct scope *scope, int64_t item_id, struct item *item_out);
/* ERR_NOT_FOUND, unrefused, when nobody ever looked at it. */
enum err item_load_of(struct scope *scope, struct subject subject, struct item *item_out);
enum err item_insert(struct scope *scope, const struct item *item);
enum err item_update(struct scope *scope, const struct item *item);
/* Open ones with one of those bits, by due time, behind (due_at, id); one more than a page. */
enum err item_list_open(struct scope *scope, int why, const struct item *after, struct item_list *list_out);
enum err item_list_mine(struct scope *scope, struct item_list *list_out);
enum err item_list_closed(struct scope *scope, const struct item *before, struct item_list *list_out);
enum err item_list_of(struct scope *scope, int kind, struct ids subject_ids, struct item_list *list_out);
/* The most urgent one that is free; 0 = none. */
enum err item_load_free(struct scope *scope, int64_t *item_id_out);
enum err item_update_claim(struct scope *scope, int64_t item_id, moment until, bool *taken_out);
enum err item_update_release(struct scope *scope, int64_t item_id);
enum err item_count(struct scope *scope, struct item_counts *counts_out);

enum err flag_insert(struct scope *scope, const struct flag *flag);
enum err flag_list_of(struct scope *scope, int64_t item_id, struct flag_list *list_out);
enum err flag_is_open(struct scope *scope, int64_t item_id, int64_t member_id, bool *open_out);
enum err flag_count_open(struct scope *scope, int64_t item_id, int64_t *count_out);
enum err flag_count_mine(struct scope *scope, moment since, int64_t *count_out);
enum err flag_update_verdict(struct scope *scope, int64_t item_id, enum flag_verdict verdict);

/* All zero for somebody of whom nothing is known. */
enum err standing_load(struct scope *scope, int64_t member_id, struct standing *standing_out);
enum err standing_list_of(struct scope *scope, struct ids member_ids, struct standing_list *list_out);
/* All who have an open flag on it were right, or wrong. */
enum err standing_judge(struct scope *scope, int64_t item_id, bool were_right);
enum err standing_update(struct scope *scope, const struct standing *standing);

/* What is older than its time. */
extern backlog_piece *const moderation_pieces[];
#endif
