/* community_testing.h: what the tests of the community begin with: a board, a question of Ana's, an answer. */
#ifndef COMMUNITY_TESTING_H
#define COMMUNITY_TESTING_H
#include "features/community/community.h"
#include "test/house.h"

static inline int64_t a_board(struct test_house *t)
{
	struct board board = { .key = S("wifi"), .name = S("WLAN"), .about = S("Funk") };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	return board.id;
}

static inline struct thread ana_asks(struct test_house *t)
{
	const struct thread_ask ask = { .board_id = a_board(t), .title = S("Gäste kommen nicht ins WLAN"),
		.body = S("Passwort stimmt."), .excerpt = S("Passwort stimmt."), .html = S("<p>Passwort stimmt.</p>") };
	struct thread thread;
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	return thread;
}

static inline struct post answers(struct test_house *t, int64_t member_id, int64_t thread_id)
{
	const struct post text = { .body = S("Nimm WPA2."), .html = S("<p>Nimm WPA2.</p>"), .html_version = 1 };
	struct post post;
	assert_int_equal(thread_reply(acting_as(t, member_id), thread_id, &text, &post), OK);
	return post;
}

static inline struct thread stored(struct test_house *t, int64_t thread_id)
{
	struct thread thread;
	assert_int_equal(thread_load(acting_as(t, t->eve), thread_id, &thread), OK);
	return thread;
}

#define assert_refused(scope, call, err, key) \
	do { \
		assert_int_equal(call, err); \
		assert_non_null((scope)->refusal.reason); \
		assert_string_equal((scope)->refusal.reason, key); \
	} while (0)
#endif
