/* eyes.c: a table of marks, and one look through every text for all of them. */
#include "test/sim/eyes.h"

#include "test/sim/clock.h"

#include <stdio.h>

enum { MARKS_MAX = 6000, OTHERS = 2 };

struct other { int64_t id; struct may may; };
struct mark { int brand; struct spot *spot; int64_t author_id; struct other others[OTHERS]; const struct person *alone; /* NULL: it stays */ };

static const char circle_letters[CIRCLE_COUNT] = "pgst";
static const str phone_begins = { "+49 221 55-", 11 };
const char *const helpers_phone = "+49 221 5550101"; /* test/world.c */

LASTS static const struct town *town;
LASTS static struct mark *marks;
LASTS static struct spot *spots;
LASTS static int64_t count, spot_count;
LASTS static struct may phone_known[PEOPLE_MAX];

void eyes_open(const struct town *of)
{
	town = of;
	marks = memory_take(MARKS_MAX * sizeof(*marks));
	spots = memory_take(MARKS_MAX * sizeof(*spots));
	count = 1;
	spot_count = 0;
	for (size_t i = 0; i < PEOPLE_MAX; i++)
		phone_known[i] = MAY(false);
}

struct spot *spot_make(enum circle circle, struct spot *within)
{
	must(spot_count < MARKS_MAX);
	struct spot *spot = &spots[spot_count++];
	for (enum circle i = 0; i < CIRCLE_COUNT; i++)
		spot->circles[i] = MAY(i == circle);
	spot->within = within;
	spot->owner_id = 0;
	for (int i = 0; i < ELSEWHERE; i++) {
		spot->also[i].within = NULL;
		spot->also[i].until = MAY_NEVER;
	}
	return spot;
}

/* What is asked may have been asked first most of a day ago. */
int spot_leaves(struct spot *spot, struct spot *to)
{
	change_note();
	for (int i = 0; i < ELSEWHERE; i++) {
		if (spot->also[i].until == MAY_STILL || (spot->also[i].within && spot->also[i].until > clock_monotonic() - DAYS(2)))
			continue;
		spot->also[i].within = to;
		spot->also[i].until = MAY_STILL;
		return i;
	}
	return -1;
}

void spot_left(struct spot *spot, int way)
{
	struct spot *before = spot->within;
	spot->within = spot->also[way].within;
	spot->also[way].within = before;
	spot->also[way].until = clock_monotonic();
}

void spot_stays(struct spot *spot, int way)
{
	spot->also[way].within = NULL;
	spot->also[way].until = MAY_NEVER;
}

bool spot_is_leaving(const struct spot *spot)
{
	bool leaves = false;
	for (int i = 0; i < ELSEWHERE; i++)
		leaves = leaves || spot->also[i].until == MAY_STILL;
	return leaves;
}

bool spot_is_public(const struct spot *spot)
{
	for (; spot; spot = spot->within) {
		const struct may *may = &spot->circles[CIRCLE_PUBLIC];
		bool is_elsewhere = spot_is_leaving(spot) || spot->circles[CIRCLE_GROUP].until == MAY_STILL ||
		                    spot->circles[CIRCLE_STAFF].until == MAY_STILL; /* perhaps hidden, or moved */
		if (is_elsewhere || may->until != MAY_STILL || may->is_busy)
			return false;
	}
	return true;
}

int64_t mark_in(const struct person *author, struct spot *spot, char mark_out[MARK_BYTES])
{
	enum circle circle = 0;
	const struct spot *outmost = spot;
	must(count < MARKS_MAX);
	marks[count] = (struct mark){ .brand = author->brand, .spot = spot, .author_id = author->id };
	while (outmost->within)
		outmost = outmost->within;
	while (circle < CIRCLE_COUNT - 1 && outmost->circles[circle].until != MAY_STILL)
		circle++;
	snprintf(mark_out, MARK_BYTES, "xq%c%c%dzx", 'a' + author->brand, circle_letters[circle], (int)count);
	return count++;
}

