/*
 * bus.c: one connection and one thread a process; whoever comes while a round trip is under way shares the next.
 *
 * A message is told in a transaction of its own, behind the unit's: PostgreSQL commits those that
 * notify one after another, sync and all, which would take group commit from every unit.  It sends
 * what it has to say to a listening session before the answer to that session's next question; so
 * an empty question, asked after something was told, is answered after it was heard.
 */
#include "store/bus.h"

#include "base/random.h"
#include "base/text.h"
#include "store/postgres_connection.h"

#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { ROUND_MS = 5000, RETRY_MS = 100, TELL_SECONDS = 5, NODES = 256, TAG_LENGTH = 16 };

struct tell { const str *messages; size_t count; moment until; bool done, told; struct tell *next; };

struct bus {
	char *address;
	char tag[TAG_LENGTH + 1], channel[80];
	int wanted_node, node;
	bool from_top;
	PGconn *connection; /* the thread's own */
	pthread_t thread;
	int wake;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	struct tell *tells;
	struct bus_wait *waits, **last_wait;
	struct bus_ears ears;
	bool listens, in_use, closing; /* asked to; an ear is being called */
	atomic_bool up;                /* … and does */
	struct arena *arena;           /* the thread's; cleared each round */
};

static void wake(struct bus *bus)
{
	uint64_t one = 1;
	ssize_t written = write(bus->wake, &one, sizeof one);
	(void)written; /* it only fails when it is awake already */
}

/* ── connection ── */

static PGresult *ask(struct bus *bus, str sql)
{
	return PQexec(bus->connection, str_c(bus->arena, sql));
}

static bool run(struct bus *bus, str sql)
{
	PGresult *result = ask(bus, sql);
	bool good = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
	PQclear(result);
	return good;
}

/* Held by the session: it ends with the process, whatever becomes of it. */
static bool hold_number(struct bus *bus, int number)
{
	PGresult *result = ask(bus, str_format(bus->arena, "SELECT pg_try_advisory_lock(hashtext('heinzel.node ' || current_schema()), %d)", number));
	bool held = PQntuples(result) == 1 && PQgetvalue(result, 0, 0)[0] == 't';
	PQclear(result);
	if (held)
		bus->node = number;
	return held;
}

static bool hold_any(struct bus *bus)
{
	for (int i = 0; i < NODES; i++) {
		if (hold_number(bus, bus->from_top ? NODES - 1 - i : i))
			return true;
	}
	return false;
}

/* Once it has a number, that one: ids were made with it. */
static bool hold_node(struct bus *bus)
{
	if (bus->wanted_node == BUS_NODE_NONE)
		return true;
	if (bus->node != BUS_NODE_NONE)
		return hold_number(bus, bus->node);
	return bus->wanted_node == BUS_NODE_ANY ? hold_any(bus) : hold_number(bus, bus->wanted_node);
}

/* Houses in schemas of one database do not hear each other. */
static bool find_channel(struct bus *bus)
{
	PGresult *result = ask(bus, S("SELECT 'heinzel_' || md5(current_schema())"));
	bool good = PQntuples(result) == 1;
	if (good)
		snprintf(bus->channel, sizeof bus->channel, "%s", PQgetvalue(result, 0, 0));
	PQclear(result);
	return good;
}

static void hang_up(struct bus *bus)
{
	atomic_store(&bus->up, false);
	PQfinish(bus->connection);
	bus->connection = NULL;
}

static void ignore_notice(void *data, const char *message) {}

/* ERR_CONFLICT: the number is taken. */
static enum err call_server(struct bus *bus)
{
	bus->connection = PQconnectdb(bus->address);
	PQsetNoticeProcessor(bus->connection, ignore_notice, NULL);
	bool good = PQstatus(bus->connection) == CONNECTION_OK &&
		    run(bus, S("SET application_name = 'heinzel nodes'; SET synchronous_commit = off; SET statement_timeout = '5s'; SET idle_session_timeout = 0")) &&
		    find_channel(bus);
	enum err err = !good ? ERR_AWAY : hold_node(bus) ? OK : ERR_CONFLICT;
	if (err)
		hang_up(bus);
	return err;
}

/* ── ears ── */

static void *ear_take(struct bus *bus, struct bus_ears *ears_out)
{
	pthread_mutex_lock(&bus->lock);
	bus->in_use = bus->listens;
	*ears_out = bus->ears;
	pthread_mutex_unlock(&bus->lock);
	return bus->in_use ? bus : NULL;
}

