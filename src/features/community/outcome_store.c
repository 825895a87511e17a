/* outcome_store.c: a page of threads, then the answers and the solutions of all of them at once. */
#include "features/community/outcome_store.h"

#include "features/community/outcome_sql.gen.h"

static struct thread_outcome *outcome_in(struct thread_outcome_list *list, int64_t thread_id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].id == thread_id)
			return &list->at[i];
	}
	must(false); /* asked for by its id */
	return NULL;
}

static void take_first(moment *at, int64_t *author_id, const struct outcome_post *post)
{
	if (*at && *at <= post->at)
		return;
	*at = post->at;
	*author_id = post->author_id;
}

enum err outcome_load(struct scope *scope, moment since, int64_t after_id, struct thread_outcome_list *list_out)
{
	struct thread_outcome_list list;
	struct outcome_post_list answers, solutions;
	enum err err = sql_outcome_threads(scope, since, after_id, &list);
	if (err || !list.count) {
		*list_out = (struct thread_outcome_list){ NULL, 0 };
		return err;
	}
	int64_t *ids = arena_take(scope->arena, list.count * sizeof(*ids));
	for (size_t i = 0; i < list.count; i++)
		ids[i] = list.at[i].id;
	if ((err = sql_outcome_answers(scope, (struct ids){ ids, list.count }, &answers)) ||
	    (err = sql_outcome_solutions(scope, (struct ids){ ids, list.count }, &solutions)))
		return err;
	for (size_t i = 0; i < answers.count; i++) {
		struct thread_outcome *outcome = outcome_in(&list, answers.at[i].thread_id);
		take_first(&outcome->answered_at, &outcome->answerer_id, &answers.at[i]);
	}
	for (size_t i = 0; i < solutions.count; i++) {
		struct thread_outcome *outcome = outcome_in(&list, solutions.at[i].thread_id);
		take_first(&outcome->solved_at, &outcome->solver_id, &solutions.at[i]);
	}
	*list_out = list;
	return OK;
}
