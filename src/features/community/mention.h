/*
 * mention.h: calling a member by name: "@Ben" in a text.
 *
 * Meant is first who wrote in the thread, else the one member of that name; two of one name
 * are nobody.  Who may not see the thread is not told.
 */
#ifndef MENTION_H
#define MENTION_H
#include "features/community/post_store.h"
#include "features/community/thread_store.h"

#define MENTIONS_MAX 5

struct mentioned { int64_t member_id; str name; };
struct mentioned_list { struct mentioned *at; size_t count; };

/* thread_id 0: a question that is not asked yet. */
enum err mention_find(struct scope *scope, int64_t thread_id, str body, struct mentioned_list *list_out);
/* Tells those whom the post calls and who were not told by it before. */
enum err mention_tell(struct scope *scope, const struct thread *thread, const struct post *post);
#endif
