/* print_test.c: looking for copies costs the same, however many there are. */
#include "features/moderation/print.h"

#include "test/house.h"

#define LONG_TEXT "Ich habe seit gestern den neuen Router und komme mit dem Gastnetz einfach nicht zurecht, kann jemand helfen?"

enum { FEW = 40, FLOOD = 4000, TIMES = 15 };

static struct print print_of(struct test_house *t, int64_t member_id)
{
	struct print print;
	assert_true(print_make(t->arena, S(LONG_TEXT), &print));
	print.id = id_new(t->now);
	print.member_id = member_id;
	print.subject = (struct subject){ 9, print.id };
	return print;
}

static void flood(struct test_house *t, int count)
{
	for (int i = 0; i < count; i++) {
		struct print print = print_of(t, t->ben);
		assert_int_equal(print_insert(acting_as(t, t->ben), &print), OK);
		if (i % 10 == 9)
			house_settle(t);
	}
}

/* The least of several: what the machine did meanwhile is not ours. */
static moment cost_of_looking(struct test_house *t)
{
	moment least = HOURS(1);
	struct print print = print_of(t, t->eve);
	for (int i = 0; i < TIMES; i++) {
		struct copies copies;
		struct scope *eve = acting_as(t, t->eve);
		moment before = moment_of_thread();
		assert_int_equal(print_copies(eve, &print, &copies), OK);
		moment took = moment_of_thread() - before;
		least = took < least ? took : least;
		assert_int_equal(copies.accounts, 1);
		assert_int_equal(copies.own, 0);
	}
	return least;
}

static void a_flood_of_copies_costs_no_more_than_the_first_of_them(void **state)
{
	struct test_house *t = *state;
	flood(t, FEW);
	moment few = cost_of_looking(t);
	flood(t, FLOOD);
	moment many = cost_of_looking(t);
	if (many > 4 * few + 200)
		fail_msg("looking among %d costs %lld us, among %d it did %lld us", FEW + FLOOD, (long long)many, FEW, (long long)few);
}

/* The thirty newest are compared, whichever of the eight numbers they share. */
static void the_newest_copies_are_seen_first(void **state)
{
	struct test_house *t = *state;
	struct print_list list;
	flood(t, 35);
	struct print like = print_of(t, t->eve);
	like.since = 0;
	int64_t last = print_of(t, t->ben).id;
	assert_int_equal(print_list_like(acting_as(t, t->eve), &like, &list), OK);
	assert_int_equal(list.count, 30);
	for (size_t i = 0; i < list.count; i++) {
		assert_true(list.at[i].id < last);
		last = list.at[i].id;
	}
	like.band0 = like.band1 = like.band2 = like.band3 = like.band4 = like.band5 = like.band6 = 1;
	assert_int_equal(print_list_like(acting_as(t, t->eve), &like, &list), OK);
	assert_int_equal(list.count, 30);
	like.band7 = 1;
	assert_int_equal(print_list_like(acting_as(t, t->eve), &like, &list), OK);
	assert_int_equal(list.count, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_flood_of_copies_costs_no_more_than_the_first_of_them),
		HOUSE_TEST(the_newest_copies_are_seen_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
