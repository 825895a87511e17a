/*
 * erased.h: what becomes of each row that names a member when she is erased.
 *
 * One row a table and column that can name her, in the order in which they are gone through.  What a column holds and
 * for how long it is kept is read from the migrations' declarations (store/owned.h); here stands whose the row is.
 * erased_test.c fails while a personal column has no rule.
 */
#ifndef ERASED_H
#define ERASED_H
#include "core/core.h"
#include "core/owned.h"

enum fate {
	ROWS_GO,  /* hers alone */
	NEWS_GO,  /* the same, once they were heard or given up */
	FILES_GO, /* with the file of the blob */
	WORDS_GO, /* the row stays for others or by law; what it says of her is emptied, but for what is declared "kept" */
	STAYS,    /* a number that leads to "former member" */
	BECOMES,  /* her own row */
};

struct erased {
	enum fate fate;
	const char *table, *column;
	const char *why; /* for what stays; "" elsewhere */
	const struct subject_kind *shown; /* whose pages show it: drawn anew */
	const char *shown_by;             /* the column that holds the subject's id */
};
extern const struct erased erased_rows[]; /* ends with a NULL table */

/* Personal columns of tables in which none names a member: what becomes of them, and where. */
struct erased_otherwise { const char *table, *how; };
extern const struct erased_otherwise erased_otherwise[]; /* ends with a NULL table */

/* Is there a rule for it? */
bool erased_covers(const struct declared_table *table, const struct declared_column *column);
#endif
