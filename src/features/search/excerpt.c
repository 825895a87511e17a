/*
 * excerpt.c: reads a text word by word as the index did, and cuts out where the most hits are close together.
 */
#include "features/search/excerpt.h"

enum {
	HITS_MAX = 64,
	READ_MAX = 4096,
	WORDS_KNOWN = 1024,
	LEAD = 40, /* bytes before the first hit */
};

struct hits { str at[HITS_MAX]; size_t count; };

void marker_open(struct marker *marker, struct arena *arena, const struct terms *terms)
{
	*marker = (struct marker){ .analysis = { .arena = arena }, .terms = terms };
	if (str_empty(terms->tokens))
		return;
	marker->known = arena_take(arena, WORDS_KNOWN * sizeof(*marker->known));
	analysis_open(&marker->analysis, arena, terms->language, ANALYSIS_INDEX);
}

void marker_close(struct marker *marker)
{
	if (marker->known)
		analysis_close(&marker->analysis);
}

static bool read_word(struct analysis *analysis, const struct terms *terms, str word)
{
	struct text tokens;
	struct arena_mark mark = arena_mark(analysis->arena);
	text_open(&tokens, analysis->arena, 64);
	analysis_word(analysis, word, &tokens);
	bool found = tokens_shared(str_trim(text_str(&tokens)), terms->tokens) > 0;
	arena_release(analysis->arena, mark);
	return found;
}

/* Two words of one hash would share their mark: that is all that could go wrong. */
static bool is_hit(struct marker *marker, str word)
{
	uint64_t hash = str_hash(word) | 1;
	size_t at = (size_t)(hash >> 1) % WORDS_KNOWN;
	if (marker->known[at].word != hash) {
		marker->known[at].is_hit = read_word(&marker->analysis, marker->terms, word);
		marker->known[at].word = hash;
	}
	return marker->known[at].is_hit;
}

static void find_hits(struct marker *marker, str text, struct hits *hits)
{
	str word;
	while (marker->known && hits->count < HITS_MAX && analysis_next(&text, &word)) {
		if (is_hit(marker, word))
			hits->at[hits->count++] = word;
	}
}

/* Where the window of `max` bytes begins that holds the most hits. */
static size_t best_start(str text, const struct hits *hits, size_t max)
{
	size_t best = 0, best_count = 0;
	for (size_t i = 0; i < hits->count; i++) {
		size_t from = (size_t)(hits->at[i].at - text.at), count = 0;
		for (size_t k = i; k < hits->count; k++) {
			size_t end = (size_t)(hits->at[k].at - text.at) + hits->at[k].len;
			count += end <= from + max - LEAD;
		}
		if (count <= best_count)
			continue;
		best_count = count;
		best = from;
	}
	return best;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Begins and ends between words; a word longer than the window is cut between letters. */
static str window(str text, size_t from, size_t max)
{
	if (text.len <= max)
		return text;
	size_t begin = from > LEAD ? from - LEAD : 0;
	if (begin + max > text.len)
		begin = text.len - max;
	while (begin > 0 && begin < from && !is_blank(text.at[begin - 1]))
		begin++;
	size_t end = begin + max < text.len ? begin + max : text.len, whole = end;
	while (end < text.len && end > begin && !is_blank(text.at[end]))
		end--;
	if (end == begin)
		end = whole;
	while (end < text.len && ((unsigned char)text.at[end] & 0xC0) == 0x80)
		end--;
	while (begin < end && ((unsigned char)text.at[begin] & 0xC0) == 0x80)
		begin++;
	return str_first(str_skip(text, begin), end - begin);
}

/* Most texts have no line breaks and no gaps: they are taken as they stand. */
static bool is_on_one_line(str text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool blank = is_blank(text.at[i]);
		if (blank && (text.at[i] != ' ' || (i && text.at[i - 1] == ' ')))
			return false;
	}
	return true;
}

static str on_one_line(struct arena *arena, str text)
{
	if (is_on_one_line(text))
		return text;
	struct text out;
	text_open(&out, arena, text.len + 1);
	bool blank = false;
	for (size_t i = 0; i < text.len; i++) {
		if (!is_blank(text.at[i])) {
			if (blank)
				text_char(&out, ' ');
			text_char(&out, text.at[i]);
		}
		blank = is_blank(text.at[i]);
	}
	if (blank)
		text_char(&out, ' ');
	return text_str(&out);
}

static void add(struct arena *arena, struct list *list, str text, bool hit)
{
	if (text.len)
		*(struct marked *)list_add(list) = (struct marked){ on_one_line(arena, text), hit };
}

void excerpt_mark(struct marker *marker, str text, size_t max, struct marked_list *list_out)
{
	struct arena *arena = marker->analysis.arena;
	struct hits found = { .count = 0 }, *hits = &found;
	text = str_trim(text);
	find_hits(marker, str_first(text, READ_MAX), hits);
	str cut = window(text, best_start(text, hits, max), max);
	struct list list;
	list_open(&list, arena, sizeof(struct marked));
	if (cut.at > text.at)
		add(arena, &list, S("… "), false);
	const char *at = cut.at, *end = cut.at + cut.len;
	for (size_t i = 0; i < hits->count; i++) {
		str hit = hits->at[i];
		if (hit.at < at || hit.at + hit.len > end)
			continue;
		add(arena, &list, (str){ at, (size_t)(hit.at - at) }, false);
		add(arena, &list, hit, true);
		at = hit.at + hit.len;
	}
	add(arena, &list, (str){ at, (size_t)(end - at) }, false);
	if (end < text.at + text.len)
		add(arena, &list, S(" …"), false);
	*list_out = (struct marked_list){ (struct marked *)(void *)list.at, list.count };
}

str excerpt_plain(struct arena *arena, const struct marked_list *list)
{
	struct text out;
	text_open(&out, arena, 256);
	for (size_t i = 0; i < list->count; i++)
		text_put(&out, list->at[i].text);
	return text_str(&out);
}
