/*
 * tries.h: how often somebody may guess, or have mails sent, as counted in the database.
 *
 * So several nodes count together, and a restart forgets nothing (docs/decisions/0060).  A
 * count begins with the first try and is over when its time is: trying on does not prolong it.
 */
#ifndef TRIES_H
#define TRIES_H
#include "core/core.h"

enum tries {
	TRIES_PASSWORD, /* wrong passwords for an address, by browsers that nobody knows */
	TRIES_BROWSER,  /* … by one that its member was signed in with before */
	TRIES_PROOF,    /* … by whoever is signed in */
	TRIES_NETWORK,  /* wrong passwords out of one network, for whichever address */
	TRIES_MAILS,    /* mails asked for out of one network */
	TRIES_COUNT
};
#define TRIES_LONGEST MINUTES(30) /* no count is longer */

/* `whom` is not kept, only its hash.  Without one ("") nothing is counted. */
enum err tries_are_over(struct scope *scope, enum tries kind, str whom, bool *over_out);
enum err tries_add(struct scope *scope, enum tries kind, str whom);
enum err tries_forget(struct scope *scope, enum tries kind, str whom);
int tries_most(enum tries kind);

/* What a browser shows in a cookie to be told from strangers that guess. */
str browser_new(struct scope *scope, int64_t member_id);
bool browser_is_known(struct scope *scope, str browser, int64_t member_id);
#endif