static void ear_give(struct bus *bus)
{
	pthread_mutex_lock(&bus->lock);
	bus->in_use = false;
	pthread_cond_broadcast(&bus->moved);
	pthread_mutex_unlock(&bus->lock);
}

static void hear_all(struct bus *bus)
{
	PGnotify *notify;
	struct bus_ears ears;
	while (bus->connection && (notify = PQnotifies(bus->connection))) {
		str message = str_from(notify->extra), tag = str_cut(&message, ' ');
		bool own = str_equal(tag, str_from(bus->tag));
		if (!own && ear_take(bus, &ears)) {
			ears.hear(ears.data, message);
			ear_give(bus);
		}
		PQfreemem(notify);
	}
}

/* Listening begins: whatever was said before may have been missed. */
static void begin_to_listen(struct bus *bus)
{
	struct bus_ears ears;
	if (atomic_load(&bus->up) || !ear_take(bus, &ears))
		return;
	if (run(bus, str_format(bus->arena, "LISTEN %s", bus->channel))) {
		ears.missed(ears.data);
		atomic_store(&bus->up, true);
	}
	ear_give(bus);
}

/* ── a round ── */

/* True: answered, and all that came before it was heard. */
static bool round_trip(struct bus *bus, str sql)
{
	if (!PQsendQuery(bus->connection, str_c(bus->arena, sql)))
		return false;
	bool good = true;
	moment end = moment_monotonic() + MILLISECONDS(ROUND_MS);
	for (;;) {
		while (PQisBusy(bus->connection)) {
			struct pollfd one = { .fd = PQsocket(bus->connection), .events = POLLIN };
			moment left = end - moment_monotonic();
			if (left <= 0 || poll(&one, 1, (int)(left / MILLISECONDS(1)) + 1) < 0 || !PQconsumeInput(bus->connection))
				return false;
		}
		PGresult *result = PQgetResult(bus->connection);
		if (!result)
			break;
		good = good && PQresultStatus(result) != PGRES_FATAL_ERROR;
		PQclear(result);
	}
	hear_all(bus);
	return good;
}

static void put_messages(struct bus *bus, const struct tell *tell, struct text *sql)
{
	for (; tell; tell = tell->next) {
		for (size_t i = 0; i < tell->count; i++)
			text_format(sql, "NOTIFY %s, '%s %.*s';", bus->channel, bus->tag, STR_ARG(tell->messages[i]));
	}
}

static void finish_tells(struct bus *bus, struct tell *tells, bool told)
{
	moment now = moment_monotonic();
	pthread_mutex_lock(&bus->lock);
	while (tells) {
		struct tell *next = tells->next;
		if (told || now >= tells->until || bus->closing) {
			tells->told = told;
			tells->done = true;
		} else { /* once more, on the next connection */
			tells->next = bus->tells;
			bus->tells = tells;
		}
		tells = next;
	}
	pthread_cond_broadcast(&bus->moved);
	pthread_mutex_unlock(&bus->lock);
}

static void one_round(struct bus *bus)
{
	struct text sql;
	pthread_mutex_lock(&bus->lock);
	struct tell *tells = bus->tells;
	struct bus_wait *waits = bus->waits;
	bus->tells = NULL;
	bus->waits = NULL;
	bus->last_wait = &bus->waits;
	pthread_mutex_unlock(&bus->lock);
	if (!tells && !waits)
		return;
	arena_reset(bus->arena);
	text_open(&sql, bus->arena, 1000);
	put_messages(bus, tells, &sql);
	bool good = bus->connection && round_trip(bus, text_str(&sql));
	if (!good && bus->connection) {
		log_event(LOG_WARN, "bus.lost", "The nodes' line is lost: %s", PQerrorMessage(bus->connection));
		hang_up(bus);
	}
	good = good && (!waits || atomic_load(&bus->up));
	for (struct bus_wait *next; waits; waits = next) {
		next = waits->next;
		waits->then(waits->data, good);
	}
	finish_tells(bus, tells, good);
}

static void wait_for_something(struct bus *bus)
{
	struct pollfd both[] = { { .fd = bus->wake, .events = POLLIN },
				 { .fd = bus->connection ? PQsocket(bus->connection) : -1, .events = POLLIN } };
	uint64_t count;
	poll(both, 2, bus->connection ? -1 : RETRY_MS);
	if (both[0].revents && read(bus->wake, &count, sizeof count) < 0)
		count = 0;
	if (!both[1].revents)
		return;
	if (!PQconsumeInput(bus->connection) || PQstatus(bus->connection) != CONNECTION_OK) {
		log_event(LOG_WARN, "bus.lost", "The nodes' line is lost: %s", PQerrorMessage(bus->connection));
		hang_up(bus);
	}
	hear_all(bus);
}

