/* account_test.c: proves signing up, signing in and recovering: one answer for all addresses, one use for each link. */
#include "features/identity/account.h"

#include "features/member/member.h"
#include "test/house.h"

static struct signup carla(void)
{
	return (struct signup){ .name = S("Carla"), .mail = S("carla@example.org"), .secret = S("$argon2id$hash"),
		.language = S("de"), .to_path = S("/me") };
}

static str link_for(struct test_house *t, enum link_purpose purpose, int64_t about_id, const char *mail)
{
	str secret;
	assert_int_equal(link_make(acting_as(t, 0), &(struct link_new){ purpose, about_id, str_from(mail) }, &secret), OK);
	return secret;
}

static void gone(struct test_house *t, enum link_purpose purpose, str secret)
{
	struct link link;
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(link_take(scope, purpose, secret, &link), ERR_NOT_FOUND);
	assert_string_equal(scope->refusal.reason, "identity.link_gone");
}

static void a_link_works_for_its_own_purpose_only(void **state)
{
	struct test_house *t = *state;
	for (enum link_purpose made = LINK_CONFIRM; made < LINK_PURPOSE_COUNT; made++) {
		str mail = str_format(t->arena, "m%d@example.org", (int)made);
		str secret = link_for(t, made, t->ana, str_c(t->arena, mail));
		for (enum link_purpose used = LINK_CONFIRM; used < LINK_PURPOSE_COUNT; used++) {
			if (used != made)
				gone(t, used, secret);
		}
		struct link link;
		assert_int_equal(link_take(acting_as(t, 0), made, secret, &link), OK);
		assert_int_equal(link.about_id, t->ana);
	}
}

static void a_link_works_once_and_looking_does_not_use_it_up(void **state)
{
	struct test_house *t = *state;
	struct link link;
	str secret = link_for(t, LINK_LOGIN, t->ana, "ana@example.org");
	for (int i = 0; i < 3; i++)
		assert_int_equal(link_look(acting_as(t, 0), LINK_LOGIN, secret, &link), OK);
	assert_int_equal(link_take(acting_as(t, 0), LINK_LOGIN, secret, &link), OK);
	gone(t, LINK_LOGIN, secret);
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(link_look(scope, LINK_LOGIN, secret, &link), ERR_NOT_FOUND);
	assert_string_equal(scope->refusal.reason, "identity.link_gone");
}

static void a_link_works_in_time_only(void **state)
{
	struct test_house *t = *state;
	static const struct { enum link_purpose purpose; moment life; } lives[] = {
		{ LINK_CONFIRM, HOURS(24) }, { LINK_LOGIN, MINUTES(15) }, { LINK_RECOVER, MINUTES(30) }, { LINK_DRAFT, HOURS(24) },
	};
	for (size_t i = 0; i < COUNT(lives); i++) {
		struct link link;
		str secret = link_for(t, lives[i].purpose, t->ana, "ana@example.org");
		t->now += lives[i].life - 1;
		assert_int_equal(link_look(acting_as(t, 0), lives[i].purpose, secret, &link), OK);
		t->now += 1;
		gone(t, lives[i].purpose, secret);
	}
}

static void an_address_gets_five_mails_an_hour(void **state)
{
	struct test_house *t = *state;
	struct mail_due mail;
	for (int i = 0; i < LINKS_AN_HOUR; i++) {
		assert_int_equal(account_link(acting_as(t, 0), LINK_LOGIN, S("ana@example.org"), &mail), OK);
		assert_true(mail.to.len > 0);
	}
	assert_int_equal(account_link(acting_as(t, 0), LINK_RECOVER, S("ANA@example.org"), &mail), OK);
	assert_true(str_empty(mail.to));
	assert_int_equal(account_link(acting_as(t, 0), LINK_LOGIN, S("ben@example.org"), &mail), OK);
	assert_true(mail.to.len > 0);
	t->now += HOURS(1);
	assert_int_equal(account_link(acting_as(t, 0), LINK_LOGIN, S("ana@example.org"), &mail), OK);
	assert_true(mail.to.len > 0);
}

