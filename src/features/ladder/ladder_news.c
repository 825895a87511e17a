/* ladder_news.c: the names of the ladder's news. */
#include "features/ladder/ladder_news.h"

const struct news_kind expert_asked = { "ladder.expert_asked" };
const struct news_kind matter_experts = { "ladder.experts" };
const struct news_kind matter_to_agent = { "ladder.to_agent" };
const struct news_kind matter_claimed = { "ladder.claimed" };
const struct news_kind matter_to_community = { "ladder.to_community" };
const struct news_kind matter_to_neighbour = { "ladder.to_neighbour" };
const struct news_kind matter_to_technician = { "ladder.to_technician" };
const struct news_kind matter_technician_done = { "ladder.technician_done" };
const struct news_kind matter_reminded = { "ladder.reminded" };
const struct news_kind matter_silent = { "ladder.silent" };
const struct news_kind matter_overdue = { "ladder.overdue" };
const struct news_kind matter_overdue_held = { "ladder.overdue_held" };
