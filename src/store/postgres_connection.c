/*
 * postgres_connection.c: opening, sending, and reading with an end.
 *
 * libpq would wait for a server for ever.  Here every wait is a poll() with a deadline;
 * whoever misses it loses the connection, for nobody knows what it would still say.
 * The server has timeouts of its own that are shorter: a healthy one is not cut off, unless many
 * statements that travel together are slow.
 * (Only the look-up of a host's name is libpq's own: give an address where that is slow.)
 *
 * SQLSTATE is read in one place: a rule of the schema, a request to run the unit again,
 * too much, a lost connection, or broken.
 */
#include "store/postgres_connection.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>

#define CONNECT_TIME SECONDS(5)
#define GRACE SECONDS(1) /* what the server may be late with its own timeouts */

static atomic_llong statements, round_trips, connects, losses, unasked;

void postgres_figures(struct postgres_figures *figures_out)
{
	*figures_out = (struct postgres_figures){ atomic_load(&statements), atomic_load(&round_trips),
						  atomic_load(&connects), atomic_load(&losses), atomic_load(&unasked) };
}

/* What went wrong. */

enum after {
	AFTER_NOTHING,
	AFTER_REPLAY, /* the unit may simply run again */
	AFTER_RENEW,  /* … on a new connection: this one's prepared statements are out of date */
	AFTER_LOSS,   /* the server ended the connection, or will */
};

#define DISK_FULL "53100"

static const struct {
	const char *state; /* of the class when two long */
	enum err err;
	enum after after;
} meanings[] = {
	{ "23505", ERR_CONFLICT, AFTER_NOTHING }, /* unique */
	{ "23503", ERR_CONFLICT, AFTER_NOTHING }, /* foreign key */
	{ "23514", ERR_CONFLICT, AFTER_NOTHING }, /* check */
	{ "23P01", ERR_CONFLICT, AFTER_NOTHING }, /* exclusion */
	{ "40001", ERR_LIMITED, AFTER_REPLAY },	  /* serialization failure */
	{ "40P01", ERR_LIMITED, AFTER_REPLAY },	  /* deadlock */
	{ "0A000", ERR_AWAY, AFTER_RENEW },	  /* cached plan must not change result type */
	{ "26000", ERR_AWAY, AFTER_RENEW },	  /* no such prepared statement */
	{ "55P03", ERR_LIMITED, AFTER_NOTHING },  /* lock not available */
	{ "57014", ERR_LIMITED, AFTER_NOTHING },  /* statement timeout */
	{ DISK_FULL, ERR_LIMITED, AFTER_NOTHING },
	{ "53300", ERR_AWAY, AFTER_LOSS },	  /* too many connections */
	{ "25P02", ERR_LIMITED, AFTER_NOTHING },  /* an earlier statement failed already */
	{ "25P03", ERR_AWAY, AFTER_LOSS },	  /* idle in transaction for too long */
	{ "57P01", ERR_AWAY, AFTER_LOSS },	  /* ended by an administrator */
	{ "57P02", ERR_AWAY, AFTER_LOSS },	  /* another process of the server crashed */
	{ "57P03", ERR_AWAY, AFTER_LOSS },	  /* the server starts or stops */
	{ "57P05", ERR_AWAY, AFTER_LOSS },	  /* idle for too long */
	{ "08", ERR_AWAY, AFTER_LOSS },		  /* the connection itself */
};

void postgres_drop_ahead(struct postgres_db *db)
{
	int left = ahead_drop(db->ahead);
	/* Answers that are still on their way find nobody: the next transaction's questions are not theirs. */
	for (int i = 0; left && i < db->awaited_count; i++) {
		if (db->awaited[i].kind == AWAITED_AHEAD)
			db->awaited[i].kind = AWAITED_QUIETLY;
	}
	if (left)
		atomic_fetch_add_explicit(&unasked, left, memory_order_relaxed);
}

