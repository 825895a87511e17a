/*
 * diff.c: the shortest way from one text to another (Myers 1986), over words, then lines.
 *
 * The way is at most STEPS_MAX changes long: what is further apart was written anew, and a
 * reader sees more in two whole paragraphs than in a thousand crumbs.
 */
#include "features/community/diff.h"

enum { STEPS_MAX = 600 };

struct tokens { str *at; int count; };

static bool is_word(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t word_end(str s, size_t at)
{
	size_t end = at + 1;
	if (is_word((unsigned char)s.at[at])) {
		while (end < s.len && is_word((unsigned char)s.at[end]))
			end++;
	} else if (is_blank(s.at[at])) {
		while (end < s.len && is_blank(s.at[end]))
			end++;
	}
	return end;
}

static size_t line_end(str s, size_t at)
{
	while (at < s.len && s.at[at] != '\n')
		at++;
	return at < s.len ? at + 1 : at;
}

static struct tokens tokens_of(struct arena *arena, str s, size_t (*end_of)(str s, size_t at))
{
	struct tokens tokens = { arena_take(arena, (s.len + 1) * sizeof(str)), 0 };
	for (size_t at = 0; at < s.len;) {
		size_t end = end_of(s, at);
		tokens.at[tokens.count++] = (str){ s.at + at, end - at };
		at = end;
	}
	return tokens;
}

/* ── the way ── */

struct way {
	const struct tokens *a, *b;
	int *traces[STEPS_MAX + 1]; /* for each number of steps: how far each diagonal came */
	int steps;
};

static int step(const struct way *way, const int *reach, int steps, int k)
{
	bool down = k == -steps || (k != steps && reach[k - 1] < reach[k + 1]);
	int x = down ? reach[k + 1] : reach[k - 1] + 1;
	int y = x - k;
	while (x < way->a->count && y < way->b->count && str_equal(way->a->at[x], way->b->at[y])) {
		x++;
		y++;
	}
	return x;
}

static bool find_way(struct arena *arena, struct way *way)
{
	int room = STEPS_MAX + 1;
	int *reach = arena_take(arena, (size_t)(2 * room + 1) * sizeof(*reach));
	reach += room;
	for (int steps = 0; steps <= STEPS_MAX; steps++) {
		way->traces[steps] = arena_take(arena, (size_t)(2 * steps + 3) * sizeof(*reach));
		way->traces[steps] += steps + 1;
		memcpy(way->traces[steps] - steps - 1, reach - steps - 1, (size_t)(2 * steps + 3) * sizeof(*reach));
		for (int k = -steps; k <= steps; k += 2) {
			reach[k] = step(way, reach, steps, k);
			if (reach[k] >= way->a->count && reach[k] - k >= way->b->count) {
				way->steps = steps;
				return true;
			}
		}
	}
	return false;
}

struct backwards { struct diff_piece *at; int from; }; /* filled from the end */

static void put_before(struct backwards *pieces, enum diff_kind kind, str text)
{
	pieces->at[--pieces->from] = (struct diff_piece){ kind, text };
}

static void walk_back(const struct way *way, struct backwards *pieces)
{
	int x = way->a->count, y = way->b->count;
	for (int steps = way->steps; steps >= 0; steps--) {
		const int *reach = way->traces[steps];
		int k = x - y;
		bool down = k == -steps || (k != steps && reach[k - 1] < reach[k + 1]);
		int from_x = down ? reach[k + 1] : reach[k - 1], from_y = from_x - (down ? k + 1 : k - 1);
		while (x > from_x && y > from_y) {
			put_before(pieces, DIFF_SAME, way->a->at[--x]);
			y--;
		}
		if (!steps)
			return;
		if (down)
			put_before(pieces, DIFF_NEW, way->b->at[--y]);
		else
			put_before(pieces, DIFF_GONE, way->a->at[--x]);
	}
}

/* ── pieces ── */

/* Neighbours of one kind are one piece; the texts lie side by side in their source. */
static void add(struct diff *diff, enum diff_kind kind, str text)
{
	struct diff_piece *last = diff->count ? &diff->at[diff->count - 1] : NULL;
	if (!text.len)
		return;
	if (last && last->kind == kind && last->text.at + last->text.len == text.at)
		last->text.len += text.len;
	else
		diff->at[diff->count++] = (struct diff_piece){ kind, text };
}

static bool diff_by(struct arena *arena, str before, str after, size_t (*end_of)(str s, size_t at), struct diff *diff_out)
{
	struct tokens a = tokens_of(arena, before, end_of), b = tokens_of(arena, after, end_of);
	struct way way = { .a = &a, .b = &b };
	int room = a.count + b.count;
	if (!find_way(arena, &way))
		return false;
	struct backwards pieces = { arena_take(arena, (size_t)(room + 1) * sizeof(*pieces.at)), room };
	walk_back(&way, &pieces);
	for (int i = pieces.from; i < room; i++)
		add(diff_out, pieces.at[i].kind, pieces.at[i].text);
	return true;
}

struct diff diff_words(struct arena *arena, str before, str after)
{
	size_t start = 0, end = 0;
	while (start < before.len && start < after.len && before.at[start] == after.at[start])
		start++;
	while (start && (is_word((unsigned char)before.at[start - 1]))) /* whole words only */
		start--;
	while (end < before.len - start && end < after.len - start &&
	       before.at[before.len - 1 - end] == after.at[after.len - 1 - end])
		end++;
	while (end && is_word((unsigned char)before.at[before.len - end]))
		end--;
	str a = { before.at + start, before.len - start - end }, b = { after.at + start, after.len - start - end };
	struct diff diff = { arena_take(arena, (a.len + b.len + 4) * sizeof(*diff.at)), 0 };
	add(&diff, DIFF_SAME, str_first(before, start));
	size_t count = diff.count;
	if (!diff_by(arena, a, b, word_end, &diff) && !diff_by(arena, a, b, line_end, &diff)) {
		diff.count = count;
		add(&diff, DIFF_GONE, a);
		add(&diff, DIFF_NEW, b);
	}
	add(&diff, DIFF_SAME, str_skip(before, before.len - end));
	return diff;
}
