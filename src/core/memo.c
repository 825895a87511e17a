/*
 * memo.c: records in a fixed table, as one block of bytes each.
 *
 * In a block the texts lie behind the records, which say where; whoever finds it gets a copy of the block and turns
 * the places into addresses.
 */
#include "core/memo.h"

#include "core/changed.h"
#include "core/house.h"

#include <pthread.h>

enum { SLOTS = 65536, SHARDS = 16, ROWS = 512, NEAR = 4, KEY_MAX = 120, BLOCK_MAX = 16384, SHARD_BYTES = 1 << 20, LOOK_AT = 64 };

struct row {
	const struct memo_kind *kind; /* NULL = free */
	int64_t asked_by;             /* the brand, 0 before it is known */
	size_t key_len, block_len, count, show_count;
	char key[KEY_MAX];
	uint64_t number, used;
	uint32_t slots[MEMO_SHOWS_MAX];
	moment made_at;
	char *block;
};

/* hand: where room was made last; it goes round. */
struct shard { pthread_mutex_t lock; uint64_t clock; size_t bytes, hand; struct row rows[ROWS]; };

struct memo { struct changed *changed; struct shard shards[SHARDS]; };

struct asked { const struct memo_kind *kind; int64_t brand_id; str key; uint64_t hash; };

static struct asked asked_of(const struct scope *scope, const struct memo_kind *kind, str key)
{
	uint64_t hash = changed_mix(str_hash(key) ^ changed_mix((uint64_t)scope->brand_id) ^ changed_mix(kind->size)); /* no address: a seed replays */
	return (struct asked){ kind, scope->brand_id, key, hash };
}

struct memo *memo_open(void)
{
	struct memo *memo = memory_take(sizeof(*memo));
	*memo = (struct memo){ .changed = changed_open(SLOTS) };
	for (size_t i = 0; i < SHARDS; i++)
		pthread_mutex_init(&memo->shards[i].lock, NULL);
	return memo;
}

static void row_clear(struct shard *shard, struct row *row)
{
	if (!row->kind)
		return;
	shard->bytes -= row->block_len;
	memory_free(row->block);
	*row = (struct row){ 0 };
}

void memo_close(struct memo *memo)
{
	for (size_t i = 0; i < SHARDS; i++) {
		for (size_t r = 0; r < ROWS; r++)
			row_clear(&memo->shards[i], &memo->shards[i].rows[r]);
		pthread_mutex_destroy(&memo->shards[i].lock);
	}
	changed_close(memo->changed);
	memory_free(memo);
}

uint64_t memo_number(const struct memo *memo)
{
	return memo ? changed_number(memo->changed) : 0;
}

void memo_forget(struct memo *memo, int64_t brand_id, struct subject subject)
{
	changed_note(memo->changed, brand_id, subject);
}

void memo_forget_all(struct memo *memo)
{
	changed_note_all(memo->changed);
}

/* NULL: it is not kept here. */
static struct memo *memo_for(const struct scope *scope, const struct memo_kind *kind, str key)
{
	if (key.len > KEY_MAX || !(scope->is_snapshot || (scope->is_unit && kind->in_units)))
		return NULL;
	return scope->is_unit ? scope->house->unit_memo : scope->house->memo;
}

static bool is_fresh(const struct memo *memo, const struct row *row, moment now)
{
	return now >= row->made_at && now - row->made_at <= row->kind->life
	       && !changed_since(memo->changed, row->slots, row->show_count, row->number);
}

static struct row *row_near(struct shard *shard, const struct asked *asked, size_t i)
{
	return &shard->rows[((asked->hash >> 8) + i) % ROWS];
}

static struct row *find_row(struct shard *shard, const struct asked *asked)
{
	for (size_t i = 0; i < NEAR; i++) {
		struct row *row = row_near(shard, asked, i);
		if (row->kind == asked->kind && row->asked_by == asked->brand_id && str_equal((str){ row->key, row->key_len }, asked->key))
			return row;
	}
	return NULL;
}

static str *text_in(const struct memo_kind *kind, char *block, size_t record, size_t text)
{
	return (str *)(void *)(block + record * kind->size + kind->texts[text]); /* records come first, and are aligned */
}

/* The texts' addresses are places in the block. */
static void give_addresses(const struct memo_kind *kind, char *block, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < kind->text_count; k++) {
			str *text = text_in(kind, block, i, k);
			text->at = block + (uintptr_t)text->at;
		}
	}
}

