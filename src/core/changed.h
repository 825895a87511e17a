/*
 * changed.h: which subjects changed since when, for whatever is kept in memory beside the database (web/cache.h, memo.h).
 *
 * Every change has a number that rises.  What is kept remembers the number at which its snapshot began, and each subject
 * its latest change, so there are no lists to keep and nothing to sweep.  Two subjects may share a slot: then something is
 * forgotten too early, never too late.
 */
#ifndef CORE_CHANGED_H
#define CORE_CHANGED_H
#include "core/subject.h"

struct changed;

struct changed *changed_open(size_t slots);
void changed_close(struct changed *changed);
/* Read before the snapshot opens. */
uint64_t changed_number(const struct changed *changed);
uint32_t changed_slot(const struct changed *changed, int64_t brand_id, struct subject subject);
/* One of these slots, or everything, after that number? */
bool changed_since(const struct changed *changed, const uint32_t *slots, size_t count, uint64_t number);
/* After the commit, before anyone is answered. */
void changed_note(struct changed *changed, int64_t brand_id, struct subject subject);
void changed_note_all(struct changed *changed);

/* All bits of the number tell in all of the result (the last step of MurmurHash3, 64 bits). */
uint64_t changed_mix(uint64_t x);
#endif
