/*
 * audit.h: who changed what with a role's power: append-only, each row hash-chained to the one before.
 *
 * Entries are kept for twelve months.  What is forgotten leaves an anchor: the number and the hash of the last entry that went,
 * sealed with the house's key, so that the rest of the chain stays provable.
 */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H
#include "core/subject.h"

struct audit_entry { int64_t id, actor_id; struct subject subject; str action, details; moment at; };
struct audit_entry_list { struct audit_entry *at; size_t count; };
/* deed "" = all, "member" = all that begin with "member."; 0 = any actor, kind, time; until_at is not in it. */
struct audit_filter { str deed; int64_t actor_id; int subject_kind; moment from_at, until_at; int64_t before_id; };
struct audit_anchor { int64_t number; moment at; str hash, proof; };
#define AUDIT_PAGE 50

/* action: "helper.approve"; details: facts without personal data, at most 1,000 bytes. */
enum err audit_note(struct scope *scope, const char *action, struct subject subject, str details);
enum err audit_list(struct scope *scope, int64_t before_id, struct audit_entry_list *list_out);
/* Newest first, AUDIT_PAGE a page, behind before_id (0 = from the top). */
enum err audit_find(struct scope *scope, const struct audit_filter *filter, struct audit_entry_list *list_out);
/* Walks the chain; *broken_at_out is the first entry that does not fit, 0 = whole. */
enum err audit_verify(struct scope *scope, int64_t *broken_at_out);
/* Forgets entries before that time, at most a hundred a call, and only such as still fit; *forgotten_out 0 = none is left. */
enum err audit_forget(struct scope *scope, moment before, int64_t *forgotten_out);
#endif