static void note_wrong(struct postgres_db *db, const char *why)
{
	snprintf(db->wrong, sizeof db->wrong, "%s", why);
}

void postgres_lose(struct postgres_db *db, const char *why)
{
	note_wrong(db, why);
	db->base.gone = true;
	if (!db->connection)
		return;
	log_event(LOG_WARN, "store.lost", "PostgreSQL: %s", db->wrong);
	atomic_fetch_add(&losses, 1);
	PQfinish(db->connection);
	db->connection = NULL;
	db->awaited_count = 0;
	postgres_drop_ahead(db);
	while (db_cache_take(&db->base)) {
	}
}

static enum err lost(struct postgres_db *db, const char *why)
{
	postgres_lose(db, why);
	return ERR_AWAY;
}

static enum err follow(struct postgres_db *db, enum err err, enum after after, const char *said)
{
	if (after == AFTER_REPLAY || after == AFTER_RENEW)
		db->base.replay = true;
	if (after == AFTER_RENEW || after == AFTER_LOSS)
		postgres_lose(db, said);
	if (after == AFTER_RENEW)
		db->base.gone = db->base.role == DB_READER; /* a unit was not lost, it runs again */
	return err;
}

static enum err failed(struct postgres_db *db, const char *name, const PGresult *result,
		       bool committing)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	/* The detail lines are left out: they quote rows. */
	const char *said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	char text[WRONG_MAX];
	snprintf(text, sizeof text, "%s", said ? said : PQerrorMessage(db->connection));
	if (state && strcmp(state, DISK_FULL) == 0)
		db->base.full = true;
	for (size_t i = 0; state && i < COUNT(meanings); i++) {
		if (strncmp(state, meanings[i].state, strlen(meanings[i].state)) == 0)
			return follow(db, meanings[i].err, meanings[i].after, text);
	}
	if (PQstatus(db->connection) != CONNECTION_OK)
		return lost(db, text);
	note_wrong(db, text);
	/* "could not commit transaction for shard": a distributed server's way of saying 40001. */
	if (committing && state && strcmp(state, "XX000") == 0)
		return follow(db, ERR_LIMITED, AFTER_REPLAY, text);
	log_event(LOG_ERROR, "store.broken", "%s: %s (%s)", name, text, state ? state : "no answer");
	return ERR_BROKEN;
}

/* Waiting. */

/* Answers come together, behind the last statement of their group, and the server times each statement by itself: a few
   may be slow.  Not all, or a server that hangs would hold us for as long. */
enum { SLOW_TOGETHER = 3 };

static moment deadline_from(const struct postgres_db *db, int from, moment each)
{
	int slow = 0;
	for (int i = from; i < db->awaited_count && db->awaited[i].kind != AWAITED_SYNC && slow < SLOW_TOGETHER; i++)
		slow += db->awaited[i].kind != AWAITED_PREPARE && db->awaited[i].kind != AWAITED_QUIETLY;
	return moment_monotonic() + (slow ? slow : 1) * each + GRACE;
}

/* False: the deadline came first.  0: none. */
static bool wait_for(int socket, short events, moment deadline)
{
	moment left = deadline ? deadline - moment_monotonic() : SECONDS(3600);
	if (left <= 0)
		return false;
	struct pollfd one = { .fd = socket, .events = events };
	/* Up to the next whole millisecond, so that nobody turns in circles before the end. */
	int ready = poll(&one, 1, (int)((left + MILLISECONDS(1) - 1) / MILLISECONDS(1)));
	return ready != 0; /* an interrupted wait looks again */
}

/* Sends what libpq still holds, and reads what came. */
static enum err wait_for_more(struct postgres_db *db, moment deadline)
{
	int unsent = PQflush(db->connection);
	if (unsent < 0)
		return lost(db, PQerrorMessage(db->connection));
	short events = unsent ? POLLIN | POLLOUT : POLLIN;
	while (!wait_for(PQsocket(db->connection), events, deadline)) {
		if (!deadline || moment_monotonic() >= deadline)
			return deadline ? lost(db, "the server does not answer") : OK;
	}
	return PQconsumeInput(db->connection) ? OK : lost(db, PQerrorMessage(db->connection));
}

