/*
 * spelling.c: what a mistyped word may have meant: the most frequent of the brand's own words that is spelled like it.
 *
 * Short words may differ by one letter, longer ones by two; a swap of two neighbours is one.
 */
#include "features/search/vocabulary.h"

#include "base/utf8.h"
#include "features/search/search_store.h"

enum {
	WRONG_MIN = 4,        /* bytes: shorter words are left alone */
	LONG_WORD = 8,        /* from here on two letters may be wrong */
	CORRECTED_MAX = 4,    /* words of a query */
	SPELLED_MAX = 48,     /* bytes that are compared */
};

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Only the band of the table that `max` mistakes can reach; outside of it stands more than that. */
size_t spelling_distance(str one, str other, size_t max)
{
	size_t rows[3][SPELLED_MAX + 2];
	one = str_first(one, SPELLED_MAX);
	other = str_first(other, SPELLED_MAX);
	if (one.len > other.len + max || other.len > one.len + max)
		return max + 1;
	for (size_t j = 0; j <= other.len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= one.len; i++) {
		size_t *row = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
		size_t from = i > max ? i - max : 1, to = least(i + max, other.len), lowest = from > 1 ? max + 1 : i;
		row[from - 1] = lowest;
		for (size_t j = from; j <= to; j++) {
			bool is_same = one.at[i - 1] == other.at[j - 1];
			row[j] = least(least(row[j - 1], before[j]) + 1, before[j - 1] + !is_same);
			bool is_swap = i > 1 && j > 1 && one.at[i - 1] == other.at[j - 2] && one.at[i - 2] == other.at[j - 1];
			if (is_swap)
				row[j] = least(row[j], earlier[j - 2] + 1);
			lowest = least(lowest, row[j]);
		}
		row[to + 1] = max + 1;
		if (lowest > max)
			return max + 1;
	}
	return least(rows[one.len % 3][other.len], max + 1);
}

struct nearest { int64_t hash, documents; size_t distance; };

static void look_at(struct nearest *nearest, const struct vocabulary_near_list *words, str folded, size_t max)
{
	for (size_t i = 0; i < words->count; i++) {
		const struct vocabulary_near *word = &words->at[i];
		size_t distance = spelling_distance(folded, word->word, max);
		bool is_nearer = distance < nearest->distance ||
		                 (distance == nearest->distance && word->documents > nearest->documents);
		if (distance && distance <= max && is_nearer)
			*nearest = (struct nearest){ word->hash, word->documents, distance };
	}
}

static enum err show(struct scope *scope, const struct nearest *nearest, str *shown_out)
{
	struct vocabulary_word_list words = { 0 };
	enum err err = nearest->hash ? vocabulary_known(scope, (struct ids){ &nearest->hash, 1 }, &words) : OK;
	*shown_out = !err && words.count ? words.at[0].shown : S("");
	return err;
}

/* Whoever swaps or doubles the first letter has the right one second.  Most mistakes are one letter behind the right first
   one: longer ways are only gone where no word is as near as that. */
static enum err find_nearest(struct scope *scope, str folded, str *shown_out)
{
	size_t max = folded.len < LONG_WORD ? 1 : 2;
	int64_t len = (int64_t)folded.len;
	const int64_t lengths[][2] = { { len - 1, len + 1 }, { len - 2, len - 2 }, { len + 2, len + 2 } };
	size_t ways = max == 1 ? 1 : COUNT(lengths);
	struct nearest nearest = { .distance = max + 1 };
	enum err err = OK;
	for (size_t i = 0; !err && i < 2 * ways && nearest.distance > 1; i++) {
		struct vocabulary_near_list words;
		const int64_t *length = lengths[i % ways];
		if (i >= ways && folded.at[1] == folded.at[0])
			break;
		err = vocabulary_near(scope, (unsigned char)folded.at[i / ways], length[0], length[1], &words);
		if (!err)
			look_at(&nearest, &words, folded, max);
	}
	return err ? err : show(scope, &nearest, shown_out);
}

static bool is_letters(str folded)
{
	for (size_t i = 0; i < folded.len; i++) {
		if (folded.at[i] >= '0' && folded.at[i] <= '9')
			return false;
	}
	return folded.len >= WRONG_MIN;
}

/* "" when the word is right, or nothing is like it. */
static enum err correct_word(struct scope *scope, const struct analysis *analysis, str word, str *shown_out)
{
	int64_t count = 0;
	str folded = analysis_fold(analysis, word);
	*shown_out = S("");
	if (!is_letters(folded) || analysis_is_small(analysis, folded))
		return OK;
	const struct search_ask ask = { .tokens = analysis_token(analysis, folded) };
	enum err err = search_count(scope, &ask, 1, &count);
	return err || count ? err : find_nearest(scope, folded, shown_out);
}

enum err vocabulary_correct(struct scope *scope, str text, str language, str *text_out)
{
	struct analysis analysis;
	struct text out;
	enum err err = OK;
	int corrected = 0;
	const char *at = text.at;
	str rest = text, word;
	text_open(&out, scope->arena, text.len + 64);
	analysis_open(&analysis, scope->arena, language, ANALYSIS_QUERY);
	while (!err && corrected < CORRECTED_MAX && analysis_next(&rest, &word)) {
		str shown = S("");
		err = correct_word(scope, &analysis, word, &shown);
		if (err || !shown.len)
			continue;
		text_put(&out, (str){ at, (size_t)(word.at - at) });
		text_put(&out, shown);
		at = word.at + word.len;
		corrected++;
	}
	analysis_close(&analysis);
	text_put(&out, (str){ at, (size_t)(text.at + text.len - at) });
	*text_out = corrected ? text_str(&out) : S("");
	return err;
}
