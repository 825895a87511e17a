/* outbox_test.c: news arrives once, in order per subject, whatever fails or dies in between. */
#include "core/core.h"
#include "core/sql.gen.h"
#include "test/house.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct news_kind thing_happened = { "test.happened" }, nobody_cares = { "test.nobody_cares" };
static const struct setting heard = { "test.heard", SETTING_TEXT, "", 0, 20000 };
static const struct setting broken = { "test.broken", SETTING_SWITCH, "0", 0, 0 };
static const struct setting deadly = { "test.deadly", SETTING_SWITCH, "0", 0, 0 };

/* Writes down what it hears, so that the database itself tells how often. */
static enum err hear(struct scope *scope, const struct news *news)
{
	str before;
	int64_t is_broken, is_deadly;
	enum err err = setting_text(scope, &heard, &before);
	if (!err)
		err = setting_number(scope, &broken, &is_broken);
	if (!err)
		err = setting_number(scope, &deadly, &is_deadly);
	if (!err)
		err = setting_set(scope, &heard, str_format(scope->arena, "%.*s%.*s;", STR_ARG(before),
		                                            STR_ARG(news->text)));
	if (err)
		return err;
	bool fails = is_broken && str_starts(news->text, S("bad"));
	if (str_equal(news->text, S("bad and slow")))
		usleep(300000); /* so that another worker has read the same row meanwhile */
	if (is_deadly && scope->house->web)
		kill(getpid(), SIGKILL);
	return fails ? refuse(scope, ERR_CONFLICT, "test.broken") : OK;
}

static enum err hear_facts(struct scope *scope, const struct news *news)
{
	if (!str_equal(news->text, S("facts")))
		return OK;
	must(news->kind == &thing_happened && news->subject.kind == 10 && news->subject.id == 4);
	must(news->other.kind == 11 && news->other.id == 5 && news->to_member_id == 6);
	must(news->actor_id != 0 && news->at == HOUSE_NOON);
	must(scope->member_id == 0 && scope->roles == ROLE_BITS);
	must(str_equal(scope->language, S("fr")) && str_equal(scope->origin, S("https://b.localhost")));
	return OK;
}

static enum err brand_scope(struct scope *scope, int64_t brand_id)
{
	scope->language = S("fr");
	scope->origin = S("https://b.localhost");
	return OK;
}

const struct house_lists *test_house_lists(void)
{
	static const struct listener listeners[] = {
		{ &thing_happened, hear }, { &thing_happened, hear_facts }, { NULL, NULL },
	};
	static const struct listener *const all[] = { listeners, NULL };
	static const struct house_lists lists = { .listeners = all, .brand_scope = brand_scope };
	return &lists;
}

static void tell(struct scope *scope, int64_t subject_id, const char *text)
{
	struct news news = { .kind = &thing_happened, .subject = { 10, subject_id }, .text = str_from(text) };
	assert_int_equal(news_tell(scope, &news), OK);
}

static void set(struct test_house *t, const struct setting *setting, const char *value)
{
	assert_int_equal(setting_set(acting_as_house(t), setting, str_from(value)), OK);
}

static const char *heard_so_far(struct test_house *t)
{
	str value;
	assert_int_equal(setting_text(acting_as_house(t), &heard, &value), OK);
	return str_c(t->arena, value);
}

static void news_is_heard_once(void **state)
{
	struct test_house *t = *state;
	tell(acting_as(t, t->ana), 1, "one");
	assert_string_equal(house_last_news(t), "test.happened");
	assert_int_equal(house_work(t), 1);
	assert_int_equal(house_work(t), 0);
	assert_string_equal(heard_so_far(t), "one;");
	assert_string_equal(house_last_news(t), "");
}

static void news_carries_its_facts_and_is_heard_with_the_brands_scope(void **state)
{
	struct test_house *t = *state;
	struct news news = { .kind = &thing_happened, .subject = { 10, 4 }, .other = { 11, 5 },
		.to_member_id = 6, .text = S("facts") };
	assert_int_equal(news_tell(acting_as(t, t->ana), &news), OK);
	assert_int_equal(house_work(t), 1);
	assert_string_equal(heard_so_far(t), "facts;");
}

