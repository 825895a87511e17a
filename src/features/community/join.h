/* join.h: two threads become one, or posts leave for a thread of their own.  Moderators; noted in the audit log. */
#ifndef JOIN_H
#define JOIN_H
#include "features/community/care.h"

#define SPLIT_POSTS_MAX 20

/* The posts of the one are appended to the other, with their numbers anew and all that hangs on them: kudos, solutions,
   me toos; its address leads to the other (301).  A long thread goes in pieces, by a job.
   "merge.same", "merge.other_audience" (what only few could read stays among them). */
enum err thread_merge(struct scope *scope, int64_t from_id, int64_t to_id, str why);

/* "split.no_posts", "split.the_question" (the first post stays), "split.first_is_hidden" (its words would begin a thread that
   all read), "split.too_many".  A solution that becomes a question is none any more. */
struct split { struct ids post_ids; str title; int64_t board_id; str why; };
enum err thread_split_off(struct scope *scope, int64_t thread_id, const struct split *split, struct thread *thread_out);

/* Where a merged thread went; 0 = it was not merged. */
enum err thread_merged_into(struct scope *scope, int64_t thread_id, int64_t *to_id_out);
extern const struct job_kind merge_job;
#endif
