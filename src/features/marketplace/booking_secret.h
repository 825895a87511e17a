/*
 * booking_secret.h: what only the two may know: address, phones, note, code; sealed in the booking's row.
 */
#ifndef BOOKING_SECRET_H
#define BOOKING_SECRET_H
#include "features/marketplace/booking_store.h"

/* link: of the helper's room, not kept here: it is read when it is needed (room.h). */
struct booking_secret { str address, asker_phone, helper_phone, note, code, link; };

/* A wiped booking gives empty texts. */
enum err booking_secret_open(struct scope *scope, const struct booking *booking, struct booking_secret *secret_out);
void booking_secret_seal(struct scope *scope, struct booking *booking, const struct booking_secret *secret);
#endif
