/* visit_web_test.c: the main job by visit, through the door: pages, letters, calendar entries, and the API. */
#include "features/marketplace/offer_testing.h"
#include "test/letters.h"
#include "test/visit.h"

#define VISIT "address=Domstr.+1&phone=%2B49+221+123456&note=Bitte+klingeln"

static struct answer post(struct test_house *t, int64_t as, const char *path, const char *form)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = path, .form = form });
}

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

static const char *at(struct test_house *t, const char *format, int64_t id)
{
	return str_c(t->arena, str_format(t->arena, "%.*s%lld%s", (int)(strchr(format, '#') - format), format, (long long)id,
	                                  strchr(format, '#') + 1));
}

/* Under the thread stands the way on; the form knows the question. */
static int64_t ana_makes_a_task(struct test_house *t, int64_t thread)
{
	struct answer answer = get(t, 0, at(t, "/threads/#", thread));
	assert_true(answer_says(&answer, at(t, "/tasks/new?thread=#", thread)));
	answer = get(t, 0, at(t, "/tasks/new?thread=#", thread));
	assert_int_equal(answer.status, 303);
	assert_true(str_starts(answer.location, S("/login?to=")));
	answer = get(t, t->ana, at(t, "/tasks/new?thread=#", thread));
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "Gäste kommen nicht ins WLAN"));
	answer = post(t, t->ana, "/tasks", "title=&text=Der+Besuch+kommt+nicht+ins+Netz.&category=wifi&place=50667");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "kommt nicht ins Netz."));
	answer = post(t, t->ana, "/tasks", at(t, "thread_id=#&title=Gastnetz+einrichten&text=Der+Besuch+kommt+nicht+ins+Netz."
		"&category=wifi&place=50667&budget_minor=60", thread));
	assert_int_equal(answer.status, 303);
	return number_after(answer.location, "/tasks/");
}

static void ben_finds_it_and_offers(struct test_house *t, int64_t task)
{
	struct answer answer = get(t, t->ben, "/tasks");
	assert_true(answer_says(&answer, "Gastnetz einrichten"));
	assert_false(answer_says(&answer, "50.9389"));
	assert_true(answer_says(&answer, "km"));
	answer = get(t, t->ben, at(t, "/tasks/#", task));
	assert_true(answer_says(&answer, at(t, "/tasks/#/offers", task)));
	assert_int_equal(get(t, t->ben, at(t, "/tasks/#/offers", task)).status, 200);
	assert_int_equal(post(t, t->ana, at(t, "/tasks/#/offers", task), "minutes=60").status, 422);
	answer = post(t, t->ben, at(t, "/tasks/#/offers", task),
	              "starts_at=2026-01-02T10:00&minutes=60&price_minor=40&text=Ich+bringe+ein+Messger%C3%A4t+mit.");
	assert_int_equal(answer.status, 303);
	struct letter_got letter = letter_to(t, "ana@example.org");
	assert_true(str_contains(letter.subject, S("Neues Angebot")));
	assert_true(str_contains(letter.text, S("Ben möchte dir helfen")));
}

/* Both have a calendar entry then, and neither mail has the address. */
static int64_t ana_accepts_and_says_where(struct test_house *t, int64_t task)
{
	struct answer answer = get(t, t->ana, at(t, "/tasks/#", task));
	int64_t offer = number_after(answer.body, "/offers/");
	assert_true(offer > 0);
	assert_int_equal(get(t, t->ana, at(t, "/offers/#/acceptance", offer)).status, 200);
	assert_int_equal(get(t, t->eve, at(t, "/offers/#/acceptance", offer)).status, 404);
	assert_int_equal(post(t, t->ana, at(t, "/offers/#/acceptance", offer), "address=&phone=").status, 422);
	answer = post(t, t->ana, at(t, "/offers/#/acceptance", offer), VISIT);
	assert_int_equal(answer.status, 303);
	int64_t booking = number_after(answer.location, "/bookings/");

	struct letter_got letter = letter_to(t, "ben@example.org");
	assert_true(str_contains(letter.subject, S("Dein Angebot wurde angenommen")));
	assert_true(str_contains(letter.calendar, S("METHOD:REQUEST")));
	assert_false(str_contains(letter.source, S("Domstr")));
	letter = letter_to(t, "ana@example.org");
	assert_true(str_contains(letter.calendar, S("UID:booking-")));
	return booking;
}

