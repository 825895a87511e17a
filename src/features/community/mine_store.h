/* mine_store.h: what belongs to one member: me too, how far read, texts that wait, authorship taken back, mentions. */
#ifndef MINE_STORE_H
#define MINE_STORE_H
#include "core/core.h"

struct reading { int64_t thread_id, number; };
struct reading_list { struct reading *at; size_t count; };

/* A text that waits: a question (thread_id 0) or an answer. */
struct unsent {
	int64_t thread_id, board_id, product_id;
	bool is_discussion;
	str title, tags, body;
	moment changed_at;
};
struct unsent_list { struct unsent *at; size_t count; };
#define UNSENT_DAYS 90

/* *changed_out is false when it was so already. */
enum err metoo_insert(struct scope *scope, int64_t thread_id, bool *changed_out);
enum err metoo_delete(struct scope *scope, int64_t thread_id, bool *changed_out);
enum err metoo_is_mine(struct scope *scope, int64_t thread_id, bool *is_mine_out);
/* Who has it too: at most 50 behind that one in order of id. */
enum err metoo_load_members(struct scope *scope, int64_t thread_id, int64_t after_id, struct ids *member_ids_out);
/* The next 50 go from a merged thread to the other, and are counted there and no more here; *more_out: there may be others. */
enum err metoo_follow(struct scope *scope, int64_t thread_id, int64_t to_id, int64_t author_id, bool *more_out);

enum err reading_put(struct scope *scope, int64_t thread_id, int64_t number);
/* The same of somebody else, who may be gone meanwhile. */
enum err reading_put_of(struct scope *scope, int64_t member_id, const struct reading *reading);
enum err reading_load(struct scope *scope, struct ids thread_ids, struct reading_list *list_out);

enum err unsent_put(struct scope *scope, const struct unsent *unsent);
enum err unsent_load(struct scope *scope, int64_t thread_id, struct unsent *unsent_out); /* ERR_NOT_FOUND, unrefused */
enum err unsent_load_mine(struct scope *scope, struct unsent_list *list_out);
enum err unsent_drop(struct scope *scope, int64_t thread_id);

/* All own posts of a thread, at most WITHDRAWN_POSTS. */
#define WITHDRAWN_POSTS 60
enum err withdrawn_count_own(struct scope *scope, int64_t thread_id, int64_t *count_out);
enum err withdrawn_begin(struct scope *scope, int64_t thread_id);
enum err withdrawn_undo(struct scope *scope, int64_t thread_id);
/* When the scope's member withdrew; 0 = not, or too long ago to be undone. */
enum err withdrawn_at(struct scope *scope, int64_t thread_id, moment *at_out);

/* False when told already. */
enum err mention_insert(struct scope *scope, int64_t post_id, int64_t member_id, bool *is_new_out);
enum err mention_who_may_see(struct scope *scope, int64_t audience_id, struct ids ids, struct ids *member_ids_out);

/* What is over, a piece each (core/backlog.h): readings of a year, texts of 90 days, authorship of 14. */
enum err mine_forget_readings(struct scope *scope, int64_t *gone_out);
enum err mine_forget_texts(struct scope *scope, int64_t *gone_out);
enum err mine_forget_authors(struct scope *scope, int64_t *gone_out);
#endif
