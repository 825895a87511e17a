/*
 * vocabulary.c: what a brand's own texts teach: its words, and what its compounds are made of.
 *
 * A compound is two words that both stand on their own in at least two documents, with at most one
 * of the usual links between; of several ways the one with the most frequent parts is taken.  A
 * query asks for the parts, and for each of its words behind it for the compounds that hold it: so
 * nothing has to be put into the index again when a word is learned.
 */
#include "features/search/vocabulary.h"

#include "base/utf8.h"
#include "features/search/search_store.h"
#include "features/search/synonym_store.h"

enum {
	WORD_MIN = 3, WORD_MAX = 40,        /* letters of what is learned */
	LEARNED_MAX = 512,                  /* different words of one text */
	ADDED_AT_ONCE = 30, MEASURED_AT_ONCE = 20, /* in a unit */
	SPLIT_MIN = 8, PART_MIN = 4,        /* bytes */
	DOCUMENTS_MIN = 2,                  /* that hold a part */
	SPLITS_MAX = 6,                     /* words of a query that are taken apart */
	COMPOUNDS_MAX = 12,                 /* behind a word of a query */
	QUERY_WORDS = 32,
	MEASURED_MAX = 1000,                /* documents of a word */
};

static const char *const links[] = { "", "s", "n", "en", "es", "e", "er" };

static int64_t hash_of(str word)
{
	return (int64_t)(str_hash(word) & INT64_MAX);
}

/* ── the words of a text ── */

/* Calls for each word, those with hyphens piece by piece, as it stands there and folded. */
typedef void word_work(void *data, const struct analysis *analysis, str shown, str folded);

static bool is_plain(str folded)
{
	for (size_t i = 0; i < folded.len; i++) {
		if (folded.at[i] >= '0' && folded.at[i] <= '9')
			return false;
	}
	size_t length = utf8_length(folded);
	return length >= WORD_MIN && length <= WORD_MAX;
}

static void words_walk(const struct analysis *analysis, str text, word_work *work, void *data)
{
	str word;
	while (analysis_next(&text, &word)) {
		while (!str_empty(word)) {
			str piece = str_cut(&word, '-'), folded = analysis_fold(analysis, piece);
			if (is_plain(folded) && !analysis_is_small(analysis, folded))
				work(data, analysis, piece, folded);
		}
	}
}

static struct vocabulary_word word_of(const struct analysis *analysis, str shown, str folded)
{
	return (struct vocabulary_word){
		.hash = hash_of(folded), .word = folded, .token = analysis_token(analysis, folded), .shown = shown,
		.lang = str_from(analysis_code(analysis)),
		.initial = (unsigned char)folded.at[0], .length = (int64_t)folded.len, .documents = 1,
	};
}

/* ── learning ── */

struct learning { struct list words; struct vocabulary_word_list known; size_t from; };

static void take_word(void *data, const struct analysis *analysis, str shown, str folded)
{
	struct learning *learning = data;
	int64_t hash = hash_of(folded);
	for (size_t i = 0; i < learning->words.count; i++) {
		if (((const struct vocabulary_word *)list_at(&learning->words, i))->hash == hash)
			return;
	}
	if (learning->words.count < LEARNED_MAX)
		*(struct vocabulary_word *)list_add(&learning->words) = word_of(analysis, shown, folded);
}

static enum err read_known(struct scope *scope, void *data)
{
	struct learning *learning = data;
	int64_t *hashes = arena_take(scope->arena, (learning->words.count + 1) * sizeof(*hashes));
	for (size_t i = 0; i < learning->words.count; i++)
		hashes[i] = ((const struct vocabulary_word *)list_at(&learning->words, i))->hash;
	return vocabulary_known(scope, (struct ids){ hashes, learning->words.count }, &learning->known);
}

static const struct vocabulary_word *known_in(const struct vocabulary_word_list *known, int64_t hash)
{
	for (size_t i = 0; i < known->count; i++) {
		if (known->at[i].hash == hash)
			return &known->at[i];
	}
	return NULL;
}

