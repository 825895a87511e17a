/* thread.h: the threads of the house, as fibers of one thread: only one runs, and the seed says which. */
#ifndef TEST_SIM_THREAD_H
#define TEST_SIM_THREAD_H
#include "test/sim/sim.h"

#define FOREVER INT64_MAX

void threads_open(void);
/* Begins a thread of the simulator's own. */
void thread_begin(void *(*run)(void *data), void *data);
/* Lets others run, perhaps: with a chance of one in n. */
void thread_yield(unsigned one_in);
/* This thread sleeps for so long. */
void thread_sleep(moment by);
/* Waits until somebody wakes those who wait on this address. */
void thread_wait(const void *on);
void thread_wake(const void *on);
/* A turn of whoever is ready.  False: nobody is, at this moment. */
bool threads_turn(void);
/* Somebody sleeps: the disk or the network is at work for her. */
bool threads_sleep(void);
/* The moment (monotonic) of the earliest thread that waits for one; FOREVER when none does. */
moment threads_next(void);
/* The process is gone: no thread is, either. */
void threads_forget(void);
/* Called on a fiber: the process ends here and now, with this status.  Does not return to it. */
_Noreturn void threads_die(int status);
/* -1 while the process lives. */
int threads_died(void);
#endif
