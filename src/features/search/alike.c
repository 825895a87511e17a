/*
 * alike.c: words as numbers, for each the threads that hold it and may help, and scores by how rare the shared words are.
 *
 * Of each word only the newest threads are looked at, the rarest words first: those decide, and a word that stands in every
 * third thread says nothing.
 */
#include "features/search/alike.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	TITLE_WORDS = 24, BEGINNING_WORDS = 24, WORDS = TITLE_WORDS + BEGINNING_WORDS,
	OF_A_WORD = 300,      /* threads that are looked at */
	LOOKED_AT = 1500,     /* of all words */
	WEIGHED = 48,         /* the best of them: whether they share enough, and what they score */
	PLACES = 8192,        /* for scores: a power of two, far more than LOOKED_AT */
	WORDS_SHARED = 2,
};
static const double FAR_BELOW = 0.4; /* of the best: as in similar.c */

struct known_word { uint64_t hash; uint32_t number; };
struct text_of { int64_t id; size_t from; uint8_t title, count; bool may_help; };
struct score { uint32_t doc, turn; double sum; };

struct alike {
	struct arena *arena;
	struct known_word *table; /* open addressing */
	size_t room, known;
	struct list words;        /* uint32_t: of all threads, one after another */
	struct list texts;        /* struct text_of */
	uint32_t *holders;        /* of word w: from begins[w] to begins[w + 1], in order */
	size_t *begins;
	struct score places[PLACES];
	uint32_t turn, touched[LOOKED_AT];
	size_t touched_count;
};

struct alike *alike_open(void)
{
	struct alike *alike = memory_take(sizeof(*alike));
	*alike = (struct alike){ .arena = arena_open(1 << 20), .room = 1 << 12 };
	alike->table = memory_take(alike->room * sizeof(*alike->table));
	memset(alike->table, 0, alike->room * sizeof(*alike->table));
	list_open(&alike->words, alike->arena, sizeof(uint32_t));
	list_open(&alike->texts, alike->arena, sizeof(struct text_of));
	return alike;
}

void alike_close(struct alike *alike)
{
	arena_close(alike->arena);
	memory_free(alike->table);
	memory_free(alike->holders);
	memory_free(alike->begins);
	memory_free(alike);
}

size_t alike_count(const struct alike *alike)
{
	return alike->texts.count;
}

/* ── words ── */

static struct known_word *place_of(struct known_word *table, size_t room, uint64_t hash)
{
	size_t at = (size_t)hash & (room - 1);
	while (table[at].hash && table[at].hash != hash)
		at = (at + 1) & (room - 1);
	return &table[at];
}

static void grow(struct alike *alike)
{
	size_t room = alike->room * 2;
	struct known_word *table = memory_take(room * sizeof(*table));
	memset(table, 0, room * sizeof(*table));
	for (size_t i = 0; i < alike->room; i++) {
		if (alike->table[i].hash)
			*place_of(table, room, alike->table[i].hash) = alike->table[i];
	}
	memory_free(alike->table);
	alike->table = table;
	alike->room = room;
}

static uint32_t number_of(struct alike *alike, str word)
{
	uint64_t hash = str_hash(word) | 1;
	hash ^= hash >> 29;
	hash |= 1;
	struct known_word *known = place_of(alike->table, alike->room, hash);
	if (known->hash)
		return known->number;
	*known = (struct known_word){ hash, (uint32_t)alike->known++ };
	uint32_t number = known->number;
	if (alike->known * 2 > alike->room)
		grow(alike);
	return number;
}

static const uint32_t *words_of(const struct alike *alike, const struct text_of *text)
{
	return (const uint32_t *)list_at(&alike->words, text->from);
}

static bool holds(const uint32_t *words, size_t count, uint32_t word)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i] == word)
			return true;
	}
	return false;
}

/* Each word once. */
static uint8_t add_words(struct alike *alike, size_t from, str tokens, size_t max)
{
	size_t added = 0;
	while (tokens.len && added < max) {
		str token = str_cut(&tokens, ' ');
		uint32_t number = str_empty(token) ? 0 : number_of(alike, token);
		size_t count = alike->words.count - from;
		if (str_empty(token) || (count && holds((const uint32_t *)list_at(&alike->words, from), count, number)))
			continue;
		*(uint32_t *)list_add(&alike->words) = number;
		added++;
	}
	return (uint8_t)added;
}

void alike_add(struct alike *alike, const struct search_doc *doc, bool may_help)
{
	struct text_of text = { .id = doc->id, .from = alike->words.count, .may_help = may_help };
	text.title = add_words(alike, text.from, doc->title, TITLE_WORDS);
	text.count = (uint8_t)(text.title + add_words(alike, text.from, doc->body, BEGINNING_WORDS));
	if (text.count)
		*(struct text_of *)list_add(&alike->texts) = text;
}

/* ── who holds them ── */

