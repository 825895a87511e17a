/* nearest.h: what help near a place costs at least, and when the first is free. */
#ifndef NEAREST_H
#define NEAREST_H
#include "core/core.h"

/* count 0 = nobody comes there, or the place is not known. */
struct nearest { int64_t count, price_minor; str currency; const char *price_kind; moment next_at; };
/* place: "DE-50667" */
enum err services_nearest(struct scope *scope, str place, struct nearest *nearest_out);
#endif
