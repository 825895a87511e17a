/* session_test.c: proves that sessions and tokens open only for whom they were made, and only in time. */
#include "features/identity/session.h"

#include "features/identity/link.h"
#include "features/member/member.h"
#include "test/house.h"

static str session_of(struct test_house *t, int64_t member_id)
{
	str secret;
	assert_int_equal(session_begin(acting_as(t, 0), member_id, S("Firefox"), &secret), OK);
	return secret;
}

static enum err open_with(struct test_house *t, str secret, bool *is_stale_out)
{
	struct session session;
	return session_resolve(acting_as(t, 0), secret, &session, is_stale_out);
}

static void a_session_opens_for_its_member(void **state)
{
	struct test_house *t = *state;
	struct session session;
	bool is_stale;
	str secret = session_of(t, t->ana);
	assert_int_equal(secret.len, 43);
	assert_int_equal(session_resolve(acting_as(t, 0), secret, &session, &is_stale), OK);
	assert_int_equal(session.member_id, t->ana);
	assert_false(is_stale);
	assert_false(str_equal(secret, session_of(t, t->ana)));
}

static void a_secret_that_is_not_exactly_right_opens_nothing(void **state)
{
	struct test_house *t = *state;
	bool is_stale;
	str secret = session_of(t, t->ana);
	char other[43], longer[201];
	memcpy(other, secret.at, 43);
	other[42] = other[42] == 'A' ? 'B' : 'A';
	memset(longer, 'A', sizeof(longer));
	assert_int_equal(open_with(t, (str){ other, 43 }, &is_stale), ERR_SIGNED_OUT);
	assert_int_equal(open_with(t, str_first(secret, 42), &is_stale), ERR_SIGNED_OUT);
	assert_int_equal(open_with(t, (str){ longer, sizeof(longer) }, &is_stale), ERR_SIGNED_OUT);
	assert_int_equal(open_with(t, S(""), &is_stale), ERR_SIGNED_OUT);
}

static void a_session_of_one_brand_opens_no_other(void **state)
{
	struct test_house *t = *state;
	struct session session;
	bool is_stale;
	str secret = session_of(t, t->ana);
	struct scope *scope = acting_as(t, 0);
	scope->brand_id = 77;
	assert_int_equal(session_resolve(scope, secret, &session, &is_stale), ERR_SIGNED_OUT);
}

static void a_session_ends_after_thirty_idle_days(void **state)
{
	struct test_house *t = *state;
	bool is_stale;
	str secret = session_of(t, t->ana);
	t->now += SESSION_IDLE - 1;
	assert_int_equal(open_with(t, secret, &is_stale), OK);
	assert_true(is_stale);
	t->now += 1;
	assert_int_equal(open_with(t, secret, &is_stale), ERR_SIGNED_OUT);
}

static void a_session_that_is_used_lives_on_but_not_for_ever(void **state)
{
	struct test_house *t = *state;
	bool is_stale;
	str secret = session_of(t, t->ana);
	for (int day = 20; day < 180; day += 20) {
		t->now += DAYS(20);
		assert_int_equal(open_with(t, secret, &is_stale), OK);
		assert_int_equal(session_seen(acting_as(t, 0), secret, t->ana), OK);
	}
	t->now += DAYS(20) - 1;
	assert_int_equal(open_with(t, secret, &is_stale), OK);
	t->now += 1;
	assert_int_equal(open_with(t, secret, &is_stale), ERR_SIGNED_OUT);
}

static void seeing_is_noted_once_an_hour(void **state)
{
	struct test_house *t = *state;
	bool is_stale;
	str secret = session_of(t, t->ana);
	t->now += SESSION_SEEN_EVERY - 1;
	assert_int_equal(open_with(t, secret, &is_stale), OK);
	assert_false(is_stale);
	t->now += 1;
	assert_int_equal(open_with(t, secret, &is_stale), OK);
	assert_true(is_stale);
	assert_int_equal(session_seen(acting_as(t, 0), secret, t->ana), OK);
	assert_int_equal(open_with(t, secret, &is_stale), OK);
	assert_false(is_stale);
}

static void idle_sessions_are_swept_and_others_are_not(void **state)
{
	struct test_house *t = *state;
	struct session_list list;
	session_of(t, t->ana);
	t->now += SESSION_IDLE - HOURS(1);
	session_of(t, t->ana);
	t->now += HOURS(1);
	int64_t swept;
	assert_int_equal(session_sweep(acting_as_house(t), t->now - SESSION_IDLE, &swept), OK);
	assert_int_equal(session_list_mine(acting_as(t, t->ana), &list), OK);
	assert_int_equal(list.count, 1);
	house_work(t); /* the job does the same by itself, with all that is over */
	t->now += SESSION_IDLE;
	house_work(t);
	assert_int_equal(session_list_mine(acting_as(t, t->ana), &list), OK);
	assert_int_equal(list.count, 0);
}

