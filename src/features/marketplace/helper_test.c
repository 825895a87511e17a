/*
 * helper_test.c: proves the rules of applications: every state, step and party against a table written by hand.
 */
#include "features/marketplace/helper.h"

#include "features/marketplace/market_testing.h"
#include "features/marketplace/rank.h"
#include "features/member/member.h"
#include "test/letters.h"

static const struct {
	enum application_state from;
	enum application_step step;
	bool applicant, admin;
	enum application_state to;
} allowed[] = {
	{ APPLICATION_APPLIED,   APPLICATION_APPROVE,  false, true,  APPLICATION_APPROVED },
	{ APPLICATION_APPLIED,   APPLICATION_DECLINE,  false, true,  APPLICATION_DECLINED },
	{ APPLICATION_APPLIED,   APPLICATION_WITHDRAW, true,  false, APPLICATION_WITHDRAWN },
	{ APPLICATION_APPROVED,  APPLICATION_WITHDRAW, true,  false, APPLICATION_WITHDRAWN },
	{ APPLICATION_APPROVED,  APPLICATION_SUSPEND,  false, true,  APPLICATION_SUSPENDED },
	{ APPLICATION_SUSPENDED, APPLICATION_RESTORE,  false, true,  APPLICATION_APPROVED },
	{ APPLICATION_APPROVED,  APPLICATION_RENEW,    false, true,  APPLICATION_APPROVED },
};

static enum application_state state_of(struct test_house *t, int64_t id)
{
	struct application application;
	assert_int_equal(application_load(acting_as(t, t->adam), id, &application), OK);
	return (enum application_state)application.state;
}

/* An application in that state, put there by the store: the rules are what is tested. */
static int64_t application_in(struct test_house *t, enum application_state state)
{
	struct scope *scope = acting_as(t, t->ana);
	struct application application = {
		.id = id_new(t->now), .member_id = t->ana, .state = (int)state, .about = S(""), .categories = S("wifi"),
		.languages = S("de"), .country = S("DE"), .code = S("50667"), .town = S("Köln"), .radius_km = 5,
		.reason = S(""),
	};
	assert_int_equal(application_insert(scope, &application), OK);
	return application.id;
}

static void try_step(struct test_house *t, enum application_state from, enum application_step step, int64_t who)
{
	int64_t id = application_in(t, from);
	enum application_state expected = from;
	bool is_open = false;
	for (size_t i = 0; i < COUNT(allowed); i++) {
		bool may = who == t->ana ? allowed[i].applicant : allowed[i].admin;
		if (allowed[i].from != from || allowed[i].step != step || !may)
			continue;
		is_open = true;
		expected = allowed[i].to;
	}
	struct scope *scope = acting_as(t, who);
	enum err err = application_take_step(scope, id, step, S("a reason"));
	if (!is_open) {
		assert_int_equal(err, ERR_CONFLICT);
		assert_string_equal(scope->refusal.reason, "application.step_not_open");
	} else {
		assert_int_equal(err, OK);
	}
	assert_int_equal(state_of(t, id), expected);
}

static void only_the_allowed_steps_are_open(void **state)
{
	struct test_house *t = *state;
	const int64_t people[] = { t->ana, t->adam };
	for (enum application_state from = 0; from < APPLICATION_STATE_COUNT; from++) {
		for (enum application_step step = 0; step < APPLICATION_STEP_COUNT; step++) {
			for (size_t i = 0; i < COUNT(people); i++)
				try_step(t, from, step, people[i]);
		}
	}
}

static void nobody_else_knows_of_an_application(void **state)
{
	struct test_house *t = *state;
	struct application application;
	int64_t id = application_in(t, APPLICATION_APPLIED);
	const int64_t others[] = { 0, t->eve, t->ben, t->mia };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *scope = acting_as(t, others[i]);
		assert_int_equal(application_show(scope, id, &application), ERR_NOT_FOUND);
		assert_string_equal(scope->refusal.reason, "application.not_found");
		assert_int_equal(application_take_step(acting_as(t, others[i]), id, APPLICATION_APPROVE, S("")), ERR_NOT_FOUND);
	}
	assert_int_equal(application_show(acting_as(t, t->adam), id + 1, &application), ERR_NOT_FOUND);
}