static void news_that_nobody_listens_to_goes_away(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(news_announce(acting_as(t, t->ana), &nobody_cares, (struct subject){ 1, 2 }), OK);
	assert_int_equal(house_work(t), 1);
	assert_string_equal(house_last_news(t), "");
}

static void a_fact_that_is_too_long_is_cut_between_letters(void **state)
{
	struct test_house *t = *state;
	struct text text;
	text_open(&text, t->arena, 20000);
	for (int i = 0; i < 8000; i++)
		text_put(&text, S("ä"));
	tell(acting_as(t, t->ana), 1, str_c(t->arena, text_str(&text)));
	assert_int_equal(house_work(t), 1);
	size_t len = strlen(heard_so_far(t)) - 1;
	if (len > 8000 || len < 1000 || len % 2)
		fail_msg("%zu bytes", len);
}

static enum err announce_and_fail(struct scope *scope, void *data)
{
	tell(scope, 1, "never");
	return refuse(scope, ERR_CONFLICT, "test.no");
}

static void a_unit_that_is_undone_announces_nothing(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(in_unit(t, acting_as(t, t->ana), announce_and_fail, NULL), ERR_CONFLICT);
	assert_string_equal(house_last_news(t), "");
	assert_int_equal(house_work(t), 0);
	assert_string_equal(heard_so_far(t), "");
}

static void later_news_of_a_subject_waits_for_the_earlier_and_others_go_on(void **state)
{
	struct test_house *t = *state;
	set(t, &broken, "1");
	struct scope *ana = acting_as(t, t->ana);
	tell(ana, 1, "bad1");
	tell(ana, 1, "good2");
	tell(ana, 2, "other");
	assert_int_equal(house_work(t), 2);
	assert_string_equal(heard_so_far(t), "other;");
	tell(acting_as(t, t->ana), 1, "good3");
	assert_int_equal(house_work(t), 0);

	set(t, &broken, "0");
	assert_int_equal(house_work(t), 0);
	t->now += SECONDS(5);
	assert_int_equal(house_work(t), 3);
	assert_string_equal(heard_so_far(t), "other;bad1;good2;good3;");
}

static void news_that_a_clock_put_off_for_a_year_is_heard_once_it_is_set_right(void **state)
{
	struct test_house *t = *state;
	set(t, &broken, "1");
	tell(acting_as(t, t->ana), 1, "bad1");
	tell(acting_as(t, t->ana), 1, "good2");
	t->now += DAYS(365);
	(void)house_work(t);
	assert_string_equal(heard_so_far(t), "");
	t->now -= DAYS(365);
	set(t, &broken, "0");
	(void)house_work(t);
	assert_string_equal(heard_so_far(t), "bad1;good2;");
}

static void a_failing_listener_leaves_nothing_behind(void **state)
{
	struct test_house *t = *state;
	set(t, &broken, "1");
	tell(acting_as(t, t->ana), 1, "bad");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(house_work(t), 1);
		t->now += SECONDS(5 << i);
	}
	assert_string_equal(heard_so_far(t), "");
	set(t, &broken, "0");
	assert_int_equal(house_work(t), 1);
	assert_string_equal(heard_so_far(t), "bad;");
}

static void after_twenty_attempts_news_is_parked_and_the_next_goes_on(void **state)
{
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2);
	set(t, &broken, "1");
	struct scope *ana = acting_as(t, t->ana);
	tell(ana, 1, "bad");
	tell(ana, 1, "next");
	for (int i = 0; i < 19; i++) {
		(void)house_work(t);
		assert_string_equal(heard_so_far(t), "");
		t->now += HOURS(1);
	}
	(void)house_work(t);
	assert_string_equal(heard_so_far(t), "next;");
	t->now += HOURS(2);
	set(t, &broken, "0");
	(void)house_work(t);
	assert_string_equal(heard_so_far(t), "next;");
}

