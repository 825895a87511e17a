/*
 * sim.h: what the rooms of the simulation share (docs/decisions/0054).
 *
 * The house runs unchanged: the linker leads what it asks of the world (threads, clocks, randomness, mail, the
 * network) to the functions `__wrap_…` of these files, and SQLite is given a disk of ours.  What a seed decides,
 * it decides alone: the same seed is the same run, in any process.
 */
#ifndef TEST_SIM_SIM_H
#define TEST_SIM_SIM_H
#include "base/base.h"

/* The simulator's own variables outlive the process that it plays; all others are as new after a crash. */
#define LASTS __attribute__((section("sim_lasts")))

/* Slips built in on purpose, to see that they are found (docs/decisions/0054). */
enum bug { NO_BUG, BUG_EARLY_ANSWERS, BUG_DROPPED_SYNCS, BUG_LOST_KEYS, BUG_LOST_NEWS, BUG_LOST_COUNTS, BUG_FREE_SLOTS, BUG_EARLY_ADDRESS,
	BUG_WIDE_EYES, BUG_WIDE_MOVES, BUG_OLD_PAGES,
	BUG_LASTING_SESSIONS, BUG_FREE_HANDS, BUG_WORKED_PAUSES, BUG_HEARD_MUTES, BUG_LASTING_NAMES, BUG_KEPT_WORDS,
	BUG_SLEEPWALKERS, BUG_LIGHT_FLAGS, BUG_LOUD_WORDS, BUG_LOST_WAYS,
	BUG_ENDLESS_TRIES, BUG_LASTING_LOCKS, BUG_OPEN_DOORS,
	BUG_FREE_OFFERS, BUG_LOST_APPROVALS, BUG_ENDLESS_APPLICATIONS, BUG_SELF_MADE_HELPERS, BUG_UNTOLD_DECISIONS,
	BUG_LOST_APPLICATIONS, BUG_SILENT_LADDERS, BUG_LOST_STEPS, BUG_CROOKED_LADDERS, BUG_ANYBODYS_LADDERS, BUG_LOOSE_LADDERS,
	BUG_LOST_QUEUES, BUG_UNTOLD_STEPS, BUG_STANDING_MATTERS, BUG_UNSEEN_MATTERS, BUG_FORGOTTEN_STANDS,
	BUG_LATE_AGREEMENTS, BUG_LASTING_REQUESTS, BUG_EARLY_VISITS, BUG_KIND_CANCELLATIONS, BUG_LATE_MOVES,
	BUG_LOST_ARTICLES, BUG_LOST_DRAFTS, BUG_LOST_VERSIONS, BUG_LASTING_ARTICLES, BUG_SHY_ARTICLES, BUG_WIDE_ARTICLES,
	BUG_ANYBODYS_ARTICLES, BUG_HASTY_ARTICLES, BUG_LATE_NEWS, BUG_UNTOLD_ARTICLES, BUG_UNTOLD_COMMENTS, BUG_LOST_COMMENTS,
	BUG_LOOSE_COMMENTS, BUG_LOST_ANSWERS, BUG_OLD_TEXTS,
	BUG_LOST_HANDINS, BUG_UNCOUNTED_COMMENTS, BUG_LONG_REQUESTS, BUG_BLANK_VERSIONS, BUG_BLANK_ARTICLES,
	BUG_LASTING_FULLNESS, BUG_EARLY_PHONES, BUG_COUNT };
extern const char *const bug_names[BUG_COUNT]; /* bug.c, which builds them in */
void bug_set(enum bug bug);
bool has_bug(enum bug bug);

/* chance.c: three dice of one seed, so that what one asks for does not change what the others throw. */
enum die { DIE_WORLD, DIE_TURN, DIE_HOUSE, DIE_COUNT };
void chance_seed(uint64_t seed);
uint64_t chance_bits(enum die die);
uint64_t chance_below(enum die die, uint64_t bound);
bool chance_one_in(enum die die, unsigned n); /* n = 0: never */

/* trace.c: every step of a run, added up in one number; told in words when asked. */
void trace_open(bool aloud);
void trace_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
void trace_bytes(str bytes); /* only added up */
uint64_t trace_sum(void);

/* What a run did, for the summary. */
struct deeds {
	int64_t requests, answered, refused, broken_connections, repeats, crashes, power_cuts, failed_syncs, forgotten_writes, disk_full, checks;
	int64_t syncs, turns, mails, bounces, pushes, units, erased;
	moment time;
};
extern struct deeds deeds;

/* A seed has failed: says why and ends the process. */
_Noreturn void sim_failed(const char *format, ...) __attribute__((format(printf, 1, 2)));
#endif
