/*
 * bus_line.c: libpq would wait for ever, to connect, to send and to read; here each wait is a poll() that ends.
 * (Only the look-up of a host's name is libpq's own: give an address where that is slow.)
 */
#include "store/bus_line.h"

#include <poll.h>

/* False: the moment came first.  An interrupted wait looks again. */
static bool wait_for(PGconn *connection, short events, moment until)
{
	struct pollfd one = { .fd = PQsocket(connection), .events = events };
	moment left = until - moment_monotonic();
	return left > 0 && poll(&one, 1, (int)(left / MILLISECONDS(1)) + 1) != 0;
}

static void ignore_notice(void *data, const char *message) {}

/* What the address says itself comes first. */
static PGconn *begin(const char *address)
{
	static const char *const names[] = { "application_name", "keepalives_idle", "keepalives_interval", "keepalives_count",
					     "tcp_user_timeout", "dbname", NULL };
	const char *const values[] = { "heinzel nodes", "10", "5", "3", "15000", address, NULL };
	static_assert(COUNT(names) == COUNT(values));
	return PQconnectStartParams(names, values, 1);
}

PGconn *line_open(const char *address, moment until)
{
	PGconn *connection = begin(address);
	PostgresPollingStatusType wants = PGRES_POLLING_WRITING;
	while (wants != PGRES_POLLING_OK) {
		if (wants == PGRES_POLLING_FAILED || PQstatus(connection) == CONNECTION_BAD)
			return connection;
		if (!wait_for(connection, wants == PGRES_POLLING_READING ? POLLIN : POLLOUT, until) && moment_monotonic() >= until)
			return connection; /* neither good nor bad yet */
		wants = PQconnectPoll(connection);
	}
	PQsetNoticeProcessor(connection, ignore_notice, NULL);
	(void)PQsetnonblocking(connection, 1); /* so that a full buffer waits in here, too */
	return connection;
}

/* False: lost, or late. */
static bool next_result(PGconn *connection, moment until, PGresult **result_out)
{
	int unsent = PQflush(connection);
	while (unsent || PQisBusy(connection)) {
		if (unsent < 0 || !wait_for(connection, unsent ? POLLIN | POLLOUT : POLLIN, until) || !PQconsumeInput(connection))
			return false;
		unsent = PQflush(connection);
	}
	*result_out = PQgetResult(connection);
	return true;
}

PGresult *line_ask(PGconn *connection, const char *sql, moment until)
{
	PGresult *last = NULL, *next = NULL;
	bool came = PQsendQuery(connection, sql) && next_result(connection, until, &next);
	while (came && next) {
		PQclear(last);
		last = next;
		came = next_result(connection, until, &next);
	}
	if (came)
		return last;
	PQclear(last);
	return NULL;
}

bool line_run(PGconn *connection, const char *sql, moment until)
{
	PGresult *result = line_ask(connection, sql, until);
	ExecStatusType status = PQresultStatus(result);
	PQclear(result);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}
