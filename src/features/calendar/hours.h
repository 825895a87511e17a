/* hours.h: what an owner may set: weekly hours, exceptions from them, how slots are cut, a pause. */
#ifndef HOURS_H
#define HOURS_H
#include "features/calendar/calendar_store.h"

#define HOURS_MAX 21      /* three openings a day */
#define EXCEPTIONS_MAX 100

/* buffer: minutes after a visit, buffer_before before it; two neighbours share the larger.  horizon: days ahead that one
   may book; 0 leaves it as it is. */
struct hours_setting { str zone; int64_t notice, buffer, per_day, buffer_before, horizon; };

/* `zone` "" keeps what is set.  Both refuse: "calendar.hours_turned"
   (ends before it begins), "calendar.hours_too_short" (under half an hour), "calendar.hours_overlap",
   "calendar.hours_too_many", "calendar.zone_unknown"; "calendar.day_past", "calendar.day_too_far",
   "calendar.exceptions_too_many". */
enum err calendar_set_week(struct scope *scope, int64_t owner_id, str zone, const struct hours_list *week);
enum err calendar_add_exception(struct scope *scope, const struct exception *exception);
enum err calendar_change_setting(struct scope *scope, int64_t owner_id, const struct hours_setting *setting);
enum err calendar_pause(struct scope *scope, int64_t owner_id, bool paused);
enum err calendar_remove_exception(struct scope *scope, int64_t owner_id, int64_t exception_id);
/* For who has no calendar yet: the settings that would be made. */
enum err calendar_setting(struct scope *scope, int64_t owner_id, struct calendar_owner *owner_out);
#endif
