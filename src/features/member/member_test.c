/* member_test.c: proves the rules of member.c: profiles, roles, suspension, and who may know whom. */
#include "features/member/member.h"

#include "features/member/member_news.h"
#include "test/house.h"

static struct member carla(void)
{
	return (struct member){ .name = S("Carla Weiß"), .mail = S("Carla@Example.org"), .languages = S("de it") };
}

static void a_new_member_is_told_to_the_house(void **state)
{
	struct test_house *t = *state;
	struct member member = carla(), stored;
	assert_int_equal(member_make(acting_as_house(t), &member), OK);
	assert_string_equal(house_last_news(t), "member.joined");
	assert_int_equal(member_load(acting_as(t, t->ana), member.id, &stored), OK);
	assert_true(str_equal(stored.name, S("Carla Weiß")));
	assert_int_equal(stored.roles, ROLE_MEMBER);
	assert_int_equal(stored.joined_at, t->now);
}

static enum err make(struct scope *scope, void *data)
{
	return member_make(scope, data);
}

static void two_members_cannot_have_one_address_however_it_is_written(void **state)
{
	struct test_house *t = *state;
	struct member member = carla(), twin = carla();
	int64_t found = 0;
	assert_int_equal(member_make(acting_as_house(t), &member), OK);
	twin.mail = S(" carla@EXAMPLE.org");
	assert_int_equal(member_find_by_mail(acting_as_house(t), twin.mail, &found), OK);
	assert_int_equal(found, member.id);
	twin.mail = S("CARLA@example.ORG");
	struct scope *scope = acting_as_house(t);
	assert_int_equal(in_unit(t, scope, make, &twin), ERR_CONFLICT);
	assert_string_equal(scope->refusal.reason, "member.mail_taken");
}

static void many_members_may_have_no_address(void **state)
{
	struct test_house *t = *state;
	struct member one = carla(), two = carla();
	one.mail = two.mail = S("");
	one.origin = S("superuser.com:1");
	two.origin = S("superuser.com:2");
	int64_t found = 0;
	assert_int_equal(member_make(acting_as_house(t), &one), OK);
	assert_int_equal(member_make(acting_as_house(t), &two), OK);
	assert_int_equal(member_find_by_origin(acting_as_house(t), S("superuser.com:2"), &found), OK);
	assert_int_equal(found, two.id);
	assert_int_equal(member_find_by_origin(acting_as_house(t), S("superuser.com:3"), &found), OK);
	assert_int_equal(found, 0);
}

static void what_a_profile_cannot_hold_is_refused_with_the_field(void **state)
{
	struct test_house *t = *state;
	static const struct { size_t at; const char *value, *field, *reason; } wrong[] = {
		{ offsetof(struct member, name),      "",              "name",      "member.name_wrong" },
		{ offsetof(struct member, name),      "...",           "name",      "member.name_wrong" },
		{ offsetof(struct member, name),      "Ana\nSommer",   "name",      "member.name_wrong" },
		{ offsetof(struct member, name),      " Ana",          "name",      "member.name_wrong" },
		{ offsetof(struct member, name),      "1234567890123456789012345678901234567890123456789012345678901",
		  "name", "member.name_wrong" },
		{ offsetof(struct member, phone),     "call me",       "phone",     "member.phone_wrong" },
		{ offsetof(struct member, phone),     "123",           "phone",     "member.phone_wrong" },
		{ offsetof(struct member, languages), "german",        "languages", "member.languages_wrong" },
		{ offsetof(struct member, languages), "de  fr",        "languages", "member.languages_wrong" },
		{ offsetof(struct member, language),  "de fr",         "language",  "member.languages_wrong" },
		{ offsetof(struct member, mail),      "nobody",        "mail",      "member.mail_wrong" },
		{ offsetof(struct member, mail),      "a@b.c\r\nBcc: x@y.z", "mail", "member.mail_wrong" },
	};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct scope *scope = acting_as_house(t);
		struct member member = carla();
		str value = str_from(wrong[i].value);
		memcpy((char *)&member + wrong[i].at, &value, sizeof(value));
		assert_int_equal(member_make(scope, &member), ERR_INVALID);
		assert_string_equal(scope->refusal.field, wrong[i].field);
		assert_string_equal(scope->refusal.reason, wrong[i].reason);
	}
}

