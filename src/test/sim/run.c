/* run.c: what happens in a run: people act, time passes, things break; then all faults stop, and everything must come right. */
#include "test/sim/run.h"

#include "test/sim/clock.h"
#include "test/sim/disk.h"
#include "test/sim/folk.h"
#include "test/sim/life.h"
#include "test/sim/net.h"
#include "test/sim/check.h"
#include "test/sim/ear.h"
#include "test/sim/eyes.h"
#include "test/sim/known.h"
#include "test/sim/post.h"
#include "test/sim/tally.h"
#include "test/sim/thread.h"
#include "test/sim/vow.h"

enum { STEPS = 165, TURNS_MOST = 400, QUIET_TURNS = 2000000, PATIENCE = 60 };

LASTS static struct town *town;

void run_prepare(void)
{
	town = town_build();
	life_end(false);
	disk_crash(false);
	deeds = (struct deeds){ 0 };
}

static moment some_time(void)
{
	static const moment spans[] = { SECONDS(1), SECONDS(20), SECONDS(20), MINUTES(3), MINUTES(3), MINUTES(40), MINUTES(40), MINUTES(40),
		HOURS(3), HOURS(3), HOURS(3), HOURS(20), HOURS(20), DAYS(3), DAYS(3), DAYS(12) };
	return 1 + (moment)chance_below(DIE_WORLD, (uint64_t)spans[chance_below(DIE_WORLD, COUNT(spans))]);
}

/* Mostly any; but seldom past the time when somebody is awaited, and little while somebody may be there. */
static moment time_until_next(void)
{
	moment by = some_time(), visit = known_next_visit(clock_now());
	moment until = visit == FOREVER ? by : visit - clock_now() + MINUTES(15 * (int64_t)chance_below(DIE_WORLD, 12)) - HOURS(1);
	if (known_visit_about(clock_now()) && !chance_one_in(DIE_WORLD, 4))
		until = 1 + (moment)chance_below(DIE_WORLD, (uint64_t)MINUTES(90));
	return until > 0 && until < by && !chance_one_in(DIE_WORLD, 8) ? until : by;
}

/* ── the process ── */

static void begin_again(void)
{
	while (!life_begin())
		life_end(chance_one_in(DIE_WORLD, 2));
}

static void die(bool power)
{
	if (!chance_one_in(DIE_WORLD, 3)) /* else it begins on a full disk, if it is one */
		disk_fill(false);
	life_end(power);
	folk_died();
	check_disk();
	if (chance_one_in(DIE_WORLD, 3)) { /* nobody is awake to begin it again */
		moment asleep = some_time();
		trace_line("nothing runs for %lld s", (long long)(asleep / SECONDS(1)));
		clock_advance(asleep);
	}
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
			disk_forgive(); /* whoever was hit has been answered */
		if (!net_is_busy() && !threads_sleep())
			return true;
		moment next = threads_next();
		if (next == FOREVER)
			sim_failed("requests wait, and nobody works on them");
		clock_advance(next - clock_monotonic());
	}
	return true;
}

/* Each seed has troubles of its own: what never comes alone is not found where all come at once. */
struct mood { struct disk_faults disk; struct post_faults post; unsigned breaks, dies, fills, jumps; };
LASTS static struct mood mood;

static unsigned one_of(unsigned often, unsigned seldom)
{
	const unsigned choices[] = { 0, often, seldom, seldom };
	return choices[chance_below(DIE_WORLD, COUNT(choices))];
}

static void choose_mood(void)
{
	mood = (struct mood){ .disk = { .sync_fails = one_of(300, 2500), .drops_syncs = has_bug(BUG_DROPPED_SYNCS) },
		.post = { .puts_off = one_of(4, 15), .refuses = one_of(10, 60), .sends_back = one_of(8, 30) },
		.breaks = one_of(6, 30), .dies = one_of(12, 40), .fills = one_of(20, 80), .jumps = one_of(20, 90) };
	if (chance_one_in(DIE_WORLD, 4))
		mood.disk.write_fails = 8000;
	if (chance_one_in(DIE_WORLD, 4))
		mood.disk.read_fails = 30000;
}

/* Space comes back when somebody has looked after it. */
static void fill_or_empty(void)
{
	if (disk_is_full() && chance_one_in(DIE_WORLD, 3)) {
		trace_line("the disk has room again");
		disk_fill(false);
	} else if (!disk_is_full() && chance_one_in(DIE_WORLD, mood.fills)) {
		trace_line("the disk is full");
		deeds.disk_full++;
		disk_fill(true);
	}
}

/* Somebody sets the clock: mostly by a little, and seldom back. */
static void set_clock(void)
{
	if (!chance_one_in(DIE_WORLD, mood.jumps))
		return;
	bool back = chance_one_in(DIE_WORLD, 3);
	moment by = 1 + (moment)chance_below(DIE_WORLD, (uint64_t)(back ? MINUTES(5) : HOURS(30)));
	trace_line("the clock is set %s by %lld s", back ? "back" : "forward", (long long)(by / SECONDS(1)));
	clock_jump(back ? -by : by);
}

static void step(void)
{
	fill_or_empty();
	set_clock();
	for (uint64_t i = 1 + chance_below(DIE_WORLD, 4); i; i--)
		folk_act();
	folk_group();
	post_deliver();
	let_run(chance_one_in(DIE_WORLD, 3) ? (int)chance_below(DIE_WORLD, TURNS_MOST) : QUIET_TURNS);
	if (chance_one_in(DIE_WORLD, mood.dies))
		die(chance_one_in(DIE_WORLD, 2));
	folk_hear();
	if (!net_is_busy())
		clock_advance(folk_patience(time_until_next()));
}

/* Until nothing is due any more; what was put off is waited for. */
static void work_off(void)
{
	for (int i = 0; check_waiting(); i++) {
		if (i > PATIENCE)
			return; /* check_rest says what waits */
		clock_advance(HOURS(4));
		let_run(QUIET_TURNS);
	}
}

static void wait_for_all(void)
{
	while (folk_waits()) {
		let_run(QUIET_TURNS);
		folk_hear();
		if (!net_is_busy())
			clock_advance(folk_patience(SECONDS(1)));
	}
}

static void come_to_rest(void)
{
	const struct disk_faults none = { 0 };
	const struct post_faults no_trouble = { 0 };
	disk_faults_set(&none);
	disk_fill(false);
	post_faults_set(&no_trouble);
	net_breaks(0, 0);
	folk_rest();
	wait_for_all();
	let_run(QUIET_TURNS);
	work_off();
	if (folk_leaves()) { /* whoever waits for the end of her account has it now */
		clock_advance(DAYS(15));
		let_run(QUIET_TURNS);
		work_off();
	}
	for (enum proof proof = PROOF_ASKS; proof <= PROOF_ANSWERS; proof++) {
		proof_do(proof);
		wait_for_all();
	}
	proof_check();
	let_run(QUIET_TURNS);
	work_off();
}

void run_seed(uint64_t seed)
{
	chance_seed(seed);
	choose_mood();
	disk_faults_set(&mood.disk);
	post_faults_set(&mood.post);
	net_breaks(mood.breaks, mood.breaks);
	folk_open(town);
	eyes_open(town);
	begin_again();
	for (int i = 0; i < STEPS; i++)
		step();
	come_to_rest();
	tally_trace();
	check_disk();
	check_rest(town->brand_ids);
	life_close();
	check_disk();
	trace_line("the end, %016llx on the disk", (unsigned long long)disk_sum(DATABASE));
}
