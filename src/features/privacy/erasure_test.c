/* erasure_test.c: leaving for good: asked for with a proof, held while somebody counts on one, ended with one press, and then all is gone. */
#include "core/forget.h"
#include "core/owned.h"
#include "features/community/thread.h"
#include "features/community/mine.h"
#include "features/identity/identity.h"
#include "features/identity/session.h"
#include "features/marketplace/chat_store.h"
#include "features/member/member.h"
#include "features/privacy/copy.h"
#include "features/privacy/erased.h"
#include "features/privacy/erasure.h"
#include "test/letters.h"
#include "test/world.h"

#include <stdio.h>

#define GOOD "vier blaue stunden"

static struct answer post(struct test_house *t, int64_t as, const char *path, const char *form)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = path, .form = form });
}

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

static void give_password(struct test_house *t, int64_t member_id)
{
	str hash;
	assert_int_equal(password_hash(t->arena, S(GOOD), &hash), OK);
	assert_int_equal(account_set_password(acting_as_house(t), member_id, hash), OK);
	house_settle(t);
}

static void days_pass(struct test_house *t, moment days)
{
	t->now += days;
	for (int i = 0; i < 4; i++) { /* and what follows from it, within hours */
		house_work(t);
		t->now += HOURS(2);
	}
	house_work(t);
}

static struct erasure erasure_now(struct test_house *t, int64_t member_id)
{
	struct erasure erasure;
	assert_int_equal(erasure_of(acting_as(t, t->adam), member_id, &erasure), OK);
	return erasure;
}

/* ── the table ── */

static void every_personal_column_has_a_rule(void **state)
{
	(void)state;
	int personal = 0, missing = 0;
	for (const struct declared_table *table = declared_tables; table->name; table++) {
		for (size_t i = 0; i < table->count; i++) {
			const struct declared_column *column = &table->columns[i];
			if (strcmp(column->privacy, "none") == 0)
				continue;
			personal++;
			if (!erased_covers(table, column)) {
				print_error("%s.%s: what becomes of it when its member is erased? (features/privacy/erased.c)\n",
				            table->name, column->name);
				missing++;
			}
		}
	}
	assert_true(personal > 150);
	assert_int_equal(missing, 0);
}

static bool is_declared(const struct erased *rule)
{
	for (const struct declared_table *table = declared_tables; table->name; table++) {
		for (size_t i = 0; !strcmp(table->name, rule->table) && i < table->count; i++) {
			if (!strcmp(table->columns[i].name, rule->column))
				return true;
		}
	}
	return false;
}

static void every_column_that_can_name_a_member_has_one_rule(void **state)
{
	(void)state;
	for (const struct owned *owned = owned_rows; owned->table; owned++) {
		int rules = 0;
		for (const struct erased *rule = erased_rows; rule->table; rule++)
			rules += !strcmp(rule->table, owned->table) && !strcmp(rule->column, owned->column);
		if (rules != 1)
			fail_msg("%s.%s has %d rules", owned->table, owned->column, rules);
	}
	for (const struct erased *rule = erased_rows; rule->table; rule++) {
		assert_true(rule->fate != STAYS || rule->why[0]);
		/* What stays may lie in a table of one row a brand, which has no key to go by. */
		bool is_known = rule->fate == STAYS ? is_declared(rule) : owned_find(str_from(rule->table), str_from(rule->column)) != NULL;
		if (!is_known)
			fail_msg("%s.%s names no member", rule->table, rule->column);
	}
}

static void what_a_row_says_is_emptied_only_where_it_says_something(void **state)
{
	(void)state;
	for (const struct erased *rule = erased_rows; rule->table; rule++) {
		const struct owned *owned = owned_find(str_from(rule->table), str_from(rule->column));
		if (rule->fate == WORDS_GO && !owned->blank.name)
			fail_msg("%s.%s says nothing that could go", rule->table, rule->column);
	}
}

