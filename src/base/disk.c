/* disk.c: a file or folder is opened for reading only to be synced: that covers what anybody wrote to it before. */
#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool disk_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool is_synced = fsync(fd) == 0;
	int cause = errno;
	close(fd);
	errno = cause;
	return is_synced;
}
