/* house_test.c: the house's lists: who may what, what a thing is called, who is asked, what a brand has set. */
#include "core/core.h"
#include "core/sql.gen.h"
#include "test/house.h"

/* ── policy ── */

static void every_role_opens_exactly_its_doors(void **state)
{
	enum { NO = ERR_FORBIDDEN, OUT = ERR_SIGNED_OUT };
	static const struct { unsigned roles; int answers[ACCESS_COUNT]; } expected[] = {
		/* EVERYONE STRANGERS MEMBERS HELPERS MODERATORS AGENTS BRAND_ADMINS STAFF */
		{ 0,                             { OK, OK, OUT, OUT, OUT, OUT, OUT, OUT } },
		{ ROLE_MEMBER,                   { OK, NO, OK,  NO,  NO,  NO,  NO,  NO } },
		{ ROLE_MEMBER | ROLE_HELPER,     { OK, NO, OK,  OK,  NO,  NO,  NO,  NO } },
		{ ROLE_MEMBER | ROLE_MODERATOR,  { OK, NO, OK,  NO,  OK,  NO,  NO,  OK } },
		{ ROLE_MEMBER | ROLE_AGENT,      { OK, NO, OK,  NO,  NO,  OK,  NO,  OK } },
		{ ROLE_MEMBER | ROLE_BRAND_ADMIN, { OK, NO, OK, NO,  OK,  OK,  OK,  OK } },
	};
	for (size_t i = 0; i < COUNT(expected); i++) {
		struct scope scope = { .member_id = expected[i].roles ? 5 : 0, .roles = expected[i].roles };
		for (int access = 0; access < ACCESS_COUNT; access++) {
			int got = policy_check(&scope, (enum access)access);
			if (got != expected[i].answers[access])
				fail_msg("roles %u, %s: %d", expected[i].roles, policy_name((enum access)access), got);
		}
	}
}

static void roles_have_names(void **state)
{
	static const char *const names[] = { "member", "helper", "moderator", "agent", "brand_admin" };
	for (size_t i = 0; i < COUNT(names); i++) {
		enum role role;
		assert_true(role_find(str_from(names[i]), &role));
		assert_int_equal(role, 1 << i);
		assert_string_equal(role_name(role), names[i]);
	}
	enum role role;
	assert_false(role_find(S("root"), &role));
	assert_false(role_find(S(""), &role));
}

/* ── subjects, gates and settings of two little slices ── */

static enum err faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	++*(int *)scope->house->web; /* calls, to prove that it is one in bulk */
	for (size_t i = 0; i < ids.count; i++) {
		if (ids.at[i] < 100)
			faces_out[i] = (struct subject_face){ str_format(scope->arena, "thing %lld", (long long)ids.at[i]),
			                                      S("/thing") };
	}
	return OK;
}

static enum err no_shouting(struct scope *scope, const struct gate_question *question, bool *waits_out)
{
	if (question->may_wait && str_contains(question->text, S("??")))
		*waits_out = true;
	return str_contains(question->text, S("!!!")) ? refuse(scope, ERR_INVALID, "test.shouting") : OK;
}

static enum err never_asked(struct scope *scope, const struct gate_question *question, bool *waits_out)
{
	(void)question;
	(void)waits_out;
	return refuse(scope, ERR_FORBIDDEN, "test.wrong_gate");
}

static const struct gate_kind gate_other = { "other" };
static const struct setting settings[] = {
	{ "test.days", SETTING_NUMBER, "7", 1, 30 },
	{ "test.name", SETTING_TEXT, "Fuchs", 2, 10 },
	{ "test.on", SETTING_SWITCH, "1", 0, 0 },
	{ "test.key", SETTING_SECRET, "", SETTING_SECRET_MIN, 40 },
	{ .name = NULL },
};