static void a_profile_is_changed_by_its_owner_and_by_administrators_only(void **state)
{
	struct test_house *t = *state;
	const struct { int64_t who; enum err expected; } cases[] = {
		{ t->ana, OK }, { t->adam, OK }, { t->ben, ERR_NOT_FOUND }, { t->mia, ERR_NOT_FOUND }, { 0, ERR_NOT_FOUND },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scope *scope = acting_as(t, cases[i].who);
		struct member profile;
		assert_int_equal(member_load(scope, t->ana, &profile), OK);
		profile.name = S("Ana Winter");
		profile.roles = ROLE_BITS; /* a profile gives no roles */
		profile.mail = S("other@example.org");
		assert_int_equal(member_change(scope, &profile), cases[i].expected);
		if (cases[i].expected != OK)
			assert_string_equal(scope->refusal.reason, "member.not_found");
	}
	struct member stored;
	assert_int_equal(member_load(acting_as(t, t->ana), t->ana, &stored), OK);
	assert_true(str_equal(stored.name, S("Ana Winter")));
	assert_int_equal(stored.roles, ROLE_MEMBER);
	assert_true(str_equal(stored.mail, S("ana@example.org")));
}

static void only_administrators_give_roles(void **state)
{
	struct test_house *t = *state;
	const int64_t others[] = { 0, t->ana, t->ben, t->mia };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *scope = acting_as(t, others[i]);
		assert_int_equal(member_set_role(scope, t->eve, ROLE_HELPER, true), ERR_FORBIDDEN);
		assert_string_equal(scope->refusal.reason, "member.not_yours");
	}
	struct member eve;
	assert_int_equal(member_set_role(acting_as(t, t->adam), t->eve, ROLE_HELPER, true), OK);
	assert_string_equal(house_last_news(t), "member.role_changed");
	assert_int_equal(member_load(acting_as(t, t->ana), t->eve, &eve), OK);
	assert_int_equal(eve.roles, ROLE_MEMBER | ROLE_HELPER);
	assert_int_equal(member_set_role(acting_as(t, t->adam), t->eve, ROLE_HELPER, false), OK);
	assert_int_equal(member_load(acting_as(t, t->ana), t->eve, &eve), OK);
	assert_int_equal(eve.roles, ROLE_MEMBER);
}

static void an_administrator_keeps_the_own_administration(void **state)
{
	struct test_house *t = *state;
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(member_set_role(adam, t->adam, ROLE_BRAND_ADMIN, false), ERR_CONFLICT);
	assert_string_equal(adam->refusal.reason, "member.own_role");
	assert_int_equal(member_set_role(acting_as(t, t->adam), t->adam, ROLE_MODERATOR, true), OK);
}

static void being_a_member_is_no_role_to_give_or_take(void **state)
{
	struct test_house *t = *state;
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(member_set_role(adam, t->eve, ROLE_MEMBER, false), ERR_INVALID);
	assert_string_equal(adam->refusal.reason, "member.role_fixed");
	adam = acting_as(t, t->adam);
	assert_int_equal(member_set_role(adam, 12345, ROLE_HELPER, true), ERR_NOT_FOUND);
	assert_string_equal(adam->refusal.reason, "member.not_found");
}

static void a_suspended_member_is_signed_out_until_it_ends(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(member_suspend(acting_as(t, t->mia), t->eve, t->now + DAYS(1)), OK);
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(member_resolve(scope, t->eve), ERR_SIGNED_OUT);
	assert_null(scope->refusal.reason);
	t->now += DAYS(1);
	scope = acting_as(t, 0);
	assert_int_equal(member_resolve(scope, t->eve), OK);
	assert_int_equal(scope->member_id, t->eve);
	assert_int_equal(member_resolve(acting_as(t, 0), 12345), ERR_SIGNED_OUT);
}