static void an_unknown_address_is_answered_alike_and_sent_nothing(void **state)
{
	struct test_house *t = *state;
	struct mail_due mail;
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(account_link(scope, LINK_RECOVER, S("nobody@example.org"), &mail), OK);
	assert_null(scope->refusal.reason);
	assert_true(str_empty(mail.to));
	gone(t, LINK_RECOVER, mail.secret); /* the row is there to cost the same; it opens nothing */
	assert_int_equal(account_link(scope, LINK_RECOVER, S("not an address"), &mail), ERR_INVALID);
	assert_string_equal(scope->refusal.reason, "identity.mail_wrong");
}

static void a_signup_becomes_a_member_when_the_link_is_followed(void **state)
{
	struct test_house *t = *state;
	struct signup signup = carla(), kept;
	struct mail_due mail;
	int64_t member_id = 0;
	struct login login;
	assert_int_equal(signup_keep(acting_as(t, 0), &signup, &mail), OK);
	assert_false(mail.has_account);
	assert_int_equal(member_find_by_mail(acting_as(t, 0), S("carla@example.org"), &member_id), OK);
	assert_int_equal(member_id, 0);
	assert_int_equal(signup_confirm(acting_as(t, 0), &(struct signup_link){ .secret = mail.secret }, &kept, &member_id), OK);
	assert_true(str_equal(kept.to_path, S("/me")));
	assert_int_equal(account_password(acting_as(t, 0), member_id, &login), OK);
	assert_true(str_equal(login.secret, signup.secret));
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(signup_confirm(scope, &(struct signup_link){ .secret = mail.secret }, &kept, &member_id), ERR_NOT_FOUND);
	assert_string_equal(scope->refusal.reason, "identity.link_gone");
}

static void signing_up_with_a_known_address_tells_its_owner_only(void **state)
{
	struct test_house *t = *state;
	struct signup signup = carla(), kept;
	struct mail_due mail;
	int64_t member_id;
	struct scope *scope = acting_as(t, 0);
	signup.mail = S("Ana@example.org");
	assert_int_equal(signup_keep(scope, &signup, &mail), OK);
	assert_null(scope->refusal.reason);
	assert_true(mail.has_account);
	assert_int_equal(signup_confirm(scope, &(struct signup_link){ .secret = mail.secret }, &kept, &member_id), ERR_NOT_FOUND);
}

static enum err confirm(struct scope *scope, void *data)
{
	struct signup kept;
	int64_t member_id;
	return signup_confirm(scope, &(struct signup_link){ .secret = *(str *)data }, &kept, &member_id);
}

static void of_two_signups_for_one_address_the_first_confirmed_wins(void **state)
{
	struct test_house *t = *state;
	struct signup first = carla(), second = carla(), kept;
	struct mail_due one, two;
	int64_t member_id;
	assert_int_equal(signup_keep(acting_as(t, 0), &first, &one), OK);
	assert_int_equal(signup_keep(acting_as(t, 0), &second, &two), OK);
	assert_int_equal(signup_confirm(acting_as(t, 0), &(struct signup_link){ .secret = two.secret }, &kept, &member_id), OK);
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(in_unit(t, scope, confirm, &one.secret), ERR_CONFLICT);
	assert_string_equal(scope->refusal.reason, "member.mail_taken");
}

/* ── signing in ── */

static struct sign_in try_in(struct test_house *t, const char *mail, bool matches, int64_t *member_id_out)
{
	struct sign_in sign_in = { .mail = str_from(mail) };
	assert_int_equal(sign_in_look(acting_as(t, 0), &sign_in), OK);
	sign_in.matches = matches; /* what sign_in_check finds is proved on its own */
	assert_int_equal(sign_in_note(acting_as(t, 0), &sign_in, member_id_out), OK);
	return sign_in;
}

static struct sign_in try_from(struct test_house *t, str browser, bool matches, int64_t *member_id_out)
{
	struct sign_in sign_in = { .mail = S("ana@example.org"), .browser = browser };
	assert_int_equal(sign_in_look(acting_as(t, 0), &sign_in), OK);
	sign_in.matches = matches;
	assert_int_equal(sign_in_note(acting_as(t, 0), &sign_in, member_id_out), OK);
	return sign_in;
}

