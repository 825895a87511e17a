/*
 * bus_line.h: the connection that the nodes speak on, of which nothing is waited for beyond a moment.  For bus.c only.
 *
 * A server that is there and says nothing holds nobody: whoever was not answered in time hangs up.
 */
#ifndef STORE_BUS_LINE_H
#define STORE_BUS_LINE_H
#include "base/base.h"

#include <libpq-fe.h>

/* Never NULL but for want of memory; good only when PQstatus says so.  To be ended by PQfinish in any case. */
PGconn *line_open(const char *address, moment until);
/* The last statement's answer; NULL when it did not come: then the connection is of no more use. */
PGresult *line_ask(PGconn *connection, const char *sql, moment until);
/* Whether all of the statements were done. */
bool line_run(PGconn *connection, const char *sql, moment until);
#endif