static void nobody_approves_oneself(void **state)
{
	struct test_house *t = *state;
	market_places_in(t);
	int64_t id = market_apply(t, t->adam);
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(application_take_step(adam, id, APPLICATION_APPROVE, S("")), ERR_CONFLICT);
	assert_string_equal(adam->refusal.reason, "application.step_not_open");
}

static void declining_needs_a_reason(void **state)
{
	struct test_house *t = *state;
	int64_t id = application_in(t, APPLICATION_APPLIED);
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(application_take_step(adam, id, APPLICATION_DECLINE, S("  ")), ERR_INVALID);
	assert_string_equal(adam->refusal.reason, "application.reason_missing");
	assert_int_equal(state_of(t, id), APPLICATION_APPLIED);
}

static void approval_gives_the_role_and_suspension_takes_it(void **state)
{
	struct test_house *t = *state;
	struct member_card card;
	market_places_in(t);
	int64_t id = market_approve(t, t->ana);
	assert_int_equal(member_card_of(acting_as(t, t->eve), t->ana, &card), OK);
	assert_true(card.roles & ROLE_HELPER);
	assert_int_equal(helper_must_be_active(acting_as(t, t->eve), t->ana), OK);

	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_SUSPEND, S("complaints")), OK);
	assert_int_equal(member_card_of(acting_as(t, t->eve), t->ana, &card), OK);
	assert_false(card.roles & ROLE_HELPER);
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(helper_must_be_active(eve, t->ana), ERR_FORBIDDEN);
	assert_string_equal(eve->refusal.reason, "helper.not_approved");
	assert_string_equal(house_last_news(t), "marketplace.application_suspended");

	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_RESTORE, S("")), OK);
	assert_int_equal(helper_must_be_active(acting_as(t, t->eve), t->ana), OK);
	assert_int_equal(application_take_step(acting_as(t, t->ana), id, APPLICATION_WITHDRAW, S("")), OK);
	assert_int_equal(helper_must_be_active(acting_as(t, t->eve), t->ana), ERR_FORBIDDEN);
}

static void whoever_is_suspended_as_a_member_cannot_be_booked_meanwhile(void **state)
{
	struct test_house *t = *state;
	market_places_in(t);
	int64_t id = market_approve(t, t->ana);
	assert_int_equal(member_suspend(acting_as(t, t->mia), t->ana, t->now + DAYS(3)), OK);
	house_work(t);
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(helper_must_be_active(eve, t->ana), ERR_FORBIDDEN);
	assert_string_equal(eve->refusal.reason, "helper.not_approved");
	/* The brand's word about the helper does not lift what was said about the member. */
	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_SUSPEND, S("So nicht.")), OK);
	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_RESTORE, S("")), OK);
	assert_int_equal(helper_must_be_active(acting_as(t, t->eve), t->ana), ERR_FORBIDDEN);
	t->now += DAYS(3);
	house_work(t);
	assert_int_equal(helper_must_be_active(acting_as(t, t->eve), t->ana), OK);

	assert_int_equal(member_suspend(acting_as(t, t->mia), t->ana, t->now + DAYS(30)), OK);
	house_work(t);
	assert_int_equal(helper_must_be_active(acting_as(t, t->eve), t->ana), ERR_FORBIDDEN);
	assert_int_equal(member_suspend(acting_as(t, t->mia), t->ana, 0), OK);
	house_work(t);
	assert_int_equal(helper_must_be_active(acting_as(t, t->eve), t->ana), OK);
	/* Whom the brand suspended as a helper stays out when the member is released. */
	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_SUSPEND, S("So nicht.")), OK);
	assert_int_equal(member_suspend(acting_as(t, t->mia), t->ana, 0), OK);
	house_work(t);
	assert_int_equal(helper_must_be_active(acting_as(t, t->eve), t->ana), ERR_FORBIDDEN);
}

static void one_application_at_a_time(void **state)
{
	struct test_house *t = *state;
	struct application application;
	const struct helper_ask ask = market_application();
	market_places_in(t);
	int64_t id = market_apply(t, t->ana);
	const struct { enum application_step step; int64_t who; const char *reason; } life[] = {
		{ APPLICATION_STEP_COUNT,  0,       "application.already_open" },
		{ APPLICATION_APPROVE,     t->adam, "application.already_helper" },
		{ APPLICATION_SUSPEND,     t->adam, "application.is_suspended" },
	};
	for (size_t i = 0; i < COUNT(life); i++) {
		if (life[i].who)
			assert_int_equal(application_take_step(acting_as(t, life[i].who), id, life[i].step, S("why")), OK);
		struct scope *ana = acting_as(t, t->ana);
		assert_int_equal(application_make(ana, &ask, &application), ERR_CONFLICT);
		assert_string_equal(ana->refusal.reason, life[i].reason);
	}
}

