/* err.c: the names of failures, as logs and the API write them. */
#include "base/err.h"

#include "base/check.h"

static const char *const names[] = {
	[OK] = "ok",
	[ERR_INVALID] = "invalid",
	[ERR_SIGNED_OUT] = "signed_out",
	[ERR_FORBIDDEN] = "forbidden",
	[ERR_NOT_FOUND] = "not_found",
	[ERR_CONFLICT] = "conflict",
	[ERR_TOO_LARGE] = "too_large",
	[ERR_LIMITED] = "limited",
	[ERR_AWAY] = "away",
	[ERR_UNSURE] = "unsure",
	[ERR_BROKEN] = "broken",
};
static_assert(COUNT(names) == ERR_COUNT);

const char *err_name(enum err err)
{
	assert((unsigned)err < ERR_COUNT);
	return names[err];
}
