/* similar.h: solved threads that are like what somebody writes, or like another thread. */
#ifndef SEARCH_SIMILAR_H
#define SEARCH_SIMILAR_H
#include "features/community/community.h"
#include "features/search/search_store.h"

#define SIMILAR_MAX 5

/* Threads in order of likeness, each with its first solution (a post of id 0 where it is gone). */
struct similar { const struct thread *thread; const struct post *solution; double score; };
struct similar_list { struct similar *at; size_t count; };

/* What a question resembles, best first; `marks` narrows, boost_least is only above 0 where it says the same (store/fulltext.h).  The body may be "". */
struct similar_wish { str title, body, marks; double boost_least; int limit; };
enum err similar_rank(struct scope *scope, const struct similar_wish *wish, struct search_hit_list *hits_out);

/* At most SIMILAR_MAX for a question, of which the text may still be missing; none when it has fewer than two words that tell threads apart. */
enum err similar_to_question(struct scope *scope, str title, str body, struct similar_list *list_out);
/* Searches for a thread, for the job: at most SIMILAR_KEPT; whether it is solved itself. */
enum err similar_to_thread(struct scope *scope, int64_t thread_id, struct similar_row_list *list_out,
                           bool *is_solved_out);
/* What was found for a thread earlier, as far as it may be seen and is still solved: at most SIMILAR_MAX. */
enum err similar_kept(struct scope *scope, int64_t thread_id, struct similar_list *list_out);
#endif