const struct house_lists *test_house_lists(void)
{
	static const struct subject_kind thing = { "thing", 40, faces, NULL }, other = { "other", 41, faces, NULL };
	static const struct subject_kind *const subjects[] = { &thing, &other, NULL };
	static const struct gatekeeper keepers[] = {
		{ &gate_publish, no_shouting }, { &gate_other, never_asked }, { NULL, NULL },
	};
	static const struct gatekeeper *const gatekeepers[] = { keepers, NULL };
	static const struct setting *const all_settings[] = { settings, NULL };
	static const struct house_lists lists = { .subjects = subjects, .gatekeepers = gatekeepers,
		.settings = all_settings };
	return &lists;
}

static void subjects_are_asked_for_their_faces_in_bulk(void **state)
{
	struct test_house *t = *state;
	int calls = 0;
	t->house->web = &calls;
	static const struct subject asked[] = { { 40, 1 }, { 41, 2 }, { 40, 3 }, { 40, 500 }, { 99, 1 }, { 0, 0 } };
	static const char *const titles[] = { "thing 1", "thing 2", "thing 3", "", "", "" };
	struct subject_face got[COUNT(asked)];
	assert_int_equal(subject_faces(acting_as(t, t->ana), asked, COUNT(asked), got), OK);
	assert_int_equal(calls, 2);
	for (size_t i = 0; i < COUNT(asked); i++)
		assert_string_equal(str_c(t->arena, got[i].title), titles[i]);
	assert_int_equal(subject_kind_named(t->house, S("other"))->number, 41);
	assert_string_equal(subject_kind_of(t->house, 40)->name, "thing");
	assert_null(subject_kind_of(t->house, 99));
	assert_null(subject_kind_named(t->house, S("")));
}

static void a_gate_asks_its_own_keepers_only(void **state)
{
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana), *ben = acting_as(t, t->ben);
	struct subject subject = { 40, 1 };
	assert_int_equal(gate_ask(ana, &gate_publish, subject, S("hello")), OK);
	assert_int_equal(gate_ask(ana, &gate_publish, subject, S("hello!!!")), ERR_INVALID);
	assert_string_equal(ana->refusal.reason, "test.shouting");
	bool waits = true;
	assert_int_equal(gate_ask_or_wait(ben, &gate_publish, subject, S("hello"), &waits), OK);
	assert_false(waits);
	assert_int_equal(gate_ask_or_wait(ben, &gate_publish, subject, S("hello??"), &waits), OK);
	assert_true(waits);
	assert_int_equal(gate_ask(ben, &gate_publish, subject, S("hello??")), OK); /* who cannot wait is let in */
	assert_int_equal(gate_ask(ben, &gate_other, subject, S("hello")), ERR_FORBIDDEN);
}

static void a_setting_has_its_default_until_the_brand_sets_it(void **state)
{
	struct test_house *t = *state;
	struct scope *adam = acting_as(t, t->adam), *other = acting_as(t, t->adam);
	const struct setting *days = setting_find(t->house, S("test.days"));
	assert_ptr_equal(days, &settings[0]);
	assert_null(setting_find(t->house, S("test.nothing")));
	int64_t number;
	assert_int_equal(setting_number(adam, days, &number), OK);
	assert_int_equal(number, 7);
	assert_int_equal(setting_set(adam, days, S("30")), OK);
	assert_int_equal(setting_set(adam, days, S(" 9 ")), OK);
	assert_int_equal(setting_number(adam, days, &number), OK);
	assert_int_equal(number, 9);
	other->brand_id++;
	assert_int_equal(setting_number(other, days, &number), OK);
	assert_int_equal(number, 7);
}

