/* hours_web_test.c: one's hours in the browser and through the API. */
#include "features/calendar/calendar.h"
#include "test/visit.h"

#include <stdio.h>

static void hours_are_set_in_a_form_and_shown_again(void **state)
{
	struct test_house *t = *state;
	struct answer answer = visit(t, &(struct asked){ .as = t->ben, .path = "/me/hours" });
	assert_int_equal(answer.status, 200);
	answer = visit(t, &(struct asked){ .as = t->ben, .method = POST, .path = "/me/hours",
		.form = "mon_from=09:00&mon_to=12:00&mon_from2=14:00&mon_to2=18:30" });
	assert_int_equal(answer.status, 303);
	answer = visit(t, &(struct asked){ .as = t->ben, .path = "/me/hours" });
	assert_true(answer_says(&answer, "value=\"18:30\""));
	answer = visit(t, &(struct asked){ .as = 0, .path = "/api/v1/members/1/slots?minutes=5" });
	assert_int_equal(answer.status, 422);
}

static void half_a_time_is_shown_with_what_is_missing(void **state)
{
	struct test_house *t = *state;
	struct answer answer = visit(t, &(struct asked){ .as = t->ben, .method = POST, .path = "/me/hours",
		.form = "tue_from=09:00" });
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "f-tue_to-error"));
	assert_true(answer_says(&answer, "value=\"09:00\"")); /* what was typed is still there */
}

static void overlapping_hours_are_told_above_the_form(void **state)
{
	struct test_house *t = *state;
	struct answer answer = visit(t, &(struct asked){ .as = t->ben, .method = POST, .path = "/me/hours",
		.form = "tue_from=09:00&tue_to=12:00&tue_from2=11:00&tue_to2=13:00" });
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "role=\"alert\""));
}

static void exceptions_settings_and_pause_lead_back_to_the_page(void **state)
{
	struct test_house *t = *state;
	const struct { const char *path, *form; int status; } steps[] = {
		{ "/me/hours/exceptions", "day=2026-01-05", 303 },
		{ "/me/hours/exceptions", "day=2026-01-06&from=18:00&to=20:00", 303 },
		{ "/me/hours/exceptions", "day=2025-01-06", 422 },
		{ "/me/hours/exceptions", "day=2026-01-06&from=18:00", 422 },
		{ "/me/hours/setting", "zone=Europe/Zurich&notice=60&buffer=20&per_day=3", 303 },
		{ "/me/hours/setting", "zone=Nowhere&notice=60&buffer=20&per_day=3", 422 },
		{ "/me/hours/pause", "", 303 },
		{ "/me/hours/pause", "", 409 },
		{ "/me/hours/resumption", "", 303 },
	};
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct answer answer = visit(t, &(struct asked){ .as = t->ben, .method = POST, .path = steps[i].path,
			.form = steps[i].form });
		assert_int_equal(answer.status, steps[i].status);
	}
	struct answer answer = visit(t, &(struct asked){ .as = t->ben, .path = "/me/hours" });
	int64_t id = number_after(answer.body, "/me/hours/exceptions/");
	assert_true(id > 0);
	char path[80];
	snprintf(path, sizeof(path), "/me/hours/exceptions/%lld/deletion", (long long)id);
	/* To others it is not there. */
	assert_int_equal(visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = path, .form = "" }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .as = t->ben, .method = POST, .path = path, .form = "" }).status, 303);
}

static void programs_read_and_write_hours(void **state)
{
	struct test_house *t = *state;
	struct answer answer = visit(t, &(struct asked){ .as = t->ben, .bearer = true, .method = PUT,
		.path = "/api/v1/me/hours", .json = "{\"fri_from\":\"10:00\",\"fri_to\":\"12:00\"}" });
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "\"from_minute\":600"));
	char path[100];
	snprintf(path, sizeof(path), "/api/v1/members/%lld/slots?minutes=60&from=2026-01-02&days=7", (long long)t->ben);
	answer = visit(t, &(struct asked){ .path = path });
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "2026-01-02T09:00:00Z"));
}

/* The longest week the form can say, all of whose days are new: it must fit into one unit. */
static void two_openings_on_every_day_are_kept(void **state)
{
	static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	struct test_house *t = *state;
	struct text form;
	text_open(&form, t->arena, 1024);
	for (size_t i = 0; i < COUNT(days); i++)
		text_format(&form, "%s%s_from=08:00&%s_to=12:00&%s_from2=14:00&%s_to2=18:00", i ? "&" : "", days[i], days[i],
		            days[i], days[i]);
	struct answer answer = visit(t, &(struct asked){ .as = t->ben, .method = POST, .path = "/me/hours",
		.form = str_c(t->arena, text_str(&form)), .once = "a-full-week" });
	assert_int_equal(answer.status, 303);
	answer = visit(t, &(struct asked){ .as = t->ben, .path = "/api/v1/me/hours" });
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "\"from_minute\":840"));
}

static void a_stranger_has_no_hours(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(visit(t, &(struct asked){ .path = "/me/hours" }).status, 303);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(hours_are_set_in_a_form_and_shown_again),
		WEB_TEST(half_a_time_is_shown_with_what_is_missing),
		WEB_TEST(overlapping_hours_are_told_above_the_form),
		WEB_TEST(exceptions_settings_and_pause_lead_back_to_the_page),
		WEB_TEST(programs_read_and_write_hours),
		WEB_TEST(two_openings_on_every_day_are_kept),
		WEB_TEST(a_stranger_has_no_hours),
	};
	return cmocka_run_group_tests_name("hours in the browser", tests, NULL, NULL);
}