int64_t mark_make(const struct person *author, enum circle circle, char mark_out[MARK_BYTES])
{
	int64_t number = mark_in(author, spot_make(circle, NULL), mark_out);
	marks[number].alone = author;
	return number;
}

struct spot *mark_spot(int64_t number)
{
	return marks[number].spot;
}

struct may *mark_may(int64_t number, int64_t member_id)
{
	if (number <= 0 || number >= count)
		return NULL;
	for (int i = 0; i < OTHERS; i++) {
		struct other *other = &marks[number].others[i];
		if (other->id && other->id != member_id)
			continue;
		if (!other->id)
			*other = (struct other){ member_id, MAY(false) };
		return &other->may;
	}
	return NULL;
}

void mark_open_to(int64_t number, int64_t member_id)
{
	struct may *may = mark_may(number, member_id);
	if (may)
		may->until = MAY_STILL;
}

void phone_make(int64_t mark, char phone_out[PHONE_BYTES])
{
	snprintf(phone_out, PHONE_BYTES, "%s%06d", phone_begins.at, (int)mark);
}

static bool is_of(const struct person *who, const struct mark *mark, enum circle circle, moment since)
{
	switch (circle) {
	case CIRCLE_PUBLIC: return true;
	case CIRCLE_GROUP: return may_be(&who->inside, since);
	case CIRCLE_STAFF: return may_be(&who->staff, since);
	default: break;
	}
	for (int i = 0; i < OTHERS; i++) {
		if (who->id && mark->others[i].id == who->id && may_be(&mark->others[i].may, since))
			return true;
	}
	return false;
}

/* Moderators look at whatever somebody objects to, but for what only two may read. */
static bool is_overseen(const struct person *who, const struct mark *mark, const struct seen *seen)
{
	return str_starts(str_from(seen->how), S("/desk")) && may_be(&who->staff, seen->since) &&
	       mark->spot->circles[CIRCLE_TWO].until == MAY_NEVER;
}

static bool lies_in(const struct spot *spot, const struct spot *outer, int depth)
{
	enum { DEPTH_MOST = 4 };
	bool lies = spot->within == outer || (spot->within && depth < DEPTH_MOST && lies_in(spot->within, outer, depth + 1));
	for (int i = 0; !lies && i < ELSEWHERE && depth < DEPTH_MOST; i++)
		lies = spot->also[i].within && (spot->also[i].within == outer || lies_in(spot->also[i].within, outer, depth + 1));
	return lies;
}

/* Whoever wrote somewhere is told what it was, in the reasons of a decision about it. */
static bool is_reasoned(const struct person *who, const struct mark *mark, const struct seen *seen)
{
	bool is_reason = !strcmp(seen->how, "mail") || str_starts(str_from(seen->how), S("/decisions"));
	for (int64_t i = 1; who->id && is_reason && i < count; i++) {
		if (marks[i].author_id == who->id && lies_in(marks[i].spot, mark->spot, 0))
			return true;
	}
	return false;
}

/* It was hers alone, and went with her. */
static bool is_of_erased(const struct mark *mark, moment since)
{
	return mark->alone && !may_be(&mark->alone->here, since);
}

struct look { const struct person *who; const struct mark *mark; moment since; };

/* In this spot, and in one of those in which it may lie. */
static bool is_open(const struct look *look, const struct spot *spot, int depth)
{
	enum { DEPTH_MOST = 8 };
	if (!spot || depth > DEPTH_MOST)
		return !spot;
	bool may = look->who->id && look->who->id == spot->owner_id;
	for (enum circle i = 0; i < CIRCLE_COUNT; i++)
		may = may || (may_be(&spot->circles[i], look->since) && is_of(look->who, look->mark, i, look->since));
	if (!may || is_open(look, spot->within, depth + 1))
		return may;
	for (int i = 0; i < ELSEWHERE; i++) {
		if (spot->also[i].within && spot->also[i].until >= look->since && is_open(look, spot->also[i].within, depth + 1))
			return true;
	}
	return false;
}

