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

typedef enum err submitting(struct store *store, unit_work *work, unit_answer *answer, void *data);
submitting __real_store_submit, __wrap_store_submit, __real_store_submit_keyed, __wrap_store_submit_keyed;

static enum err submit_by(submitting *submit, struct store *store, struct early what)
{
	if (!has_bug(BUG_EARLY_ANSWERS))
		return submit(store, what.work, what.answer, what.data);
	struct early *early = memory_take(sizeof(*early));
	*early = what;
	return submit(store, answer_early, answered_already, early);
}

enum err __wrap_store_submit(struct store *store, unit_work *work, unit_answer *answer, void *data)
{
	return submit_by(__real_store_submit, store, (struct early){ work, answer, data, false });
}

enum err __wrap_store_submit_keyed(struct store *store, unit_work *work, unit_answer *answer, void *data)
{
	return submit_by(__real_store_submit_keyed, store, (struct early){ work, answer, data, false });
}
