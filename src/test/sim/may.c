/* may.c: widened at once, narrowed when it is sure. */
#include "test/sim/may.h"

#include "test/sim/clock.h"

bool may_be(const struct may *may, moment since)
{
	return may->until >= since || (may->again && clock_now() >= may->again);
}

LASTS static int64_t begun;

int64_t changes_begun(void)
{
	return begun;
}

void change_note(void)
{
	begun++;
}

bool change_begin(struct change *change, struct may *opens, struct may *closes)
{
	if ((opens && opens->is_busy) || (closes && closes->is_busy))
		return false;
	begun++;
	*change = (struct change){ .opens = opens, .closes = closes, .again = change->again, .is_on = true };
	if (closes)
		closes->is_busy = true;
	if (!opens)
		return true;
	opens->is_busy = true;
	change->before = opens->until;
	opens->until = MAY_STILL;
	return true;
}

void change_end(struct change *change, bool is_done)
{
	if (!change->is_on)
		return;
	change->is_on = false;
	if (change->opens) {
		change->opens->is_busy = false;
		if (is_done)
			change->opens->again = 0;
		else if (change->before != MAY_STILL)
			change->opens->until = clock_monotonic();
	}
	if (!change->closes)
		return;
	change->closes->is_busy = false;
	if (!is_done)
		return;
	change->closes->until = clock_monotonic();
	change->closes->again = change->again;
}
