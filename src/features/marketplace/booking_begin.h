/* booking_begin.h: what booking.c does for a booking that was just written; for booking_book.c only. */
#ifndef BOOKING_BEGIN_H
#define BOOKING_BEGIN_H
#include "features/marketplace/booking_store.h"

/* Trail, matter, timers, task, log, news. */
enum err booking_begin(struct scope *scope, const struct booking *booking);
#endif
