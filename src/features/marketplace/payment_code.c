/*
 * payment_code.c: EPC069-12 for transfers in euro, the Swiss QR-bill for francs.
 *
 * Both are lines in a fixed order; a line that is empty still counts.  The EPC text drops
 * empty lines at its end, the Swiss one never does before its trailer.
 */
#include "features/marketplace/payment_code.h"

#include "base/utf8.h"

enum { AMOUNT_MAX = 99999999 }; /* 999,999.99 is plenty for a visit */
enum { NAME_MAX_LENGTH = 70, STREET_MAX = 70, BUILDING_MAX = 16, CODE_MAX = 16, TOWN_MAX = 35, MESSAGE_MAX = 140,
	REFERENCE_MAX = 35, SCHEME_MAX = 100 };

static void put_line(struct text *text, str line)
{
	text_put(text, line);
	text_char(text, '\n');
}

static void put_amount(struct text *text, int64_t minor)
{
	text_format(text, "%lld.%02lld", (long long)(minor / 100), (long long)(minor % 100));
}

/* U+0020-7E, U+00A0-17F, and the euro sign: what Swiss readers must know. */
static bool is_swiss_text(str s)
{
	while (s.len) {
		uint32_t c = utf8_take(&s);
		bool is_good = (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0x17f) || (c >= 0x218 && c <= 0x21b) || c == 0x20ac;
		if (!is_good)
			return false;
	}
	return true;
}

static bool fits(str s, size_t max)
{
	return is_swiss_text(s) && utf8_length(s) <= max;
}

/* ── the Swiss QR-bill ── */

static bool address_is_good(const struct party_address *address)
{
	return !str_empty(address->name) && !str_empty(address->code) && !str_empty(address->town)
	       && address->country.len == 2 && fits(address->name, NAME_MAX_LENGTH) && fits(address->street, STREET_MAX)
	       && fits(address->building, BUILDING_MAX) && fits(address->code, CODE_MAX) && fits(address->town, TOWN_MAX);
}

static void put_address(struct text *text, const struct party_address *address)
{
	put_line(text, str_empty(address->name) ? S("") : S("S")); /* structured; the free form has ended */
	put_line(text, address->name);
	put_line(text, address->street);
	put_line(text, address->building);
	put_line(text, address->code);
	put_line(text, address->town);
	put_line(text, address->country);
}

/* 30000 to 31999: an account that takes the 27-digit reference only. */
static bool is_qr_iban(str iban)
{
	return iban.len == 21 && iban.at[4] == '3' && (iban.at[5] == '0' || iban.at[5] == '1');
}

static const char *reference_type(const struct qrbill *bill)
{
	if (str_empty(bill->reference))
		return "NON";
	return str_starts(bill->reference, S("RF")) ? "SCOR" : "QRR";
}

static bool bill_is_good(const struct qrbill *bill)
{
	bool is_swiss = str_starts(bill->iban, S("CH")) || str_starts(bill->iban, S("LI"));
	bool is_qrr = !strcmp(reference_type(bill), "QRR");
	bool is_money = str_equal(bill->currency, S("CHF")) || str_equal(bill->currency, S("EUR"));
	bool extra = utf8_length(bill->message) + utf8_length(bill->bill_info) <= MESSAGE_MAX;
	return is_swiss && bill->iban.len == 21 && is_qr_iban(bill->iban) == is_qrr && is_money && extra
	       && bill->amount_minor >= 0 && bill->amount_minor <= AMOUNT_MAX && address_is_good(&bill->creditor)
	       && (str_empty(bill->debtor.name) || address_is_good(&bill->debtor)) && fits(bill->message, MESSAGE_MAX)
	       && fits(bill->bill_info, MESSAGE_MAX) && fits(bill->schemes[0], SCHEME_MAX)
	       && fits(bill->schemes[1], SCHEME_MAX)
	       && (str_empty(bill->bill_info) || str_starts(bill->bill_info, S("//")));
}

