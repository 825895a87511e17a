/* crowd.c: kind by kind, then the words, then what is alike; the index becomes one piece at the end. */
#include "features/search/crowd.h"

#include "features/brand/brand.h"
#include "features/community/community_news.h"
#include "features/search/alike.h"
#include "features/search/kinds.h"
#include "features/search/vocabulary.h"

#include <string.h>

enum { ARENA_BYTES = 1 << 20, DOCS_A_UNIT = 20000, ALIKE_A_UNIT = 50000, FIRST_ROOM = 1 << 16 };

/* What was seen before: open addressing, 0 is free. */
struct seen { uint64_t *at; size_t room, count; };

struct crowd {
	struct house *house;
	struct arena *arena;
	int64_t brand_id, after_id;
	const struct findable *kind;
	struct seen words;
	struct alike *alike;
	int raised, raises_next; /* steps, before all becomes one piece: behind it, and once its unit is kept */
	size_t next;             /* of those that are alike */
	bool more;
	struct reindex *done;
	reindex_tell *tell;
	void *data;
};

/* ── what was seen ── */

static uint64_t *place_in(const struct seen *seen, uint64_t number)
{
	size_t at = (size_t)(number ^ number >> 31) & (seen->room - 1);
	while (seen->at[at] && seen->at[at] != number)
		at = (at + 1) & (seen->room - 1);
	return &seen->at[at];
}

static void seen_open(struct seen *seen, size_t room)
{
	*seen = (struct seen){ memory_take(room * sizeof(*seen->at)), room, 0 };
	memset(seen->at, 0, room * sizeof(*seen->at));
}

static void seen_grow(struct seen *seen)
{
	struct seen larger;
	seen_open(&larger, seen->room * 2);
	for (size_t i = 0; i < seen->room; i++) {
		if (seen->at[i])
			*place_in(&larger, seen->at[i]) = seen->at[i];
	}
	larger.count = seen->count;
	memory_free(seen->at);
	*seen = larger;
}

static bool is_new(void *data, uint64_t number)
{
	struct seen *seen = data;
	number |= !number;
	uint64_t *place = place_in(seen, number);
	if (*place)
		return false;
	*place = number;
	seen->count++;
	if (seen->count * 2 > seen->room)
		seen_grow(seen);
	return true;
}

/* ── units ── */

static void begin(struct crowd *crowd, struct scope *scope)
{
	arena_reset(crowd->arena);
	scope_open(scope, crowd->house, crowd->arena, moment_now());
	scope_act_as(scope, 0, ROLE_BITS);
}

static enum err enter(struct scope *scope, const struct crowd *crowd)
{
	enum err err = brand_scope(scope, crowd->brand_id);
	scope_act_as(scope, 0, ROLE_BITS);
	return err;
}

/* A unit of a house that nobody is in; afterwards it is told how far it is. */
static enum err run(struct crowd *crowd, scope_work *work)
{
	struct scope scope;
	begin(crowd, &scope);
	enum err err = search_write(&scope, work, crowd);
	if (!err && crowd->tell)
		crowd->tell(crowd->data, crowd->done);
	return err ? err : house_work_ends(crowd->house) ? ERR_LIMITED : OK;
}

/* ── documents ── */

static enum err put_one(struct scope *scope, struct crowd *crowd, int64_t id)
{
	struct search_doc doc;
	struct arena_mark mark = arena_mark(scope->arena);
	enum err err = index_read(scope, subject_of(crowd->kind->kind, id), &doc);
	bool is_public = doc.audience_id == AUDIENCE_PUBLIC;
	if (!err)
		err = doc.id ? search_put(scope, &doc) : search_remove(scope, id);
	if (!err && doc.id && is_public)
		err = vocabulary_learn_new(scope, doc.source, doc.language, is_new, &crowd->words);
	if (!err && doc.id && crowd->kind == &thread_findable)
		alike_add(crowd->alike, &doc, is_public && token_is_in(S("ssolved"), doc.marks));
	arena_release(scope->arena, mark);
	return err;
}

