/* subject.h: points at anything: a thread, a booking, a member.  Its owner says what it is called and who may see it. */
#ifndef CORE_SUBJECT_H
#define CORE_SUBJECT_H
#include "core/scope.h"

struct subject { int kind; int64_t id; };
struct subject_face { str title; str url; }; /* title "" = not there, or not to be known by this scope */

struct subject_care; /* core/care.h */
struct subject_kind {
	const char *name; /* "thread": API, URLs, trail icons */
	int number;       /* stored: never reused.  10s community, 20s marketplace, 1-9 ground, 30s overseers */
	/* In bulk: fills faces_out[i] for ids.at[i], in the scope's language. */
	enum err (*faces)(struct scope *scope, struct ids ids, struct subject_face *faces_out);
	const struct subject_care *care; /* NULL: nobody can object to it */
};

static inline struct subject subject_of(const struct subject_kind *kind, int64_t id)
{
	return (struct subject){ kind->number, id };
}
enum { SUBJECT_BRAND = 3 }; /* the brand itself, its settings included: the only kind that floors below its slice name */
/* How much a member has not read; its id is hers.  No page that is kept shows it, only what is kept of it (core/memo.h). */
extern const struct subject_kind bell_subject;
/* NULL for an unknown number. */
const struct subject_kind *subject_kind_of(const struct house *house, int number);
const struct subject_kind *subject_kind_named(const struct house *house, str name);
/* Faces of mixed subjects, one bulk call a kind. */
enum err subject_faces(struct scope *scope, const struct subject *subjects, size_t count,
                       struct subject_face *faces_out);
/* It became part of another of its kind (a merged thread): addresses lead there from now on, those that led to it too. */
enum err subject_alias(struct scope *scope, struct subject subject, int64_t to_id);
/* 0 = it is no other. */
enum err subject_alias_of(struct scope *scope, struct subject subject, int64_t *to_id_out);
/* This unit changed it: cached pages that show it are forgotten once the unit is durable. */
void subject_changed(struct scope *scope, struct subject subject);
#endif
