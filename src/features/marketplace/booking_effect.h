/* booking_effect.h: what a step checks and writes into the booking before it is stored; for booking.c only. */
#ifndef BOOKING_EFFECT_H
#define BOOKING_EFFECT_H
#include "features/marketplace/booking_table.h"

/* Called with the booking as it was; the state is changed afterwards.  Refuses as booking_take_step_with says. */
enum err booking_effect(struct scope *scope, struct booking *booking, const struct booking_move *move,
                        const struct booking_words *words);
#endif
