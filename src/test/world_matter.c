/* world_matter.c: matters of questions of Ana's: asked, answered, with the agents, held by Adam, closed, with a technician. */
#include "test/world_matter.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/ladder/climb.h"

static const struct { enum thing thing; bool answered; enum deed deed, then; } ways[] = {
	{ A_MATTER, false, DEED_MOVED, DEED_MOVED },          { AN_ANSWERED_MATTER, true, DEED_MOVED, DEED_MOVED },
	{ A_TICKET, false, DEED_TO_AGENT, DEED_MOVED },       { A_HELD_TICKET, false, DEED_TO_AGENT, DEED_CLAIM },
	{ A_CLOSED_MATTER, false, DEED_CLOSE, DEED_MOVED },   { A_TECHNICIANS_MATTER, false, DEED_TO_TECHNICIAN, DEED_MOVED },
};

static int64_t a_thread(struct world *world)
{
	struct thread thread;
	const struct thread_ask ask = { .board_id = world->board_id, .title = S("Gäste kommen nicht ins WLAN"),
		.body = S("Passwort stimmt."), .excerpt = S("Passwort stimmt."), .html = S("<p>Passwort stimmt.</p>"),
		.html_version = 1 };
	assert_int_equal(thread_ask(acting_as(world->t, world->t->ana), &ask, &thread), OK);
	return thread.id;
}

struct made world_matter(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	struct matter matter;
	struct post answer;
	const struct post text = { .body = S("Nimm WPA2."), .html = S("<p>Nimm WPA2.</p>"), .html_version = 1 };
	int64_t thread_id = a_thread(world);
	size_t i = 0;
	while (ways[i].thing != thing)
		i++;
	if (ways[i].answered)
		assert_int_equal(thread_reply(acting_as(t, t->ben), thread_id, &text, &answer), OK);
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject_of(&thread_subject, thread_id), &matter), OK);
	if (ways[i].deed != DEED_MOVED)
		assert_int_equal(climb_take(acting_as(t, t->ana), matter.id, ways[i].deed, S("")), OK);
	if (ways[i].then != DEED_MOVED)
		assert_int_equal(climb_take(acting_as(t, t->adam), matter.id, ways[i].then, S("")), OK);
	return (struct made){ str_format(t->arena, "%lld", (long long)matter.id), S("") };
}
