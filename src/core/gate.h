/* gate.h: asking the overseers before going on: may this be published?  Any gatekeeper may refuse. */
#ifndef CORE_GATE_H
#define CORE_GATE_H
#include "core/subject.h"

struct gate_kind { const char *name; };
extern const struct gate_kind gate_publish; /* a new or changed text of a member */

struct gatekeeper {
	const struct gate_kind *gate;
	enum err (*decide)(struct scope *scope, struct subject subject, str text);
};
enum err gate_ask(struct scope *scope, const struct gate_kind *gate, struct subject subject, str text);
#endif
