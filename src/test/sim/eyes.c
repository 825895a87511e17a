/* eyes.c: a table of marks, and one look through every text for all of them. */
#include "test/sim/eyes.h"

#include <stdio.h>

enum { MARKS_MAX = 6000, OTHERS = 2 };

struct mark { int brand; struct spot *spot; int64_t author_id, others[OTHERS]; };

static const char circle_letters[CIRCLE_COUNT] = "pgst";
static const str phone = { "5550101", 7 }; /* of the first helper of either brand, in her profile */

LASTS static const struct town *town;
LASTS static struct mark *marks;
LASTS static struct spot *spots;
LASTS static int64_t count, spot_count;
LASTS static bool phone_known[BRANDS][PEOPLE_MAX];

void eyes_open(const struct town *of)
{
	town = of;
	marks = memory_take(MARKS_MAX * sizeof(*marks));
	spots = memory_take(MARKS_MAX * sizeof(*spots));
	count = 1;
	spot_count = 0;
	memset(phone_known, 0, sizeof(phone_known));
}

struct spot *spot_make(enum circle circle, struct spot *within)
{
	must(spot_count < MARKS_MAX);
	struct spot *spot = &spots[spot_count++];
	for (enum circle i = 0; i < CIRCLE_COUNT; i++)
		spot->circles[i] = MAY(i == circle);
	spot->within = within;
	return spot;
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
	return mark_in(author, spot_make(circle, NULL), mark_out);
}

struct spot *mark_spot(int64_t number)
{
	return marks[number].spot;
}

void mark_open_to(int64_t number, int64_t member_id)
{
	if (number <= 0 || number >= count)
		return;
	struct mark *mark = &marks[number];
	for (int i = 0; i < OTHERS; i++) {
		if (!mark->others[i] || mark->others[i] == member_id) {
			mark->others[i] = member_id;
			return;
		}
	}
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
		if (who->id && mark->others[i] == who->id)
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

/* Whoever wrote somewhere is told what it was, in the reasons of a decision about it. */
static bool is_reasoned(const struct person *who, const struct mark *mark, const struct seen *seen)
{
	bool is_reason = !strcmp(seen->how, "mail") || str_starts(str_from(seen->how), S("/decisions"));
	for (int64_t i = 1; who->id && is_reason && i < count; i++) {
		if (marks[i].author_id == who->id && marks[i].spot->within == mark->spot)
			return true;
	}
	return false;
}

static bool may_read(const struct person *who, const struct mark *mark, const struct seen *seen)
{
	moment since = seen->since;
	if (who->brand != mark->brand)
		return false;
	if ((who->id && who->id == mark->author_id) || is_overseen(who, mark, seen))
		return true;
	for (const struct spot *spot = mark->spot; spot; spot = spot->within) {
		bool may = who->id && who->id == spot->owner_id;
		for (enum circle i = 0; i < CIRCLE_COUNT; i++)
			may = may || (may_be(&spot->circles[i], since) && is_of(who, mark, i, since));
		if (!may)
			return is_reasoned(who, mark, seen);
	}
	return true;
}

/* The number behind "xqap", or 0: it is none of ours. */
static int64_t number_of(str text)
{
	int64_t number = 0;
	size_t i = 4;
	while (i < text.len && text.at[i] >= '0' && text.at[i] <= '9' && number < MARKS_MAX)
		number = 10 * number + (text.at[i++] - '0');
	return i + 1 < text.len && text.at[i] == 'z' && text.at[i + 1] == 'x' && number < count ? number : 0;
}

static size_t index_of(const struct person *who)
{
	return (size_t)(who - town->people);
}

void eyes_phone_known(int brand, int64_t member_id)
{
	for (size_t i = 0; i < town->count; i++) {
		if (town->people[i].id == member_id && town->people[i].brand == brand)
			phone_known[brand][i] = true;
	}
}

static void look_for_phone(const struct person *who, str text, const char *how)
{
	if (str_contains(text, phone) && who->hat != HAT_HELPER && !phone_known[who->brand][index_of(who)])
		sim_failed("the helper's phone was told to %s of brand %c by %s", who->name, 'a' + who->brand, how);
}

void eyes_see(const struct person *who, const struct seen *seen)
{
	str rest = seen->text;
	size_t at;
	look_for_phone(who, seen->text, seen->how);
	while (str_find(rest, S("xq"), &at)) {
		rest = str_skip(rest, at);
		int64_t number = number_of(rest);
		if (number && !may_read(who, &marks[number], seen))
			sim_failed("%.*s was shown to %s of brand %c by %s", (int)(rest.len < 14 ? rest.len : 14), rest.at, who->name,
			           'a' + who->brand, seen->how);
		rest = str_skip(rest, 2);
	}
}
