/* payment_test.c: check digits, and payment codes byte for byte (docs/rules/payment-codes.md). */
#include "features/marketplace/payment.h"
#include "base/qr.h"
#include "features/marketplace/payment_code.h"
#include "features/marketplace/service_store.h"
#include "features/marketplace/visit_testing.h"
#include "test/folder.h"

#include <stdio.h>
#include <stdlib.h>

static const struct party_address nobody = { { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 } };

static void references_have_check_digits(void **state)
{
	struct test_house *t = *state;
	assert_true(str_equal(reference_of(t->arena, S("539007547034")), S("RF18539007547034")));
	assert_true(str_equal(reference_of(t->arena, S("BKG000123")), S("RF58BKG000123")));
	assert_true(reference_is_good(S("RF49N73GBST73AKL38ZX")));
	assert_true(reference_is_good(S("RF58BKG000123")));
	assert_false(reference_is_good(S("RF59BKG000123")));
	assert_false(reference_is_good(S("RF58BKG000132")));
	assert_false(reference_is_good(S("58BKG000123")));
	for (int64_t i = 1; i < 2000; i++)
		assert_true(reference_is_good(reference_of(t->arena, str_format(t->arena, "%lld", (long long)(i * 7919)))));
}

static void an_iban_is_read_and_checked(void **state)
{
	struct test_house *t = *state;
	str iban;
	assert_int_equal(iban_read(t->arena, S("de33 1002 0500 0001 1947 00"), &iban), OK);
	assert_true(str_equal(iban, S("DE33100205000001194700")));
	assert_true(str_equal(iban_shown(t->arena, iban), S("DE33 1002 0500 0001 1947 00")));
	assert_int_equal(iban_read(t->arena, S("CH5800791123000889012"), &iban), OK);
	static const char *const wrong[] = { "", "DE33100205000001194701", "DE3310020500000119470", "1234567890123456",
		"CH58007911230008890122", "DE33-1002-0500-0001-1947-00", "XX", "DEAA100205000001194700" };
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(iban_read(t->arena, str_from(wrong[i]), &iban), ERR_INVALID);
}

static struct qrbill schneider(void)
{
	return (struct qrbill){
		.iban = S("CH5800791123000889012"), .amount_minor = 8500, .currency = S("CHF"),
		.creditor = { S("Robert Schneider AG"), S("Rue du Lac"), S("1268"), S("2501"), S("Biel"), S("CH") },
		.debtor = { S("Pia Rutschmann"), S("Marktgasse"), S("28"), S("9400"), S("Rorschach"), S("CH") },
		.reference = S("RF58BKG000123"), .message = S("Hilfe WLAN 14.03.2027, Buchung 123"), .bill_info = S(""),
		.schemes = { S(""), S("") },
	};
}

static void a_swiss_bill_is_written_byte_for_byte(void **state)
{
	struct test_house *t = *state;
	const struct qrbill bill = schneider();
	str text;
	assert_int_equal(qrbill_text(t->arena, &bill, &text), OK);
	assert_int_equal(text.len, 207);
	assert_true(str_equal(text, S("SPC\n0200\n1\nCH5800791123000889012\nS\nRobert Schneider AG\nRue du Lac\n1268\n2501\nBiel\n"
		"CH\n\n\n\n\n\n\n\n85.00\nCHF\nS\nPia Rutschmann\nMarktgasse\n28\n9400\nRorschach\nCH\nSCOR\nRF58BKG000123\n"
		"Hilfe WLAN 14.03.2027, Buchung 123\nEPD")));
	struct qrbill open = { .iban = S("CH3709000000304442225"), .currency = S("CHF"), .debtor = nobody,
		.creditor = { S("Salvation Army"), S(""), S(""), S("3000"), S("Bern"), S("CH") }, .reference = S(""),
		.message = S(""), .bill_info = S(""), .schemes = { S(""), S("") } };
	assert_int_equal(qrbill_text(t->arena, &open, &text), OK);
	assert_true(str_equal(text, S("SPC\n0200\n1\nCH3709000000304442225\nS\nSalvation Army\n\n\n3000\nBern\nCH\n\n\n\n\n\n\n\n\n"
		"CHF\n\n\n\n\n\n\n\nNON\n\n\nEPD")));
}

static void a_swiss_bill_that_no_reader_takes_is_refused(void **state)
{
	struct test_house *t = *state;
	str text;
	struct qrbill bill = schneider();
	bill.iban = S("DE33100205000001194700");
	assert_int_equal(qrbill_text(t->arena, &bill, &text), ERR_INVALID);
	bill = schneider();
	bill.iban = S("CH4431999123000889012"); /* takes 27-digit references only */
	assert_int_equal(qrbill_text(t->arena, &bill, &text), ERR_INVALID);
	bill.reference = S("210000000003139471430009017");
	assert_int_equal(qrbill_text(t->arena, &bill, &text), OK);
	bill = schneider();
	bill.currency = S("USD");
	assert_int_equal(qrbill_text(t->arena, &bill, &text), ERR_INVALID);
	bill = schneider();
	bill.creditor.town = S("");
	assert_int_equal(qrbill_text(t->arena, &bill, &text), ERR_INVALID);
	bill = schneider();
	bill.creditor.name = S("\xd0\xa8\xd0\xbd\xd0\xb0\xd0\xb9\xd0\xb4\xd0\xb5\xd1\x80"); /* Cyrillic */
	assert_int_equal(qrbill_text(t->arena, &bill, &text), ERR_INVALID);
	bill = schneider();
	bill.message = S("zwei\nZeilen");
	assert_int_equal(qrbill_text(t->arena, &bill, &text), ERR_INVALID);
}

