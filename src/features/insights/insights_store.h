/* insights_store.h: rows of readings, days, answers of readers, weeks. */
#ifndef INSIGHTS_STORE_H
#define INSIGHTS_STORE_H
#include "core/core.h"

/* Stored: append, never renumber. */
enum what_done { DID_READ = 1, DID_READ_SOLVED = 2, DID_INTEND = 3, DID_CONTACT = 4 };

struct insight_reading { int64_t day, visitor; int what, subject_kind; int64_t subject_id; };
struct insight_day { int64_t day, readers, intents, quiet; };
struct insight_answer { int64_t thread_id, visitor; bool had_it, helped, would_call; };
/* Sums of many: had_it of those who answered, helped of those who had it, would_call of those who were helped. */
struct answer_sums { int64_t answers, had_it, helped, would_call; };

struct insight_week {
	int64_t week;           /* its Monday, days since 1970 */
	int kind;               /* of the board's or the product's subject; 0 = all */
	int64_t id, asked, answered, solved;
	int64_t median_seconds; /* to the first answer; -1 = more than half still wait */
	int64_t open_a_day;     /* in thousandths: still without an answer after a day */
};
struct insight_week_list { struct insight_week *at; size_t count; };

enum err insight_reading_keep(struct scope *scope, const struct insight_reading *reading);
/* A day of readings, once its seven days afterwards are over; visitors below `below` only (0 = members alone). */
enum err insight_day_count(struct scope *scope, int64_t day, int64_t below, struct insight_day *day_out);
enum err insight_day_save(struct scope *scope, const struct insight_day *day);
/* 0 when none was counted yet. */
enum err insight_day_newest(struct scope *scope, int64_t *day_out);
enum err insight_day_sums(struct scope *scope, int64_t from_day, struct insight_day *sums_out);
/* A piece (core/backlog.h). */
enum err insight_reading_forget(struct scope *scope, int64_t before_day, int64_t *gone_out);

/* The latest word of a visitor about a thread counts. */
enum err insight_answer_save(struct scope *scope, const struct insight_answer *answer);
enum err insight_answer_load_sums(struct scope *scope, moment since, struct answer_sums *sums_out);
/* A piece. */
enum err insight_answer_forget(struct scope *scope, moment before, int64_t *gone_out);

enum err insight_week_save(struct scope *scope, const struct insight_week *week);
/* Newest first, at most 104. */
enum err insight_week_load(struct scope *scope, struct subject field, struct insight_week_list *list_out);
#endif
