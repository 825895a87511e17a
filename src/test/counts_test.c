/*
 * counts_test.c: how many of something one may have: so many are taken, one more is refused with its reason.
 *
 * Proved beside their rules: things followed (follow_test), browsers (push_test), devices (device_test), services (service_test), open
 * tasks (offer_test), requests that wait (booking_test), synonyms (words_test), tags of a thread (join_test), links of a profile
 * (member_web_test), flags and notices a day (moderation_test, filter_test), uploads (media_test), rows of a catalogue (catalog_test),
 * proposals of another time (booking_step_test), passwords tried (account_test), requests of each class (web/limits_test).
 */
#include "features/calendar/hours.h"
#include "features/community/community.h"
#include "features/community/join.h"
#include "features/community/mine.h"
#include "features/moderation/word.h"
#include "features/product/product.h"
#include "features/product/product_code.h"
#include "test/visit.h"

struct counted { struct test_house *t; struct scope *scope; int64_t of_id; int number; };

/* ── one more of each ── */

static enum err exception_more(struct counted *counted)
{
	counted->scope = acting_as(counted->t, counted->t->ben);
	const struct exception exception = { .owner_id = counted->t->ben, .closed = true,
		.day = (int32_t)(counted->t->now / DAYS(1)) + counted->number };
	return calendar_add_exception(counted->scope, &exception);
}

static enum err code_more(struct counted *counted)
{
	struct product product = { .key = S("box-1"), .name = S("Box 1"), .about = S("Ein Router."), .kind = S("router") };
	if (!counted->of_id) {
		assert_int_equal(product_make(acting_as(counted->t, counted->t->adam), &product), OK);
		counted->of_id = product.id;
	}
	counted->scope = acting_as(counted->t, counted->t->adam);
	return product_code_add(counted->scope, counted->of_id, str_format(counted->t->arena, "NFX%dQ", counted->number));
}

static enum err word_more(struct counted *counted)
{
	counted->scope = acting_as(counted->t, counted->t->adam);
	return word_save(counted->scope, str_format(counted->t->arena, "wort%dq", counted->number), 0);
}

static const struct { const char *what; int most; enum err (*one_more)(struct counted *counted); const char *reason; } counts[] = {
	{ "exceptions from one's hours", 100, exception_more, "calendar.exceptions_too_many" },
	{ "codes of a product",          50,  code_more,      "code.too_many" },
	{ "words of a brand's list",     500, word_more,      "word.too_many" },
};

static void so_many_are_taken_and_one_more_is_refused(void **state)
{
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(counts); i++) {
		struct counted counted = { .t = t };
		for (counted.number = 1; counted.number <= counts[i].most; counted.number++) {
			if (counts[i].one_more(&counted) != OK)
				fail_msg("%s: number %d was refused (%s)", counts[i].what, counted.number, counted.scope->refusal.reason);
			if (counted.number % 10 == 0)
				house_settle(t);
		}
		if (counts[i].one_more(&counted) == OK)
			fail_msg("%s: number %d was taken", counts[i].what, counted.number);
		assert_string_equal(counted.scope->refusal.reason, counts[i].reason);
		house_settle(t);
	}
}

/* ── all at once ── */

static void a_week_has_twenty_one_openings(void **state)
{
	struct test_house *t = *state;
	struct hours hours[22];
	for (size_t i = 0; i < COUNT(hours); i++)
		hours[i] = (struct hours){ .weekday = (int)i % 7 + 1, .from_minute = 60 + (int)i / 7 * 300, .to_minute = 240 + (int)i / 7 * 300 };
	const struct hours_list whole = { hours, 21 }, more = { hours, 22 };
	struct scope *ben = acting_as(t, t->ben);
	assert_int_equal(calendar_set_week(ben, t->ben, S(""), &more), ERR_INVALID);
	assert_string_equal(ben->refusal.reason, "calendar.hours_too_many");
	assert_int_equal(calendar_set_week(acting_as(t, t->ben), t->ben, S(""), &whole), OK);
}

static struct thread thread_of(struct test_house *t, int64_t author_id, int answers, int64_t *ids_out)
{
	static int number;
	struct board board = { .key = str_format(t->arena, "wifi-%d", ++number), .name = S("WLAN"), .about = S("Funk"), .audience_id = AUDIENCE_PUBLIC };
	struct thread thread;
	struct post post;
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Eine lange Frage"), .body = S("x"), .html = S("<p>x</p>") };
	const struct post text = { .body = S("Danke"), .html = S("<p>Danke</p>"), .html_version = 1 };
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	for (int i = 0; i < answers; i++) {
		t->now += SECONDS(1);
		assert_int_equal(thread_reply(acting_as(t, author_id), thread.id, &text, &post), OK);
		ids_out[i] = post.id;
		house_settle(t);
	}
	return thread;
}

static void twenty_posts_are_split_off_at_once(void **state)
{
	struct test_house *t = *state;
	int64_t ids[SPLIT_POSTS_MAX + 1];
	struct thread thread = thread_of(t, t->ben, (int)COUNT(ids), ids), split_off;
	struct split split = { .post_ids = { ids, COUNT(ids) }, .title = S("Eine andere Frage"), .board_id = thread.board_id, .why = S("Anderes") };
	struct scope *mia = acting_as(t, t->mia);
	assert_int_equal(SPLIT_POSTS_MAX, 20);
	assert_int_equal(thread_split_off(mia, thread.id, &split, &split_off), ERR_INVALID);
	assert_string_equal(mia->refusal.reason, "split.too_many");
	split.post_ids.count = SPLIT_POSTS_MAX;
	assert_int_equal(thread_split_off(acting_as(t, t->mia), thread.id, &split, &split_off), OK);
}

static void a_name_is_taken_off_sixty_posts(void **state)
{
	struct test_house *t = *state;
	int64_t ids[60];
	const struct thread whole = thread_of(t, t->ana, 59, ids), more = thread_of(t, t->ana, 60, ids); /* and the question */
	assert_int_equal(authorship_withdraw(acting_as(t, t->ana), whole.id), OK);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(authorship_withdraw(ana, more.id), ERR_CONFLICT);
	assert_string_equal(ana->refusal.reason, "withdrawal.too_many");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(so_many_are_taken_and_one_more_is_refused),
		WEB_TEST(a_week_has_twenty_one_openings),
		WEB_TEST(twenty_posts_are_split_off_at_once),
		WEB_TEST(a_name_is_taken_off_sixty_posts),
	};
	return cmocka_run_group_tests_name("counts", tests, NULL, NULL);
}