static void suspending_has_its_limits(void **state)
{
	struct test_house *t = *state;
	const struct { int64_t who, whom; enum err expected; const char *reason; } cases[] = {
		{ 0,       t->eve,  ERR_FORBIDDEN, "member.not_yours" },
		{ t->ana,  t->eve,  ERR_FORBIDDEN, "member.not_yours" },
		{ t->ben,  t->eve,  ERR_FORBIDDEN, "member.not_yours" },
		{ t->mia,  t->mia,  ERR_CONFLICT,  "member.own_suspension" },
		{ t->mia,  t->adam, ERR_FORBIDDEN, "member.not_yours" },
		{ t->adam, 12345,   ERR_NOT_FOUND, "member.not_found" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scope *scope = acting_as(t, cases[i].who);
		assert_int_equal(member_suspend(scope, cases[i].whom, t->now + DAYS(1)), cases[i].expected);
		assert_string_equal(scope->refusal.reason, cases[i].reason);
	}
	assert_int_equal(member_suspend(acting_as(t, t->adam), t->mia, t->now + DAYS(1)), OK);
}

static void the_resolver_fills_roles_and_language(void **state)
{
	struct test_house *t = *state;
	struct scope *scope = acting_as(t, 0);
	assert_int_equal(member_resolve(scope, t->ben), OK);
	assert_int_equal(scope->member_id, t->ben);
	assert_int_equal(scope->actor_id, t->ben);
	assert_int_equal(scope->roles, ROLE_MEMBER | ROLE_HELPER);
}

static void cards_come_in_bulk_and_leave_out_who_is_gone(void **state)
{
	struct test_house *t = *state;
	int64_t ids[130];
	for (size_t i = 0; i < COUNT(ids); i++)
		ids[i] = i % 2 ? t->ana : t->ben;
	ids[7] = 12345;
	struct member_card_list list;
	assert_int_equal(member_cards(acting_as(t, 0), (struct ids){ ids, COUNT(ids) }, &list), OK);
	assert_int_equal(member_card_in(&list, t->ana)->id, t->ana);
	assert_true(member_is_helper(member_card_in(&list, t->ben)));
	assert_int_equal(member_card_in(&list, 12345)->id, 0);
	assert_true(str_empty(member_card_in(&list, 12345)->name));
	assert_false(member_is_staff(member_card_in(&list, t->ben)));
	assert_int_equal(member_cards(acting_as(t, 0), (struct ids){ NULL, 0 }, &list), OK);
	assert_int_equal(list.count, 0);
}

static void another_brand_knows_nobody_of_this_one(void **state)
{
	struct test_house *t = *state;
	struct scope *scope = acting_as_house(t);
	struct member member;
	struct member_card_list list;
	int64_t found = 1;
	scope->brand_id = 77;
	assert_int_equal(member_load(scope, t->ana, &member), ERR_NOT_FOUND);
	assert_int_equal(member_cards(scope, (struct ids){ &t->ana, 1 }, &list), OK);
	assert_int_equal(list.count, 0);
	assert_int_equal(member_find_by_mail(scope, S("ana@example.org"), &found), OK);
	assert_int_equal(found, 0);
}

static void the_desk_finds_members_by_the_start_of_their_name_page_by_page(void **state)
{
	struct test_house *t = *state;
	struct member_entry_list list;
	for (int i = 0; i < 60; i++) {
		struct member member = { .name = str_format(t->arena, "Öz %02d", i / 2), .origin = str_format(t->arena, "x:%d", i) };
		assert_int_equal(member_make(acting_as_house(t), &member), OK);
	}
	assert_int_equal(member_list(acting_as(t, t->mia), S("oz"), 0, &list), OK);
	assert_int_equal(list.count, 50);
	assert_int_equal(member_list(acting_as(t, t->mia), S("ÖZ"), list.at[49].id, &list), OK);
	assert_int_equal(list.count, 10);
	assert_int_equal(member_list(acting_as(t, t->adam), S(""), 0, &list), OK);
	assert_int_equal(list.count, 50);
	assert_int_equal(member_list_staff(acting_as(t, t->adam), 0, &list), OK);
	assert_int_equal(list.count, 2);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(member_list(ana, S(""), 0, &list), ERR_FORBIDDEN);
	assert_string_equal(ana->refusal.reason, "member.list_forbidden");
	ana = acting_as(t, t->ana);
	assert_int_equal(member_list_staff(ana, 0, &list), ERR_FORBIDDEN);
}

static void a_place_that_nobody_knows_is_refused_about_its_field(void **state)
{
	struct test_house *t = *state;
	struct scope *scope = acting_as(t, t->ana);
	struct member member = { .town = S("Köln"), .postal_code = S("50667") };
	assert_int_equal(member_set_place(scope, &member, S("Entenhausen")), ERR_NOT_FOUND);
	assert_string_equal(scope->refusal.reason, "place.unknown");
	assert_string_equal(scope->refusal.field, "place");
	assert_true(str_equal(member.town, S("Köln")));
	assert_int_equal(member_set_place(acting_as(t, t->ana), &member, S("")), OK);
	assert_true(str_empty(member.town) && str_empty(member.postal_code));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_new_member_is_told_to_the_house),
		HOUSE_TEST(two_members_cannot_have_one_address_however_it_is_written),
		HOUSE_TEST(many_members_may_have_no_address),
		HOUSE_TEST(what_a_profile_cannot_hold_is_refused_with_the_field),
		HOUSE_TEST(a_profile_is_changed_by_its_owner_and_by_administrators_only),
		HOUSE_TEST(only_administrators_give_roles),
		HOUSE_TEST(an_administrator_keeps_the_own_administration),
		HOUSE_TEST(being_a_member_is_no_role_to_give_or_take),
		HOUSE_TEST(a_suspended_member_is_signed_out_until_it_ends),
		HOUSE_TEST(suspending_has_its_limits),
		HOUSE_TEST(the_resolver_fills_roles_and_language),
		HOUSE_TEST(cards_come_in_bulk_and_leave_out_who_is_gone),
		HOUSE_TEST(another_brand_knows_nobody_of_this_one),
		HOUSE_TEST(the_desk_finds_members_by_the_start_of_their_name_page_by_page),
		HOUSE_TEST(a_place_that_nobody_knows_is_refused_about_its_field),
	};
	return cmocka_run_group_tests_name("member", tests, NULL, NULL);
}
