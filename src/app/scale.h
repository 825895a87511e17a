/*
 * scale.h: `heinzel demo --scale N`: a community of N members with the shape of a real one, two years old.
 *
 * Of each thing the how-manieth it is says all about it, so that two runs make the same rows, and its id is worked out
 * rather than looked up.  Rows go in as the slices' stores write them, in large units, into a house that nobody is in;
 * what the rules count besides (answers, thanks, ratings) is counted here, and scale_test.c counts it again.
 */
#ifndef APP_SCALE_H
#define APP_SCALE_H
#include "app/demo.h"
#include "app/demo_made.h"
#include "app/dice.h"

#define SCALE_YEARS 2
#define SCALE_MAIL "mitglied%lld@example.org" /* of the n-th member: by which `heinzel token add` finds her */
#define SCALE_TERMS "1 late=24h grace=5min" /* of its visits */

struct scale_board { int64_t id, threads, new_threads, latest_thread_id; };
struct scale_counts { int64_t rows, posts, kudos, bookings, reviews; };

struct scale {
	struct demo *demo;
	struct scope brand;        /* turned to the brand that grows */
	struct arena *arena;       /* of the unit at hand */
	struct crowd crowd;
	int64_t members, threads, tasks, makers; /* makers: who offer services */
	int64_t *in_order;         /* the makers' numbers, neighbours side by side */
	moment from, until;        /* the two years */
	struct scale_board *boards;
	size_t board_count;
	int64_t *products;
	size_t product_count;
	int64_t first_member_id;   /* of an earlier start; 0 = none */
	uint16_t *written;         /* posts of each member */
	struct scale_counts counts;
	/* Of the unit at hand, which may run again: where it begins, what it wrote, by whom (int64_t: which member). */
	int64_t next;
	struct scale_counts unit;
	struct list wrote;
	struct list helpers;       /* int64_t: all there are */
	moment began_at, told_at;
	const char *what;          /* is being made: "threads" */
};

/* A unit's work: `count` things from `scale->next` on; tells scale->unit what that was. */
typedef enum err scale_some(struct scope *scope, struct scale *scale, int64_t count);
/* `all` things, `a_unit` at a time, telling progress. */
enum err scale_run(struct scale *scale, const char *what, scale_some *some, int64_t all, int64_t a_unit);

/* The n-th of them: when it came, and its id. */
moment scale_member_joined(const struct scale *scale, int64_t n);
int64_t scale_member_id(const struct scale *scale, int64_t n);
moment scale_thread_made(const struct scale *scale, int64_t n);
int64_t scale_thread_id(const struct scale *scale, int64_t n);
/* The n-th of so many, evenly over the two years; and an id of that moment, in a lane of its own. */
moment scale_spread(const struct scale *scale, int64_t n, int64_t of);
int64_t scale_id(moment at, int lane);
/* How many members there were by then. */
int64_t scale_members_by(const struct scale *scale, moment at);

scale_some scale_members, scale_threads, scale_tasks;
/* Who offers what, where and when, and the visits to come. */
enum err scale_services(struct scale *scale);
/* Visits and reviews that make each helper's rating what it says. */
enum err scale_visits(struct scale *scale);
/* After all threads: the boards' counts. */
enum err scale_count_boards(struct scope *scope, void *scale);

/* The whole, without the index. */
enum err demo_scale(struct demo *demo, int64_t members);
#endif
