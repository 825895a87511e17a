/*
 * memo.h: what many requests ask alike, kept in memory between them, never older than the last durable change of it.
 *
 * The law of cached pages (web/cache.h) for records: each remembers the number at which its snapshot began and what it
 * shows.  Only where this process is the house's one node.  A unit asks the database, but for a few kinds, which it
 * knows from a memory of its own: one thread writes, and hears at once what changes (docs/decisions/0069, 0081).
 */
#ifndef CORE_MEMO_H
#define CORE_MEMO_H
#include "core/subject.h"

struct memo;

/* Records of one type: their size, where their texts stand, and how long they may be kept at most.  `in_units`: whatever
   changes such a row says so before it writes it. */
struct memo_kind { size_t size; const size_t *texts; size_t text_count; moment life; bool in_units; };
struct memo_rows { void *at; size_t count; };

#define MEMO_SHOWS_MAX 24
struct memo_value {
	const void *at; size_t count; /* records */
	int64_t brand_id;             /* whose subjects these are */
	const struct subject *shows; size_t show_count;
};

struct memo *memo_open(void);
void memo_close(struct memo *memo);
/* Read before a snapshot opens. */
uint64_t memo_number(const struct memo *memo);
/* Copies in the scope's arena.  False: ask the database, and keep what it said. */
bool memo_find(struct scope *scope, const struct memo_kind *kind, str key, struct memo_rows *rows_out);
/* What shows too much, or is too large, is not kept. */
void memo_keep(struct scope *scope, const struct memo_kind *kind, str key, const struct memo_value *value);
/* After the commit, before anyone is answered. */
void memo_forget(struct memo *memo, int64_t brand_id, struct subject subject);
void memo_forget_all(struct memo *memo);
#endif
