/* identity_web_test.c: proves the pages of identity through the door: forms, cookies, links that scanners may follow. */
#include "features/identity/identity.h"

#include "features/member/member.h"
#include "features/member/member_news.h"
#include "test/letters.h"
#include "test/visit.h"

#define GOOD "vier blaue stunden"

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

static struct answer post(struct test_house *t, int64_t as, const char *path, const char *form)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = path, .form = form });
}

static const char *path_in(struct test_house *t, const char *address, const char *part)
{
	house_work(t);
	struct letter_got letter = letter_to(t, address);
	str link = link_in(&letter, part);
	size_t at;
	assert_true(str_find(link, str_from(part), &at));
	return str_c(t->arena, str_skip(link, at));
}

/* The session's secret that the answer gives to the browser; "" for none. */
static str session_given(const struct answer *answer)
{
	for (size_t i = 0; i < answer->response->header_count; i++) {
		str rest = answer->response->headers[i].value, name;
		if (!str_equal_fold(answer->response->headers[i].name, S("Set-Cookie")))
			continue;
		str pair = str_cut(&rest, ';');
		name = str_cut(&pair, '=');
		if (str_ends(name, S("session")))
			return pair;
	}
	return S("");
}

static int64_t member_of(struct test_house *t, str secret)
{
	struct session session = { 0 };
	bool is_stale;
	enum err err = session_resolve(acting_as(t, 0), secret, &session, &is_stale);
	house_settle(t);
	return err ? 0 : session.member_id;
}

static void give_password(struct test_house *t, int64_t member_id)
{
	str hash;
	assert_int_equal(password_hash(t->arena, S(GOOD), &hash), OK);
	assert_int_equal(account_set_password(acting_as_house(t), member_id, hash), OK);
	house_settle(t);
}

static void all_pages_for_strangers_are_shown(void **state)
{
	static const char *const pages[] = { "/login", "/login?to=/me", "/login/link", "/login/sent", "/recover",
		"/recover/sent", "/signup", "/signup/sent", "/drafts/sent", "/imprint", "/privacy", "/about", "/products" };
	for (size_t i = 0; i < COUNT(pages); i++) {
		struct answer answer = get(*state, 0, pages[i]);
		if (answer.status != 200)
			fail_msg("%s: %d", pages[i], answer.status);
	}
}

static void signing_up_instead_leads_to_the_same_place(void **state)
{
	struct answer answer = get(*state, 0, "/login?to=%2Fme%2Fmatters");
	assert_true(str_contains(answer.body, S("href=\"/signup?to=/me/matters\"")));
	answer = get(*state, 0, "/signup?to=%2Fme%2Fmatters");
	assert_true(str_contains(answer.body, S("href=\"/login?to=/me/matters\"")));
}

static void all_own_pages_are_shown(void **state)
{
	struct test_house *t = *state;
	static const char *const pages[] = { "/me", "/me/matters", "/me/profile", "/me/security" };
	for (size_t i = 0; i < COUNT(pages); i++) {
		if (get(t, t->ana, pages[i]).status != 200)
			fail_msg("%s for Ana: %d", pages[i], get(t, t->ana, pages[i]).status);
		struct answer stranger = get(t, 0, pages[i]);
		assert_int_equal(stranger.status, 303);
		assert_true(str_starts(stranger.location, S("/login?to=")));
	}
}

static void the_right_password_signs_in_and_leads_back(void **state)
{
	struct test_house *t = *state;
	give_password(t, t->ana);
	struct answer answer = post(t, 0, "/login", "mail=ana%40example.org&password=vier+blaue+stunden&to=%2Fme%2Fmatters");
	assert_int_equal(answer.status, 303);
	assert_true(str_equal(answer.location, S("/me/matters")));
	assert_int_equal(member_of(t, session_given(&answer)), t->ana);
	answer = post(t, 0, "/login", "mail=ana%40example.org&password=vier+blaue+stunden&to=%2F%2Fevil.example");
	assert_true(str_equal(answer.location, S("/me")));
}

static void a_wrong_password_and_an_unknown_address_look_the_same(void **state)
{
	struct test_house *t = *state;
	give_password(t, t->ana);
	struct answer wrong = post(t, 0, "/login", "mail=ana%40example.org&password=falsch+geraten");
	struct answer unknown = post(t, 0, "/login", "mail=nobody%40example.org&password=falsch+geraten");
	assert_int_equal(wrong.status, 422);
	assert_int_equal(unknown.status, 422);
	assert_true(str_empty(session_given(&wrong)) && str_empty(session_given(&unknown)));
	assert_true(answer_says(&wrong, "passen nicht zusammen") && answer_says(&unknown, "passen nicht zusammen"));
	assert_false(answer_says(&wrong, "falsch geraten")); /* a password is never shown again */
}

