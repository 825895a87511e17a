/*
 * analysis.c: from what people write to what it is found by.
 *
 * A word is folded (small letters, no accents; in German "ae", "oe", "ue" too, since some
 * keyboards have no other way), dropped when it stands in every text, led to the one token of
 * its synonyms, or stemmed (Snowball).  Names of models and addresses ("r7", "wpa3",
 * "192.168.1.1") stay whole.  German compounds are kept whole and in parts.
 */
#include "features/search/analysis.h"

#include "base/utf8.h"
#include "features/search/analysis_words.h"

#include <libstemmer.h>

enum {
	TOKEN_MAX = 60,        /* bytes: longer ones are cut */
	PIECES_MAX = 6,        /* of a word with hyphens */
	SHORT_PIECE = 2,       /* "W-LAN", "R-7": pieces so short are no words of their own */
	PARTS_MAX = 4,         /* of a compound */
	PART_MIN = 3, COMPOUND_MIN = 7, COMPOUND_MAX = 40,
	TAIL_MIN = 5,          /* a known end behind an unknown beginning */
	GUESSED_WORDS = 200,
	SEEN_MAX = 256,        /* words of a text that are remembered; a power of two */
};

static const struct analysis_language *language_of(str code)
{
	for (size_t i = 0; i < analysis_all_count; i++) {
		if (str_equal(str_first(code, 2), str_from(analysis_all[i].code)))
			return &analysis_all[i];
	}
	return NULL;
}

/* A stemmer may not be shared by threads, so each analysis has its own: making one takes less than a word or two. */
void analysis_open(struct analysis *analysis, struct arena *arena, str language, enum analysis_use use)
{
	*analysis = (struct analysis){ .arena = arena, .language = language_of(language), .use = use };
	if (!analysis->language)
		return;
	analysis->stemmer = sb_stemmer_new(analysis->language->snowball, "UTF_8");
	must(analysis->stemmer);
}

void analysis_close(struct analysis *analysis)
{
	sb_stemmer_delete(analysis->stemmer);
	analysis->stemmer = NULL;
}

/* ── where words begin and end ── */

enum letter { GAP, LETTER, DIGIT, JOINT, APOSTROPHE, POINT };

static enum letter letter_of(uint32_t c)
{
	if (c < 0x80) {
		unsigned char lower = (unsigned char)(c | 0x20);
		if (lower >= 'a' && lower <= 'z')
			return LETTER;
		if (c >= '0' && c <= '9')
			return DIGIT;
		return c == '-' ? JOINT : c == '\'' ? APOSTROPHE : c == '.' ? POINT : GAP;
	}
	if (c == 0x2010 || c == 0x2011)
		return JOINT;
	if (c == 0x2019)
		return APOSTROPHE;
	if (c >= 0x300 && c < 0x370) /* an accent of its own belongs to the letter before it */
		return LETTER;
	return utf8_is_letter(c) ? LETTER : utf8_is_digit(c) ? DIGIT : GAP;
}

static enum letter take(str *rest)
{
	if ((unsigned char)rest->at[0] >= 0x80)
		return letter_of(utf8_take(rest));
	enum letter letter = letter_of((unsigned char)rest->at[0]);
	*rest = str_skip(*rest, 1);
	return letter;
}

/* Hyphens and apostrophes join letters and digits, a point only digits. */
static bool goes_on(enum letter joint, enum letter before, str rest)
{
	if (joint == GAP || str_empty(rest))
		return false;
	enum letter after = take(&rest);
	if (joint == POINT)
		return before == DIGIT && after == DIGIT;
	return after == LETTER || after == DIGIT;
}

bool analysis_next(str *rest, str *word_out)
{
	enum letter letter = GAP;
	str from = *rest;
	while (rest->len && letter != LETTER && letter != DIGIT) {
		from = *rest;
		letter = take(rest);
	}
	if (letter != LETTER && letter != DIGIT)
		return false;
	size_t len = (size_t)(rest->at - from.at);
	while (rest->len) {
		str behind = *rest;
		enum letter next = take(&behind);
		bool is_joined = next != LETTER && next != DIGIT && goes_on(next, letter, behind);
		if (next != LETTER && next != DIGIT && !is_joined)
			break;
		letter = next;
		*rest = behind;
		len = (size_t)(behind.at - from.at);
	}
	*word_out = str_first(from, len);
	return true;
}

/* ── one spelling ── */

