/* index.h: keeps what can be found up to date: hears of changes, and makes the whole index anew. */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H
#include "features/search/search_store.h"

/* What lists of finds show: changes whenever anything is put into the index. */
#define SEARCH_INDEX ((struct subject){ 31, 0 })

extern const struct listener index_listeners[];
extern const struct job_kind *const index_jobs[];

/* In a unit: reads, analyses and puts one thread or service, or takes it out when it is no longer to be found. */
enum err index_thread(struct scope *scope, int64_t thread_id);
enum err index_service(struct scope *scope, int64_t service_id);

/* The same in two steps, the slow one outside of a unit; a document with id 0 is not to be found. */
enum err index_read_thread(struct scope *scope, int64_t thread_id, struct search_doc *doc_out);
enum err index_read_service(struct scope *scope, int64_t service_id, struct search_doc *doc_out);
enum err index_write(struct scope *scope, int64_t id, const struct search_doc *doc);
/* Outside of a unit: works out which solved threads are like this one, and keeps them. */
enum err index_similar(struct scope *scope, int64_t thread_id);

/* Counts up whenever words or marks are made otherwise: then every brand's index is made anew by itself. */
#define SEARCH_RULES 2

/* Everything of every brand, in many small units, while the house runs: when an index was lost, or much came in at
   once.  `tell` (may be NULL) hears of progress. */
struct reindex { int64_t threads, services, similar; };
typedef void reindex_tell(void *data, const struct reindex *so_far);
enum err search_reindex(struct house *house, reindex_tell *tell, void *data, struct reindex *done_out);
/* Makes a brand's index anew when it was made by other rules. */
extern const struct job_kind upkeep_job;
#endif