static enum err write_new(struct scope *scope, void *data)
{
	const struct learning *learning = data;
	enum err err = OK;
	size_t end = learning->from + ADDED_AT_ONCE;
	for (size_t i = learning->from; !err && i < end && i < learning->words.count; i++) {
		const struct vocabulary_word *word = list_at(&learning->words, i);
		if (!known_in(&learning->known, word->hash))
			err = vocabulary_add(scope, word);
	}
	return err;
}

static void keep_new(struct learning *learning)
{
	struct vocabulary_word *words = (struct vocabulary_word *)(void *)learning->words.at;
	size_t count = 0;
	for (size_t i = 0; i < learning->words.count; i++) {
		if (!known_in(&learning->known, words[i].hash))
			words[count++] = words[i];
	}
	learning->words.count = count;
}

enum err vocabulary_learn(struct scope *scope, str text, str language)
{
	struct analysis analysis;
	struct learning learning = { .from = 0 };
	list_open(&learning.words, scope->arena, sizeof(struct vocabulary_word));
	analysis_open(&analysis, scope->arena, language, ANALYSIS_INDEX);
	words_walk(&analysis, text, take_word, &learning);
	analysis_close(&analysis);
	enum err err = scope_read(scope, read_known, &learning);
	keep_new(&learning);
	learning.known.count = 0;
	for (; !err && learning.from < learning.words.count; learning.from += ADDED_AT_ONCE)
		err = search_write(scope, write_new, &learning);
	return err;
}

enum err vocabulary_learn_new(struct scope *scope, str text, str language, vocabulary_is_new *is_new, void *data)
{
	struct analysis analysis;
	enum err err = OK;
	str word;
	uint64_t tongue = str_hash(language);
	analysis_open(&analysis, scope->arena, language, ANALYSIS_INDEX);
	while (!err && analysis_next(&text, &word)) {
		while (!err && !str_empty(word)) {
			str piece = str_cut(&word, '-');
			/* Most stood in an earlier text, spelled alike: they are not even folded. */
			if (!is_new(data, str_hash(piece) * 31 + tongue))
				continue;
			str folded = analysis_fold(&analysis, piece);
			if (!is_plain(folded) || analysis_is_small(&analysis, folded) || !is_new(data, ~(uint64_t)hash_of(folded)))
				continue;
			const struct vocabulary_word row = word_of(&analysis, piece, folded);
			err = vocabulary_add(scope, &row);
		}
	}
	analysis_close(&analysis);
	return err;
}

/* ── compounds ── */

struct split { const struct vocabulary_word *head, *tail; };

static bool is_cut(str word, size_t at)
{
	return ((unsigned char)word.at[at] & 0xC0) != 0x80;
}

/* Every beginning and every end that may be a word. */
static void add_cuts(struct list *hashes, str word)
{
	for (size_t i = PART_MIN; i + PART_MIN <= word.len; i++) {
		if (!is_cut(word, i))
			continue;
		*(int64_t *)list_add(hashes) = hash_of(str_first(word, i));
		*(int64_t *)list_add(hashes) = hash_of(str_skip(word, i));
	}
}

static const struct vocabulary_word *part_in(const struct vocabulary_word_list *known, str part)
{
	const struct vocabulary_word *word = part.len < PART_MIN ? NULL : known_in(known, hash_of(part));
	return word && word->documents >= DOCUMENTS_MIN ? word : NULL;
}

static const struct vocabulary_word *head_in(const struct vocabulary_word_list *known, str head)
{
	const struct vocabulary_word *best = NULL;
	for (size_t i = 0; i < COUNT(links); i++) {
		str link = str_from(links[i]);
		if (!str_ends(head, link))
			continue;
		const struct vocabulary_word *word = part_in(known, str_first(head, head.len - link.len));
		if (word && (!best || word->documents > best->documents))
			best = word;
	}
	return best;
}

