/*
 * db_postgres.c: the driver for PostgreSQL (libpq).
 *
 * Every statement is prepared once a connection, under a number; values and results
 * travel as text.  SQLSTATE is read in one place: a rule of the schema, a request to
 * run the unit again, too much, or broken.
 */
#include "store/db_driver.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

/* Types of parameters, so that the server need not guess them (pg_type.dat). */
enum { TYPE_BOOL = 16, TYPE_BYTEA = 17, TYPE_INT8 = 20, TYPE_TEXT = 25, TYPE_FLOAT8 = 701 };
enum { PARAMS_MAX = 1024, NUMBER_MAX = 40 };

struct postgres_db {
	struct db base;
	PGconn *connection;
	struct arena *arena; /* parameters on their way; cleared by each statement */
	intptr_t prepared;   /* how many, and the number of the latest */
	char *address;
};

static const struct {
	const char *state;
	enum err err;
	bool replay;
} meanings[] = {
	{ "23505", ERR_CONFLICT, false }, /* unique */
	{ "23503", ERR_CONFLICT, false }, /* foreign key */
	{ "23514", ERR_CONFLICT, false }, /* check */
	{ "23P01", ERR_CONFLICT, false }, /* exclusion */
	{ "40001", ERR_LIMITED, true },	  /* serialization failure */
	{ "40P01", ERR_LIMITED, true },	  /* deadlock */
	{ "55P03", ERR_LIMITED, false },  /* lock not available */
	{ "57014", ERR_LIMITED, false },  /* statement timeout */
	{ "53100", ERR_LIMITED, false },  /* disk full */
	{ "53300", ERR_LIMITED, false },  /* too many connections */
	{ "25P02", ERR_LIMITED, false },  /* an earlier statement failed already */
};

static struct postgres_db *postgres_of(struct db *db)
{
	return (struct postgres_db *)db;
}

static enum err meaning_of(struct postgres_db *db, const char *state, bool committing)
{
	for (size_t i = 0; i < COUNT(meanings); i++) {
		if (strcmp(meanings[i].state, state) == 0) {
			db->base.replay = db->base.replay || meanings[i].replay;
			return meanings[i].err;
		}
	}
	/* "could not commit transaction for shard": a distributed server's way of saying 40001. */
	if (committing && strcmp(state, "XX000") == 0) {
		db->base.replay = true;
		return ERR_LIMITED;
	}
	return ERR_BROKEN;
}

static enum err failed(struct postgres_db *db, const char *name, const PGresult *result,
		       bool committing)
{
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	enum err err = meaning_of(db, state ? state : "", committing);
	/* The detail lines are left out: they quote rows. */
	const char *said = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	if (err == ERR_BROKEN)
		log_event(LOG_ERROR, "store.broken", "%s: %s (%s)", name,
			  said ? said : PQerrorMessage(db->connection),
			  state ? state : "no answer");
	return err;
}

/* Opening and closing. */

static enum err execute(struct postgres_db *db, const char *sql)
{
	PGresult *result = PQexec(db->connection, sql);
	ExecStatusType status = PQresultStatus(result);
	bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
	bool committing = strcmp(sql, "COMMIT") == 0;
	/* COMMIT of a failed transaction is answered by ROLLBACK, without an error. */
	bool undone = good && committing && strcmp(PQcmdStatus(result), "ROLLBACK") == 0;
	enum err err = good ? OK : failed(db, "script", result, committing);
	PQclear(result);
	return undone ? ERR_LIMITED : err;
}

static void postgres_close(struct db *base)
{
	struct postgres_db *db = postgres_of(base);
	while (db_cache_take(base)) {
	}
	PQfinish(db->connection);
	arena_close(db->arena);
	memory_free(db->address);
	memory_free(db);
}

static void ignore_notice(void *data, const char *message) {}

static enum err connect_now(struct postgres_db *db)
{
	db->connection = PQconnectdb(db->address);
	if (PQstatus(db->connection) != CONNECTION_OK) {
		log_event(LOG_ERROR, "store.broken", "PostgreSQL: %s",
			  PQerrorMessage(db->connection));
		return ERR_BROKEN;
	}
	PQsetNoticeProcessor(db->connection, ignore_notice, NULL);
	/* No statement of a page or a unit is worth waiting longer for; migrations lift it. */
	return execute(db, db->base.role == DB_READER
			       ? "SET default_transaction_read_only = on; SET client_encoding = "
				 "'UTF8'; SET statement_timeout = '10s'"
			       : "SET client_encoding = 'UTF8'; SET statement_timeout = '10s'");
}

static enum err postgres_open(str url, enum db_role role, struct db **db_out)
{
	struct postgres_db *db = memory_take(sizeof *db);
	*db = (struct postgres_db){ .base = { .driver = &db_postgres, .role = role } };
	db->arena = arena_open(16 * 1024);
	db->address = memory_take(url.len + 1);
	memcpy(db->address, url.at, url.len);
	db->address[url.len] = '\0';
	enum err err = connect_now(db);
	if (err) {
		postgres_close(&db->base);
		return err;
	}
	*db_out = &db->base;
	return OK;
}

/* A server that was started anew: the next transaction gets a new connection. */
static enum err reconnect_if_lost(struct postgres_db *db)
{
	if (PQstatus(db->connection) == CONNECTION_OK)
		return OK;
	while (db_cache_take(&db->base)) {
	}
	PQfinish(db->connection);
	return connect_now(db);
}

/* Statements. */

struct packed {
	Oid types[PARAMS_MAX];
	const char *at[PARAMS_MAX];
	int lengths[PARAMS_MAX], formats[PARAMS_MAX];
};

