/*
 * plans.h: what SQLite is told about how full the tables are, so that it plans for a large brand from the first day on.
 *
 * Without a word it takes a brand for ten rows and may walk all of it.  These numbers are made up once from each index's
 * shape, not counted: a million rows, half of them one brand's, some ten for each further column, one where the key is whole; of a partial
 * index a tenth.  So plans are the same in every house and on every day, and sqlgen sees them while building
 * (docs/decisions/0055).
 */
#ifndef STORE_PLANS_H
#define STORE_PLANS_H

/* Those that lead with the brand. */
#define STORE_PLANS_INDICES \
	" FROM pragma_table_list t JOIN pragma_index_list(t.name) i WHERE t.schema = 'main' AND t.type = 'table'" \
	" AND EXISTS (SELECT 1 FROM pragma_index_info(i.name) f WHERE f.seqno = 0 AND f.name = 'brand_id')"
#define STORE_PLANS_NAME "CASE WHEN i.origin = 'pk' AND t.wr THEN t.name ELSE i.name END"

/* How many nothing was said about: a kill may come between the last migration and this. */
#define STORE_PLANS_MISSING \
	"SELECT count(*)" STORE_PLANS_INDICES " AND NOT EXISTS (SELECT 1 FROM sqlite_stat1 s WHERE s.tbl = t.name AND s.idx = " STORE_PLANS_NAME ")"

#define STORE_PLANS \
	"ANALYZE sqlite_schema; DELETE FROM sqlite_stat1;" \
	"INSERT INTO sqlite_stat1 (tbl, idx, stat)" \
	" SELECT t.name, " STORE_PLANS_NAME "," \
	" CASE WHEN i.\"unique\" AND (SELECT count(*) FROM pragma_index_info(i.name)) = 1 THEN '1000000 1' WHEN i.partial THEN '100000 50000' ELSE '1000000 500000' END || (SELECT group_concat(CASE WHEN c.seqno = 0 THEN ''" \
	" WHEN i.\"unique\" AND c.seqno + 1 = (SELECT count(*) FROM pragma_index_info(i.name)) THEN ' 1'" \
	" ELSE ' ' || max(11 - c.seqno, 2) END, '') FROM pragma_index_info(i.name) c)" \
	STORE_PLANS_INDICES ";" \
	"ANALYZE sqlite_schema;"
#endif
