/* random.h: unguessable bytes, and time-ordered ids. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H
#include "base/moment.h"

void random_bytes(void *at, size_t size);
uint64_t random_below(uint64_t bound); /* uniform */

/* 256 bits as 43 characters of base64url: for sessions, links, tokens. */
str random_token(struct arena *arena);

/* 42 bits of milliseconds since 1970, 8 of node, 13 of sequence: rising within a process and never
   twice, also when the clock steps back.  Thread-safe. */
int64_t id_new(moment now);
void id_set_node(uint8_t node);
moment id_moment(int64_t id); /* when it was made, to the millisecond */
int64_t id_first_at(moment at); /* the smallest id of that millisecond: for ranges */
#endif
