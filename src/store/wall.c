/*
 * wall.c: builds the wall from the catalog, so that a new table cannot be forgotten.
 *
 * The policy compares brand_id with a setting of the transaction.  A setting that was never made is
 * NULL and one that was undone reads as '': both compare with nothing.  The house's own statements
 * are told -1, which opens the house's tables and no other.
 */
#include "store/wall.h"

#include "base/text.h"
#include "store/migrate.h"

/* clang-format off */
const struct house_table house_tables[] = {
	{ "core_brand_due", "workers ask which brands have something due" },
	{ "brand_domain",   "a host leads to its brand, before any brand is known" },
	{ NULL, NULL },
};
/* clang-format on */

#define BRAND_TOLD "NULLIF(current_setting(''app.brand'', true), '''')::bigint"
#define TABLES_WITH_BRAND \
	"SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c" \
	" JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'brand_id' AND NOT a.attisdropped" \
	" WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname"

/* Whoever owns the tables is held by policies only while they are forced. */
static const char *const LOWER =
    "DO $$ DECLARE t record; BEGIN FOR t IN " TABLES_WITH_BRAND " LOOP"
    " IF t.relforcerowsecurity THEN EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', t.relname); END IF;"
    " END LOOP; END $$";
static const char *const RAISE_AGAIN =
    "DO $$ DECLARE t record; BEGIN FOR t IN " TABLES_WITH_BRAND " LOOP"
    " IF t.relrowsecurity AND NOT t.relforcerowsecurity THEN"
    " EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t.relname); END IF;"
    " END LOOP; END $$";

/* %s: the house's tables as an array. */
#define BUILD_HEAD \
	"DO $$ DECLARE t record; held text; wanted text; BEGIN FOR t IN " TABLES_WITH_BRAND " LOOP" \
	" wanted := CASE WHEN t.relname = ANY (ARRAY["
#define BUILD_TAIL \
	"]) THEN '((brand_id = " BRAND_TOLD ") OR (" BRAND_TOLD " = -1))' ELSE '(brand_id = " BRAND_TOLD ")' END;" \
	" SELECT md5(wanted) INTO held;" \
	" IF NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'brand'" \
	" AND obj_description(p.oid, 'pg_policy') = held) THEN" \
	" EXECUTE format('DROP POLICY IF EXISTS brand ON %I', t.relname);" \
	" EXECUTE format('CREATE POLICY brand ON %I USING (%s) WITH CHECK (%s)', t.relname, wanted, wanted);" \
	" EXECUTE format('COMMENT ON POLICY brand ON %I IS %L', t.relname, held); END IF;" \
	" IF NOT t.relrowsecurity THEN EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.relname); END IF;" \
	" IF NOT t.relforcerowsecurity THEN EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t.relname); END IF;" \
	" END LOOP; END $$"

/* Behind a wall the server uses an index only by operators that it trusts to tell nothing of the rows they look at.
   This one is not on its list, though it answers yes or no and nothing else; only a superuser can add it. */
static const char *const TRUST_WORDS =
    "DO $$ BEGIN IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN"
    " ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF; END IF; END $$";

enum err wall_lower(struct db *db)
{
	return db_is_sqlite(db) ? OK : db->driver->script(db, LOWER);
}

enum err wall_raise_again(struct db *db)
{
	return db_is_sqlite(db) ? OK : db->driver->script(db, RAISE_AGAIN);
}

static str build_text(struct arena *arena)
{
	struct text text;
	text_open(&text, arena, 4096);
	text_put(&text, S(BUILD_HEAD));
	for (size_t i = 0; house_tables[i].name; i++)
		text_format(&text, "%s'%s'", i ? ", " : "", house_tables[i].name);
	text_put(&text, S(BUILD_TAIL));
	return text_str(&text);
}

static enum err in_transaction(struct db *db, const char *sql)
{
	enum err err = db->driver->script(db, "BEGIN");
	if (!err)
		err = db->driver->script(db, sql);
	/* A rollback's own failure ends the connection, and the server undoes it all the same. */
	enum err end = db->driver->script(db, err ? "ROLLBACK" : "COMMIT");
	return err ? err : end;
}

static enum err look_read(struct arena *arena, struct db *db, struct wall_look *look);

