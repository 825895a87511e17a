/*
 * cache.c: pages in rows of a fixed table; what changed since is told by core/changed.h.
 *
 * A page is packed when it is asked for a second time: most are not before they change,
 * and packing costs more than making them.  A page lives 60 seconds at most, because it says "3 minutes ago".
 */
#include "web/cache.h"

#include "base/crypt.h"
#include "core/changed.h"

#include <pthread.h>
#include <stdio.h>

#define SLOTS 65536
#define SHARDS 16
#define ROWS 512 /* a shard */
#define SHOWS_MAX 64
#define LIFE SECONDS(60)
#define GZIP_LEVEL 6

struct row {
	uint64_t key, sequence;
	uint32_t slots[SHOWS_MAX];
	size_t show_count;
	struct shared_bytes *plain, *gzip;
	char etag[40];
	moment made_at;
	uint64_t used; /* the shard's clock when it was last served */
	bool packed;   /* gzip was tried: it may have been no smaller */
	size_t bytes;
};

struct shard {
	pthread_mutex_t lock;
	struct row rows[ROWS];
	uint64_t clock;
	size_t bytes, room;
	int64_t hits, misses;
};

struct cache {
	struct changed *changed;
	struct shard shards[SHARDS];
	struct crypt_key secret;
};

struct cache *cache_open(size_t bytes)
{
	struct cache *cache = memory_take(sizeof(*cache));
	*cache = (struct cache){ .changed = changed_open(SLOTS) };
	random_bytes(cache->secret.at, sizeof(cache->secret.at));
	for (size_t i = 0; i < SHARDS; i++) {
		pthread_mutex_init(&cache->shards[i].lock, NULL);
		cache->shards[i].room = bytes / SHARDS;
	}
	return cache;
}

static void row_clear(struct shard *shard, struct row *row)
{
	if (!row->key)
		return;
	shared_bytes_drop(row->plain);
	if (row->gzip)
		shared_bytes_drop(row->gzip);
	shard->bytes -= row->bytes;
	*row = (struct row){ 0 };
}

void cache_close(struct cache *cache)
{
	for (size_t i = 0; i < SHARDS; i++) {
		for (size_t r = 0; r < ROWS; r++)
			row_clear(&cache->shards[i], &cache->shards[i].rows[r]);
		pthread_mutex_destroy(&cache->shards[i].lock);
	}
	changed_close(cache->changed);
	memory_free(cache);
}

uint64_t cache_sequence(const struct cache *cache)
{
	return changed_number(cache->changed);
}

/* Nobody who does not know the cache's key can find two addresses that meet here: a page of one brand is never
   served at another's host. */
uint64_t cache_key(const struct cache *cache, str host, str language, str target)
{
	const str parts[] = { host, language, target };
	uint64_t key = 0;
	for (size_t i = 0; i < COUNT(parts); i++)
		key = changed_mix(key + crypt_short_hash(&cache->secret, parts[i]));
	return key ? key : 1;
}

static bool row_is_fresh(const struct cache *cache, const struct row *row, moment now)
{
	return now >= row->made_at && now - row->made_at <= LIFE
	       && !changed_since(cache->changed, row->slots, row->show_count, row->sequence);
}

static struct row *find_row(struct shard *shard, uint64_t key)
{
	size_t first = (size_t)(key >> 8) % ROWS;
	for (size_t i = 0; i < 8; i++) {
		struct row *row = &shard->rows[(first + i) % ROWS];
		if (row->key == key)
			return row;
	}
	return NULL;
}

static void hold(const struct row *row, struct cached_page *page_out)
{
	page_out->plain = shared_bytes_hold(row->plain);
	page_out->gzip = row->gzip ? shared_bytes_hold(row->gzip) : NULL;
	memcpy(page_out->etag, row->etag, sizeof(page_out->etag));
}

/* Outside of the lock; by then the row may hold another page. */
static void pack(struct shard *shard, uint64_t key, struct cached_page *page)
{
	struct arena *scratch = arena_open(65536);
	str gzip = gzip_make(scratch, shared_bytes_str(page->plain), GZIP_LEVEL);
	if (!str_empty(gzip)) {
		page->gzip = shared_bytes_make(gzip);
		pthread_mutex_lock(&shard->lock);
		struct row *row = find_row(shard, key);
		if (row && row->plain == page->plain) {
			row->gzip = shared_bytes_hold(page->gzip);
			row->bytes += gzip.len;
			shard->bytes += gzip.len;
		}
		pthread_mutex_unlock(&shard->lock);
	}
	arena_close(scratch);
}

