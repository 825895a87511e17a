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

void print(char *to, size_t room, const char *format, ...) __attribute__((format(printf, 3, 4)));
#define PATH(doing, ...) print((doing)->call->path, sizeof((doing)->call->path), __VA_ARGS__)
#define BODY(doing, ...) print((doing)->call->body, sizeof((doing)->call->body), __VA_ARGS__)
void use_method(struct doing *doing, enum method method);
/* A page for people: with the cookie, not the token. */
void as_browser(const struct person *who, struct doing *doing);
/* The hidden value of the form that came, "" = none; it lives as long as the run. */
str csrf_of(str page);
void marked(const struct person *who, struct doing *doing, enum circle circle);
void marked_in(const struct person *who, struct doing *doing, struct spot *spot);
/* Somebody looks at it just then; the same once it was done. */
void folk_witness(const struct known *thing);
void witness_done(const struct person *who, struct doing *doing);
/* Whoever leaves publishes nothing meanwhile, and whoever is muted says nothing that others read. */
void check_awake(const struct person *who, const struct doing *doing);
void check_voice(const struct person *who, const struct doing *doing);
/* Texts with this word wait until somebody has looked; is it sure that this one's would? */
#define ORDER_WORD "wartemal"
bool order_waits(const struct person *who);
/* What was said is there: or does it wait? */
void order_said(const struct person *who, struct doing *doing, struct known *made);
void order_open(void), keys_open(void), help_open(void), ladder_open(void), articles_open(void);
/* Whoever may not help offers nothing, is not booked, agrees to nothing: `what` says which. */
void help_check(const struct person *helper, moment since, const char *what);
/* {"id":"…"} of the answer; 0 = none. */
int64_t id_in(str text);
/* The text behind {"name":"…, or "". */
str text_in(str text, const char *name);
bool is_like(unsigned percent);
#endif
