/* vow.h: what was acknowledged: each is looked for on the disk after every death, and in the end. */
#ifndef TEST_SIM_VOW_H
#define TEST_SIM_VOW_H
#include "test/sim/sim.h"

enum vow_kind { VOW_THREAD, VOW_POST, VOW_KIND_COUNT };

/* This was promised: a row of that id and that text.  A later vow of the same kind and id takes its place. */
void vow(enum vow_kind kind, int64_t brand_id, int64_t id, const char *text);
/* It may be otherwise from now on: somebody changed it, or perhaps did. */
void vow_release(enum vow_kind kind, int64_t id);
/* Whoever used one key may have made one thing of that text, never two. */
void vow_once(enum vow_kind kind, int64_t brand_id, const char *text);
void vows_forget(void);

/* check.c: the invariants, on a copy of the disk as it is now. */
void check_disk(void);
#endif
