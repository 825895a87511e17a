/* ladder_testing.h: what the ladder's tests share: Ana's question, an agent, a clock that is moved on. */
#ifndef LADDER_TESTING_H
#define LADDER_TESTING_H
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/ladder/agent.h"
#include "features/ladder/expert.h"
#include "features/member/member.h"
#include "test/house.h"

static inline int64_t ladder_board(struct test_house *t)
{
	struct board board = { .key = S("wifi"), .name = S("WLAN"), .about = S("Funk") };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	return board.id;
}

static inline int64_t ladder_question(struct test_house *t, int64_t board_id, int64_t author_id)
{
	struct thread thread;
	const struct thread_ask ask = { .board_id = board_id, .title = S("Gäste kommen nicht ins WLAN"),
		.body = S("Passwort stimmt."), .excerpt = S("Passwort stimmt."), .html = S("<p>Passwort stimmt.</p>"),
		.html_version = 1 };
	assert_int_equal(thread_ask(acting_as(t, author_id), &ask, &thread), OK);
	return thread.id;
}

static inline struct post ladder_reply(struct test_house *t, int64_t thread_id, int64_t author_id)
{
	struct post post;
	const struct post text = { .body = S("Nimm WPA2."), .html = S("<p>Nimm WPA2.</p>"), .html_version = 1 };
	assert_int_equal(thread_reply(acting_as(t, author_id), thread_id, &text, &post), OK);
	return post;
}

static inline int64_t ladder_member(struct test_house *t, const char *name, enum role role)
{
	struct member member = { .name = str_from(name), .mail = str_format(t->arena, "%s@example.org", name),
		.mail_confirmed_at = t->now };
	assert_int_equal(member_make(acting_as_house(t), &member), OK);
	if (role != ROLE_MEMBER)
		assert_int_equal(member_set_role(acting_as(t, t->adam), member.id, role, true), OK);
	return member.id;
}

static inline struct scope *ladder_agent(struct test_house *t, int64_t agent_id)
{
	struct scope *scope = acting_as(t, agent_id);
	scope->roles = ROLE_MEMBER | ROLE_AGENT;
	return scope;
}

/* The matter of Ana's question, as the house sees it. */
static inline struct stand ladder_stand(struct test_house *t, int64_t thread_id)
{
	struct matter matter;
	struct stand stand;
	struct scope *house = acting_as_house(t);
	assert_int_equal(trail_matter(house, subject_of(&thread_subject, thread_id), &matter), OK);
	assert_int_equal(stand_load(house, matter.id, &stand), OK);
	return stand;
}

static inline void ladder_wait(struct test_house *t, moment time)
{
	t->now += time;
	house_work(t);
}

static inline void ladder_set(struct test_house *t, const struct setting *setting, const char *value)
{
	assert_int_equal(setting_set(acting_as(t, t->adam), setting, str_from(value)), OK);
}

#define assert_stands(t, thread_id, at_step, held) do { \
	struct stand stand_ = ladder_stand((t), (thread_id)); \
	assert_int_equal(stand_.matter.step, (at_step)); \
	assert_int_equal(stand_.matter.holder, (held)); \
} while (0)
#endif
