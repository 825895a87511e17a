/*
 * trail.h: what grew from what: thread -> task -> booking -> fix; and the matter they all belong to.
 *
 * A matter is one member's concern from the first word to the last.  It always
 * says its step, who holds it, until when; every thing on its trail leads to it.
 */
#ifndef CORE_TRAIL_H
#define CORE_TRAIL_H
#include "core/cursor.h"
#include "core/news.h"

enum matter_step { MATTER_ASKED, MATTER_ANSWERED, MATTER_HELP_WANTED, MATTER_OFFERED, MATTER_BOOKED, MATTER_VISIT,
	MATTER_DONE, MATTER_SOLVED, MATTER_CLOSED,
	MATTER_EXPERTS_ASKED, MATTER_WITH_AGENT, MATTER_TECHNICIAN, MATTER_REQUESTED, /* stored: append, never renumber */
	MATTER_STEP_COUNT };
enum matter_holder { HELD_BY_COMMUNITY, HELD_BY_OWNER, HELD_BY_HELPER, HELD_BY_BRAND, HELD_BY_NOBODY,
	HELD_BY_EXPERTS, MATTER_HOLDER_COUNT };
extern const char *const matter_step_names[MATTER_STEP_COUNT + 1]; /* "asked" …, NULL: API, text keys */
extern const char *const matter_holder_names[MATTER_HOLDER_COUNT + 1];
#define MATTER_STEPS_ALL ((1u << MATTER_STEP_COUNT) - 1)
#define MATTER_STEPS_OVER (1u << MATTER_SOLVED | 1u << MATTER_CLOSED)

struct matter {
	int64_t id;
	int64_t owner_id;
	struct subject root;      /* what it began with */
	enum matter_step step;
	enum matter_holder holder;
	int64_t holder_id;        /* the helper; 0 = no one person */
	moment due_at;            /* until when the holder should act; 0 = open */
	struct subject latest;    /* where the next step is taken */
	moment changed_at;
};
struct matter_list { struct matter *at; size_t count; };
struct trail_step { struct subject subject, from; str why; moment at; int64_t matter_id; };
struct trail_step_list { struct trail_step *at; size_t count; };

/* Begins a matter at `root` for its owner, or gives the one it already belongs to. */
enum err trail_begin(struct scope *scope, struct subject root, int64_t owner_id, int64_t *matter_id_out);
/* `to` grew from `from` (and so belongs to from's matter); why is a text key like "trail.help_wanted". */
enum err trail_grow(struct scope *scope, struct subject from, struct subject to, const char *why);
/* The matter of any subject on its trail; ERR_NOT_FOUND (unrefused) when it has none. */
enum err trail_matter(struct scope *scope, struct subject subject, struct matter *matter_out);
/* A matter began or moved; subject: its root.  Whoever listens asks trail_matter where it stands by now. */
extern const struct news_kind matter_moved;

/* A whole matter that began at its root, as it is by now, and nobody is told: for what comes in by the hundred thousand. */
enum err trail_copy_in(struct scope *scope, const struct matter *matter);
/* Moves the matter of `subject` on; no matter, no effect. */
enum err trail_move(struct scope *scope, struct subject subject, const struct matter *to);
/* The same, but only from one of `steps` (bits, 1u << step): what somebody else holds is not taken away. */
enum err trail_move_from(struct scope *scope, struct subject subject, unsigned steps, const struct matter *to);
/* Until when the holder should act; nobody is told. */
enum err trail_set_due(struct scope *scope, int64_t matter_id, moment due_at);
/* ERR_NOT_FOUND, unrefused. */
enum err trail_matter_by_id(struct scope *scope, int64_t matter_id, struct matter *matter_out);
/* In any order; those that are gone are left out. */
enum err trail_matters_by_ids(struct scope *scope, struct ids ids, struct matter_list *list_out);
enum err trail_steps(struct scope *scope, struct ids matter_ids, struct trail_step_list *list_out);
/* Matters of a member as owner or holder, newest change first: 20 behind the cursor (of changed_at). */
enum err trail_matters_of(struct scope *scope, int64_t member_id, struct cursor before, struct matter_list *list_out);
#endif
