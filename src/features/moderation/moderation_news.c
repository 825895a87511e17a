/* moderation_news.c: the names under which news are stored; never renamed. */
#include "features/moderation/moderation_news.h"

const struct news_kind decision_made = { "moderation.decision_made" };
const struct news_kind report_confirmed = { "moderation.report_confirmed" };
const struct news_kind report_decided = { "moderation.report_decided" };
const struct news_kind report_made = { "moderation.report_made" };
