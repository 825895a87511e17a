/* coaching_test.c: what a helper is advised next, and that it ends; what a badge says. */
#include "features/marketplace/visit_testing.h"

#include "features/marketplace/coaching.h"
#include "features/marketplace/payment.h"
#include "test/visit.h"

static struct coaching coached(struct test_house *t)
{
	struct coaching coaching;
	assert_int_equal(coaching_of(market_helper(t, t->ben), &coaching), OK);
	return coaching;
}

static void a_new_helper_is_shown_the_first_three_steps(void **state)
{
	struct test_house *t = *state;
	market_places_in(t);
	market_approve(t, t->ben);
	struct coaching coaching = coached(t);
	assert_int_equal(coaching.next_count, COACHING_NEXT);
	assert_int_equal(coaching.next[0], COACH_SERVICE);
	assert_int_equal(coaching.next[1], COACH_HOURS);
	assert_false(coaching.done[COACH_REVIEW]);
}

static void each_step_that_is_taken_is_counted(void **state)
{
	struct test_house *t = *state;
	ben_helps(t); /* a service, hours and a phone */
	struct coaching before = coached(t), after;
	assert_true(before.done[COACH_SERVICE] && before.done[COACH_HOURS] && before.done[COACH_PHONE]);
	assert_false(before.done[COACH_PAYMENT]);
	assert_int_equal(before.next[0], COACH_ABOUT);
	struct member profile;
	struct scope *ben = market_helper(t, t->ben);
	assert_int_equal(member_load(ben, t->ben, &profile), OK);
	profile.about = S("Ich richte seit zwanzig Jahren Netze ein und erkläre gern in Ruhe, was ich tue und warum es hilft.");
	assert_int_equal(member_change(ben, &profile), OK);
	const struct payee payee = { .name = S("Ben Kraft"), .iban = S("DE89370400440532013000"), .street = S("Domstr."), .building = S("1"),
		.code = S("50667"), .town = S("Köln"), .country = S("DE") };
	assert_int_equal(payee_set(ben, &payee), OK);
	after = coached(t);
	assert_int_equal(after.done_count, before.done_count + 2);
	assert_true(after.done[COACH_ABOUT] && after.done[COACH_PAYMENT]);
}

static void the_page_gives_reasons_and_the_profile_says_what_was_checked(void **state)
{
	struct test_house *t = *state;
	ben_helps(t);
	struct answer answer = visit(t, &(struct asked){ .as = t->ben, .path = "/me/services" });
	assert_true(answer_says(&answer, "3 von 8"));
	assert_true(answer_says(&answer, "/me/profile"));
	answer = visit(t, &(struct asked){ .path = str_c(t->arena, str_format(t->arena, "/members/%lld", (long long)t->ben)) });
	assert_true(answer_says(&answer, "Was geprüft wurde"));
	assert_true(answer_says(&answer, "1. Jan"));
	answer = visit(t, &(struct asked){ .path = str_c(t->arena, str_format(t->arena, "/members/%lld", (long long)t->ana)) });
	assert_false(answer_says(&answer, "Was geprüft wurde"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_new_helper_is_shown_the_first_three_steps),
		HOUSE_TEST(each_step_that_is_taken_is_counted),
		WEB_TEST(the_page_gives_reasons_and_the_profile_says_what_was_checked),
	};
	return cmocka_run_group_tests_name("coaching", tests, NULL, NULL);
}
