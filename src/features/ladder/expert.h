/*
 * expert.h: heavy users of a field: who is asked, how often, and what a field's figures are.
 *
 * Nobody is pressed: a few a question, each a few times a week, silence is a fine answer,
 * and a pause is one click.  A field is a product, or the board where there is no product.
 */
#ifndef EXPERT_H
#define EXPERT_H
#include "features/ladder/field_store.h"
#include "features/ladder/rung.h"

/* Asks as many as the brand allows; *asked_out false: there is nobody to ask (no field, all pause, closed board). */
enum err expert_ask_some(struct scope *scope, int64_t thread_id, bool *asked_out);

/* The product's figures when enough was asked about it, else its board's; asked = 0: too little to say. */
enum err field_of_thread(struct scope *scope, int64_t thread_id, struct field_figures *figures_out);

/* The scope's member; days 0 ends it.  "expert.days_wrong" beyond EXPERT_PAUSE_MAX. */
#define EXPERT_PAUSE_MAX 365
enum err expert_pause(struct scope *scope, int64_t days);
struct expert_self { bool is_expert; moment paused_until; };
enum err expert_self(struct scope *scope, struct expert_self *self_out);

/* Every six hours: counts all fields anew. */
extern const struct job_kind field_count_job;
#endif