/* "gaeste" is "gäste" is "gaste"; but "neue", "bauer" and "quelle" are as they are. */
static str without_umlauts(struct arena *arena, str word)
{
	char *at = arena_bytes(arena, word.len);
	size_t len = 0;
	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i], before = len ? at[len - 1] : ' ';
		bool is_e = c == 'e' && (before == 'a' || before == 'o' || before == 'u');
		char earlier = len > 1 ? at[len - 2] : ' ';
		bool is_own = before == 'u' && (earlier == 'a' || earlier == 'e' || earlier == 'q' || earlier == 'o');
		if (!is_e || is_own)
			at[len++] = c;
	}
	return (str){ at, len };
}

str analysis_fold(const struct analysis *analysis, str word)
{
	str folded = utf8_fold(analysis->arena, word);
	if (analysis->language && analysis->language->has_umlauts)
		folded = without_umlauts(analysis->arena, folded);
	return folded;
}

static str stem(const struct analysis *analysis, str word)
{
	if (!analysis->stemmer)
		return word;
	/* The library names bytes its own way; words are far shorter than an int. */
	const sb_symbol *at = sb_stemmer_stem(analysis->stemmer, (const sb_symbol *)word.at, (int)word.len);
	must(at);
	str stemmed = { (const char *)at, (size_t)sb_stemmer_length(analysis->stemmer) };
	return str_keep(analysis->arena, stemmed);
}

static void put_token(struct text *tokens, str token)
{
	size_t len = token.len;
	if (len > TOKEN_MAX) {
		len = TOKEN_MAX;
		while (len && ((unsigned char)token.at[len] & 0xC0) == 0x80)
			len--;
	}
	text_put(tokens, str_first(token, len));
	text_char(tokens, ' ');
}

/* ── compounds ── */

struct parts { str at[PARTS_MAX]; size_t count; };

static const char *const links[] = { "", "s", "n", "en", "es", "e" };
static const char *const endings[] = { "", "e", "en", "n", "er", "ern", "es", "s" };

static bool is_ending(str rest)
{
	for (size_t i = 0; i < COUNT(endings); i++) {
		if (str_equal(rest, str_from(endings[i])))
			return true;
	}
	return false;
}

/* Known parts from end to end, the longest first.  At most PARTS_MAX deep. */
static bool take_apart(struct analysis_list known, str word, struct parts *parts)
{
	if (parts->count == PARTS_MAX)
		return false;
	for (size_t len = word.len; len >= PART_MIN; len--) {
		str part = str_first(word, len), rest = str_skip(word, len);
		if (!analysis_has(known, part))
			continue;
		parts->at[parts->count++] = part;
		if (parts->count > 1 && is_ending(rest))
			return true;
		for (size_t i = 0; i < COUNT(links); i++) {
			str link = str_from(links[i]);
			if (str_starts(rest, link) && take_apart(known, str_skip(rest, link.len), parts))
				return true;
		}
		parts->count--;
	}
	return false;
}

/* "Hausmeisterrouter": what comes first is nobody's business, a router it is. */
static bool find_tail(struct analysis_list known, str word, struct parts *parts)
{
	for (size_t from = PART_MIN; from + TAIL_MIN <= word.len; from++) {
		str tail = str_skip(word, from);
		if (!analysis_has(known, tail))
			continue;
		parts->at[0] = tail;
		parts->count = 1;
		return true;
	}
	return false;
}

/* ── one word ── */

static str synonym_or_stem(const struct analysis *analysis, str word)
{
	const char *synonym = analysis->language ? analysis_synonym_of(analysis->language, word) : NULL;
	if (synonym)
		return str_from(synonym);
	str stemmed = stem(analysis, word);
	synonym = analysis->language ? analysis_synonym_of(analysis->language, stemmed) : NULL;
	return synonym ? str_from(synonym) : stemmed;
}

str analysis_token(const struct analysis *analysis, str folded)
{
	return synonym_or_stem(analysis, folded);
}

const char *analysis_code(const struct analysis *analysis)
{
	return analysis->language ? analysis->language->code : "";
}

bool analysis_has_compounds(str language)
{
	const struct analysis_language *known = language_of(language);
	return known && known->parts.count;
}

bool analysis_is_small(const struct analysis *analysis, str folded)
{
	return analysis->language && analysis_has(analysis->language->stops, folded);
}

