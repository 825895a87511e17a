/*
 * bus.c: one connection and one thread a process; whoever comes while a round trip is under way shares the next.
 *
 * A message is told in a transaction of its own, behind the unit's: PostgreSQL commits those that
 * notify one after another, sync and all, which would take group commit from every unit.  It sends
 * what it has to say to a listening session before the answer to that session's next question; so
 * an empty question, asked after something was told, is answered after it was heard.
 *
 * Nobody waits for more than five seconds, whatever the server does.  What could not be told by then
 * is owed: when the line stands again the others hear that they may have missed anything.
 */
#include "store/bus.h"

#include "base/fall.h"
#include "base/random.h"
#include "base/text.h"
#include "store/bus_line.h"
#include "store/postgres_connection.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { ROUND_MS = 5000, CALL_MS = 5000, RETRY_MS = 100, TELL_SECONDS = 5, NODES = 256, TAG_LENGTH = 16 };
enum { TAKEN_SECONDS = 5, TAKEN_RETRY_MS = 1000, EXIT_TAKEN = 70 };

struct tell { const str *messages; size_t count; bool done, told; struct tell *next; };

struct bus {
	char *address;
	char tag[TAG_LENGTH + 1], channel[80];
	int wanted_node, node;
	bool from_top;
	PGconn *connection; /* the thread's own */
	moment call_at;     /* … not called again before */
	moment taken_at;    /* monotonic: when its number was first found to be another's; 0: it is not */
	pthread_t thread;
	int wake;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	struct tell *tells, *telling; /* new ones; of the round under way */
	struct bus_wait *waits, **last_wait;
	int unanswered;                /* waits, new ones and those of the round */
	struct bus_ears ears;
	bool listens, in_use, closing; /* asked to; an ear is being called */
	bool owes;                     /* something was not told: the others do not know what they missed */
	atomic_bool up;                /* listens; moved under the lock */
	struct arena *arena;           /* the thread's; cleared each round */
};

static void wake(struct bus *bus)
{
	uint64_t one = 1;
	ssize_t written = write(bus->wake, &one, sizeof one);
	(void)written; /* it only fails when it is awake already */
}

static moment round_end(void)
{
	return moment_monotonic() + MILLISECONDS(ROUND_MS);
}

/* ── connection ── */

/* Held by the session: it ends with the process, whatever becomes of it. */
static enum err hold_number(struct bus *bus, int number, moment until)
{
	str sql = str_format(bus->arena, "SELECT pg_try_advisory_lock(hashtext('heinzel.node ' || current_schema()), %d)", number);
	PGresult *result = line_ask(bus->connection, str_c(bus->arena, sql), until);
	enum err err = PQntuples(result) != 1 ? ERR_AWAY : PQgetvalue(result, 0, 0)[0] == 't' ? OK : ERR_CONFLICT;
	PQclear(result);
	if (!err)
		bus->node = number;
	return err;
}

static enum err hold_any(struct bus *bus, moment until)
{
	enum err err = ERR_CONFLICT;
	for (int i = 0; i < NODES && err == ERR_CONFLICT; i++)
		err = hold_number(bus, bus->from_top ? NODES - 1 - i : i, until);
	return err;
}

/* Once it has a number, that one: ids were made with it. */
static enum err hold_node(struct bus *bus, moment until)
{
	if (bus->wanted_node == BUS_NODE_NONE)
		return OK;
	if (bus->node != BUS_NODE_NONE)
		return hold_number(bus, bus->node, until);
	return bus->wanted_node == BUS_NODE_ANY ? hold_any(bus, until) : hold_number(bus, bus->wanted_node, until);
}

/* Houses in schemas of one database do not hear each other. */
static bool find_channel(struct bus *bus, moment until)
{
	PGresult *result = line_ask(bus->connection, "SELECT 'heinzel_' || md5(current_schema())", until);
	bool good = PQntuples(result) == 1;
	if (good)
		snprintf(bus->channel, sizeof bus->channel, "%s", PQgetvalue(result, 0, 0));
	PQclear(result);
	return good;
}

static void hang_up(struct bus *bus)
{
	pthread_mutex_lock(&bus->lock);
	atomic_store(&bus->up, false);
	pthread_mutex_unlock(&bus->lock);
	PQfinish(bus->connection);
	bus->connection = NULL;
}

static const char session[] =
	"SET application_name = 'heinzel nodes'; SET synchronous_commit = off; SET statement_timeout = '5s'; "
	"SET idle_session_timeout = 0; " LOOK_FOR_THE_DEAD;

