/*
 * nth.c: lets one call fail, the n-th of its kind from now on (LD_PRELOAD).
 *
 * NTH_CONTROL names a file of three numbers that the test writes while the program runs: which calls are counted (bits
 * below), how many are still to come, and whether one has failed.  It is shared memory, so a process that begins anew
 * goes on with it.
 */
#include "mapped.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { MEMORY = 1, OPEN = 2, READ = 4, WRITE = 8, SYNC = 16, NAME = 32, MAP = 64 };

struct control {
	_Atomic int kinds, left, failed;
};

static struct control *control;

__attribute__((constructor)) static void begin(void)
{
	control = mapped("NTH_CONTROL", sizeof(*control));
}

static int fails(enum kind kind)
{
	if (!control || !(control->kinds & kind) || atomic_fetch_sub(&control->left, 1) != 1)
		return 0;
	control->failed = 1;
	return 1;
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *at, size_t size);

static void *no_memory(void)
{
	errno = ENOMEM;
	return NULL;
}

void *malloc(size_t size) { return fails(MEMORY) ? no_memory() : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return fails(MEMORY) ? no_memory() : __libc_calloc(count, size); }
void *realloc(void *at, size_t size) { return fails(MEMORY) ? no_memory() : __libc_realloc(at, size); }

static int broken(int why)
{
	errno = why;
	return -1;
}

static int open_as(int folder, const char *path, int flags, mode_t mode)
{
	return fails(OPEN) ? broken(EMFILE) : (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define OPENS(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list rest; \
		va_start(rest, flags); \
		mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
		va_end(rest); \
		return open_as(AT_FDCWD, path, flags, mode); \
	}
OPENS(open)
OPENS(open64)

/* What wakes another thread (an eventfd, of no kind of file) is no disk and cannot fail as one. */
static int is_bell(int fd)
{
	struct stat about;
	return fstat(fd, &about) == 0 && (about.st_mode & S_IFMT) == 0;
}

ssize_t pread64(int fd, void *to, size_t size, off64_t at) { return fails(READ) ? broken(EIO) : syscall(SYS_pread64, fd, to, size, at); }
ssize_t pread(int fd, void *to, size_t size, off_t at) { return pread64(fd, to, size, at); }
ssize_t read(int fd, void *to, size_t size) { return !is_bell(fd) && fails(READ) ? broken(EIO) : syscall(SYS_read, fd, to, size); }
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at)
{
	return fails(WRITE) ? broken(EIO) : syscall(SYS_pwrite64, fd, from, size, at);
}
ssize_t pwrite(int fd, const void *from, size_t size, off_t at) { return pwrite64(fd, from, size, at); }
ssize_t write(int fd, const void *from, size_t size) { return !is_bell(fd) && fails(WRITE) ? broken(EIO) : syscall(SYS_write, fd, from, size); }
int fsync(int fd) { return fails(SYNC) ? broken(EIO) : (int)syscall(SYS_fsync, fd); }
int fdatasync(int fd) { return fails(SYNC) ? broken(EIO) : (int)syscall(SYS_fdatasync, fd); }
int rename(const char *from, const char *to) { return fails(NAME) ? broken(EIO) : (int)syscall(SYS_rename, from, to); }
int link(const char *from, const char *to) { return fails(NAME) ? broken(EIO) : (int)syscall(SYS_link, from, to); }
int unlink(const char *path) { return fails(NAME) ? broken(EIO) : (int)syscall(SYS_unlink, path); }
void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t from)
{
	return fails(MAP) ? (errno = ENOMEM, MAP_FAILED) : (void *)syscall(SYS_mmap, at, size, protection, flags, fd, from);
}
