/* hours_web.h: one's own hours, for calendar_slice.c. */
#ifndef HOURS_WEB_H
#define HOURS_WEB_H
#include "features/calendar/calendar.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route hours_routes[];
extern const struct panel hours_panels[];
extern const struct form week_form;

#define WEEK_TIMES 4 /* two openings a day: from, to, from, to */
struct week { int minutes[7][WEEK_TIMES]; }; /* -1 = left empty */
/* Pairs that are filled in; refuses half a pair: "calendar.hours_half". */
enum err week_hours(struct scope *scope, const struct week *week, struct hours_list *list_out);

struct week_row { str day; const char *names[WEEK_TIMES]; str times[WEEK_TIMES]; };
struct exception_row { int64_t id; moment at; bool closed; str from, to; };
struct exception_row_list { struct exception_row *at; size_t count; };
struct hours_page {
	struct calendar_owner owner;
	struct week_row rows[7];
	struct exception_row_list exceptions;
	struct choices zones;
	str today, last;
	bool has_hours;
};
#endif
