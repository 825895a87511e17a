/* mapped.h: a file that a test and the process it breaks share, mapped by libraries that put themselves before others:
   by bare system calls, for open and mmap may be what fails. */
#ifndef CRASH_MAPPED_H
#define CRASH_MAPPED_H
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The file that the environment variable names, or NULL. */
static inline void *mapped(const char *variable, size_t size)
{
	const char *path = getenv(variable);
	long fd = path ? syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC) : -1;
	void *at = fd < 0 ? MAP_FAILED : (void *)syscall(SYS_mmap, NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0L);
	if (fd >= 0)
		syscall(SYS_close, fd);
	return at == MAP_FAILED ? NULL : at;
}
#endif
