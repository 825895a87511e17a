-- plans.sql: fills every table a little, and lets the planner believe that each holds a million rows, half of them one
-- brand's, as SQLite is told (store/plans.h, docs/decisions/0058).  For plans_test.c; in its schema, as superuser.
SET session_replication_role = replica; -- no foreign keys: what is filled in need not fit together

CREATE FUNCTION plans_without_checks() RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
	FOR one IN SELECT conrelid::regclass AS tab, conname FROM pg_constraint
		WHERE contype = 'c' AND connamespace = current_schema()::regnamespace LOOP
		EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.tab, one.conname);
	END LOOP;
END $$;

-- What the n-th row holds: a key's end counts up, what points elsewhere is shared by eight, states are few, and what
-- may be missing is so three times of four.  Ten rows a page, so that pages have their price.
CREATE FUNCTION plans_value(name text, type text, may_miss boolean, ends_key boolean) RETURNS text LANGUAGE sql AS $$
	SELECT CASE WHEN may_miss THEN format('CASE WHEN n %% 4 = 0 THEN %s END', value) ELSE value END FROM (SELECT CASE
		WHEN name = 'brand_id' THEN 'n % 2 + 1'
		WHEN type = 'bytea' THEN 'decode(md5(n::text), ''hex'')'
		WHEN type = 'text' THEN CASE WHEN ends_key THEN '''word '' || n' ELSE '''word '' || n / 5' END
		WHEN type = 'double precision' THEN 'n / 100.0'
		WHEN type = 'tsvector' THEN 'to_tsvector(''simple'', ''word'' || n)'
		WHEN type LIKE '%[]' THEN 'NULL'
		WHEN ends_key OR name = 'id' THEN 'n'
		WHEN name LIKE '%\_id' OR name LIKE '%\_count' OR name IN ('hash', 'cell') THEN 'n / 8 + 1'
		WHEN name LIKE '%\_at' OR name IN ('at', 'day') OR name LIKE '%\_day' THEN 'n * 1000'
		ELSE 'n % 5' END AS value) AS made
$$;

CREATE FUNCTION plans_fill() RETURNS void LANGUAGE plpgsql AS $$
DECLARE tab record; names text; made text;
BEGIN
	FOR tab IN SELECT c.oid, c.relname, (SELECT conkey[array_length(conkey, 1)] FROM pg_constraint WHERE conrelid = c.oid
		AND contype = 'p') AS last FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace LOOP
		-- The server's own housekeeping would count the rows again, and know better.
		EXECUTE format('ALTER TABLE %I SET (fillfactor = 10, autovacuum_enabled = false)', tab.relname);
		SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum), string_agg(format('CAST(%s AS %s)', plans_value(attname,
			format_type(atttypid, NULL), NOT attnotnull, attnum = tab.last), format_type(atttypid, NULL)), ', ' ORDER BY attnum)
			INTO names, made FROM pg_attribute WHERE attrelid = tab.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
		EXECUTE format('INSERT INTO %I (%s) SELECT %s FROM generate_series(1, 2000) AS n ON CONFLICT DO NOTHING', tab.relname,
			names, made);
		EXECUTE format('ANALYZE %I', tab.relname);
	END LOOP;
END $$;

SELECT plans_without_checks();
SELECT plans_fill();
-- Rows a page are taken from here, the pages from the file.
UPDATE pg_class SET reltuples = 1000000 WHERE relkind IN ('r', 'i') AND relnamespace = current_schema()::regnamespace;
