/* field_store.h: fields (a product, a board): what happened there lately, who solved most, who was asked. */
#ifndef FIELD_STORE_H
#define FIELD_STORE_H
#include "core/core.h"

struct field_figures {
	int kind;             /* of the product's or the board's subject */
	int64_t id, asked, answered, solved;
	int64_t answer_seconds;   /* half of those answered were so within this time; 0 = none was */
	int64_t solution_seconds;
	moment counted_at;
};
struct field_expert { int kind; int64_t id, member_id, solved; moment counted_at; };

/* All zero when nothing was counted yet. */
enum err field_load(struct scope *scope, struct subject field, struct field_figures *figures_out);
enum err field_save(struct scope *scope, const struct field_figures *figures);
enum err expert_save(struct scope *scope, const struct field_expert *expert);
/* What was last counted before `before`, a piece a call (core/backlog.h). */
enum err field_forget(struct scope *scope, moment before, int64_t *gone_out);
enum err expert_forget(struct scope *scope, moment before, int64_t *gone_out);

/* Who may be asked: solved at least `floor` there, does not pause, was asked less than `most` times since `since`, was not
   asked about this thread, may see it.  Best first, at most 20. */
struct expert_ask { struct subject field; int64_t thread_id, audience_id, floor, most; moment since; };
enum err expert_load(struct scope *scope, const struct expert_ask *ask, struct ids *member_ids_out);
enum err ask_add(struct scope *scope, int64_t thread_id, int64_t member_id);
enum err ask_forget(struct scope *scope, moment before, int64_t *gone_out); /* a piece */

/* Until when the scope's member pauses; 0 = not. */
enum err pause_load(struct scope *scope, moment *until_out);
enum err pause_save(struct scope *scope, moment until);
/* Has the scope's member solved that much in any field? */
enum err expert_is_one(struct scope *scope, int64_t floor, bool *is_one_out);
#endif
