/*
 * cut.h: a statement without its conditions on the brand, and values that its other conditions let through.
 *
 * For proving that the wall between brands (store/wall.h) holds by itself.
 */
#ifndef TEST_CUT_H
#define TEST_CUT_H
#include "base/base.h"

enum { CUT_PARAMS_MAX = 200, CUT_TABLES_MAX = 80 };

/* What a parameter is compared with: `table.column = $n`. */
struct cut_param {
	str table, column; /* "" = not known */
	char sign;	   /* '=', '<', '>', or 'v' of a written row */
	bool is_brand, is_written; /* compared with a brand_id; written as one */
};

struct cut {
	str sql;	   /* the brand's conditions are TRUE */
	int conditions;	   /* how many there were */
	bool left;	   /* one could not be taken out */
	str written;	   /* the table that it changes, "" = none */
	struct { str name, alias; } tables[CUT_TABLES_MAX];
	size_t table_count;
	struct cut_param params[CUT_PARAMS_MAX];
};

void cut_make(struct arena *arena, str sql, struct cut *cut_out);
#endif
