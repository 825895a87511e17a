/* care_store.h: tasks and reviews as moderators need them: whoever may see them, hidden or not. */
#ifndef MARKET_CARE_STORE_H
#define MARKET_CARE_STORE_H
#include "features/marketplace/chat_store.h"
#include "features/marketplace/review_store.h"
#include "features/marketplace/task_store.h"

/* ERR_NOT_FOUND, unrefused. */
enum err care_task_load(struct scope *scope, int64_t task_id, struct task *task_out);
enum err care_task_set_hidden(struct scope *scope, int64_t task_id, moment hidden_at); /* 0: shown again */
enum err care_review_load(struct scope *scope, int64_t review_id, struct review *review_out);
enum err care_review_set_hidden(struct scope *scope, int64_t review_id, moment hidden_at);
enum err care_message_load(struct scope *scope, int64_t message_id, struct message *message_out);
enum err care_message_set_text(struct scope *scope, const struct message *message);

/* Of a member who leaves: bookings that others count on, claims younger than `since`; and what is still to be ended, 3 of each. */
struct still_open { int64_t under_way, claims; };
struct still_left { struct ids tasks, offers, services; };
enum err care_load_open(struct scope *scope, int64_t member_id, moment since, struct still_open *open_out);
enum err care_load_left(struct scope *scope, int64_t member_id, struct still_left *left_out);
#endif