static void signing_up_goes_through_the_mail(void **state)
{
	struct test_house *t = *state;
	struct answer answer = post(t, 0, "/signup", "name=Carla&mail=carla%40example.org&password=vier+blaue+stunden&terms=1");
	assert_int_equal(answer.status, 303);
	assert_true(str_equal(answer.location, S("/signup/sent")));
	assert_true(str_empty(session_given(&answer)));
	const char *path = path_in(t, "carla@example.org", "/confirm/");
	for (int i = 0; i < 2; i++) /* a scanner follows links; only the button counts */
		assert_int_equal(get(t, 0, path).status, 200);
	answer = post(t, 0, path, "");
	assert_int_equal(answer.status, 303);
	int64_t member_id = member_of(t, session_given(&answer));
	assert_true(member_id > 0);
	assert_int_equal(post(t, 0, path, "").status, 404);
	assert_int_equal(get(t, 0, path).status, 404);
	answer = post(t, 0, "/login", "mail=carla%40example.org&password=vier+blaue+stunden");
	assert_int_equal(member_of(t, session_given(&answer)), member_id);
}

/* Somebody signs up with another's address and a password of his own; its owner confirms in her own browser. */
static void a_link_opened_in_another_browser_asks_for_a_password_of_its_own(void **state)
{
	struct test_house *t = *state;
	post(t, 0, "/signup", "name=Carla&mail=carla%40example.org&password=vier+blaue+stunden&terms=1");
	const char *path = path_in(t, "carla@example.org", "/confirm/");
	struct answer answer = get(t, t->eve, path);
	assert_true(answer_says(&answer, "name=\"password\""));
	assert_int_equal(post(t, t->eve, path, "").status, 422);
	answer = post(t, t->eve, path, "password=kurz");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "mindestens 10 Zeichen"));
	answer = post(t, t->eve, path, "password=acht+rote+minuten");
	assert_int_equal(answer.status, 303);
	int64_t member_id = member_of(t, session_given(&answer));
	assert_true(member_id > 0 && member_id != t->eve);
	assert_int_equal(post(t, 0, "/login", "mail=carla%40example.org&password=vier+blaue+stunden").status, 422);
	answer = post(t, 0, "/login", "mail=carla%40example.org&password=acht+rote+minuten");
	assert_int_equal(member_of(t, session_given(&answer)), member_id);
}