/* Both statements of each column, on this engine, for a member who has no row. */
static void every_statement_runs(void **state)
{
	struct test_house *t = *state;
	for (const struct owned *owned = owned_rows; owned->table; owned++) {
		struct owned_piece piece = { .owned = owned, .member_id = INT64_MAX };
		struct value keys[OWNED_KEYS_MAX];
		for (size_t i = 0; i < owned->key_count; i++)
			keys[i] = owned->columns[i].type == VALUE_TEXT ? value_text(S("")) : value_integer(0);
		assert_int_equal(owned_end(acting_as_house(t), &piece, keys, true), OK);
		assert_int_equal(owned_end(acting_as_house(t), &piece, keys, false), OK);
		if (acting_as_house(t)->refusal.reason)
			fail_msg("%s.%s", owned->table, owned->column);
	}
}

/* ── asking ── */

static void one_leaves_with_the_password_and_is_told_at_once(void **state)
{
	struct test_house *t = *state;
	give_password(t, t->ana);
	struct answer page = get(t, t->ana, "/me/privacy/erasure");
	assert_true(answer_says(&page, "Was dann passiert") && answer_says(&page, "href=\"/me/privacy#copy\""));
	assert_true(answer_says(&page, "15. Jan. 2026"));
	struct answer wrong = post(t, t->ana, "/me/privacy/erasure", "password=falsch+geraten");
	assert_int_equal(wrong.status, 422);
	assert_true(answer_says(&wrong, "Das Passwort stimmt nicht"));
	assert_int_equal(erasure_now(t, t->ana).member_id, 0);
	assert_int_equal(post(t, t->ana, "/me/privacy/erasure", "password=vier+blaue+stunden").status, 303);
	struct letter_got letter = letter_to(t, "ana@example.org");
	assert_true(str_contains(letter.subject, S("wird in 14 Tagen gelöscht")) && str_contains(letter.text, S("15. Jan. 2026")));
	assert_true(link_in(&letter, "/me/privacy/erasure").len > 0);
	struct answer home = get(t, t->ana, "/help");
	assert_true(answer_says(&home, "Dein Konto schläft") && answer_says(&home, "action=\"/me/privacy/erasure/end\""));
	page = get(t, t->ben, "/help");
	assert_false(answer_says(&page, "Dein Konto schläft"));
}

static void a_fresh_link_does_it_without_a_password_and_only_for_its_owner(void **state)
{
	struct test_house *t = *state;
	struct answer page = get(t, t->eve, "/me/privacy/erasure");
	assert_false(answer_says(&page, "name=\"password\""));
	assert_int_equal(post(t, t->eve, "/me/privacy/erasure/link", "").status, 303);
	struct letter_got letter = letter_to(t, "eve@example.org");
	str link = str_skip(link_in(&letter, "/me/privacy/erasure/link/"), strlen("http://a.localhost"));
	const char *path = str_c(t->arena, link);
	assert_int_equal(get(t, t->ana, path).status, 404);
	assert_int_equal(post(t, t->ana, path, "").status, 404);
	assert_int_equal(get(t, t->eve, path).status, 200);
	assert_int_equal(post(t, t->eve, path, "").status, 303);
	assert_int_equal(erasure_now(t, t->eve).member_id, t->eve);
	assert_int_equal(get(t, t->eve, path).status, 404);
}

