/* neighbourhood_test.c: offers and tasks on one list by an explained score, with a map, a page of weights, and pages. */
#include "features/marketplace/neighbourhood.h"

#include "features/marketplace/rank.h"
#include "features/marketplace/offer_testing.h"
#include "features/product/product.h"
#include "test/visit.h"

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

static void the_score_follows_its_words(void **state)
{
	struct test_house *t = *state;
	struct service service = { .rank = rank_of(10, 2) }; /* two reviews of five stars: 4.7 */
	struct score score = score_of_offer(&service, 2.1, false);
	assert_true(score.base == 94 && score.distance == -6 && score.sum == 88);
	assert_int_equal(score_of_offer(&service, 0, false).sum, 94);
	assert_true(score_of_offer(&service, 0, true).product == 10 && score_of_offer(&service, 0, true).sum == 104);
	assert_int_equal(score_of_offer(&service, 75, false).distance, -40); /* twenty kilometres at most */
	struct scope *scope = acting_as(t, t->ben);
	int32_t today = day_at(scope->zone, scope->now);
	struct task task = { .day = today + 3 };
	score = score_of_task(scope, &task, 1, false);
	assert_int_equal(score_of_task(scope, &task, 1, true).sum, 108);
	assert_true(score.base == 80 && score.distance == -2 && score.soon == 15 && score.first == 5 && score.sum == 98);
	task.day = today + 4;
	task.offer_count = 1;
	score = score_of_task(scope, &task, 0.2, false);
	assert_true(score.soon == 0 && score.first == 0 && score.sum == 78);
	task.day = 0;
	assert_int_equal(score_of_task(scope, &task, 1, false).soon, 0);
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
	assert_true(answer_says(&answer, "Hilfe anbietest: 10 Punkte mehr") && answer_says(&answer, "bekommt 10 Punkte mehr"));
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

/* ── a task's product ── */

static int64_t a_product(struct test_house *t)
{
	struct product product = { .key = S("box-7"), .name = S("Box 7"), .kind = S("router") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	return product.id;
}

static struct task about_product(struct test_house *t, int64_t product_id)
{
	struct task task;
	struct task_ask ask = wanted();
	ask.product_id = product_id;
	assert_int_equal(task_make(acting_as(t, t->ana), &ask, &task), OK);
	return task;
}

static void eve_helps(struct test_house *t)
{
	struct service service;
	const struct service_ask ask = market_service();
	market_approve(t, t->eve);
	assert_int_equal(service_make(market_helper(t, t->eve), &ask, &service), OK);
}

static void owns(struct test_house *t, int64_t member_id, int64_t product_id)
{
	struct device device = { .product_id = product_id, .nickname = S(""), .serial = S("") };
	assert_int_equal(device_add(acting_as(t, member_id), &device), OK);
}

static void who_says_to_know_a_tasks_product_stands_higher_at_it(void **state)
{
	struct test_house *t = *state;
	struct neighbour_list list;
	int64_t product = a_product(t);
	ben_helps(t);
	eve_helps(t);
	struct task task = about_product(t, product);
	owns(t, t->eve, product); /* alone that is nobody's business */
	assert_int_equal(neighbours_of_task(acting_as(t, t->ana), &task, &list), OK);
	assert_int_equal(list.count, 2);
	assert_true(list.at[0].score.product == 0 && list.at[1].score.product == 0);
	assert_int_equal(list.at[0].score.sum, list.at[1].score.sum);
	assert_int_equal(list.at[0].offer->helper_id, t->ben); /* of equals, who has offered it for longer */
	const char *path = str_c(t->arena, str_format(t->arena, "/tasks/%lld", (long long)task.id));
	struct answer page = get(t, t->ana, path);
	assert_true(answer_says(&page, "Wer kommen könnte") && !answer_says(&page, "kennt dieses Produkt"));
	assert_int_equal(known_say(acting_as(t, t->eve), product, true), OK);
	assert_int_equal(neighbours_of_task(acting_as(t, t->ana), &task, &list), OK);
	assert_int_equal(list.at[0].offer->helper_id, t->eve);
	assert_int_equal(list.at[0].score.product, SCORE_PRODUCT);
	assert_int_equal(list.at[0].score.sum, list.at[1].score.sum + SCORE_PRODUCT);
	page = get(t, t->ana, path);
	assert_true(answer_says(&page, "kennt dieses Produkt +10") && answer_says(&page, "/products/box-7"));
	const int64_t others[] = { t->ben, t->eve, t->mia };
	for (size_t i = 0; i < COUNT(others); i++) { /* whom she could book is her own business */
		page = get(t, others[i], path);
		assert_true(page.status == 200 && !answer_says(&page, "Wer kommen könnte"));
	}
}

static void nobody_could_come_to_oneself_or_to_what_is_over(void **state)
{
	struct test_house *t = *state;
	struct neighbour_list list;
	struct task task;
	const struct task_ask ask = wanted();
	ben_helps(t);
	assert_int_equal(task_make(acting_as(t, t->ben), &ask, &task), OK);
	assert_int_equal(neighbours_of_task(acting_as(t, t->ben), &task, &list), OK);
	assert_int_equal(list.count, 0);
	struct task anas = ana_wants_help(t);
	assert_int_equal(task_take_step(acting_as(t, t->ana), anas.id, TASK_WITHDRAW), OK);
	struct answer page = get(t, t->ana, str_c(t->arena, str_format(t->arena, "/tasks/%lld", (long long)anas.id)));
	assert_true(page.status == 200 && !answer_says(&page, "Wer kommen könnte"));
}

static void a_task_of_ones_own_product_comes_first(void **state)
{
	struct test_house *t = *state;
	struct task_found found;
	int64_t product = a_product(t);
	ben_helps(t);
	eve_helps(t);
	struct task fitting = about_product(t, product), other = ana_wants_help(t);
	struct task_near_ask ask = { .place = S("50667"), .radius_km = 10, .category = -1, .page = 1 };
	owns(t, t->ben, product);
	assert_int_equal(task_near(acting_as(t, t->ben), &ask, &found), OK);
	assert_int_equal(found.hits.count, 2);
	assert_true(found.hits.at[0].task.id == fitting.id && found.hits.at[0].score.product == SCORE_PRODUCT);
	assert_true(found.hits.at[1].task.id == other.id && found.hits.at[1].score.product == 0);
	assert_int_equal(task_near(acting_as(t, t->eve), &ask, &found), OK); /* what Ben has moves nothing for her */
	assert_true(found.hits.at[0].task.id == other.id && found.hits.at[0].score.product == 0 && found.hits.at[1].score.product == 0);
	ask.order = TASKS_NEWEST;
	assert_int_equal(task_near(acting_as(t, t->ben), &ask, &found), OK);
	assert_int_equal(found.hits.at[0].task.id, other.id);
	struct answer page = get(t, t->ben, "/tasks?place=50667");
	assert_true(answer_says(&page, "Dein Produkt") && answer_says(&page, "dein Produkt +10"));
	page = get(t, t->eve, "/tasks?place=50667");
	assert_false(answer_says(&page, "Dein Produkt"));
	page = get(t, t->ben, str_c(t->arena, str_format(t->arena, "/tasks/%lld", (long long)fitting.id)));
	assert_true(answer_says(&page, "Dein Produkt"));
	assert_int_equal(task_near(acting_as(t, t->ana), &ask, &found), OK); /* one's own are not help wanted nearby */
	assert_int_equal(found.hits.count, 0);
}

static void nobody_is_offered_her_own_help_at_home(void **state)
{
	struct test_house *t = *state;
	struct member profile;
	const int64_t people[] = { t->ana, t->ben };
	const char *service = str_c(t->arena, str_format(t->arena, "/services/%lld", (long long)ben_helps(t)));
	for (size_t i = 0; i < COUNT(people); i++) {
		assert_int_equal(member_load(acting_as(t, people[i]), people[i], &profile), OK);
		profile.country = S("DE");
		profile.postal_code = S("50667");
		assert_int_equal(member_change(acting_as(t, people[i]), &profile), OK);
	}
	house_settle(t);
	struct answer ana = get(t, t->ana, "/"), ben = get(t, t->ben, "/");
	assert_true(answer_says(&ana, service));
	assert_false(answer_says(&ben, service));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(the_score_follows_its_words),
		WEB_TEST(the_page_of_weights_says_those_of_the_code),
		WEB_TEST(offers_and_tasks_stand_on_one_list_and_one_map),
		WEB_TEST(its_pages_hold_everyone_once),
		WEB_TEST(who_says_to_know_a_tasks_product_stands_higher_at_it),
		WEB_TEST(nobody_could_come_to_oneself_or_to_what_is_over),
		WEB_TEST(a_task_of_ones_own_product_comes_first),
		WEB_TEST(nobody_is_offered_her_own_help_at_home),
	};
	return cmocka_run_group_tests_name("neighbourhood", tests, NULL, NULL);
}
