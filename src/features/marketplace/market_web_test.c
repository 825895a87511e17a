/* market_web_test.c: becoming a helper, offering something, and finding it: in the browser and through the API. */
#include "features/calendar/calendar.h"
#include "features/marketplace/market_testing.h"
#include "test/visit.h"

#include <stdio.h>

#define APPLICATION "about=I+know+networks+very+well+indeed&categories=wifi&languages=de&place=50667&radius_km=10"
#define SERVICE "title=WLAN+einrichten&text=Mit+**Gastnetz**&category=wifi&price_kind=hourly&price_minor=45%2C50" \
	"&currency=EUR&minutes=60&radius_km=10&languages=de&place=50667"

static struct answer post(struct test_house *t, int64_t as, const char *path, const char *form)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = path, .form = form });
}

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

/* Eve applies, Adam approves. */
static void eve_becomes_a_helper(struct test_house *t)
{
	char path[80];
	market_places_in(t);
	assert_int_equal(post(t, t->eve, "/helpers/apply", APPLICATION "&business=private&accepts_rules=1").status, 303);
	struct answer answer = get(t, t->adam, "/desk/applications");
	assert_true(answer_says(&answer, "Eve"));
	int64_t id = number_after(answer.body, "/desk/applications/");
	snprintf(path, sizeof(path), "/desk/applications/%lld", (long long)id);
	assert_int_equal(get(t, t->adam, path).status, 200);
	snprintf(path, sizeof(path), "/desk/applications/%lld/approval", (long long)id);
	assert_int_equal(post(t, t->adam, path, "").status, 303);
}

static void from_application_to_a_found_service(void **state)
{
	struct test_house *t = *state;
	char path[80];
	eve_becomes_a_helper(t);
	assert_int_equal(get(t, t->eve, "/me/services/new").status, 200);
	struct answer answer = post(t, t->eve, "/me/services", SERVICE);
	assert_int_equal(answer.status, 303);
	assert_true(str_equal(answer.location, S("/me/hours"))); /* without hours nobody can book */
	assert_int_equal(post(t, t->eve, "/me/hours", "fri_from=09:00&fri_to=12:00").status, 303);

	answer = get(t, 0, "/services?place=50667");
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "WLAN einrichten"));
	assert_true(answer_says(&answer, "45,50"));
	assert_true(answer_says(&answer, "starts_at=2026-01-02T08"));
	assert_false(answer_says(&answer, "50.9389")); /* only the blurred position */
	int64_t id = number_after(answer.body, "href=\"/services/");
	snprintf(path, sizeof(path), "/services/%lld", (long long)id);
	answer = get(t, 0, path);
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "<strong>Gastnetz</strong>"));
	assert_true(answer_says(&answer, "value=\"2026-01-02T0"));
	assert_false(answer_says(&answer, "method=\"post\""));
	answer = get(t, t->eve, path);
	assert_true(answer_says(&answer, "/me/services/"));
}

static void an_application_that_lacks_something_is_shown_again(void **state)
{
	struct test_house *t = *state;
	market_places_in(t);
	struct answer answer = post(t, t->eve, "/helpers/apply", APPLICATION "&business=private");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "f-accepts_rules-error"));
	assert_true(answer_says(&answer, "networks very well"));
}

static void a_search_shows_its_map_its_filters_and_its_mistakes(void **state)
{
	struct test_house *t = *state;
	eve_becomes_a_helper(t);
	assert_int_equal(post(t, t->eve, "/me/services", SERVICE).status, 303);
	struct answer answer = get(t, 0, "/services?place=50667&view=map&radius=5");
	assert_true(answer_says(&answer, "map-dot"));
	assert_true(answer_says(&answer, "data-radius=\"5\""));
	answer = get(t, 0, "/services?place=Neustadt");
	assert_true(answer_says(&answer, "place=Neustadt&amp;which=2"));
	answer = get(t, 0, "/services?place=Neustadt&which=2");
	assert_true(answer_says(&answer, "<h1>Hilfe in Neustadt"));
	answer = get(t, 0, "/services?place=Neustadt&which=2&named=Bonn");
	assert_true(answer_says(&answer, "which-h")); /* another name was typed since: asked back */
	answer = get(t, 0, "/services?place=50667&purpose=learn");
	assert_true(answer_says(&answer, "value=\"learn\" selected"));
	assert_false(answer_says(&answer, "WLAN einrichten"));
	answer = get(t, 0, "/services?place=50667&purpose=repair&view=map");
	assert_true(answer_says(&answer, "WLAN einrichten") && answer_says(&answer, "purpose=repair&amp;view=map"));
	answer = get(t, 0, "/services?place=Atlantis");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "q-place-error"));
	answer = get(t, 0, "/services?place=50667&category=tv");
	assert_false(answer_says(&answer, "WLAN einrichten"));
	assert_int_equal(get(t, 0, "/services").status, 200);
	assert_int_equal(get(t, 0, "/services/17").status, 404);
}