static void put_compound(const struct analysis *analysis, str word, struct text *tokens)
{
	struct analysis_list known = analysis->language->parts;
	struct parts parts = { .count = 0 };
	bool is_whole = take_apart(known, word, &parts);
	if (!is_whole && analysis->use != ANALYSIS_QUERY)
		find_tail(known, word, &parts);
	if (!is_whole || analysis->use != ANALYSIS_QUERY)
		put_token(tokens, stem(analysis, word));
	for (size_t i = 0; i < parts.count; i++)
		put_token(tokens, synonym_or_stem(analysis, parts.at[i]));
}

static bool has_digit(str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] >= '0' && word.at[i] <= '9')
			return true;
	}
	return false;
}

/* "5ghz" is "5" and "ghz"; "r7" and "7590ax" are names. */
static void put_model(str word, struct text *tokens)
{
	size_t digits = 0;
	while (digits < word.len && ((word.at[digits] >= '0' && word.at[digits] <= '9') || word.at[digits] == '.'))
		digits++;
	str unit = str_skip(word, digits);
	if (digits && analysis_has(analysis_units, unit)) {
		put_token(tokens, str_first(word, digits));
		put_token(tokens, unit);
		return;
	}
	put_token(tokens, word);
}

/* A folded word without hyphens. */
static void put_word(const struct analysis *analysis, str word, struct text *tokens)
{
	const struct analysis_language *language = analysis->language;
	bool is_digit = word.len == 1 && has_digit(word);
	if (str_empty(word) || (word.len == 1 && !is_digit) || (language && analysis_has(language->stops, word)))
		return;
	if (has_digit(word)) {
		put_model(word, tokens);
		return;
	}
	bool is_synonym = language && analysis_synonym_of(language, word);
	bool may_be_compound = language && language->parts.count && word.len >= COMPOUND_MIN && word.len <= COMPOUND_MAX;
	if (!is_synonym && may_be_compound)
		put_compound(analysis, word, tokens);
	else
		put_token(tokens, synonym_or_stem(analysis, word));
}

/* ── words with hyphens and apostrophes ── */

struct pieces { str at[PIECES_MAX]; size_t count; bool has_apostrophe; };

static void split(str word, struct pieces *pieces)
{
	*pieces = (struct pieces){ .count = 0 };
	str from = word;
	while (word.len && pieces->count < PIECES_MAX) {
		str before = word;
		enum letter letter = take(&word);
		if (letter != JOINT && letter != APOSTROPHE)
			continue;
		pieces->has_apostrophe = pieces->has_apostrophe || letter == APOSTROPHE;
		pieces->at[pieces->count++] = str_first(from, (size_t)(before.at - from.at));
		from = word;
	}
	if (pieces->count < PIECES_MAX)
		pieces->at[pieces->count++] = from;
}

/* "don't" is one word, "router's" is a router. */
static bool is_dropped(const struct pieces *pieces, size_t i)
{
	return pieces->has_apostrophe && i > 0 && i + 1 == pieces->count && str_equal_fold(pieces->at[i], S("s"));
}

static void put_pieces(const struct analysis *analysis, const struct pieces *pieces, struct text *tokens)
{
	struct text joined;
	bool has_short = false, elides = analysis->language && analysis->language->elides && pieces->has_apostrophe;
	str folded[PIECES_MAX];
	text_open(&joined, analysis->arena, TOKEN_MAX);
	for (size_t i = 0; i < pieces->count; i++) {
		folded[i] = is_dropped(pieces, i) ? S("") : analysis_fold(analysis, pieces->at[i]);
		has_short = has_short || folded[i].len <= SHORT_PIECE;
		text_put(&joined, folded[i]);
	}
	bool is_one = !elides && (has_short || pieces->has_apostrophe);
	if (is_one || (!elides && analysis->use != ANALYSIS_QUERY)) {
		if (is_one)
			put_word(analysis, text_str(&joined), tokens);
		else
			put_token(tokens, stem(analysis, text_str(&joined)));
	}
	for (size_t i = 0; i < pieces->count; i++) {
		bool is_word = !is_one || (analysis->use != ANALYSIS_QUERY && folded[i].len > SHORT_PIECE && !pieces->has_apostrophe);
		if (is_word)
			put_word(analysis, folded[i], tokens);
	}
}

static bool has_joint(str word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] == '-' || word.at[i] == '\'' || word.at[i] == '\xE2')
			return true;
	}
	return false;
}

void analysis_word(struct analysis *analysis, str word, struct text *tokens)
{
	struct pieces pieces = { .count = 0 };
	if (has_joint(word))
		split(word, &pieces);
	if (pieces.count > 1)
		put_pieces(analysis, &pieces, tokens);
	else
		put_word(analysis, analysis_fold(analysis, word), tokens);
}

