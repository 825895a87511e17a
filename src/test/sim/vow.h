/* vow.h: what was acknowledged: each is looked for on the disk after every death, and in the end. */
#ifndef TEST_SIM_VOW_H
#define TEST_SIM_VOW_H
#include "test/sim/sim.h"

enum vow_kind { VOW_THREAD, VOW_POST, VOW_KUDOS, VOW_NO_KUDOS, VOW_METOO, VOW_NO_METOO, VOW_TASK, VOW_OFFER, VOW_BOOKING, VOW_MESSAGE,
	VOW_REVIEW, VOW_DEVICE, VOW_ERASURE, VOW_WAY_ON, VOW_MEMBER,
	VOW_APPLICATION, VOW_HELPER, VOW_NO_HELPER, VOW_CLIMB,
	VOW_ARTICLE, VOW_DRAFT, VOW_HANDED_IN, VOW_OUT, VOW_WITHDRAWN, VOW_VERSION, VOW_COMMENT, VOW_STEP, VOW_KIND_COUNT };

/* This was promised to somebody: a row of that id, of that other (a member), with that text.  Another vow about the same takes
   its place, but for a step: that stands beside. */
struct person;
void vow(enum vow_kind kind, const struct person *to, int64_t id, int64_t other, const char *text);
/* Somebody leaves for good: what is hers alone may go from now on. */
void vows_leave(const struct person *who);
/* It may be otherwise from now on: somebody changed it, or perhaps did. */
void vow_release(enum vow_kind kind, int64_t id, int64_t other);
/* The same for whomever. */
void vow_release_all(enum vow_kind kind, int64_t id);
/* The same, but what was said to the contrary stays. */
void vow_release_kind(enum vow_kind kind, int64_t id);
/* Whoever used one key may have made one thing of that text, never two. */
void vow_once(enum vow_kind kind, int64_t brand_id, const char *text);
void vows_forget(void);

struct sqlite3;
void vows_check(struct sqlite3 *db);
#endif