static Oid type_of(enum value_type type)
{
	static const Oid types[] = {
		[VALUE_INTEGER] = TYPE_INT8, [VALUE_REAL] = TYPE_FLOAT8, [VALUE_TEXT] = TYPE_TEXT,
		[VALUE_BLOB] = TYPE_BYTEA,   [VALUE_NULL] = 0,
	};
	return (size_t)type < COUNT(types) ? types[type] : 0;
}

static void pack(struct postgres_db *db, const struct value *value, struct packed *packed, int at)
{
	packed->formats[at] = value->type == VALUE_BLOB;
	packed->types[at] = type_of(value->type);
	packed->lengths[at] = 0;
	switch (value->type) {
	case VALUE_NULL:
		packed->types[at] = type_of((enum value_type)value->integer);
		packed->at[at] = NULL;
		return;
	case VALUE_INTEGER:
		packed->at[at] =
		    str_format(db->arena, "%lld%c", (long long)value->integer, '\0').at;
		return;
	case VALUE_REAL:
		packed->at[at] = str_format(db->arena, "%.17g%c", value->real, '\0').at;
		return;
	case VALUE_TEXT:
		packed->at[at] = str_c(db->arena, value->text);
		return;
	case VALUE_BLOB:
		packed->at[at] = str_c(db->arena, value->text);
		packed->lengths[at] = (int)value->text.len;
		return;
	}
}

static enum err prepare(struct postgres_db *db, const struct statement *statement,
			const struct packed *packed, char name_out[NUMBER_MAX])
{
	void **place = db_cache_place(&db->base, statement);
	intptr_t number = *place ? (intptr_t)*place : db->prepared + 1;
	snprintf(name_out, NUMBER_MAX, "s%lld", (long long)number);
	if (*place)
		return OK;
	PGresult *result = PQprepare(db->connection, name_out, statement->postgres,
				     statement->params, packed->types);
	bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
	enum err err = good ? OK : failed(db, statement->name, result, false);
	PQclear(result);
	if (good)
		*place =
		    (void *)(db->prepared = number); /* NOLINT: a number kept where a handle is */
	return err;
}

static enum err postgres_query(struct db *base, const struct statement *statement,
			       const struct value *params, struct rows *rows_out)
{
	struct postgres_db *db = postgres_of(base);
	must(statement->params <= PARAMS_MAX);
	arena_reset(db->arena);
	struct packed *packed = arena_take(db->arena, sizeof *packed);
	for (int i = 0; i < statement->params; i++)
		pack(db, &params[i], packed, i);
	char name[NUMBER_MAX];
	enum err err = prepare(db, statement, packed, name);
	if (err)
		return err;
	PGresult *result = PQexecPrepared(db->connection, name, statement->params, packed->at,
					  packed->lengths, packed->formats, 0);
	ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
		err = failed(db, statement->name, result, false);
		PQclear(result);
		return err;
	}
	rows_out->driver = result;
	rows_out->at = -1;
	rows_out->count = PQntuples(result);
	return OK;
}

static void postgres_end(struct rows *rows)
{
	PGresult *result = rows->driver;
	rows->changed = rows->statement->writes ? strtoll(PQcmdTuples(result), NULL, 10) : 0;
	PQclear(result);
	rows->driver = NULL;
}

static enum err postgres_next(struct rows *rows, bool *more_out)
{
	rows->at++;
	*more_out = rows->at < rows->count;
	if (!*more_out)
		postgres_end(rows);
	return OK;
}

static const char *cell(const struct rows *rows, int column)
{
	return PQgetvalue(rows->driver, (int)rows->at, column);
}

static int64_t postgres_integer(const struct rows *rows, int column)
{
	const char *text = cell(rows, column);
	if (PQftype(rows->driver, column) == TYPE_BOOL)
		return text[0] == 't';
	return strtoll(text, NULL, 10);
}

static double postgres_real(const struct rows *rows, int column)
{
	return strtod(cell(rows, column), NULL);
}

static int digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* "\x00ff": two lower-case digits a byte. */
static str bytes_of(const char *hex, size_t len, struct arena *arena)
{
	char *at = arena_bytes(arena, len / 2 + 1);
	size_t count = 0;
	for (size_t i = 2; i + 1 < len; i += 2)
		at[count++] = (char)(digit(hex[i]) * 16 + digit(hex[i + 1]));
	return (str){ at, count };
}

static str postgres_text(const struct rows *rows, int column, struct arena *arena)
{
	size_t len = (size_t)PQgetlength(rows->driver, (int)rows->at, column);
	if (PQftype(rows->driver, column) == TYPE_BYTEA)
		return bytes_of(cell(rows, column), len, arena);
	return str_keep(arena, (str){ cell(rows, column), len });
}

static bool postgres_is_null(const struct rows *rows, int column)
{
	return PQgetisnull(rows->driver, (int)rows->at, column);
}

static enum err postgres_script(struct db *base, const char *sql)
{
	struct postgres_db *db = postgres_of(base);
	bool begins = strncmp(sql, "BEGIN", 5) == 0;
	enum err err = begins ? reconnect_if_lost(db) : OK;
	return err ? err : execute(db, sql);
}

static str postgres_wrong(struct db *base, struct arena *arena)
{
	return str_trim(str_keep(arena, str_from(PQerrorMessage(postgres_of(base)->connection))));
}

const struct db_driver db_postgres = {
	.name = "postgres",
	.open = postgres_open,
	.close = postgres_close,
	.query = postgres_query,
	.next = postgres_next,
	.end = postgres_end,
	.integer = postgres_integer,
	.real = postgres_real,
	.text = postgres_text,
	.is_null = postgres_is_null,
	.script = postgres_script,
	.wrong = postgres_wrong,
};
