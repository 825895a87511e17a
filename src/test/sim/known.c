/* known.c: a list; when it is full the oldest are forgotten. */
#include "test/sim/known.h"

#include "test/sim/thread.h"

enum { KNOWN_MAX = 1024, TRIES = 12 };

LASTS static struct known *list;
LASTS static size_t count;

void known_forget(void)
{
	if (!list)
		list = memory_take(KNOWN_MAX * sizeof(*list));
	count = 0;
}

struct known *known_find(enum thing thing, int64_t id)
{
	for (size_t i = 0; i < count && i < KNOWN_MAX; i++) {
		if (list[i].thing == thing && list[i].id == id)
			return &list[i];
	}
	return NULL;
}

struct known *known_add(const struct known *known)
{
	struct known *there = known_find(known->thing, known->id);
	if (!there)
		there = &list[count++ % KNOWN_MAX];
	*there = *known;
	return there;
}

struct known *known_any(enum thing thing, int brand)
{
	size_t room = count < KNOWN_MAX ? count : KNOWN_MAX;
	size_t fitting[KNOWN_MAX], found = 0;
	for (size_t i = 0; i < room; i++) {
		if (list[i].thing == thing && list[i].brand == brand && !list[i].is_gone)
			fitting[found++] = i;
	}
	if (!found)
		return NULL;
	/* What is young is talked about. */
	size_t young = found < TRIES || chance_one_in(DIE_WORLD, 4) ? found : TRIES;
	return &list[fitting[found - 1 - chance_below(DIE_WORLD, young)]];
}

size_t known_posts_of(int64_t thread_id, struct known **out, size_t most)
{
	size_t found = 0;
	for (size_t i = 0; i < count && i < KNOWN_MAX && found < most; i++) {
		if (list[i].thing == KNOWN_POST && list[i].about == thread_id && !list[i].is_gone)
			out[found++] = &list[i];
	}
	return found;
}

void known_rehome(int64_t thread_id, int64_t to_id)
{
	for (size_t i = 0; i < count && i < KNOWN_MAX; i++) {
		if (list[i].thing == KNOWN_POST && list[i].about == thread_id)
			list[i].about = to_id;
	}
}

/* As either of the two was told last: it may be called off, or is over. */
static bool is_agreed_visit(const struct known *known)
{
	return known->thing == KNOWN_BOOKING && (strstr(known->steps, "cancellation") || strstr(known->steps, "absence"));
}

moment known_next_visit(moment from)
{
	moment next = FOREVER;
	for (size_t i = 0; i < count && i < KNOWN_MAX; i++) {
		if (is_agreed_visit(&list[i]) && list[i].starts_at >= from && list[i].starts_at < next)
			next = list[i].starts_at;
	}
	return next;
}

const struct known *known_visit_about(moment at)
{
	for (size_t i = 0; i < count && i < KNOWN_MAX; i++) {
		const struct known *known = &list[i];
		if (is_agreed_visit(known) && at > known->starts_at - HOURS(2) && at < known->starts_at + HOURS(30))
			return known;
	}
	return NULL;
}
