#!/bin/sh
# sqlgen_test.sh SQLGEN SOURCE_FOLDER [CC]: every refusal of docs/sql.md, each by a statement that
# differs from an accepted one in just that; and what is generated compiles with all warnings.
set -u
sqlgen=$1 source=$2 cc=${3:-cc}
folder=$(mktemp -d "${TMPDIR:-/tmp}/heinzel-sqlgen.XXXXXX")
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0

schema() {
	mkdir -p "$folder/migrations"
	rm -f "$folder"/migrations/*
	cat >"$folder/migrations/0001_base.sql" <<'SQL'
CREATE TABLE a_thread (
	brand_id INTEGER NOT NULL,    -- none, kept
	id INTEGER NOT NULL,          -- none, kept
	board_id INTEGER NOT NULL,    -- none, kept
	title TEXT NOT NULL,          -- personal, with the member
	rating REAL NOT NULL,         -- none, kept
	picture BLOB,                 -- sensitive, 30 days
	closed_at INTEGER,            -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX a_thread_by_board ON a_thread (brand_id, board_id, id);
CREATE TABLE a_board (
	brand_id INTEGER NOT NULL,    -- none, kept
	id INTEGER NOT NULL,          -- none, kept
	name TEXT NOT NULL,           -- none, kept
	PRIMARY KEY (brand_id, id)
) STRICT, WITHOUT ROWID;
-- house: codes are the same for everybody
CREATE TABLE a_place (
	code TEXT NOT NULL,           -- none, kept
	town TEXT NOT NULL,           -- none, kept
	PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;
SQL
}

run() {
	"$sqlgen" "$folder/d" "$folder/sql.gen.h" "$folder/sql.gen.c" "$folder/a.sql" "$folder/migrations" \
		>"$folder/out" 2>&1
}

report() { # good sentence
	if [ "$1" = yes ]; then
		passed=$((passed + 1))
		echo "[       OK ] $2"
	else
		failed=$((failed + 1))
		echo "[  FAILED  ] $2"
		sed 's/^/             /' "$folder/out"
	fi
}

accepted() { # sentence sql
	printf '%s\n' "$2" >"$folder/a.sql"
	rm -f "$folder/sql.gen.c"
	if run && [ -s "$folder/sql.gen.c" ]; then report yes "$1"; else report no "$1"; fi
}

refused() { # sentence sql message
	printf '%s\n' "$2" >"$folder/a.sql"
	rm -f "$folder/sql.gen.c"
	if ! run && grep -qF -e "$3" "$folder/out" && grep -q '^[^:]*:[0-9]*: error: ' "$folder/out" &&
		! grep -q 'ERROR: AddressSanitizer\|runtime error' "$folder/out" && [ ! -e "$folder/sql.gen.c" ]; then
		report yes "$1"
	else
		report no "$1"
	fi
}

# A second migration beside an accepted statement.
migration() { # accepted|refused sentence sql message
	schema
	printf '%s\n' "$3" >"$folder/migrations/0002_more.sql"
	"$1" "$2" '-- closed() -> int64_t
-- walk: counts all
SELECT COUNT(*) FROM a_thread WHERE brand_id = :brand_id;' "${4:-}"
	schema
}

schema

echo "statements"
accepted "a row by its key is accepted" '-- row(int64_t id) -> struct thread
SELECT id, title FROM a_thread WHERE brand_id = :brand_id AND id = :id;'
refused "a column that does not exist" '-- row(int64_t id) -> struct thread
SELECT id, titel FROM a_thread WHERE brand_id = :brand_id AND id = :id;' 'no such column: titel'
refused "a table that does not exist" '-- row(int64_t id) -> struct thread
SELECT id FROM a_tread WHERE brand_id = :brand_id AND id = :id;' 'no such table: a_tread'
refused "a text in double quotes" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id AND title = "x";' 'no such column: x'
refused "a statement without a head" 'SELECT id FROM a_thread WHERE brand_id = :brand_id;' 'needs its head'
refused "a statement without an end" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id' "no ';'"
refused "two statements of one name" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id;

-- row(int64_t id) -> struct thread
SELECT title FROM a_thread WHERE brand_id = :brand_id AND id = :id;' 'two statements are named row'
refused "two statements under one head" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id; SELECT id FROM a_place;' 'two statements under one head'

echo "brands"
refused "a SELECT without its brand" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE id = :id ORDER BY brand_id, id LIMIT 1;' 'a_thread is not held by'
accepted "… but with a reason" '-- row(int64_t id) -> struct thread
-- house: an operator looks for it
-- scan: once a month
SELECT id FROM a_thread WHERE id = :id ORDER BY brand_id, id LIMIT 1;'
refused "a reason that says nothing" '-- row(int64_t id) -> struct thread
-- house:
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id;' 'needs its reason'
refused "a brand in an OR" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id OR board_id = 1;' 'a_thread is not held by'
refused "a brand in brackets with an OR" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE (brand_id = :brand_id OR id = 3) AND id = :id;' 'a_thread is not held by'
refused "a brand behind NOT" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE NOT brand_id = :brand_id AND id = :id;' 'a_thread is not held by'
refused "a brand that may be empty" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id? AND id = :id;' 'a_thread is not held by'
refused "a brand with something added" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id + 1 AND id = :id;' 'a_thread is not held by'
refused "another parameter as the brand" '-- row(int64_t id, int64_t brand) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand AND id = :id;' 'a_thread is not held by'
refused "the brand as an argument" '-- row(int64_t id, int64_t brand_id) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id;' 'the scope gives brand_id'
refused "a join held only by the other table" '-- row(int64_t id) -> struct thread
SELECT t.id FROM a_thread t JOIN a_board b ON b.brand_id = t.brand_id AND b.id = t.board_id
 WHERE t.brand_id = :brand_id AND t.id = :id;' 'a_board is not held by b.brand_id'
refused "a comma join held only on one side" '-- row(int64_t id) -> struct thread
SELECT t.id FROM a_thread t, a_board b WHERE b.id = t.board_id AND t.brand_id = :brand_id AND t.id = :id;' \
	'a_board is not held by b.brand_id'
refused "a LEFT JOIN whose left side is held by ON" '-- row(int64_t id) -> struct thread
SELECT t.id FROM a_thread t LEFT JOIN a_board b ON t.brand_id = :brand_id AND b.brand_id = :brand_id AND b.id = t.board_id
 WHERE t.id = :id ORDER BY t.id LIMIT 1;' 'a_thread is not held by t.brand_id'
accepted "a join held on both sides" '-- row(int64_t id) -> struct thread
SELECT t.id FROM a_thread t JOIN a_board b ON b.brand_id = :brand_id AND b.id = t.board_id
 WHERE t.brand_id = :brand_id AND t.id = :id;'
refused "a subselect without its brand" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread t WHERE t.brand_id = :brand_id AND t.id = :id
 AND EXISTS (SELECT 1 FROM a_board b WHERE b.id = t.board_id);' 'a_board is not held by'
refused "half of a UNION without its brand" '-- rows(int64_t id) -> list of struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id UNION ALL SELECT id FROM a_board WHERE id = :id
 ORDER BY id LIMIT 5;' 'a_board is not held by'
accepted "a UNION held in both halves" '-- rows(int64_t id) -> list of struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id UNION ALL
SELECT id FROM a_board WHERE brand_id = :brand_id AND id = :id ORDER BY id LIMIT 5;'
refused "an UPDATE without its brand" '-- close(int64_t id) -> changed
UPDATE a_thread SET closed_at = :now WHERE id = :id;' 'a_thread is not held by'
refused "a DELETE without its brand" '-- remove(int64_t id) -> changed
DELETE FROM a_thread WHERE id = :id;' 'a_thread is not held by'
refused "a row written without its brand" '-- add(int64_t id)
INSERT INTO a_board (brand_id, id, name) VALUES (1, :id, :brand_id);' 'written without :brand_id'
refused "a row written without column names" '-- add(int64_t id)
INSERT INTO a_board VALUES (:brand_id, :id, '"'x'"');' 'written without :brand_id'
refused "a second row written without its brand" '-- add(int64_t id)
INSERT INTO a_board (brand_id, id, name) VALUES (:brand_id, :id, '"'x'), (2, :id, 'y'"');' 'written without :brand_id'
refused "a row copied with a brand that was read" '-- copy(int64_t id)
INSERT INTO a_board (brand_id, id, name) SELECT brand_id, id + 1, title FROM a_thread
 WHERE brand_id = :brand_id AND id = :id;' 'written without :brand_id'
accepted "a row copied with its brand" '-- copy(int64_t id)
INSERT INTO a_board (brand_id, id, name) SELECT :brand_id, id + 1, title FROM a_thread
 WHERE brand_id = :brand_id AND id = :id;'
refused "a row that changes its brand" '-- move(int64_t id)
UPDATE a_thread SET title = title, brand_id = 2 WHERE brand_id = :brand_id AND id = :id;' 'brand_id is never changed'
refused "an upsert that changes its brand" '-- add(int64_t id, str name)
INSERT INTO a_board (brand_id, id, name) VALUES (:brand_id, :id, :name)
 ON CONFLICT (brand_id, id) DO UPDATE SET brand_id = excluded.brand_id;' 'brand_id is never changed'
refused "a join in brackets, which this reader does not follow" '-- row(int64_t id) -> struct thread
SELECT t.id FROM (a_thread t JOIN a_board b ON b.id = t.board_id) WHERE t.brand_id = :brand_id AND t.id = :id;' \
	'without brackets'
accepted "a house table needs no brand" '-- town(str code) -> str
SELECT town FROM a_place WHERE code = :code;'

echo "plans and limits"
refused "a full scan" '-- towns(str town) -> list of struct place
SELECT code FROM a_place WHERE town = :town ORDER BY code LIMIT 5;' 'reads the whole table'
refused "a full scan under an alias" '-- towns(str town) -> list of struct place
SELECT p.code FROM a_place AS p WHERE p.town = :town ORDER BY p.code LIMIT 5;' 'reads the whole table'
accepted "… but with a reason" '-- towns(str town) -> list of struct place
-- scan: once at start
SELECT code FROM a_place WHERE town = :town ORDER BY code LIMIT 5;'
refused "what is said to be covered and is not" '-- titles(int64_t board_id) -> list of struct thread
-- covered: a row in another place for each is too dear
SELECT id, title FROM a_thread WHERE brand_id = :brand_id AND board_id = :board_id ORDER BY id LIMIT 5;' 'not an index that holds all'
accepted "what is covered" '-- titles(int64_t board_id) -> list of struct thread
-- covered: a row in another place for each is too dear
SELECT id FROM a_thread WHERE brand_id = :brand_id AND board_id = :board_id ORDER BY id LIMIT 5;'
refused "a walk through a brand" '-- titles(str title) -> list of struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND title = :title ORDER BY id LIMIT 5;' 'walks the whole brand'
accepted "… but with a reason" '-- titles(str title) -> list of struct thread
-- walk: once at start
SELECT id FROM a_thread WHERE brand_id = :brand_id AND title = :title ORDER BY id LIMIT 5;'
accepted "an index is taken, though the key is in the order that is wanted" '-- threads(int64_t board_id) -> list of struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND board_id = :board_id AND rating > 1 ORDER BY id LIMIT 5;'
refused "many rows without LIMIT" '-- rows() -> list of struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id ORDER BY id;' 'many rows without LIMIT'
accepted "… but with a reason" '-- rows() -> list of struct thread
-- walk: reads all
-- all: a brand has few
SELECT id FROM a_thread WHERE brand_id = :brand_id ORDER BY id;'
refused "a LIMIT in a subselect only" '-- rows() -> list of struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id IN (SELECT id FROM a_board
 WHERE brand_id = :brand_id ORDER BY id LIMIT 3);' 'many rows without LIMIT'
refused "LIMIT without ORDER BY" '-- rows() -> list of struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id LIMIT 10;' 'LIMIT without ORDER BY'
refused "LIMIT beside a list, which is run in pieces" '-- rows(struct ids ids) -> list of struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id IN (:ids[64]) ORDER BY id LIMIT 10;' 'run in pieces'
refused "SELECT *" '-- row(int64_t id) -> struct thread
SELECT * FROM a_thread WHERE brand_id = :brand_id AND id = :id;' '* is refused'
refused "SELECT t.*" '-- row(int64_t id) -> struct thread
SELECT t.* FROM a_thread t WHERE t.brand_id = :brand_id AND t.id = :id;' '* is refused'
refused "RETURNING *" '-- add(int64_t id) -> struct thread
INSERT INTO a_board (brand_id, id, name) VALUES (:brand_id, :id, '"''"') RETURNING *;' '* is refused'
refused "an UPDATE without WHERE" '-- close() -> changed
-- house: all of them
UPDATE a_thread SET closed_at = :now;' 'need WHERE'
refused "a DELETE without WHERE" '-- remove() -> changed
-- house: all of them
DELETE FROM a_place;' 'need WHERE'

echo "words"
word() { # sentence expression message
	refused "$1" "-- row(int64_t id) -> struct thread
SELECT id, $2 AS x FROM a_thread WHERE brand_id = :brand_id AND id = :id;" "${3:-is refused}"
}
refused "OR ROLLBACK" '-- add(int64_t id)
INSERT OR ROLLBACK INTO a_board (brand_id, id, name) VALUES (:brand_id, :id, '"''"');' 'OR ROLLBACK is refused'
refused "INSERT OR REPLACE" '-- add(int64_t id)
INSERT OR REPLACE INTO a_board (brand_id, id, name) VALUES (:brand_id, :id, '"''"');' 'INSERT OR is refused'
word "datetime()" "datetime('now')"
word "date()" "date('now')"
word "strftime()" "strftime('%s', 'now')"
word "random()" "random()"
word "CURRENT_TIMESTAMP" "CURRENT_TIMESTAMP"
word "IFNULL" "IFNULL(closed_at, 0)"
word "json operators" "title -> 'a'"
word "GLOB" "title GLOB 'a*'"
word "max of two" "max(id, board_id)" "takes one argument"
refused "a column without a name" '-- row(int64_t id) -> struct thread
SELECT id, id + 1 FROM a_thread WHERE brand_id = :brand_id AND id = :id;' 'needs a name'
accepted "max of one, COALESCE, count(*)" '-- row() -> struct thread
-- walk: counts all
SELECT COALESCE(MAX(id), 0) AS id, COUNT(*) AS count, SUM(id * 2) AS twice FROM a_thread WHERE brand_id = :brand_id;'

echo "arguments"
refused "a parameter that nothing gives" '-- row(int64_t id) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :number;' 'nothing gives :number'
refused "an argument that is not used" '-- row(int64_t id, str title) -> struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id;' 'argument title is not used'
refused "two records and a parameter of neither name" '-- add(const struct thread *thread, const struct board *board)
INSERT INTO a_board (brand_id, id, name) VALUES (:brand_id, :id, :thread.title);' 'nothing gives :id'
refused "a list without struct ids" '-- rows(int64_t ids) -> list of struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id IN (:ids[64]);' 'needs an argument struct ids'
refused "struct ids that is no list" '-- rows(struct ids ids) -> list of struct thread
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :ids ORDER BY id LIMIT 1;' 'written :ids[64]'
refused "one value of two columns" '-- row(int64_t id) -> int64_t
SELECT id, board_id FROM a_thread WHERE brand_id = :brand_id AND id = :id;' '2 columns where one'
refused "rows that nobody takes" '-- row(int64_t id)
SELECT id FROM a_thread WHERE brand_id = :brand_id AND id = :id;' 'its rows are dropped'
refused "rows from a statement that gives none" '-- close(int64_t id) -> struct thread
UPDATE a_thread SET closed_at = :now WHERE brand_id = :brand_id AND id = :id;' 'gives no rows'

echo "migrations"
table() { # accepted|refused sentence columns message
	migration "$1" "$2" "CREATE TABLE a_new (
	brand_id INTEGER NOT NULL,    -- none, kept
	id INTEGER NOT NULL,          -- none, kept
	$3
) STRICT, WITHOUT ROWID;" "${4:-}"
}
table accepted "a declared table" 'PRIMARY KEY (brand_id, id)'
table refused "a column without its declaration" 'text TEXT NOT NULL,
	PRIMARY KEY (brand_id, id)' 'a_new.text: declare it'
table refused "a declaration without retention" 'text TEXT NOT NULL, -- personal,
	PRIMARY KEY (brand_id, id)' 'a_new.text: declare it'
table refused "a declaration of no such class" 'text TEXT NOT NULL, -- secret, kept
	PRIMARY KEY (brand_id, id)' 'a_new.text: declare it'
table refused "a type that the engines do not share" 'flag BOOLEAN NOT NULL, -- none, kept
	PRIMARY KEY (brand_id, id)' 'the type is INTEGER'
table refused "a primary key that does not lead with the brand" 'PRIMARY KEY (id, brand_id)' 'leads with brand_id'
table refused "a UNIQUE that does not lead with the brand" 'PRIMARY KEY (brand_id, id),
	UNIQUE (id)' 'leads with brand_id'
table refused "a foreign key that does not lead with the brand" 'PRIMARY KEY (brand_id, id),
	FOREIGN KEY (id) REFERENCES a_place (code)' 'leads with brand_id'
table refused "UNIQUE at a column" 'name TEXT NOT NULL UNIQUE, -- none, kept
	PRIMARY KEY (brand_id, id)' 'leads with brand_id'
table refused "SET NULL" 'PRIMARY KEY (brand_id, id),
	FOREIGN KEY (brand_id, id) REFERENCES a_board (brand_id, id) ON DELETE SET NULL' 'SET NULL is refused'
table refused "a deferred foreign key" 'PRIMARY KEY (brand_id, id),
	FOREIGN KEY (brand_id, id) REFERENCES a_board (brand_id, id) DEFERRABLE INITIALLY DEFERRED' 'DEFERRED  is refused'
migration refused "a table without STRICT" 'CREATE TABLE a_new (
	brand_id INTEGER NOT NULL,    -- none, kept
	PRIMARY KEY (brand_id)
) WITHOUT ROWID;' 'is not STRICT'
migration refused "a table without a brand or a reason" 'CREATE TABLE a_new (
	id INTEGER NOT NULL,          -- none, kept
	PRIMARY KEY (id)
) STRICT;' 'has no brand_id'
migration refused "AUTOINCREMENT" '-- house: a test
CREATE TABLE a_new (
	id INTEGER PRIMARY KEY AUTOINCREMENT -- none, kept
) STRICT;' 'AUTOINCREMENT  is refused'
migration refused "a trigger" 'CREATE TRIGGER a_new AFTER INSERT ON a_board BEGIN DELETE FROM a_board; END;' 'TRIGGER  is refused'
migration refused "a unique index that does not lead with the brand" 'CREATE UNIQUE INDEX a_new ON a_board (name);' \
	'leads with brand_id'
migration accepted "a unique index that does" 'CREATE UNIQUE INDEX a_new ON a_board (brand_id, name);'
migration refused "an added column without its declaration" 'ALTER TABLE a_board ADD COLUMN text TEXT;' 'declare it'
migration accepted "an added column with it" "ALTER TABLE a_board ADD COLUMN text TEXT NOT NULL DEFAULT ''; -- none, kept"
migration refused "a migration that does not run" 'CREATE TABLE a_board (id INTEGER);' 'already exists'
migration accepted "a part for PostgreSQL is not read here" '-- postgres:
CREATE EXTENSION something;
-- both:'
cp "$folder/migrations/0001_base.sql" "$folder/migrations/0001_twin.sql"
refused "two migrations of one number" '-- closed() -> int64_t
-- walk: counts all
SELECT COUNT(*) FROM a_thread WHERE brand_id = :brand_id;' 'two migrations have number 1'
schema
cp "$folder/migrations/0001_base.sql" "$folder/migrations/second.sql"
refused "a migration without a number" '-- closed() -> int64_t
-- walk: counts all
SELECT COUNT(*) FROM a_thread WHERE brand_id = :brand_id;' 'named NNNN_name.sql'
schema

echo "what is generated"
mkdir -p "$folder/src/core"
cat >"$folder/src/core/core.h" <<'C'
#ifndef CORE_CORE_H
#define CORE_CORE_H
#include "base/base.h"
struct db;
struct scope { struct arena *arena; int64_t brand_id, member_id, actor_id; str language; moment now; };
struct db *scope_db(struct scope *scope);
struct db *scope_house_db(struct scope *scope);
#endif
C
cat >"$folder/records.h" <<'C'
#ifndef RECORDS_H
#define RECORDS_H
enum state { OPEN, CLOSED };
struct thread { int64_t id; int board_id; str title; double rating; str picture; moment closed_at;
	struct { int64_t a; } deep; bool is_new; enum state state; };
struct thread_list { struct thread *at; size_t count; };
#endif
C
accepted "all kinds of statements" '-- include "records.h"

-- row(int64_t id) -> struct thread
-- One, by its id.
SELECT id, board_id, title, rating, picture, closed_at, id AS "deep.a", 1 AS is_new, 0 AS state FROM a_thread
 WHERE brand_id = :brand_id AND id = :id;

-- newest(int64_t board_id, bool closed, enum state state) -> list of struct thread
SELECT id, title FROM a_thread WHERE brand_id = :brand_id AND board_id = :board_id AND (:closed = 0 OR closed_at > 0)
 AND :state >= 0 ORDER BY id DESC LIMIT 20;

-- by_ids(struct ids ids) -> list of struct thread
SELECT id, title FROM a_thread WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- add(const struct thread *thread)
INSERT INTO a_thread (brand_id, id, board_id, title, rating, picture, closed_at)
VALUES (:brand_id, :id, :board_id, :title, :rating, :picture!?, :closed_at?);

-- two(const struct thread *one, const struct thread *other) -> changed
UPDATE a_thread SET title = :one.title, rating = :other.rating WHERE brand_id = :brand_id AND id = :one.id;

-- close(int64_t id) -> changed
UPDATE a_thread SET closed_at = :now, board_id = :me WHERE brand_id = :brand_id AND id = :id
 AND board_id != :actor AND closed_at IS NULL;

-- remove(struct ids ids) -> changed
DELETE FROM a_thread WHERE brand_id = :brand_id AND id IN (:ids[8]);

-- drop_all(struct ids ids)
DELETE FROM a_thread WHERE brand_id = :brand_id AND id IN (:ids[8]);

-- towns() -> list of int64_t
-- house: all brands
-- all: few
-- scan: few
SELECT id FROM a_board ORDER BY id;

-- every(struct ids brands) -> list of int64_t
-- walk: reads all
-- house: all brands
SELECT id FROM a_board WHERE brand_id IN (:brands[16]);

-- count() -> int64_t
-- walk: reads all
SELECT COUNT(*) FROM a_thread WHERE brand_id = :brand_id;

-- name(int64_t id) -> str
SELECT title FROM a_thread WHERE brand_id = :brand_id AND id = :id; -- a comment; with a semicolon

-- mean() -> double
-- walk: reads all
SELECT AVG(rating) FROM a_thread WHERE brand_id = :brand_id;

-- put(int64_t id, str name) -> bool
INSERT INTO a_board (brand_id, id, name) VALUES (:brand_id, :id, :name)
 ON CONFLICT (brand_id, id) DO UPDATE SET name = excluded.name RETURNING 1;'
for compiler in "$cc" gcc clang; do
	command -v "${compiler%% *}" >/dev/null || continue
	if $compiler -std=gnu2x -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
		-Wmissing-prototypes -Wno-unused-parameter -Wno-sign-conversion -Werror -I"$folder/src" -I"$source" \
		-I"$folder" -fsyntax-only "$folder/sql.gen.c" >"$folder/out" 2>&1; then
		report yes "it compiles with $compiler"
	else
		report no "it compiles with $compiler"
	fi
done
golden() { # sentence text
	if tr -s ' \n\t' '   ' <"$folder/sql.gen.c" | grep -qF -e "$2"; then
		report yes "$1"
	else
		echo "missing: $2" >"$folder/out"
		report no "$1"
	fi
}
golden "parameters are numbered for both engines" \
	'"DELETE FROM a_thread WHERE brand_id = ?1 AND id IN (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", "DELETE FROM a_thread WHERE brand_id = $1 AND id IN ($2, $3, $4, $5, $6, $7, $8, $9)", 9, 0, WRITES_ROWS,'
golden "a list of one is a list on both engines" \
	'"SELECT id, title FROM a_thread WHERE brand_id = ?1 AND id IN (?2)", "SELECT id, title FROM a_thread WHERE brand_id = $1 AND id IN ($2)"'
golden "on SQLite a longer one leads a join" \
	'FROM (VALUES (?2), (?3), (?4), (?5)) AS wanted CROSS JOIN a_thread WHERE brand_id = ?1 AND id = wanted.column1", "SELECT id, title FROM a_thread WHERE brand_id = $1 AND id IN ($2, $3, $4, $5)"'
golden "a scope's values need no argument" '[0] = VALUE(scope->now),'
golden "an empty blob is NULL" '= value_or_null(value_blob(thread->picture)),'
golden "a member of a member is reached" 'out->deep.a = COLUMN(out->deep.a, &rows, 6, scope->arena);'
golden "a named record gives its own member" '= VALUE(other->rating),'
if grep -q '/\* One, by its id. \*/' "$folder/sql.gen.h"; then report yes "comments reach the header"; else report no "comments reach the header"; fi
if grep -q "^$folder/sql.gen.h: $folder/migrations $folder/migrations/0001_base.sql" "$folder/d"; then
	report yes "a new migration builds everything again"
else
	report no "a new migration builds everything again"
fi

schema
cat >"$folder/migrations/0002_audience.sql" <<'SQL'
CREATE TABLE core_audience_member (
	brand_id INTEGER NOT NULL,    -- none, kept
	member_id INTEGER NOT NULL,   -- personal, with the member
	audience_id INTEGER NOT NULL, -- none, kept
	PRIMARY KEY (brand_id, member_id, audience_id)
) STRICT, WITHOUT ROWID;
SQL
accepted "who may see it is two looks into an index" '-- row(int64_t id) -> int64_t
SELECT id FROM a_thread t WHERE t.brand_id = :brand_id AND t.id = :id AND :may_see(t.board_id);'
golden "… everybody's, and the member's own" 'seen_all.member_id = 0 AND seen_all.audience_id = t.board_id) OR EXISTS'
golden "… and that one alone" \
	'seen_me.member_id = ?3 AND seen_me.audience_id = t.board_id))'
refused "a look without its table" '-- row(int64_t id) -> int64_t
SELECT id FROM a_thread t WHERE t.brand_id = :brand_id AND t.id = :id AND :may_see(board_id);' 'write :may_see(table.audience_id)'

schema
cat >"$folder/migrations/0002_owned.sql" <<'SQL'
CREATE TABLE a_post (
	brand_id INTEGER NOT NULL,    -- none, kept
	number INTEGER NOT NULL,      -- none, kept
	picture BLOB,                 -- sensitive, 30 days
	author_id INTEGER NOT NULL,   -- personal, with the member
	key TEXT NOT NULL,            -- personal, kept
	board_id INTEGER NOT NULL,    -- none, kept
	PRIMARY KEY (brand_id, key, number)
) STRICT, WITHOUT ROWID;
SQL
if "$sqlgen" --columns "$folder/d" "$folder/sql.gen.c" "$folder/migrations" >"$folder/out" 2>&1; then
	report yes "what columns declare becomes C"
else
	report no "what columns declare becomes C"
fi
golden "a column's declaration is kept" '{ "picture", VALUE_BLOB, "sensitive", "30 days" }, };'
golden "a member's rows are read by the column that names her, in the order of the key" \
	'"SELECT key, number, author_id, board_id FROM a_post WHERE brand_id = ?1 AND author_id = ?2 AND (key, number) > (?3, ?4) ORDER BY key, number LIMIT 50",'
if [ "$(grep -c '"owned\.' "$folder/sql.gen.c")" = 1 ]; then report yes "only a personal number names a member"; else report no "only a personal number names a member"; fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
