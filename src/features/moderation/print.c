/* print.c: the look of a text as 24 numbers. */
#include "features/moderation/print.h"

#include "features/moderation/sign.h"

enum { BAND_HASHES = PRINT_HASHES / PRINT_BANDS, RUN = 3 };
static_assert(PRINT_HASHES % PRINT_BANDS == 0, "bands of one size");

struct shingles { uint64_t run[RUN]; size_t words; uint32_t least[PRINT_HASHES]; };

/* A mixer of 64 bits (splitmix64): one for each hash, told apart by its number. */
static uint64_t mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static void add_word(void *data, str word)
{
	struct shingles *shingles = data;
	for (size_t i = 0; i + 1 < RUN; i++)
		shingles->run[i] = shingles->run[i + 1];
	shingles->run[RUN - 1] = str_hash(word);
	if (++shingles->words < RUN)
		return;
	uint64_t whole = 0;
	for (size_t i = 0; i < RUN; i++)
		whole = mix(whole ^ shingles->run[i]);
	for (size_t h = 0; h < PRINT_HASHES; h++) {
		uint32_t hash = (uint32_t)mix(whole + h * 0x51ed270b9f3c1a55u);
		if (hash < shingles->least[h])
			shingles->least[h] = hash;
	}
}

static int64_t band_of(const uint32_t *hashes, size_t band)
{
	uint64_t hash = band + 1;
	for (size_t i = 0; i < BAND_HASHES; i++)
		hash = mix(hash ^ hashes[band * BAND_HASHES + i]);
	return (int64_t)(hash >> 1); /* the sign is lost on purpose: the database's numbers have one */
}

/* Whoever quotes a text to answer it has not copied it. */
static str without_quotes(struct arena *arena, str text)
{
	struct text own;
	text_open(&own, arena, text.len + 1);
	while (text.len) {
		str line = str_cut(&text, '\n');
		if (!str_starts(str_trim(line), S(">")))
			text_format(&own, "%.*s\n", STR_ARG(line));
	}
	return text_str(&own);
}

bool print_make(struct arena *arena, str text, struct print *print_out)
{
	struct shingles shingles = { 0 };
	struct text hex;
	memset(shingles.least, 0xff, sizeof(shingles.least));
	sign_words(arena, without_quotes(arena, str_first(text, SIGN_TEXT_MAX)), add_word, &shingles);
	if (shingles.words < PRINT_WORDS_MIN)
		return false;
	text_open(&hex, arena, PRINT_HASHES * 8);
	for (size_t h = 0; h < PRINT_HASHES; h++)
		text_format(&hex, "%08x", shingles.least[h]);
	print_out->signature = text_str(&hex);
	int64_t *bands[PRINT_BANDS] = { &print_out->band0, &print_out->band1, &print_out->band2, &print_out->band3,
		&print_out->band4, &print_out->band5, &print_out->band6, &print_out->band7 };
	for (size_t b = 0; b < PRINT_BANDS; b++)
		*bands[b] = band_of(shingles.least, b);
	return true;
}

int print_shared(str a, str b)
{
	int shared = 0;
	if (a.len != PRINT_HASHES * 8 || b.len != a.len)
		return 0;
	for (size_t h = 0; h < PRINT_HASHES; h++)
		shared += memcmp(a.at + h * 8, b.at + h * 8, 8) == 0;
	return shared;
}

/* Each account counts once, however often it sent the text. */
static bool is_new_account(const struct print_list *list, size_t alike_count, int64_t member_id)
{
	for (size_t i = 0; i < alike_count; i++) {
		if (list->at[i].member_id == member_id)
			return false;
	}
	return true;
}

enum err print_copies(struct scope *scope, struct print *print, struct copies *copies_out)
{
	struct print_list list;
	print->since = id_first_at(scope->now - DAYS(3));
	enum err err = print_list_like(scope, print, &list);
	if (err)
		return err;
	struct copies copies = { 0 };
	size_t alike = 0; /* the list's head is where those of them stand that are copies */
	for (size_t i = 0; i < list.count; i++) {
		const struct print *other = &list.at[i];
		bool is_same = other->subject.kind == print->subject.kind && other->subject.id == print->subject.id;
		if (is_same || print_shared(print->signature, other->signature) < PRINT_ALIKE)
			continue;
		if (other->member_id == print->member_id)
			copies.own++;
		else if (is_new_account(&list, alike, other->member_id))
			copies.accounts++;
		list.at[alike++] = *other;
	}
	*copies_out = copies;
	return OK;
}