/* A message without a word: they know how to make good what they do not know. */
static bool say_all(struct bus *bus)
{
	str sql = str_format(bus->arena, "NOTIFY %s, '%s'", bus->channel, bus->tag);
	return line_run(bus->connection, str_c(bus->arena, sql), round_end());
}

/* While the line was away another took the number, and makes ids with it as this process does.  It may be given back: by
   a server that did not notice yet that the old line is dead.  If not, the process begins anew, with another. */
static void number_is_taken(struct bus *bus)
{
	moment now = moment_monotonic();
	if (!bus->taken_at) {
		bus->taken_at = now;
		log_event(LOG_ERROR, "bus.number", "The node's number %d is held by another: nothing is acknowledged meanwhile", bus->node);
	}
	bus->call_at = now + MILLISECONDS(TAKEN_RETRY_MS);
	pthread_mutex_lock(&bus->lock);
	bool stays = bus->closing || now - bus->taken_at < SECONDS(TAKEN_SECONDS);
	pthread_mutex_unlock(&bus->lock);
	if (stays)
		return;
	log_event(LOG_ERROR, "bus.number", "The number %d does not come back. The process ends, and begins anew.", bus->node);
	(void)say_all(bus); /* what it owes would be forgotten */
	fall(EXIT_TAKEN);
}

/* ERR_CONFLICT: the number is taken. */
static enum err call_server(struct bus *bus)
{
	moment until = moment_monotonic() + MILLISECONDS(CALL_MS);
	bus->connection = line_open(bus->address, until);
	bool good = PQstatus(bus->connection) == CONNECTION_OK && line_run(bus->connection, session, until) && find_channel(bus, until);
	enum err err = good ? hold_node(bus, until) : ERR_AWAY;
	if (!err)
		bus->taken_at = 0;
	if (err == ERR_CONFLICT && bus->node != BUS_NODE_NONE)
		number_is_taken(bus);
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
	bool good = line_run(bus->connection, str_c(bus->arena, str_format(bus->arena, "LISTEN %s", bus->channel)), round_end());
	if (good) {
		ears.missed(ears.data);
		atomic_store(&bus->up, true);
	}
	ear_give(bus);
	if (!good)
		hang_up(bus);
}

static void set_owes(struct bus *bus, bool owes)
{
	pthread_mutex_lock(&bus->lock);
	bus->owes = owes;
	pthread_mutex_unlock(&bus->lock);
}

static void settle_debt(struct bus *bus)
{
	pthread_mutex_lock(&bus->lock);
	bool owes = bus->owes;
	bus->owes = false;
	pthread_mutex_unlock(&bus->lock);
	if (!owes || say_all(bus))
		return;
	set_owes(bus, true);
	hang_up(bus);
}

/* ── a round ── */

/* True: answered, and all that came before it was heard. */
static bool round_trip(struct bus *bus, str sql)
{
	if (!line_run(bus->connection, str_c(bus->arena, sql), round_end()))
		return false;
	hear_all(bus);
	return true;
}

static void put_messages(struct bus *bus, const struct tell *tell, struct text *sql)
{
	for (; tell; tell = tell->next) {
		for (size_t i = 0; i < tell->count; i++)
			text_format(sql, "NOTIFY %s, '%s %.*s';", bus->channel, bus->tag, STR_ARG(tell->messages[i]));
	}
}

static void finish_tells(struct bus *bus, bool told)
{
	pthread_mutex_lock(&bus->lock);
	for (struct tell *tell = bus->telling, *next; tell; tell = next) {
		next = tell->next;
		if (told || bus->closing) {
			tell->told = told;
			tell->done = true;
		} else { /* once more, on the next connection */
			tell->next = bus->tells;
			bus->tells = tell;
		}
	}
	bus->telling = NULL;
	pthread_cond_broadcast(&bus->moved);
	pthread_mutex_unlock(&bus->lock);
}

static struct bus_wait *take_waits(struct bus *bus)
{
	struct bus_wait *waits = bus->waits;
	bus->waits = NULL;
	bus->last_wait = &bus->waits;
	return waits;
}

static void answer_waits(struct bus *bus, struct bus_wait *waits, bool good)
{
	int answered = 0;
	for (struct bus_wait *next; waits; waits = next, answered++) {
		next = waits->next;
		waits->then(waits->data, good);
	}
	pthread_mutex_lock(&bus->lock);
	bus->unanswered -= answered;
	pthread_cond_broadcast(&bus->moved);
	pthread_mutex_unlock(&bus->lock);
}

