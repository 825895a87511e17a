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

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(entries_are_listed_newest_first_and_the_chain_is_whole),
		HOUSE_TEST(a_long_book_is_checked_page_by_page),
		HOUSE_TEST(a_changed_entry_is_noticed),
		HOUSE_TEST(each_brand_has_a_book_of_its_own),
	};
	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
