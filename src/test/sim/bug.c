/*
 * bug.c: slips of the house, built in by the linker when `--bug NAME` asks for one.
 *
 * A simulation that never fails proves nothing.  Each of these must be found within a few seeds (sim_test.c).
 */
#include "store/unit.h"
#include "test/sim/sim.h"

LASTS static enum bug present;

const char *const bug_names[BUG_COUNT] = { [NO_BUG] = "none", [BUG_EARLY_ANSWERS] = "early-answers",
	[BUG_DROPPED_SYNCS] = "dropped-syncs" };

void bug_set(enum bug bug)
{
	present = bug;
}

bool has_bug(enum bug bug)
{
	return present == bug;
}

/* ── answers that leave before the commit ── */

struct early { unit_work *work; unit_answer *answer; void *data; bool is_answered; };

static enum err answer_early(struct db *db, void *data)
{
	struct early *early = data;
	enum err err = early->work(db, early->data);
	if (!early->is_answered)
		early->answer(early->data, err);
	early->is_answered = true;
	return err;
}

static void answered_already(void *data, enum err err)
{
	(void)data;
	(void)err;
}

enum err __real_store_submit(struct store *store, unit_work *work, unit_answer *answer, void *data);
enum err __wrap_store_submit(struct store *store, unit_work *work, unit_answer *answer, void *data);
enum err __wrap_store_submit(struct store *store, unit_work *work, unit_answer *answer, void *data)
{
	if (!has_bug(BUG_EARLY_ANSWERS))
		return __real_store_submit(store, work, answer, data);
	struct early *early = memory_take(sizeof(*early));
	*early = (struct early){ work, answer, data, false };
	return __real_store_submit(store, answer_early, answered_already, early);
}
