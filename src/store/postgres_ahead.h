/*
 * postgres_ahead.h: questions that were sent before anybody waits for them, and their answers
 * (docs/decisions/0059).  Whoever asks one of them takes its answer, once.  For store/ only.
 */
#ifndef STORE_POSTGRES_AHEAD_H
#define STORE_POSTGRES_AHEAD_H
#include "store/postgres_value.h"

enum { AHEAD_MAX = 32 };

struct ahead;

struct ahead *ahead_open(void);
void ahead_close(struct ahead *ahead);
/* A transaction begins or ends, or its connection broke: gives how many answers nobody took. */
int ahead_drop(struct ahead *ahead);
/* Keeps a question that is sent next.  False: it was asked already, or there is no room; then it is not sent. */
bool ahead_note(struct ahead *ahead, const struct statement *statement, const struct value *params, struct packed *packed_out);
/* The answer to the first question that has none yet. */
void ahead_answer(struct ahead *ahead, PGresult *result);
/* Was this asked, and did nobody take it?  Its place, or -1. */
int ahead_find(const struct ahead *ahead, const struct statement *statement, const struct packed *packed);
/* The answer there, now the caller's; NULL: it has not come yet. */
PGresult *ahead_take(struct ahead *ahead, int place);
#endif
