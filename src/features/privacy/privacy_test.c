/* privacy_test.c: what is kept about a member, and her copy of it: all that is hers, and nothing of anybody else. */
#include "core/blob.h"
#include "core/owned.h"
#include "features/member/member.h"
#include "features/privacy/copy.h"
#include "features/privacy/kept.h"
#include "features/privacy/privacy_web.h"
#include "test/visit.h"

#define READ_MAX (1024 * 1024)

static struct answer ask(struct test_house *t, int64_t as)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = "/me/privacy/copy" });
}

static str fetch(struct test_house *t, int64_t as, const char *path)
{
	struct answer answer = visit(t, &(struct asked){ .as = as, .path = path });
	str bytes = S("");
	assert_int_equal(answer.status, 200);
	assert_int_equal(blob_read(t->arena, answer.response->file, READ_MAX, &bytes), OK);
	return bytes;
}

static bool says(str text, const char *part)
{
	size_t at;
	return str_find(text, str_from(part), &at);
}

static void call_her(struct test_house *t, int64_t member_id, const char *about)
{
	struct member member;
	assert_int_equal(member_load(acting_as(t, member_id), member_id, &member), OK);
	member.about = str_from(about);
	assert_int_equal(member_change(acting_as(t, member_id), &member), OK);
	house_settle(t);
}

/* ── the lists ── */

static bool is_listed(const char *table)
{
	for (const struct kept *kept = kept_rows; kept->table; kept++) {
		if (strcmp(kept->table, table) == 0)
			return true;
	}
	for (const struct not_copied *not = kept_elsewhere; not->table; not++) {
		if (strcmp(not->table, table) == 0)
			return true;
	}
	return false;
}

static void every_table_with_personal_columns_is_in_the_copy_or_says_why_not(void **state)
{
	(void)state;
	int personal = 0, missing = 0;
	for (const struct declared_table *table = declared_tables; table->name; table++) {
		bool is_personal = false;
		for (size_t i = 0; i < table->count; i++)
			is_personal = is_personal || strcmp(table->columns[i].privacy, "none") != 0;
		personal += is_personal;
		if (is_personal && !is_listed(table->name)) {
			print_error("%s: whose are its rows? (features/privacy/kept.c)\n", table->name);
			missing++;
		}
	}
	assert_true(personal > 40);
	assert_int_equal(missing, 0);
}

static void every_column_that_is_named_exists(void **state)
{
	(void)state;
	for (const struct kept *kept = kept_rows; kept->table; kept++) {
		bool exists = false;
		for (const struct declared_table *table = declared_tables; table->name; table++)
			exists = exists || strcmp(table->name, kept->table) == 0;
		if (exists && !owned_find(str_from(kept->table), str_from(kept->column)))
			fail_msg("%s.%s names no member", kept->table, kept->column);
	}
}

static void every_term_has_words(void **state)
{
	struct test_house *t = *state;
	struct view view = { .arena = t->arena };
	for (int group = 0; group < KEPT_GROUP_COUNT; group++) {
		const char *terms[KEPT_TERMS_MAX];
		size_t count = kept_terms((enum kept_group)group, terms);
		enum text_id id;
		assert_true(count > 0);
		for (size_t i = 0; i < count; i++) {
			if (!text_find(str_from(term_key(&view, terms[i])), &id))
				fail_msg("no words for \"%s\"", terms[i]);
		}
	}
}

static void every_statement_runs_and_gives_only_that_members_rows(void **state)
{
	struct test_house *t = *state;
	int run = 0;
	for (const struct owned *owned = owned_rows; owned->table; owned++, run++) {
		struct owned_piece piece = { .owned = owned, .member_id = INT64_MAX };
		list_open(&piece.values, t->arena, sizeof(struct value));
		owned_begin(owned, &piece.at);
		if (owned_next(acting_as_house(t), &piece))
			fail_msg("%s.%s cannot be read", owned->table, owned->column);
		assert_int_equal(piece.values.count, 0);
	}
	assert_true(run > 50);
}

/* ── the copy ── */

static void a_member_gets_all_that_is_hers_and_nothing_of_others(void **state)
{
	struct test_house *t = *state;
	call_her(t, t->ana, "Router <b>seit</b> zwanzig Jahren MARKEANA");
	call_her(t, t->eve, "MARKEEVE");
	assert_int_equal(visit(t, &(struct asked){ .path = "/me/privacy/copy.json" }).status, 303);
	assert_int_equal(visit(t, &(struct asked){ .as = t->ana, .path = "/me/privacy/copy.json" }).status, 404);
	assert_true(str_equal(ask(t, t->ana).location, S("/me/privacy")));
	house_work(t);
	str json = fetch(t, t->ana, "/me/privacy/copy.json"), html = fetch(t, t->ana, "/me/privacy/copy.html"), wrong = S("");
	const struct json *read;
	assert_int_equal(json_read(t->arena, json, &read, &wrong), OK);
	assert_true(says(json, "MARKEANA") && says(json, "ana@example.org") && says(json, "\"member_member\""));
	assert_true(says(html, "MARKEANA") && says(html, "&lt;b&gt;seit") && says(html, "ana@example.org"));
	assert_false(says(json, "MARKEEVE") || says(html, "MARKEEVE") || says(json, "eve@example.org"));
	assert_false(says(json, "\"secret\"") || says(json, "\"hash\""));
	assert_true(says(json, "\"brand\":\"Nordlicht\"") && says(html, "Deine Daten bei Nordlicht"));
	assert_true(says(html, "<html lang=\"de\">") && says(html, "</html>"));
}

