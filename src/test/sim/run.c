/* run.c: what happens in a run: people act, time passes, things break; then all faults stop, and everything must come right. */
#include "test/sim/run.h"

#include "test/sim/clock.h"
#include "test/sim/disk.h"
#include "test/sim/folk.h"
#include "test/sim/life.h"
#include "test/sim/net.h"
#include "test/sim/thread.h"
#include "test/sim/vow.h"

enum { STEPS = 150, TURNS_MOST = 400, QUIET_TURNS = 2000000 };

LASTS static const struct town *town;

void run_prepare(void)
{
	town = town_build();
	life_end(false);
	disk_crash(false);
	deeds = (struct deeds){ 0 };
}

/* ── the process ── */

static void begin_again(void)
{
	while (!life_begin())
		life_end(chance_one_in(DIE_WORLD, 2));
}

static void die(bool power)
{
	life_end(power);
	check_disk();
	begin_again();
}

/* Lets the house work until nobody is ready, at most so long.  False: the process died. */
static bool let_run(int turns)
{
	for (int i = 0; i < turns; i++) {
		if (threads_turn())
			continue;
		if (threads_died() >= 0) {
			trace_line("the process ended itself: %d", threads_died());
			die(chance_one_in(DIE_WORLD, 2));
			return false;
		}
		if (!net_is_busy())
			return true;
		moment next = threads_next();
		if (next == FOREVER)
			sim_failed("requests wait, and nobody works on them");
		clock_advance(next - clock_monotonic());
	}
	return true;
}

static moment some_time(void)
{
	static const moment spans[] = { SECONDS(1), SECONDS(20), MINUTES(3), MINUTES(40), HOURS(3), HOURS(20), DAYS(3), DAYS(9) };
	return 1 + (moment)chance_below(DIE_WORLD, (uint64_t)spans[chance_below(DIE_WORLD, COUNT(spans))]);
}

static void step(void)
{
	for (uint64_t i = 1 + chance_below(DIE_WORLD, 4); i; i--)
		folk_act();
	let_run(chance_one_in(DIE_WORLD, 3) ? (int)chance_below(DIE_WORLD, TURNS_MOST) : QUIET_TURNS);
	if (chance_one_in(DIE_WORLD, 40))
		die(chance_one_in(DIE_WORLD, 2));
	folk_hear();
	if (!net_is_busy())
		clock_advance(some_time());
}

static void come_to_rest(void)
{
	const struct disk_faults none = { 0 };
	disk_faults_set(&none);
	net_breaks(0, 0);
	folk_rest();
	while (folk_waits()) {
		let_run(QUIET_TURNS);
		folk_hear();
	}
}

void run_seed(uint64_t seed)
{
	chance_seed(seed);
	const struct disk_faults faults = { .sync_fails = 400, .drops_syncs = has_bug(BUG_DROPPED_SYNCS) };
	disk_faults_set(&faults);
	net_breaks(30, 30);
	folk_open(town);
	begin_again();
	for (int i = 0; i < STEPS; i++)
		step();
	come_to_rest();
	check_disk();
	life_close();
	check_disk();
	trace_line("the end, %016llx on the disk", (unsigned long long)disk_sum(DATABASE));
}
