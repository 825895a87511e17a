/* gate.c: asks every gatekeeper of a gate, in the order of the slices; the first refusal stands. */
#include "core/gate.h"

#include "core/house.h"

const struct gate_kind gate_publish = { "publish" };

enum err gate_ask(struct scope *scope, const struct gate_kind *gate, struct subject subject, str text)
{
	const struct gatekeeper *const *list = scope->house->lists.gatekeepers;
	for (; list && *list; list++) {
		for (const struct gatekeeper *keeper = *list; keeper->gate; keeper++) {
			enum err err = keeper->gate == gate ? keeper->decide(scope, subject, text) : OK;
			if (err)
				return err;
		}
	}
	return OK;
}
