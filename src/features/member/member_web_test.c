/* member_web_test.c: proves the pages of members through the door: who sees what, and matters with all their chips. */
#include "features/member/member.h"

#include "features/member/member_news.h"
#include "test/visit.h"

static struct answer get(struct test_house *t, int64_t as, const char *start, int64_t id)
{
	str path = id ? str_format(t->arena, "%s%lld", start, (long long)id) : str_from(start);
	return visit(t, &(struct asked){ .as = as, .path = str_c(t->arena, path) });
}

/* Members stand in for threads and bookings: they are subjects with faces. */
static void a_matter_of_ana_that_ben_holds(struct test_house *t)
{
	int64_t matter_id;
	struct scope *ana = acting_as(t, t->ana);
	struct subject root = subject_of(&member_subject, t->eve), next = subject_of(&member_subject, t->mia);
	const struct matter booked = { .step = MATTER_BOOKED, .holder = HELD_BY_HELPER, .holder_id = t->ben,
		.due_at = t->now + HOURS(6), .latest = next };
	assert_int_equal(trail_begin(ana, root, t->ana, &matter_id), OK);
	assert_int_equal(trail_grow(ana, root, next, "trail.help_wanted"), OK);
	assert_int_equal(trail_move(ana, next, &booked), OK);
	house_settle(t);
}

static void a_matter_is_shown_to_its_owner_and_its_holder(void **state)
{
	struct test_house *t = *state;
	a_matter_of_ana_that_ben_holds(t);
	struct answer ana = get(t, t->ana, "/me/matters", 0), ben = get(t, t->ben, "/me/matters", 0);
	struct answer eve = get(t, t->eve, "/me/matters", 0);
	assert_int_equal(ana.status, 200);
	assert_true(answer_says(&ana, "liegt bei Ben") && answer_says(&ana, "aria-current=\"step\""));
	assert_true(answer_says(&ana, "Der Termin ist fest."));
	assert_true(answer_says(&ben, "Du bist dran") && answer_says(&ben, "Du hast zugesagt und wirst erwartet."));
	assert_false(answer_says(&eve, "class=\"matter\""));
	assert_true(answer_says(&eve, "nichts offen"));
	ana = get(t, t->ana, "/me", 0);
	assert_true(answer_says(&ana, "class=\"matter\"") && answer_says(&ana, "action=\"/logout\""));
	ana = visit(t, &(struct asked){ .as = t->ana, .path = "/api/v1/matters", .bearer = true });
	assert_true(answer_says(&ana, "\"step\":\"booked\"") && answer_says(&ana, "\"holder\":\"helper\""));
}

static void the_town_of_a_member_is_for_members_unless_she_helps(void **state)
{
	struct test_house *t = *state;
	const int64_t whom[] = { t->ana, t->ben };
	for (size_t i = 0; i < COUNT(whom); i++) {
		struct member member;
		struct scope *scope = acting_as(t, whom[i]);
		assert_int_equal(member_load(scope, whom[i], &member), OK);
		member.town = S("Entenhausen");
		member.about = S("Ich mag **Netze**. <script>alert(1)</script>");
		member.phone = S("+49 221 1234567");
		assert_int_equal(member_change(scope, &member), OK);
	}
	struct answer ana = get(t, 0, "/members/", t->ana), ben = get(t, 0, "/members/", t->ben);
	assert_false(answer_says(&ana, "Entenhausen"));
	assert_true(answer_says(&ben, "Entenhausen"));
	assert_true(answer_says(&ben, "<strong>Netze</strong>"));
	assert_false(answer_says(&ben, "<script>alert") || answer_says(&ben, "1234567") || answer_says(&ben, "example.org"));
	ana = get(t, t->eve, "/members/", t->ana);
	assert_true(answer_says(&ana, "Entenhausen"));
	assert_false(answer_says(&ana, "/me/profile") || answer_says(&ana, "1234567"));
}

