/* crowd_web.h: telling all who follow, however many: in pieces, one unit each. */
#ifndef CROWD_WEB_H
#define CROWD_WEB_H
#include "features/notify/notice.h"

/* A post ("reply") or a new question ("followed_thread"): subject the thread, other the post; or what was published
   ("followed_article"): subject the article. */
enum err crowd_tell(struct scope *scope, const struct notice *notice);
extern const struct job_kind notify_fanout_job;
#endif
