/*
 * items.c: from hits to what is shown of them, a bulk call or two a kind.
 */
#include "features/search/items.h"

#include "features/community/community_news.h"
#include "features/marketplace/marketplace_news.h"

enum { CARDS_MAX = 64 };

struct loaded {
	struct thread_list threads;
	struct post_list solutions;
	struct service_card_list services;
};

static struct ids ids_of_kind(struct scope *scope, const struct search_hit_list *hits, int kind, size_t max)
{
	int64_t *ids = arena_take(scope->arena, (hits->count + 1) * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; i < hits->count && count < max; i++) {
		if (hits->at[i].kind == kind)
			ids[count++] = hits->at[i].id;
	}
	return (struct ids){ ids, count };
}

static enum err load_solutions(struct scope *scope, struct loaded *loaded)
{
	int64_t *ids = arena_take(scope->arena, (loaded->threads.count + 1) * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; i < loaded->threads.count; i++) {
		if (loaded->threads.at[i].state == THREAD_SOLVED)
			ids[count++] = loaded->threads.at[i].id;
	}
	return count ? community_solutions(scope, (struct ids){ ids, count }, &loaded->solutions) : OK;
}

static enum err load(struct scope *scope, const struct search_hit_list *hits, struct loaded *loaded)
{
	*loaded = (struct loaded){ 0 };
	struct ids threads = ids_of_kind(scope, hits, thread_subject.number, hits->count);
	struct ids services = ids_of_kind(scope, hits, service_subject.number, CARDS_MAX);
	enum err err = threads.count ? community_threads(scope, threads, &loaded->threads) : OK;
	if (!err && services.count)
		err = service_cards(scope, services, &loaded->services);
	return err ? err : load_solutions(scope, loaded);
}

static const struct thread *thread_in(const struct loaded *loaded, int64_t id)
{
	for (size_t i = 0; i < loaded->threads.count; i++) {
		if (loaded->threads.at[i].id == id)
			return &loaded->threads.at[i];
	}
	return NULL;
}

static const struct service_card *service_in(const struct loaded *loaded, int64_t id)
{
	for (size_t i = 0; i < loaded->services.count; i++) {
		if (loaded->services.at[i].id == id)
			return &loaded->services.at[i];
	}
	return NULL;
}

static const struct post *solution_in(const struct loaded *loaded, int64_t thread_id)
{
	static const struct post none = { 0 };
	for (size_t i = 0; i < loaded->solutions.count; i++) {
		if (loaded->solutions.at[i].thread_id == thread_id)
			return &loaded->solutions.at[i];
	}
	return &none;
}

static void put_own(const struct search_hit_list *hits, const struct loaded *loaded, struct search_item *items)
{
	for (size_t i = 0; i < hits->count; i++) {
		const struct search_hit *hit = &hits->at[i];
		items[i] = (struct search_item){ .subject = { hit->kind, hit->id }, .score = hit->score };
		if (hit->kind == thread_subject.number)
			items[i].thread = thread_in(loaded, hit->id);
		else if (hit->kind == service_subject.number)
			items[i].service = service_in(loaded, hit->id);
		if (items[i].thread)
			items[i].solution = solution_in(loaded, hit->id);
	}
}

/* The cards of one kind. */
static enum err put_cards(struct scope *scope, const struct search_hit_list *hits, const struct findable *kind,
                          struct search_item *items)
{
	struct ids ids = ids_of_kind(scope, hits, kind->kind->number, hits->count);
	struct findable_card *cards = arena_take(scope->arena, (ids.count + 1) * sizeof(*cards));
	enum err err = ids.count ? kind->cards(scope, ids, cards) : OK;
	size_t at = 0;
	for (size_t i = 0; !err && i < hits->count; i++) {
		if (hits->at[i].kind != kind->kind->number)
			continue;
		if (cards[at].title.len)
			items[i].card = &cards[at];
		at++;
	}
	return err;
}

enum err items_load(struct scope *scope, const struct search_hit_list *hits, struct search_found *found)
{
	struct loaded loaded;
	const struct findable *kinds[KINDS_MAX];
	size_t count = kinds_all(scope->house, kinds), kept = 0;
	struct search_item *items = arena_take(scope->arena, (hits->count + 1) * sizeof(*items));
	enum err err = load(scope, hits, &loaded);
	if (err)
		return err;
	put_own(hits, &loaded, items);
	for (size_t i = 0; !err && i < count; i++) {
		if (kinds[i]->cards)
			err = put_cards(scope, hits, kinds[i], items);
	}
	for (size_t i = 0; !err && i < hits->count; i++) {
		if (items[i].thread || items[i].service || items[i].card)
			items[kept++] = items[i];
	}
	found->at = items;
	found->count = kept;
	return err;
}