static bool is_closing(struct bus *bus)
{
	pthread_mutex_lock(&bus->lock);
	bool closing = bus->closing && !bus->tells && !bus->waits;
	pthread_mutex_unlock(&bus->lock);
	return closing;
}

static void *bus_thread(void *data)
{
	struct bus *bus = data;
	while (!is_closing(bus)) {
		arena_reset(bus->arena);
		if (!bus->connection && call_server(bus) == ERR_CONFLICT)
			log_event(LOG_ERROR, "bus.number", "The node's number %d is held by another: nothing is acknowledged meanwhile", bus->node);
		if (bus->connection)
			begin_to_listen(bus);
		one_round(bus);
		wait_for_something(bus);
	}
	return NULL;
}

/* ── for everybody ── */

enum err bus_tell(struct bus *bus, const str *messages, size_t count)
{
	struct tell tell = { .messages = messages, .count = count, .until = moment_monotonic() + SECONDS(TELL_SECONDS) };
	for (size_t i = 0; i < count; i++)
		must(messages[i].len <= BUS_MESSAGE_MAX && !memchr(messages[i].at, '\'', messages[i].len) &&
		     !memchr(messages[i].at, '\\', messages[i].len));
	pthread_mutex_lock(&bus->lock);
	tell.next = bus->tells;
	bus->tells = &tell;
	wake(bus);
	while (!tell.done)
		pthread_cond_wait(&bus->moved, &bus->lock);
	pthread_mutex_unlock(&bus->lock);
	return tell.told ? OK : ERR_AWAY;
}

bool bus_catch_up(struct bus *bus, struct bus_wait *wait)
{
	bool taken = atomic_load(&bus->up);
	if (!taken)
		return false;
	wait->next = NULL;
	pthread_mutex_lock(&bus->lock);
	taken = !bus->closing;
	if (taken) {
		*bus->last_wait = wait;
		bus->last_wait = &wait->next;
		wake(bus);
	}
	pthread_mutex_unlock(&bus->lock);
	return taken;
}

void bus_listen(struct bus *bus, const struct bus_ears *ears)
{
	pthread_mutex_lock(&bus->lock);
	bus->ears = *ears;
	bus->listens = true;
	pthread_mutex_unlock(&bus->lock);
	wake(bus);
}

void bus_deafen(struct bus *bus)
{
	pthread_mutex_lock(&bus->lock);
	bus->listens = false;
	while (bus->in_use)
		pthread_cond_wait(&bus->moved, &bus->lock);
	atomic_store(&bus->up, false);
	pthread_mutex_unlock(&bus->lock);
}

int bus_node(const struct bus *bus)
{
	return bus->node;
}

static void put_away(struct bus *bus)
{
	if (bus->connection)
		hang_up(bus);
	if (bus->wake >= 0)
		close(bus->wake);
	pthread_mutex_destroy(&bus->lock);
	pthread_cond_destroy(&bus->moved);
	arena_close(bus->arena);
}

enum err bus_open(struct arena *arena, const struct bus_settings *settings, struct bus **bus_out, str *wrong_out)
{
	struct bus *bus = arena_take(arena, sizeof *bus);
	uint64_t tag;
	random_bytes(&tag, sizeof tag);
	*bus = (struct bus){ .address = (char *)str_c(arena, settings->url), .wanted_node = settings->node,
			     .node = BUS_NODE_NONE, .from_top = settings->from_top, .arena = arena_open(16 * 1024) };
	snprintf(bus->tag, sizeof bus->tag, "%016llx", (unsigned long long)tag);
	pthread_mutex_init(&bus->lock, NULL);
	pthread_cond_init(&bus->moved, NULL);
	bus->last_wait = &bus->waits;
	bus->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	enum err err = bus->wake < 0 ? ERR_BROKEN : call_server(bus);
	if (err == ERR_CONFLICT)
		*wrong_out = str_format(arena, "house.node = %d is held by another node of this house: give each its own number, or leave it out",
					settings->node);
	else if (err)
		*wrong_out = S("The database cannot be reached; the log says why.");
	if (!err && pthread_create(&bus->thread, NULL, bus_thread, bus) != 0)
		err = ERR_BROKEN;
	if (err) {
		put_away(bus);
		return err;
	}
	*bus_out = bus;
	return OK;
}

void bus_close(struct bus *bus)
{
	pthread_mutex_lock(&bus->lock);
	bus->closing = true;
	pthread_mutex_unlock(&bus->lock);
	wake(bus);
	pthread_join(bus->thread, NULL);
	put_away(bus);
}
