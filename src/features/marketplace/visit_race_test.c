/*
 * visit_race_test.c: thirty-two people want the same hour of the same helper, at the same moment, again and again.
 *
 * Exactly one gets it each time, on both engines; HEINZEL_RACE_ROUNDS says how often.
 */
#include "features/marketplace/offer_testing.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { RUNNERS = 32, ROUNDS_USUAL = 20 };

struct start { pthread_mutex_t mutex; pthread_cond_t go; bool is_open; };

struct runner {
	struct test_house *t;
	struct start *start;
	struct scope like;      /* whose brand, zone and currency to act with */
	int64_t member_id, offer_id, service_id, booking_id;
	struct booking_ask ask;
	enum err err;
	const char *reason;
	pthread_t thread;
};

static enum err accept_it(struct scope *scope, void *data)
{
	struct runner *runner = data;
	struct booking booking;
	enum err err = offer_accept(scope, runner->offer_id, &runner->ask, &booking);
	if (!err)
		runner->booking_id = booking.id;
	return err;
}

static enum err book_it(struct scope *scope, void *data)
{
	struct runner *runner = data;
	struct booking booking;
	enum err err = booking_book(scope, runner->service_id, &runner->ask, &booking);
	if (!err)
		runner->booking_id = booking.id;
	return err;
}

static void *run(void *data)
{
	struct runner *runner = data;
	struct arena *arena = arena_open(65536);
	struct scope scope;
	scope_open(&scope, runner->t->house, arena, runner->t->now);
	scope.brand_id = runner->like.brand_id;
	scope.zone = runner->like.zone;
	scope.language = runner->like.language;
	scope.currency = runner->like.currency;
	scope.origin = runner->like.origin;
	scope_act_as(&scope, runner->member_id, ROLE_MEMBER);
	pthread_mutex_lock(&runner->start->mutex);
	while (!runner->start->is_open)
		pthread_cond_wait(&runner->start->go, &runner->start->mutex);
	pthread_mutex_unlock(&runner->start->mutex);
	runner->err = scope_write(&scope, runner->offer_id ? accept_it : book_it, runner);
	runner->reason = scope.refusal.reason; /* a literal */
	arena_close(arena);
	return NULL;
}

static void race(struct runner *runners)
{
	struct start start = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false };
	for (int i = 0; i < RUNNERS; i++) {
		runners[i].start = &start;
		assert_int_equal(pthread_create(&runners[i].thread, NULL, run, &runners[i]), 0);
	}
	pthread_mutex_lock(&start.mutex);
	start.is_open = true;
	pthread_cond_broadcast(&start.go);
	pthread_mutex_unlock(&start.mutex);
	for (int i = 0; i < RUNNERS; i++)
		assert_int_equal(pthread_join(runners[i].thread, NULL), 0);
}

/* The others were told why. */
static int64_t only_winner(const struct runner *runners)
{
	int winners = 0, winner = 0;
	for (int i = 0; i < RUNNERS; i++) {
		if (!runners[i].err) {
			winners++;
			winner = i;
			continue;
		}
		assert_int_equal(runners[i].err, ERR_CONFLICT);
		assert_string_equal(runners[i].reason, "calendar.slot_taken");
	}
	assert_int_equal(winners, 1);
	return runners[winner].booking_id;
}

static int rounds(void)
{
	const char *wanted = getenv("HEINZEL_RACE_ROUNDS");
	int count = wanted ? atoi(wanted) : ROUNDS_USUAL;
	return count > 0 ? count : ROUNDS_USUAL;
}

static void make_offers(struct test_house *t, struct runner *runners, int64_t *task_ids, moment starts_at)
{
	const int64_t askers[] = { t->ana, t->eve, t->mia, t->adam };
	struct task_ask ask = wanted();
	struct offer_ask offering = offered();
	offering.starts_at = starts_at;
	for (int i = 0; i < RUNNERS; i++) {
		struct task task;
		struct offer offer;
		int64_t asker = askers[i % (int)COUNT(askers)];
		assert_int_equal(task_make(acting_as(t, asker), &ask, &task), OK);
		assert_int_equal(offer_make(market_helper(t, t->ben), task.id, &offering, &offer), OK);
		task_ids[i] = task.id;
		runners[i] = (struct runner){ .t = t, .like = *acting_as(t, asker), .member_id = asker, .offer_id = offer.id,
			.ask = visit_at(0) };
	}
	house_settle(t);
}

static void of_thirty_two_acceptances_of_one_hour_one_wins(void **state)
{
	struct test_house *t = *state;
	int64_t task_ids[RUNNERS];
	struct runner runners[RUNNERS];
	ben_helps(t);
	for (int round = 0; round < rounds(); round++) {
		make_offers(t, runners, task_ids, TOMORROW_TEN + HOURS(3 * round));
		race(runners);
		int64_t booking_id = only_winner(runners);
		int64_t won = load_visit(t, booking_id).task_id;
		for (int i = 0; i < RUNNERS; i++) {
			if (task_ids[i] != won) /* the losers' tasks are open as before */
				assert_int_equal(task_take_step(acting_as(t, runners[i].member_id), task_ids[i], TASK_WITHDRAW), OK);
		}
	}
}

static void of_thirty_two_requests_for_one_slot_one_wins(void **state)
{
	struct test_house *t = *state;
	struct runner runners[RUNNERS];
	const int64_t askers[] = { t->ana, t->eve, t->mia, t->adam };
	int64_t service = ben_helps(t);
	for (int round = 0; round < rounds(); round++) {
		for (int i = 0; i < RUNNERS; i++) {
			int64_t asker = askers[i % (int)COUNT(askers)];
			runners[i] = (struct runner){ .t = t, .like = *acting_as(t, asker), .member_id = asker,
				.service_id = service, .ask = visit_at(TOMORROW_TEN) };
		}
		house_settle(t);
		race(runners);
		struct booking booking = load_visit(t, only_winner(runners));
		assert_int_equal(booking_take_step(acting_as(t, booking.asker_id), booking.id, BOOKING_WITHDRAW, S("")), OK);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(of_thirty_two_acceptances_of_one_hour_one_wins),
		HOUSE_TEST(of_thirty_two_requests_for_one_slot_one_wins),
	};
	return cmocka_run_group_tests_name("visit race", tests, NULL, NULL);
}