enum err qrbill_text(struct arena *arena, const struct qrbill *bill, str *text_out)
{
	struct text text;
	const struct party_address nobody = { S(""), S(""), S(""), S(""), S(""), S("") };
	if (!bill_is_good(bill))
		return ERR_INVALID;
	text_open(&text, arena, QRBILL_BYTES_MAX);
	text_put(&text, S("SPC\n0200\n1\n"));
	put_line(&text, bill->iban);
	put_address(&text, &bill->creditor);
	put_address(&text, &nobody); /* the ultimate creditor is reserved for later */
	if (bill->amount_minor)
		put_amount(&text, bill->amount_minor);
	text_char(&text, '\n');
	put_line(&text, bill->currency);
	put_address(&text, &bill->debtor);
	put_line(&text, str_from(reference_type(bill)));
	put_line(&text, bill->reference);
	put_line(&text, bill->message);
	text_put(&text, S("EPD"));
	const str more[] = { bill->bill_info, bill->schemes[0], bill->schemes[1] };
	size_t last = 0;
	for (size_t i = 0; i < COUNT(more); i++)
		last = str_empty(more[i]) ? last : i + 1;
	for (size_t i = 0; i < last; i++) {
		text_char(&text, '\n');
		text_put(&text, more[i]);
	}
	*text_out = text_str(&text);
	return text.len <= QRBILL_BYTES_MAX ? OK : ERR_TOO_LARGE;
}

/* ── EPC069-12 ── */

static bool is_one_line(str s, size_t max)
{
	return utf8_length(s) <= max && !str_contains(s, S("\n")) && !str_contains(s, S("\r"));
}

static bool epc_is_good(const struct epc *epc)
{
	bool bic = epc->bic.len == 0 || epc->bic.len == 8 || epc->bic.len == 11;
	bool one_of = str_empty(epc->reference) || str_empty(epc->message);
	return bic && one_of && !str_empty(epc->name) && is_one_line(epc->name, NAME_MAX_LENGTH) && epc->iban.len >= 15
	       && epc->iban.len <= 34 && epc->amount_minor >= 0 && epc->amount_minor <= AMOUNT_MAX
	       && epc->purpose.len <= 4 && is_one_line(epc->reference, REFERENCE_MAX)
	       && is_one_line(epc->message, MESSAGE_MAX) && is_one_line(epc->note, NAME_MAX_LENGTH);
}

enum err epc_text(struct arena *arena, const struct epc *epc, str *text_out)
{
	struct text text;
	if (!epc_is_good(epc))
		return ERR_INVALID;
	text_open(&text, arena, EPC_BYTES_MAX);
	text_put(&text, S("BCD\n002\n1\nSCT\n")); /* version 2: no BIC needed; 1: UTF-8 */
	put_line(&text, epc->bic);
	put_line(&text, epc->name);
	put_line(&text, epc->iban);
	if (epc->amount_minor) {
		text_put(&text, S("EUR"));
		put_amount(&text, epc->amount_minor);
	}
	text_char(&text, '\n');
	put_line(&text, epc->purpose);
	put_line(&text, epc->reference);
	put_line(&text, epc->message);
	put_line(&text, epc->note);
	while (text.len && text.at[text.len - 1] == '\n')
		text.len--;
	*text_out = text_str(&text);
	return text.len <= EPC_BYTES_MAX ? OK : ERR_TOO_LARGE;
}

/* ── the Swiss cross ── */

/* Two bars of 7/6 by 35/9 millimetres. */
str swiss_cross_path(struct arena *arena, double middle, double unit)
{
	double wide = unit * 35 / 18, thin = unit * 7 / 12;
	struct text path;
	text_open(&path, arena, 128);
	text_format(&path, "M%.3f %.3fH%.3fV%.3fH%.3fz", middle - wide, middle - thin, middle + wide, middle + thin, middle - wide);
	text_format(&path, "M%.3f %.3fH%.3fV%.3fH%.3fz", middle - thin, middle - wide, middle + thin, middle + wide, middle - thin);
	return text_str(&path);
}
