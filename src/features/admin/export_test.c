/* export_test.c: a brand's data leave as one file: all of it, nothing of another brand, no key; for its administrators alone. */
#include "core/blob.h"
#include "core/owned.h"
#include "features/admin/export.h"
#include "features/identity/identity.h"
#include "features/member/member.h"
#include "test/visit.h"

#include <stdio.h>
#include <stdlib.h>

#define READ_MAX (64 * 1024 * 1024)

static struct answer ask(struct test_house *t, int64_t as)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = "/desk/export" });
}

/* Made, fetched and unpacked by a program that knows the format; gives the folder. */
static const char *unpacked(struct test_house *t)
{
	assert_int_equal(ask(t, t->adam).status, 303);
	house_work(t);
	struct answer answer = visit(t, &(struct asked){ .as = t->adam, .path = "/desk/export/brand.tar" });
	assert_int_equal(answer.status, 200);
	const char *folder = str_c(t->arena, str_format(t->arena, "%.*s/out", STR_ARG(t->folder)));
	str call = str_format(t->arena, "mkdir '%s' && tar -xf '%.*s' -C '%s'", folder, STR_ARG(answer.response->file), folder);
	assert_int_equal(system(str_c(t->arena, call)), 0);
	return folder;
}

static str file_of(struct test_house *t, const char *folder, const char *name)
{
	str bytes = S("");
	assert_int_equal(blob_read(t->arena, str_format(t->arena, "%s/%s", folder, name), READ_MAX, &bytes), OK);
	return bytes;
}

static const struct json *json_of(struct test_house *t, str text)
{
	const struct json *read;
	str wrong = S("");
	if (json_read(t->arena, text, &read, &wrong))
		fail_msg("no JSON: %.*s", STR_ARG(text));
	return read;
}

static int64_t lines_of(struct test_house *t, str text)
{
	int64_t lines = 0;
	while (text.len) {
		json_of(t, str_cut(&text, '\n'));
		lines++;
	}
	return lines;
}

static bool is_left(const char *table)
{
	for (const struct left_table *left = export_left; left->table; left++) {
		if (strcmp(left->table, table) == 0)
			return true;
	}
	return false;
}

static void every_table_is_in_it_or_says_why_not(void **state)
{
	struct test_house *t = *state;
	const char *folder = unpacked(t);
	str manifest = file_of(t, folder, "manifest.json");
	const struct json *read = json_of(t, manifest);
	assert_true(str_equal(json_str(read, S("format")), S("heinzel-brand-1")));
	int tables = 0;
	for (const struct declared_table *table = declared_tables; table->name; table++) {
		str quoted = str_format(t->arena, "\"table\":\"%s\"", table->name);
		if (!str_contains(manifest, quoted))
			fail_msg("%s is neither in the file nor named as left out", table->name);
		if (is_left(table->name))
			continue;
		lines_of(t, file_of(t, folder, str_c(t->arena, str_format(t->arena, "tables/%s.jsonl", table->name))));
		tables++;
	}
	assert_true(tables > 60);
	for (const struct left_table *left = export_left; left->table; left++) {
		bool exists = false;
		for (const struct declared_table *table = declared_tables; table->name; table++)
			exists = exists || strcmp(table->name, left->table) == 0;
		if (!exists)
			fail_msg("%s is left out, but there is no such table", left->table);
	}
}

static void nothing_of_another_brand_and_no_key_is_in_it(void **state)
{
	struct test_house *t = *state;
	/* As older releases stored a key, and as it is stored now. */
	static const struct setting left_open = { "older.desk_secret", SETTING_TEXT, "", 0, 120 };
	static const struct setting sealed = { "ladder.desk_secret", SETTING_SECRET, "", SETTING_SECRET_MIN, 120 };
	int64_t other = 0;
	str hash = S("");
	second_brand(t, &other);
	assert_int_equal(password_hash(t->arena, S("vier blaue stunden"), &hash), OK);
	assert_int_equal(account_set_password(acting_as_house(t), t->ana, hash), OK);
	assert_int_equal(setting_set(acting_as(t, t->adam), &left_open, S("MARKESECRETMARKE")), OK);
	assert_int_equal(setting_set(acting_as(t, t->adam), &sealed, S("MARKESECRETMARKE")), OK);
	const char *folder = unpacked(t);
	str members = file_of(t, folder, "tables/member_member.jsonl");
	assert_int_equal(lines_of(t, members), 5);
	assert_true(str_contains(members, S("ana@example.org")));
	assert_false(str_contains(members, str_format(t->arena, "%lld", (long long)other)));
	str logins = file_of(t, folder, "tables/identity_login.jsonl");
	assert_int_equal(lines_of(t, logins), 1);
	assert_false(str_contains(logins, S("argon2")) || str_contains(logins, S("\"secret\"")));
	str settings = file_of(t, folder, "tables/core_setting.jsonl");
	assert_true(str_contains(settings, S("older.desk_secret")) && !str_contains(settings, S("MARKESECRETMARKE")));
	str manifest = file_of(t, folder, "manifest.json");
	assert_true(str_contains(manifest, S("{\"table\":\"identity_login\",\"column\":\"secret\"")));
	assert_true(str_contains(manifest, S("{\"table\":\"marketplace_booking\",\"column\":\"sealed\"")));
	assert_true(str_contains(manifest, S("\"name\":\"Nordlicht\"")));
	assert_true(str_contains(manifest, S("{\"table\":\"core_secret\",\"why\"")));
	for (const struct declared_table *table = declared_tables; table->name; table++) {
		const char *name = str_c(t->arena, str_format(t->arena, "tables/%s.jsonl", table->name));
		if (!is_left(table->name) && str_contains(file_of(t, folder, name), S("MARKESECRETMARKE")))
			fail_msg("%s holds a key", name);
	}
}

