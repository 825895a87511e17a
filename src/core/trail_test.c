/* trail_test.c: every thing on a trail leads to one matter, which says its step and who holds it. */
#include "core/core.h"
#include "test/house.h"

static const struct subject thread = { 10, 1 }, task = { 21, 2 }, booking = { 23, 3 }, other = { 10, 9 };

static int64_t begin(struct test_house *t, struct subject root, int64_t owner_id)
{
	int64_t id = 0;
	assert_int_equal(trail_begin(acting_as(t, owner_id), root, owner_id, &id), OK);
	assert_true(id != 0);
	return id;
}

static struct matter matter_of(struct test_house *t, struct subject subject)
{
	struct matter matter;
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject, &matter), OK);
	return matter;
}

static void a_matter_begins_once(void **state)
{
	struct test_house *t = *state;
	int64_t id = begin(t, thread, t->ana);
	assert_true(begin(t, thread, t->ana) == id);
	assert_true(begin(t, other, t->ana) != id);
	struct matter matter = matter_of(t, thread);
	assert_true(matter.id == id && matter.owner_id == t->ana);
	assert_int_equal(matter.step, MATTER_ASKED);
	assert_int_equal(matter.holder, HELD_BY_COMMUNITY);
	assert_int_equal(matter.latest.id, thread.id);
}

static void what_grew_belongs_to_the_matter_it_grew_from(void **state)
{
	struct test_house *t = *state;
	int64_t id = begin(t, thread, t->ana);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(trail_grow(ana, thread, task, "trail.help_wanted"), OK);
	ana->now += MINUTES(1);
	assert_int_equal(trail_grow(ana, task, booking, "trail.booked"), OK);
	assert_int_equal(trail_grow(ana, task, booking, "trail.booked"), OK);
	assert_true(matter_of(t, booking).id == id);
	struct trail_step_list steps;
	assert_int_equal(trail_steps(ana, (struct ids){ &id, 1 }, &steps), OK);
	assert_int_equal(steps.count, 3);
	static const struct { struct subject subject; const char *why; } expected[] = {
		{ { 10, 1 }, "trail.begun" }, { { 21, 2 }, "trail.help_wanted" }, { { 23, 3 }, "trail.booked" },
	};
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_int_equal(steps.at[i].subject.kind, expected[i].subject.kind);
		assert_string_equal(str_c(t->arena, steps.at[i].why), expected[i].why);
	}
	assert_int_equal(steps.at[2].from.kind, 21);
}

static void what_has_no_matter_gives_none(void **state)
{
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana);
	struct matter matter;
	assert_int_equal(trail_grow(ana, thread, task, "trail.help_wanted"), OK);
	assert_int_equal(trail_move(ana, thread, &(struct matter){ .step = MATTER_DONE }), OK);
	assert_int_equal(trail_matter(ana, task, &matter), ERR_NOT_FOUND);
	assert_null(ana->refusal.reason);
}

static void a_matter_moves_on_from_anything_on_its_trail(void **state)
{
	struct test_house *t = *state;
	begin(t, thread, t->ana);
	struct scope *ben = acting_as(t, t->ben);
	assert_int_equal(trail_grow(ben, thread, booking, "trail.booked"), OK);
	struct matter to = { .step = MATTER_BOOKED, .holder = HELD_BY_HELPER, .holder_id = t->ben,
		.due_at = t->now + DAYS(1) };
	ben->now += HOURS(1);
	assert_int_equal(trail_move(ben, booking, &to), OK);
	struct matter matter = matter_of(t, thread);
	assert_int_equal(matter.step, MATTER_BOOKED);
	assert_int_equal(matter.holder, HELD_BY_HELPER);
	assert_true(matter.holder_id == t->ben && matter.due_at == t->now + DAYS(1));
	assert_int_equal(matter.latest.kind, booking.kind);
	assert_true(matter.changed_at == t->now + HOURS(1));
	assert_int_equal(matter.root.kind, thread.kind);
}

