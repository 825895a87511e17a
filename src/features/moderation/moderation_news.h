/* moderation_news.h: what moderation announces. */
#ifndef MODERATION_NEWS_H
#define MODERATION_NEWS_H
#include "core/core.h"

extern const struct news_kind decision_made;   /* subject decision, other the thing, to whom it concerns, if there is something to tell */
extern const struct news_kind report_confirmed; /* subject report: a notice of illegal content has arrived */
extern const struct news_kind report_decided;  /* subject report, other decision */
extern const struct news_kind report_made;     /* subject report: its mail has to be confirmed */

extern const struct subject_kind item_subject, decision_subject, report_subject; /* 30, 31, 32 */
#endif