static void a_long_table_is_there_to_its_last_row(void **state)
{
	struct test_house *t = *state;
	enum { DEEDS = WHOLE_SOME * 2 + 3 };
	for (int i = 0; i < DEEDS; i++)
		assert_int_equal(audit_note(acting_as(t, t->adam), "test.deed", (struct subject){ 1, t->eve }, S("")), OK);
	str rest = file_of(t, unpacked(t), "tables/core_audit.jsonl");
	int64_t deeds = 0;
	while (rest.len) {
		str line = str_cut(&rest, '\n');
		deeds += str_equal(json_str(json_of(t, line), S("action")), S("test.deed"));
	}
	assert_int_equal(deeds, DEEDS);
}

static void only_administrators_fetch_it_and_the_log_says_who(void **state)
{
	struct test_house *t = *state;
	struct audit_entry_list list;
	assert_int_equal(ask(t, t->mia).status, 403);
	assert_int_equal(ask(t, 0).status, 401);
	struct export export;
	struct scope *scope = acting_as(t, t->mia);
	assert_int_equal(export_mine(scope, &export), ERR_FORBIDDEN);
	assert_string_equal(scope->refusal.reason, "export.not_yours");
	assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .path = "/desk/export/brand.tar" }).status, 404);
	assert_int_equal(ask(t, t->adam).status, 303);
	struct answer page = visit(t, &(struct asked){ .as = t->adam, .path = "/desk/export" });
	assert_true(answer_says(&page, "wird gerade zusammengestellt") && !answer_says(&page, "action=\"/desk/export\""));
	assert_int_equal(export_ask(scope = acting_as(t, t->adam)), ERR_CONFLICT);
	assert_string_equal(scope->refusal.reason, "export.running");
	house_work(t);
	page = visit(t, &(struct asked){ .as = t->adam, .path = "/desk/export" });
	assert_true(answer_says(&page, "Die Datei liegt bereit"));
	assert_int_equal(visit(t, &(struct asked){ .as = t->mia, .path = "/desk/export/brand.tar" }).status, 403);
	struct answer file = visit(t, &(struct asked){ .as = t->adam, .path = "/desk/export/brand.tar" });
	assert_true(str_contains(answer_header(&file, S("Content-Disposition")), S("brand.tar")));
	assert_int_equal(audit_list(acting_as(t, t->adam), INT64_MAX, &list), OK);
	assert_true(str_equal(list.at[0].action, S("brand.export_fetch")) && list.at[0].actor_id == t->adam);
	assert_true(str_equal(list.at[1].action, S("brand.export")));
}

static void it_goes_after_a_week(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(ask(t, t->adam).status, 303);
	house_work(t);
	str path = visit(t, &(struct asked){ .as = t->adam, .path = "/desk/export/brand.tar" }).response->file, bytes;
	assert_int_equal(blob_read(t->arena, path, READ_MAX, &bytes), OK);
	t->now += DAYS(7);
	assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .path = "/desk/export/brand.tar" }).status, 404);
	house_work(t);
	assert_int_not_equal(blob_read(t->arena, path, READ_MAX, &bytes), OK);
	struct export export;
	assert_int_equal(export_load(acting_as(t, t->adam), &export), ERR_NOT_FOUND);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WEB_TEST(every_table_is_in_it_or_says_why_not),
		WEB_TEST(nothing_of_another_brand_and_no_key_is_in_it),
		WEB_TEST(a_long_table_is_there_to_its_last_row),
		WEB_TEST(only_administrators_fetch_it_and_the_log_says_who),
		WEB_TEST(it_goes_after_a_week),
	};
	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
