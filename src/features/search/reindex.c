/*
 * reindex.c: the whole index anew, brand by brand, page by page, while the house runs: when asked to, and by
 * itself after the rules changed.
 *
 * Reading and analysing happen outside of units; what changes in between is announced and
 * comes to the index by its own news a moment later.
 */
#include "features/brand/brand.h"
#include "features/search/crowd.h"
#include "features/search/index.h"
#include "features/search/kinds.h"
#include "features/search/vocabulary.h"

enum {
	ARENA_BYTES = 256 * 1024, READ_AT_ONCE = 8,
	PIECES_FEW = 3,   /* of the index: as many as may be */
	PIECES_MANY = 60, /* more than grow by themselves: something large lies among the small ones */
};

struct reindexing {
	struct house *house;
	struct arena *arena;         /* of one page */
	int64_t brand_id, after_id;
	const struct findable *kind;
	bool is_similar;             /* the second pass over threads: what they resemble */
	bool is_aside_only;          /* the rules of the others did not change */
	bool is_cut;                 /* the house stops: it begins again when the house does */
	struct ids ids;
	struct search_doc docs[READ_AT_ONCE];
	size_t from, count, at;      /* the docs stand for ids.at[from …]; at: the one being written */
	struct reindex *done;
};

static enum err read_page(struct scope *scope, void *data)
{
	struct reindexing *work = data;
	enum err err = brand_scope(scope, work->brand_id);
	if (err)
		return err;
	scope_act_as(scope, 0, ROLE_BITS);
	return work->kind->after(scope, work->after_id, &work->ids);
}

static enum err read_docs(struct scope *scope, void *data)
{
	struct reindexing *work = data;
	enum err err = OK;
	for (size_t i = 0; !err && i < work->count; i++) {
		int64_t id = work->ids.at[work->from + i];
		err = index_read(scope, subject_of(work->kind->kind, id), &work->docs[i]);
	}
	return err;
}

static enum err write_doc(struct scope *scope, void *data)
{
	const struct reindexing *work = data;
	return index_write(scope, work->ids.at[work->from + work->at], &work->docs[work->at]);
}

/* A document a unit, since a long one fills it. */
static enum err write_docs(struct scope *scope, struct reindexing *work)
{
	enum err err = OK;
	for (work->at = 0; !err && work->at < work->count; work->at++)
		err = search_write(scope, write_doc, work);
	return err;
}

static enum err index_docs(struct scope *scope, struct reindexing *work)
{
	enum err err = OK;
	for (work->from = 0; !err && work->from < work->ids.count; work->from += work->count) {
		size_t left = work->ids.count - work->from;
		work->count = left < READ_AT_ONCE ? left : READ_AT_ONCE;
		err = scope_read(scope, read_docs, work);
		if (!err)
			err = write_docs(scope, work);
		for (size_t i = 0; !err && !work->is_aside_only && i < work->count; i++)
			err = index_learn(scope, &work->docs[i]);
	}
	return err;
}

static enum err index_similars(struct scope *scope, const struct reindexing *work)
{
	enum err err = OK;
	for (size_t i = 0; !err && i < work->ids.count; i++)
		err = index_similar(scope, work->ids.at[i]);
	return err;
}

static void count_page(struct reindexing *work)
{
	*(work->is_similar ? &work->done->similar : &work->done->documents) += (int64_t)work->ids.count;
	work->after_id = work->ids.at[work->ids.count - 1];
}

/* One pass over a brand; a page's memory is given back before the next. */
static enum err run_pass(struct reindexing *work, reindex_tell *tell, void *data)
{
	for (work->after_id = 0;;) {
		struct scope scope;
		arena_reset(work->arena);
		scope_open(&scope, work->house, work->arena, moment_now());
		work->is_cut = house_work_ends(work->house);
		enum err err = work->is_cut ? OK : scope_read(&scope, read_page, work);
		if (err || work->is_cut || !work->ids.count)
			return err;
		err = work->is_similar ? index_similars(&scope, work) : index_docs(&scope, work);
		if (err)
			return err;
		count_page(work);
		if (tell)
			tell(data, work->done);
	}
}

static enum err enter_brand(struct scope *scope, void *data)
{
	const struct reindexing *work = data;
	return brand_scope(scope, work->brand_id);
}

static enum err write_version(struct scope *scope, void *data)
{
	const struct reindexing *work = data;
	enum err err = brand_scope(scope, work->brand_id);
	return err ? err : search_set_version(scope, SEARCH_RULES);
}

