/*
 * db_postgres.c: the driver for PostgreSQL (libpq).
 *
 * Every statement is prepared once a connection, under a number; integers, reals, truths and bytes
 * travel in binary.  A round trip costs more than most statements, so what need not be
 * answered travels with what must: a transaction's beginning with its first statement,
 * rows that are added with the next question, a rollback with whoever is next
 * (docs/decisions/0048).
 */
#include "store/db_driver.h"

#include "store/postgres_connection.h"
#include "store/postgres_value.h"
#include "store/wall.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_MAX = 24 };

#define OWN(word, text) static const struct statement word = { "store." #word, "", text, 0, 0, WRITES_NOTHING }
OWN(unit_begin, "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE READ WRITE");
OWN(snapshot_begin, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
OWN(transaction_commit, "COMMIT");
OWN(transaction_rollback, "ROLLBACK");
static const struct statement patience_set = {
	"store.patience_set", "", "SELECT set_config('statement_timeout', $1, false)", 1, 1, WRITES_NOTHING
};

/* It ends with the transaction. */
static const struct statement brand_set = {
	"store.brand_set", "", "SELECT set_config('app.brand', $1, true)", 1, 1, WRITES_NOTHING
};

/* Opening and closing. */

static void postgres_close(struct db *base)
{
	struct postgres_db *db = postgres_of(base);
	while (db_cache_take(base)) {
	}
	PQfinish(db->connection);
	ahead_close(db->ahead);
	arena_close(db->arena);
	memory_free(db->address);
	memory_free(db);
}

static enum err postgres_open(str url, enum db_role role, struct db **db_out)
{
	struct postgres_db *db = memory_take(sizeof *db);
	*db = (struct postgres_db){ .base = { .driver = &db_postgres, .role = role } };
	db->arena = arena_open(16 * 1024);
	db->ahead = ahead_open();
	db->address = memory_take(url.len + 1);
	memcpy(db->address, url.at, url.len);
	db->address[url.len] = '\0';
	if (postgres_connect(db)) {
		log_event(LOG_ERROR, "store.broken", "PostgreSQL: %s", db->wrong);
		postgres_close(&db->base);
		return ERR_BROKEN;
	}
	*db_out = &db->base;
	return OK;
}

/* Sending. */

static enum err prepare(struct postgres_db *db, const struct statement *statement,
			const struct packed *packed, char name_out[NUMBER_MAX])
{
	void **place = db_cache_place(&db->base, statement);
	intptr_t number = *place ? (intptr_t)*place : ++db->prepared;
	snprintf(name_out, NUMBER_MAX, "s%lld", (long long)number);
	if (*place)
		return OK;
	*place = (void *)number; /* NOLINT: a number kept where a handle is */
	return postgres_note(db, AWAITED_PREPARE, statement,
			     PQsendPrepare(db->connection, name_out, statement->postgres,
					   statement->params, packed->types));
}

/* Its rows in binary. */
static enum err send(struct postgres_db *db, enum awaited_kind kind, const struct statement *statement,
		     const struct packed *packed)
{
	char name[NUMBER_MAX];
	enum err err = prepare(db, statement, packed, name);
	if (err)
		return err;
	return postgres_note(db, kind, statement,
			     PQsendQueryPrepared(db->connection, name, statement->params, packed->at,
						 packed->lengths, packed->formats, 1));
}

static enum err send_own(struct postgres_db *db, enum awaited_kind kind, const struct statement *statement)
{
	return send(db, kind, statement, &(struct packed){ 0 });
}

/* The server gives up on a statement before we do, in a group of its own: no rollback takes it back. */
static enum err send_patience(struct postgres_db *db)
{
	moment wanted = db->base.limits.statement;
	if (!wanted || wanted == db->patience)
		return OK;
	str text = str_format(db->arena, "%lldms", (long long)(wanted / MILLISECONDS(1)));
	const struct value param = value_text(text);
	struct packed packed = postgres_pack(db->arena, &param, 1);
	db->patience = wanted;
	enum err err = send(db, AWAITED_QUIETLY, &patience_set, &packed);
	return err ? err : postgres_sync(db);
}

/* What begins a transaction, sent with its first statement.  Whatever else each transaction must know stands
   here, as send() of a statement of ours behind BEGIN: it costs no round trip. */
static enum err send_beginning(struct postgres_db *db)
{
	if (!db->begins || db->has_begun)
		return OK;
	enum err err = send_patience(db);
	if (err)
		return err;
	db->has_begun = true;
	db->base.brand_told = BRAND_NONE;
	return send_own(db, AWAITED_QUIETLY, db->begins);
}

/* Whose rows the transaction may see, once it has one: sent before the first statement of theirs. */
static enum err send_brand(struct postgres_db *db)
{
	int64_t brand = db->base.as_house ? BRAND_HOUSE : db->base.brand;
	if (!db->begins || brand == db->base.brand_told)
		return OK;
	const struct value param = value_text(brand ? str_format(db->arena, "%lld", (long long)brand) : S(""));
	struct packed packed = postgres_pack(db->arena, &param, 1);
	db->base.brand_told = brand;
	return send(db, AWAITED_QUIETLY, &brand_set, &packed);
}

/* A connection to send on, with room for what follows.  A transaction that began on a lost one is over. */
static enum err make_ready(struct postgres_db *db)
{
	enum { ROOM = 12 };
	if (!db->connection && db->has_begun)
		return ERR_AWAY;
	if (!db->connection) {
		enum err err = postgres_connect(db);
		if (err)
			return err;
	}
	if (db->awaited_count > AWAITED_MAX - ROOM) {
		enum err err = postgres_sync(db);
		return err ? err : postgres_settle(db, db->patience, NULL);
	}
	return OK;
}

/* Transactions. */

void postgres_begin(struct db *base, enum transaction kind)
{
	struct postgres_db *db = postgres_of(base);
	postgres_drop_ahead(db);
	db->begins = kind == TRANSACTION_UNIT ? &unit_begin : &snapshot_begin;
	db->has_begun = db->has_answered = db->asks_ahead = false;
	base->gone = false;
}

enum err postgres_commit(struct db *base)
{
	struct postgres_db *db = postgres_of(base);
	bool has_begun = db->has_begun;
	db->begins = NULL;
	db->has_begun = false;
	if (!has_begun)
		return OK;
	if (!db->connection)
		return ERR_AWAY;
	enum err err = send_own(db, AWAITED_COMMIT, &transaction_commit);
	if (!err)
		err = postgres_sync(db);
	if (!err)
		err = postgres_settle(db, db->patience, NULL);
	if (err && db->connection) /* nothing of it was kept, but the transaction is still open */
		postgres_rollback(base);
	return base->gone ? ERR_UNSURE : err;
}

/* What is undone has no say any more, and whoever is next none in it: an error of a row on its way is read here, and
   neither runs a unit again that was refused for something else nor counts as the next one's. */
static void settle_undone(struct postgres_db *db)
{
	const bool replay = db->base.replay, gone = db->base.gone;
	enum err err = postgres_sync(db);
	if (!err)
		err = postgres_settle(db, db->patience, NULL);
	(void)err;
	db->base.replay = replay;
	db->base.gone = gone;
}

void postgres_rollback(struct db *base)
{
	struct postgres_db *db = postgres_of(base);
	bool nothing_sent = !db->has_begun && db->begins;
	db->asks_ahead = false;
	db->begins = NULL;
	db->has_begun = false;
	if (nothing_sent || !db->connection)
		return;
	if (db->awaited_count)
		settle_undone(db);
	if (!db->connection)
		return;
	enum err err = send_own(db, AWAITED_QUIETLY, &transaction_rollback);
	if (!err)
		err = postgres_sync(db);
	(void)err; /* the connection was lost over it: the server undoes it all the same */
}

bool postgres_is_gone(const struct db *base)
{
	return !((const struct postgres_db *)base)->connection;
}

/* Something to read where nothing was asked: the answer to a rollback, or the server's last words and its end. */
static void look_at_socket(struct postgres_db *db)
{
	enum { READS_MAX = 8 };
	for (int i = 0; db->connection && i < READS_MAX; i++) {
		struct pollfd one = { .fd = PQsocket(db->connection), .events = POLLIN };
		if (poll(&one, 1, 0) <= 0)
			return;
		if (!PQconsumeInput(db->connection) || PQstatus(db->connection) != CONNECTION_OK)
			postgres_lose(db, PQerrorMessage(db->connection));
	}
}

bool postgres_is_well(struct db *base, moment unheard)
{
	struct postgres_db *db = postgres_of(base);
	moment now = moment_monotonic();
	if (db->connection)
		look_at_socket(db);
	if (!db->connection || now - db->used_at < unheard)
		return db->connection != NULL;
	enum err err = postgres_sync(db);
	if (!err)
		err = postgres_settle(db, 0, NULL);
	return !err && db->connection;
}

/* Statements. */

/* All that goes before a statement. */
static enum err send_before(struct postgres_db *db)
{
	enum err err = make_ready(db);
	if (!err)
		err = send_beginning(db);
	return err ? err : send_brand(db);
}

static enum err ask(struct postgres_db *db, const struct statement *statement, const struct packed *packed,
		    PGresult **rows_out)
{
	enum err err = send_before(db);
	if (!err)
		err = send(db, AWAITED_ROWS, statement, packed);
	if (!err)
		err = postgres_sync(db);
	return err ? err : postgres_settle(db, db->patience, rows_out);
}

/* A snapshot that has shown nothing yet may as well be another one's. */
static bool may_ask_again(const struct postgres_db *db)
{
	return db->base.role == DB_READER && db->base.gone && !db->has_answered;
}

/* Sent, and answered by nothing for now.  It is sent on with the next question that is waited for. */
static enum err ask_ahead(struct postgres_db *db, const struct statement *statement, const struct value *params)
{
	struct packed packed;
	must(!statement->writes);
	enum err err = send_before(db);
	if (err || !ahead_note(db->ahead, statement, params, &packed))
		return err;
	return send(db, AWAITED_AHEAD, statement, &packed);
}

/* What was asked ahead is here, or comes with all the rest that was. */
static enum err take_ahead(struct postgres_db *db, int place, PGresult **result_out)
{
	*result_out = ahead_take(db->ahead, place);
	if (*result_out)
		return OK;
	enum err err = postgres_sync(db);
	if (!err)
		err = postgres_settle(db, db->patience, NULL);
	if (err)
		return err;
	*result_out = ahead_take(db->ahead, place);
	must(*result_out); /* it was sent, or it would not be noted: no answer is no rows */
	return OK;
}

static enum err ask_or_take(struct postgres_db *db, const struct statement *statement, const struct packed *packed,
			    PGresult **result_out)
{
	int place = ahead_find(db->ahead, statement, packed);
	return place >= 0 ? take_ahead(db, place, result_out) : ask(db, statement, packed, result_out);
}

static enum err postgres_query(struct db *base, const struct statement *statement,
			       const struct value *params, struct rows *rows_out)
{
	struct postgres_db *db = postgres_of(base);
	PGresult *result = NULL;
	arena_reset(db->arena);
	if (db->asks_ahead)
		return ask_ahead(db, statement, params);
	struct packed packed = postgres_pack(db->arena, params, statement->params);
	enum err err = ask_or_take(db, statement, &packed, &result);
	if (err && may_ask_again(db)) {
		base->gone = db->has_begun = false;
		err = ask(db, statement, &packed, &result);
	}
	if (err)
		return err;
	if (!postgres_can_read(result)) {
		log_event(LOG_ERROR, "store.broken", "%s: a column of a type that is not read here; cast it",
			  statement->name);
		PQclear(result);
		return ERR_BROKEN;
	}
	db->has_answered = true;
	rows_out->driver = result;
	rows_out->at = -1;
	rows_out->count = PQntuples(result);
	return OK;
}

static bool postgres_ask_ahead(struct db *base, bool on)
{
	struct postgres_db *db = postgres_of(base);
	bool was_on = db->asks_ahead;
	db->asks_ahead = on && db->begins == &snapshot_begin;
	return db->asks_ahead && !was_on;
}

static enum err postgres_ahead(struct db *base, const struct statement *statement, const struct value *params)
{
	struct postgres_db *db = postgres_of(base);
	arena_reset(db->arena);
	struct packed packed = postgres_pack(db->arena, params, statement->params);
	enum err err = send_before(db);
	return err ? err : send(db, AWAITED_WRITE, statement, &packed);
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

/* What was only asked has no rows: it reads as nothing. */
static int64_t postgres_integer(const struct rows *rows, int column)
{
	return !rows->driver ? 0 : postgres_read_integer(rows->driver, (int)rows->at, column);
}

static double postgres_real(const struct rows *rows, int column)
{
	return !rows->driver ? 0 : postgres_read_real(rows->driver, (int)rows->at, column);
}

static str postgres_text(const struct rows *rows, int column, struct arena *arena)
{
	const PGresult *result = rows->driver;
	int row = (int)rows->at;
	if (!result)
		return S("");
	return str_keep(arena, (str){ PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column) });
}

static bool postgres_is_null(const struct rows *rows, int column)
{
	return !rows->driver || PQgetisnull(rows->driver, (int)rows->at, column);
}

static enum err postgres_script(struct db *base, const char *sql)
{
	struct postgres_db *db = postgres_of(base);
	enum err err = db->connection ? OK : postgres_connect(db);
	return err ? err : postgres_execute(db, sql, 0);
}

static str postgres_wrong(struct db *base, struct arena *arena)
{
	return str_trim(str_keep(arena, str_from(postgres_of(base)->wrong)));
}

const struct db_driver db_postgres = {
	.name = "postgres",
	.open = postgres_open,
	.close = postgres_close,
	.query = postgres_query,
	.ahead = postgres_ahead,
	.ask_ahead = postgres_ask_ahead,
	.next = postgres_next,
	.end = postgres_end,
	.integer = postgres_integer,
	.real = postgres_real,
	.text = postgres_text,
	.is_null = postgres_is_null,
	.script = postgres_script,
	.wrong = postgres_wrong,
};
