/* thread.h: what a thread says of itself to the system. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

/* From now on the calling thread, and what it starts, yields the processor to threads that somebody waits for: it gets a
   quarter of a core where they could use all of it, and all of it where nobody else wants it (setpriority(2): on Linux of
   a thread alone).  docs/decisions/0083. */
void thread_gives_way(void);
#endif
