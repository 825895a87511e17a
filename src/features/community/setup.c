/* setup.c: the settings and their defaults. */
#include "features/community/setup.h"

const struct setting community_settings[] = {
	[SET_NEED_DAYS]   = { "community.need_days",   SETTING_NUMBER, "7",   1, 365 },
	[SET_OLD_DAYS]    = { "community.old_days",    SETTING_NUMBER, "180", 1, 3650 },
	[SET_HISTORY]     = { "community.history",     SETTING_SWITCH, "1",   0, 1 },
	[SET_FREE_TAGS]   = { "community.free_tags",   SETTING_SWITCH, "1",   0, 1 },
	{ .name = NULL }
};

enum err setup_number(struct scope *scope, int which, int64_t *number_out)
{
	return setting_number(scope, &community_settings[which], number_out);
}

enum err setup_time(struct scope *scope, int which, moment *time_out)
{
	int64_t days;
	enum err err = setup_number(scope, which, &days);
	if (!err)
		*time_out = DAYS(days);
	return err;
}