static void list_holders(struct alike *alike)
{
	size_t *begins = memory_take((alike->known + 2) * sizeof(*begins));
	memset(begins, 0, (alike->known + 2) * sizeof(*begins));
	size_t all = 0;
	for (size_t i = 0; i < alike->texts.count; i++) {
		const struct text_of *text = list_at(&alike->texts, i);
		const uint32_t *words = words_of(alike, text);
		for (size_t w = 0; text->may_help && w < text->count; w++, all++)
			begins[words[w] + 2]++;
	}
	for (size_t w = 2; w < alike->known + 2; w++)
		begins[w] += begins[w - 1];
	alike->holders = memory_take((all + 1) * sizeof(*alike->holders));
	/* begins[w + 1] is where w's next goes; behind all of them it is where the next word begins. */
	for (size_t i = 0; i < alike->texts.count; i++) {
		const struct text_of *text = list_at(&alike->texts, i);
		const uint32_t *words = words_of(alike, text);
		for (size_t w = 0; text->may_help && w < text->count; w++)
			alike->holders[begins[words[w] + 1]++] = (uint32_t)i;
	}
	alike->begins = begins;
}

static size_t holders_of(const struct alike *alike, uint32_t word)
{
	return alike->begins[word + 1] - alike->begins[word];
}

static double rarity(const struct alike *alike, uint32_t word)
{
	double with = (double)holders_of(alike, word), all = (double)alike->texts.count;
	return log(1 + (all - with + 0.5) / (with + 0.5));
}

/* ── one thread ── */

static void touch(struct alike *alike, uint32_t doc, double much)
{
	size_t at = (doc * 2654435761u) & (PLACES - 1);
	while (alike->places[at].turn == alike->turn && alike->places[at].doc != doc)
		at = (at + 1) & (PLACES - 1);
	struct score *score = &alike->places[at];
	if (score->turn != alike->turn) {
		*score = (struct score){ doc, alike->turn, 0 };
		alike->touched[alike->touched_count++] = (uint32_t)at;
	}
	score->sum += much;
}

/* The rarest words first, of each the newest threads. */
static void look(struct alike *alike, const struct text_of *text, uint32_t own)
{
	const uint32_t *words = words_of(alike, text);
	bool done[WORDS] = { false };
	size_t looked = 0;
	for (size_t turn = 0; turn < text->count && looked < LOOKED_AT; turn++) {
		size_t best = text->count;
		for (size_t w = 0; w < text->count; w++) {
			if (!done[w] && (best == text->count || holders_of(alike, words[w]) < holders_of(alike, words[best])))
				best = w;
		}
		done[best] = true;
		double much = rarity(alike, words[best]);
		size_t count = holders_of(alike, words[best]), room = LOOKED_AT - looked;
		count = count < OF_A_WORD ? count : OF_A_WORD;
		count = count < room ? count : room;
		const uint32_t *at = alike->holders + alike->begins[words[best] + 1] - count;
		for (size_t i = 0; i < count; i++) {
			if (at[i] != own)
				touch(alike, at[i], much);
		}
		looked += count;
	}
}

static int by_sum(const void *a, const void *b)
{
	const struct score *one = a, *other = b;
	if (one->sum < other->sum || one->sum > other->sum)
		return one->sum > other->sum ? -1 : 1;
	return one->doc > other->doc ? -1 : one->doc < other->doc;
}

/* The best of those that were touched, by what was summed up so far. */
static size_t best_of(struct alike *alike, struct score best[WEIGHED])
{
	size_t count = 0;
	for (size_t i = 0; i < alike->touched_count; i++) {
		const struct score *score = &alike->places[alike->touched[i]];
		if (count == WEIGHED && by_sum(score, &best[count - 1]) > 0)
			continue;
		size_t to = count < WEIGHED ? count++ : count - 1;
		for (; to > 0 && by_sum(score, &best[to - 1]) < 0; to--)
			best[to] = best[to - 1];
		best[to] = *score;
	}
	return count;
}

/* All words that both hold; 0 when too few of the title are among them. */
static double weigh(const struct alike *alike, const struct text_of *text, const struct text_of *other)
{
	const uint32_t *words = words_of(alike, text), *theirs = words_of(alike, other);
	size_t shared = 0;
	double sum = 0;
	for (size_t w = 0; w < text->count; w++) {
		if (!holds(theirs, other->count, words[w]))
			continue;
		shared += w < text->title;
		sum += rarity(alike, words[w]);
	}
	return shared < WORDS_SHARED ? 0 : sum;
}

size_t alike_rows(struct alike *alike, size_t index, int64_t *id_out, struct similar_row rows_out[SIMILAR_KEPT])
{
	struct score best[WEIGHED];
	const struct text_of *text = list_at(&alike->texts, index);
	if (!alike->begins)
		list_holders(alike);
	alike->turn++;
	alike->touched_count = 0;
	*id_out = text->id;
	if (text->title >= WORDS_SHARED)
		look(alike, text, (uint32_t)index);
	size_t count = best_of(alike, best), kept = 0;
	for (size_t i = 0; i < count; i++)
		best[i].sum = weigh(alike, text, list_at(&alike->texts, best[i].doc));
	if (count)
		qsort(best, count, sizeof(*best), by_sum);
	for (; kept < count && kept < SIMILAR_KEPT && best[kept].sum > 0 && best[kept].sum >= best[0].sum * FAR_BELOW; kept++)
		rows_out[kept] = (struct similar_row){ ((const struct text_of *)list_at(&alike->texts, best[kept].doc))->id, best[kept].sum };
	return kept;
}
