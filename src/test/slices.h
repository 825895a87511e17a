/* slices.h: the test house with slices in it: see test/house.h; built by slices.c with the slices under test. */
#ifndef TEST_SLICES_H
#define TEST_SLICES_H
#include "test/house.h"
#include "web/slice.h"

extern const struct slice *const test_slices[]; /* ends with NULL */
/* Another brand at https://KEY.localhost; turns the scope to it. */
enum err test_brand_make(struct scope *scope, int64_t brand_id, const char *key);
#endif
