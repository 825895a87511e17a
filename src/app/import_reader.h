/* import_reader.h: a file of lines, plain or compressed with zstd, read in pieces: its size does not matter. */
#ifndef APP_IMPORT_READER_H
#define APP_IMPORT_READER_H
#include "base/base.h"

#define IMPORT_LINE_MAX (1 << 20) /* bytes: what json_read takes */

struct import_reader;
enum import_read { IMPORT_LINE, IMPORT_TOO_LONG, IMPORT_END, IMPORT_BROKEN };

/* ERR_NOT_FOUND when the file cannot be opened.  Compressed is what begins as zstd does, whatever its name. */
enum err import_reader_open(struct arena *arena, str path, struct import_reader **reader_out);
/* The line lives until the next call.  A line that is too long is passed over; IMPORT_BROKEN: the file ends in the
   middle of a frame, or is no zstd behind its first bytes. */
enum import_read import_reader_next(struct import_reader *reader, str *line_out);
double import_reader_share(const struct import_reader *reader); /* of the file that was read: 0 … 1 */
void import_reader_close(struct import_reader *reader);
#endif
