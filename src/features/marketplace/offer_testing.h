/* offer_testing.h: what the tests of tasks and offers share: Ana asks and wants help, Ben offers it. */
#ifndef OFFER_TESTING_H
#define OFFER_TESTING_H
#include "features/community/board_store.h"
#include "features/community/thread.h"
#include "features/marketplace/offer.h"
#include "features/marketplace/visit_testing.h"

static inline struct task_ask wanted(void)
{
	return (struct task_ask){ .title = S("Gastnetz einrichten"), .text = S("Der Besuch kommt nicht ins Netz."),
		.category = CATEGORY_WIFI, .place = S("50667"), .from_minute = -1, .to_minute = -1, .budget_minor = 6000 };
}

static inline struct task ana_wants_help(struct test_house *t)
{
	struct task task;
	const struct task_ask ask = wanted();
	assert_int_equal(task_make(acting_as(t, t->ana), &ask, &task), OK);
	return task;
}

static inline struct offer_ask offered(void)
{
	return (struct offer_ask){ .price_minor = 4000, .starts_at = TOMORROW_TEN, .minutes = 60,
		.text = S("Ich bringe ein Messgerät mit.") };
}

static inline struct offer ben_offers(struct test_house *t, int64_t task_id)
{
	struct offer offer;
	const struct offer_ask ask = offered();
	assert_int_equal(offer_make(market_helper(t, t->ben), task_id, &ask, &offer), OK);
	return offer;
}

/* Ana's question in a board. */
static inline int64_t ana_asks(struct test_house *t)
{
	struct board board = { .key = S("wlan"), .name = S("WLAN"), .about = S(""), .audience_id = AUDIENCE_PUBLIC };
	struct thread thread;
	struct scope *adam = acting_as(t, t->adam);
	adam->roles |= ROLE_BRAND_ADMIN;
	assert_int_equal(board_insert(adam, &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Gäste kommen nicht ins WLAN"), .body = S("Hilfe!"),
		.excerpt = S("Hilfe!"), .html = S("<p>Hilfe!</p>"), .html_version = 1 };
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	return thread.id;
}
#endif