static void a_euro_transfer_is_written_byte_for_byte(void **state)
{
	struct test_house *t = *state;
	str text;
	struct epc epc = { .bic = S(""), .name = S("Pia Rutschmann"), .iban = S("DE33100205000001194700"), .amount_minor = 8500,
		.purpose = S(""), .reference = S("RF58BKG000123"), .message = S(""), .note = S("") };
	assert_int_equal(epc_text(t->arena, &epc, &text), OK);
	assert_int_equal(text.len, 76);
	assert_true(str_equal(text, S("BCD\n002\n1\nSCT\n\nPia Rutschmann\nDE33100205000001194700\nEUR85.00\n\nRF58BKG000123")));
	epc.message = S("both");
	assert_int_equal(epc_text(t->arena, &epc, &text), ERR_INVALID);
	epc.reference = S("");
	assert_int_equal(epc_text(t->arena, &epc, &text), OK);
	assert_true(str_ends(text, S("EUR85.00\n\n\nboth")));
	epc.name = S("");
	assert_int_equal(epc_text(t->arena, &epc, &text), ERR_INVALID);
}

/* ── the reference bills: taken apart by line, written again, compared ── */

static str line_at(str text, size_t wanted)
{
	str line = S("");
	for (size_t i = 0; i <= wanted; i++)
		line = str_cut(&text, '\n');
	return line;
}

static struct party_address address_at(str text, size_t first)
{
	return (struct party_address){ line_at(text, first + 1), line_at(text, first + 2), line_at(text, first + 3),
		line_at(text, first + 4), line_at(text, first + 5), line_at(text, first + 6) };
}

static int64_t minor_of(str amount)
{
	str rest = amount;
	int64_t whole = 0, part = 0;
	str front = str_cut(&rest, '.');
	if (str_empty(amount))
		return 0;
	assert_true(str_number(front, &whole) && str_number(rest, &part));
	return whole * 100 + part;
}

static void written_again(struct test_house *t, str path, size_t *checked)
{
	str text = file_read(t->arena, path), again;
	char *at = arena_bytes(t->arena, text.len);
	size_t len = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != '\r')
			at[len++] = text.at[i];
	}
	text = (str){ at, len };
	if (!str_equal(line_at(text, 4), S("S")) || str_equal(line_at(text, 20), S("K")))
		return; /* the free address form has ended */
	struct qrbill bill = {
		.iban = line_at(text, 3), .creditor = address_at(text, 4), .amount_minor = minor_of(line_at(text, 18)),
		.currency = line_at(text, 19), .debtor = address_at(text, 20), .reference = line_at(text, 28),
		.message = line_at(text, 29), .bill_info = line_at(text, 31),
		.schemes = { line_at(text, 32), line_at(text, 33) },
	};
	if (bill.amount_minor > 99999999) /* more than a visit may cost */
		return;
	assert_int_equal(qrbill_text(t->arena, &bill, &again), OK);
	while (text.len > again.len && text.at[text.len - 1] == '\n') /* some keep an empty last line */
		text.len--;
	assert_true(str_equal(again, text));
	++*checked;
}

static void the_order_of_lines_is_that_of_the_reference_bills(void **state)
{
	struct test_house *t = *state;
	static const char *const names[] = { "a4bill_ex1", "a4bill_ex4", "a4bill_ma1", "payment_part1", "qrbill_ex1",
		"qrbill_ex4", "qrbill_fr", "qrbill_li", "qrcode_ex1", "qrcode_ex4" };
	const char *folder = getenv("HEINZEL_TEST_DATA");
	size_t checked = 0;
	if (!folder) {
		puts("SKIPPED: HEINZEL_TEST_DATA is not set, no reference bills were compared");
		skip();
	}
	for (size_t i = 0; i < COUNT(names); i++)
		written_again(t, str_format(t->arena, "%s/identity/qrbill_svg/%s.txt", folder, names[i]), &checked);
	assert_true(checked >= 4);
}

/* ── on a visit ── */

static void ben_says_where(struct test_house *t, const char *iban, const char *country)
{
	const struct payee payee = { S("Ben Kr\xc3\xbcger"), S("Domstr."), S("9"), S("50667"), S("K\xc3\xb6ln"),
		str_from(country), str_from(iban) };
	assert_int_equal(payee_set(market_helper(t, t->ben), &payee), OK);
}

