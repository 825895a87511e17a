/* tables.h: has anything in the database changed?  A sum of every table's rows, whatever their order. */
#ifndef TEST_TABLES_H
#define TEST_TABLES_H
#include "test/house.h"

struct table_sum { const char *name; uint64_t sum; int64_t rows; };
struct table_sums { struct table_sum *at; size_t count; };

/* SQLite only: `tables_can` says whether this run can tell. */
bool tables_can(const struct test_house *t);
struct table_sums tables_sum(struct test_house *t);
/* Says which tables differ, and gives how many. */
int tables_differ(const struct table_sums *before, const struct table_sums *after, const char *what);
#endif