static void a_signup_with_faults_is_shown_again(void **state)
{
	struct test_house *t = *state;
	static const struct { const char *form, *says; } cases[] = {
		{ "name=Carla&mail=carla%40example.org&password=vier+blaue+stunden", "aria-invalid" },
		{ "name=Carla&mail=carla&password=vier+blaue+stunden&terms=1", "E-Mail-Adresse" },
		{ "name=Carla&mail=carla%40example.org&password=kurz&terms=1", "mindestens 10 Zeichen" },
		{ "name=Carla&mail=carla%40example.org&password=passwort2026&terms=1", "probieren Angreifer" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct answer answer = post(t, 0, "/signup", cases[i].form);
		assert_int_equal(answer.status, 422);
		if (!answer_says(&answer, cases[i].says))
			fail_msg("%s is not told: %s", cases[i].says, cases[i].form);
		assert_true(answer_says(&answer, "value=\"Carla\""));
		assert_false(answer_says(&answer, "vier blaue stunden"));
	}
}

static void a_known_address_gets_the_same_page_and_a_mail_of_its_own(void **state)
{
	struct test_house *t = *state;
	struct answer answer = post(t, 0, "/signup", "name=Eva&mail=ana%40example.org&password=vier+blaue+stunden&terms=1");
	assert_int_equal(answer.status, 303);
	assert_true(str_equal(answer.location, S("/signup/sent")));
	house_work(t);
	struct letter_got letter = letter_to(t, "ana@example.org");
	assert_false(str_contains(letter.text, S("/confirm/")));
	assert_true(str_contains(letter.text, S("/login")));
}

static void a_one_time_link_signs_in_once(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(post(t, 0, "/login/link", "mail=ana%40example.org").status, 303);
	const char *path = path_in(t, "ana@example.org", "/login/link/");
	assert_int_equal(get(t, 0, path).status, 200);
	struct answer answer = post(t, 0, path, "");
	assert_int_equal(member_of(t, session_given(&answer)), t->ana);
	assert_int_equal(post(t, 0, path, "").status, 404);
	size_t mails = letters(t).count;
	assert_int_equal(post(t, 0, "/login/link", "mail=nobody%40example.org").status, 303);
	house_work(t);
	assert_int_equal(letters(t).count, mails);
}

static void a_recovered_account_is_signed_out_elsewhere(void **state)
{
	struct test_house *t = *state;
	str old;
	give_password(t, t->ana);
	assert_int_equal(session_begin(acting_as(t, 0), t->ana, S("old"), &old), OK);
	assert_int_equal(post(t, 0, "/recover", "mail=ana%40example.org").status, 303);
	const char *path = path_in(t, "ana@example.org", "/recover/");
	assert_int_equal(get(t, 0, path).status, 200);
	assert_int_equal(post(t, 0, path, "password=1234567890").status, 422);
	assert_int_equal(member_of(t, old), t->ana);
	struct answer answer = post(t, 0, path, "password=drei+gr%C3%BCne+wochen");
	assert_int_equal(answer.status, 303);
	assert_int_equal(member_of(t, session_given(&answer)), t->ana);
	assert_int_equal(member_of(t, old), 0);
	assert_int_equal(post(t, 0, "/login", "mail=ana%40example.org&password=vier+blaue+stunden").status, 422);
	assert_int_equal(post(t, 0, "/login", "mail=ana%40example.org&password=drei+gr%C3%BCne+wochen").status, 303);
}

static void the_old_password_is_asked_before_it_changes(void **state)
{
	struct test_house *t = *state;
	give_password(t, t->ana);
	struct answer answer = post(t, t->ana, "/me/security/password",
	                            "old_password=geraten+und+falsch&password=drei+gr%C3%BCne+wochen");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "nicht dein bisheriges"));
	answer = post(t, t->ana, "/me/security/password", "old_password=vier+blaue+stunden&password=drei+gr%C3%BCne+wochen");
	assert_int_equal(answer.status, 303);
	assert_int_equal(post(t, 0, "/login", "mail=ana%40example.org&password=drei+gr%C3%BCne+wochen").status, 303);
}

/* ── what comes again under its key ── */

static struct answer post_under(struct test_house *t, int64_t as, const char *path, const char *form)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = path, .form = form, .once = "key" });
}

/* The same way, and no cookie that opens anything: what is kept of an answer holds none. */
static void answered_again(const struct answer *first, const struct answer *again)
{
	assert_int_equal(first->status, 303);
	assert_int_equal(again->status, 303);
	assert_true(str_equal(first->location, again->location));
	assert_true(str_empty(session_given(again)));
}

static void a_new_password_that_is_sent_again_is_answered_again(void **state)
{
	struct test_house *t = *state;
	give_password(t, t->ana);
	assert_int_equal(post(t, 0, "/recover", "mail=ana%40example.org").status, 303);
	const char *path = path_in(t, "ana@example.org", "/recover/");
	assert_int_equal(post_under(t, 0, path, "password=1234567890").status, 422); /* refused: nothing is kept */
	struct answer first = post_under(t, 0, path, "password=drei+gr%C3%BCne+wochen");
	struct answer again = post_under(t, 0, path, "password=drei+gr%C3%BCne+wochen");
	assert_int_equal(member_of(t, session_given(&first)), t->ana);
	answered_again(&first, &again);
	/* Another password is another deed: it must not be told that it was taken. */
	assert_int_equal(post_under(t, 0, path, "password=sieben+alte+tage").status, 404);
	assert_int_equal(post(t, 0, "/login", "mail=ana%40example.org&password=drei+gr%C3%BCne+wochen").status, 303);
}

static void a_changed_password_that_is_sent_again_is_answered_again(void **state)
{
	static const char change[] = "old_password=vier+blaue+stunden&password=drei+gr%C3%BCne+wochen";
	struct test_house *t = *state;
	give_password(t, t->ana);
	struct answer first = post_under(t, t->ana, "/me/security/password", change);
	struct answer again = post_under(t, t->ana, "/me/security/password", change);
	answered_again(&first, &again);
	struct answer next = post_under(t, t->ana, "/me/security/password", "old_password=drei+gr%C3%BCne+wochen&password=sieben+alte+tage");
	assert_int_equal(next.status, 303);
	assert_int_equal(post(t, 0, "/login", "mail=ana%40example.org&password=sieben+alte+tage").status, 303);
}

