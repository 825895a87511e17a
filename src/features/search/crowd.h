/*
 * crowd.h: the whole index of a brand anew, as fast as it goes: for a house that nobody is in (house_settings.is_bulk).
 *
 * Units hold thousands of documents, known words are kept in memory, pieces of the index are merged once, and what resembles
 * what is worked out in memory (alike.h).  While the house runs, reindex.c does the same in small units.
 */
#ifndef SEARCH_CROWD_H
#define SEARCH_CROWD_H
#include "features/search/index.h"

/* ERR_LIMITED when the house stops before the end. */
enum err crowd_index(struct house *house, int64_t brand_id, reindex_tell *tell, void *data, struct reindex *done);
#endif
