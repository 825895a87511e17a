/*
 * catalog.h: a brand's products from a file: looked at first, then taken over, line by line (docs/rules/catalogue.md).
 */
#ifndef CATALOG_H
#define CATALOG_H
#include "features/product/product_code_store.h"
#include "features/product/product_rule.h"

#define CATALOG_BYTES_MAX (2 * 1024 * 1024)
#define CATALOG_ROWS_MAX 2000
#define CATALOG_AT_ONCE 4 /* rows a unit */

enum catalog_outcome { CATALOG_WRONG, CATALOG_NEW, CATALOG_CHANGED, CATALOG_SAME, CATALOG_OUTCOME_COUNT };

struct catalog_row {
	int64_t line;
	struct product product;
	str codes;                       /* separated by blanks */
	bool is_hidden;
	enum catalog_outcome outcome;
	const char *reason, *field;      /* of a wrong one: text key, column */
};
struct catalog {
	struct catalog_row *at;
	size_t count;
	unsigned columns;                /* which ones the file has: what it lacks stays as it is */
	const char *reason;              /* the file as a whole is none: text key; or NULL */
	int64_t counts[CATALOG_OUTCOME_COUNT];
};

/* Reads the file; no database.  "catalog.too_large", "catalog.no_text" (not UTF-8), "catalog.no_header", "catalog.too_long". */
void catalog_read(struct arena *arena, str bytes, struct catalog *catalog_out);
/* All that the brand has, in a few statements: in a reading of its own. */
struct catalog_known { struct product_list products; struct product_code_list codes; };
enum err catalog_known_load(struct scope *scope, struct catalog_known *known_out);
/* Says of each row what it would do; no database.  Brand administrators: "product.not_yours". */
enum err catalog_compare(struct scope *scope, const struct catalog_known *known, struct catalog *catalog);
/* In a unit: takes over at most CATALOG_AT_ONCE rows from `from` on; gives where to go on. */
enum err catalog_write(struct scope *scope, struct catalog *catalog, size_t from, size_t *next_out);
#endif
