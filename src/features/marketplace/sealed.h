/*
 * sealed.h: what lies sealed in a member's rows, opened for her own copy of her data: of a visit what she herself
 * gave, where she is paid, where she is met by video.  Nothing of the other one.
 */
#ifndef SEALED_H
#define SEALED_H
#include "core/owned.h"

/* The first by the visit's number, the others by the member's. */
extern opener booking_opened, payee_opened, room_opened;
#endif
