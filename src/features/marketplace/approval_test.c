/* approval_test.c: what was checked is vouched for until its end; then the badge goes, and perhaps the help. */
#include "features/marketplace/approval.h"

#include "features/marketplace/market_testing.h"
#include "features/marketplace/nearby.h"
#include "test/letters.h"
#include "test/visit.h"

#include <stdio.h>

static struct helper ana_of(struct test_house *t)
{
	struct helper helper;
	assert_int_equal(helper_load(acting_as(t, t->ana), t->ana, &helper), OK);
	return helper;
}

static size_t services_found(struct test_house *t)
{
	struct near_found found;
	const struct near_ask ask = { .place = S("50667"), .category = -1, .purpose = -1 };
	assert_int_equal(nearby_find(acting_as(t, t->eve), &ask, &found), OK);
	return found.hits.count;
}

static int64_t ana_helps(struct test_house *t)
{
	struct service service;
	const struct service_ask ask = market_service();
	market_places_in(t);
	int64_t id = market_approve(t, t->ana);
	assert_int_equal(service_make(market_helper(t, t->ana), &ask, &service), OK);
	return id;
}

static void set(struct test_house *t, int which, const char *value)
{
	assert_int_equal(setting_set(acting_as(t, t->adam), &approval_settings[which], str_from(value)), OK);
}

static size_t mails_with(struct test_house *t, const char *subject)
{
	struct letter_got_list list = letters(t);
	size_t count = 0;
	for (size_t i = 0; i < list.count; i++)
		count += str_contains(list.at[i].subject, str_from(subject));
	return count;
}

static void an_approval_ends_after_the_months_that_the_brand_sets(void **state)
{
	struct test_house *t = *state;
	moment until;
	ana_helps(t);
	struct wall end = wall_at(acting_as(t, t->ana)->zone, ana_of(t).approved_until);
	assert_true(end.year == 2028 && end.month == 1 && end.day == 1); /* two years from the first of January 2026 */
	set(t, 0, "1");
	t->now = moment_at(acting_as(t, t->ana)->zone, (struct wall){ .year = 2026, .month = 12, .day = 31, .hour = 12 });
	assert_int_equal(approval_end(acting_as(t, t->adam), &until), OK);
	end = wall_at(acting_as(t, t->ana)->zone, until);
	assert_true(end.year == 2027 && end.month == 1 && end.day == 28);
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(setting_set(adam, &approval_settings[0], S("0")), ERR_INVALID);
}

static void whose_approval_ends_is_told_once_and_listed(void **state)
{
	struct test_house *t = *state;
	int64_t id = ana_helps(t);
	char link[64];
	struct application_list list;
	t->now = ana_of(t).approved_until - DAYS(31);
	house_work(t);
	assert_int_equal(mails_with(t, "30 Tagen"), 0);
	assert_int_equal(application_list_ending(acting_as(t, t->adam), 0, &list), OK);
	assert_int_equal(list.count, 0);
	for (int i = 0; i < 4; i++) {
		t->now += DAYS(1);
		house_work(t);
	}
	assert_int_equal(mails_with(t, "30 Tagen"), 1);
	assert_int_equal(application_list_ending(acting_as(t, t->adam), 0, &list), OK);
	assert_true(list.count == 1 && list.at[0].id == id);
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(application_list_ending(eve, 0, &list), ERR_FORBIDDEN);
	assert_string_equal(eve->refusal.reason, "application.not_yours");
	struct answer answer = visit(t, &(struct asked){ .as = t->adam, .path = "/desk/applications?state=ending" });
	snprintf(link, sizeof(link), "/desk/applications/%lld", (long long)id);
	assert_true(answer_says(&answer, link));
}

static void at_its_end_the_badge_goes_and_the_help_stays(void **state)
{
	struct test_house *t = *state;
	ana_helps(t);
	struct answer answer = visit(t, &(struct asked){ .as = 0, .path = "/services?place=50667" });
	assert_true(answer_says(&answer, "Geprüft<"));
	t->now = ana_of(t).approved_until + MINUTES(1);
	house_work(t);
	t->now += DAYS(1);
	house_work(t);
	assert_true(ana_of(t).active && !ana_of(t).badge);
	assert_int_equal(mails_with(t, "ist abgelaufen"), 1);
	assert_int_equal(services_found(t), 1);
	answer = visit(t, &(struct asked){ .as = 0, .path = "/services?place=50667" });
	assert_true(answer_says(&answer, "WLAN einrichten") && !answer_says(&answer, "Geprüft<"));
	answer = visit(t, &(struct asked){ .as = t->eve, .path = str_c(t->arena, str_format(t->arena, "/members/%lld", (long long)t->ana)) });
	assert_true(answer_says(&answer, "Zurzeit nicht geprüft"));
}

static void a_brand_may_want_no_help_without_a_check(void **state)
{
	struct test_house *t = *state;
	int64_t id = ana_helps(t);
	set(t, 1, "0");
	t->now = ana_of(t).approved_until + DAYS(1);
	house_work(t);
	t->now += DAYS(1);
	house_work(t);
	assert_false(ana_of(t).active);
	assert_int_equal(services_found(t), 0);
	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_RENEW, S("")), OK);
	assert_true(ana_of(t).active && ana_of(t).badge);
	assert_int_equal(services_found(t), 1);
}

static void checked_again_the_time_begins_anew(void **state)
{
	struct test_house *t = *state;
	int64_t id = ana_helps(t);
	moment before = ana_of(t).approved_until;
	t->now = before - DAYS(20);
	house_work(t);
	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_RENEW, S("")), OK);
	struct helper ana = ana_of(t);
	assert_true(ana.approved_at == t->now && ana.approved_until > before + DAYS(600));
	t->now = before + DAYS(1);
	house_work(t);
	assert_true(ana_of(t).badge);
	assert_int_equal(mails_with(t, "erneut geprüft"), 1);
	assert_int_equal(mails_with(t, "ist abgelaufen"), 0);
	t->now = ana.approved_until - DAYS(10);
	house_work(t);
	assert_int_equal(mails_with(t, "30 Tagen"), 2); /* for the new end, too */
	struct scope *own = market_helper(t, t->ana);
	assert_int_equal(application_take_step(own, id, APPLICATION_RENEW, S("")), ERR_CONFLICT);
	assert_string_equal(own->refusal.reason, "application.step_not_open");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(an_approval_ends_after_the_months_that_the_brand_sets),
		WEB_TEST(whose_approval_ends_is_told_once_and_listed),
		WEB_TEST(at_its_end_the_badge_goes_and_the_help_stays),
		HOUSE_TEST(a_brand_may_want_no_help_without_a_check),
		HOUSE_TEST(checked_again_the_time_begins_anew),
	};
	return cmocka_run_group_tests_name("approval", tests, NULL, NULL);
}