enum err wall_build(struct db *db)
{
	if (db_is_sqlite(db))
		return OK;
	struct wall_look look;
	struct arena *arena = arena_open(8192);
	enum err err = look_read(arena, db, &look);
	if (!err && look.owns)
		err = in_transaction(db, str_c(arena, build_text(arena)));
	arena_close(arena);
	if (err || !look.owns)
		return err;
	/* Two houses on one server may do this at once: whoever comes second finds it done. */
	enum err trusted = in_transaction(db, TRUST_WORDS);
	(void)trusted; /* doctor says what it means when it is not */
	return OK;
}

static bool is_plain_name(str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'))
			return false;
	}
	return name.len > 0 && name.len < 64;
}

static const struct statement look_statement = {
	"store.wall_look", NULL,
	"SELECT current_user::text, (SELECT count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
	" AND a.attname = 'brand_id' AND NOT a.attisdropped WHERE c.relkind IN ('r', 'p')"
	" AND c.relnamespace = current_schema()::regnamespace AND NOT (c.relrowsecurity AND c.relforcerowsecurity"
	" AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'brand'))),"
	" (SELECT (rolsuper OR rolbypassrls)::int::bigint FROM pg_roles WHERE rolname = current_user),"
	" (SELECT count(*) FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace"
	" AND pg_has_role(current_user, c.relowner, 'USAGE')),"
	" (SELECT count(*) FROM pg_proc WHERE oid = 'pg_catalog.ts_match_vq(tsvector, tsquery)'::regprocedure AND NOT proleakproof)",
	0, 5, WRITES_NOTHING,
};

static enum err look_read(struct arena *arena, struct db *db, struct wall_look *look)
{
	struct rows rows;
	bool more = false;
	enum err err = db_query(db, &look_statement, NULL, &rows);
	if (!err)
		err = db_next(&rows, &more);
	if (err || !more)
		return err ? err : ERR_BROKEN;
	*look = (struct wall_look){ .role = db_text(&rows, 0, arena), .open_tables = db_integer(&rows, 1),
		.passes = db_integer(&rows, 2) > 0, .owns = db_integer(&rows, 3) > 0, .search_is_slow = db_integer(&rows, 4) > 0 };
	db_end(&rows);
	return OK;
}

enum err wall_look(struct arena *arena, str url, struct wall_look *look_out)
{
	struct db *db;
	const struct db_driver *driver = db_driver_for(url);
	enum err err = driver->open(url, DB_READER, &db);
	if (err)
		return err;
	err = look_read(arena, db, look_out);
	driver->close(db);
	return err;
}

bool wall_sees_all(struct arena *arena, str url)
{
	struct wall_look look;
	if (str_starts(url, S("sqlite:")))
		return true;
	return wall_look(arena, url, &look) == OK && look.passes;
}

/* Two nodes that start at once would change the same rows of the catalog: "tuple concurrently updated".  Whoever holds the
   lock may be changing the schema, which takes its time: it is waited for as migrate_run waits. */
static enum err let_in(struct db *db, struct arena *arena, str role)
{
	str sql = str_format(arena,
	    "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(" SCHEMA_LOCK ");"
	    " SET LOCAL lock_timeout = '10s'; DO $$ DECLARE s text := current_schema(); BEGIN"
	    " EXECUTE format('GRANT USAGE ON SCHEMA %%I TO %%I', s, '%.*s');"
	    " EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %%I TO %%I', s, '%.*s');"
	    " EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON schema_migration FROM %%I', '%.*s');"
	    " END $$", STR_ARG(role), STR_ARG(role), STR_ARG(role));
	return in_transaction(db, str_c(arena, sql));
}

static enum err let_in_as_owner(struct arena *arena, str owner_url, str role)
{
	struct db *db;
	const struct db_driver *driver = db_driver_for(owner_url);
	enum err err = driver->open(owner_url, DB_WRITER, &db);
	if (err)
		return err;
	err = let_in(db, arena, role);
	driver->close(db);
	return err;
}

enum err wall_let_in(struct arena *arena, str owner_url, str url, str *wrong_out)
{
	struct wall_look look;
	enum err err = wall_look(arena, url, &look);
	if (!err && !is_plain_name(look.role))
		err = ERR_INVALID;
	if (!err)
		err = let_in_as_owner(arena, owner_url, look.role);
	if (err)
		*wrong_out = S("The role of store.url could not be given its rights by that of store.owner_url; the log says more.");
	return err;
}
