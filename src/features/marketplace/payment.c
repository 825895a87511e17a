/* payment.c: the payee's account, references with check digits, and which code a visit gets. */
#include "features/marketplace/payment.h"

#include "base/qr.h"
#include "base/utf8.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/payment_code.h"
#include "features/marketplace/payment_store.h"
#include "features/marketplace/service_store.h"

#define PART '\x1f'
enum { EPC_VERSION_MAX = 13, SWISS_VERSION_MAX = 25, PARTS = 7, REFERENCE_LETTERS_MAX = 21 };

/* ── check digits ── */

/* Letters count from A = 10; the number's rest by 97, taken digit by digit. */
static int64_t mod_97(str s, int64_t rest)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (c >= '0' && c <= '9')
			rest = (rest * 10 + (c - '0')) % 97;
		else
			rest = (rest * 100 + (c - 'A' + 10)) % 97;
	}
	return rest;
}

static bool is_letters(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return true;
}

static int64_t rest_of(str s)
{
	return mod_97(str_first(s, 4), mod_97(str_skip(s, 4), 0));
}

str reference_of(struct arena *arena, str letters)
{
	assert(letters.len && letters.len <= REFERENCE_LETTERS_MAX && is_letters(letters));
	int64_t check = 98 - mod_97(S("RF00"), mod_97(letters, 0));
	return str_format(arena, "RF%02lld%.*s", (long long)check, STR_ARG(letters));
}

bool reference_is_good(str reference)
{
	return reference.len > 4 && reference.len <= REFERENCE_LETTERS_MAX + 4 && str_starts(reference, S("RF"))
	       && is_letters(reference) && rest_of(reference) == 1;
}

/* Accounts of the countries that Heinzel is used in have a fixed length. */
static const struct { const char *country; size_t length; } iban_lengths[] = {
	{ "DE", 22 }, { "AT", 20 }, { "CH", 21 }, { "LI", 21 }, { "FR", 27 }, { "IT", 27 }, { "NL", 18 }, { "BE", 16 },
	{ "LU", 20 }, { "ES", 24 }, { "PL", 28 }, { "CZ", 24 }, { "LT", 20 }, { "IE", 22 },
};