static struct sign_in try_out_of(struct test_house *t, const char *network, const char *mail, bool matches, int64_t *member_id_out)
{
	struct scope *scope = acting_as(t, 0);
	struct sign_in sign_in = { .mail = str_from(mail) };
	scope->network = str_from(network);
	assert_int_equal(sign_in_look(scope, &sign_in), OK);
	sign_in.matches = matches;
	assert_int_equal(sign_in_note(scope, &sign_in, member_id_out), OK);
	return sign_in;
}

static void give_ana_a_password(struct test_house *t)
{
	assert_int_equal(account_set_password(acting_as(t, 0), t->ana, S("$argon2id$hash")), OK);
}

static void the_right_password_opens_and_the_wrong_one_does_not(void **state)
{
	struct test_house *t = *state;
	str hash;
	struct sign_in sign_in = { .mail = S("ANA@example.org "), .password = S("vier blaue stunden") };
	assert_int_equal(password_hash(t->arena, sign_in.password, &hash), OK);
	assert_int_equal(account_set_password(acting_as(t, 0), t->ana, hash), OK);
	assert_int_equal(sign_in_look(acting_as(t, 0), &sign_in), OK);
	sign_in_check(&sign_in);
	assert_true(sign_in.matches);
	sign_in.password = S("vier blaue Stunden");
	sign_in_check(&sign_in);
	assert_false(sign_in.matches);
	sign_in = (struct sign_in){ .mail = S("ben@example.org"), .password = S("") };
	assert_int_equal(sign_in_look(acting_as(t, 0), &sign_in), OK); /* a member without a password */
	sign_in_check(&sign_in);
	assert_false(sign_in.matches);
}

/* As often as may be: the next one finds the account locked. */
static void guess_at_ana(struct test_house *t)
{
	int64_t member_id;
	give_ana_a_password(t);
	for (int i = 0; i < tries_most(TRIES_PASSWORD); i++)
		try_in(t, "ana@example.org", false, &member_id);
}

static void ten_wrong_tries_lock_the_account_for_ten_minutes(void **state)
{
	struct test_house *t = *state;
	int64_t member_id;
	give_ana_a_password(t);
	for (int i = 0; i < tries_most(TRIES_PASSWORD); i++) {
		struct sign_in sign_in = try_in(t, "ana@example.org", false, &member_id);
		assert_null(sign_in.locked);
		struct scope *scope = acting_as(t, 0);
		assert_int_equal(sign_in_refuse(scope, &sign_in), ERR_INVALID);
		assert_string_equal(scope->refusal.reason, "identity.wrong");
	}
	t->now += MINUTES(10) - 1;
	struct sign_in sign_in = try_in(t, "ana@example.org", true, &member_id);
	assert_non_null(sign_in.locked);
	assert_int_equal(member_id, 0);
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(sign_in_refuse(scope, &sign_in), ERR_LIMITED);
	assert_string_equal(scope->refusal.reason, "identity.too_many_tries");
	t->now += 1; /* that it was tried on has not prolonged it */
	try_in(t, "ana@example.org", true, &member_id);
	assert_int_equal(member_id, t->ana);
}

/* A clock that ran ahead and was set right: what was counted meanwhile must not lock until that time comes again. */
static void what_was_counted_under_a_clock_that_ran_ahead_locks_nobody(void **state)
{
	struct test_house *t = *state;
	struct mail_due mail;
	int64_t member_id;
	guess_at_ana(t);
	for (int i = 0; i < LINKS_AN_HOUR; i++)
		assert_int_equal(account_link(acting_as(t, 0), LINK_LOGIN, S("ana@example.org"), &mail), OK);
	t->now -= SECONDS(10); /* as far as clocks of two nodes may be apart: that frees nobody */
	assert_non_null(try_in(t, "ana@example.org", true, &member_id).locked);
	assert_int_equal(account_link(acting_as(t, 0), LINK_LOGIN, S("ana@example.org"), &mail), OK);
	assert_true(str_empty(mail.to));
	t->now -= MINUTES(5);
	assert_int_equal(account_link(acting_as(t, 0), LINK_LOGIN, S("ana@example.org"), &mail), OK);
	assert_true(mail.to.len > 0);
	for (int i = 0; i < tries_most(TRIES_PASSWORD); i++)
		assert_null(try_in(t, "ana@example.org", false, &member_id).locked);
	assert_non_null(try_in(t, "ana@example.org", true, &member_id).locked); /* counted anew, from now on */
	t->now += MINUTES(10);
	try_in(t, "ana@example.org", true, &member_id);
	assert_int_equal(member_id, t->ana);
}