/* ── whole texts ── */

/* A text says many of its words again: what a word became stands among the tokens already. */
struct seen { str word; size_t from, len; };

static void put_seen(const struct seen *seen, struct text *tokens)
{
	char *room = text_room(tokens, seen->len);
	memcpy(room, tokens->at + seen->from, seen->len);
	tokens->len += seen->len;
}

str analysis_tokens(struct arena *arena, str text, str language, enum analysis_use use)
{
	struct analysis analysis;
	struct text tokens;
	struct arena *own = arena_open(16 * 1024);
	str word;
	text_open(&tokens, arena, text.len + 16);
	analysis_open(&analysis, own, language, use);
	struct seen *all_seen = arena_take(own, SEEN_MAX * sizeof(*all_seen));
	while (analysis_next(&text, &word)) {
		struct seen *seen = &all_seen[str_hash(word) & (SEEN_MAX - 1)];
		if (str_equal(seen->word, word)) {
			put_seen(seen, &tokens);
			continue;
		}
		struct arena_mark mark = arena_mark(own);
		*seen = (struct seen){ word, tokens.len, 0 };
		analysis_word(&analysis, word, &tokens);
		seen->len = tokens.len - seen->from;
		arena_release(own, mark);
	}
	analysis_close(&analysis);
	arena_close(own);
	return str_trim(text_str(&tokens));
}

str analysis_whole(struct arena *arena, str word, str language)
{
	struct analysis analysis;
	struct text joined;
	text_open(&joined, arena, word.len + 1);
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] != '-' && word.at[i] != '\'')
			text_char(&joined, word.at[i]);
	}
	analysis_open(&analysis, arena, language, ANALYSIS_INDEX);
	str token = analysis_token(&analysis, analysis_fold(&analysis, text_str(&joined)));
	analysis_close(&analysis);
	return str_first(token, TOKEN_MAX);
}

/* How many of a text's first words are small words of each language; each is folded once, not once a language. */
static void count_small(struct arena *arena, str text, size_t counts_out[])
{
	str word;
	struct analysis folding = { .arena = arena };
	for (size_t words = 0; words < GUESSED_WORDS && analysis_next(&text, &word); words++) {
		struct arena_mark mark = arena_mark(arena);
		str folded = analysis_fold(&folding, word), plain = without_umlauts(arena, folded);
		for (size_t i = 0; i < analysis_all_count; i++) {
			str own = analysis_all[i].has_umlauts ? plain : folded;
			counts_out[i] += own.len > 1 && analysis_has(analysis_all[i].stops, own);
		}
		arena_release(arena, mark);
	}
}

str analysis_guess(struct arena *arena, str text, str otherwise)
{
	const struct analysis_language *own = language_of(otherwise);
	size_t *counts = arena_take(arena, analysis_all_count * sizeof(*counts));
	count_small(arena, text, counts);
	size_t best = own ? counts[own - analysis_all] : 0;
	str guessed = own ? str_from(own->code) : otherwise;
	for (size_t i = 0; i < analysis_all_count; i++) {
		if (counts[i] <= best)
			continue;
		best = counts[i];
		guessed = str_from(analysis_all[i].code);
	}
	return guessed;
}

void analysis_languages(str first, str codes_out[ANALYSIS_LANGUAGES])
{
	const struct analysis_language *own = language_of(first);
	size_t count = 0;
	if (own)
		codes_out[count++] = str_from(own->code);
	for (size_t i = 0; i < analysis_all_count && count < ANALYSIS_LANGUAGES; i++) {
		if (&analysis_all[i] != own)
			codes_out[count++] = str_from(analysis_all[i].code);
	}
	while (count < ANALYSIS_LANGUAGES)
		codes_out[count++] = S("");
}

/* ── lists of tokens ── */

bool token_is_in(str token, str tokens)
{
	while (tokens.len) {
		if (str_equal(str_cut(&tokens, ' '), token))
			return true;
	}
	return false;
}

size_t tokens_shared(str few, str many)
{
	size_t count = 0;
	while (few.len) {
		str token = str_cut(&few, ' ');
		/* One that comes again is counted where it comes last. */
		count += !str_empty(token) && !token_is_in(token, few) && token_is_in(token, many);
	}
	return count;
}

size_t tokens_different(str tokens)
{
	return tokens_shared(tokens, tokens);
}
