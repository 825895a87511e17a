/*
 * zip.h: an archive of files written one after the other, as every computer and phone opens it; none is ever whole in memory.
 *
 * Stored, not compressed: pictures are so already.  An entry's size is written into its head when it ends, so the
 * archive is a file that can be sought in.  At most 4 GiB and 65,535 entries, as the format has it.
 */
#ifndef ZIP_H
#define ZIP_H
#include "base/base.h"

struct zip;

/* ERR_BROKEN when the file cannot be made; it must not be there. */
enum err zip_open(struct arena *arena, str path, moment at, struct zip **zip_out);
/* Copies a file in under that name, of at most 100 bytes in ASCII.  *missing_out: it was not there, nothing was written.
   ERR_TOO_LARGE when the format cannot hold it. */
enum err zip_put(struct zip *zip, str name, str path, bool *missing_out);
enum err zip_close(struct zip *zip); /* with the list of contents; harmless after an error */
#endif
