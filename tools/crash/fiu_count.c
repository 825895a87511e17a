/*
 * fiu_count.c: how many calls libfiu let fail (LD_PRELOAD, before its own libraries).
 *
 * Each of its wrappers asks fiu_fail(); this one asks on and counts.  FIU_COUNT names a file of one number, which a
 * process that begins anew goes on with.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Atomic int *count;
static int (*asked)(const char *name);

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("FIU_COUNT");
	long fd = path ? syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC) : -1;
	void *at = fd < 0 ? MAP_FAILED : (void *)syscall(SYS_mmap, NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0L);
	if (at != MAP_FAILED)
		count = at;
	if (fd >= 0)
		syscall(SYS_close, fd);
	asked = (int (*)(const char *))dlsym(RTLD_NEXT, "fiu_fail");
}

/* Before it is known whom to ask, nothing fails. */
int fiu_fail(const char *name);
int fiu_fail(const char *name)
{
	int fails = asked ? asked(name) : 0;
	if (fails && count)
		atomic_fetch_add(count, 1);
	return fails;
}
