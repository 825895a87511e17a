/* scope_test.c: units are all or nothing, and what a run found out never outlives it. */
#include "core/core.h"
#include "store/db_driver.h"
#include "test/house.h"

#include <pthread.h>

static const struct setting greeting = { "test.greeting", SETTING_TEXT, "hello", 0, 20 };

struct told { int done, undone; };

static void count_done(struct house *house, void *data)
{
	((struct told *)data)->done++;
}

static void count_undone(struct house *house, void *data)
{
	((struct told *)data)->undone++;
}

struct greeting_work { const char *say; enum err end; const char *refuse; struct told told; };

static enum err set_greeting(struct scope *scope, void *data)
{
	struct greeting_work *work = data;
	scope_after(scope, count_done, &work->told);
	scope_undone(scope, count_undone, &work->told);
	subject_changed(scope, (struct subject){ 1, 7 });
	enum err err = setting_set(scope, &greeting, str_from(work->say));
	if (err)
		return err;
	if (work->refuse)
		(void)refuse(scope, ERR_CONFLICT, work->refuse);
	return work->end;
}

static const char *greeting_of(struct test_house *t)
{
	str value;
	assert_int_equal(setting_text(acting_as(t, t->ana), &greeting, &value), OK);
	return str_c(t->arena, value);
}

static void a_unit_that_ends_well_is_kept_and_its_deeds_are_done(void **state)
{
	struct test_house *t = *state;
	struct greeting_work work = { .say = "hallo" };
	assert_int_equal(in_unit(t, acting_as(t, t->ana), set_greeting, &work), OK);
	assert_string_equal(greeting_of(t), "hallo");
	assert_int_equal(work.told.done, 1);
	assert_int_equal(work.told.undone, 0);
}

static void a_unit_that_fails_is_undone(void **state)
{
	struct test_house *t = *state;
	struct greeting_work work = { .say = "hallo", .end = ERR_NOT_FOUND };
	assert_int_equal(in_unit(t, acting_as(t, t->ana), set_greeting, &work), ERR_NOT_FOUND);
	assert_string_equal(greeting_of(t), "hello");
	assert_int_equal(work.told.done, 0);
	assert_int_equal(work.told.undone, 1);
}

static void a_scope_that_has_refused_never_commits_even_when_its_work_says_ok(void **state)
{
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana);
	struct greeting_work work = { .say = "hallo", .refuse = "test.no" };
	assert_int_equal(in_unit(t, ana, set_greeting, &work), ERR_INVALID);
	assert_string_equal(ana->refusal.reason, "test.no");
	assert_int_equal(work.told.done, 0);
	assert_string_equal(greeting_of(t), "hello");
}

struct waiting { pthread_mutex_t mutex; pthread_cond_t done; bool is_done; enum err err; struct greeting_work work; };

static enum err waiting_work(struct scope *scope, void *data)
{
	return set_greeting(scope, &((struct waiting *)data)->work);
}

static void waiting_answer(void *data, enum err err)
{
	struct waiting *waiting = data;
	pthread_mutex_lock(&waiting->mutex);
	waiting->err = err;
	waiting->is_done = true;
	pthread_cond_signal(&waiting->done);
	pthread_mutex_unlock(&waiting->mutex);
}

static enum err submit_and_wait(struct test_house *t, struct scope *scope, struct greeting_work work)
{
	struct waiting waiting = { .work = work };
	pthread_mutex_init(&waiting.mutex, NULL);
	pthread_cond_init(&waiting.done, NULL);
	house_settle(t);
	assert_int_equal(scope_submit(scope, waiting_work, waiting_answer, &waiting), OK);
	pthread_mutex_lock(&waiting.mutex);
	while (!waiting.is_done)
		pthread_cond_wait(&waiting.done, &waiting.mutex);
	pthread_mutex_unlock(&waiting.mutex);
	return waiting.err;
}

static void a_submitted_unit_answers_when_it_is_durable(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(submit_and_wait(t, acting_as(t, t->ana), (struct greeting_work){ .say = "hallo" }), OK);
	assert_string_equal(greeting_of(t), "hallo");
}

static void a_refused_form_is_answered_ok_but_undone(void **state)
{
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana);
	struct greeting_work work = { .say = "hallo", .refuse = "test.no" };
	assert_int_equal(submit_and_wait(t, ana, work), OK);
	assert_string_equal(ana->refusal.reason, "test.no");
	assert_string_equal(greeting_of(t), "hello");
}

static void the_first_reason_stands_until_it_is_forgiven(void **state)
{
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(refuse(ana, ERR_CONFLICT, "test.first"), ERR_CONFLICT);
	assert_int_equal(refuse_field(ana, "name", "test.second"), ERR_INVALID);
	assert_string_equal(ana->refusal.reason, "test.first");
	assert_null(ana->refusal.field);
	scope_forgive(ana);
	assert_int_equal(refuse_field(ana, "name", "test.second"), ERR_INVALID);
	assert_string_equal(ana->refusal.field, "name");
}

static void every_run_begins_with_a_clean_slate(void **state)
{
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana);
	struct greeting_work bad = { .say = "hallo", .end = ERR_CONFLICT, .refuse = "test.no" };
	struct greeting_work good = { .say = "servus" };
	assert_int_equal(in_unit(t, ana, set_greeting, &bad), ERR_CONFLICT);
	assert_int_equal(in_unit(t, ana, set_greeting, &good), OK);
	assert_null(ana->refusal.reason);
	assert_int_equal(ana->changes.count, 2); /* the greeting's and its brand: of the second run alone */
	assert_int_equal(bad.told.done, 0);
	assert_int_equal(good.told.done, 1);
}

