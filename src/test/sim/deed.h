/* deed.h: what one can do: how it begins, and what follows when it was done. */
#ifndef TEST_SIM_DEED_H
#define TEST_SIM_DEED_H
#include "test/sim/known.h"
#include "test/sim/net.h"
#include "test/sim/turn.h"
#include "test/sim/vow.h"

struct deed;
struct doing {
	struct call *call;
	const struct deed *deed;
	char mark[MARK_BYTES];
	int64_t number;         /* of the mark */
	struct known thing;     /* what it is about, as it was known then */
	int64_t at;             /* a time, a step: the deed's own */
	struct change change, also; /* of what is allowed, if it is done */
	int tries;
	moment again_at;        /* she asks again then (monotonic); 0: she has asked, and waits */
	char said[40];
	moment begun_at;
	bool hears_refusals;    /* `done` is called for them, too */
	bool is_once;           /* what is asked again is refused, though it was done the first time: links, passwords */
	bool goes_on;           /* the same deed once more, at once */
	int ways[3];            /* by which what it is about leaves its spot */
	int64_t others[3];      /* what it is about, besides */
	bool is_agreeing;       /* to a visit that was asked for */
	bool must_wait;         /* has a word in it that somebody has to look at first */
	const char *kind;       /* which of the deed's kinds it is, for the tally (tally.h); NULL: of none */
	const char *flash;      /* done only if the next page says so; NULL: any redirect is good */
};

struct deed {
	const char *name;
	unsigned weight;
	/* Fills the call; false: there is nothing to do it to. */
	bool (*begin)(const struct person *who, struct doing *doing);
	/* It was done: 2xx or a redirect.  May be absent. */
	void (*done)(const struct person *who, struct doing *doing);
	const char *const *kinds; /* each is to be done at some time; the last is NULL, and so are none */
};
/* Instead of kinds: the deed is refused when all is well. */
extern const char *const in_vain[];
#define KINDS(...) (const char *const[]){ __VA_ARGS__, NULL }

/* Each ends with a row without a name. */
extern const struct deed deeds_of_words[], deeds_of_visits[], deeds_of_one[], deeds_of_desk[], deeds_of_door[], deeds_of_leaving[],
	deeds_of_ends[], deeds_of_order[], deeds_of_keys[], deeds_of_help[], deeds_of_helpers[], deeds_of_ladder[], deeds_of_tickets[],
	deeds_of_articles[], deeds_of_editors[];
#endif