static bool may_read(const struct person *who, const struct mark *mark, const struct seen *seen)
{
	moment since = seen->since;
	if (who->brand != mark->brand || is_of_erased(mark, since))
		return false;
	/* Whoever's a thread is knows its title, also of one that a moderator split off, and wherever it goes. */
	bool is_own = who->id && (who->id == mark->author_id || (mark->spot && who->id == mark->spot->owner_id));
	if (is_own || is_overseen(who, mark, seen))
		return true;
	return is_open(&(struct look){ who, mark, since }, mark->spot, 0) || is_reasoned(who, mark, seen);
}

/* The number behind "xqap", or 0: it is none of ours. */
static int64_t number_of(str text)
{
	int64_t number = 0;
	size_t i = 4;
	while (i < text.len && text.at[i] >= '0' && text.at[i] <= '9' && number < MARKS_MAX)
		number = 10 * number + (text.at[i++] - '0');
	bool is_whole = i + 1 < text.len && text.at[i] == 'z' && text.at[i + 1] == 'x' && number < count;
	/* A token has the same letters now and then. */
	bool is_mark = is_whole && text.at[2] == 'a' + marks[number].brand && memchr(circle_letters, text.at[3], sizeof(circle_letters));
	return is_mark ? number : 0;
}

static size_t index_of(const struct person *who)
{
	return (size_t)(who - town->people);
}

struct may *helpers_phone_may(const struct person *who)
{
	return &phone_known[index_of(who)];
}

/* The number in a phone, or 0: it is none of ours. */
static int64_t phone_number(str text)
{
	int64_t number = 0;
	str digits = str_first(str_skip(text, phone_begins.len), 6);
	return str_number(digits, &number) && number < count ? number : 0;
}

static void look_for_phones(const struct person *who, const struct seen *seen)
{
	str rest = seen->text;
	size_t at;
	if (str_contains(rest, str_from(helpers_phone)) && who->hat != HAT_HELPER && !may_be(helpers_phone_may(who), seen->since))
		sim_failed("the helper's phone was told to %s of brand %c by %s", who->name, 'a' + who->brand, seen->how);
	while (str_find(rest, phone_begins, &at)) {
		rest = str_skip(rest, at);
		int64_t number = phone_number(rest);
		if (number && !may_read(who, &marks[number], seen))
			sim_failed("the asker's phone (%d) was told to %s of brand %c by %s", (int)number, who->name, 'a' + who->brand, seen->how);
		rest = str_skip(rest, 2);
	}
}

void eyes_see(const struct person *who, const struct seen *seen)
{
	str rest = seen->text;
	size_t at;
	while (str_find(rest, S("xq"), &at)) {
		rest = str_skip(rest, at);
		int64_t number = number_of(rest);
		if (number && !may_read(who, &marks[number], seen))
			sim_failed("%.*s was shown to %s of brand %c by %s%s", (int)(rest.len < 14 ? rest.len : 14), rest.at, who->name,
			           'a' + who->brand, seen->how, is_of_erased(&marks[number], seen->since) ? ", and its author was erased" : "");
		rest = str_skip(rest, 2);
	}
	look_for_phones(who, seen);
}

void eyes_search(str bytes, int brand, int64_t member_id)
{
	str rest = bytes;
	size_t at;
	while (str_find(rest, S("xq"), &at)) {
		rest = str_skip(rest, at);
		int64_t number = number_of(rest);
		const struct mark *mark = &marks[number];
		if (number && mark->alone && mark->brand == brand && mark->author_id == member_id)
			sim_failed("%.*s is on the disk, and %s was erased", (int)(rest.len < 14 ? rest.len : 14), rest.at, mark->alone->name);
		rest = str_skip(rest, 2);
	}
}
