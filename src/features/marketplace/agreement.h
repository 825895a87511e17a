/*
 * agreement.h: what the two agreed, as one canonical text, and its fingerprint.
 *
 * The same booking gives the same text for ever: it is written in plain lines without
 * language, from the copies that the booking keeps.
 */
#ifndef AGREEMENT_H
#define AGREEMENT_H
#include "features/marketplace/booking.h"

struct agreement {
	int64_t version;
	str asker_name, helper_name;
	str canonical;     /* the text that the fingerprint is of */
	str fingerprint;   /* sha256, 64 hex digits */
};
/* For the two; ERR_CONFLICT "agreement.not_yet" before the booking was accepted. */
enum err agreement_of(struct scope *scope, int64_t booking_id, struct booking *booking_out,
                      struct agreement *agreement_out);
#endif
