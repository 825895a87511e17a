/* secret_test.c: a setting that is a key is shown once when it is made, and found nowhere afterwards. */
#include "core/blob.h"
#include "features/admin/desk.h"
#include "features/ladder/rung.h"
#include "test/permission_table.h"

#define PAGE "/desk/settings/ladder.desk_secret"
#define KEY "MARKESCHLUESSELMARKE"
#define FILE_MAX (64 * 1024 * 1024)

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

static struct answer post(struct test_house *t, const char *path, const char *form)
{
	return visit(t, &(struct asked){ .as = t->adam, .method = POST, .path = path, .form = form });
}

static str key_of(struct test_house *t)
{
	str plain = S("unread");
	assert_int_equal(setting_secret(acting_as_house(t), ladder_desk_secret, &plain), OK);
	return plain;
}

/* What stands in the field of the page that follows the press. */
static str shown_in(struct test_house *t, const struct answer *answer)
{
	str rest = answer->body;
	size_t at;
	assert_true(str_find(rest, S("id=\"secret-fresh\""), &at));
	rest = str_skip(rest, at);
	assert_true(str_find(rest, S("value=\""), &at));
	rest = str_skip(rest, at + 7);
	return str_keep(t->arena, str_cut(&rest, '"'));
}

static void a_new_key_is_shown_once(void **state)
{
	struct test_house *t = *state;
	struct answer page = get(t, t->adam, PAGE);
	assert_true(answer_says(&page, "Noch keiner gesetzt") && !answer_says(&page, "Schlüssel entfernen"));
	const struct asked press = { .as = t->adam, .method = POST, .path = PAGE "/secret", .once = "0123456789abcdef-1" };
	struct answer made = visit(t, &press);
	assert_int_equal(made.status, 200);
	assert_true(str_contains(answer_header(&made, S("Cache-Control")), S("no-store")));
	str shown = shown_in(t, &made);
	assert_true(shown.len >= 40 && str_equal(shown, key_of(t)));
	page = get(t, t->adam, PAGE);
	assert_false(str_contains(page.body, shown));
	assert_true(answer_says(&page, "gesetzt am") && answer_says(&page, "Schlüssel entfernen"));
	struct answer again = visit(t, &press); /* the page is loaded again */
	assert_int_equal(again.status, 303);
	assert_true(str_equal(again.location, S(PAGE)) && str_empty(again.body));
	assert_true(str_equal(shown, key_of(t)));
	struct answer other = post(t, PAGE "/secret", "");
	assert_false(str_equal(shown_in(t, &other), shown));
}

static void an_empty_field_keeps_it_and_one_too_short_is_refused_unseen(void **state)
{
	struct test_house *t = *state;
	assert_true(str_equal(post(t, PAGE, "ladder.desk_secret=" KEY).location, S("/desk/settings")));
	assert_true(str_equal(key_of(t), S(KEY)));
	assert_int_equal(post(t, PAGE, "ladder.desk_secret=").status, 303);
	assert_int_equal(post(t, PAGE, "").status, 303);
	assert_int_equal(post(t, "/desk/settings/ladder", "ladder.agents_on=1&ladder.community_hours=24&ladder.experts_hours=24"
		"&ladder.agent_hours=24&ladder.owner_hours=168&ladder.technician_hours=120&ladder.experts_a_question=3"
		"&ladder.experts_a_week=2&ladder.experts_floor=3&ladder.claim_minutes=60&ladder.technician_price=0").status, 303);
	assert_true(str_equal(key_of(t), S(KEY)));
	struct answer answer = post(t, PAGE, "ladder.desk_secret=KURZEMARKE");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "mindestens 16 Zeichen") && answer_says(&answer, "aria-invalid"));
	assert_false(answer_says(&answer, "KURZEMARKE") || answer_says(&answer, KEY));
	assert_true(str_equal(key_of(t), S(KEY)));
	assert_true(str_equal(post(t, PAGE "/reset", "").location, S("/desk/settings")));
	assert_true(str_empty(key_of(t)));
}

static void only_administrators_and_only_for_keys(void **state)
{
	struct test_house *t = *state;
	str plain = S("");
	struct setting_line line;
	struct scope *mia = acting_as(t, t->mia), *adam;
	assert_int_equal(desk_secret_new(mia, S("ladder.desk_secret"), &plain), ERR_FORBIDDEN);
	assert_string_equal(mia->refusal.reason, "desk.not_yours");
	assert_int_equal(desk_secret(mia = acting_as(t, t->mia), S("ladder.desk_secret"), &line), ERR_FORBIDDEN);
	assert_string_equal(mia->refusal.reason, "desk.not_yours");
	static const char *const others[] = { "ladder.desk_url", "ladder", "nothing", "" };
	for (size_t i = 0; i < COUNT(others); i++) {
		assert_int_equal(desk_secret_new(adam = acting_as(t, t->adam), str_from(others[i]), &plain), ERR_NOT_FOUND);
		assert_string_equal(adam->refusal.reason, "desk.setting_unknown");
	}
	assert_true(str_empty(plain));
}