/* So that a unit can always end them all, and the page shows them all. */
static void only_the_fifty_sessions_seen_last_are_kept(void **state)
{
	struct test_house *t = *state;
	bool is_stale;
	int64_t ended;
	struct session_list list;
	str first = session_of(t, t->ana), bens = session_of(t, t->ben);
	for (int i = 0; i < 60; i++) {
		t->now += SECONDS(1);
		session_of(t, t->ana);
		house_settle(t);
	}
	assert_int_equal(open_with(t, first, &is_stale), ERR_SIGNED_OUT);
	assert_int_equal(open_with(t, bens, &is_stale), OK);
	assert_int_equal(session_list_mine(acting_as(t, t->ana), &list), OK);
	assert_int_equal(list.count, 50);
	assert_int_equal(session_end_others(acting_as(t, t->ana), &ended), OK);
	assert_int_equal(ended, 50);
}

/* More of everything than one unit may change. */
static void what_is_over_is_swept_however_much_it_is(void **state)
{
	enum { MANY = 110 };
	struct test_house *t = *state;
	const int64_t members[] = { t->ana, t->ben, t->eve };
	str secret, whos[MANY];
	int64_t left;
	struct session_list list;
	for (int i = 0; i < MANY; i++) {
		whos[i] = str_format(t->arena, "someone%d@example.org", i);
		session_of(t, members[i % 3]);
		assert_int_equal(failure_insert(acting_as_house(t), whos[i], 0), OK);
		const struct link_new link = { LINK_LOGIN, t->ana, whos[i] };
		assert_int_equal(link_make(acting_as_house(t), &link, &secret), OK);
		house_settle(t);
	}
	t->now += DAYS(40);
	house_work(t);
	for (int i = 0; i < MANY; i++) {
		assert_int_equal(failure_load(acting_as_house(t), whos[i], 0, &left), OK);
		assert_int_equal(left, 0);
		assert_int_equal(link_load_count(acting_as_house(t), mail_hash(acting_as_house(t), whos[i]), 0, &left), OK);
		assert_int_equal(left, 0);
		house_settle(t);
	}
	assert_int_equal(session_list_mine(acting_as(t, t->eve), &list), OK);
	assert_int_equal(list.count, 0);
}

static void one_ends_ones_own_sessions_only(void **state)
{
	struct test_house *t = *state;
	struct session_list list;
	bool is_stale;
	int64_t ended;
	str first = session_of(t, t->ana), second = session_of(t, t->ana), bens = session_of(t, t->ben);
	assert_int_equal(session_list_mine(acting_as(t, t->ana), &list), OK);
	assert_int_equal(list.count, 2);
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(session_end(eve, list.at[0].id), ERR_NOT_FOUND);
	assert_string_equal(eve->refusal.reason, "identity.session_not_found");
	struct session mine;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(session_resolve(ana, second, &mine, &is_stale), OK);
	ana->session_id = mine.id;
	assert_int_equal(session_end_others(ana, &ended), OK);
	assert_int_equal(ended, 1);
	assert_int_equal(open_with(t, first, &is_stale), ERR_SIGNED_OUT);
	assert_int_equal(open_with(t, second, &is_stale), OK);
	assert_int_equal(open_with(t, bens, &is_stale), OK);
	assert_int_equal(session_end(ana, mine.id), OK);
	assert_int_equal(open_with(t, second, &is_stale), ERR_SIGNED_OUT);
}

static void a_token_opens_until_it_ends_or_is_revoked(void **state)
{
	struct test_house *t = *state;
	struct token token;
	bool is_stale;
	str secret, other;
	assert_int_equal(token_make(acting_as(t, t->adam), &(struct token_new){ t->ana, S("script"), 10 }, &secret), OK);
	assert_int_equal(token_make(acting_as(t, t->adam), &(struct token_new){ t->ana, S("other"), 0 }, &other), OK);
	assert_int_equal(token_resolve(acting_as(t, 0), secret, &token), OK);
	assert_int_equal(token.member_id, t->ana);
	assert_int_equal(open_with(t, secret, &is_stale), ERR_SIGNED_OUT); /* a token is no cookie */
	assert_int_equal(token_resolve(acting_as(t, 0), session_of(t, t->ana), &token), ERR_SIGNED_OUT);
	t->now += DAYS(10);
	assert_int_equal(token_resolve(acting_as(t, 0), secret, &token), ERR_SIGNED_OUT);
	assert_int_equal(token_resolve(acting_as(t, 0), other, &token), OK);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(token_revoke(ana, token.id), ERR_FORBIDDEN);
	assert_string_equal(ana->refusal.reason, "identity.not_yours");
	assert_int_equal(token_revoke(acting_as(t, t->adam), token.id), OK);
	assert_int_equal(token_resolve(acting_as(t, 0), other, &token), ERR_SIGNED_OUT);
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(token_revoke(adam, token.id), ERR_NOT_FOUND);
	assert_string_equal(adam->refusal.reason, "identity.token_not_found");
}

