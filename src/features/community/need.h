/*
 * need.h: two clocks of a question.
 *
 * Somebody who wants to help says what is missing: the asker is told, reminded after some
 * days, and after as many again the thread is closed kindly; her answer opens it again.
 * And who got answers but marked none is asked once whether they helped.
 */
#ifndef NEED_H
#define NEED_H
#include "features/community/clock.h"
#include "features/community/thread.h"

/* An answer that asks back.  Not the asker's ("need.own"), only in open questions ("need.no_question",
   "need.is_solved"). */
enum err thread_ask_back(struct scope *scope, int64_t thread_id, const struct post *text, struct post *post_out);
/* Whoever asked back, or a moderator: "need.not_yours", "need.is_none". */
enum err need_undo(struct scope *scope, int64_t thread_id);
#endif
