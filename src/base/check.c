/* check.c: the last words before an abort, so that the log says which promise was broken. */
#include "base/check.h"

#include "base/log.h"

#include <stdlib.h>

_Noreturn void check_failed(const char *truth, const char *file, int line)
{
	log_event(LOG_ERROR, "check.failed", "%s does not hold at %s:%d", truth, file, line);
	abort();
}