/* What the documents teach, and what they resemble. */
static enum err run_words(struct reindexing *work, struct scope *scope, reindex_tell *tell, void *data)
{
	enum err err = vocabulary_measure(scope);
	if (err)
		return err;
	work->kind = &thread_findable;
	work->is_similar = true;
	err = run_pass(work, tell, data);
	work->is_similar = false;
	return err;
}

/* What changes meanwhile comes in by its own news, by the same rules. */
static enum err run_brand(struct reindexing *work, reindex_tell *tell, void *data)
{
	const struct findable *kinds[KINDS_MAX];
	size_t count = kinds_all(work->house, kinds);
	enum err err = OK;
	for (size_t i = 0; !err && !work->is_cut && i < count; i++) {
		work->kind = kinds[i];
		err = work->is_aside_only && !kind_is_aside(kinds[i]->kind->number) ? OK : run_pass(work, tell, data);
	}
	struct scope scope;
	arena_reset(work->arena);
	scope_open(&scope, work->house, work->arena, moment_now());
	if (err || work->is_cut || (err = scope_read(&scope, enter_brand, work)))
		return err;
	err = work->is_aside_only ? OK : run_words(work, &scope, tell, data);
	arena_reset(work->arena);
	scope_open(&scope, work->house, work->arena, moment_now());
	return err || work->is_cut ? err : search_write(&scope, write_version, work);
}

struct brands { int64_t after_id, ids[100]; size_t count; };

static enum err read_brands(struct scope *scope, void *data)
{
	struct brands *brands = data;
	struct brand_list list;
	enum err err = brand_list(scope, brands->after_id, &list);
	if (err)
		return err;
	brands->count = list.count < COUNT(brands->ids) ? list.count : COUNT(brands->ids);
	for (size_t i = 0; i < brands->count; i++)
		brands->ids[i] = list.at[i].id;
	return OK;
}

static enum err reindex_all(struct reindexing *work, reindex_tell *tell, void *data)
{
	struct brands brands = { .after_id = 0 };
	for (;;) {
		struct scope scope;
		arena_reset(work->arena);
		scope_open(&scope, work->house, work->arena, moment_now());
		scope_act_as(&scope, 0, ROLE_BITS);
		enum err err = scope_read(&scope, read_brands, &brands);
		if (err || !brands.count)
			return err;
		for (size_t i = 0; i < brands.count; i++) {
			work->brand_id = brands.ids[i];
			bool is_bulk = work->house->settings.is_bulk;
			err = is_bulk ? crowd_index(work->house, work->brand_id, tell, data, work->done) : run_brand(work, tell, data);
			if (err)
				return err;
		}
		brands.after_id = brands.ids[brands.count - 1];
	}
}

enum err search_reindex(struct house *house, reindex_tell *tell, void *data, struct reindex *done_out)
{
	*done_out = (struct reindex){ 0 };
	struct reindexing work = { .house = house, .arena = arena_open(ARENA_BYTES), .done = done_out };
	enum err err = reindex_all(&work, tell, data);
	arena_close(work.arena);
	return err;
}

/* ── by itself ── */

static enum err read_version(struct scope *scope, void *data)
{
	return search_version(scope, data);
}

static enum err read_pieces(struct scope *scope, void *data)
{
	return search_pieces(scope, data);
}

/* The house's, so the first brand that comes by does it for all. */
static enum err merge_pieces(struct scope *scope)
{
	int64_t pieces = 0;
	enum err err = scope_read(scope, read_pieces, &pieces);
	return err || pieces <= PIECES_FEW ? err : search_merge(scope, pieces > PIECES_MANY);
}

static enum err run_upkeep(struct scope *scope, const struct job *job)
{
	(void)job;
	int64_t version = 0;
	struct reindex done = { 0 };
	enum err err = scope_read(scope, read_version, &version);
	if (err || version == SEARCH_RULES)
		return err ? err : merge_pieces(scope);
	struct reindexing work = { .house = scope->house, .arena = arena_open(ARENA_BYTES), .done = &done,
		.brand_id = scope->brand_id, .is_aside_only = version == SEARCH_RULES_BEFORE_ASIDE };
	err = run_brand(&work, NULL, NULL);
	arena_close(work.arena);
	return err;
}

const struct job_kind upkeep_job = { "search.upkeep", run_upkeep, .by_hand = true, .every_seconds = 300 };
