/* place_file.h: lines of a file of places, read and gathered.  For core/ only. */
#ifndef CORE_PLACE_FILE_H
#define CORE_PLACE_FILE_H
#include "core/core_store.h"

/* Rows without ids: one a country, code and town, and one (kind "town", no code) a town. */
struct place_file {
	struct arena *arena;
	const struct place_tell *tell;
	struct place_import count;
	struct list places;  /* struct place_row: the lines as they stand */
};

/* Reads every line; what is wrong is told and skipped. */
void place_file_read(struct place_file *file, str bytes);
/* Gathers lines to the rows that are stored. */
struct place_row_list place_file_gather(struct place_file *file);
#endif
