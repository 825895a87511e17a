/* payment_web.h: where a helper wants to be paid, for marketplace_slice.c. */
#ifndef PAYMENT_WEB_H
#define PAYMENT_WEB_H
#include "features/marketplace/payment.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route payment_routes[];
struct payee_page { const struct payee *payee; str iban; };
#endif