bool memo_find(struct scope *scope, const struct memo_kind *kind, str key, struct memo_rows *rows_out)
{
	struct memo *memo = memo_for(scope, kind, key);
	if (!memo)
		return false;
	const struct asked asked = asked_of(scope, kind, key);
	struct shard *shard = &memo->shards[asked.hash % SHARDS];
	char *copy = NULL;
	size_t count = 0;
	pthread_mutex_lock(&shard->lock);
	struct row *row = find_row(shard, &asked);
	if (row && is_fresh(memo, row, scope->now)) {
		copy = arena_take(scope->arena, row->block_len + 1);
		memcpy(copy, row->block, row->block_len);
		count = row->count;
		row->used = ++shard->clock;
	}
	pthread_mutex_unlock(&shard->lock);
	if (!copy)
		return false;
	give_addresses(kind, copy, count);
	*rows_out = (struct memo_rows){ copy, count };
	return true;
}

static size_t length_of(const struct memo_kind *kind, const struct memo_value *value)
{
	size_t length = value->count * kind->size;
	for (size_t i = 0; i < value->count; i++) {
		for (size_t k = 0; k < kind->text_count; k++)
			length += ((const str *)(const void *)((const char *)value->at + i * kind->size + kind->texts[k]))->len;
	}
	return length;
}

static char *block_of(const struct memo_kind *kind, const struct memo_value *value, size_t length)
{
	char *block = memory_take(length + 1);
	size_t end = value->count * kind->size;
	if (value->count)
		memcpy(block, value->at, end);
	for (size_t i = 0; i < value->count; i++) {
		for (size_t k = 0; k < kind->text_count; k++) {
			str *text = text_in(kind, block, i, k);
			if (text->len)
				memcpy(block + end, text->at, text->len);
			text->at = (const char *)end; /* a place: give_addresses */
			end += text->len;
		}
	}
	assert(end == length);
	return block;
}

/* One of its own, else a free one, else the one asked for longest ago. */
static struct row *choose_row(struct shard *shard, const struct asked *asked)
{
	struct row *chosen = find_row(shard, asked);
	if (!chosen) {
		chosen = row_near(shard, asked, 0);
		for (size_t i = 1; i < NEAR && chosen->kind; i++) {
			struct row *row = row_near(shard, asked, i);
			chosen = !row->kind || row->used < chosen->used ? row : chosen;
		}
	}
	row_clear(shard, chosen);
	return chosen;
}

/* What nobody will be given any more goes, and what was not asked for while a whole shard of others was. */
static bool make_room(const struct memo *memo, struct shard *shard, size_t length, moment now)
{
	for (size_t i = 0; i < LOOK_AT && shard->bytes + length > SHARD_BYTES; i++) {
		struct row *row = &shard->rows[shard->hand++ % ROWS];
		if (row->kind && (!is_fresh(memo, row, now) || row->used + ROWS < shard->clock))
			row_clear(shard, row);
	}
	return shard->bytes + length <= SHARD_BYTES;
}

void memo_keep(struct scope *scope, const struct memo_kind *kind, str key, const struct memo_value *value)
{
	struct memo *memo = memo_for(scope, kind, key);
	if (!memo || value->show_count > MEMO_SHOWS_MAX)
		return;
	size_t length = length_of(kind, value);
	if (length > BLOCK_MAX)
		return;
	const struct asked asked = asked_of(scope, kind, key);
	struct row made = { .kind = kind, .asked_by = scope->brand_id, .key_len = key.len, .block_len = length, .count = value->count,
		.number = scope->memo_number, .made_at = scope->now, .show_count = value->show_count };
	memcpy(made.key, key.at, key.len);
	for (size_t i = 0; i < value->show_count; i++)
		made.slots[i] = changed_slot(memo->changed, value->brand_id, value->shows[i]);
	made.block = block_of(kind, value, length);
	struct shard *shard = &memo->shards[asked.hash % SHARDS];
	pthread_mutex_lock(&shard->lock);
	struct row *row = choose_row(shard, &asked);
	bool has_room = make_room(memo, shard, length, scope->now);
	if (has_room) {
		made.used = ++shard->clock;
		shard->bytes += length;
		*row = made;
	}
	pthread_mutex_unlock(&shard->lock);
	if (!has_room)
		memory_free(made.block);
}
