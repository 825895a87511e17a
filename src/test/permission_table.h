/*
 * permission_table.h: what every route answers to whom, written by hand.
 *
 * Six letters: stranger, Ana, Eve, Ben (helper), Mia (moderator), Adam (brand administrator).
 *   o 200   c 201   n 204   m 301   r 303   l 303 to the log-in   1 401   2 422   3 403   4 404   9 409
 * `own` is asked for a thing of Ana's or Ben's (test/world.h says whose), `nothing` for one that is not there.
 * A form is sent where it decides; without one a refused field (2) says that one was let in.
 */
#ifndef TEST_PERMISSION_TABLE_H
#define TEST_PERMISSION_TABLE_H
#include "test/world.h"

struct expectation {
	enum method method;
	const char *path;
	enum thing thing;
	const char *own, *nothing;
	const char *form; /* urlencoded, or JSON */
};

extern const struct expectation expectations[];
extern const size_t expectation_count;
#endif