static void whoever_leaves_sleeps_and_one_press_wakes(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	(void)world;
	const char *ben = str_c(t->arena, str_format(t->arena, "/members/%lld", (long long)t->ben));
	struct answer list = get(t, t->ana, "/services?place=50667");
	assert_true(answer_says(&list, "Ben"));
	assert_int_equal(erasure_ask(acting_as(t, t->ben), t->ben, S("")), OK);
	house_work(t);
	list = get(t, t->ana, "/services?place=50667");
	assert_false(answer_says(&list, "Ben"));
	assert_int_equal(get(t, t->ana, ben).status, 404);
	assert_int_equal(get(t, t->ana, str_c(t->arena, str_format(t->arena, "/api/v1%s", ben))).status, 404);
	assert_int_equal(get(t, t->ben, ben).status, 200);
	assert_int_equal(get(t, t->mia, ben).status, 200);
	struct answer asleep = post(t, t->ben, "/tasks", "title=Netz+ordnen&text=Hilfe+im+Keller&category=wifi&place=50667");
	assert_int_equal(asleep.status, 409);
	assert_true(answer_says(&asleep, "Ich bleibe doch"));
	assert_int_equal(post(t, t->ben, "/me/privacy/erasure/end", "").status, 303);
	house_work(t);
	list = get(t, t->ana, "/services?place=50667");
	assert_true(answer_says(&list, "Ben"));
	assert_int_equal(get(t, t->ana, ben).status, 200);
	assert_true(str_contains(letter_to(t, "ben@example.org").subject, S("Dein Konto bleibt")));
	days_pass(t, DAYS(20));
	assert_int_equal(get(t, t->ana, ben).status, 200);
}

static void refused(enum err err, enum err expected, const struct scope *scope, const char *reason)
{
	assert_int_equal(err, expected);
	assert_string_equal(scope->refusal.reason, reason);
}

static void a_visit_that_is_open_holds_both(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct scope *scope;
	world_make(world, A_BOOKING);
	scope = acting_as(t, t->ana);
	refused(erasure_ask(scope, t->ana, S("")), ERR_CONFLICT, scope, "booking.holds_member");
	scope = acting_as(t, t->ben);
	refused(erasure_ask(scope, t->ben, S("")), ERR_CONFLICT, scope, "booking.holds_member");
	struct answer page = get(t, t->ana, "/me/privacy/erasure");
	assert_true(answer_says(&page, "Jemand rechnet damit") && !answer_says(&page, "action=\"/me/privacy/erasure\""));
}

static void a_claim_that_is_open_holds_both(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct made booking = world_make(world, A_BOOKING_MISSED);
	const char *path = str_c(t->arena, world_path(t, "/bookings/:id/objection", &booking));
	assert_int_equal(post(t, t->ana, path, "reason=Ich+war+die+ganze+Zeit+da.").status, 303);
	struct scope *scope;
	scope = acting_as(t, t->ana);
	refused(erasure_ask(scope, t->ana, S("")), ERR_CONFLICT, scope, "booking.claim_holds_member");
	t->now += DAYS(31);
	assert_int_equal(erasure_ask(acting_as(t, t->ana), t->ana, S("")), OK);
}

/* Asked for in quiet times; then something is contested. */
static void what_came_meanwhile_is_waited_for(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct made booking = world_make(world, A_BOOKING_MISSED);
	assert_int_equal(erasure_ask(acting_as(t, t->ana), t->ana, S("")), OK);
	moment due_at = erasure_now(t, t->ana).due_at;
	const char *objection = str_c(t->arena, world_path(t, "/bookings/:id/objection", &booking));
	assert_int_equal(post(t, t->ana, objection, "reason=Ich+war+die+ganze+Zeit+da.").status, 303);
	t->now = due_at;
	house_work(t);
	struct erasure held = erasure_now(t, t->ana);
	assert_true(!held.begun_at && str_equal(held.held_by, S("booking.claim_holds_member")));
	assert_int_equal(held.due_at, t->now + DAYS(1));
	struct answer page = get(t, t->ana, "/me/privacy/erasure");
	assert_true(answer_says(&page, "Es wartet noch") && answer_says(&page, "Nachbesserung"));
	for (int day = 0; day < 31; day++)
		days_pass(t, DAYS(1));
	assert_true(erasure_now(t, t->ana).done_at > 0);
}

