/* password_test.c: proves which passwords are taken. */
#include "features/identity/password.h"

#include "test/house.h"

static const struct password_owner ana = { { "Ana Sommer", 10 }, { "ana.sommer@example.org", 22 } };

static void refused(struct test_house *t, const char *password, const char *reason)
{
	struct scope *scope = acting_as(t, 0);
	scope->brand_name = S("Nordlicht");
	if (password_check(scope, str_from(password), &ana) != ERR_INVALID)
		fail_msg("taken: %s", password);
	assert_string_equal(scope->refusal.field, "password");
	assert_string_equal(scope->refusal.reason, reason);
}

static void short_and_endless_passwords_are_refused(void **state)
{
	char endless[PASSWORD_MAX_LENGTH + 2];
	memset(endless, 'x', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = 0;
	refused(*state, "", "identity.password_short");
	refused(*state, "kurz&gut9", "identity.password_short");
	refused(*state, "äöüäöüäöü", "identity.password_short");
	refused(*state, endless, "identity.password_long");
}

static void what_everyone_tries_first_is_refused_however_it_is_dressed_up(void **state)
{
	static const char *const common[] = {
		"password123", "Passwort1234", "P4$$w0rd2026", "passwordpassword", "1234567890", "0123456789012",
		"9876543210", "qwertzuiop", "qwertyuiop", "aaaaaaaaaaaa", "ababababab", "abcdefghij",
		"1q2w3e4r5t", "Sommer2026!", "2026sommer!", "hallohallo", "schalke1904", "iloveyou!!!", "!!!!!!!!!!!", "2026-01-01",
	};
	for (size_t i = 0; i < COUNT(common); i++)
		refused(*state, common[i], "identity.password_common");
}

static void names_addresses_and_the_brand_are_refused(void **state)
{
	static const char *const personal[] = { "ana.sommer1", "ana.sommer@example.org", "Nordlicht1", "nordlicht2026" };
	for (size_t i = 0; i < COUNT(personal); i++)
		refused(*state, personal[i], "identity.password_personal");
}

static void good_passwords_are_taken(void **state)
{
	struct test_house *t = *state;
	static const char *const good[] = { "Kaffee, Regen, Straßenbahn", "t7#kQ9!xWz", "meine oma faehrt kein motorrad",
		"パスワードではありませんよ", "sommerregen im nordlichtland", "vier mal blaue stunde" };
	for (size_t i = 0; i < COUNT(good); i++) {
		struct scope *scope = acting_as(t, 0);
		scope->brand_name = S("Nordlicht");
		if (password_check(scope, str_from(good[i]), &ana))
			fail_msg("refused: %s", good[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(short_and_endless_passwords_are_refused),
		HOUSE_TEST(what_everyone_tries_first_is_refused_however_it_is_dressed_up),
		HOUSE_TEST(names_addresses_and_the_brand_are_refused),
		HOUSE_TEST(good_passwords_are_taken),
	};
	return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