static void what_is_missing_in_an_application_is_told(void **state)
{
	struct test_house *t = *state;
	struct application application;
	struct helper_ask asks[8];
	static const char *const fields[] = { "about", "categories", "categories", "languages", "radius_km", "accepts_rules",
		"place", "place" };
	market_places_in(t);
	for (size_t i = 0; i < COUNT(asks); i++)
		asks[i] = market_application();
	asks[0].about = S("short");
	asks[1].categories = S("");
	asks[2].categories = S("wifi gardening");
	asks[3].languages = S("xx");
	asks[4].radius_km = 101;
	asks[5].accepts_rules = false;
	asks[6].place = S("99999");
	asks[7].place = S("Neustadt"); /* two of them: asked back */
	for (size_t i = 0; i < COUNT(asks); i++) {
		struct scope *ana = acting_as(t, t->ana);
		assert_int_equal(application_make(ana, &asks[i], &application), ERR_INVALID);
		assert_string_equal(ana->refusal.field, fields[i]);
	}
	const struct helper_ask good = market_application();
	assert_int_equal(application_make(acting_as(t, 0), &good, &application), ERR_SIGNED_OUT);
}

static void the_applicant_hears_by_mail(void **state)
{
	struct test_house *t = *state;
	market_places_in(t);
	int64_t id = market_apply(t, t->ana);
	house_work(t);
	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_DECLINE, S("Zu weit weg")), OK);
	house_work(t);
	struct letter_got letter = letter_to(t, "ana@example.org");
	assert_true(str_contains(letter.text, S("Zu weit weg")));
	assert_true(link_in(&letter, "/helpers/apply").len > 0);
	assert_int_equal(letters(t).count, 2); /* received, declined */
}

static void few_ratings_count_less(void **state)
{
	/* The vectors of docs/rules/reviews.md. */
	assert_int_equal((int)(rating_sort(10, 2) * 1000 + 0.5), 4700);
	assert_int_equal((int)(rating_sort(240, 50) * 1000 + 0.5), 4779);
	assert_int_equal((int)(rating_sort(1, 1) * 1000 + 0.5), 4086);
	assert_true(rank_of(240, 50) < rank_of(10, 2));
	assert_true(rank_of(0, 0) < rank_of(1, 1));
}

static void stars_move_a_helper_and_can_be_taken_back(void **state)
{
	struct test_house *t = *state;
	struct helper helper;
	market_places_in(t);
	market_approve(t, t->ana);
	for (int i = 0; i < 10; i++)
		assert_int_equal(helper_rated(acting_as(t, t->eve), t->ana, 5), OK);
	assert_int_equal(helper_show(acting_as(t, t->eve), t->ana, &helper), OK);
	assert_int_equal(helper.rating_sum, 50);
	assert_int_equal(helper.rating_count, 10);
	assert_true(helper.rank < rank_of(0, 0));
	assert_int_equal(helper_rated(acting_as(t, t->mia), t->ana, -5), OK);
	assert_int_equal(helper_show(acting_as(t, t->eve), t->ana, &helper), OK);
	assert_int_equal(helper.rating_count, 9);
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(helper_rated(eve, t->mia, 5), ERR_NOT_FOUND);
	assert_string_equal(eve->refusal.reason, "helper.not_found");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(only_the_allowed_steps_are_open),
		HOUSE_TEST(nobody_else_knows_of_an_application),
		HOUSE_TEST(nobody_approves_oneself),
		HOUSE_TEST(declining_needs_a_reason),
		HOUSE_TEST(approval_gives_the_role_and_suspension_takes_it),
		HOUSE_TEST(whoever_is_suspended_as_a_member_cannot_be_booked_meanwhile),
		HOUSE_TEST(one_application_at_a_time),
		HOUSE_TEST(what_is_missing_in_an_application_is_told),
		HOUSE_TEST(the_applicant_hears_by_mail),
		HOUSE_TEST(few_ratings_count_less),
		HOUSE_TEST(stars_move_a_helper_and_can_be_taken_back),
	};
	return cmocka_run_group_tests_name("helper", tests, NULL, NULL);
}
