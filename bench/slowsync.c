/*
 * slowsync.c: a disk whose sync takes SYNC_US microseconds more, for a program that runs with LD_PRELOAD=libslowsync.so.
 *
 * A virtual machine's sync often returns before anything is safe; a server's own takes one to five milliseconds.  The time is
 * slept, not computed: the processor is free meanwhile, as it is with a real disk.
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void wait_for_disk(void)
{
	const char *us = getenv("SYNC_US");
	long long wait = us ? strtoll(us, NULL, 10) : 0;
	const struct timespec time = { wait / 1000000, wait % 1000000 * 1000 };
	if (wait > 0)
		nanosleep(&time, NULL);
}

int fsync(int file)
{
	wait_for_disk();
	return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file)
{
	wait_for_disk();
	return (int)syscall(SYS_fdatasync, file);
}