static void the_two_see_all_and_others_nothing(struct test_house *t, int64_t booking)
{
	struct answer answer = get(t, t->ben, at(t, "/bookings/#", booking));
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "Domstr. 1") && answer_says(&answer, "+49 221 123456"));
	answer = get(t, t->ana, at(t, "/bookings/#", booking));
	assert_true(answer_says(&answer, "+49 221 5550101"));
	answer = get(t, t->eve, at(t, "/bookings/#", booking));
	struct answer none = get(t, t->eve, "/bookings/4711");
	assert_int_equal(answer.status, 404);
	assert_int_equal(none.status, 404);
	assert_int_equal(get(t, 0, at(t, "/bookings/#", booking)).status, 303);
	answer = get(t, t->ana, at(t, "/bookings/#/calendar.ics", booking));
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "DTSTART:20260102T090000Z"));
	answer = get(t, t->ana, at(t, "/bookings/#/agreement", booking));
	assert_true(answer_says(&answer, "price fixed 4000 EUR"));
	assert_int_equal(get(t, t->eve, at(t, "/bookings/#/agreement", booking)).status, 404);
	answer = get(t, t->ana, "/bookings");
	assert_true(answer_says(&answer, "Gastnetz einrichten"));
}

static void the_visit_ends_well(struct test_house *t, int64_t booking, int64_t thread)
{
	t->now = TOMORROW_TEN;
	assert_int_equal(post(t, t->ben, at(t, "/bookings/#/start", booking), "").status, 303);
	assert_int_equal(post(t, t->ben, at(t, "/bookings/#/code", booking), "code=12").status, 422);
	assert_int_equal(post(t, t->ben, at(t, "/bookings/#/completion", booking), "").status, 409);
	assert_int_equal(post(t, t->ana, at(t, "/bookings/#/completion", booking), "").status, 303);
	struct letter_got letter = letter_to(t, "ben@example.org");
	assert_true(str_contains(letter.subject, S("Wie war es?")));
	struct answer answer = get(t, t->ben, at(t, "/bookings/#", booking));
	assert_true(answer_says(&answer, at(t, "/bookings/#/fix", booking)));
	assert_int_equal(post(t, t->ben, at(t, "/bookings/#/fix", booking), "body=kurz").status, 422);
	assert_int_equal(post(t, t->ben, at(t, "/bookings/#/fix", booking), "body=Das+Gastnetz+lief+auf+**WPA3**.").status, 303);
	assert_int_equal(post(t, t->ana, at(t, "/bookings/#/reviews", booking), "stars=5&text=Sehr+freundlich+und+schnell.").status, 303);
	answer = get(t, t->ben, at(t, "/bookings/#", booking));
	assert_false(answer_says(&answer, "freundlich und schnell"));
	assert_int_equal(post(t, t->ben, at(t, "/bookings/#/reviews", booking), "stars=9&text=x").status, 422);
	assert_int_equal(post(t, t->ben, at(t, "/bookings/#/reviews", booking), "stars=5&text=Alles+stand+bereit.").status, 303);
	house_work(t);
	answer = get(t, 0, at(t, "/members/#", t->ben));
	assert_true(answer_says(&answer, "freundlich und schnell"));
	answer = get(t, 0, at(t, "/threads/#", thread));
	assert_true(answer_says(&answer, "<strong>WPA3</strong>"));
}

static void from_a_thread_to_a_reviewed_visit(void **state)
{
	struct test_house *t = *state;
	ben_helps(t);
	int64_t thread = ana_asks(t);
	house_settle(t);
	int64_t task = ana_makes_a_task(t, thread);
	ben_finds_it_and_offers(t, task);
	int64_t booking = ana_accepts_and_says_where(t, task);
	the_two_see_all_and_others_nothing(t, booking);
	the_visit_ends_well(t, booking, thread);
}

