/* mail_trace.h: what became of a mail whose sender wants to know it, in the mail server's own words; kept for a day. */
#ifndef CORE_MAIL_TRACE_H
#define CORE_MAIL_TRACE_H
#include "core/scope.h"

/* Stored: append, never renumber. */
enum mail_state {
	MAIL_WAITS,    /* nobody has tried yet */
	MAIL_TAKEN,    /* by the mail server; what it does then is its own */
	MAIL_FILED,    /* there is no mail server: it lies in the folder */
	MAIL_FAILS,    /* and is tried again */
	MAIL_GIVEN_UP, MAIL_STATE_COUNT
};

/* At which point of the talk it failed. */
enum mail_trouble {
	TROUBLE_NONE,
	TROUBLE_HOST,      /* no such name */
	TROUBLE_CONNECT,   /* nobody there */
	TROUBLE_TIME,      /* no answer in time */
	TROUBLE_TLS,       /* no encryption, or no fitting certificate */
	TROUBLE_LOGIN,     /* name or password */
	TROUBLE_SENDER, TROUBLE_RECIPIENT, TROUBLE_MESSAGE,
	TROUBLE_OTHER, TROUBLE_COUNT
};

#define MAIL_ANSWER_BYTES 500

/* Of one attempt.  answer: "250 2.0.0 Ok: queued as …", clean text, never with the password; "" = none. */
struct mail_attempt { enum mail_trouble trouble; int64_t code; str answer; bool is_filed; };

struct mail_trace {
	int64_t mail_id, state, trouble, code, tries;
	moment asked_at, tried_at;
	str answer;
};

/* Of the scope's member: her newest mail with mail.is_traced.  ERR_NOT_FOUND, unrefused: there is none. */
enum err mail_trace_mine(struct scope *scope, struct mail_trace *trace_out);
#endif
