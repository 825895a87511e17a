/*
 * fiu_count.c: how many calls libfiu let fail (LD_PRELOAD, before its own libraries).
 *
 * Each of its wrappers asks fiu_fail(); this one asks on and counts.  FIU_COUNT names a file of one number, which a
 * process that begins anew goes on with.
 */
#include "mapped.h"

#include <dlfcn.h>
#include <stdatomic.h>

static _Atomic int *count;
static int (*asked)(const char *name);

__attribute__((constructor)) static void begin(void)
{
	count = mapped("FIU_COUNT", sizeof(*count));
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