static void the_last_administrator_stays(void **state)
{
	struct test_house *t = *state;
	struct scope *scope;
	scope = acting_as(t, t->adam);
	refused(erasure_ask(scope, t->adam, S("")), ERR_CONFLICT, scope, "member.last_admin");
	struct answer page = get(t, t->adam, "/me/privacy/erasure");
	assert_true(answer_says(&page, "Du bist die einzige Person"));
	assert_int_equal(member_set_role(acting_as(t, t->adam), t->mia, ROLE_BRAND_ADMIN, true), OK);
	assert_int_equal(erasure_ask(acting_as(t, t->adam), t->adam, S("")), OK);
	/* Of two who leave, the second is the last who stays. */
	scope = acting_as(t, t->mia);
	refused(erasure_ask(scope, t->mia, S("")), ERR_CONFLICT, scope, "member.last_admin");
}

static void an_administrator_erases_for_a_letter_with_its_reason(void **state)
{
	struct test_house *t = *state;
	struct audit_entry_list list;
	const char *path = str_c(t->arena, str_format(t->arena, "/desk/members/%lld/erasure", (long long)t->eve));
	struct answer missing = post(t, t->adam, path, "reason=");
	assert_int_equal(missing.status, 422);
	assert_true(answer_says(&missing, "worauf die Löschung beruht"));
	assert_int_equal(post(t, t->mia, path, "reason=Brief+vom+3.+Januar").status, 403);
	assert_int_equal(post(t, t->adam, path, "reason=Brief+vom+3.+Januar").status, 303);
	assert_true(str_contains(letter_to(t, "eve@example.org").text, S("auf deine Bitte hin")));
	assert_int_equal(audit_list(acting_as(t, t->adam), INT64_MAX, &list), OK);
	assert_true(str_equal(list.at[0].action, S("member.erase")) && str_equal(list.at[0].details, S("Brief vom 3. Januar")));
	struct answer page = get(t, t->eve, "/me");
	assert_true(answer_says(&page, "Dein Konto schläft")); /* and she may object */
	days_pass(t, DAYS(14));
	assert_true(erasure_now(t, t->eve).done_at > 0);
	assert_int_equal(audit_list(acting_as(t, t->adam), INT64_MAX, &list), OK);
	assert_true(str_equal(list.at[0].action, S("member.erased")));
	assert_int_equal(get(t, t->eve, "/me").status, 303); /* to the log-in */
}

static void erasing_twice_and_after_a_crash_is_erasing_once(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	world_make(world, A_DEVICE);
	world_make(world, A_THREAD);
	assert_int_equal(erasure_ask(acting_as(t, t->ana), t->ana, S("")), OK);
	house_settle(t);
	days_pass(t, DAYS(14));
	struct erasure done = erasure_now(t, t->ana);
	assert_true(done.begun_at && done.done_at);
	struct erasure again = done; /* as if the power had gone before the last unit */
	again.done_at = 0;
	assert_int_equal(erasure_update(acting_as_house(t), &again), OK);
	assert_int_equal(job_plan(acting_as_house(t), &erasure_job, (struct subject){ 1, t->ana }, t->now), OK);
	house_work(t);
	assert_true(erasure_now(t, t->ana).done_at > 0);
	struct scope *scope;
	scope = acting_as(t, t->adam);
	refused(erasure_end(scope, t->ana), ERR_CONFLICT, scope, "privacy.erasure_begun");
}

/* What Ben did is told to Eve no longer, and her bell says so at once, though it was looked at within this minute. */
static void whom_an_erased_one_told_something_sees_it_gone_at_once(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct made thread = world_make(world, A_THREAD);
	const char *posts = str_c(t->arena, str_format(t->arena, "/threads/%.*s/posts", STR_ARG(thread.key)));
	assert_int_equal(post(t, t->eve, posts, "body=Bei+mir+auch").status, 303);
	assert_int_equal(post(t, t->ben, posts, "body=Dann+hilft+nur+ein+Neustart").status, 303);
	house_work(t);
	assert_int_equal(erasure_ask(acting_as(t, t->ben), t->ben, S("")), OK);
	house_work(t);
	t->now += DAYS(14);
	struct answer before = get(t, t->eve, "/help");
	assert_true(answer_says(&before, "data-live=\"/live\">1<"));
	for (int i = 0; i < 100 && !erasure_now(t, t->ben).done_at; i++) {
		t->now += SECONDS(20);
		get(t, t->eve, "/help");
		house_work(t);
	}
	assert_true(erasure_now(t, t->ben).done_at > 0);
	struct answer after = get(t, t->eve, "/help");
	assert_true(answer_says(&after, "data-live=\"/live\" hidden>0<"));
}

