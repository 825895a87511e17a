/*
 * cache.h: whole anonymous pages, kept compressed, never older than the last durable change of what they show.
 *
 * Every change has a number that rises.  A page remembers the number at which its
 * snapshot began; each subject remembers its latest change.  A page may be served
 * while none of its subjects changed later: no lists to keep, nothing to sweep.
 */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H
#include "core/core.h"
#include "http/http.h"

struct cache;

/* Ready to send; shared bytes are held for the caller. */
struct cached_page { struct shared_bytes *plain, *gzip; char etag[40]; };

struct cache *cache_open(size_t bytes);
void cache_close(struct cache *cache);
/* Read it before the snapshot opens. */
uint64_t cache_sequence(const struct cache *cache);
uint64_t cache_key(const struct cache *cache, str host, str language, str target);
bool cache_find(struct cache *cache, uint64_t key, moment now, struct cached_page *page_out);

struct cache_page {
	uint64_t key, sequence;
	int64_t brand_id;
	const struct subject *shows;
	size_t show_count;
	str body;
	moment now;
};
/* Keeps a copy; gives it back as cache_find would, but without gzip, which is made when it is first found. */
void cache_keep(struct cache *cache, const struct cache_page *page, struct cached_page *page_out);
/* After the commit, before anyone is answered. */
void cache_forget(struct cache *cache, int64_t brand_id, struct subject subject);
void cache_forget_all(struct cache *cache);
/* Is there one that may be served?  Counts as nothing. */
bool cache_holds(struct cache *cache, uint64_t key, moment now);
struct cache_figures { int64_t hits, misses, pages, bytes; };
void cache_figures(struct cache *cache, struct cache_figures *figures_out);
#endif
