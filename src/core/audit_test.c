/* audit_test.c: the book is in order, and a page that was changed or torn out is noticed. */
#include "core/core.h"
#include "store/db.h"
#include "test/house.h"

static void note(struct test_house *t, const char *action, int64_t id)
{
	assert_int_equal(audit_note(acting_as(t, t->adam), action, (struct subject){ 1, id }, S("facts")), OK);
}

static int64_t broken_at(struct test_house *t)
{
	int64_t id = -1;
	assert_int_equal(audit_verify(acting_as(t, t->adam), &id), OK);
	return id;
}

/* Each a constant of its own: a connection knows its statements by their address. */
#define TAMPER(name, sql) { "test." name, sql " WHERE brand_id = 1 AND number = 2", \
	sql " WHERE brand_id = 1 AND number = 2", 0, 0, true }

static void tamper(struct test_house *t, const struct statement *statement)
{
	int64_t changed;
	assert_int_equal(db_run(scope_db(acting_as_house(t)), statement, NULL, &changed), OK);
	assert_true(changed > 0);
}

static void entries_are_listed_newest_first_and_the_chain_is_whole(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(broken_at(t), 0);
	note(t, "helper.approve", 1);
	note(t, "helper.decline", 2);
	struct audit_entry_list list;
	assert_int_equal(audit_list(acting_as(t, t->adam), 0, &list), OK);
	assert_int_equal(list.count, 2);
	assert_string_equal(str_c(t->arena, list.at[0].action), "helper.decline");
	assert_true(list.at[0].actor_id == t->adam && list.at[0].at == t->now);
	assert_int_equal(audit_list(acting_as(t, t->adam), list.at[0].id, &list), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(broken_at(t), 0);
}

static void a_long_book_is_checked_page_by_page(void **state)
{
	struct test_house *t = *state;
	for (int i = 0; i < 450; i++)
		note(t, "role.grant", i);
	assert_int_equal(broken_at(t), 0);
	static const char late[] = "UPDATE core_audit SET details = 'other' WHERE brand_id = 1 AND number = 430";
	static const struct statement change = { "test.late", late, late, 0, 0, true };
	tamper(t, &change);
	assert_int_not_equal(broken_at(t), 0);
}

static void a_changed_entry_is_noticed(void **state)
{
	struct test_house *t = *state;
	static const struct statement changes[] = {
		TAMPER("actor", "UPDATE core_audit SET actor_id = actor_id + 1"),
		TAMPER("actor_back", "UPDATE core_audit SET actor_id = actor_id - 1"),
		TAMPER("action", "UPDATE core_audit SET action = 'x'"),
		TAMPER("action_back", "UPDATE core_audit SET action = 'role.grant'"),
		TAMPER("at", "UPDATE core_audit SET at = at + 1"),
		TAMPER("at_back", "UPDATE core_audit SET at = at - 1"),
		TAMPER("subject", "UPDATE core_audit SET subject_id = 0"),
		TAMPER("subject_back", "UPDATE core_audit SET subject_id = 2"),
		TAMPER("torn", "DELETE FROM core_audit"),
	};
	for (int i = 1; i <= 3; i++)
		note(t, "role.grant", i);
	struct audit_entry_list list;
	assert_int_equal(audit_list(acting_as(t, t->adam), 0, &list), OK);
	for (size_t i = 0; i < COUNT(changes); i++) {
		tamper(t, &changes[i]);
		bool mended = i % 2, torn = i + 1 == COUNT(changes); /* noticed at the page behind it */
		assert_int_equal(broken_at(t), mended ? 0 : list.at[torn ? 0 : 1].id);
	}
}

static void each_brand_has_a_book_of_its_own(void **state)
{
	struct test_house *t = *state;
	note(t, "role.grant", 1);
	struct scope *other = acting_as(t, t->adam);
	other->brand_id++;
	struct audit_entry_list list;
	assert_int_equal(audit_list(other, 0, &list), OK);
	assert_int_equal(list.count, 0);
}

static void old_entries_go_and_the_rest_stays_provable(void **state)
{
	struct test_house *t = *state;
	static const struct statement forged = { "test.anchor", "UPDATE core_audit_anchor SET number = number + 1 WHERE brand_id = 1",
		"UPDATE core_audit_anchor SET number = number + 1 WHERE brand_id = 1", 0, 0, true };
	static const struct statement mended = { "test.anchor_back",
		"UPDATE core_audit_anchor SET number = number - 1 WHERE brand_id = 1",
		"UPDATE core_audit_anchor SET number = number - 1 WHERE brand_id = 1", 0, 0, true };
	int64_t forgotten = -1;
	struct audit_entry_list list;
	for (int i = 1; i <= 130; i++)
		note(t, "role.grant", i);
	t->now += DAYS(366);
	note(t, "role.take", 7);
	assert_int_equal(audit_forget(acting_as_house(t), t->now - DAYS(365), &forgotten), OK);
	assert_int_equal(forgotten, 100);
	assert_int_equal(audit_forget(acting_as_house(t), t->now - DAYS(365), &forgotten), OK);
	assert_int_equal(forgotten, 30);
	assert_int_equal(audit_forget(acting_as_house(t), t->now - DAYS(365), &forgotten), OK);
	assert_int_equal(forgotten, 0);
	assert_int_equal(audit_list(acting_as(t, t->adam), 0, &list), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(broken_at(t), 0);
	tamper(t, &forged);
	assert_int_not_equal(broken_at(t), 0);
	tamper(t, &mended);
	assert_int_equal(broken_at(t), 0);
	t->now += DAYS(366); /* and when none is left, the next one still hangs on what was */
	assert_int_equal(audit_forget(acting_as_house(t), t->now - DAYS(365), &forgotten), OK);
	note(t, "role.grant", 8);
	assert_int_equal(broken_at(t), 0);
}

static void what_was_tampered_with_is_not_forgotten(void **state)
{
	struct test_house *t = *state;
	static const struct statement change = TAMPER("kept", "UPDATE core_audit SET details = 'other'");
	int64_t forgotten = -1;
	for (int i = 1; i <= 3; i++)
		note(t, "role.grant", i);
	tamper(t, &change);
	t->now += DAYS(366);
	assert_int_equal(audit_forget(acting_as_house(t), t->now - DAYS(365), &forgotten), OK);
	assert_int_equal(forgotten, 1);
	assert_int_not_equal(broken_at(t), 0);
}

static void entries_are_found_by_deed_actor_thing_and_time(void **state)
{
	struct test_house *t = *state;
	struct audit_entry_list list;
	const moment noon = t->now;
	note(t, "member.role", 1);
	note(t, "memberships.x", 2);
	t->now += DAYS(2);
	assert_int_equal(audit_note(acting_as(t, t->mia), "member.suspend", (struct subject){ 2, 9 }, S("")), OK);
	const struct { struct audit_filter filter; size_t count; } rows[] = {
		{ { .deed = S("") }, 3 }, { { .deed = S("member") }, 2 }, { { .deed = S("member.role") }, 1 },
		{ { .deed = S(""), .actor_id = t->mia }, 1 }, { { .deed = S(""), .subject_kind = 2 }, 1 },
		{ { .deed = S(""), .from_at = noon + DAYS(1) }, 1 }, { { .deed = S(""), .until_at = noon + DAYS(1) }, 2 },
		{ { .deed = S("x") }, 0 },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(audit_find(acting_as(t, t->adam), &rows[i].filter, &list), OK);
		assert_int_equal(list.count, rows[i].count);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(entries_are_listed_newest_first_and_the_chain_is_whole),
		HOUSE_TEST(a_long_book_is_checked_page_by_page),
		HOUSE_TEST(a_changed_entry_is_noticed),
		HOUSE_TEST(each_brand_has_a_book_of_its_own),
		HOUSE_TEST(old_entries_go_and_the_rest_stays_provable),
		HOUSE_TEST(what_was_tampered_with_is_not_forgotten),
		HOUSE_TEST(entries_are_found_by_deed_actor_thing_and_time),
	};
	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