/* ── what is counted beside a row ── */

static int64_t id_of(str key)
{
	int64_t id = 0;
	assert_true(str_number(key, &id));
	return id;
}

static void thanks_and_me_toos_of_who_was_erased_are_counted_no_more(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct made answer = world_make(world, AN_ANSWER);
	struct thread thread;
	struct post thanked;
	assert_int_equal(kudos_give(acting_as(t, t->eve), id_of(answer.second), &thanked), OK);
	assert_int_equal(kudos_give(acting_as(t, t->mia), id_of(answer.second), &thanked), OK);
	assert_int_equal(metoo_say(acting_as(t, t->eve), id_of(answer.key)), OK);
	assert_int_equal(erasure_ask(acting_as(t, t->eve), t->eve, S("")), OK);
	house_settle(t);
	days_pass(t, DAYS(14));
	assert_true(erasure_now(t, t->eve).done_at > 0);
	assert_int_equal(thread_load(acting_as(t, t->ana), id_of(answer.key), &thread), OK);
	assert_int_equal(thread.kudos_count, 1);
	assert_int_equal(thread.metoo_count, 0);
	assert_int_equal(post_load(acting_as(t, t->ana), id_of(answer.second), &thanked), OK);
	assert_int_equal(thanked.kudos_count, 1);
}

static void a_talk_counts_no_words_of_who_was_erased(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct made made = world_make(world, A_CHAT);
	struct chat chat;
	const char *path = str_c(t->arena, world_path(t, "/chats/:id/messages", &made));
	assert_int_equal(post(t, t->ben, path, "text=Bis+morgen.").status, 303);
	assert_int_equal(chat_load(acting_as(t, t->ana), id_of(made.key), &chat), OK);
	assert_int_equal(chat.count, 2);
	int64_t booking_id = number_after(get(t, t->ana, "/bookings").body, "href=\"/bookings/");
	str booking = str_format(t->arena, "/bookings/%lld/cancellation", (long long)booking_id);
	assert_int_equal(post(t, t->ana, str_c(t->arena, booking), "reason=Krank").status, 303);
	assert_int_equal(erasure_ask(acting_as(t, t->ana), t->ana, S("")), OK);
	house_settle(t);
	days_pass(t, DAYS(14));
	assert_true(erasure_now(t, t->ana).done_at > 0);
	assert_int_equal(chat_load(acting_as(t, t->ben), id_of(made.key), &chat), OK);
	assert_int_equal(chat.count, 1);
}

static void an_answer_that_comes_meanwhile_is_heard_before_the_end(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct made thread = world_make(world, A_THREAD);
	const struct job job = { .subject = { 1, t->ana } };
	assert_int_equal(erasure_ask(acting_as(t, t->ana), t->ana, S("")), OK);
	t->now += DAYS(14);
	house_work(t); /* the first turn tells others */
	t->now += MINUTES(20);
	const char *path = str_c(t->arena, world_path(t, "/threads/:id/posts", &thread));
	assert_int_equal(post(t, t->ben, path, "body=Nimm+eine+Quarzlampe.").status, 303);
	struct scope scope;
	scope_open(&scope, t->house, t->arena, t->now);
	scope.brand_id = t->brand_id;
	scope_act_as(&scope, 0, ROLE_BITS);
	assert_int_equal(erasure_job.run(&scope, &job), OK);
	assert_int_equal(erasure_now(t, t->ana).done_at, 0);
	house_settle(t);
	days_pass(t, HOURS(1));
	assert_true(erasure_now(t, t->ana).done_at > 0);
	struct answer found = get(t, t->eve, "/search?q=Quarzlampe");
	assert_true(answer_says(&found, str_c(t->arena, world_path(t, "/threads/:id", &thread))));
}