static enum err put_docs(struct scope *scope, void *data)
{
	struct crowd *crowd = data;
	enum err err = enter(scope, crowd);
	crowd->more = true;
	for (size_t put = 0; !err && crowd->more && put < DOCS_A_UNIT;) {
		struct ids ids;
		struct arena_mark mark = arena_mark(scope->arena);
		err = crowd->kind->after(scope, crowd->after_id, &ids);
		for (size_t i = 0; !err && i < ids.count; i++)
			err = put_one(scope, crowd, ids.at[i]);
		crowd->more = !err && ids.count;
		if (crowd->more)
			crowd->after_id = ids.at[ids.count - 1];
		put += err ? 0 : ids.count;
		crowd->done->documents += err ? 0 : (int64_t)ids.count;
		arena_release(scope->arena, mark);
	}
	return err;
}

static enum err put_all(struct crowd *crowd)
{
	const struct findable *kinds[KINDS_MAX];
	size_t count = kinds_all(crowd->house, kinds);
	enum err err = OK;
	for (size_t i = 0; !err && i < count; i++) {
		crowd->kind = kinds[i];
		crowd->after_id = 0;
		do
			err = run(crowd, put_docs);
		while (!err && crowd->more);
	}
	return err;
}

/* ── what is alike ── */

static enum err put_alike(struct scope *scope, void *data)
{
	struct crowd *crowd = data;
	enum err err = enter(scope, crowd);
	size_t end = crowd->next + ALIKE_A_UNIT, all = alike_count(crowd->alike);
	for (; !err && crowd->next < end && crowd->next < all; crowd->next++) {
		struct similar_row rows[SIMILAR_KEPT];
		int64_t id;
		const struct similar_row_list list = { rows, alike_rows(crowd->alike, crowd->next, &id, rows) };
		err = similar_replace(scope, id, &list);
		crowd->done->similar++;
	}
	return err;
}

/* ── the whole ── */

static enum err begin_words(struct scope *scope, void *data)
{
	enum err err = enter(scope, data);
	return err ? err : search_crowd_begin(scope);
}

static enum err raise_words(struct scope *scope, void *data)
{
	struct crowd *crowd = data;
	enum err err = enter(scope, crowd);
	return err ? err : search_crowd_raise(scope, crowd->raised, &crowd->raises_next);
}

static enum err raise_all(struct crowd *crowd)
{
	enum err err;
	do {
		err = run(crowd, raise_words);
		crowd->raised = crowd->raises_next;
	} while (!err && crowd->raised);
	return err;
}

static enum err end_words(struct scope *scope, void *data)
{
	enum err err = enter(scope, data);
	if (err || (err = search_crowd_end(scope)))
		return err;
	subject_changed(scope, SEARCH_INDEX);
	return search_set_version(scope, SEARCH_RULES);
}

static enum err enter_brand(struct scope *scope, void *data)
{
	return enter(scope, data);
}

static enum err index_all(struct crowd *crowd)
{
	struct scope scope;
	enum err err = run(crowd, begin_words);
	if (err || (err = put_all(crowd)) || (err = raise_all(crowd)) || (err = run(crowd, end_words)))
		return err;
	begin(crowd, &scope);
	if ((err = scope_read(&scope, enter_brand, crowd)) || (err = vocabulary_measure(&scope)))
		return err;
	while (!err && crowd->next < alike_count(crowd->alike))
		err = run(crowd, put_alike);
	return err;
}

enum err crowd_index(struct house *house, int64_t brand_id, reindex_tell *tell, void *data, struct reindex *done)
{
	struct crowd crowd = { .house = house, .arena = arena_open(ARENA_BYTES), .brand_id = brand_id, .alike = alike_open(),
		.done = done, .tell = tell, .data = data };
	seen_open(&crowd.words, FIRST_ROOM);
	enum err err = index_all(&crowd);
	memory_free(crowd.words.at);
	alike_close(crowd.alike);
	arena_close(crowd.arena);
	return err;
}
