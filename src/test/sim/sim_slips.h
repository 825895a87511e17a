/* sim_slips.h: the slips of bug.c, within how many seeds each is to be found, and what the simulation says of it then. */
#ifndef TEST_SIM_SIM_SLIPS_H
#define TEST_SIM_SIM_SLIPS_H

static const struct { const char *name; int seeds; const char *says; } slips[] = {
	{ "early-answers", 40, "was acknowledged and is not there" },
	{ "dropped-syncs", 20, "FAILED" },
	{ "lost-keys", 20, "times under one key" },
	{ "lost-news", 20, "news were not heard" },
	{ "lost-counts", 40, "does not equal its recount" },
	{ "free-slots", 40, "twice at one time" },
	{ "early-address", 30, "was shown to ben" },
	{ "wide-eyes", 40, "was shown to" },
	{ "wide-moves", 20, "was shown to" },
	{ "old-pages", 160, "was shown to" },
	{ "lasting-sessions", 40, "has ended still opens /me" },
	{ "free-hands", 120, "is suspended and" },
	{ "worked-pauses", 40, "has a pause and was booked" },
	{ "heard-mutes", 80, "is muted and said it all the same" },
	{ "lasting-names", 40, "was erased" },
	{ "kept-words", 40, "was erased" },
	{ "sleepwalkers", 40, "is to be erased and published" },
	{ "light-flags", 60, "was shown to" },
	{ "loud-words", 40, "said a word that waits" },
	{ "endless-tries", 40, "after ten wrong passwords" },
	{ "open-doors", 20, "without the right password" },
	{ "lost-ways", 20, "way on from a thread" },
};
#endif
