/* saved.c: the formulas, over sums that jobs made; and what readers say. */
#include "features/insights/saved.h"

#include "features/community/community.h"
#include "features/ladder/ladder.h"

const struct setting insights_settings[] = {
	{ "insights.survey_percent",  SETTING_NUMBER, "20", 0, 100 },
	{ "insights.cost_call",       SETTING_NUMBER, "0",  0, 1000 },
	{ "insights.cost_technician", SETTING_NUMBER, "0",  0, 10000 },
	{ .name = NULL }
};
static const struct setting *const survey_percent = &insights_settings[0], *const cost_call = &insights_settings[1],
	*const cost_technician = &insights_settings[2];

static enum err check_staff(struct scope *scope)
{
	return is_staff(scope) ? OK : refuse(scope, ERR_FORBIDDEN, "insights.not_yours");
}

struct bounds saved_calls(const struct answer_sums *said, int64_t readers)
{
	const struct bounds shares[] = { statistic_share(said->had_it, said->answers),
		statistic_share(said->helped, said->had_it), statistic_share(said->would_call, said->helped) };
	struct bounds calls = { (double)readers, (double)readers, (double)readers };
	for (size_t i = 0; i < COUNT(shares); i++) {
		calls.low *= shares[i].low;
		calls.middle *= shares[i].middle;
		calls.high *= shares[i].high;
	}
	return calls;
}

static struct bounds people(struct bounds share, int64_t total)
{
	double n = (double)total;
	return (struct bounds){ share.low * n, share.middle * n, share.high * n };
}

enum err saved_load(struct scope *scope, struct saved *saved_out)
{
	struct saved saved = { 0 };
	struct ladder_visits visits;
	enum err err = check_staff(scope);
	if (err || (err = insight_day_sums(scope, scope->now / DAYS(1) - SAVED_DAYS, &saved.reading)) ||
	    (err = insight_answer_load_sums(scope, scope->now - DAYS(SAVED_DAYS), &saved.said)) ||
	    (err = ladder_visits_since(scope, scope->now - DAYS(SAVED_DAYS), &visits)) ||
	    (err = setting_number(scope, cost_call, &saved.cost_call)) ||
	    (err = setting_number(scope, cost_technician, &saved.cost_technician)))
		return err;
	saved.found_share = statistic_share(saved.reading.quiet, saved.reading.intents);
	saved.found = people(saved.found_share, saved.reading.intents);
	saved.has_survey = saved.said.answers >= ANSWERS_ENOUGH;
	saved.calls = saved_calls(&saved.said, saved.reading.readers);
	saved.visits = visits.done;
	saved.visits_solved = visits.solved;
	saved.visits_handed = visits.handed;
	/* Surely those that the brand had in hand already; likely those that began with a question and solved it; at most all. */
	saved.technicians = (struct bounds){ (double)visits.handed, (double)visits.solved, (double)visits.done };
	*saved_out = saved;
	return OK;
}

enum err helped_say(struct scope *scope, const struct insight_answer *answer)
{
	struct thread thread;
	enum err err = community_thread(scope, answer->thread_id, &thread);
	if (err)
		return err;
	if (thread.state != THREAD_SOLVED)
		return refuse(scope, ERR_CONFLICT, "insights.not_solved");
	return insight_answer_save(scope, answer);
}

enum err helped_is_asked(struct scope *scope, int64_t thread_id, bool *asked_out)
{
	int64_t percent;
	enum err err = setting_number(scope, survey_percent, &percent);
	if (err)
		return err;
	uint64_t mixed = ((uint64_t)thread_id ^ (uint64_t)(scope->now / DAYS(7))) * UINT64_C(0x9E3779B97F4A7C15);
	*asked_out = (int64_t)((mixed >> 32) % 100) < percent; /* below 100 */
	return OK;
}

enum err weeks_list(struct scope *scope, struct subject field, struct insight_week_list *list_out)
{
	enum err err = check_staff(scope);
	return err ? err : insight_week_load(scope, field, list_out);
}
