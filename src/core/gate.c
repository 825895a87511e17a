/* gate.c: asks every gatekeeper of a gate, in the order of the slices; the first refusal stands. */
#include "core/gate.h"

#include "core/house.h"

const struct gate_kind gate_publish = { "publish" };
const struct gate_kind gate_leave = { "leave" };

static enum err ask_all(struct scope *scope, const struct gate_question *question, bool *waits_out)
{
	const struct gatekeeper *const *list = scope->house->lists.gatekeepers;
	for (; list && *list; list++) {
		for (const struct gatekeeper *keeper = *list; keeper->gate; keeper++) {
			enum err err = keeper->gate == question->gate ? keeper->decide(scope, question, waits_out) : OK;
			if (err)
				return err;
		}
	}
	return OK;
}

enum err gate_ask(struct scope *scope, const struct gate_kind *gate, struct subject subject, str text)
{
	bool waits = false;
	enum err err = ask_all(scope, &(struct gate_question){ gate, subject, text, false }, &waits);
	assert(err || !waits);
	return err;
}

enum err gate_ask_or_wait(struct scope *scope, const struct gate_kind *gate, struct subject subject, str text,
                          bool *waits_out)
{
	bool waits = false;
	enum err err = ask_all(scope, &(struct gate_question){ gate, subject, text, true }, &waits);
	if (!err)
		*waits_out = waits;
	return err;
}