static enum err next_result(struct postgres_db *db, moment deadline, PGresult **result_out)
{
	while (PQisBusy(db->connection)) {
		enum err err = wait_for_more(db, deadline);
		if (err)
			return err;
	}
	*result_out = PQgetResult(db->connection);
	return OK;
}

/* Opening. */

static enum err connect_on(struct postgres_db *db, moment deadline)
{
	PostgresPollingStatusType wants = PGRES_POLLING_WRITING;
	while (wants != PGRES_POLLING_OK) {
		if (wants == PGRES_POLLING_FAILED || PQstatus(db->connection) == CONNECTION_BAD)
			return lost(db, PQerrorMessage(db->connection));
		bool came = wait_for(PQsocket(db->connection),
				     wants == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline);
		if (!came && moment_monotonic() >= deadline)
			return lost(db, "the server does not take the connection");
		wants = PQconnectPoll(db->connection);
	}
	return OK;
}

static void ignore_notice(void *data, const char *message) {}

/* Also for a server's name that has several addresses; what the address says itself comes first. */
static PGconn *connection_begin(const char *address)
{
	static const char *const names[] = { "application_name", "keepalives_idle", "keepalives_interval",
					     "keepalives_count", "tcp_user_timeout", "dbname", NULL };
	const char *const values[] = { "heinzel", "10", "5", "3", "15000", address, NULL };
	static_assert(COUNT(names) == COUNT(values));
	return PQconnectStartParams(names, values, 1);
}

/* Whatever the server's own settings are: nothing of ours waits without end.  Migrations lift the first. */
#define SESSION \
	"SET client_encoding = 'UTF8'; SET statement_timeout = '10s'; SET lock_timeout = '2s'; " \
	"SET idle_in_transaction_session_timeout = '30s'; " LOOK_FOR_THE_DEAD
enum { STATEMENT_SECONDS = 10 };

enum err postgres_connect(struct postgres_db *db)
{
	moment deadline = moment_monotonic() + CONNECT_TIME;
	db->prepared = 0;
	db->awaited_count = 0;
	db->connection = connection_begin(db->address);
	if (!db->connection)
		return lost(db, "no memory");
	enum err err = connect_on(db, deadline);
	if (err)
		return err;
	PQsetNoticeProcessor(db->connection, ignore_notice, NULL);
	if (PQsetnonblocking(db->connection, 1) || !PQenterPipelineMode(db->connection))
		return lost(db, PQerrorMessage(db->connection));
	atomic_fetch_add(&connects, 1);
	db->patience = SECONDS(STATEMENT_SECONDS);
	return postgres_execute(db,
				db->base.role == DB_READER ? SESSION "; SET default_transaction_read_only = on"
							   : SESSION,
				deadline);
}

/* Sending. */

enum err postgres_note(struct postgres_db *db, enum awaited_kind kind, const struct statement *statement,
		       int sent)
{
	must(db->awaited_count < AWAITED_MAX);
	if (!sent)
		return lost(db, PQerrorMessage(db->connection));
	db->awaited[db->awaited_count++] = (struct awaited){ kind, statement };
	if (kind != AWAITED_PREPARE && kind != AWAITED_SYNC)
		atomic_fetch_add_explicit(&statements, 1, memory_order_relaxed);
	return OK;
}

enum err postgres_sync(struct postgres_db *db)
{
	return postgres_note(db, AWAITED_SYNC, NULL, PQpipelineSync(db->connection));
}

/* Reading. */

