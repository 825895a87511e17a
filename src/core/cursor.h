/* cursor.h: where the next page of a list begins: behind the row of this time and id, so that rows of one moment are
   neither skipped nor shown twice. */
#ifndef CORE_CURSOR_H
#define CORE_CURSOR_H
#include "base/base.h"

struct cursor { moment at; int64_t id; };
#define CURSOR_NEWEST ((struct cursor){ INT64_MAX, INT64_MAX })

/* "1767268800000000-1234567890": as it stands in addresses and in the API.  "" or anything else is the newest. */
struct cursor cursor_read(str text);
str cursor_text(struct arena *arena, struct cursor cursor);
static inline bool cursor_is_newest(struct cursor cursor) { return cursor.at == INT64_MAX; }
#endif
