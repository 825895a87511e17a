/* neighbourhood_test.c: offers and tasks on one list by an explained score, with a map, a page of weights, and pages. */
#include "features/marketplace/neighbourhood.h"

#include "features/marketplace/rank.h"
#include "features/marketplace/visit_testing.h"
#include "test/visit.h"

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

static void the_score_follows_its_words(void **state)
{
	struct test_house *t = *state;
	struct service service = { .rank = rank_of(10, 2) }; /* two reviews of five stars: 4.7 */
	struct score score = score_of_offer(&service, 2.1);
	assert_true(score.base == 94 && score.distance == -6 && score.sum == 88);
	assert_int_equal(score_of_offer(&service, 0).sum, 94);
	assert_int_equal(score_of_offer(&service, 75).distance, -40); /* twenty kilometres at most */
	struct scope *scope = acting_as(t, t->ben);
	int32_t today = day_at(scope->zone, scope->now);
	struct task task = { .day = today + 3 };
	score = score_of_task(scope, &task, 1);
	assert_true(score.base == 80 && score.distance == -2 && score.soon == 15 && score.first == 5 && score.sum == 98);
	task.day = today + 4;
	task.offer_count = 1;
	score = score_of_task(scope, &task, 0.2);
	assert_true(score.soon == 0 && score.first == 0 && score.sum == 78);
	task.day = 0;
	assert_int_equal(score_of_task(scope, &task, 1).soon, 0);
}

static void the_page_of_weights_says_those_of_the_code(void **state)
{
	struct test_house *t = *state;
	struct answer answer = get(t, 0, "/neighbourhood/order");
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "Für jeden Stern der Bewertung 20 Punkte"));
	assert_true(answer_says(&answer, "zählen wir 6 gedachte mit 4,6 Sternen"));
	assert_true(answer_says(&answer, "Kilometer 2 Punkte weniger, höchstens für 20 Kilometer"));
	assert_true(answer_says(&answer, "beginnt mit 80 Punkten"));
	assert_true(answer_says(&answer, "nächsten 3 Tagen gebraucht: 15 Punkte"));
	assert_true(answer_says(&answer, "etwas angeboten: 5 Punkte"));
}

static void offers_and_tasks_stand_on_one_list_and_one_map(void **state)
{
	struct test_house *t = *state;
	ben_helps(t);
	struct task task = ana_wants_help(t);
	const struct neighbour_ask ask = { .near = { .place = S("50667"), .category = -1, .purpose = -1, .language = S("") }, .page = 1 };
	struct neighbours_found found;
	assert_int_equal(neighbours_find(acting_as(t, t->ben), &ask, &found), OK);
	assert_int_equal(found.list.count, 2);
	assert_true(found.list.at[0].offer && found.list.at[1].task); /* 92 and 85, less the same way */
	assert_true(found.list.at[0].score.sum > found.list.at[1].score.sum);
	struct answer answer = get(t, t->ben, "/neighbourhood?place=50667");
	assert_true(answer_says(&answer, "WLAN einrichten") && answer_says(&answer, "Gastnetz einrichten"));
	assert_true(answer_says(&answer, "Punkte: Bewertung 92") && answer_says(&answer, "Gesuch 80"));
	assert_true(answer_says(&answer, "/neighbourhood/order"));
	answer = get(t, t->ben, "/neighbourhood?place=50667&view=map&radius=5");
	assert_true(answer_says(&answer, "map-dot map-dot-task") && answer_says(&answer, "data-kind=\"task\""));
	assert_false(answer_says(&answer, "50.9389")); /* only the blurred positions */
	answer = get(t, t->ben, "/neighbourhood?place=50667&kind=tasks");
	assert_true(answer_says(&answer, "Gastnetz einrichten") && !answer_says(&answer, "WLAN einrichten"));
	answer = get(t, t->ben, "/neighbourhood?place=50667&kind=offers");
	assert_true(answer_says(&answer, "WLAN einrichten") && !answer_says(&answer, "Gastnetz einrichten"));
	answer = get(t, 0, "/neighbourhood?place=50667"); /* who needs help is not for strangers */
	assert_true(answer_says(&answer, "WLAN einrichten") && !answer_says(&answer, "Gastnetz einrichten"));
	assert_true(answer_says(&answer, "nur angemeldete Mitglieder"));
	answer = get(t, 0, "/neighbourhood?place=Atlantis");
	assert_int_equal(answer.status, 422);
	answer = get(t, 0, "/neighbourhood?place=Neustadt");
	assert_true(answer_says(&answer, "which=2"));
	assert_int_equal(task_take_step(acting_as(t, t->ana), task.id, TASK_WITHDRAW), OK);
	answer = get(t, t->ben, "/neighbourhood?place=50667");
	assert_false(answer_says(&answer, "Gastnetz einrichten"));
}

/* Twenty-five tasks and one offer: the second page has the rest of the tasks and not the offer again. */
static void its_pages_hold_everyone_once(void **state)
{
	enum { MANY = 25 };
	struct test_house *t = *state;
	ben_helps(t);
	const int64_t authors[] = { t->ana, t->eve, t->mia };
	struct task_ask wanted_ask = wanted();
	struct task task;
	for (size_t i = 0; i < MANY; i++) {
		assert_int_equal(task_make(acting_as(t, authors[i % 3]), &wanted_ask, &task), OK);
		if (i % 3 == 2)
			house_settle(t);
	}
	struct neighbour_ask ask = { .near = { .place = S("50667"), .category = -1, .purpose = -1, .language = S("") }, .page = 1 };
	size_t offers = 0, tasks = 0;
	for (;;) {
		struct neighbours_found found;
		assert_int_equal(neighbours_find(acting_as(t, t->ben), &ask, &found), OK);
		for (size_t i = 0; i < found.list.count; i++) {
			offers += found.list.at[i].offer != NULL;
			tasks += found.list.at[i].task != NULL;
		}
		if (!found.next_offer_id && !found.has_more_tasks)
			break;
		ask.near.after_id = found.next_offer_id;
		ask.page++;
	}
	assert_int_equal(offers, 1);
	assert_int_equal(tasks, MANY);
	assert_int_equal(ask.page, 2);
	struct answer answer = get(t, t->ben, "/neighbourhood?place=50667");
	assert_true(answer_says(&answer, "&amp;page=2"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(the_score_follows_its_words),
		WEB_TEST(the_page_of_weights_says_those_of_the_code),
		WEB_TEST(offers_and_tasks_stand_on_one_list_and_one_map),
		WEB_TEST(its_pages_hold_everyone_once),
	};
	return cmocka_run_group_tests_name("neighbourhood", tests, NULL, NULL);
}
