/*
 * fall.h: a process that cannot go on begins anew, in place.
 *
 * After a failed sync, a unit that never ends, exhausted memory or a crash nothing in memory is worth keeping: nobody
 * was answered, and the log on the disk says what holds.  Falling runs the same program again under the same process
 * id, so that whoever watches it sees it live on (docs/decisions/0053).
 */
#ifndef BASE_FALL_H
#define BASE_FALL_H
#include <stdbool.h>

/* From now on a fall, or a signal of a crash, runs `arguments` anew; they stay the caller's.  Waits first when this
   process itself follows a fall: twice as long after each, up to five seconds. */
void fall_begins_anew(char **arguments);
bool fall_was_before(void); /* this process follows a fall */
/* The next life has this descriptor, too; other programs that this one starts do not.  One at most. */
void fall_keeps(int fd);

/* Ends the process now, with nobody answered: begins anew, or leaves with `status` where that was not asked for, or
   after FALLS_MAX falls none of which led to a minute of life. */
_Noreturn void fall(int status);
#endif