enum err iban_read(struct arena *arena, str typed, str *iban_out)
{
	char *at = arena_bytes(arena, typed.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];
		if (c == ' ')
			continue;
		at[len++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	str iban = { at, len };
	if (len < 15 || len > 34 || !is_letters(iban))
		return ERR_INVALID;
	for (size_t i = 0; i < COUNT(iban_lengths); i++) {
		if (str_starts(iban, str_from(iban_lengths[i].country)) && len != iban_lengths[i].length)
			return ERR_INVALID;
	}
	bool has_country = at[0] >= 'A' && at[1] >= 'A' && at[2] <= '9' && at[3] <= '9';
	if (!has_country || rest_of(iban) != 1)
		return ERR_INVALID;
	*iban_out = iban;
	return OK;
}

str iban_shown(struct arena *arena, str iban)
{
	struct text text;
	text_open(&text, arena, 48);
	for (size_t i = 0; i < iban.len; i++) {
		if (i && i % 4 == 0)
			text_char(&text, ' ');
		text_char(&text, iban.at[i]);
	}
	return text_str(&text);
}

/* ── the payee ── */

enum err payee_of(struct scope *scope, int64_t member_id, struct payee *payee_out)
{
	str plain;
	enum err err = payee_load(scope, member_id, &plain);
	if (err)
		return err;
	str *const parts[PARTS] = { &payee_out->name, &payee_out->street, &payee_out->building, &payee_out->code,
		&payee_out->town, &payee_out->country, &payee_out->iban };
	for (size_t i = 0; i < PARTS; i++)
		*parts[i] = str_cut(&plain, PART);
	return OK;
}

static bool is_country(str code)
{
	return code.len == 2 && code.at[0] >= 'A' && code.at[0] <= 'Z' && code.at[1] >= 'A' && code.at[1] <= 'Z';
}

static enum err check_payee(struct scope *scope, const struct payee *payee)
{
	size_t name = utf8_length(payee->name);
	if (name < 2 || name > PAYEE_NAME_MAX)
		return refuse_field(scope, "name", "payment.name_wrong");
	if (str_empty(payee->street) || utf8_length(payee->street) > PAYEE_STREET_MAX)
		return refuse_field(scope, "street", "payment.address_wrong");
	if (utf8_length(payee->building) > PAYEE_BUILDING_MAX)
		return refuse_field(scope, "building", "payment.address_wrong");
	if (str_empty(payee->code) || utf8_length(payee->code) > PAYEE_CODE_MAX)
		return refuse_field(scope, "code", "payment.address_wrong");
	if (str_empty(payee->town) || utf8_length(payee->town) > PAYEE_TOWN_MAX)
		return refuse_field(scope, "town", "payment.address_wrong");
	return is_country(payee->country) ? OK : refuse_field(scope, "country", "payment.country_wrong");
}

enum err payee_set(struct scope *scope, const struct payee *payee)
{
	str iban;
	enum err err = helper_must_be_active(scope, scope->member_id);
	if (err)
		return err;
	if (str_empty(payee->iban))
		return payee_remove(scope, scope->member_id);
	if (iban_read(scope->arena, payee->iban, &iban))
		return refuse_field(scope, "iban", "payment.iban_wrong");
	if ((err = check_payee(scope, payee)))
		return err;
	const str parts[PARTS] = { payee->name, payee->street, payee->building, payee->code, payee->town,
		payee->country, iban };
	const char part = PART;
	return payee_save(scope, scope->member_id, str_join(scope->arena, parts, PARTS, (str){ &part, 1 }));
}

/* ── what a visit's page shows ── */

int64_t payment_amount(const struct booking *booking)
{
	int64_t work = booking->price_kind == PRICE_FREE ? 0 : booking->price_minor;
	if (booking->price_kind == PRICE_HOURLY)
		work = (booking->price_minor * booking->minutes + 30) / 60;
	return work + booking->callout_minor;
}

static bool is_payable(const struct booking *booking)
{
	int state = booking->state;
	return state == BOOKING_IN_PROGRESS || state == BOOKING_DONE || state == BOOKING_DONE_AUTO || state == BOOKING_CLOSED;
}

static enum err draw_swiss(struct scope *scope, const struct payee *payee, struct payment *payment)
{
	str text;
	struct qrbill bill = {
		.iban = payee->iban, .amount_minor = payment->amount_minor, .currency = payment->currency,
		.creditor = { payee->name, payee->street, payee->building, payee->code, payee->town, payee->country },
		.debtor = { S(""), S(""), S(""), S(""), S(""), S("") }, .reference = payment->reference,
		.message = S(""), .bill_info = S(""), .schemes = { S(""), S("") },
	};
	enum err err = qrbill_text(scope->arena, &bill, &text);
	return err ? err : qr_path(scope->arena, text, SWISS_VERSION_MAX, &payment->path, &payment->size);
}

static enum err draw_epc(struct scope *scope, const struct payee *payee, struct payment *payment)
{
	str text;
	const struct epc epc = { .bic = S(""), .name = payee->name, .iban = payee->iban,
		.amount_minor = payment->amount_minor, .purpose = S(""), .reference = payment->reference, .message = S(""),
		.note = S("") };
	enum err err = epc_text(scope->arena, &epc, &text);
	return err ? err : qr_path(scope->arena, text, EPC_VERSION_MAX, &payment->path, &payment->size);
}

/* Francs need a Swiss account; a Swiss account in euro would need a BIC, which we do not ask for. */
static enum payment_kind kind_for(const struct payment *payment)
{
	bool is_swiss = str_starts(payment->iban, S("CH")) || str_starts(payment->iban, S("LI"));
	if (str_equal(payment->currency, S("CHF")) && is_swiss)
		return PAYMENT_SWISS;
	return str_equal(payment->currency, S("EUR")) && !is_swiss ? PAYMENT_EPC : PAYMENT_PLAIN;
}

enum err payment_of(struct scope *scope, const struct booking *booking, struct payment *payment_out)
{
	struct payee payee;
	*payment_out = (struct payment){ .kind = PAYMENT_NONE };
	if (!is_payable(booking) || booking_party_of(booking, scope->member_id) == PARTY_NONE)
		return OK;
	enum err err = payee_of(scope, booking->helper_id, &payee);
	int64_t amount = payment_amount(booking);
	if (err || !amount || str_empty(payee.iban))
		return err;
	struct payment payment = {
		.amount_minor = amount, .currency = booking->currency, .iban = payee.iban, .name = payee.name,
		.reference = reference_of(scope->arena, str_format(scope->arena, "%lld", (long long)booking->id)),
	};
	payment.kind = kind_for(&payment);
	err = payment.kind == PAYMENT_SWISS ? draw_swiss(scope, &payee, &payment)
		: payment.kind == PAYMENT_EPC ? draw_epc(scope, &payee, &payment) : OK;
	if (err) { /* a name that no reader knows: the account is shown, the code is not */
		payment.kind = PAYMENT_PLAIN;
		payment.size = 0;
	}
	*payment_out = payment;
	return OK;
}