static void a_slot_is_booked_and_called_off(void **state)
{
	struct test_house *t = *state;
	int64_t service = ben_helps(t);
	house_settle(t);
	assert_int_equal(get(t, 0, at(t, "/services/#/bookings?starts_at=2026-01-02T09:00:00Z", service)).status, 303);
	assert_int_equal(get(t, t->ana, at(t, "/services/#/bookings", service)).status, 303);
	struct answer answer = get(t, t->ana, at(t, "/services/#/bookings?starts_at=2026-01-02T09:00:00Z", service));
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "45,00"));
	answer = post(t, t->ana, at(t, "/services/#/bookings", service), "starts_at=2026-01-02T09:00:00Z&place=53111&" VISIT);
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "So weit f"));
	answer = post(t, t->ana, at(t, "/services/#/bookings", service), "starts_at=2026-01-02T09:00:00Z&place=50667&" VISIT);
	assert_int_equal(answer.status, 303);
	int64_t booking = number_after(answer.location, "/bookings/");
	answer = post(t, t->eve, at(t, "/services/#/bookings", service), "starts_at=2026-01-02T09:00:00Z&place=50667&" VISIT);
	assert_int_equal(answer.status, 409);
	answer = get(t, t->ben, at(t, "/bookings/#", booking));
	assert_false(answer_says(&answer, "Domstr"));
	assert_int_equal(get(t, t->ana, at(t, "/bookings/#/calendar.ics", booking)).status, 409);
	assert_int_equal(post(t, t->ben, at(t, "/bookings/#/acceptance", booking), "").status, 303);
	answer = get(t, t->ana, at(t, "/bookings/#/cancellation", booking));
	assert_int_equal(answer.status, 200);
	assert_int_equal(post(t, t->ana, at(t, "/bookings/#/cancellation", booking), "reason=Hat+sich+erledigt.").status, 303);
	struct letter_got letter = letter_to(t, "ben@example.org");
	assert_true(str_contains(letter.calendar, S("METHOD:CANCEL")));
	assert_true(str_contains(letter.calendar, S("SEQUENCE:1")));
	assert_true(str_contains(letter.text, S("Hat sich erledigt.")));
	assert_int_equal(get(t, t->ana, at(t, "/bookings/#/cancellation", booking)).status, 409);
}

static void a_helper_says_where_to_be_paid(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	house_settle(t);
	assert_int_equal(get(t, t->ana, "/me/payment").status, 403);
	assert_int_equal(get(t, t->ben, "/me/payment").status, 200);
	assert_int_equal(post(t, t->ben, "/me/payment", "iban=DE00&name=Ben").status, 422);
	assert_int_equal(post(t, t->ben, "/me/payment", "iban=DE33100205000001194700&name=Ben&street=Domstr.&building=1&code=50667"
		"&town=K%C3%B6ln&country=DE").status, 303);
	t->now = booking.starts_at;
	assert_int_equal(post(t, t->ana, at(t, "/bookings/#/completion", booking.id), "").status, 303);
	struct answer answer = get(t, t->ana, at(t, "/bookings/#", booking.id));
	assert_true(answer_says(&answer, "DE33 1002 0500 0001 1947 00"));
	assert_true(answer_says(&answer, "class=\"pay-code\""));
	answer = get(t, t->ben, "/me/payment");
	assert_true(answer_says(&answer, "DE33 1002"));
}

static struct answer call(struct test_house *t, int64_t as, enum method method, const char *path, const char *json)
{
	return visit(t, &(struct asked){ .as = as, .method = method, .path = path, .json = json, .bearer = true });
}

static int64_t id_in(const struct answer *answer)
{
	return number_after(answer->body, "\"id\":\"");
}

