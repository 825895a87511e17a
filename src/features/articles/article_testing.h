/* article_testing.h: what the tests of articles begin with: a solved thread of Ana's, solved by Ben; texts. */
#ifndef ARTICLE_TESTING_H
#define ARTICLE_TESTING_H
#include "features/articles/articles_news.h"
#include "features/articles/comment.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "test/house.h"

#define assert_refused(scope, call, err, key) \
	do { \
		assert_int_equal(call, err); \
		assert_non_null((scope)->refusal.reason); \
		assert_string_equal((scope)->refusal.reason, key); \
	} while (0)

static inline int64_t a_solved_thread(struct test_house *t, int64_t audience_id, bool solved)
{
	struct board board = { .key = str_format(t->arena, "wifi-%d", (int)audience_id), .name = S("WLAN"), .about = S("Funk"),
		.audience_id = audience_id };
	struct thread thread;
	struct post post;
	const struct post text = { .body = S("1. Menü öffnen\n2. WPA2 wählen"), .html = S("<ol></ol>"), .html_version = 1 };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Gäste kommen nicht ins WLAN"), .body = S("Passwort stimmt."),
		.excerpt = S("Passwort stimmt."), .html = S("<p>Passwort stimmt.</p>"), .html_version = 1 };
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread.id, &text, &post), OK);
	if (solved)
		assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, post.id), OK);
	return thread.id;
}

static inline struct article_text words(const char *title, const char *body)
{
	return (struct article_text){ .title = str_from(title), .body = str_from(body), .excerpt = str_from(body),
		.html = S("<p>x</p>"), .html_version = 1, .note = S("") };
}

static inline int64_t draft_of(struct test_house *t, int64_t member_id, int kind, struct subject source)
{
	struct article article;
	const struct article_text text = words("Gastnetz einrichten", "1. Menü\n2. WPA2");
	const struct article_new new = { kind, source, &text };
	assert_int_equal(article_make(acting_as(t, member_id), &new, &article), OK);
	return article.id;
}

static inline int64_t published(struct test_house *t, int64_t member_id, int kind)
{
	enum article_outcome outcome;
	int64_t id = draft_of(t, member_id, kind, (struct subject){ 0, 0 });
	assert_int_equal(article_publish(acting_as(t, member_id), id, 0, &outcome), OK);
	assert_int_equal(outcome, ARTICLE_CAME_OUT);
	return id;
}
#endif