/* They looked while there were tries left, and come back one after another. */
static void who_guesses_in_parallel_has_no_more_tries(void **state)
{
	struct test_house *t = *state;
	struct sign_in all[20];
	int64_t member_id;
	int judged = 0;
	give_ana_a_password(t);
	for (size_t i = 0; i < COUNT(all); i++) {
		all[i] = (struct sign_in){ .mail = S("ana@example.org") };
		assert_int_equal(sign_in_look(acting_as(t, 0), &all[i]), OK);
		assert_null(all[i].locked);
		all[i].matches = i + 1 == COUNT(all);
	}
	for (size_t i = 0; i < COUNT(all); i++) {
		assert_int_equal(sign_in_note(acting_as(t, 0), &all[i], &member_id), OK);
		assert_int_equal(member_id, 0);
		judged += all[i].locked == NULL;
	}
	assert_int_equal(judged, tries_most(TRIES_PASSWORD));
}

static void a_browser_that_is_known_is_not_locked_out_by_strangers(void **state)
{
	struct test_house *t = *state;
	int64_t member_id;
	give_ana_a_password(t);
	str browser = browser_new(acting_as(t, 0), t->ana);
	for (int i = 0; i < tries_most(TRIES_PASSWORD); i++)
		try_in(t, "ana@example.org", false, &member_id);
	assert_non_null(try_in(t, "ana@example.org", true, &member_id).locked);
	try_from(t, browser, true, &member_id);
	assert_int_equal(member_id, t->ana);
	assert_non_null(try_in(t, "ana@example.org", true, &member_id).locked); /* that gave strangers no new tries */
	for (int i = 0; i < tries_most(TRIES_BROWSER); i++)
		assert_null(try_from(t, browser, false, &member_id).locked);
	assert_string_equal(try_from(t, browser, true, &member_id).locked, "identity.too_many_tries");
}

static void the_mark_of_a_browser_is_good_for_its_member_only(void **state)
{
	struct test_house *t = *state;
	str browser = browser_new(acting_as(t, 0), t->ana);
	assert_true(browser_is_known(acting_as(t, 0), browser, t->ana));
	assert_false(browser_is_known(acting_as(t, 0), browser, t->ben));
	assert_false(browser_is_known(acting_as(t, 0), browser, 0));
	assert_false(browser_is_known(acting_as(t, 0), S(""), t->ana));
	str forged = str_keep(t->arena, browser);
	((char *)forged.at)[forged.len - 1] ^= 1;
	assert_false(browser_is_known(acting_as(t, 0), forged, t->ana));
}

static void a_link_opens_what_wrong_passwords_have_locked(void **state)
{
	struct test_house *t = *state;
	struct mail_due mail;
	int64_t member_id;
	guess_at_ana(t);
	assert_int_equal(account_link(acting_as(t, 0), LINK_LOGIN, S("ana@example.org"), &mail), OK);
	assert_int_equal(account_link_take(acting_as(t, 0), LINK_LOGIN, mail.secret, &member_id), OK);
	assert_int_equal(member_id, t->ana);
	give_ana_a_password(t); /* as the link to recover does: the count is over */
	try_in(t, "ana@example.org", true, &member_id);
	assert_int_equal(member_id, t->ana);
}

static void a_network_that_tries_many_accounts_is_locked_for_half_an_hour(void **state)
{
	struct test_house *t = *state;
	int64_t member_id;
	give_ana_a_password(t);
	for (int i = 0; i < tries_most(TRIES_NETWORK); i++) {
		str mail = str_format(t->arena, "m%d@example.org", i);
		assert_null(try_out_of(t, "0a", str_c(t->arena, mail), false, &member_id).locked);
	}
	assert_string_equal(try_out_of(t, "0a", "ana@example.org", true, &member_id).locked, "identity.network_tries");
	try_out_of(t, "0b", "ana@example.org", true, &member_id);
	assert_int_equal(member_id, t->ana);
	t->now += MINUTES(30);
	try_out_of(t, "0a", "ana@example.org", true, &member_id);
	assert_int_equal(member_id, t->ana);
}