static void a_program_does_the_same(void **state)
{
	struct test_house *t = *state;
	int64_t service = ben_helps(t);
	house_settle(t);
	struct answer answer = call(t, t->ana, POST, "/api/v1/tasks", "{\"title\":\"Gastnetz einrichten\",\"text\":\"Der Besuch kommt "
		"nicht ins Netz.\",\"category\":\"wifi\",\"place\":\"50667\",\"budget_minor\":6000}");
	assert_int_equal(answer.status, 201);
	assert_true(answer_says(&answer, "\"state\":\"open\""));
	int64_t task = id_in(&answer);
	answer = call(t, t->ben, GET, "/api/v1/tasks?place=50667&radius=5", NULL);
	assert_true(answer_says(&answer, "Gastnetz") && answer_says(&answer, "\"next\":null"));
	assert_int_equal(call(t, t->ben, GET, "/api/v1/tasks?place=Neustadt", NULL).status, 422);
	answer = call(t, t->ben, POST, at(t, "/api/v1/tasks/#/offers", task), "{\"starts_at\":\"2026-01-02T09:00:00Z\",\"minutes\":60,"
		"\"price_minor\":4000,\"text\":\"Ich bringe alles mit.\"}");
	assert_int_equal(answer.status, 201);
	int64_t offer = id_in(&answer);
	assert_int_equal(call(t, t->eve, GET, at(t, "/api/v1/offers/#", offer), NULL).status, 404);
	answer = call(t, t->ana, GET, at(t, "/api/v1/tasks/#/offers", task), NULL);
	assert_true(answer_says(&answer, "\"price_minor\":4000"));
	answer = call(t, t->ana, POST, at(t, "/api/v1/offers/#/acceptance", offer), "{\"address\":\"Domstr. 1\",\"phone\":\"ring me\"}");
	assert_int_equal(answer.status, 422);
	answer = call(t, t->ana, POST, at(t, "/api/v1/offers/#/acceptance", offer), "{\"address\":\"Domstr. 1\",\"phone\":\"+49 221 12345\"}");
	assert_int_equal(answer.status, 201);
	int64_t booking = id_in(&answer);
	assert_true(answer_says(&answer, "\"state\":\"accepted\"") && answer_says(&answer, "\"steps\":\"cancellation move\""));
	answer = call(t, t->ben, GET, at(t, "/api/v1/bookings/#", booking), NULL);
	assert_true(answer_says(&answer, "Domstr. 1") && answer_says(&answer, "\"finish_code\":\"\""));
	assert_int_equal(call(t, t->eve, GET, at(t, "/api/v1/bookings/#", booking), NULL).status, 404);
	assert_int_equal(call(t, t->eve, POST, at(t, "/api/v1/bookings/#/cancellation", booking), "{}").status, 404);
	t->now = TOMORROW_TEN;
	assert_int_equal(call(t, t->ben, POST, at(t, "/api/v1/bookings/#/start", booking), "{}").status, 200);
	answer = call(t, t->ben, POST, at(t, "/api/v1/bookings/#/code", booking), "{\"code\":\"xxxxxx\"}");
	assert_int_equal(answer.status, 422);
	answer = call(t, t->ana, POST, at(t, "/api/v1/bookings/#/completion", booking), "{}");
	assert_true(answer_says(&answer, "\"state\":\"done\""));
	answer = call(t, t->ana, POST, at(t, "/api/v1/bookings/#/reviews", booking), "{\"stars\":5,\"text\":\"Sehr gut gemacht.\"}");
	assert_int_equal(answer.status, 201);
	answer = call(t, t->ben, GET, at(t, "/api/v1/bookings/#/reviews", booking), NULL);
	assert_true(answer_says(&answer, "\"items\":[]"));
	assert_int_equal(call(t, t->ben, POST, at(t, "/api/v1/bookings/#/fix", booking), "{\"body\":\"Es war das Kabel.\"}").status, 409);
	answer = call(t, t->ben, GET, "/api/v1/bookings?as=helper", NULL);
	assert_true(answer_says(&answer, "\"state\":\"done\""));
	answer = call(t, t->eve, POST, at(t, "/api/v1/services/#/bookings", service), "{\"starts_at\":\"2026-01-05T09:00:00Z\","
		"\"address\":\"Ring 5\",\"place\":\"50667\",\"phone\":\"0221 99999\",\"note\":\"\"}");
	assert_int_equal(answer.status, 201);
	assert_int_equal(call(t, t->ben, POST, at(t, "/api/v1/bookings/#/refusal", id_in(&answer)), "{\"reason\":\"Urlaub\"}").status, 200);
	assert_int_equal(call(t, 0, GET, at(t, "/api/v1/members/#/reviews", t->ben), NULL).status, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(from_a_thread_to_a_reviewed_visit),
		WEB_TEST(a_slot_is_booked_and_called_off),
		WEB_TEST(a_helper_says_where_to_be_paid),
		WEB_TEST(a_program_does_the_same),
	};
	return cmocka_run_group_tests_name("visit", tests, NULL, NULL);
}
