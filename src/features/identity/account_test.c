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

static void ten_wrong_tries_lock_the_account_for_ten_minutes(void **state)
{
	struct test_house *t = *state;
	int64_t member_id;
	give_ana_a_password(t);
	for (int i = 0; i < TRIES_MAX; i++) {
		struct sign_in sign_in = try_in(t, "ana@example.org", false, &member_id);
		assert_false(sign_in.is_locked);
		struct scope *scope = acting_as(t, 0);
		assert_int_equal(sign_in_refuse(scope, &sign_in), ERR_INVALID);
		assert_string_equal(scope->refusal.reason, "identity.wrong");
	}
	struct sign_in sign_in = try_in(t, "ana@example.org", true, &member_id);
	assert_true(sign_in.is_locked);
	assert_int_equal(member_id, 0);
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(sign_in_refuse(scope, &sign_in), ERR_LIMITED);
	assert_string_equal(scope->refusal.reason, "identity.too_many_tries");
	t->now += TRIES_WINDOW;
	try_in(t, "ana@example.org", true, &member_id);
	assert_int_equal(member_id, t->ana);
}

static void an_unknown_address_locks_just_as_a_known_one(void **state)
{
	struct test_house *t = *state;
	int64_t member_id;
	for (int i = 0; i < TRIES_MAX; i++)
		assert_false(try_in(t, "nobody@example.org", false, &member_id).is_locked);
	assert_true(try_in(t, "nobody@example.org", false, &member_id).is_locked);
}

static void a_right_password_forgets_the_wrong_ones(void **state)
{
	struct test_house *t = *state;
	int64_t member_id;
	give_ana_a_password(t);
	for (int i = 0; i < TRIES_MAX - 1; i++)
		try_in(t, "ana@example.org", false, &member_id);
	try_in(t, "ana@example.org", true, &member_id);
	assert_int_equal(member_id, t->ana);
	for (int i = 0; i < TRIES_MAX; i++)
		assert_false(try_in(t, "ana@example.org", false, &member_id).is_locked);
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
		HOUSE_TEST(an_unknown_address_locks_just_as_a_known_one),
		HOUSE_TEST(a_right_password_forgets_the_wrong_ones),
		HOUSE_TEST(a_suspended_member_cannot_sign_in_by_any_way),
		HOUSE_TEST(a_link_dies_with_the_address_it_went_to),
		HOUSE_TEST(a_new_password_ends_the_other_links_to_recover),
		HOUSE_TEST(who_has_no_address_has_no_password),
	};
	return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