static void a_signup_and_its_link_that_are_sent_again_are_answered_again(void **state)
{
	static const char carla[] = "name=Carla&mail=carla%40example.org&password=vier+blaue+stunden&terms=1";
	struct test_house *t = *state;
	struct answer first = post_under(t, 0, "/signup", carla);
	house_work(t);
	size_t mails = letters(t).count;
	struct answer again = post_under(t, 0, "/signup", carla);
	answered_again(&first, &again);
	house_work(t);
	assert_int_equal(letters(t).count, mails);
	/* She saw that her address was wrong, went back, and gave another. */
	assert_int_equal(post_under(t, 0, "/signup", "name=Carla&mail=carla2%40example.org&password=vier+blaue+stunden&terms=1").status, 303);
	assert_non_null(path_in(t, "carla2@example.org", "/confirm/"));
	const char *path = path_in(t, "carla@example.org", "/confirm/");
	first = post_under(t, 0, path, "password=acht+rote+minuten");
	again = post_under(t, 0, path, "password=acht+rote+minuten");
	assert_true(member_of(t, session_given(&first)) > 0);
	answered_again(&first, &again);
}

static void signing_out_ends_the_session_and_clears_the_browser(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(get(t, t->ana, "/me").status, 200);
	struct answer answer = post(t, t->ana, "/logout", "");
	assert_int_equal(answer.status, 303);
	assert_true(answer_header(&answer, S("Clear-Site-Data")).len > 0);
	assert_int_equal(get(t, t->ana, "/me").status, 303);
}

static void posts_from_other_sites_change_nothing(void **state)
{
	struct test_house *t = *state;
	static const char *const paths[] = { "/login", "/login/link", "/recover", "/signup", "/logout", "/me/profile",
		"/me/security/password", "/me/security/others/end" };
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct asked asked = { .as = t->ana, .method = POST, .path = paths[i], .form = "", .without_token = true };
		assert_int_equal(visit(t, &asked).status, 403);
		asked.origin = "https://evil.example";
		asked.without_token = false;
		assert_int_equal(visit(t, &asked).status, 403);
	}
}

static void the_profile_is_saved_and_faults_are_shown(void **state)
{
	struct test_house *t = *state;
	struct answer answer = post(t, t->ana, "/me/profile", "name=Ana+Winter&languages=de&languages=it&language=de&phone=&about=&place=");
	assert_int_equal(answer.status, 303);
	answer = get(t, 0, str_c(t->arena, str_format(t->arena, "/members/%lld", (long long)t->ana)));
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "Ana Winter") && answer_says(&answer, "Italienisch"));
	answer = post(t, t->ana, "/me/profile", "name=&language=de");
	assert_int_equal(answer.status, 422);
	answer = post(t, t->ana, "/me/profile", "name=Ana&language=de&place=Entenhausen");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "value=\"Entenhausen\""));
	assert_int_equal(get(t, 0, "/members/12345").status, 404);
}

static enum err load_ana(struct scope *scope, void *data)
{
	struct member *ana = data;
	return member_load(scope, ana->id, ana);
}

static void being_seen_is_noted_by_the_way(void **state)
{
	struct test_house *t = *state;
	struct member ana = { .id = t->ana };
	assert_int_equal(get(t, t->ana, "/me").status, 200);
	t->now += SESSION_SEEN_EVERY;
	assert_int_equal(get(t, t->ana, "/me").status, 200);
	/* Nobody waits for the note, and on PostgreSQL other units may overtake it. */
	for (int i = 0; i < 2000 && ana.last_seen_at != t->now; i++)
		assert_int_equal(in_unit(t, acting_as_house(t), load_ana, &ana), OK);
	assert_int_equal(ana.last_seen_at, t->now);
}