/* ── in turns ── */

enum { SESSIONS = 50 /* the most one has */, UNITS_BEFORE_STOP = 8 /* the first of three that end them */ };

static struct { int units, units_after; void (*committed)(struct house *, struct scope *); } stopping;

static void stop_after_some(struct house *house, struct scope *scope)
{
	if (stopping.committed)
		stopping.committed(house, scope);
	stopping.units++;
	if (stopping.units == UNITS_BEFORE_STOP)
		house_work_stop(house);
	else if (stopping.units > UNITS_BEFORE_STOP)
		stopping.units_after++;
}

static int64_t sessions_of(struct test_house *t, int64_t member_id)
{
	struct session_list list;
	assert_int_equal(session_list_mine(acting_as(t, member_id), &list), OK);
	return (int64_t)list.count;
}

static void a_house_that_stops_does_not_wait_and_the_next_goes_on(void **state)
{
	struct test_house *t = *state;
	str secret;
	const struct job job = { .subject = { 1, t->ana } };
	assert_int_equal(erasure_ask(acting_as(t, t->ana), t->ana, S("")), OK);
	t->now += DAYS(14);
	house_work(t); /* the first turn tells others */
	for (int i = 0; i < SESSIONS; i++)
		assert_int_equal(session_begin(acting_as(t, t->ana), t->ana, S("Browser"), &secret), OK);
	house_settle(t);
	int64_t before = sessions_of(t, t->ana);
	assert_int_equal(before, SESSIONS);
	house_settle(t);
	stopping.units = stopping.units_after = 0;
	stopping.committed = t->house->committed;
	t->house->committed = stop_after_some;
	struct scope scope;
	scope_open(&scope, t->house, t->arena, t->now + MINUTES(20));
	scope.brand_id = t->brand_id;
	scope_act_as(&scope, 0, ROLE_BITS);
	assert_int_equal(erasure_job.run(&scope, &job), OK);
	t->house->committed = stopping.committed;
	assert_int_equal(stopping.units_after, 1); /* that it goes on later is written, and nothing else */
	int64_t left = sessions_of(t, t->ana);
	assert_true(left > 0 && left < before);
	assert_int_equal(erasure_now(t, t->ana).done_at, 0);
	house_settle(t);
	house_restart(t);
	t->now += MINUTES(20);
	house_work(t);
	assert_true(erasure_now(t, t->ana).done_at > 0);
	assert_int_equal(sessions_of(t, t->ana), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_personal_column_has_a_rule),
		cmocka_unit_test(every_column_that_can_name_a_member_has_one_rule),
		cmocka_unit_test(what_a_row_says_is_emptied_only_where_it_says_something),
		WEB_TEST(every_statement_runs),
		WEB_TEST(one_leaves_with_the_password_and_is_told_at_once),
		WEB_TEST(a_fresh_link_does_it_without_a_password_and_only_for_its_owner),
		WEB_TEST(whoever_leaves_sleeps_and_one_press_wakes),
		WEB_TEST(a_visit_that_is_open_holds_both),
		WEB_TEST(a_claim_that_is_open_holds_both),
		WEB_TEST(what_came_meanwhile_is_waited_for),
		WEB_TEST(the_last_administrator_stays),
		WEB_TEST(an_administrator_erases_for_a_letter_with_its_reason),
		WEB_TEST(erasing_twice_and_after_a_crash_is_erasing_once),
		WEB_TEST(whom_an_erased_one_told_something_sees_it_gone_at_once),
		WEB_TEST(thanks_and_me_toos_of_who_was_erased_are_counted_no_more),
		WEB_TEST(a_talk_counts_no_words_of_who_was_erased),
		WEB_TEST(an_answer_that_comes_meanwhile_is_heard_before_the_end),
		WEB_TEST(a_house_that_stops_does_not_wait_and_the_next_goes_on),
	};
	return cmocka_run_group_tests_name("erasure", tests, NULL, NULL);
}