static enum err ask_for_mail(struct test_house *t, const char *network, int number, struct scope **scope_out)
{
	struct mail_due mail;
	struct scope *scope = *scope_out = acting_as(t, 0);
	scope->network = str_from(network);
	return account_link(scope, LINK_LOGIN, str_format(t->arena, "m%d@example.org", number), &mail);
}

static void a_network_asks_for_thirty_mails_in_half_an_hour(void **state)
{
	struct test_house *t = *state;
	struct scope *scope;
	int most = tries_most(TRIES_MAILS);
	for (int i = 0; i < most; i++)
		assert_int_equal(ask_for_mail(t, "0a", i, &scope), OK);
	assert_int_equal(ask_for_mail(t, "0a", most, &scope), ERR_LIMITED);
	assert_string_equal(scope->refusal.reason, "identity.network_mails");
	assert_int_equal(ask_for_mail(t, "0b", most, &scope), OK);
	t->now += MINUTES(30);
	assert_int_equal(ask_for_mail(t, "0a", most, &scope), OK);
}

static enum err look_elsewhere(struct scope *scope, void *data)
{
	return tries_are_over(scope, TRIES_PASSWORD, S("ana@example.org"), data);
}

static void two_brands_count_apart(void **state)
{
	struct test_house *t = *state;
	bool is_over = false, is_over_there = true;
	for (int i = 0; i < tries_most(TRIES_PASSWORD); i++)
		assert_int_equal(tries_add(acting_as(t, 0), TRIES_PASSWORD, S("ana@example.org")), OK);
	str browser = browser_new(acting_as(t, 0), t->ana);
	assert_int_equal(tries_are_over(acting_as(t, 0), TRIES_PASSWORD, S("ana@example.org"), &is_over), OK);
	house_settle(t);
	struct scope elsewhere;
	scope_open(&elsewhere, t->house, t->arena, t->now);
	elsewhere.brand_id = t->brand_id + 1;
	assert_int_equal(scope_read(&elsewhere, look_elsewhere, &is_over_there), OK);
	assert_true(is_over);
	assert_false(is_over_there);
	assert_false(browser_is_known(&elsewhere, browser, t->ana));
}

static void an_unknown_address_locks_just_as_a_known_one(void **state)
{
	struct test_house *t = *state;
	int64_t member_id;
	for (int i = 0; i < tries_most(TRIES_PASSWORD); i++)
		assert_null(try_in(t, "nobody@example.org", false, &member_id).locked);
	assert_non_null(try_in(t, "nobody@example.org", false, &member_id).locked);
}

static void a_right_password_forgets_the_wrong_ones(void **state)
{
	struct test_house *t = *state;
	int64_t member_id;
	give_ana_a_password(t);
	for (int i = 0; i < tries_most(TRIES_PASSWORD) - 1; i++)
		try_in(t, "ana@example.org", false, &member_id);
	try_in(t, "ana@example.org", true, &member_id);
	assert_int_equal(member_id, t->ana);
	for (int i = 0; i < tries_most(TRIES_PASSWORD); i++)
		assert_null(try_in(t, "ana@example.org", false, &member_id).locked);
}

static void a_suspended_member_cannot_sign_in_by_any_way(void **state)
{
	struct test_house *t = *state;
	int64_t member_id;
	struct mail_due mail;
	give_ana_a_password(t);
	assert_int_equal(account_link(acting_as(t, 0), LINK_LOGIN, S("ana@example.org"), &mail), OK);
	assert_int_equal(member_suspend(acting_as(t, t->mia), t->ana, t->now + DAYS(1)), OK);
	struct sign_in sign_in = { .mail = S("ana@example.org") };
	assert_int_equal(sign_in_look(acting_as(t, 0), &sign_in), OK);
	sign_in.matches = true;
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(sign_in_note(scope, &sign_in, &member_id), ERR_FORBIDDEN);
	assert_string_equal(scope->refusal.reason, "identity.suspended");
	scope = acting_as(t, 0);
	assert_int_equal(account_link_take(scope, LINK_LOGIN, mail.secret, &member_id), ERR_FORBIDDEN);
	assert_string_equal(scope->refusal.reason, "identity.suspended");
}

