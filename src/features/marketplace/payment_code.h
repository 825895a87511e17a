/*
 * payment_code.h: the texts in payment codes, byte for byte (docs/rules/payment-codes.md).
 */
#ifndef PAYMENT_CODE_H
#define PAYMENT_CODE_H
#include "base/base.h"

#define QRBILL_BYTES_MAX 997 /* version 25, level M */
#define EPC_BYTES_MAX 331    /* version 13, level M */

/* Whoever is paid, or pays; all "" = not named.  Structured only. */
struct party_address { str name, street, building, code, town, country; };

struct qrbill {
	str iban;
	struct party_address creditor, debtor;
	int64_t amount_minor;   /* 0 = the payer fills it in */
	str currency;           /* CHF or EUR */
	str reference;          /* "RF…", 27 digits, or "" */
	str message, bill_info;
	str schemes[2];
};
struct epc { str bic, name, iban; int64_t amount_minor; str purpose, reference, message, note; };

/* ERR_INVALID when a field does not fit the rules. */
enum err qrbill_text(struct arena *arena, const struct qrbill *bill, str *text_out);
/* `separator`: "\n".  A reference or a message, not both. */
enum err epc_text(struct arena *arena, const struct epc *epc, str *text_out);
/* The white cross in the middle of a Swiss code; `unit` is what a printed millimetre is in the drawing. */
str swiss_cross_path(struct arena *arena, double middle, double unit);
#endif
