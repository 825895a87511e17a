/* ladder.c: what the slices above ask. */
#include "features/ladder/ladder.h"

enum err ladder_visits_since(struct scope *scope, moment since, struct ladder_visits *visits_out)
{
	struct ladder_visits visits;
	enum err err = way_count_visits(scope, since, &visits.done);
	if (err || (err = way_count_visits_solved(scope, since, &visits.solved)) ||
	    (err = way_count_visits_handed(scope, since, &visits.handed)))
		return err;
	*visits_out = visits;
	return OK;
}