bool cache_holds(struct cache *cache, uint64_t key, moment now)
{
	struct shard *shard = &cache->shards[key % SHARDS];
	pthread_mutex_lock(&shard->lock);
	const struct row *row = find_row(shard, key);
	bool holds = row && row_is_fresh(cache, row, now);
	pthread_mutex_unlock(&shard->lock);
	return holds;
}

bool cache_find(struct cache *cache, uint64_t key, moment now, struct cached_page *page_out)
{
	struct shard *shard = &cache->shards[key % SHARDS];
	pthread_mutex_lock(&shard->lock);
	struct row *row = find_row(shard, key);
	bool found = row && row_is_fresh(cache, row, now), is_first = found && !row->packed;
	if (found) {
		row->packed = true;
		row->used = ++shard->clock;
		shard->hits++;
		hold(row, page_out);
	} else {
		if (row)
			row_clear(shard, row);
		shard->misses++;
	}
	pthread_mutex_unlock(&shard->lock);
	if (is_first)
		pack(shard, key, page_out);
	return found;
}

/* A free row of the eight that a key may stand in, else the one served longest ago. */
static struct row *choose_row(struct shard *shard, uint64_t key)
{
	struct row *chosen = find_row(shard, key);
	size_t first = (size_t)(key >> 8) % ROWS;
	for (size_t i = 0; i < 8 && !chosen; i++) {
		struct row *row = &shard->rows[(first + i) % ROWS];
		if (!row->key)
			chosen = row;
	}
	if (!chosen) {
		chosen = &shard->rows[first];
		for (size_t i = 1; i < 8; i++) {
			struct row *row = &shard->rows[(first + i) % ROWS];
			if (row->used < chosen->used)
				chosen = row;
		}
	}
	row_clear(shard, chosen);
	return chosen;
}

/* Makes room in the shard by dropping what was served longest ago. */
static bool make_room(struct shard *shard, size_t bytes)
{
	while (shard->bytes + bytes > shard->room) {
		struct row *oldest = NULL;
		for (size_t i = 0; i < ROWS; i++) {
			struct row *row = &shard->rows[i];
			if (row->key && (!oldest || row->used < oldest->used))
				oldest = row;
		}
		if (!oldest)
			return false;
		row_clear(shard, oldest);
	}
	return true;
}

static struct row make_row(const struct cache *cache, const struct cache_page *page)
{
	struct row row = { .key = page->key, .sequence = page->sequence, .made_at = page->now };
	row.plain = shared_bytes_make(page->body);
	row.bytes = page->body.len + sizeof(row);
	/* A page has one tag on every node and after a restart. */
	snprintf(row.etag, sizeof(row.etag), "\"%016llx%04x\"", (unsigned long long)body_print(page->body),
	         (unsigned)(page->body.len & 0xffff));
	for (size_t i = 0; i < page->show_count && i < SHOWS_MAX; i++)
		row.slots[row.show_count++] = changed_slot(cache->changed, page->brand_id, page->shows[i]);
	return row;
}

void cache_keep(struct cache *cache, const struct cache_page *page, struct cached_page *page_out)
{
	assert(page->show_count <= SHOWS_MAX);
	struct row row = make_row(cache, page);
	hold(&row, page_out);
	struct shard *shard = &cache->shards[page->key % SHARDS];
	pthread_mutex_lock(&shard->lock);
	struct row *place = choose_row(shard, page->key);
	if (make_room(shard, row.bytes)) {
		row.used = ++shard->clock;
		shard->bytes += row.bytes;
		*place = row;
		pthread_mutex_unlock(&shard->lock);
		return;
	}
	pthread_mutex_unlock(&shard->lock);
	shared_bytes_drop(row.plain);
	if (row.gzip)
		shared_bytes_drop(row.gzip);
}

void cache_forget(struct cache *cache, int64_t brand_id, struct subject subject)
{
	changed_note(cache->changed, brand_id, subject);
}

void cache_forget_all(struct cache *cache)
{
	changed_note_all(cache->changed);
}

void cache_figures(struct cache *cache, struct cache_figures *figures_out)
{
	*figures_out = (struct cache_figures){ 0 };
	for (size_t i = 0; i < SHARDS; i++) {
		struct shard *shard = &cache->shards[i];
		pthread_mutex_lock(&shard->lock);
		figures_out->hits += shard->hits;
		figures_out->misses += shard->misses;
		figures_out->bytes += (int64_t)shard->bytes;
		for (size_t r = 0; r < ROWS; r++)
			figures_out->pages += shard->rows[r].key != 0;
		pthread_mutex_unlock(&shard->lock);
	}
}
