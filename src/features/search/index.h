/* index.h: keeps what can be found up to date: hears of changes, and makes the whole index anew. */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H
#include "features/search/search_store.h"

extern const struct listener index_listeners[];
extern const struct job_kind *const index_jobs[];

/* In a unit: reads, analyses and puts a thing, or takes it out when it is no longer to be found. */
enum err index_subject(struct scope *scope, struct subject subject);

/* The same in two steps, the slow one outside of a unit; a document with id 0 is not to be found. */
enum err index_read(struct scope *scope, struct subject subject, struct search_doc *doc_out);
enum err index_write(struct scope *scope, int64_t id, const struct search_doc *doc);
/* Outside of a unit: learns the words of a document that everybody may read. */
enum err index_learn(struct scope *scope, const struct search_doc *doc);
/* Outside of a unit: works out which solved threads are like this one, and keeps them. */
enum err index_similar(struct scope *scope, int64_t thread_id);

/* Counts up whenever words or marks are made otherwise: then every brand's index is made anew by itself. */
#define SEARCH_RULES 5
/* Between the fourth and the fifth only what stands aside is put otherwise (kinds.h). */
#define SEARCH_RULES_BEFORE_ASIDE 4

/* Everything of every brand, in many small units, while the house runs: when an index was lost, or much came in at
   once.  `tell` (may be NULL) hears of progress. */
struct reindex { int64_t documents, similar; };
typedef void reindex_tell(void *data, const struct reindex *so_far);
enum err search_reindex(struct house *house, reindex_tell *tell, void *data, struct reindex *done_out);
/* Makes a brand's index anew when it was made by other rules. */
extern const struct job_kind upkeep_job;
#endif