static void a_matter_that_is_copied_in_stands_as_it_stood_and_is_not_told(void **state)
{
	struct test_house *t = *state;
	begin(t, booking, t->eve);
	const char *told = house_last_news(t);
	const struct matter was = { .id = 77, .owner_id = t->ana, .root = thread, .latest = thread, .step = MATTER_SOLVED, .holder = HELD_BY_NOBODY,
		.changed_at = t->now - DAYS(300) };
	assert_int_equal(trail_copy_in(acting_as_house(t), &was), OK);
	struct matter matter = matter_of(t, thread);
	assert_true(matter.id == 77 && matter.owner_id == t->ana && matter.changed_at == was.changed_at);
	assert_int_equal(matter.step, MATTER_SOLVED);
	assert_string_equal(house_last_news(t), told);
	struct trail_step_list steps;
	assert_int_equal(trail_steps(acting_as_house(t), (struct ids){ &matter.id, 1 }, &steps), OK);
	assert_int_equal(steps.count, 1);
}

static void a_member_sees_the_matters_owned_and_held_newest_first(void **state)
{
	struct test_house *t = *state;
	struct subject things[3] = { { 10, 1 }, { 10, 2 }, { 10, 3 } };
	const int64_t owners[3] = { t->ana, t->eve, t->ben };
	for (int i = 0; i < 3; i++) {
		t->now += MINUTES(1);
		begin(t, things[i], owners[i]);
	}
	struct scope *house = acting_as_house(t);
	house->now = t->now + HOURS(1);
	struct matter held = { .step = MATTER_BOOKED, .holder = HELD_BY_HELPER, .holder_id = t->ben };
	assert_int_equal(trail_move(house, things[0], &held), OK);
	house->now += HOURS(1);
	assert_int_equal(trail_move(house, things[2], &held), OK); /* owner and holder at once */
	struct matter_list list;
	assert_int_equal(trail_matters_of(house, t->ben, CURSOR_NEWEST, &list), OK);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.at[0].root.id, 3);
	assert_int_equal(list.at[1].root.id, 1);
	assert_int_equal(trail_matters_of(house, t->ben, (struct cursor){ list.at[0].changed_at, list.at[0].id }, &list), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(trail_matters_of(house, t->mia, CURSOR_NEWEST, &list), OK);
	assert_int_equal(list.count, 0);
}

static void matters_of_one_moment_are_neither_skipped_nor_shown_twice(void **state)
{
	enum { MANY = 50 };
	struct test_house *t = *state;
	for (int i = 0; i < MANY; i++)
		begin(t, (struct subject){ 10, 100 + i }, t->ana);
	struct scope *house = acting_as_house(t);
	struct cursor before = CURSOR_NEWEST;
	int64_t seen = 0;
	struct matter_list list;
	do {
		assert_int_equal(trail_matters_of(house, t->ana, before, &list), OK);
		for (size_t i = 0; i < list.count; i++) {
			assert_true(list.at[i].changed_at < before.at || list.at[i].id < before.id);
			before = (struct cursor){ list.at[i].changed_at, list.at[i].id };
			seen++;
		}
	} while (list.count);
	assert_int_equal(seen, MANY);
}

static void another_brand_sees_no_trail(void **state)
{
	struct test_house *t = *state;
	begin(t, thread, t->ana);
	struct scope *ana = acting_as(t, t->ana);
	ana->brand_id++;
	struct matter matter;
	struct matter_list list;
	assert_int_equal(trail_matter(ana, thread, &matter), ERR_NOT_FOUND);
	assert_int_equal(trail_matters_of(ana, t->ana, CURSOR_NEWEST, &list), OK);
	assert_int_equal(list.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_matter_begins_once),
		HOUSE_TEST(what_grew_belongs_to_the_matter_it_grew_from),
		HOUSE_TEST(what_has_no_matter_gives_none),
		HOUSE_TEST(a_matter_moves_on_from_anything_on_its_trail),
		HOUSE_TEST(a_matter_that_is_copied_in_stands_as_it_stood_and_is_not_told),
		HOUSE_TEST(a_member_sees_the_matters_owned_and_held_newest_first),
		HOUSE_TEST(matters_of_one_moment_are_neither_skipped_nor_shown_twice),
		HOUSE_TEST(another_brand_sees_no_trail),
	};
	return cmocka_run_group_tests_name("trail", tests, NULL, NULL);
}
