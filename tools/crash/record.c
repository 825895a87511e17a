/*
 * record.c: writes down, in one global order, all that a program does to the files below a folder (LD_PRELOAD).
 *
 * RECORD_BELOW names the folder, RECORD_LOG the log.  Files and folders are known by their inode numbers, so that links
 * and renames are what they are.  A sync is written down when it begins and when it ends: it covers only what was
 * written before it began.  The lock is held over call and record, so that the log's order is the kernel's.
 * tools/crash/cut.py plays it back.  RECORD_SYNC_US makes every sync take that long, as real disks do.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FDS_MAX = 65536, PATH_ROOM = 4096 };

enum deed {
	DEED_WRITE = 'W', DEED_SIZE = 'T', DEED_BEGIN = 'B', DEED_END = 'S', /* of a file */
	DEED_MAKE = 'C', DEED_FOLDER = 'D', DEED_LINK = 'L', DEED_UNLINK = 'U', DEED_RENAME = 'R', /* of a folder */
};

/* What each means: thing = inode; other = the folder, or of a rename the folder it leaves; at = offset, size or number of a sync. */
struct record {
	uint32_t deed, len;
	uint64_t thing, other;
	int64_t at;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int out = -1;
static char below[PATH_ROOM];
static long sync_us;
static unsigned char ours[FDS_MAX];
static uint64_t syncs;

__attribute__((constructor)) static void begin(void)
{
	const char *folder = getenv("RECORD_BELOW"), *log = getenv("RECORD_LOG"), *slow = getenv("RECORD_SYNC_US");
	if (!folder || !log)
		return;
	snprintf(below, sizeof(below), "%s", folder);
	sync_us = slow ? strtol(slow, NULL, 10) : 0;
	syncs = (uint64_t)getpid() << 32; /* several processes write one log */
	out = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void note(struct record record, const void *bytes)
{
	struct iovec parts[] = { { &record, sizeof(record) }, { (void *)bytes, record.len } };
	long written = syscall(SYS_writev, out, parts, record.len ? 2 : 1);
	if (written != (long)(sizeof(record) + record.len))
		_exit(99); /* a record with a hole proves nothing */
}

/* What changes while it sleeps is not covered by that sync. */
static bool is_below(const char *path)
{
	size_t len = strlen(below);
	return out >= 0 && path && strncmp(path, below, len) == 0 && (path[len] == '/' || !path[len]);
}

static bool is_ours(int fd)
{
	return fd >= 0 && fd < FDS_MAX && ours[fd];
}

static uint64_t inode_of(int fd)
{
	struct stat about;
	return fstat(fd, &about) == 0 ? about.st_ino : 0;
}

static uint64_t inode_at(const char *path)
{
	struct stat about;
	return lstat(path, &about) == 0 ? about.st_ino : 0;
}

static uint64_t folder_of(const char *path)
{
	char folder[PATH_ROOM];
	snprintf(folder, sizeof(folder), "%s", path);
	char *slash = strrchr(folder, '/');
	if (!slash)
		return 0;
	*slash = '\0';
	return inode_at(folder);
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static void note_name(enum deed deed, uint64_t thing, const char *path)
{
	const char *name = name_of(path);
	note((struct record){ deed, (uint32_t)strlen(name), thing, folder_of(path), 0 }, name);
}

/* ── opening ── */

static int open_any(int at, const char *path, int flags, mode_t mode)
{
	/* Relative to a folder's descriptor nobody here opens; the paths of the data folder are whole. */
	if (at != AT_FDCWD || !is_below(path))
		return (int)syscall(SYS_openat, at, path, flags, mode);
	pthread_mutex_lock(&lock);
	uint64_t before = inode_at(path);
	int fd = (int)syscall(SYS_openat, at, path, flags, mode);
	int cause = errno;
	if (fd >= 0 && fd < FDS_MAX) {
		ours[fd] = 1;
		if (!before)
			note_name(DEED_MAKE, inode_of(fd), path);
		else if (flags & O_TRUNC)
			note((struct record){ DEED_SIZE, 0, before, 0, 0 }, NULL);
	}
	pthread_mutex_unlock(&lock);
	errno = cause;
	return fd;
}

#define MODE_OF(flags) \
	va_list rest; \
	va_start(rest, flags); \
	mode_t mode = (flags) & O_CREAT ? va_arg(rest, mode_t) : 0; \
	va_end(rest)

int open(const char *path, int flags, ...)
{
	MODE_OF(flags);
	return open_any(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	MODE_OF(flags);
	return open_any(AT_FDCWD, path, flags, mode);
}

int openat(int at, const char *path, int flags, ...)
{
	MODE_OF(flags);
	return open_any(at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...)
{
	MODE_OF(flags);
	return open_any(at, path, flags, mode);
}

int close(int fd)
{
	if (fd >= 0 && fd < FDS_MAX)
		ours[fd] = 0;
	return (int)syscall(SYS_close, fd);
}

/* ── contents ── */

static ssize_t put(int fd, const void *bytes, size_t size, off_t at, bool is_placed)
{
	pthread_mutex_lock(&lock);
	struct stat about;
	if (!is_placed && fstat(fd, &about) == 0)
		at = fcntl(fd, F_GETFL) & O_APPEND ? about.st_size : lseek(fd, 0, SEEK_CUR);
	ssize_t done = is_placed ? syscall(SYS_pwrite64, fd, bytes, size, at) : syscall(SYS_write, fd, bytes, size);
	int cause = errno;
	if (done > 0)
		note((struct record){ DEED_WRITE, (uint32_t)done, inode_of(fd), 0, at }, bytes);
	pthread_mutex_unlock(&lock);
	errno = cause;
	return done;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	return is_ours(fd) ? put(fd, bytes, size, 0, false) : syscall(SYS_write, fd, bytes, size);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	return is_ours(fd) ? put(fd, bytes, size, at, true) : syscall(SYS_pwrite64, fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t at)
{
	return pwrite(fd, bytes, size, at);
}

int ftruncate(int fd, off_t size)
{
	if (!is_ours(fd))
		return (int)syscall(SYS_ftruncate, fd, size);
	pthread_mutex_lock(&lock);
	int failed = (int)syscall(SYS_ftruncate, fd, size);
	if (!failed)
		note((struct record){ DEED_SIZE, 0, inode_of(fd), 0, size }, NULL);
	pthread_mutex_unlock(&lock);
	return failed;
}

int ftruncate64(int fd, off_t size)
{
	return ftruncate(fd, size);
}

/* ── syncs ── */

static int sync_any(int fd, long call)
{
	if (!is_ours(fd))
		return (int)syscall(call, fd);
	uint64_t thing = inode_of(fd);
	pthread_mutex_lock(&lock);
	int64_t number = (int64_t)++syncs;
	note((struct record){ DEED_BEGIN, 0, thing, 0, number }, NULL);
	pthread_mutex_unlock(&lock);
	nanosleep(&(struct timespec){ sync_us / 1000000, sync_us % 1000000 * 1000 }, NULL);
	int failed = (int)syscall(call, fd);
	if (failed)
		return failed;
	pthread_mutex_lock(&lock);
	note((struct record){ DEED_END, 0, thing, 0, number }, NULL);
	pthread_mutex_unlock(&lock);
	return 0;
}

int fsync(int fd)
{
	return sync_any(fd, SYS_fsync);
}

int fdatasync(int fd)
{
	return sync_any(fd, SYS_fdatasync);
}

/* ── names ── */

int mkdir(const char *path, mode_t mode)
{
	pthread_mutex_lock(&lock);
	int failed = (int)syscall(SYS_mkdir, path, mode), cause = errno;
	if (!failed && is_below(path))
		note_name(DEED_FOLDER, inode_at(path), path);
	pthread_mutex_unlock(&lock);
	errno = cause;
	return failed;
}

int link(const char *from, const char *to)
{
	pthread_mutex_lock(&lock);
	int failed = (int)syscall(SYS_link, from, to), cause = errno;
	if (!failed && is_below(to))
		note_name(DEED_LINK, inode_at(to), to);
	pthread_mutex_unlock(&lock);
	errno = cause;
	return failed;
}

int unlink(const char *path)
{
	pthread_mutex_lock(&lock);
	uint64_t thing = inode_at(path);
	int failed = (int)syscall(SYS_unlink, path), cause = errno;
	if (!failed && is_below(path))
		note_name(DEED_UNLINK, thing, path);
	pthread_mutex_unlock(&lock);
	errno = cause;
	return failed;
}

int rename(const char *from, const char *to)
{
	char names[2 * PATH_ROOM];
	pthread_mutex_lock(&lock);
	uint64_t thing = inode_at(from), left = folder_of(from);
	int failed = (int)syscall(SYS_rename, from, to), cause = errno;
	if (!failed && (is_below(from) || is_below(to))) {
		/* "old/new": the folder it comes into is found again by its name, which is below. */
		int len = snprintf(names, sizeof(names), "%s/%s", name_of(from), name_of(to));
		note((struct record){ DEED_RENAME, (uint32_t)len, thing, left, (int64_t)folder_of(to) }, names);
	}
	pthread_mutex_unlock(&lock);
	errno = cause;
	return failed;
}