static void a_long_row_of_news_is_heard_to_the_end_in_order(void **state)
{
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana);
	struct text all;
	text_open(&all, t->arena, 1000);
	for (int i = 0; i < 230; i++) {
		str text = str_format(t->arena, "%d", i);
		tell(ana, 1, text.at);
		text_format(&all, "%d;", i);
	}
	assert_int_equal(house_work(t), 230);
	assert_string_equal(heard_so_far(t), str_c(t->arena, text_str(&all)));
}

static void news_of_many_subjects_is_heard_once_each_and_failures_stay_their_own(void **state)
{
	struct test_house *t = *state;
	set(t, &broken, "1");
	struct scope *ana = acting_as(t, t->ana);
	struct text good, bad;
	text_open(&good, t->arena, 4000);
	text_open(&bad, t->arena, 4000);
	for (int i = 0; i < 300; i++) {
		bool fails = i % 50 == 7;
		str text = str_format(t->arena, fails ? "bad%d" : "%d", i);
		tell(ana, i, text.at);
		text_format(fails ? &bad : &good, "%.*s;", STR_ARG(text));
	}
	assert_int_equal(house_work(t), 300);
	assert_string_equal(heard_so_far(t), str_c(t->arena, text_str(&good)));
	set(t, &broken, "0");
	t->now += SECONDS(5);
	assert_int_equal(house_work(t), 6);
	text_put(&good, text_str(&bad));
	assert_string_equal(heard_so_far(t), str_c(t->arena, text_str(&good)));
}

static void *work_beside(void *data)
{
	struct test_house *t = data;
	must(house_work_now(t->house, t->now, NULL) == OK);
	return NULL;
}

/* Each subject's news in the order told, taken out of all that was heard. */
static void check_order(struct test_house *t, str all, int subjects, int each)
{
	int *next = arena_take(t->arena, (size_t)subjects * sizeof(*next)), total = 0;
	while (all.len) {
		str text = str_cut(&all, ';');
		int64_t number, subject;
		assert_true(str_number(str_cut(&text, '.'), &subject) && str_number(text, &number));
		assert_int_equal(number, next[subject]++);
		total++;
	}
	assert_int_equal(total, subjects * each);
}

static void two_workers_at_once_deliver_each_piece_once_and_in_order(void **state)
{
	enum { SUBJECTS = 10, EACH = 20 };
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana);
	for (int i = 0; i < SUBJECTS * EACH; i++)
		tell(ana, i % SUBJECTS, str_format(t->arena, "%d.%d", i % SUBJECTS, i / SUBJECTS).at);
	house_settle(t);
	pthread_t other;
	assert_int_equal(pthread_create(&other, NULL, work_beside, t), 0);
	work_beside(t);
	pthread_join(other, NULL);
	for (int i = 0; i < 30; i++) { /* on PostgreSQL the two may have hindered each other: then later */
		t->now += HOURS(1);
		(void)house_work(t);
	}
	check_order(t, str_from(heard_so_far(t)), SUBJECTS, EACH);
}