/* false: the word is not made of two that we know. */
static bool take_apart(const struct vocabulary_word_list *known, str word, struct split *split_out)
{
	int64_t best = 0;
	for (size_t i = PART_MIN; i + PART_MIN <= word.len; i++) {
		if (!is_cut(word, i))
			continue;
		const struct vocabulary_word *tail = part_in(known, str_skip(word, i));
		const struct vocabulary_word *head = tail ? head_in(known, str_first(word, i)) : NULL;
		if (!head || head->documents * tail->documents <= best)
			continue;
		best = head->documents * tail->documents;
		*split_out = (struct split){ head, tail };
	}
	return best > 0;
}

/* ── going through all words ── */

struct measuring {
	struct vocabulary_word_list words;
	int64_t *documents;
	struct split *splits;
	int64_t after_hash;
	bool splits_too;
	size_t from;
};

static enum err count_words(struct scope *scope, struct measuring *measuring)
{
	enum err err = OK;
	for (size_t i = 0; !err && i < measuring->words.count; i++) {
		const struct search_ask ask = { .tokens = measuring->words.at[i].token };
		err = search_count(scope, &ask, MEASURED_MAX, &measuring->documents[i]);
	}
	return err;
}

static bool has_compounds(const struct vocabulary_word *word)
{
	return word->word.len >= SPLIT_MIN && analysis_has_compounds(word->lang);
}

static enum err find_splits(struct scope *scope, struct measuring *measuring)
{
	struct list cuts;
	struct vocabulary_word_list known;
	list_open(&cuts, scope->arena, sizeof(int64_t));
	for (size_t i = 0; i < measuring->words.count; i++) {
		if (has_compounds(&measuring->words.at[i]))
			add_cuts(&cuts, measuring->words.at[i].word);
	}
	enum err err = vocabulary_known(scope, (struct ids){ (const int64_t *)(const void *)cuts.at, cuts.count }, &known);
	for (size_t i = 0; !err && i < measuring->words.count; i++) {
		if (has_compounds(&measuring->words.at[i]))
			take_apart(&known, measuring->words.at[i].word, &measuring->splits[i]);
	}
	return err;
}

static enum err read_words(struct scope *scope, void *data)
{
	struct measuring *measuring = data;
	enum err err = vocabulary_after(scope, measuring->after_hash, &measuring->words);
	if (err)
		return err;
	measuring->documents = arena_take(scope->arena, (measuring->words.count + 1) * sizeof(*measuring->documents));
	measuring->splits = arena_take(scope->arena, (measuring->words.count + 1) * sizeof(*measuring->splits));
	return measuring->splits_too ? find_splits(scope, measuring) : count_words(scope, measuring);
}

static enum err write_split(struct scope *scope, const struct vocabulary_word *word, const struct split *split)
{
	enum err err = vocabulary_drop_parts(scope, word->hash);
	const struct vocabulary_word *const parts[] = { split->head, split->tail };
	for (size_t i = 0; !err && split->head && i < COUNT(parts); i++) {
		const struct vocabulary_part part = { hash_of(parts[i]->token), word->hash, word->token, word->documents };
		if (!str_equal(parts[i]->token, word->token))
			err = vocabulary_add_part(scope, &part);
	}
	return err;
}

static enum err write_count(struct scope *scope, const struct vocabulary_word *word, int64_t documents)
{
	if (documents == word->documents && documents)
		return OK;
	return documents ? vocabulary_set_documents(scope, word->hash, documents) : vocabulary_drop(scope, word->hash);
}

static enum err write_measured(struct scope *scope, void *data)
{
	const struct measuring *measuring = data;
	enum err err = OK;
	for (size_t i = measuring->from; !err && i < measuring->from + MEASURED_AT_ONCE && i < measuring->words.count; i++) {
		const struct vocabulary_word *word = &measuring->words.at[i];
		if (!measuring->splits_too)
			err = write_count(scope, word, measuring->documents[i]);
		else if (has_compounds(word))
			err = write_split(scope, word, &measuring->splits[i]);
	}
	return err;
}

