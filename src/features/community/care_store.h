/* care_store.h: what moderators, askers and the clock change about threads and posts, and earlier texts of a post. */
#ifndef CARE_STORE_H
#define CARE_STORE_H
#include "features/community/post_store.h"
#include "features/community/thread_store.h"

/* What a post said before its version'th change, who changed it, and when. */
struct post_version { int64_t version; str body; int64_t by_id; moment at; };
struct post_version_list { struct post_version *at; size_t count; };
#define VERSIONS_A_PAGE 10

/* An earlier text of anybody's: for taking a name out. */
struct former_version { int64_t post_id, version; str body; };
struct former_version_list { struct former_version *at; size_t count; };
struct former_ask { str called, quoted; int64_t after_id, version; }; /* patterns of LIKE with "\\" */
enum err care_posts_naming(struct scope *scope, const struct former_ask *ask, struct post_list *list_out); /* 12 */
enum err care_versions_naming(struct scope *scope, const struct former_ask *ask, struct former_version_list *list_out);
enum err care_thanks_of(struct scope *scope, int64_t member_id, struct post_list *posts_out); /* 8: thread, number, id */
enum err care_metoos_of(struct scope *scope, int64_t member_id, struct ids *thread_ids_out);      /* 8 */
enum err care_set_words(struct scope *scope, const struct post *post); /* body and html, and nobody edited it */
enum err care_set_version(struct scope *scope, const struct former_version *version);
enum err care_threads_of(struct scope *scope, int64_t member_id, int64_t after_id, struct ids *thread_ids_out); /* 50 */

/* Hidden and deleted ones too: for moderators.  "thread.not_found", "post.not_found". */
enum err care_load_thread(struct scope *scope, int64_t thread_id, struct thread *thread_out);
enum err care_load_any_thread(struct scope *scope, int64_t thread_id, struct thread *thread_out); /* for jobs */
enum err care_load_post(struct scope *scope, int64_t post_id, struct post *post_out);

/* Each refuses with `reason` (ERR_CONFLICT) when it was so already.  Closing: by the clock, and opened by what was missing. */
enum err care_close(struct scope *scope, int64_t thread_id, str why);          /* "thread.is_closed_already" */
enum err care_reopen(struct scope *scope, int64_t thread_id);                  /* "thread.is_open" */
enum err care_delete_thread(struct scope *scope, int64_t thread_id, str why);  /* "thread.is_gone" */
enum err care_restore_thread(struct scope *scope, int64_t thread_id);          /* "thread.is_there" */
enum err care_delete_post(struct scope *scope, const struct post *post, str why);
enum err care_restore_post(struct scope *scope, const struct post *post);

enum err care_pin(struct scope *scope, int64_t thread_id, bool is_on);
enum err care_set_need(struct scope *scope, int64_t thread_id, int64_t post_id); /* 0 ends it */
enum err care_set_title(struct scope *scope, int64_t thread_id, str title, str excerpt);
enum err care_count_board(struct scope *scope, int64_t board_id, int64_t change);
/* post_count, state, kudos_count, active_at as they are in the record. */
enum err care_set_totals(struct scope *scope, const struct thread *thread);

/* Merging and splitting: the first `count` posts; chosen ones; moving them. */
enum err care_first_posts(struct scope *scope, int64_t thread_id, int64_t count, struct post_list *list_out);
enum err care_chosen_posts(struct scope *scope, int64_t thread_id, struct ids post_ids, struct post_list *list_out);
struct post_shift { int64_t from_id, to_id, first, last, by; };
enum err care_shift_posts(struct scope *scope, const struct post_shift *shift);
/* They get the numbers 1, 2 … in the order given; in the thread they came from a trace stays for each. */
enum err care_take_posts_out(struct scope *scope, int64_t thread_id, int64_t to_id, const struct post_list *posts);
enum err care_take_solutions(struct scope *scope, int64_t thread_id, int64_t to_id, struct ids post_ids);

/* Newest change first, before that version; one more than VERSIONS_A_PAGE. */
enum err post_list_versions(struct scope *scope, int64_t post_id, int64_t before, struct post_version_list *list_out);
enum err post_forget_versions(struct scope *scope, int64_t post_id);
/* Posts deleted before that lose their earlier texts, then their words: a piece each (core/backlog.h). */
enum err care_forget_versions(struct scope *scope, moment before, int64_t *gone_out);
enum err care_forget_deleted(struct scope *scope, moment before, int64_t *gone_out);
#endif
