/* ladder_news.h: what the ladder announces.  Subject: the matter, but for expert_asked: the thread. */
#ifndef LADDER_NEWS_H
#define LADDER_NEWS_H
#include "core/core.h"

extern const struct news_kind expert_asked;        /* to one who solved much there: can you help? */
extern const struct news_kind matter_experts;      /* to the owner, as all that follow: who knows it well was asked */
extern const struct news_kind matter_to_agent;     /* it lies with the brand's agents now */
extern const struct news_kind matter_claimed;      /* an agent took it; other: the member who did */
extern const struct news_kind matter_to_community; /* it is the community's again */
extern const struct news_kind matter_to_neighbour; /* help at home was suggested */
extern const struct news_kind matter_to_technician;
extern const struct news_kind matter_technician_done;
extern const struct news_kind matter_reminded;     /* it waits for its owner */
extern const struct news_kind matter_silent;       /* its owner said nothing: closed, and may be opened again */
extern const struct news_kind matter_overdue;      /* nobody acted in time: told to its owner */
extern const struct news_kind matter_overdue_held; /* … and to whoever holds it */

extern const struct subject_kind matter_subject; /* 36 */
#endif
