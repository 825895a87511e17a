/* fulltext_words.c: spelling, counting and packing of words. */
#include "store/fulltext_words.h"

#include <stdlib.h>

enum {
	TERM_BYTES = 5,	   /* four of hash, one of count */
	COUNT_MAX = 255,
	LENGTH_USUAL = 150, /* shorter documents say no more in a word: for levels only, ranks go by the mean */
};

static const double K1 = 1.2, B = 0.75;
static const double SHARE_SOME = 1.1, SHARE_MUCH = 1.5; /* of at most K1 + 1 */

double word_share(double count, double length, double mean_length)
{
	return count * (K1 + 1) / (count + K1 * (1 - B + B * length / mean_length));
}

enum level word_level(int count, int64_t length)
{
	double usual = length > LENGTH_USUAL ? (double)length : LENGTH_USUAL;
	double share = word_share(count, usual, LENGTH_USUAL);
	return share >= SHARE_MUCH ? LEVEL_MUCH : share >= SHARE_SOME ? LEVEL_SOME : LEVEL_ANY;
}

void word_spell(struct text *out, int64_t brand_id, enum level level, str word)
{
	text_number(out, brand_id);
	text_char(out, "abcmvdef"[level]);
	text_char(out, '_');
	word = str_first(word, WORD_BYTES);
	for (size_t i = 0; i < word.len; i++) {
		unsigned char c = (unsigned char)word.at[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
		if (plain)
			text_char(out, (char)c);
		else
			text_format(out, "_%02x", c);
	}
}

uint32_t term_hash(str word)
{
	uint64_t hash = str_hash(str_first(word, WORD_BYTES));
	return (uint32_t)(hash ^ hash >> 32);
}

struct term {
	uint32_t hash;
	int count;
};

static int by_hash(const void *a, const void *b)
{
	const struct term *one = a, *other = b;
	return one->hash < other->hash ? -1 : one->hash > other->hash;
}

str terms_pack(struct arena *arena, const struct list *words)
{
	struct term *terms = arena_take(arena, (words->count + 1) * sizeof *terms);
	for (size_t i = 0; i < words->count; i++) {
		const struct counted *counted = list_at(words, i);
		int count = counted->count < COUNT_MAX ? counted->count : COUNT_MAX;
		terms[i] = (struct term){ term_hash(counted->word), count };
	}
	if (words->count > 0)
		qsort(terms, words->count, sizeof *terms, by_hash);
	unsigned char *bytes = arena_take(arena, words->count * TERM_BYTES + 1);
	for (size_t i = 0; i < words->count; i++) {
		unsigned char *at = bytes + i * TERM_BYTES;
		for (int j = 0; j < 4; j++)
			at[j] = (unsigned char)(terms[i].hash >> (24 - 8 * j));
		at[4] = (unsigned char)terms[i].count;
	}
	return (str){ (const char *)bytes, words->count * TERM_BYTES };
}

static uint32_t hash_at(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

int term_count(str terms, uint32_t hash)
{
	const unsigned char *bytes = (const unsigned char *)terms.at;
	size_t from = 0, to = terms.len / TERM_BYTES;
	while (from < to) {
		size_t middle = (from + to) / 2;
		uint32_t here = hash_at(bytes + middle * TERM_BYTES);
		if (here == hash)
			return bytes[middle * TERM_BYTES + 4];
		if (here < hash)
			from = middle + 1;
		else
			to = middle;
	}
	return 0;
}
