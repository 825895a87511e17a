#include "base/thread.h"

#include <sys/resource.h>
#include <unistd.h>

enum { GIVES_WAY = 5 }; /* a weight of 335 beside 1,024: sched(7) */

void thread_gives_way(void)
{
	id_t thread = (id_t)gettid();
	int now = getpriority(PRIO_PROCESS, thread);
	if (now < GIVES_WAY)
		(void)setpriority(PRIO_PROCESS, thread, GIVES_WAY); /* whoever may not goes on as before */
}
