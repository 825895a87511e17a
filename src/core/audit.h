/* audit.h: who changed what with a role's power: append-only, each row hash-chained to the one before. */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H
#include "core/subject.h"

struct audit_entry { int64_t id, actor_id; struct subject subject; str action, details; moment at; };
struct audit_entry_list { struct audit_entry *at; size_t count; };

/* action: "helper.approve"; details: facts without personal data, at most 1,000 bytes. */
enum err audit_note(struct scope *scope, const char *action, struct subject subject, str details);
enum err audit_list(struct scope *scope, int64_t before_id, struct audit_entry_list *list_out);
/* Walks the chain; *broken_at_out is the first entry that does not fit, 0 = whole. */
enum err audit_verify(struct scope *scope, int64_t *broken_at_out);
#endif
