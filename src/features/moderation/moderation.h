/* moderation.h: what the slices above may know: how a member stands, and what was decided. */
#ifndef MODERATION_H
#define MODERATION_H
#include "features/moderation/decision.h"

/* Of the brand's last twelve months: by measure, ground, source and whether it was automatic. */
enum err moderation_counts(struct scope *scope, moment from_at, moment until_at, struct decision_count_list *list_out);
#endif
