/* matter_test.c: proves that a member's matters show trail, holder and next step, and nothing of others. */
#include "features/member/matter.h"

#include "features/member/member.h"
#include "features/member/member_news.h"
#include "test/house.h"

/* Members stand in for threads and bookings: they are subjects with faces. */
static struct subject thing(int64_t member_id)
{
	return subject_of(&member_subject, member_id);
}

static int64_t anas_matter(struct test_house *t)
{
	int64_t matter_id;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(trail_begin(ana, thing(t->eve), t->ana, &matter_id), OK);
	assert_int_equal(trail_grow(ana, thing(t->eve), thing(t->mia), "trail.help_wanted"), OK);
	return matter_id;
}

static void move(struct test_house *t, struct matter to)
{
	to.latest = thing(t->mia);
	assert_int_equal(trail_move(acting_as(t, t->ana), thing(t->mia), &to), OK);
}

static void a_matter_shows_its_trail_and_what_is_to_come(void **state)
{
	struct test_house *t = *state;
	int64_t matter_id = anas_matter(t);
	move(t, (struct matter){ .step = MATTER_BOOKED, .holder = HELD_BY_HELPER, .holder_id = t->ben,
		.due_at = t->now + HOURS(6) });
	struct matter_view_list list;
	assert_int_equal(matter_views(acting_as(t, t->ana), CURSOR_NEWEST, &list), OK);
	assert_int_equal(list.count, 1);
	const struct matter_view *view = &list.at[0];
	assert_int_equal(view->id, matter_id);
	assert_true(str_equal(view->title, S("Eve")) || str_starts(view->title, S("Eve ")));
	assert_true(str_starts(view->holder_name, S("Ben")));
	assert_true(view->is_own);
	assert_false(view->is_mine_to_do);
	assert_int_equal(view->due_at, t->now + HOURS(6));
	assert_int_equal(view->chips.count, 3);
	assert_false(view->chips.at[0].is_now);
	assert_true(view->chips.at[1].is_now);
	assert_true(view->chips.at[2].is_ahead);
	assert_true(view->next_url.len > 0);
}

static void whoever_holds_a_matter_has_it_to_do(void **state)
{
	struct test_house *t = *state;
	struct matter_view_list list;
	anas_matter(t);
	move(t, (struct matter){ .step = MATTER_BOOKED, .holder = HELD_BY_HELPER, .holder_id = t->ben });
	assert_int_equal(matter_views(acting_as(t, t->ben), CURSOR_NEWEST, &list), OK);
	assert_int_equal(list.count, 1);
	assert_true(list.at[0].is_mine_to_do);
	assert_false(list.at[0].is_own);
	move(t, (struct matter){ .step = MATTER_DONE, .holder = HELD_BY_OWNER });
	assert_int_equal(matter_views(acting_as(t, t->ana), CURSOR_NEWEST, &list), OK);
	assert_true(list.at[0].is_mine_to_do);
}

static void a_solved_matter_has_nothing_ahead(void **state)
{
	struct test_house *t = *state;
	struct matter_view_list list;
	anas_matter(t);
	move(t, (struct matter){ .step = MATTER_SOLVED, .holder = HELD_BY_OWNER });
	assert_int_equal(matter_views(acting_as(t, t->ana), CURSOR_NEWEST, &list), OK);
	assert_true(list.at[0].is_over);
	assert_false(list.at[0].is_mine_to_do);
	for (size_t i = 0; i < list.at[0].chips.count; i++)
		assert_false(list.at[0].chips.at[i].is_now || list.at[0].chips.at[i].is_ahead);
}

static void nobody_sees_the_matters_of_others(void **state)
{
	struct test_house *t = *state;
	struct matter_view_list list;
	anas_matter(t);
	assert_int_equal(matter_views(acting_as(t, t->eve), CURSOR_NEWEST, &list), OK);
	assert_int_equal(list.count, 0);
	assert_int_equal(matter_views(acting_as(t, t->adam), CURSOR_NEWEST, &list), OK);
	assert_int_equal(list.count, 0);
	struct scope *stranger = acting_as(t, 0);
	assert_int_equal(matter_views(stranger, CURSOR_NEWEST, &list), ERR_SIGNED_OUT);
	assert_string_equal(stranger->refusal.reason, "member.sign_in");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_matter_shows_its_trail_and_what_is_to_come),
		HOUSE_TEST(whoever_holds_a_matter_has_it_to_do),
		HOUSE_TEST(a_solved_matter_has_nothing_ahead),
		HOUSE_TEST(nobody_sees_the_matters_of_others),
	};
	return cmocka_run_group_tests_name("matter", tests, NULL, NULL);
}
