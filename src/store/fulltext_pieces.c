/*
 * fulltext_pieces.c: keeps FTS5's index in few pieces; PostgreSQL has nothing to do.
 *
 * FTS5 writes a piece whenever a unit ends, merges four of a level into one of the next, and every word of a question is
 * looked up in every piece.  A piece as large as the index on a low level soon takes part in such a merge, which goes on only
 * as fast as members write: until it ends, hundreds of small pieces pile up beside it.  So what holds everything is raised
 * far above first, and what is due is merged in units of their own: docs/decisions/0065.  No merge takes a level away
 * again, so when there are many, what holds everything is put back where it belongs.
 */
#include "store/fulltext_pieces.h"

#include "store/db_sqlite.h"

enum {
	RAISED = 12,	  /* levels: four times as much goes on each, so above 4^10 documents */
	RAISES = 10,	  /* at most, and an even number */
	LEVELS_MANY = 32, /* a merge of all adds two; at 2,000 FTS5 takes the index for damaged */
	STRUCTURE_BYTES = 128,
	COOKIE_BYTES = 4, /* before the structure's numbers */
};

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
/* How the pieces lie: FTS5's own record of it. */
static const struct statement structure_read = {
	"fulltext.structure_read", "SELECT block FROM store_index_data WHERE id = 10", NULL, 0, 1, false,
};
static const struct statement structure_put = {
	"fulltext.structure_put", "UPDATE store_index_data SET block = ?1 WHERE id = 10", NULL, 1, 0, true,
};
INDEX(mark_here, "SAVEPOINT fulltext_levels");
INDEX(back_to_mark, "ROLLBACK TO fulltext_levels");
INDEX(drop_mark, "RELEASE fulltext_levels");
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

/* How the pieces lie. */

struct structure { str bytes; int64_t levels, pieces, written; };

/* SQLite's numbers: seven bits a byte, the highest first.  Ours have nowhere near nine bytes. */
static int64_t take_number(str *bytes)
{
	int64_t number = 0;
	for (bool more = true; more && bytes->len; *bytes = str_skip(*bytes, 1)) {
		number = number << 7 | (bytes->at[0] & 0x7f);
		more = bytes->at[0] & 0x80;
	}
	return number;
}

static void put_number(struct text *out, int64_t number)
{
	if (number >= 0x80) {
		int64_t above = number >> 7;
		for (int shift = 49; shift >= 0; shift -= 7) {
			if (above >> shift)
				text_char(out, (char)(0x80 | (above >> shift & 0x7f)));
		}
	}
	text_char(out, (char)(number & 0x7f));
}

/* Levels 0: another form of it than the one we know. */
static enum err structure_find(struct db *db, struct arena *arena, struct structure *structure_out)
{
	struct rows rows;
	bool more;
	*structure_out = (struct structure){ .levels = 0 };
	enum err err = db_query(db, &structure_read, NULL, &rows);
	if (!err)
		err = db_next(&rows, &more);
	if (err || !more)
		return err;
	str bytes = db_text(&rows, 0, arena), rest = str_skip(bytes, COOKIE_BYTES);
	db_end(&rows);
	if (str_empty(rest) || (unsigned char)rest.at[0] == 0xff)
		return OK;
	*structure_out = (struct structure){ .bytes = bytes, .levels = take_number(&rest) };
	structure_out->pieces = take_number(&rest);
	structure_out->written = take_number(&rest);
	return OK;
}

/* The next level as it is written: how many of its pieces are being merged, how many there are, and three numbers each. */
static str take_level(str *rest, bool *is_empty_out)
{
	str from = *rest;
	take_number(rest);
	int64_t count = take_number(rest);
	for (int64_t i = 0; i < 3 * count && !str_empty(*rest); i++)
		take_number(rest);
	*is_empty_out = count == 0;
	return str_first(from, from.len - rest->len);
}

/* Without so many of the levels on which nothing lies.  Where a merge is under way, its result lies on the next one. */
static str lowered(struct arena *arena, const struct structure *structure)
{
	struct text out;
	bool is_empty;
	int64_t empty = 0, most = structure->levels - RAISED;
	str head = str_first(structure->bytes, COOKIE_BYTES), rest = str_skip(structure->bytes, COOKIE_BYTES);
	for (int i = 0; i < 3; i++)
		take_number(&rest);
	text_open(&out, arena, structure->bytes.len + STRUCTURE_BYTES);
	for (str levels = rest; !str_empty(levels);) {
		take_level(&levels, &is_empty);
		empty += is_empty;
	}
	int64_t kept = empty > most ? empty - most : 0; /* the lowest of them */
	text_put(&out, head);
	put_number(&out, structure->levels - (empty - kept));
	put_number(&out, structure->pieces);
	put_number(&out, structure->written);
	while (!str_empty(rest)) {
		str level = take_level(&rest, &is_empty);
		if (!is_empty || kept-- > 0)
			text_put(&out, level);
	}
	return text_str(&out);
}

/* FTS5 keeps in memory what it wrote last; what is undone behind a mark makes it read again. */
static enum err lower_if_many(struct db *db)
{
	static const struct statement *const steps[] = { &mark_here, &merge_due, &back_to_mark, &drop_mark };
	struct structure structure;
	struct arena *arena = arena_open(4096);
	enum err err = structure_find(db, arena, &structure);
	if (!err && structure.levels > LEVELS_MANY) {
		err = run_each(db, steps, COUNT(steps));
		if (!err)
			err = db_run(db, &structure_put, (struct value[]){ value_blob(lowered(arena, &structure)) }, NULL);
	}
	arena_close(arena);
	return err;
}

/* So many steps are behind it: it ends with the last, without a stone, so that none is left outside. */
static enum err raised_already(struct db *db, int *step_out)
{
	struct structure structure;
	struct arena *arena = arena_open(4096);
	enum err err = structure_find(db, arena, &structure);
	int64_t missing = structure.levels < RAISED ? RAISED - structure.levels : 0;
	missing += missing % 2;
	*step_out = RAISES - (int)(missing < RAISES ? missing : RAISES);
	arena_close(arena);
	return err;
}

enum err fulltext_raise(struct db *db, struct fulltext_merge *merge)
{
	enum err err = OK;
	int step = merge->step;
	merge->more = false;
	if (!db_is_sqlite(db))
		return OK;
	if (!step)
		err = raised_already(db, &step);
	if (!err && step < RAISES)
		err = db_run(db, step % 2 ? &stone_take : &stone_put, NULL, NULL);
	if (!err)
		err = run_to_the_end(db, &raise_all);
	merge->more = step < RAISES;
	merge->next = step + 1;
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
	merge->next = merge->step + 1;
	if (!merge->step)
		err = db_run(db, &merge_two, NULL, NULL);
	int64_t before = sqlite3_total_changes64(sqlite_of(db)->handle);
	err = err ? err : run_to_the_end(db, &merge_due);
	if (!err)
		merge->more = sqlite3_total_changes64(sqlite_of(db)->handle) - before >= 2; /* FTS5's own sign that it did something */
	return !err && merge->is_whole && !merge->more ? lower_if_many(db) : err;
}
