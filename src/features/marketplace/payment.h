/*
 * payment.h: how a helper is paid: straight from the asker, by bank transfer; the house touches no money.
 *
 * A helper says once where to; a finished visit shows it with a code for banking apps
 * (payment_code.h), and a reference that both will recognise.
 */
#ifndef PAYMENT_H
#define PAYMENT_H
#include "features/marketplace/booking.h"

#define PAYEE_NAME_MAX 70
#define PAYEE_STREET_MAX 70
#define PAYEE_BUILDING_MAX 16
#define PAYEE_CODE_MAX 16
#define PAYEE_TOWN_MAX 35

struct payee { str name, street, building, code, town, country, iban; };

/* iban "" when the member never said. */
enum err payee_of(struct scope *scope, int64_t member_id, struct payee *payee_out);
/* Helpers: "helper.not_approved".  Fields: "payment.iban_wrong", "payment.name_wrong", "payment.address_wrong",
   "payment.country_wrong".  An empty IBAN forgets everything. */
enum err payee_set(struct scope *scope, const struct payee *payee);
/* Without blanks, upper case; ERR_INVALID (unrefused) when it is none (ISO 13616). */
enum err iban_read(struct arena *arena, str typed, str *iban_out);
/* In groups of four. */
str iban_shown(struct arena *arena, str iban);

/* RF and check digits before up to 21 letters and digits (ISO 11649). */
str reference_of(struct arena *arena, str letters);
bool reference_is_good(str reference);

/* What a visit costs as agreed: hourly prices times the time agreed, rounded to a minor unit. */
int64_t payment_amount(const struct booking *booking);
/* What the page of a booking shows of paying.  code.size 0: no code fits (currency and account do not match). */
enum payment_kind { PAYMENT_NONE, PAYMENT_PLAIN, PAYMENT_EPC, PAYMENT_SWISS };
struct payment {
	enum payment_kind kind;
	int64_t amount_minor;
	str currency, iban, name, reference;
	str path;      /* the code as an SVG path */
	int64_t size;  /* of the code with its quiet zone, in modules */
};
/* For both, once the visit has begun; PAYMENT_NONE for help that is free or without an account. */
enum err payment_of(struct scope *scope, const struct booking *booking, struct payment *payment_out);
#endif
