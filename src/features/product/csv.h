/* csv.h: comma-separated values as spreadsheets write them (RFC 4180): quotes, doubled quotes, line ends in quotes. */
#ifndef PRODUCT_CSV_H
#define PRODUCT_CSV_H
#include "base/base.h"

#define CSV_FIELDS_MAX 32

struct csv { struct arena *arena; str rest; char separator; int64_t line; /* where the latest row began, from 1 */ };
struct csv_row { str fields[CSV_FIELDS_MAX]; size_t count; };

/* Skips a byte order mark; the separator is what the first line has more of: comma, semicolon or tab. */
void csv_open(struct csv *csv, struct arena *arena, str bytes);
/* False at the end.  *wrong_out: NULL, or a text key: "catalog.quote", "catalog.too_wide"; the row is lost, the next one follows. */
bool csv_next(struct csv *csv, struct csv_row *row_out, const char **wrong_out);
#endif
