/* postgres_value.h: values as PostgreSQL's binary format has them.  For store/ only. */
#ifndef STORE_POSTGRES_VALUE_H
#define STORE_POSTGRES_VALUE_H
#include "store/db.h"

#include <libpq-fe.h>

/* A statement's parameters on their way. */
struct packed {
	Oid *types;
	const char **at;
	int *lengths, *formats;
};

struct packed postgres_pack(struct arena *arena, const struct value *params, int count);

/* False: a column of a type that nobody reads here; a statement casts it. */
bool postgres_can_read(const PGresult *result);
int64_t postgres_read_integer(const PGresult *result, int row, int column);
double postgres_read_real(const PGresult *result, int row, int column);
#endif
