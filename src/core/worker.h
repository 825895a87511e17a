/* worker.h: the worker's life, led by the house.  For core/ only. */
#ifndef CORE_WORKER_H
#define CORE_WORKER_H
struct house;

void worker_open(struct house *house);
/* Ends the thread, if there is one, after the piece of work it is at. */
void worker_close(struct house *house);
#endif
