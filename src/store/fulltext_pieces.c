/*
 * fulltext_pieces.c: keeps FTS5's index in few pieces; PostgreSQL has nothing to do.
 *
 * FTS5 writes a piece whenever a unit ends, merges four of a level into one of the next, and every word of a question is
 * looked up in every piece.  A piece as large as the index on a low level soon takes part in such a merge, which goes on only
 * as fast as members write: until it ends, hundreds of small pieces pile up beside it.  So what holds everything is raised
 * far above first, and what is due is merged in units of their own: docs/decisions/0065.
 */
#include "store/fulltext_pieces.h"

#include "store/db_sqlite.h"

enum { RAISES = 10 }; /* levels; four times as much goes on each: above 4^10 documents */

/* clang-format off */
#define INDEX(word, text) static const struct statement word = { "fulltext." #word, text, NULL, 0, 0, true }
#define INDEX_SET(word, name, value) INDEX(word, "INSERT INTO store_index (store_index, rank) VALUES ('" name "', " value ")")
/* What FTS5 sorts in memory before it writes a piece, in bytes; how many pieces it merges by itself. */
INDEX_SET(crowd_memory, "hashsize", "268435456");
INDEX_SET(usual_memory, "hashsize", "1048576");
INDEX_SET(crowd_merge, "automerge", "0");
INDEX_SET(usual_merge, "automerge", "4");
INDEX_SET(crowd_crisis, "crisismerge", "1000");
INDEX_SET(usual_crisis, "crisismerge", "16");
/* With a minus: all pieces go to one level above the others, and the merge of all begins. */
INDEX_SET(raise_all, "merge", "-16");
INDEX_SET(merge_due, "merge", "16");
/* Two of a level are enough for a merge that is asked for. */
INDEX_SET(merge_two, "usermerge", "2");
INDEX(optimize, "INSERT INTO store_index (store_index) VALUES ('optimize')");
/* A piece of its own for the lowest level, else there is nothing above which to raise.  No brand's word: nobody finds it. */
INDEX(stone_put, "INSERT INTO store_index (rowid, words) VALUES (0, 'x')");
INDEX(stone_take, "INSERT INTO store_index (store_index, rowid, words) VALUES ('delete', 0, 'x')");
static const struct statement pieces = {
	"fulltext.pieces",
	"WITH RECURSIVE piece (id) AS (SELECT MIN(segid) FROM store_index_idx UNION ALL"
	" SELECT (SELECT MIN(i.segid) FROM store_index_idx i WHERE i.segid > piece.id) FROM piece WHERE piece.id IS NOT NULL)"
	" SELECT COUNT(id) FROM piece", NULL, 0, 1, false,
};
/* clang-format on */

static enum err run_each(struct db *db, const struct statement *const *statements, size_t count)
{
	enum err err = OK;
	for (size_t i = 0; !err && db_is_sqlite(db) && i < count; i++)
		err = db_run(db, statements[i], NULL, NULL);
	return err;
}

enum err fulltext_crowd_begin(struct db *db)
{
	static const struct statement *const steps[] = { &crowd_memory, &crowd_merge, &crowd_crisis };
	return run_each(db, steps, COUNT(steps));
}

enum err fulltext_crowd_end(struct db *db)
{
	static const struct statement *const steps[] = { &usual_memory, &usual_merge, &usual_crisis, &optimize };
	return run_each(db, steps, COUNT(steps));
}

enum err fulltext_pieces(struct db *db, int64_t *count_out)
{
	*count_out = 0;
	return db_is_sqlite(db) ? db_number(db, &pieces, NULL, count_out) : OK;
}

/* A word's documents are merged without a pause, and a mark may stand in a million: the step ends when it ends. */
static enum err run_to_the_end(struct db *db, const struct statement *statement)
{
	struct sqlite_db *sqlite = sqlite_of(db);
	bool was_armed = sqlite->armed;
	sqlite->armed = false;
	enum err err = db_run(db, statement, NULL, NULL);
	sqlite->armed = was_armed;
	return err;
}

/* The last time without a stone, so that none is left outside. */
enum err fulltext_raise(struct db *db, struct fulltext_merge *merge)
{
	enum err err = OK;
	merge->more = false;
	if (!db_is_sqlite(db))
		return OK;
	if (merge->step < RAISES)
		err = db_run(db, merge->step % 2 ? &stone_take : &stone_put, NULL, NULL);
	if (!err)
		err = run_to_the_end(db, &raise_all);
	merge->more = merge->step++ < RAISES;
	return err;
}

enum err fulltext_merge(struct db *db, struct fulltext_merge *merge)
{
	enum err err = OK;
	merge->more = false;
	if (!db_is_sqlite(db))
		return OK;
	if (merge->is_whole && merge->step <= RAISES) {
		err = fulltext_raise(db, merge);
		merge->more = true;
		return err;
	}
	if (!merge->step++)
		err = db_run(db, &merge_two, NULL, NULL);
	int64_t before = sqlite3_total_changes64(sqlite_of(db)->handle);
	err = err ? err : run_to_the_end(db, &merge_due);
	if (!err)
		merge->more = sqlite3_total_changes64(sqlite_of(db)->handle) - before >= 2; /* FTS5's own sign that it did something */
	return err;
}
