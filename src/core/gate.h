/*
 * gate.h: asking the overseers before going on: may this be published?
 *
 * Three answers: yes, no (a refusal), and "wait": the thing is stored, but hidden, until an
 * overseer lets it out (care.h, publish).  Whoever cannot let a thing wait asks with gate_ask.
 */
#ifndef CORE_GATE_H
#define CORE_GATE_H
#include "core/subject.h"

struct gate_kind { const char *name; };
extern const struct gate_kind gate_publish; /* a new or changed text of a member */
extern const struct gate_kind gate_leave;   /* a member, to be erased: is somebody still waiting for her? */

struct gate_question {
	const struct gate_kind *gate;
	struct subject subject; /* the thing itself, with the id it has or will have */
	str text;               /* all that readers will see of it */
	bool may_wait;          /* new, and its owner can store it hidden */
};

struct gatekeeper {
	const struct gate_kind *gate;
	/* Leaves *waits_out alone for "yes"; sets it only when the question may wait. */
	enum err (*decide)(struct scope *scope, const struct gate_question *question, bool *waits_out);
};
enum err gate_ask(struct scope *scope, const struct gate_kind *gate, struct subject subject, str text);
enum err gate_ask_or_wait(struct scope *scope, const struct gate_kind *gate, struct subject subject, str text,
                          bool *waits_out);
#endif