static void what_two_workers_fail_at_together_has_failed_once(void **state)
{
	struct test_house *t = *state;
	set(t, &broken, "1");
	tell(acting_as(t, t->ana), 1, "bad and slow");
	house_settle(t);
	pthread_t other;
	assert_int_equal(pthread_create(&other, NULL, work_beside, t), 0);
	work_beside(t);
	pthread_join(other, NULL);
	struct news_row_list rows;
	assert_int_equal(sql_core_outbox_page(acting_as_house(t), 0, &rows), OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(rows.at[0].attempts, 1);
	assert_true(rows.at[0].due_at == t->now + SECONDS(5));
	set(t, &broken, "0");
	t->now += SECONDS(5);
	assert_int_equal(house_work(t), 1);
	assert_string_equal(heard_so_far(t), "bad and slow;");
}

/* ── crashes ── */

static enum err announce(struct scope *scope, void *data)
{
	tell(scope, 1, "survives");
	return OK;
}

static struct house_settings copy_settings(const struct test_house *t)
{
	return t->house->settings;
}

/* A process of its own on the same database; it dies by its own hand and never answers. */
static void in_a_process_that_dies(struct test_house *t, void (*live)(struct house *house, struct test_house *t))
{
	house_settle(t);
	struct house_settings settings = copy_settings(t);
	house_close(t->house);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct house *house;
		str wrong;
		if (house_open(arena_open(4096), &settings, test_house_lists(), &house, &wrong) == OK)
			live(house, t);
		_exit(1); /* it should have been dead by now */
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	str wrong = S("");
	t->scopes.count = 0;
	assert_int_equal(house_open(t->arena, &settings, test_house_lists(), &t->house, &wrong), OK);
}

static void announce_and_die(struct house *house, struct test_house *t)
{
	struct scope scope;
	scope_open(&scope, house, arena_open(4096), t->now);
	scope.brand_id = t->brand_id;
	if (scope_write(&scope, announce, NULL) == OK)
		kill(getpid(), SIGKILL);
}

static void deliver_and_die(struct house *house, struct test_house *t)
{
	house->web = t; /* tells `hear` that this process may die */
	(void)house_work_now(house, t->now, NULL);
}

static void news_survives_a_crash_between_commit_and_delivery(void **state)
{
	struct test_house *t = *state;
	in_a_process_that_dies(t, announce_and_die);
	assert_int_equal(house_work(t), 1);
	assert_string_equal(heard_so_far(t), "survives;");
}

static void a_crash_in_the_middle_of_delivery_is_as_if_it_had_not_begun(void **state)
{
	struct test_house *t = *state;
	set(t, &deadly, "1");
	tell(acting_as(t, t->ana), 1, "again");
	in_a_process_that_dies(t, deliver_and_die);
	assert_string_equal(heard_so_far(t), "");
	assert_int_equal(house_work(t), 1);
	assert_string_equal(heard_so_far(t), "again;");
}

static void the_thread_wakes_up_when_something_is_announced(void **state)
{
	struct test_house *t = *state;
	t->now = moment_now();
	house_settle(t);
	assert_int_equal(house_work_start(t->house), OK);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(in_unit(t, ana, announce, NULL), OK);
	moment until = moment_monotonic() + SECONDS(20);
	while (strcmp(heard_so_far(t), "survives;") != 0) {
		assert_true(moment_monotonic() < until);
		house_settle(t);
		usleep(1000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(news_is_heard_once),
		HOUSE_TEST(news_carries_its_facts_and_is_heard_with_the_brands_scope),
		HOUSE_TEST(news_that_nobody_listens_to_goes_away),
		HOUSE_TEST(a_fact_that_is_too_long_is_cut_between_letters),
		HOUSE_TEST(a_unit_that_is_undone_announces_nothing),
		HOUSE_TEST(later_news_of_a_subject_waits_for_the_earlier_and_others_go_on),
		HOUSE_TEST(news_that_a_clock_put_off_for_a_year_is_heard_once_it_is_set_right),
		HOUSE_TEST(a_failing_listener_leaves_nothing_behind),
		HOUSE_TEST(after_twenty_attempts_news_is_parked_and_the_next_goes_on),
		HOUSE_TEST(a_long_row_of_news_is_heard_to_the_end_in_order),
		HOUSE_TEST(news_of_many_subjects_is_heard_once_each_and_failures_stay_their_own),
		HOUSE_TEST(two_workers_at_once_deliver_each_piece_once_and_in_order),
		HOUSE_TEST(what_two_workers_fail_at_together_has_failed_once),
		HOUSE_TEST(news_survives_a_crash_between_commit_and_delivery),
		HOUSE_TEST(a_crash_in_the_middle_of_delivery_is_as_if_it_had_not_begun),
		HOUSE_TEST(the_thread_wakes_up_when_something_is_announced),
	};
	return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
