/* disk.h: what was written is on the disk for good: a file's bytes, or a folder's names.  Slow: outside a unit. */
#ifndef BASE_DISK_H
#define BASE_DISK_H
#include <stdbool.h>

/* False with errno set.  A new file is only there for good once its folder was synced, too. */
bool disk_sync(const char *path);
#endif
