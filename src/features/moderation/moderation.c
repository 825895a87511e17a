/* moderation.c: what the slices above may know. */
#include "features/moderation/moderation.h"

enum err moderation_counts(struct scope *scope, moment from_at, moment until_at, struct decision_count_list *list_out)
{
	enum err err = moderation_check(scope);
	return err ? err : decision_count_all(scope, from_at, until_at, list_out);
}
