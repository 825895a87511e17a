/*
 * tag.h: tags at threads, and the brand's order among them.
 *
 * Members tag freely, or choose among the brand's tags, as the brand has set it; at most
 * TAGS_A_THREAD a thread.  Two spellings of one word are one tag: its key is folded.
 */
#ifndef TAG_H
#define TAG_H
#include "features/community/tag_store.h"
#include "features/community/thread_store.h"

/* The key of a name; "" when it is none: two to TAG_NAME_MAX letters, digits, blanks and - + # . */
str tag_key(struct arena *arena, str name);
/* The thread's tags become those of "wlan, Gäste": field "tags": "tag.wrong", "tag.too_many", "tag.unknown". */
enum err tag_thread(struct scope *scope, int64_t thread_id, str names);
/* "WLAN, Gäste": as a form shows them. */
str tag_names(struct scope *scope, const struct thread_tag_list *tags, int64_t thread_id);

/* Moderators: "tag.not_yours".  A new name keeps the threads. */
enum err tag_make(struct scope *scope, struct tag *tag);
enum err tag_rename(struct scope *scope, const struct tag *tag);
/* All threads of the one get the other; the one is gone.  "tag.same" */
enum err tag_merge(struct scope *scope, int64_t tag_id, int64_t to_id);
extern const struct job_kind tag_merge_job;
#endif