/* COMMIT of a failed transaction is answered by ROLLBACK, without an error. */
static bool was_undone(PGresult *result, enum awaited_kind kind)
{
	return kind == AWAITED_COMMIT && strcmp(PQcmdStatus(result), "ROLLBACK") == 0;
}

static enum err judge(struct postgres_db *db, const struct awaited *one, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	enum err err = OK;
	if (status == PGRES_PIPELINE_ABORTED)
		err = ERR_LIMITED; /* the one before it says why */
	else if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		err = failed(db, one->statement->name, result, one->kind == AWAITED_COMMIT);
	else if (was_undone(result, one->kind))
		err = ERR_LIMITED;
	if (err && db->connection && one->kind == AWAITED_PREPARE)
		*db_cache_place(&db->base, one->statement) = NULL;
	return err;
}

/* One answer, and its end; nothing more is read of a connection that was lost over it. */
static enum err settle_one(struct postgres_db *db, const struct awaited *one, moment deadline,
			   PGresult **rows_out)
{
	PGresult *result = NULL, *end = NULL;
	enum err err = next_result(db, deadline, &result);
	if (err)
		return err;
	if (one->kind == AWAITED_SYNC) {
		bool good = result && PQresultStatus(result) == PGRES_PIPELINE_SYNC;
		char text[WRONG_MAX];
		snprintf(text, sizeof text, "%s", result ? PQresultErrorMessage(result) : "");
		PQclear(result);
		return good ? OK : lost(db, *text ? text : "answers out of order");
	}
	if (!result)
		return lost(db, "answers out of order");
	err = judge(db, one, result);
	if (!err && one->kind == AWAITED_ROWS && rows_out)
		*rows_out = result;
	else if (!err && one->kind == AWAITED_AHEAD)
		ahead_answer(db->ahead, result);
	else
		PQclear(result);
	if (!db->connection)
		return err;
	enum err ended = next_result(db, deadline, &end);
	if (!ended && end) {
		PQclear(end);
		ended = lost(db, "answers out of order");
	}
	return err ? err : ended;
}

enum err postgres_settle(struct postgres_db *db, moment each, PGresult **rows_out)
{
	PGresult *rows = NULL;
	enum err first = OK;
	atomic_fetch_add_explicit(&round_trips, 1, memory_order_relaxed);
	for (int i = 0; db->connection && i < db->awaited_count; i++) {
		enum err err = settle_one(db, &db->awaited[i], deadline_from(db, i, each), &rows);
		first = first ? first : err;
	}
	db->awaited_count = 0;
	if (!first)
		db->used_at = moment_monotonic();
	else
		postgres_drop_ahead(db); /* the transaction is over */
	if (first || !rows_out) {
		PQclear(rows);
		rows = NULL;
	}
	if (rows_out)
		*rows_out = rows;
	return first;
}

/* A text of several statements, which a pipeline does not take. */

static enum err read_to_the_end(struct postgres_db *db, moment deadline)
{
	enum err first = OK;
	PGresult *result = NULL;
	do {
		enum err err = next_result(db, deadline, &result);
		if (err)
			return err;
		ExecStatusType status = result ? PQresultStatus(result) : PGRES_COMMAND_OK;
		if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !first)
			first = failed(db, "script", result, false);
		PQclear(result);
	} while (result && db->connection);
	return first;
}

enum err postgres_execute(struct postgres_db *db, const char *sql, moment deadline)
{
	enum err err = db->awaited_count ? postgres_settle(db, db->patience, NULL) : OK;
	if (!db->connection)
		return err;
	if (!PQexitPipelineMode(db->connection) || !PQsendQuery(db->connection, sql))
		return lost(db, PQerrorMessage(db->connection));
	atomic_fetch_add_explicit(&round_trips, 1, memory_order_relaxed);
	err = read_to_the_end(db, deadline);
	if (db->connection && !PQenterPipelineMode(db->connection))
		return lost(db, PQerrorMessage(db->connection));
	db->used_at = moment_monotonic();
	return err;
}