static void a_helper_pauses_and_deletes(void **state)
{
	struct test_house *t = *state;
	char path[80];
	eve_becomes_a_helper(t);
	assert_int_equal(post(t, t->eve, "/me/services", SERVICE).status, 303);
	struct answer answer = get(t, t->eve, "/me/services");
	int64_t id = number_after(answer.body, "/me/services/");
	if (!id)
		id = number_after(answer.body, "card-link\" href=\"/me/services/");
	snprintf(path, sizeof(path), "/me/services/%lld/pause", (long long)id);
	assert_int_equal(post(t, t->ben, path, "").status, 404); /* a helper, but not this one's */
	assert_int_equal(post(t, t->eve, path, "").status, 303);
	assert_int_equal(post(t, t->eve, path, "").status, 409);
	answer = get(t, 0, "/services?place=50667");
	assert_false(answer_says(&answer, "WLAN einrichten"));
	snprintf(path, sizeof(path), "/me/services/%lld/deletion", (long long)id);
	assert_int_equal(get(t, t->eve, path).status, 200);
	assert_int_equal(post(t, t->eve, path, "").status, 303);
	assert_int_equal(get(t, t->eve, path).status, 404);
}

static void programs_apply_offer_and_search(void **state)
{
	struct test_house *t = *state;
	char path[100];
	eve_becomes_a_helper(t);
	struct answer answer = visit(t, &(struct asked){ .as = t->eve, .bearer = true, .method = POST, .path = "/api/v1/services",
		.json = "{\"title\":\"TV\",\"category\":\"tv\"}" });
	assert_int_equal(answer.status, 422);
	answer = visit(t, &(struct asked){ .as = t->eve, .bearer = true, .method = POST, .path = "/api/v1/services",
		.json = "{\"title\":\"Fernseher\",\"category\":\"tv\",\"price_kind\":\"fixed\",\"price_minor\":3900,\"minutes\":45,"
		"\"radius_km\":20,\"languages\":[\"de\",\"fr\"],\"place\":\"50667\"}" });
	assert_int_equal(answer.status, 201);
	int64_t id = number_after(answer.location, "/api/v1/services/");
	answer = get(t, 0, "/api/v1/services?place=53111&radius=50");
	assert_true(answer_says(&answer, "\"items\":[]")); /* Bonn is beyond 20 km */
	answer = get(t, 0, "/api/v1/services?place=50667&category=tv&language=fr");
	assert_true(answer_says(&answer, "\"price_minor\":3900"));
	assert_true(answer_says(&answer, "\"distance_up_to_km\":1"));
	assert_false(answer_says(&answer, "50.9389"));
	assert_int_equal(get(t, 0, "/api/v1/services?place=Neustadt").status, 422);
	snprintf(path, sizeof(path), "/api/v1/services/%lld/slots?from=2026-01-02&days=7", (long long)id);
	assert_int_equal(get(t, 0, path).status, 200);
	answer = visit(t, &(struct asked){ .as = t->eve, .bearer = true, .path = "/api/v1/application" });
	assert_true(answer_says(&answer, "\"approved\""));
}

static void panels_show_services_where_they_belong(void **state)
{
	struct test_house *t = *state;
	char path[80];
	eve_becomes_a_helper(t);
	assert_int_equal(post(t, t->eve, "/me/services", SERVICE).status, 303);
	snprintf(path, sizeof(path), "/members/%lld", (long long)t->eve);
	struct answer answer = get(t, 0, path);
	assert_true(answer_says(&answer, "WLAN einrichten"));
	assert_true(answer_says(&answer, "badge-check"));
	answer = get(t, t->ana, "/me");
	assert_true(answer_says(&answer, "/helpers/apply"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(from_application_to_a_found_service),
		WEB_TEST(an_application_that_lacks_something_is_shown_again),
		WEB_TEST(a_search_shows_its_map_its_filters_and_its_mistakes),
		WEB_TEST(a_helper_pauses_and_deletes),
		WEB_TEST(programs_apply_offer_and_search),
		WEB_TEST(panels_show_services_where_they_belong),
	};
	return cmocka_run_group_tests_name("market in the browser", tests, NULL, NULL);
}
