/* care.h: how moderators keep threads in order, and what authors may take away themselves.  What takes something from
   somebody, hiding, closing, moving, is moderation's: a decision with its reasons (core/care.h). */
#ifndef CARE_H
#define CARE_H
#include "features/community/care_store.h"
#include "features/community/thread.h"

#define REASON_MAX 500

struct post_history { struct post post; struct post_version_list versions; bool has_more, may_forget; };

/* Moderators only ("thread.not_yours_to_move", "post.not_yours_to_restore"); noted in the audit log. */
enum err thread_pin(struct scope *scope, int64_t thread_id, bool is_on);
/* A question becomes a discussion, or the other way round; solutions go. */
enum err thread_set_kind(struct scope *scope, int64_t thread_id, bool is_discussion);
/* What its author deleted comes back, for thirty days: "thread.is_there", "thread.was_merged", "post.is_forgotten". */
enum err thread_restore(struct scope *scope, int64_t thread_id);
enum err post_restore(struct scope *scope, int64_t post_id);

/* The author's own: a question that nobody answered ("thread.has_answers"); an answer within a day that is no
   solution ("post.not_yours_to_delete", "post.is_a_solution"). */
enum err post_delete(struct scope *scope, int64_t post_id);
bool post_may_delete(const struct scope *scope, const struct thread *thread, const struct post *post);

/* What a post said before.  The author and moderators; other members as the brand has set it: "post.no_history". */
enum err post_history(struct scope *scope, int64_t post_id, int64_t before, struct post_history *history_out);
/* Forgets it: the author or a moderator ("post.not_yours_to_edit"). */
enum err post_forget_history(struct scope *scope, int64_t post_id);

extern const struct job_kind community_tidy_job;
#endif