static void what_does_not_fit_a_setting_is_refused(void **state)
{
	struct test_house *t = *state;
	static const struct { int setting; const char *value, *reason; } cases[] = {
		{ 0, "0", "setting.out_of_range" }, { 0, "31", "setting.out_of_range" }, { 0, "x", "setting.out_of_range" },
		{ 0, "", "setting.out_of_range" }, { 1, "F", "setting.too_short" }, { 1, "Füchse im Bau", "setting.too_long" },
		{ 2, "2", "setting.out_of_range" }, { 2, "yes", "setting.out_of_range" },
		{ 3, "fünfzehn Zeich!", "setting.secret_short" }, { 3, "  fünfzehn Zeich!  ", "setting.secret_short" },
		{ 3, "einundvierzig Zeichen sind eines zu viel!", "setting.too_long" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scope *adam = acting_as(t, t->adam);
		assert_int_equal(setting_set(adam, &settings[cases[i].setting], str_from(cases[i].value)), ERR_INVALID);
		assert_string_equal(adam->refusal.reason, cases[i].reason);
		assert_string_equal(adam->refusal.field, settings[cases[i].setting].name);
	}
	str name;
	assert_int_equal(setting_text(acting_as(t, t->adam), &settings[1], &name), OK);
	assert_string_equal(str_c(t->arena, name), "Fuchs");
}

static void a_number_out_of_a_narrowed_range_gives_the_default(void **state)
{
	struct test_house *t = *state;
	struct scope *adam = acting_as(t, t->adam);
	const struct setting wide = { "test.days", SETTING_NUMBER, "7", 1, 300 };
	assert_int_equal(setting_set(adam, &wide, S("200")), OK);
	int64_t number;
	assert_int_equal(setting_number(adam, &settings[0], &number), OK);
	assert_int_equal(number, 7);
}

static str secret_of(struct scope *scope)
{
	str plain = S("unread");
	assert_int_equal(setting_secret(scope, &settings[3], &plain), OK);
	return plain;
}

static void a_secret_lies_sealed_and_only_its_own_call_reads_it(void **state)
{
	struct test_house *t = *state;
	struct scope *adam = acting_as(t, t->adam), *other = acting_as(t, t->adam);
	struct setting_value_list values;
	struct secret_state_list secrets;
	str sealed;
	assert_true(str_empty(secret_of(adam)));
	assert_int_equal(setting_set(adam, &settings[3], S(" sesam öffne dich ")), OK);
	assert_true(str_equal(secret_of(adam), S("sesam öffne dich")));
	assert_int_equal(setting_set(adam, &settings[3], S("  ")), OK); /* nothing keeps it */
	assert_true(str_equal(secret_of(adam), S("sesam öffne dich")));
	assert_int_equal(setting_values(adam, &values), OK);
	assert_int_equal(values.count, 0);
	assert_int_equal(sql_core_secret_get(adam, S("test.key"), &sealed), OK);
	assert_false(str_contains(sealed, S("sesam")));
	assert_int_equal(setting_secrets(adam, &secrets), OK);
	assert_int_equal(secrets.count, 1);
	assert_true(str_equal(secrets.at[0].name, S("test.key")) && secrets.at[0].changed_at == t->now);
	other->brand_id++;
	assert_true(str_empty(secret_of(other)));
	assert_int_equal(sql_core_secret_put(other, S("test.key"), sealed), OK); /* moved, it opens nowhere */
	str plain = S("");
	assert_int_not_equal(setting_secret(other, &settings[3], &plain), OK);
	assert_true(str_empty(plain));
	assert_int_equal(setting_reset(adam, &settings[3]), OK);
	assert_true(str_empty(secret_of(adam)));
}

static void a_new_secret_is_long_and_never_the_same(void **state)
{
	struct test_house *t = *state;
	struct scope *adam = acting_as(t, t->adam);
	str first, second;
	assert_int_equal(setting_secret_new(adam, &settings[3], &first), OK);
	assert_int_equal(setting_secret_new(adam, &settings[3], &second), OK);
	assert_true(first.len >= 40 && !str_equal(first, second));
	assert_true(str_equal(secret_of(adam), second));
}

static void what_an_older_release_left_open_is_read_and_then_sealed(void **state)
{
	struct test_house *t = *state;
	struct scope *adam = acting_as(t, t->adam);
	str value;
	assert_int_equal(sql_core_setting_put(adam, S("test.key"), S("offen")), OK);
	assert_true(str_equal(secret_of(adam), S("offen")));
	assert_int_equal(setting_seal_all(acting_as_house(t)), OK);
	assert_int_equal(sql_core_setting_get(adam, S("test.key"), &value), ERR_NOT_FOUND);
	assert_true(str_equal(secret_of(adam), S("offen")));
	assert_int_equal(sql_core_setting_put(adam, S("test.key"), S("")), OK);
	assert_int_equal(setting_set(adam, &settings[3], S("ein neuer Schlüssel")), OK);
	assert_int_equal(sql_core_setting_get(adam, S("test.key"), &value), ERR_NOT_FOUND);
	assert_int_equal(setting_seal_all(acting_as_house(t)), OK);
	assert_true(str_equal(secret_of(adam), S("ein neuer Schlüssel")));
}

/* ── audiences ── */

static bool belongs(struct test_house *t, int64_t audience_id, int64_t member_id)
{
	int64_t count;
	assert_int_equal(sql_core_audience_has(acting_as_house(t), audience_id, member_id, &count), OK);
	return count == 1;
}

static void the_public_holds_strangers_and_whoever_joined_anything(void **state)
{
	struct test_house *t = *state;
	assert_true(belongs(t, AUDIENCE_PUBLIC, 0));
	assert_false(belongs(t, AUDIENCE_MEMBERS, 0));
	assert_true(belongs(t, AUDIENCE_PUBLIC, t->ana));
	assert_true(belongs(t, AUDIENCE_MEMBERS, t->ana));
	assert_false(belongs(t, AUDIENCE_STAFF, t->ana));
	struct scope *house = acting_as_house(t);
	assert_int_equal(audience_join(house, AUDIENCE_STAFF, t->ana), OK);
	assert_int_equal(audience_join(house, AUDIENCE_STAFF, t->ana), OK);
	assert_true(belongs(t, AUDIENCE_STAFF, t->ana));
	assert_int_equal(audience_leave(house, AUDIENCE_STAFF, t->ana), OK);
	assert_false(belongs(t, AUDIENCE_STAFF, t->ana));
	assert_true(belongs(t, AUDIENCE_PUBLIC, t->ana));
}

/* ── opening ── */

static void a_folder_that_cannot_be_made_is_told(void **state)
{
	struct arena *arena = arena_open(4096);
	struct house_settings settings_of_none = { .database = S("sqlite:/nowhere/x.db"), .data_dir = S("/proc/nowhere") };
	struct house *house;
	str wrong = S("");
	assert_int_equal(house_open(arena, &settings_of_none, test_house_lists(), &house, &wrong), ERR_BROKEN);
	assert_true(str_contains(wrong, S("/proc/nowhere")));
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_role_opens_exactly_its_doors),
		cmocka_unit_test(roles_have_names),
		HOUSE_TEST(subjects_are_asked_for_their_faces_in_bulk),
		HOUSE_TEST(a_gate_asks_its_own_keepers_only),
		HOUSE_TEST(a_setting_has_its_default_until_the_brand_sets_it),
		HOUSE_TEST(what_does_not_fit_a_setting_is_refused),
		HOUSE_TEST(a_secret_lies_sealed_and_only_its_own_call_reads_it),
		HOUSE_TEST(a_new_secret_is_long_and_never_the_same),
		HOUSE_TEST(what_an_older_release_left_open_is_read_and_then_sealed),
		HOUSE_TEST(a_number_out_of_a_narrowed_range_gives_the_default),
		HOUSE_TEST(the_public_holds_strangers_and_whoever_joined_anything),
		cmocka_unit_test(a_folder_that_cannot_be_made_is_told),
	};
	return cmocka_run_group_tests_name("house", tests, NULL, NULL);
}
