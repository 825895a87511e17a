/*
 * postgres_value.c: integers, reals, truths and bytes travel as they lie in memory, the
 * highest byte first; text is the same in both of the server's formats.
 *
 * Sums and averages of integers come as the server's decimal numbers: those are read, too.
 */
#include "store/postgres_value.h"

#include <endian.h>
#include <math.h>

/* pg_type.dat */
enum {
	TYPE_BOOL = 16, TYPE_BYTEA = 17, TYPE_NAME = 19, TYPE_INT8 = 20, TYPE_INT2 = 21, TYPE_INT4 = 23,
	TYPE_TEXT = 25, TYPE_FLOAT4 = 700, TYPE_FLOAT8 = 701, TYPE_UNKNOWN = 705, TYPE_VARCHAR = 1043,
	TYPE_NUMERIC = 1700,
};

/* Parameters. */

enum { PARAMS_MAX = 1024 };

static Oid type_of(enum value_type type)
{
	static const Oid types[] = {
		[VALUE_INTEGER] = TYPE_INT8, [VALUE_REAL] = TYPE_FLOAT8, [VALUE_TEXT] = TYPE_TEXT,
		[VALUE_BLOB] = TYPE_BYTEA,   [VALUE_NULL] = 0,
	};
	return (size_t)type < COUNT(types) ? types[type] : 0;
}

static const char *eight_bytes(struct arena *arena, uint64_t bits)
{
	uint64_t *at = arena_take(arena, sizeof *at);
	*at = htobe64(bits);
	return (const char *)at;
}

static uint64_t bits_of(double real)
{
	uint64_t bits;
	static_assert(sizeof bits == sizeof real);
	memcpy(&bits, &real, sizeof bits);
	return bits;
}

static void pack_bytes(struct packed *packed, int at, const char *bytes, size_t len)
{
	packed->at[at] = bytes;
	packed->lengths[at] = (int)len; /* texts and blobs have limits far below */
	packed->formats[at] = 1;
}

static void pack_one(struct arena *arena, const struct value *value, struct packed *packed, int at)
{
	packed->types[at] = type_of(value->type);
	packed->at[at] = NULL;
	packed->lengths[at] = packed->formats[at] = 0;
	switch (value->type) {
	case VALUE_NULL:
		packed->types[at] = type_of((enum value_type)value->integer);
		return;
	case VALUE_INTEGER:
		pack_bytes(packed, at, eight_bytes(arena, (uint64_t)value->integer), 8);
		return;
	case VALUE_REAL:
		if (!isnan(value->real)) /* SQLite knows none either: it is NULL */
			pack_bytes(packed, at, eight_bytes(arena, bits_of(value->real)), 8);
		return;
	case VALUE_TEXT:
	case VALUE_BLOB:
		pack_bytes(packed, at, value->text.len ? value->text.at : "", value->text.len);
		return;
	}
}

struct packed postgres_pack(struct arena *arena, const struct value *params, int count)
{
	must(count <= PARAMS_MAX);
	size_t room = (size_t)count + 1;
	struct packed packed = {
		.types = arena_take(arena, room * sizeof(Oid)),
		.at = arena_take(arena, room * sizeof(char *)),
		.lengths = arena_take(arena, room * sizeof(int)),
		.formats = arena_take(arena, room * sizeof(int)),
	};
	for (int i = 0; i < count; i++)
		pack_one(arena, &params[i], &packed, i);
	return packed;
}

/* Columns. */

bool postgres_can_read(const PGresult *result)
{
	static const Oid known[] = { TYPE_INT8,	  TYPE_TEXT, TYPE_INT4,	   TYPE_BOOL,	 TYPE_FLOAT8,  TYPE_BYTEA,
				     TYPE_NUMERIC, TYPE_INT2, TYPE_VARCHAR, TYPE_UNKNOWN, TYPE_FLOAT4, TYPE_NAME };
	for (int column = 0; column < PQnfields(result); column++) {
		size_t at = 0;
		while (at < COUNT(known) && known[at] != PQftype(result, column))
			at++;
		if (at == COUNT(known))
			return false;
	}
	return true;
}