static void a_strangers_draft_is_confirmed_and_waited_for(void **state)
{
	struct test_house *t = *state;
	struct draft draft = { .kind = S("test"), .name = S("Ana"), .mail = S("ana@example.org"),
		.payload = S("{\"title\":\"Gäste & WLAN\",\"body\":\"Es **geht** nicht.\"}") };
	assert_int_equal(draft_keep(acting_as(t, 0), &draft), OK);
	const char *path = path_in(t, "ana@example.org", "/drafts/confirm/");
	struct answer answer = get(t, 0, path);
	assert_int_equal(answer.status, 200);
	/* Nobody puts words into another's mouth: what will be published in one's name is shown before. */
	assert_true(answer_says(&answer, "Gäste &amp; WLAN"));
	assert_true(answer_says(&answer, "<strong>geht</strong>"));
	answer = post(t, 0, path, "");
	assert_int_equal(answer.status, 303);
	assert_int_equal(member_of(t, session_given(&answer)), t->ana);
	const char *waits = str_c(t->arena, answer.location);
	answer = get(t, t->ana, waits);
	assert_int_equal(answer.status, 200);
	assert_true(str_contains(answer_header(&answer, S("Refresh")), S("n=2")));
	assert_int_equal(get(t, t->eve, waits).status, 404);
	answer = get(t, t->ana, str_c(t->arena, str_format(t->arena, "%s?n=10", waits)));
	assert_true(str_empty(answer_header(&answer, S("Refresh"))));
	assert_int_equal(draft_done(acting_as_house(t), draft.id, subject_of(&member_subject, t->ben)), OK);
	house_settle(t);
	answer = get(t, t->ana, waits);
	assert_int_equal(answer.status, 303);
	assert_true(str_starts(answer.location, S("/members/")));
}

static void programs_read_themselves_with_a_token(void **state)
{
	struct test_house *t = *state;
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = "/api/v1/me", .bearer = true });
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "\"mail\":\"ana@example.org\""));
	answer = visit(t, &(struct asked){ .as = t->ana, .path = "/api/v1/matters", .bearer = true });
	assert_int_equal(answer.status, 200);
	assert_int_equal(visit(t, &(struct asked){ .path = "/api/v1/me" }).status, 401);
	answer = visit(t, &(struct asked){ .path = str_c(t->arena, str_format(t->arena, "/api/v1/members/%lld",
	                                                                         (long long)t->ben)) });
	assert_int_equal(answer.status, 200);
	assert_false(answer_says(&answer, "example.org"));
	assert_true(answer_says(&answer, "\"is_helper\":true"));
}

static void the_theme_is_kept_for_a_year_under_its_own_name_only(void **state)
{
	struct answer page = get(*state, 0, "/imprint");
	size_t at;
	assert_true(str_find(page.body, S("/theme/"), &at));
	str rest = str_skip(page.body, at);
	const char *path = str_c(((struct test_house *)*state)->arena, str_cut(&rest, '"'));
	struct answer css = get(*state, 0, path);
	assert_int_equal(css.status, 200);
	assert_true(answer_says(&css, "--brand"));
	assert_true(str_contains(answer_header(&css, S("Cache-Control")), S("immutable")));
	css = get(*state, 0, "/theme/00000000.css");
	assert_int_equal(css.status, 200);
	assert_false(str_contains(answer_header(&css, S("Cache-Control")), S("immutable")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(all_pages_for_strangers_are_shown),
		WEB_TEST(signing_up_instead_leads_to_the_same_place),
		WEB_TEST(all_own_pages_are_shown),
		WEB_TEST(the_right_password_signs_in_and_leads_back),
		WEB_TEST(a_wrong_password_and_an_unknown_address_look_the_same),
		WEB_TEST(signing_up_goes_through_the_mail),
		WEB_TEST(a_link_opened_in_another_browser_asks_for_a_password_of_its_own),
		WEB_TEST(a_signup_with_faults_is_shown_again),
		WEB_TEST(a_known_address_gets_the_same_page_and_a_mail_of_its_own),
		WEB_TEST(a_one_time_link_signs_in_once),
		WEB_TEST(a_recovered_account_is_signed_out_elsewhere),
		WEB_TEST(the_old_password_is_asked_before_it_changes),
		WEB_TEST(a_new_password_that_is_sent_again_is_answered_again),
		WEB_TEST(a_changed_password_that_is_sent_again_is_answered_again),
		WEB_TEST(a_signup_and_its_link_that_are_sent_again_are_answered_again),
		WEB_TEST(signing_out_ends_the_session_and_clears_the_browser),
		WEB_TEST(posts_from_other_sites_change_nothing),
		WEB_TEST(the_profile_is_saved_and_faults_are_shown),
		WEB_TEST(being_seen_is_noted_by_the_way),
		WEB_TEST(a_strangers_draft_is_confirmed_and_waited_for),
		WEB_TEST(programs_read_themselves_with_a_token),
		WEB_TEST(the_theme_is_kept_for_a_year_under_its_own_name_only),
	};
	return cmocka_run_group_tests_name("identity_web", tests, NULL, NULL);
}
