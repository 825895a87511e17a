/*
 * job.h: work for later: timers of bookings, mails, clean-ups.
 *
 * A job is a row; the worker runs it once it is due, in a unit that also marks it done.
 * A failing job is tried again after 1, 5, 25 … minutes, at most `attempts` times.
 */
#ifndef CORE_JOB_H
#define CORE_JOB_H
#include "core/subject.h"

struct job {
	int64_t id;
	struct subject subject;
	int64_t run_as;   /* member whose rights are checked again when it runs; 0 = the house */
	str text;         /* at most 4,000 bytes */
	moment due_at;
	int attempt;      /* from 1 */
};

struct job_kind {
	const char *name; /* "marketplace.booking_expire": stored */
	/* The scope is the house's (member 0, every role) for that brand; run_as's rights are looked up by the slice. */
	enum err (*run)(struct scope *scope, const struct job *job);
	bool by_hand;     /* runs outside a unit (slow work) and opens its own */
	int attempts;     /* 0 = 8 */
	int every_seconds; /* > 0: planned by itself for every brand, again and again */
};

/* In the caller's unit.  One job of a kind per subject: planning again moves it. */
enum err job_plan(struct scope *scope, const struct job_kind *kind, struct subject subject, moment due_at);
enum err job_plan_text(struct scope *scope, const struct job_kind *kind, const struct job *job);
enum err job_cancel(struct scope *scope, const struct job_kind *kind, struct subject subject);
#endif