static enum err measure_page(struct scope *scope, struct measuring *measuring)
{
	enum err err = scope_read(scope, read_words, measuring);
	for (measuring->from = 0; !err && measuring->from < measuring->words.count; measuring->from += MEASURED_AT_ONCE)
		err = search_write(scope, write_measured, measuring);
	if (!err && measuring->words.count)
		measuring->after_hash = measuring->words.at[measuring->words.count - 1].hash;
	return err;
}

/* First all counts, since parts are known by them. */
enum err vocabulary_measure(struct scope *scope)
{
	for (int pass = 0; pass < 2; pass++) {
		struct measuring measuring = { .splits_too = pass == 1 };
		do {
			struct arena_mark mark = arena_mark(scope->arena);
			enum err err = measure_page(scope, &measuring);
			arena_release(scope->arena, mark);
			if (err)
				return err;
		} while (measuring.words.count);
	}
	return OK;
}

static enum err run_measure(struct scope *scope, const struct job *job)
{
	(void)job;
	return vocabulary_measure(scope);
}

const struct job_kind vocabulary_job = { "search.vocabulary", run_measure, .by_hand = true, .every_seconds = 6 * 3600 };

/* ── queries ── */

/* A token of the query; `apart`: the word that may be taken apart into others; `whole`: of which word it is a part. */
struct asked { str token, apart, whole; struct split split; bool is_replaced; };
struct asking { struct asked at[QUERY_WORDS]; size_t count; struct synonym_token_list synonyms; };

static bool is_asked(const struct asking *asking, str token)
{
	for (size_t i = 0; i < asking->count; i++) {
		if (str_equal(asking->at[i].token, token))
			return true;
	}
	return false;
}

static void ask_word(struct asking *asking, struct analysis *analysis, str word)
{
	struct text tokens;
	text_open(&tokens, analysis->arena, 64);
	analysis_word(analysis, word, &tokens);
	str rest = str_trim(text_str(&tokens)), folded = analysis_fold(analysis, word);
	bool is_one = rest.len && !str_contains(rest, S(" "));
	bool may_split = is_one && is_plain(folded) && folded.len >= SPLIT_MIN;
	str whole = rest.len ? analysis_whole(analysis->arena, word, str_from(analysis_code(analysis))) : S("");
	while (!str_empty(rest) && asking->count < QUERY_WORDS) {
		str token = str_cut(&rest, ' ');
		if (!is_asked(asking, token))
			asking->at[asking->count++] = (struct asked){ .token = token, .apart = may_split ? folded : S(""),
				.whole = is_one ? S("") : whole };
	}
}

static enum err split_asked(struct scope *scope, struct asking *asking)
{
	struct list cuts;
	struct vocabulary_word_list known;
	int splits = 0;
	list_open(&cuts, scope->arena, sizeof(int64_t));
	for (size_t i = 0; i < asking->count; i++) {
		if (asking->at[i].apart.len && splits++ < SPLITS_MAX)
			add_cuts(&cuts, asking->at[i].apart);
	}
	enum err err = vocabulary_known(scope, (struct ids){ (const int64_t *)(const void *)cuts.at, cuts.count }, &known);
	for (size_t i = 0; !err && i < asking->count; i++) {
		if (asking->at[i].apart.len)
			take_apart(&known, asking->at[i].apart, &asking->at[i].split);
	}
	return err;
}

/* ── the brand's own synonyms ── */

static enum err read_synonyms(struct scope *scope, struct asking *asking)
{
	int64_t *hashes = arena_take(scope->arena, (2 * asking->count + 1) * sizeof(*hashes));
	size_t count = 0;
	for (size_t i = 0; i < asking->count; i++) {
		hashes[count++] = hash_of(asking->at[i].token);
		if (asking->at[i].whole.len)
			hashes[count++] = hash_of(asking->at[i].whole);
	}
	return synonym_tokens(scope, (struct ids){ hashes, count }, &asking->synonyms);
}