static void a_link_dies_with_the_address_it_went_to(void **state)
{
	struct test_house *t = *state;
	struct mail_due mail;
	int64_t member_id;
	assert_int_equal(account_link(acting_as(t, 0), LINK_RECOVER, S("ana@example.org"), &mail), OK);
	assert_int_equal(member_change_mail(acting_as(t, t->ana), t->ana, S("ana.neu@example.org")), OK);
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(account_link_take(scope, LINK_RECOVER, mail.secret, &member_id), ERR_NOT_FOUND);
	assert_string_equal(scope->refusal.reason, "identity.link_gone");
}

static void a_new_password_ends_the_other_links_to_recover(void **state)
{
	struct test_house *t = *state;
	struct mail_due one, two;
	int64_t member_id;
	assert_int_equal(account_link(acting_as(t, 0), LINK_RECOVER, S("ana@example.org"), &one), OK);
	assert_int_equal(account_link(acting_as(t, 0), LINK_RECOVER, S("ana@example.org"), &two), OK);
	assert_int_equal(account_link_take(acting_as(t, 0), LINK_RECOVER, two.secret, &member_id), OK);
	assert_int_equal(member_id, t->ana);
	give_ana_a_password(t);
	gone(t, LINK_RECOVER, one.secret);
}

static void who_has_no_address_has_no_password(void **state)
{
	struct test_house *t = *state;
	struct member member = { .name = S("Importiert"), .origin = S("x:1") };
	assert_int_equal(member_make(acting_as_house(t), &member), OK);
	struct scope *scope = acting_as_house(t);
	assert_int_equal(account_set_password(scope, member.id, S("$argon2id$hash")), ERR_CONFLICT);
	assert_string_equal(scope->refusal.reason, "identity.no_mail");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_link_works_for_its_own_purpose_only),
		HOUSE_TEST(a_link_works_once_and_looking_does_not_use_it_up),
		HOUSE_TEST(a_link_works_in_time_only),
		HOUSE_TEST(an_address_gets_five_mails_an_hour),
		HOUSE_TEST(an_unknown_address_is_answered_alike_and_sent_nothing),
		HOUSE_TEST(a_signup_becomes_a_member_when_the_link_is_followed),
		HOUSE_TEST(signing_up_with_a_known_address_tells_its_owner_only),
		HOUSE_TEST(of_two_signups_for_one_address_the_first_confirmed_wins),
		HOUSE_TEST(the_right_password_opens_and_the_wrong_one_does_not),
		HOUSE_TEST(ten_wrong_tries_lock_the_account_for_ten_minutes),
		HOUSE_TEST(what_was_counted_under_a_clock_that_ran_ahead_locks_nobody),
		HOUSE_TEST(who_guesses_in_parallel_has_no_more_tries),
		HOUSE_TEST(a_browser_that_is_known_is_not_locked_out_by_strangers),
		HOUSE_TEST(the_mark_of_a_browser_is_good_for_its_member_only),
		HOUSE_TEST(a_link_opens_what_wrong_passwords_have_locked),
		HOUSE_TEST(a_network_that_tries_many_accounts_is_locked_for_half_an_hour),
		HOUSE_TEST(a_network_asks_for_thirty_mails_in_half_an_hour),
		HOUSE_TEST(two_brands_count_apart),
		HOUSE_TEST(an_unknown_address_locks_just_as_a_known_one),
		HOUSE_TEST(a_right_password_forgets_the_wrong_ones),
		HOUSE_TEST(a_suspended_member_cannot_sign_in_by_any_way),
		HOUSE_TEST(a_link_dies_with_the_address_it_went_to),
		HOUSE_TEST(a_new_password_ends_the_other_links_to_recover),
		HOUSE_TEST(who_has_no_address_has_no_password),
	};
	return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