static void one_round(struct bus *bus)
{
	struct text sql;
	arena_reset(bus->arena);
	text_open(&sql, bus->arena, 1000);
	pthread_mutex_lock(&bus->lock);
	bus->telling = bus->tells;
	bus->tells = NULL;
	struct bus_wait *waits = take_waits(bus);
	bool is_empty = !bus->telling && !waits;
	if (bus->connection) /* in here: whoever has waited for long enough takes a tell away */
		put_messages(bus, bus->telling, &sql);
	pthread_mutex_unlock(&bus->lock);
	if (is_empty)
		return;
	bool good = bus->connection && round_trip(bus, text_str(&sql));
	if (!good && bus->connection) {
		log_event(LOG_WARN, "bus.lost", "The nodes' line is lost: %s", PQerrorMessage(bus->connection));
		hang_up(bus);
	}
	answer_waits(bus, waits, good && atomic_load(&bus->up));
	finish_tells(bus, good);
}

static void wait_for_something(struct bus *bus)
{
	struct pollfd both[] = { { .fd = bus->wake, .events = POLLIN },
				 { .fd = bus->connection ? PQsocket(bus->connection) : -1, .events = POLLIN } };
	uint64_t count;
	moment left = bus->call_at - moment_monotonic();
	poll(both, 2, bus->connection ? -1 : left > 0 ? (int)(left / MILLISECONDS(1)) + 1 : 0);
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

/* Whoever asked on the line before is told at once that it is gone. */
static void call_again(struct bus *bus)
{
	pthread_mutex_lock(&bus->lock);
	struct bus_wait *waits = take_waits(bus);
	pthread_mutex_unlock(&bus->lock);
	answer_waits(bus, waits, false);
	if (moment_monotonic() < bus->call_at)
		return;
	bus->call_at = moment_monotonic() + MILLISECONDS(RETRY_MS);
	(void)call_server(bus); /* if it fails, later */
}

static void *bus_thread(void *data)
{
	struct bus *bus = data;
	while (!is_closing(bus)) {
		arena_reset(bus->arena);
		if (!bus->connection)
			call_again(bus);
		if (bus->connection)
			settle_debt(bus);
		if (bus->connection)
			begin_to_listen(bus);
		one_round(bus);
		wait_for_something(bus);
	}
	return NULL;
}

/* ── for everybody ── */

static bool take_out(struct tell **list, const struct tell *tell)
{
	while (*list && *list != tell)
		list = &(*list)->next;
	if (!*list)
		return false;
	*list = tell->next;
	return true;
}

/* False: it was given up, and nobody holds it any more. */
static bool wait_for_tell(struct bus *bus, struct tell *tell)
{
	struct timespec until;
	int late = 0;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += TELL_SECONDS;
	while (!tell->done && late != ETIMEDOUT)
		late = pthread_cond_timedwait(&bus->moved, &bus->lock, &until);
	if (!tell->done && !take_out(&bus->tells, tell))
		must(take_out(&bus->telling, tell));
	return tell->done && tell->told;
}

enum err bus_tell(struct bus *bus, const str *messages, size_t count)
{
	struct tell tell = { .messages = messages, .count = count };
	for (size_t i = 0; i < count; i++)
		must(messages[i].len <= BUS_MESSAGE_MAX && !memchr(messages[i].at, '\'', messages[i].len) &&
		     !memchr(messages[i].at, '\\', messages[i].len));
	pthread_mutex_lock(&bus->lock);
	tell.next = bus->tells;
	bus->tells = &tell;
	wake(bus);
	bool told = wait_for_tell(bus, &tell);
	if (!told) {
		bus->owes = true;
		wake(bus);
	}
	pthread_mutex_unlock(&bus->lock);
	return told ? OK : ERR_AWAY;
}

bool bus_catch_up(struct bus *bus, struct bus_wait *wait)
{
	if (!atomic_load(&bus->up))
		return false;
	wait->next = NULL;
	pthread_mutex_lock(&bus->lock);
	bool taken = !bus->closing && atomic_load(&bus->up);
	if (taken) {
		*bus->last_wait = wait;
		bus->last_wait = &wait->next;
		bus->unanswered++;
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
	while (bus->unanswered)
		pthread_cond_wait(&bus->moved, &bus->lock);
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
	pthread_condattr_t steady;
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&bus->moved, &steady);
	pthread_condattr_destroy(&steady);
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
