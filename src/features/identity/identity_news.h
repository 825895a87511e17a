/* identity_news.h: what identity announces, and how a draft is pointed at. */
#ifndef IDENTITY_NEWS_H
#define IDENTITY_NEWS_H
#include "core/core.h"

extern const struct news_kind draft_kept;      /* a stranger left a draft: its letter is due */
/* The mail is confirmed; to_member_id is the author, text the draft's kind.  Whoever owns the kind loads the draft
   (draft_load), posts it as the author and calls draft_done or draft_refused. */
extern const struct news_kind draft_confirmed;
extern const struct subject_kind draft_subject;
#endif