static uint64_t eight_at(const char *at)
{
	uint64_t bits;
	memcpy(&bits, at, sizeof bits);
	return be64toh(bits);
}

static uint32_t four_at(const char *at)
{
	uint32_t bits;
	memcpy(&bits, at, sizeof bits);
	return be32toh(bits);
}

static uint16_t two_at(const char *at)
{
	uint16_t bits;
	memcpy(&bits, at, sizeof bits);
	return be16toh(bits);
}

/* A decimal number: how many digits, the power of 10,000 of the first, its sign, and then each of them. */
enum { NUMERIC_DIGITS = 8, NUMERIC_BASE = 10000, NUMERIC_NEGATIVE = 0x4000, NUMERIC_POSITIVE = 0 };

static double numeric_real(const char *at)
{
	int count = two_at(at), weight = (int16_t)two_at(at + 2), sign = two_at(at + 4);
	if (sign != NUMERIC_POSITIVE && sign != NUMERIC_NEGATIVE)
		return NAN;
	/* As a whole number, then moved once: each step less would be a rounding more. */
	double real = 0;
	for (int i = 0; i < count; i++)
		real = real * NUMERIC_BASE + two_at(at + NUMERIC_DIGITS + 2 * i);
	int power = 4 * (weight + 1 - count);
	real = power < 0 ? real / pow(10, -power) : real * pow(10, power);
	return sign == NUMERIC_NEGATIVE ? -real : real;
}

/* Whole; what stands behind the point is cut off, as SQLite cuts. */
static int64_t numeric_integer(const char *at)
{
	int count = two_at(at), weight = (int16_t)two_at(at + 2), sign = two_at(at + 4);
	uint64_t whole = 0;
	for (int i = 0; i <= weight; i++)
		whole = whole * NUMERIC_BASE + (i < count ? two_at(at + NUMERIC_DIGITS + 2 * i) : 0);
	return sign == NUMERIC_NEGATIVE ? (int64_t)(0 - whole) : (int64_t)whole;
}

static double real_of_bits(uint64_t bits)
{
	double real;
	memcpy(&real, &bits, sizeof real);
	return real;
}

static double real_of_float(uint32_t bits)
{
	float real;
	memcpy(&real, &bits, sizeof real);
	return (double)real;
}

int64_t postgres_read_integer(const PGresult *result, int row, int column)
{
	const char *at = PQgetvalue(result, row, column);
	if (PQgetisnull(result, row, column))
		return 0;
	switch (PQftype(result, column)) {
	case TYPE_INT8:
		return (int64_t)eight_at(at);
	case TYPE_INT4:
		return (int32_t)four_at(at);
	case TYPE_INT2:
		return (int16_t)two_at(at);
	case TYPE_BOOL:
		return at[0] != 0;
	case TYPE_NUMERIC:
		return numeric_integer(at);
	case TYPE_FLOAT8:
	case TYPE_FLOAT4:
		return (int64_t)postgres_read_real(result, row, column);
	default: {
		/* A number that a statement keeps as text. */
		int64_t number = 0;
		bool read = str_number((str){ at, (size_t)PQgetlength(result, row, column) }, &number);
		return read ? number : 0;
	}
	}
}

double postgres_read_real(const PGresult *result, int row, int column)
{
	const char *at = PQgetvalue(result, row, column);
	if (PQgetisnull(result, row, column))
		return 0;
	switch (PQftype(result, column)) {
	case TYPE_FLOAT8:
		return real_of_bits(eight_at(at));
	case TYPE_FLOAT4:
		return real_of_float(four_at(at));
	case TYPE_NUMERIC:
		return numeric_real(at);
	default:
		return (double)postgres_read_integer(result, row, column);
	}
}
