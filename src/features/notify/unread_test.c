/* unread_test.c: counting what is unread costs the same, however much was read before. */
#include "features/notify/notice.h"

#include "features/community/community_news.h"
#include "test/house.h"

enum { FEW = 40, MANY = 3000, TIMES = 15 };

static void told_and_read(struct test_house *t, int count)
{
	for (int i = 0; i < count; i++) {
		struct notice opened;
		const struct notice notice = { .id = id_new(t->now), .kind = S("answer"), .subject_kind = thread_subject.number,
			.subject_id = 1, .actor_id = t->ben, .text = S("") };
		assert_int_equal(notice_tell_one(acting_as_house(t), &notice, t->ana), OK);
		assert_int_equal(notice_open(acting_as(t, t->ana), notice.id, &opened), OK);
		if (i % 20 == 19)
			house_settle(t);
	}
}

/* The least of several: what the machine did meanwhile is not ours. */
static moment cost_of_counting(struct test_house *t)
{
	moment least = HOURS(1);
	for (int i = 0; i < TIMES; i++) {
		struct unread_list list;
		struct scope *house = acting_as_house(t);
		moment before = moment_of_thread();
		assert_int_equal(notice_unread_of(house, (struct ids){ &t->ana, 1 }, &list), OK);
		moment took = moment_of_thread() - before;
		least = took < least ? took : least;
		assert_int_equal(list.count, 1);
		assert_int_equal(list.at[0].count, 0);
	}
	return least;
}

static void what_was_read_one_by_one_makes_counting_no_slower(void **state)
{
	struct test_house *t = *state;
	told_and_read(t, FEW);
	moment few = cost_of_counting(t);
	told_and_read(t, MANY);
	moment many = cost_of_counting(t);
	if (many > 3 * few + 50)
		fail_msg("counting behind %d costs %lld us, behind %d it did %lld us", FEW + MANY, (long long)many, FEW, (long long)few);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { HOUSE_TEST(what_was_read_one_by_one_makes_counting_no_slower) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