static bool has_synonym(const struct asking *asking, str token)
{
	for (size_t i = 0; i < asking->synonyms.count; i++) {
		if (asking->synonyms.at[i].asked == hash_of(token))
			return true;
	}
	return false;
}

/* A word in pieces for which the brand has another: it is looked for as a whole. */
static void join_wholes(struct asking *asking)
{
	for (size_t i = 0; i < asking->count; i++) {
		struct asked *asked = &asking->at[i];
		if (!asked->whole.len || !has_synonym(asking, asked->whole))
			continue;
		asked->is_replaced = i && str_equal(asking->at[i - 1].token, asked->whole);
		asked->token = asked->whole;
	}
}

/* ── what is looked for ── */

/* Each word, or both parts of it with the whole behind them. */
struct wanted { str token, whole; };

static size_t wanted_of(const struct asking *asking, bool whole_too, struct wanted wanted_out[QUERY_WORDS * 3])
{
	size_t count = 0;
	for (size_t i = 0; i < asking->count; i++) {
		const struct asked *asked = &asking->at[i];
		bool is_apart = asked->split.head && !has_synonym(asking, asked->token);
		if (asked->is_replaced)
			continue;
		if (!is_apart || whole_too)
			wanted_out[count++] = (struct wanted){ asked->token, S("") };
		if (!is_apart)
			continue;
		wanted_out[count++] = (struct wanted){ asked->split.head->token, asked->token };
		wanted_out[count++] = (struct wanted){ asked->split.tail->token, asked->token };
	}
	return count;
}

static void put_other(struct text *out, str token)
{
	text_char(out, '\t');
	text_put(out, token);
}

static void put_others(struct text *out, const struct asking *asking, const struct vocabulary_part_list *compounds,
                       int64_t token)
{
	int count = 0;
	for (size_t i = 0; i < asking->synonyms.count; i++) {
		if (asking->synonyms.at[i].asked == token)
			put_other(out, asking->synonyms.at[i].token);
	}
	for (size_t i = 0; i < compounds->count && count < COMPOUNDS_MAX; i++) {
		if (compounds->at[i].part != token)
			continue;
		put_other(out, compounds->at[i].token);
		count++;
	}
}

static enum err put_wanted(struct scope *scope, const struct asking *asking, bool whole_too, str *tokens_out)
{
	struct text out;
	struct vocabulary_part_list compounds;
	struct wanted *wanted = arena_take(scope->arena, QUERY_WORDS * 3 * sizeof(*wanted));
	size_t count = wanted_of(asking, whole_too, wanted);
	int64_t *parts = arena_take(scope->arena, (count + 1) * sizeof(*parts));
	for (size_t i = 0; i < count; i++)
		parts[i] = hash_of(wanted[i].token);
	enum err err = vocabulary_compounds(scope, (struct ids){ parts, count }, &compounds);
	if (err)
		return err;
	text_open(&out, scope->arena, 256);
	for (size_t i = 0; i < count; i++) {
		if (i)
			text_char(&out, ' ');
		text_put(&out, wanted[i].token);
		if (wanted[i].whole.len && !str_equal(wanted[i].whole, wanted[i].token))
			put_other(&out, wanted[i].whole);
		put_others(&out, asking, &compounds, parts[i]);
	}
	*tokens_out = text_str(&out);
	return OK;
}

enum err vocabulary_expand(struct scope *scope, str text, str language, enum analysis_use use, str *tokens_out)
{
	struct analysis analysis;
	struct asking *asking = arena_take(scope->arena, sizeof(*asking));
	str word;
	analysis_open(&analysis, scope->arena, language, use);
	while (analysis_next(&text, &word))
		ask_word(asking, &analysis, word);
	analysis_close(&analysis);
	enum err err = analysis_has_compounds(language) ? split_asked(scope, asking) : OK;
	if (err || (err = read_synonyms(scope, asking)))
		return err;
	join_wholes(asking);
	return put_wanted(scope, asking, use == ANALYSIS_ANY, tokens_out);
}
