/* eyes.c: a table of marks, and one look through every text for all of them. */
#include "test/sim/eyes.h"

#include <stdio.h>

enum { MARKS_MAX = 6000, OTHERS = 2 };

struct mark { int brand; enum circle circle; int64_t author_id, others[OTHERS]; };

static const char circle_letters[CIRCLE_COUNT] = "pgst";
static const str phone = { "5550101", 7 }; /* of the first helper of either brand, in her profile */

LASTS static const struct town *town;
LASTS static struct mark *marks;
LASTS static int64_t count;
LASTS static bool phone_known[BRANDS][PEOPLE_MAX];

void eyes_open(const struct town *of)
{
	town = of;
	marks = memory_take(MARKS_MAX * sizeof(*marks));
	count = 1;
	memset(phone_known, 0, sizeof(phone_known));
}

int64_t mark_make(const struct person *author, enum circle circle, char mark_out[MARK_BYTES])
{
	must(count < MARKS_MAX);
	marks[count] = (struct mark){ .brand = author->brand, .circle = circle, .author_id = author->id };
	snprintf(mark_out, MARK_BYTES, "xq%c%c%dzx", 'a' + author->brand, circle_letters[circle], (int)count);
	return count++;
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

enum circle mark_circle(int64_t number)
{
	return marks[number].circle;
}

static bool may_read(const struct person *who, const struct mark *mark)
{
	if (who->brand != mark->brand)
		return false;
	if (who->id && who->id == mark->author_id)
		return true;
	switch (mark->circle) {
	case CIRCLE_PUBLIC: return true;
	case CIRCLE_GROUP: return who->is_inside;
	case CIRCLE_STAFF: return who->hat == HAT_MODERATOR || who->hat == HAT_ADMIN;
	default: break;
	}
	for (int i = 0; i < OTHERS; i++) {
		if (who->id && mark->others[i] == who->id)
			return true;
	}
	return false;
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

void eyes_see(const struct person *who, str text, const char *how)
{
	str rest = text;
	size_t at;
	look_for_phone(who, text, how);
	while (str_find(rest, S("xq"), &at)) {
		rest = str_skip(rest, at);
		int64_t number = number_of(rest);
		if (number && !may_read(who, &marks[number]))
			sim_failed("%.*s was shown to %s of brand %c by %s", (int)(rest.len < 14 ? rest.len : 14), rest.at, who->name,
			           'a' + who->brand, how);
		rest = str_skip(rest, 2);
	}
}
