/* identity_news.c: the names under which identity's news are kept. */
#include "features/identity/identity_news.h"

const struct news_kind draft_kept = { "identity.draft_kept" };
const struct news_kind draft_confirmed = { "identity.draft_confirmed" };
