/*
 * offer.h: a helper answers a task with price, time and a few words; its author accepts one.
 *
 * Accepting makes the booking, reserves the task and supersedes the other offers in one unit.
 */
#ifndef OFFER_H
#define OFFER_H
#include "features/marketplace/booking.h"
#include "features/marketplace/offer_store.h"
#include "features/marketplace/task.h"

#define OFFERS_PENDING_MAX 20 /* on one task */
#define OFFER_TEXT_MAX 2000

enum offer_step { OFFER_DECLINE, OFFER_WITHDRAW, OFFER_RUN_OUT, OFFER_STEP_COUNT };

/* What a helper fills in.  link: of the room, when it is by video; "": the one that is kept (room.h). */
struct offer_ask { int64_t price_minor; moment starts_at; int64_t minutes; str text, link; };

/* Active helpers: ERR_FORBIDDEN "helper.not_approved".  ERR_INVALID "offer.own_task"; fields: "offer.price_wrong",
   "offer.too_soon", "offer.too_far", "service.minutes_wrong", "offer.text_wrong"; ERR_CONFLICT "task.step_not_open",
   "offer.already", "offer.enough". */
enum err offer_make(struct scope *scope, int64_t task_id, const struct offer_ask *ask, struct offer *offer_out);
/* The helper's own, or on one's own task; to others ERR_NOT_FOUND "offer.not_found". */
enum err offer_show(struct scope *scope, int64_t offer_id, struct offer *offer_out, struct task *task_out);
/* What the author sees of a task's offers; a helper sees the own ones only. */
enum err offer_list(struct scope *scope, const struct task *task, struct offer_list *list_out);
/* The task's author.  ERR_CONFLICT "offer.step_not_open", "offer.helper_gone", "calendar.slot_taken". */
enum err offer_accept(struct scope *scope, int64_t offer_id, const struct booking_ask *ask,
                      struct booking *booking_out);
/* ERR_CONFLICT "offer.step_not_open". */
enum err offer_take_step(struct scope *scope, int64_t offer_id, enum offer_step step);
bool offer_may(const struct scope *scope, const struct offer *offer, const struct task *task, enum offer_step step);
bool offer_may_accept(const struct scope *scope, const struct offer *offer, const struct task *task);

extern const struct job_kind offer_expire_job, offer_lost_job;
#endif