static void a_long_life_is_copied_to_its_last_row(void **state)
{
	struct test_house *t = *state;
	enum { DEEDS = OWNED_SOME * 2 + 3 };
	for (int i = 0; i < DEEDS; i++) {
		str details = str_format(t->arena, "MARKE%dX", i);
		struct subject subject = { 1, t->eve };
		assert_int_equal(audit_note(acting_as(t, t->adam), "member.role", subject, details), OK);
	}
	assert_int_equal(ask(t, t->adam).status, 303);
	house_work(t);
	str json = fetch(t, t->adam, "/me/privacy/copy.json");
	for (int i = 0; i < DEEDS; i++) {
		str mark = str_format(t->arena, "MARKE%dX", i);
		size_t at;
		assert_true(str_find(json, mark, &at));
		assert_false(str_find(str_skip(json, at + 1), mark, &at));
	}
}

static void nobody_else_can_fetch_it_and_it_goes_after_a_week(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(ask(t, t->ana).status, 303);
	house_work(t);
	str path = visit(t, &(struct asked){ .as = t->ana, .path = "/me/privacy/copy.json" }).response->file, bytes;
	assert_int_equal(visit(t, &(struct asked){ .as = t->eve, .path = "/me/privacy/copy.json" }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .path = "/me/privacy/copy.html" }).status, 404);
	struct answer inbox = visit(t, &(struct asked){ .as = t->ana, .path = "/inbox" });
	assert_true(answer_says(&inbox, "Die Kopie deiner Daten liegt bereit"));
	t->now += DAYS(7);
	assert_int_equal(visit(t, &(struct asked){ .as = t->ana, .path = "/me/privacy/copy.json" }).status, 404);
	house_work(t);
	assert_int_not_equal(blob_read(t->arena, path, READ_MAX, &bytes), OK);
	struct copy copy;
	assert_int_equal(copy_load(acting_as(t, t->ana), t->ana, &copy), ERR_NOT_FOUND);
}

static void one_at_a_time_and_one_a_day(void **state)
{
	struct test_house *t = *state;
	struct scope *scope = acting_as(t, t->ana);
	assert_int_equal(copy_ask(scope), OK);
	assert_int_equal(copy_ask(scope = acting_as(t, t->ana)), ERR_CONFLICT);
	assert_string_equal(scope->refusal.reason, "privacy.copy_running");
	struct answer page = visit(t, &(struct asked){ .as = t->ana, .path = "/me/privacy" });
	assert_true(answer_says(&page, "wird gerade zusammengestellt") && !answer_says(&page, "action=\"/me/privacy/copy\""));
	house_work(t);
	assert_int_equal(copy_ask(scope = acting_as(t, t->ana)), ERR_CONFLICT);
	assert_string_equal(scope->refusal.reason, "privacy.copy_today");
	assert_int_equal(copy_ask(scope = acting_as(t, 0)), ERR_SIGNED_OUT);
	t->now += DAYS(1);
	assert_int_equal(copy_ask(acting_as(t, t->ana)), OK);
	house_work(t);
	assert_true(says(fetch(t, t->ana, "/me/privacy/copy.html"), "ana@example.org"));
}

static void the_page_says_what_is_kept_why_and_for_how_long(void **state)
{
	struct test_house *t = *state;
	struct answer page = visit(t, &(struct asked){ .as = t->ana, .path = "/me/privacy" });
	assert_int_equal(page.status, 200);
	assert_true(answer_says(&page, "Was du schreibst") && answer_says(&page, "180 Tage"));
	struct answer me = visit(t, &(struct asked){ .as = t->ana, .path = "/me" });
	assert_true(answer_says(&me, "href=\"/me/privacy\""));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_with_personal_columns_is_in_the_copy_or_says_why_not),
		cmocka_unit_test(every_column_that_is_named_exists),
		WEB_TEST(every_term_has_words),
		WEB_TEST(every_statement_runs_and_gives_only_that_members_rows),
		WEB_TEST(a_member_gets_all_that_is_hers_and_nothing_of_others),
		WEB_TEST(a_long_life_is_copied_to_its_last_row),
		WEB_TEST(nobody_else_can_fetch_it_and_it_goes_after_a_week),
		WEB_TEST(one_at_a_time_and_one_a_day),
		WEB_TEST(the_page_says_what_is_kept_why_and_for_how_long),
	};
	return cmocka_run_group_tests_name("privacy", tests, NULL, NULL);
}
