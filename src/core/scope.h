/*
 * scope.h: who acts, for which brand, when, with which memory and unit of work.
 *
 * It comes first in every call.  This is the only seam to units: features never
 * see store/unit.h.  A scope that has refused never commits.
 */
#ifndef CORE_SCOPE_H
#define CORE_SCOPE_H
#include "base/base.h"

struct house; struct db;

struct refusal {
	const char *reason; /* a text key: what happened, what to do; NULL = none */
	const char *field;  /* the form field it is about, or NULL */
};

struct scope {
	struct arena *arena;
	struct house *house;
	struct db *db;          /* while a unit or snapshot is open */
	bool is_snapshot, is_unit; uint64_t memo_number; /* … and nothing can change in it; … and it is one; core/memo.h: read before it opened */
	struct kept *kept;      /* what was read in it and may be asked for again: core/kept.h */
	int64_t brand_id;
	int64_t member_id;      /* 0 = a stranger */
	int64_t actor_id;       /* who really acts; differs when an agent acts for a caller */
	int64_t session_id;     /* 0 = none, or a token */
	str network;            /* whom the request's address stands for; "" = nobody, or not to be limited by it */
	unsigned roles;         /* bits of core/policy.h */
	moment leaving_at;      /* the member asked to be erased: then it begins; 0 = no */
	str language;           /* "de" */
	str origin;             /* the brand's own "https://host": for links in mails */
	const struct zone *zone;
	str currency, brand_name; /* the brand's "EUR"; as people know it */
	str theme;              /* changes with the brand's look: part of its stylesheet's address */
	moment now;
	str logo, logo_dark, icon; /* addresses of the brand's pictures, "" = none */
	uint64_t request_id;
	struct refusal refusal;
	struct list changes;    /* struct subject: what changed in this unit */
	struct list after, tells; /* what to do once it is durable, and what other nodes hear of it (core/tell.h) */
	bool is_keyed, is_behind; /* its unit finds out by core/once.h whether it was done: it outlives its connection; nobody waits for it */
	enum err (*seal)(struct scope *scope); /* core/scope_run.h: before this run is kept */
	struct doubt *doubt;    /* of an earlier run whose end is not known: what it changed and wanted to do */
};

void scope_open(struct scope *scope, struct house *house, struct arena *arena, moment now);

/* Work on the scope with its db open.  May run more than once: no effect outside. */
typedef enum err scope_work(struct scope *scope, void *data);
typedef void scope_answer(void *data, enum err err);

enum err scope_read(struct scope *scope, scope_work *work, void *data);  /* a read snapshot, on this thread */
/* A unit; waits until it is durable.  Never inside another.  Every run begins without refusal, changes and deeds.
   What was refused is undone even when work returned OK: scope_write then answers ERR_INVALID. */
enum err scope_write(struct scope *scope, scope_work *work, void *data);
/* The door's form: returns at once; `answer` is called when the unit is durable or undone.  ERR_LIMITED: queue full,
   nothing will be called.  The answer's err is what work returned; so OK with a refusal set means: undone, and the
   form is shown again.  Whether something was kept is told by refusal.reason and err together, never by err alone. */
enum err scope_submit(struct scope *scope, scope_work *work, scope_answer *answer, void *data);
enum err scope_read_begin(struct scope *scope); /* a snapshot in two calls, for the door */
void scope_read_end(struct scope *scope);
/* What `work` asks travels together, for whoever asks it next; it sees no rows itself (docs/decisions/0059).  Nothing on SQLite. */
void scope_ahead(struct scope *scope, scope_work *work, void *data);
struct db *scope_db(struct scope *scope); /* must be open */
struct db *scope_house_db(struct scope *scope); /* for a statement that looks past brands (`-- house: reason`) */
/* Nobody heard the end of the run before this one: was it kept?  Then what it changed and wanted to do counts.  False: it never will be. */
void scope_settle_doubt(struct scope *scope, bool was_kept);
/* Says once why, and gives err back: `return refuse(scope, ERR_CONFLICT, "thread.closed");` */
enum err refuse(struct scope *scope, enum err err, const char *reason);
enum err refuse_field(struct scope *scope, const char *field, const char *reason); /* ERR_INVALID */
/* An answer other than failing was found: the refusal is taken back. */
void scope_forgive(struct scope *scope);
typedef void scope_deed(struct house *house, void *data);
/* Once the unit is durable, before anyone is answered: call it with data from the arena.  Lost with the unit. */
void scope_after(struct scope *scope, scope_deed *deed, void *data);
/* The other way round: only when this run of the unit is undone (a file that was moved in goes away again). */
void scope_undone(struct scope *scope, scope_deed *deed, void *data);
void scope_act_as(struct scope *scope, int64_t member_id, unsigned roles); /* somebody else of the brand (0 = the house): for jobs */
#endif
