/* bus_test.c: what nodes say to each other when their server says nothing for a while. */
#include "store/store_testing.h"

#include "store/bus.h"
#include "store/proxy_testing.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

/* What a node heard. */
struct heard { atomic_int messages, unnamed, missed; };

static void hear(void *data, str message)
{
	struct heard *heard = data;
	atomic_fetch_add(str_empty(message) ? &heard->unnamed : &heard->messages, 1);
}

static void missed(void *data)
{
	atomic_fetch_add(&((struct heard *)data)->missed, 1);
}

static struct bus *node_open(struct engine *engine, str url)
{
	struct bus *bus = NULL;
	str wrong = S("");
	assert_int_equal(bus_open(engine->arena, &(struct bus_settings){ .url = url, .node = BUS_NODE_ANY }, &bus, &wrong), OK);
	return bus;
}

/* Until it is so many, for half a minute at most. */
static void wait_until(atomic_int *count, int wanted)
{
	moment until = moment_monotonic() + SECONDS(30);
	while (atomic_load(count) < wanted) {
		assert_true(moment_monotonic() < until);
		usleep(1000);
	}
}

static void listen_to(struct bus *bus, struct heard *heard)
{
	int before = atomic_load(&heard->missed);
	bus_listen(bus, &(struct bus_ears){ hear, missed, heard });
	wait_until(&heard->missed, before + 1);
}

static enum err tell_one(struct bus *bus)
{
	const str message = S("7 c4:1");
	return bus_tell(bus, &message, 1);
}

/* Two nodes on one database: the second comes through a wire. */
struct pair { struct proxy *proxy; struct bus *near, *far; struct heard near_heard, far_heard; };

static void pair_open(struct engine *engine, struct pair *pair)
{
	*pair = (struct pair){ 0 };
	str url = engine_url(engine), through;
	pair->proxy = proxy_open(engine->arena, url, &through);
	pair->near = node_open(engine, url);
	pair->far = node_open(engine, through);
	listen_to(pair->near, &pair->near_heard);
	listen_to(pair->far, &pair->far_heard);
}

static void pair_close(struct pair *pair)
{
	bus_close(pair->far);
	bus_close(pair->near);
	proxy_close(pair->proxy);
}

static void what_is_told_is_heard_by_all_others(void **state)
{
	struct pair pair;
	pair_open(*state, &pair);
	assert_int_equal(tell_one(pair.far), OK);
	wait_until(&pair.near_heard.messages, 1);
	assert_int_equal(tell_one(pair.near), OK);
	wait_until(&pair.far_heard.messages, 1);
	assert_int_equal(pair.near_heard.messages, 1);
	assert_int_equal(pair.near_heard.unnamed + pair.far_heard.unnamed, 0);
	pair_close(&pair);
}

/* Five seconds, and what a busy machine adds. */
#define PATIENCE (SECONDS(5) + MILLISECONDS(1500))

static void a_server_that_says_nothing_holds_up_nobody_for_more_than_five_seconds(void **state)
{
	struct pair pair;
	pair_open(*state, &pair);
	proxy_mute(pair.proxy, true);
	/* The first is told on the line as it stands, the second while it is called again. */
	for (int i = 0; i < 2; i++) {
		moment began = moment_monotonic();
		assert_int_equal(tell_one(pair.far), ERR_AWAY);
		assert_true(moment_monotonic() - began < PATIENCE);
	}
	moment began = moment_monotonic();
	bus_deafen(pair.far);
	bus_close(pair.far);
	assert_true(moment_monotonic() - began < PATIENCE);
	bus_close(pair.near);
	proxy_close(pair.proxy);
}

struct asked { struct bus_wait wait; atomic_int answered; bool caught_up; };

static void note_answer(void *data, bool caught_up)
{
	struct asked *asked = data;
	asked->caught_up = caught_up;
	atomic_fetch_add(&asked->answered, 1);
}

static void whoever_asked_before_the_ears_were_taken_off_has_been_answered_by_then(void **state)
{
	struct pair pair;
	pair_open(*state, &pair);
	struct asked good = { 0 }, lost = { 0 };
	good.wait = (struct bus_wait){ .then = note_answer, .data = &good };
	lost.wait = (struct bus_wait){ .then = note_answer, .data = &lost };
	assert_true(bus_catch_up(pair.far, &good.wait));
	wait_until(&good.answered, 1);
	assert_true(good.caught_up);
	proxy_mute(pair.proxy, true);
	assert_true(bus_catch_up(pair.far, &lost.wait));
	bus_deafen(pair.far);
	assert_int_equal(lost.answered, 1);
	assert_false(lost.caught_up);
	proxy_mute(pair.proxy, false);
	pair_close(&pair);
}

static void what_could_not_be_told_is_made_good_when_the_line_stands_again(void **state)
{
	struct pair pair;
	pair_open(*state, &pair);
	proxy_mute(pair.proxy, true);
	for (int i = 0; i < 2; i++) /* the line is given up with the first, at the latest */
		assert_int_equal(tell_one(pair.far), ERR_AWAY);
	proxy_mute(pair.proxy, false);
	wait_until(&pair.near_heard.unnamed, 1);
	wait_until(&pair.far_heard.missed, 2);
	int before = pair.near_heard.messages; /* perhaps one came late, after all */
	assert_int_equal(tell_one(pair.far), OK);
	wait_until(&pair.near_heard.messages, before + 1);
	assert_int_equal(pair.near_heard.unnamed, 1); /* once is enough */
	assert_int_equal(pair.near_heard.missed, 1);  /* its own line was there all the time */
	pair_close(&pair);
}

static enum err count_settings(struct db *db, void *data)
{
	static const struct statement settings = { "test.settings", "",
		"SELECT COUNT(*) FROM (VALUES ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3'),"
		" ('tcp_user_timeout', '15000')) wanted (name, value) WHERE current_setting(name) = value", 0, 1, WRITES_NOTHING };
	return db_number(db, &settings, NULL, data);
}

/* A node that is gone without a word keeps no place and no number for hours: both kinds of lines ask for it in the same words. */
static void the_server_looks_for_dead_nodes(void **state)
{
	struct store *store = engine_store(*state, "CREATE TABLE thing (id INTEGER NOT NULL, PRIMARY KEY (id)) STRICT;\n",
		(struct store_settings){ .writers = 1, .readers = 1 });
	int64_t read = 0, written = 0;
	assert_int_equal(store_read(store, count_settings, &read), OK);
	assert_int_equal(store_write(store, count_settings, &written), OK);
	assert_int_equal(read, 4);
	assert_int_equal(written, 4);
	store_close(store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_told_is_heard_by_all_others),
		cmocka_unit_test(the_server_looks_for_dead_nodes),
		cmocka_unit_test(whoever_asked_before_the_ears_were_taken_off_has_been_answered_by_then),
		cmocka_unit_test(what_could_not_be_told_is_made_good_when_the_line_stands_again),
		cmocka_unit_test(a_server_that_says_nothing_holds_up_nobody_for_more_than_five_seconds),
	};
	log_set(LOG_ERROR + 1, 2); /* lines are lost here on purpose */
	return engines_run_postgres("bus", tests, COUNT(tests));
}
