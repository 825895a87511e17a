/*
 * tar.h: an archive of files written one after the other (POSIX ustar), none of them ever whole in memory.
 *
 * An entry's size is written into its head when it ends, so the archive is a file that can be sought in.
 */
#ifndef TAR_H
#define TAR_H
#include "base/base.h"

struct tar;

/* ERR_BROKEN when the file cannot be made; it must not be there. */
enum err tar_open(struct arena *arena, str path, moment at, struct tar **tar_out);
/* name: at most 100 bytes. */
enum err tar_begin(struct tar *tar, str name);
enum err tar_put(struct tar *tar, str bytes);
enum err tar_end(struct tar *tar);      /* "too large" for the format, 8 GiB, is ERR_TOO_LARGE */
enum err tar_close(struct tar *tar);    /* with the end's mark; harmless after an error */
#endif