static void a_town_that_exists_twice_is_asked_back(void **state)
{
	struct test_house *t = *state;
	static const char places[] = "country\tpostal_code\tplace\tregion\tlat\tlon\tregion_code\tcommunity\tkind\n"
		"DE\t01844\tNeustadt\tSachsen\t51.0280\t14.2160\tSN\tSächsische Schweiz\tarea\n"
		"DE\t96465\tNeustadt\tBayern\t50.3290\t11.1210\tBY\tCoburg\tarea\n";
	struct place_import count;
	house_settle(t);
	assert_int_equal(place_import(t->house, str_from(places), NULL, &count), OK);
	struct asked asked = { .as = t->ana, .method = POST, .path = "/me/profile",
		.form = "name=Ana&language=de&place=Neustadt" };
	struct answer answer = visit(t, &asked);
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "value=\"DE--Sachsen-51.028\"") && answer_says(&answer, "value=\"DE--Bayern-50.329\""));
	asked.form = "name=Ana&language=de&place=Neustadt&place_choice=DE--Bayern-50.329";
	assert_int_equal(visit(t, &asked).status, 303);
	struct member ana;
	assert_int_equal(member_load(acting_as(t, t->ana), t->ana, &ana), OK);
	assert_true(ana.lat > 50.3 && ana.lat < 50.4 && str_equal(ana.town, S("Neustadt")));
	asked.form = "name=Ana+N.&language=de&place=Neustadt"; /* shown as it was: nothing to ask */
	assert_int_equal(visit(t, &asked).status, 303);
}

static void another_brands_member_is_not_found(void **state)
{
	struct test_house *t = *state;
	int64_t tess;
	second_brand(t, &tess);
	struct answer here = get(t, t->ana, "/members/", tess), nobody = get(t, t->ana, "/members/", 12345);
	assert_int_equal(here.status, 404);
	assert_int_equal(nobody.status, 404);
	str path = str_format(t->arena, "/members/%lld", (long long)tess);
	struct answer there = visit(t, &(struct asked){ .path = str_c(t->arena, path), .host = "b.localhost" });
	assert_int_equal(there.status, 200);
}

/* Shown by the name of their host, and of no weight to machines that count links. */
static void links_lead_elsewhere_by_their_hosts_name(void **state)
{
	struct test_house *t = *state;
	struct answer answer = visit(t, &(struct asked){ .as = t->eve, .method = POST, .path = "/me/profile",
		.form = "name=Eve&language=de&links=https%3A%2F%2Fwww.social.example.org%2F%40eve%0D%0A%0D%0Ahttps%3A%2F%2Fcode.example.net%2Feve" });
	assert_int_equal(answer.status, 303);
	answer = visit(t, &(struct asked){ .as = 0, .path = str_c(t->arena, str_format(t->arena, "/members/%lld", (long long)t->eve)) });
	assert_true(answer_says(&answer, "href=\"https://www.social.example.org/@eve\" rel=\"nofollow ugc me noreferrer\""));
	assert_true(answer_says(&answer, "social.example.org</a>") && answer_says(&answer, "code.example.net</a>"));
	static const char *const wrong[] = { "http%3A%2F%2Fexample.org", "javascript:alert(1)", "https%3A%2F%2F127.0.0.1%2F",
		"https%3A%2F%2Fa.example.org%0Ahttps%3A%2F%2Fa.example.org" };
	for (size_t i = 0; i < COUNT(wrong); i++) {
		answer = visit(t, &(struct asked){ .as = t->eve, .method = POST, .path = "/me/profile",
			.form = str_c(t->arena, str_format(t->arena, "name=Eve&language=de&links=%s", wrong[i])) });
		assert_int_equal(answer.status, 422);
		assert_true(answer_says(&answer, "f-links-error"));
	}
}

static void more_than_five_links_are_refused(void **state)
{
	struct test_house *t = *state;
	struct member eve;
	struct scope *scope = acting_as(t, t->eve);
	assert_int_equal(member_load(scope, t->eve, &eve), OK);
	eve.links = S("https://a.example.org\nhttps://b.example.org\nhttps://c.example.org\nhttps://d.example.org\nhttps://e.example.org\n");
	assert_int_equal(member_change(scope, &eve), OK);
	const str parts[] = { eve.links, S("https://f.example.org") };
	eve.links = str_join(t->arena, parts, 2, S(""));
	assert_int_equal(member_change(scope, &eve), ERR_INVALID);
	assert_string_equal(scope->refusal.reason, "member.links_many");
	assert_string_equal(scope->refusal.field, "links");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_matter_is_shown_to_its_owner_and_its_holder),
		WEB_TEST(the_town_of_a_member_is_for_members_unless_she_helps),
		WEB_TEST(a_town_that_exists_twice_is_asked_back),
		WEB_TEST(another_brands_member_is_not_found),
		WEB_TEST(links_lead_elsewhere_by_their_hosts_name),
		HOUSE_TEST(more_than_five_links_are_refused),
	};
	return cmocka_run_group_tests_name("member_web", tests, NULL, NULL);
}
