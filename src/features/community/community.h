/* community.h: what the slices above may know: cards of threads, in bulk. */
#ifndef COMMUNITY_H
#define COMMUNITY_H
#include "features/community/care.h"
#include "features/community/former.h"
#include "features/community/join.h"
#include "features/community/outcome_store.h"
#include "features/community/tag_store.h"
#include "features/community/thread.h"

/* Everything that the index needs of a thread, in one go, whoever may see it: the searches ask for the audience.
   ERR_NOT_FOUND "thread.not_found": hidden, deleted or never there. */
struct thread_words { struct thread thread; struct post_list posts; struct post_list solutions; struct thread_tag_list tags; };
enum err community_words(struct scope *scope, int64_t thread_id, struct thread_words *words_out);
/* All threads, hidden ones too, at most 100 behind that one in order of id: for making the index anew. */
enum err community_threads_after(struct scope *scope, int64_t after_id, struct thread_list *list_out);

/* The tags of a thread, whoever may see it. */
enum err community_thread_tags(struct scope *scope, int64_t thread_id, struct thread_tag_list *list_out);
/* All threads with a tag, hidden ones too, at most 100 behind that one in order of id. */
enum err community_tagged(struct scope *scope, int64_t tag_id, int64_t after_id, struct ids *thread_ids_out);
/* For a filter: the 30 most used, of those that stand at a thread that the scope's member may see; and `also_id`. */
enum err community_tags(struct scope *scope, int64_t also_id, struct tag_list *list_out);

/* For figures: what became of all questions made since then, whoever may see them, OUTCOMES_A_PAGE behind that one. */
enum err community_outcomes(struct scope *scope, moment since, int64_t after_id, struct thread_outcome_list *list_out);

/* Threads for a list of hits, in the order of `ids`; those that may not be seen are left out. */
/* The same with no more than id, title, excerpt and state. */
enum err community_thread_briefs(struct scope *scope, struct ids ids, struct thread_list *list_out);
enum err community_threads(struct scope *scope, struct ids ids, struct thread_list *list_out);
/* The same for the brand's people, in any order: whatever its audience, hidden ones too.  ERR_FORBIDDEN "thread.not_yours". */
enum err community_staff_threads(struct scope *scope, struct ids ids, struct thread_list *list_out);
/* The first solution of each of these threads. */
enum err community_solutions(struct scope *scope, struct ids thread_ids, struct post_list *list_out);
enum err community_boards(struct scope *scope, struct board_list *list_out);

/* Desk: make and change boards.  Brand administrators: "board.not_yours". */
enum err board_make(struct scope *scope, struct board *board);
enum err board_change(struct scope *scope, const struct board *board);

/* The visible posts' authors and thread of these posts: whom news concern. */
enum err community_posts(struct scope *scope, struct ids post_ids, struct post_list *list_out);
enum err community_thread(struct scope *scope, int64_t thread_id, struct thread *thread_out);
/* Who wrote the thread's latest 200 posts, whoever may see it: at most 50 behind that one in order of id. */
enum err community_writers(struct scope *scope, int64_t thread_id, int64_t after_id, struct ids *member_ids_out);
#endif