/* As the door asks: in a snapshot, where what was asked before is known from memory. */
static bool lets_in(struct test_house *t, str secret, bool is_token)
{
	struct scope scope;
	struct session session = { 0 };
	struct token token = { 0 };
	bool is_stale;
	house_settle(t);
	scope_open(&scope, t->house, t->arena, t->now);
	scope.brand_id = t->brand_id;
	assert_int_equal(scope_read_begin(&scope), OK);
	enum err err = is_token ? token_resolve(&scope, secret, &token) : session_resolve(&scope, secret, &session, &is_stale);
	if (!err)
		err = member_resolve(&scope, is_token ? token.member_id : session.member_id);
	scope_read_end(&scope);
	assert_true(!err || err == ERR_SIGNED_OUT);
	return !err;
}

static void who_is_known_from_memory_is_shut_out_at_once(void **state)
{
	struct test_house *t = *state;
	struct token token;
	str secret, cookie = session_of(t, t->ana), other = session_of(t, t->ana);
	int64_t ended;
	assert_int_equal(token_make(acting_as(t, t->adam), &(struct token_new){ t->ana, S("script"), 1 }, &secret), OK);
	for (int i = 0; i < 2; i++)
		assert_true(lets_in(t, cookie, false) && lets_in(t, other, false) && lets_in(t, secret, true));

	assert_int_equal(member_suspend(acting_as(t, t->adam), t->ana, t->now + DAYS(1)), OK);
	assert_false(lets_in(t, cookie, false) || lets_in(t, other, false) || lets_in(t, secret, true));
	assert_int_equal(member_suspend(acting_as(t, t->adam), t->ana, 0), OK);
	assert_true(lets_in(t, cookie, false) && lets_in(t, secret, true));

	assert_int_equal(token_resolve(acting_as(t, 0), secret, &token), OK);
	assert_int_equal(token_revoke(acting_as(t, t->adam), token.id), OK);
	assert_false(lets_in(t, secret, true));
	struct session mine;
	bool is_stale;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(session_resolve(ana, cookie, &mine, &is_stale), OK);
	ana->session_id = mine.id;
	assert_int_equal(session_end_others(ana, &ended), OK);
	assert_true(lets_in(t, cookie, false));
	assert_false(lets_in(t, other, false));
	assert_int_equal(session_end(acting_as(t, t->ana), mine.id), OK);
	assert_false(lets_in(t, cookie, false));
}

static void a_token_in_memory_ends_in_time(void **state)
{
	struct test_house *t = *state;
	str secret;
	assert_int_equal(token_make(acting_as(t, t->adam), &(struct token_new){ t->ana, S("script"), 1 }, &secret), OK);
	t->now += DAYS(1) - 1;
	assert_true(lets_in(t, secret, true));
	t->now += 1;
	assert_false(lets_in(t, secret, true));
}

static void making_tokens_has_its_limits(void **state)
{
	struct test_house *t = *state;
	const struct { int64_t who; struct token_new wanted; enum err expected; const char *reason; } cases[] = {
		{ t->ana,  { t->ana, S("x"), 1 },   ERR_FORBIDDEN, "identity.not_yours" },
		{ t->mia,  { t->ana, S("x"), 1 },   ERR_FORBIDDEN, "identity.not_yours" },
		{ t->adam, { t->ana, S(""), 1 },    ERR_INVALID,   "identity.token_name_wrong" },
		{ t->adam, { t->ana, S("x"), -1 },  ERR_INVALID,   "identity.token_days_wrong" },
		{ t->adam, { t->ana, S("x"), 731 }, ERR_INVALID,   "identity.token_days_wrong" },
		{ t->adam, { 12345, S("x"), 1 },    ERR_NOT_FOUND, "member.not_found" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		str secret;
		struct scope *scope = acting_as(t, cases[i].who);
		assert_int_equal(token_make(scope, &cases[i].wanted, &secret), cases[i].expected);
		assert_string_equal(scope->refusal.reason, cases[i].reason);
	}
	struct token_list list;
	assert_int_equal(token_list_all(acting_as(t, t->ana), 0, &list), ERR_FORBIDDEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_session_opens_for_its_member),
		HOUSE_TEST(a_secret_that_is_not_exactly_right_opens_nothing),
		HOUSE_TEST(a_session_of_one_brand_opens_no_other),
		HOUSE_TEST(a_session_ends_after_thirty_idle_days),
		HOUSE_TEST(a_session_that_is_used_lives_on_but_not_for_ever),
		HOUSE_TEST(seeing_is_noted_once_an_hour),
		HOUSE_TEST(idle_sessions_are_swept_and_others_are_not),
		HOUSE_TEST(only_the_fifty_sessions_seen_last_are_kept),
		HOUSE_TEST(what_is_over_is_swept_however_much_it_is),
		HOUSE_TEST(one_ends_ones_own_sessions_only),
		HOUSE_TEST(a_token_opens_until_it_ends_or_is_revoked),
		HOUSE_TEST(who_is_known_from_memory_is_shut_out_at_once),
		HOUSE_TEST(a_token_in_memory_ends_in_time),
		HOUSE_TEST(making_tokens_has_its_limits),
	};
	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