/* ── nowhere ── */

static str bytes_of(struct test_house *t, const struct answer *answer)
{
	str bytes = answer->body;
	if (answer->response->file.len)
		assert_int_equal(blob_read(t->arena, answer->response->file, FILE_MAX, &bytes), OK);
	return bytes;
}

static int look(struct test_house *t, const char *path)
{
	struct answer answer = get(t, t->adam, path);
	if (!str_contains(bytes_of(t, &answer), S(KEY)))
		return 0;
	print_error("%s shows the key\n", path);
	return 1;
}

static void no_page_no_file_and_no_log_shows_it(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct audit_entry_list deeds;
	int wrong = 0, pages = 0;
	assert_int_equal(post(t, PAGE, "ladder.desk_secret=" KEY).status, 303);
	assert_int_equal(post(t, "/desk/export", "").status, 303);
	house_work(t);
	for (size_t i = 0; i < expectation_count; i++) {
		const struct expectation *row = &expectations[i];
		if (row->method != GET || !str_starts(str_from(row->path), S("/desk")))
			continue;
		struct made made = world_make(world, row->thing);
		wrong += look(t, str_c(t->arena, world_path(t, row->path, &made)));
		pages++;
	}
	assert_true(pages > 30);
	wrong += look(t, "/desk/audit?group=setting") + look(t, "/api/v1/openapi.json") + look(t, "/me/privacy");
	struct answer tar = get(t, t->adam, "/desk/export/brand.tar");
	assert_true(str_contains(bytes_of(t, &tar), S("core_secret")));
	assert_int_equal(audit_list(acting_as_house(t), 0, &deeds), OK);
	for (size_t i = 0; i < deeds.count; i++)
		wrong += str_contains(deeds.at[i].details, S(KEY));
	assert_int_equal(wrong, 0);
	assert_true(str_equal(key_of(t), S(KEY)));
}

static void what_was_done_with_it_is_noted_without_it(void **state)
{
	struct test_house *t = *state;
	struct audit_entry_list deeds;
	assert_int_equal(post(t, PAGE, "ladder.desk_secret=" KEY).status, 303);
	assert_int_equal(post(t, PAGE, "ladder.desk_secret=").status, 303); /* nothing was done */
	assert_int_equal(post(t, PAGE "/secret", "").status, 200);
	assert_int_equal(post(t, PAGE "/reset", "").status, 303);
	static const char *const wanted[] = { "setting.reset", "setting.secret", "setting.change" };
	assert_int_equal(audit_list(acting_as_house(t), 0, &deeds), OK);
	assert_true(deeds.count >= COUNT(wanted));
	for (size_t i = 0; i < COUNT(wanted); i++) {
		assert_string_equal(str_c(t->arena, deeds.at[i].action), wanted[i]);
		assert_string_equal(str_c(t->arena, deeds.at[i].details), "ladder.desk_secret");
		assert_int_equal(deeds.at[i].actor_id, t->adam);
	}
}

/* What an older release stored in clear. */
static void what_lies_open_is_masked_as_well_and_sealed_within_the_hour(void **state)
{
	struct test_house *t = *state;
	static const struct setting open = { "ladder.desk_secret", SETTING_TEXT, "", 0, 120 };
	struct setting_value_list values;
	house_work(t);
	assert_int_equal(setting_set(acting_as(t, t->adam), &open, S(KEY)), OK);
	house_settle(t);
	assert_int_equal(look(t, PAGE) + look(t, "/desk/settings"), 0);
	struct answer page = get(t, t->adam, PAGE);
	assert_true(answer_says(&page, "gesetzt") && answer_says(&page, "Schlüssel entfernen"));
	t->now += HOURS(1);
	house_work(t);
	assert_int_equal(setting_values(acting_as_house(t), &values), OK);
	for (size_t i = 0; i < values.count; i++)
		assert_false(str_equal(values.at[i].name, S("ladder.desk_secret")));
	assert_true(str_equal(key_of(t), S(KEY)));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WEB_TEST(a_new_key_is_shown_once),
		WEB_TEST(an_empty_field_keeps_it_and_one_too_short_is_refused_unseen),
		WEB_TEST(only_administrators_and_only_for_keys),
		WEB_TEST(no_page_no_file_and_no_log_shows_it),
		WEB_TEST(what_was_done_with_it_is_noted_without_it),
		WEB_TEST(what_lies_open_is_masked_as_well_and_sealed_within_the_hour),
	};
	return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