static enum err read_greeting(struct scope *scope, void *data)
{
	return setting_text(scope, &greeting, data);
}

static enum err write_then_read(struct scope *scope, void *data)
{
	enum err err = setting_set(scope, &greeting, S("hallo"));
	return err ? err : scope_read(scope, read_greeting, data);
}

static void a_read_inside_a_unit_sees_what_the_unit_wrote(void **state)
{
	struct test_house *t = *state;
	str seen = S("");
	assert_int_equal(in_unit(t, acting_as(t, t->ana), write_then_read, &seen), OK);
	assert_string_equal(str_c(t->arena, seen), "hallo");
}

struct acting { int64_t began_as[2]; int runs; };

/* Acts as somebody else on its way; the first time it takes far too long, so that the writer runs it again. */
static enum err act_as_another(struct scope *scope, void *data)
{
	struct acting *acting = data;
	moment began_at = moment_of_thread();
	acting->began_as[acting->runs++ % 2] = scope->member_id;
	scope_act_as(scope, 77, ROLE_MEMBER);
	while (acting->runs == 1 && moment_of_thread() - began_at < MILLISECONDS(200))
		;
	return setting_set(scope, &greeting, S("moin"));
}

static void a_unit_that_runs_again_is_done_by_whoever_began_it(void **state)
{
	struct test_house *t = *state;
	struct acting acting = { 0 };
	house_settle(t);
	if (!t->house->memo) /* only SQLite's writer runs what was late again */
		skip();
	assert_int_equal(in_unit(t, acting_as(t, t->adam), act_as_another, &acting), OK);
	assert_int_equal(acting.runs, 2);
	assert_true(acting.began_as[0] == t->adam && acting.began_as[1] == t->adam);
}

static void a_subject_that_changed_twice_is_named_once(void **state)
{
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana);
	subject_changed(ana, (struct subject){ 1, 7 });
	subject_changed(ana, (struct subject){ 1, 7 });
	subject_changed(ana, (struct subject){ 2, 7 });
	assert_int_equal(ana->changes.count, 2);
}

static void a_scope_can_act_as_somebody_else(void **state)
{
	struct test_house *t = *state;
	struct scope *house = acting_as_house(t);
	scope_act_as(house, t->ben, ROLE_MEMBER | ROLE_HELPER);
	assert_true(house->member_id == t->ben && house->actor_id == t->ben);
	assert_true(has_role(house, ROLE_HELPER));
	assert_false(has_role(house, ROLE_BRAND_ADMIN));
}

/* ── what is read once ── */

static enum err read_and_set(struct scope *scope, void *data)
{
	struct test_house *t = data;
	const int before = scope_db(scope)->statements;
	for (int i = 0; i < 3; i++) {
		str value;
		assert_int_equal(setting_text(scope, &greeting, &value), OK);
		assert_string_equal(str_c(t->arena, value), "hello");
	}
	assert_int_equal(scope_db(scope)->statements, before + 1);
	assert_int_equal(setting_set(scope, &greeting, S("servus")), OK);
	str value;
	assert_int_equal(setting_text(scope, &greeting, &value), OK);
	assert_string_equal(str_c(t->arena, value), "servus");
	assert_int_equal(setting_reset(scope, &greeting), OK);
	assert_int_equal(setting_text(scope, &greeting, &value), OK);
	assert_string_equal(str_c(t->arena, value), "hello");
	return setting_set(scope, &greeting, S("moin"));
}

static enum err read_elsewhere(struct scope *scope, void *data)
{
	str *value = data;
	return setting_text(scope, &greeting, value);
}

static void settings_are_read_once_and_never_stale(void **state)
{
	struct test_house *t = *state;
	str value;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(in_unit(t, ana, read_and_set, t), OK);
	assert_int_equal(scope_read(ana, read_elsewhere, &value), OK); /* the same scope, another snapshot */
	assert_string_equal(str_c(t->arena, value), "moin");
	int64_t brand_id = ana->brand_id;
	assert_int_equal(scope_read_begin(ana), OK);
	scope_db(ana)->many_brands = true; /* a snapshot is one brand's otherwise */
	assert_int_equal(setting_text(ana, &greeting, &value), OK);
	ana->brand_id = brand_id + 1; /* another brand has set nothing */
	assert_int_equal(setting_text(ana, &greeting, &value), OK);
	assert_string_equal(str_c(t->arena, value), "hello");
	ana->brand_id = brand_id;
	scope_read_end(ana);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_unit_that_ends_well_is_kept_and_its_deeds_are_done),
		HOUSE_TEST(a_unit_that_fails_is_undone),
		HOUSE_TEST(a_scope_that_has_refused_never_commits_even_when_its_work_says_ok),
		HOUSE_TEST(a_submitted_unit_answers_when_it_is_durable),
		HOUSE_TEST(a_refused_form_is_answered_ok_but_undone),
		HOUSE_TEST(the_first_reason_stands_until_it_is_forgiven),
		HOUSE_TEST(every_run_begins_with_a_clean_slate),
		HOUSE_TEST(a_read_inside_a_unit_sees_what_the_unit_wrote),
		HOUSE_TEST(a_unit_that_runs_again_is_done_by_whoever_began_it),
		HOUSE_TEST(a_subject_that_changed_twice_is_named_once),
		HOUSE_TEST(a_scope_can_act_as_somebody_else),
		HOUSE_TEST(settings_are_read_once_and_never_stale),
	};
	return cmocka_run_group_tests_name("scope", tests, NULL, NULL);
}