static void a_done_visit_shows_a_code(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct payment payment;
	ben_says_where(t, "DE33 1002 0500 0001 1947 00", "DE");
	assert_int_equal(payment_of(acting_as(t, t->ana), &booking, &payment), OK);
	assert_int_equal(payment.kind, PAYMENT_NONE); /* nothing is to be paid before the visit */
	t->now = booking.ends_at;
	assert_int_equal(booking_take_step(acting_as(t, t->ana), booking.id, BOOKING_FINISH, S("")), OK);
	booking = load_visit(t, booking.id);
	assert_int_equal(payment_of(acting_as(t, t->ana), &booking, &payment), OK);
	assert_int_equal(payment.kind, PAYMENT_EPC);
	assert_int_equal(payment.amount_minor, 4500);
	assert_true(reference_is_good(payment.reference));
	assert_true(payment.size > 25 && str_starts(payment.path, S("M4 4h7v1h-7z")));
	assert_int_equal(payment_of(acting_as(t, t->eve), &booking, &payment), OK);
	assert_int_equal(payment.kind, PAYMENT_NONE);

	ben_says_where(t, "CH5800791123000889012", "CH"); /* euro into francs' country: no code, only the account */
	assert_int_equal(payment_of(acting_as(t, t->ana), &booking, &payment), OK);
	assert_int_equal(payment.kind, PAYMENT_PLAIN);
	booking.currency = S("CHF");
	assert_int_equal(payment_of(acting_as(t, t->ana), &booking, &payment), OK);
	assert_int_equal(payment.kind, PAYMENT_SWISS);
	assert_true(payment.size > 25);
	booking.price_kind = PRICE_HOURLY;
	booking.minutes = 50;
	assert_int_equal(payment_amount(&booking), 3750);
	booking.callout_minor = 1000;
	assert_int_equal(payment_amount(&booking), 4750);
	booking.price_kind = PRICE_FREE;
	assert_int_equal(payment_amount(&booking), 1000); /* the help is free, coming is not */
	booking.callout_minor = 0;
	booking.price_kind = PRICE_FREE;
	assert_int_equal(payment_of(acting_as(t, t->ana), &booking, &payment), OK);
	assert_int_equal(payment.kind, PAYMENT_NONE);
}

static void an_account_is_checked_sealed_and_forgotten(void **state)
{
	struct test_house *t = *state;
	struct payee seen, payee = { S("Ben"), S("Domstr."), S("9"), S("50667"), S("K\xc3\xb6ln"), S("DE"),
		S("DE33100205000001194700") };
	ben_helps(t);
	struct scope *ana = acting_as(t, t->ana), *ben = market_helper(t, t->ben);
	assert_refused(ana, payee_set(ana, &payee), ERR_FORBIDDEN, "helper.not_approved");
	payee.iban = S("DE33100205000001194701");
	assert_refused(ben, payee_set(ben, &payee), ERR_INVALID, "payment.iban_wrong");
	payee.iban = S("DE33100205000001194700");
	payee.name = S("B");
	assert_refused(ben, payee_set(ben, &payee), ERR_INVALID, "payment.name_wrong");
	payee.name = S("Ben");
	payee.town = S("");
	assert_refused(ben, payee_set(ben, &payee), ERR_INVALID, "payment.address_wrong");
	payee.town = S("K\xc3\xb6ln");
	payee.country = S("de");
	assert_refused(ben, payee_set(ben, &payee), ERR_INVALID, "payment.country_wrong");
	payee.country = S("DE");
	assert_int_equal(payee_set(ben, &payee), OK);
	assert_int_equal(payee_of(ben, t->ben, &seen), OK);
	assert_true(str_equal(seen.iban, payee.iban) && str_equal(seen.town, payee.town));
	payee.iban = S("");
	assert_int_equal(payee_set(ben, &payee), OK);
	assert_int_equal(payee_of(ben, t->ben, &seen), OK);
	assert_true(str_empty(seen.iban) && str_empty(seen.name));
}

static void a_code_too_large_is_refused(void **state)
{
	struct test_house *t = *state;
	str path;
	int64_t size;
	char *long_text = arena_bytes(t->arena, 400);
	memset(long_text, 'x', 400);
	assert_int_equal(qr_path(t->arena, (str){ long_text, 331 }, 13, &path, &size), OK);
	assert_int_equal(size, 69 + 8);
	assert_int_equal(qr_path(t->arena, (str){ long_text, 332 }, 13, &path, &size), ERR_TOO_LARGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(references_have_check_digits),
		HOUSE_TEST(an_iban_is_read_and_checked),
		HOUSE_TEST(a_swiss_bill_is_written_byte_for_byte),
		HOUSE_TEST(a_swiss_bill_that_no_reader_takes_is_refused),
		HOUSE_TEST(a_euro_transfer_is_written_byte_for_byte),
		HOUSE_TEST(the_order_of_lines_is_that_of_the_reference_bills),
		HOUSE_TEST(a_done_visit_shows_a_code),
		HOUSE_TEST(an_account_is_checked_sealed_and_forgotten),
		HOUSE_TEST(a_code_too_large_is_refused),
	};
	return cmocka_run_group_tests_name("payment", tests, NULL, NULL);
}
