/* analysis_test.c: proves what words become, what is found by what, and which words are marked. */
#include "base/testing.h"
#include "base/utf8.h"
#include "features/search/analysis.h"
#include "features/search/analysis_words.h"
#include "features/search/excerpt.h"

static str indexed(struct arena *arena, const char *text, const char *language)
{
	return analysis_tokens(arena, str_from(text), str_from(language), ANALYSIS_INDEX);
}

static str asked(struct arena *arena, const char *text, const char *language)
{
	return analysis_tokens(arena, str_from(text), str_from(language), ANALYSIS_QUERY);
}

/* Would a search for all of these words find that text? */
static bool finds(struct arena *arena, const char *query, const char *text, const char *language)
{
	str tokens = asked(arena, query, language);
	return tokens.len && tokens_shared(tokens, indexed(arena, text, language)) == tokens_different(tokens);
}

static void words_meet_in_every_inflection(void **state)
{
	const struct { const char *query, *text, *language; } same[] = {
		{ "Router", "des Routers", "de" },           { "Gäste", "Ein Gast kommt", "de" },
		{ "Verbindungen", "die Verbindung", "de" },  { "connecting", "it connects", "en" },
		{ "routers", "the router's light", "en" },   { "problemes", "le problème", "fr" },
		{ "bollette", "la bolletta", "it" },
	};
	for (size_t i = 0; i < COUNT(same); i++) {
		if (!finds(*state, same[i].query, same[i].text, same[i].language))
			fail_msg("\"%s\" does not find \"%s\"", same[i].query, same[i].text);
	}
	assert_false(finds(*state, "Router", "Der Fernseher", "de"));
}

static void umlauts_are_found_however_they_are_typed(void **state)
{
	assert_true(finds(*state, "Gaeste", "Gäste", "de"));
	assert_true(finds(*state, "gaste", "Gäste", "de"));
	assert_true(finds(*state, "Störung", "Stoerung", "de"));
	assert_true(finds(*state, "Büro", "buero", "de"));
	assert_true(finds(*state, "Straße", "STRASSE", "de"));
	assert_str(asked(*state, "neue Steuer", "de"), "neu steu");
	assert_str(asked(*state, "Quelle", "de"), "quell");
}

static void compounds_are_found_by_their_parts_and_parts_by_compounds(void **state)
{
	assert_true(finds(*state, "Gastzugang", "Der Zugang für Gäste", "de"));
	assert_true(finds(*state, "Zugang Gäste", "Gastzugang einrichten", "de"));
	assert_true(finds(*state, "WLAN-Gastzugang", "Gastzugang im WLAN", "de"));
	assert_true(finds(*state, "WLAN Zugang", "WLAN-Gastzugang", "de"));
	assert_true(finds(*state, "Routerpasswort", "das Kennwort vom Router", "de"));
	assert_true(finds(*state, "Terminverschiebung", "Verschiebung des Termins", "de"));
	assert_true(finds(*state, "Rufnummernmitnahme", "Mitnahme der Rufnummer", "de"));
	assert_true(finds(*state, "Mitnahme", "Rufnummernmitnahme", "de"));
	assert_true(finds(*state, "Router", "Der Vermieterrouter", "de"));
	assert_false(finds(*state, "Vermieterrouter", "Der Router", "de"));
	assert_str(indexed(*state, "WLAN-Gastzugang", "de"), "wlangastzugang wlan gastzugang gast zugang");
}

static void names_of_models_and_addresses_stay_whole(void **state)
{
	assert_str(asked(*state, "R7 WPA3 192.168.1.1 v7.29", "de"), "r7 wpa3 192.168.1.1 v7.29");
	assert_true(finds(*state, "R-7", "Router R7", "de"));
	assert_true(finds(*state, "R7", "Router R-7", "de"));
	assert_true(finds(*state, "5 GHz", "auf 5GHz", "en"));
	assert_false(finds(*state, "R7", "Router R8", "de"));
	assert_str(asked(*state, "Mot.Suite", "fr"), "mot suit");
}

static void words_for_the_same_thing_are_one(void **state)
{
	const struct { const char *query, *text, *language; } same[] = {
		{ "WiFi", "W-LAN", "de" },           { "Wi-Fi", "WLAN", "de" },        { "Handy", "Smartphone", "de" },
		{ "Natel", "Mobiltelefone Handys", "de" }, { "Fernseher", "der TV", "de" }, { "E-Mail", "Mails", "de" },
		{ "Passwort", "Kennwort", "de" },    { "wifi", "wireless", "en" },     { "e-mail", "email", "en" },
		{ "television", "TVs", "en" },       { "courriel", "e-mail", "fr" },   { "cellulare", "telefonino", "it" },
	};
	for (size_t i = 0; i < COUNT(same); i++) {
		if (!finds(*state, same[i].query, same[i].text, same[i].language))
			fail_msg("\"%s\" does not find \"%s\"", same[i].query, same[i].text);
	}
}

static void small_words_are_no_words(void **state)
{
	assert_str(asked(*state, "wie kann ich das machen", "de"), "");
	assert_str(asked(*state, "how do I do this", "en"), "");
	assert_str(asked(*state, "l'accès de l'utilisateur", "fr"), "acce utilis");
	assert_str(asked(*state, "", "de"), "");
	assert_str(asked(*state, " … – !?", "de"), "");
	assert_str(asked(*state, "don't", "en"), "");
}

static void an_unknown_language_is_folded_only(void **state)
{
	assert_str(asked(*state, "Żółte Routery", "pl"), "zolte routery");
}

static void odd_bytes_and_endless_words_do_no_harm(void **state)
{
	struct text text;
	text_open(&text, *state, 8000);
	for (int i = 0; i < 4000; i++)
		text_put(&text, S("gastzugang"));
	str tokens = analysis_tokens(*state, text_str(&text), S("de"), ANALYSIS_INDEX);
	assert_true(tokens.len > 0 && tokens.len <= 64);
	text.len = 0;
	for (int i = 0; i < 2000; i++)
		text_put(&text, S("ä-"));
	assert_true(utf8_is_valid(analysis_tokens(*state, text_str(&text), S("de"), ANALYSIS_INDEX)));
	assert_str(analysis_tokens(*state, S("\xff router \xc3"), S("de"), ANALYSIS_QUERY), "rout");
	for (size_t i = 0; i < 200; i++)
		(void)analysis_tokens(*state, str_first(S("Büro-’s 1.2.3-ä’ö x’"), i % 25), S("de"), ANALYSIS_INDEX);
}

static void a_word_said_again_becomes_what_it_became(void **state)
{
	static const char *const words[] = { "Hausmeisterrouter", "und", "W-LAN", "5GHz", "Gäste", "Gaeste", "der", "Fritzbox-Router", "7590ax", "don't" };
	enum { WORDS = 2000, OTHERS = 600 };
	struct text text, wanted;
	text_open(&text, *state, 4096);
	text_open(&wanted, *state, 4096);
	for (int i = 0; i < WORDS; i++) {
		str other = str_format(*state, "wort%d", i % OTHERS), word = i % 3 ? str_from(words[i % 10]) : other;
		text_format(&text, "%.*s ", STR_ARG(word));
		str tokens = analysis_tokens(*state, word, S("de"), ANALYSIS_INDEX);
		text_format(&wanted, str_empty(tokens) ? "%.*s" : "%.*s ", STR_ARG(tokens));
	}
	str tokens = analysis_tokens(*state, text_str(&text), S("de"), ANALYSIS_INDEX);
	assert_true(str_equal(tokens, str_trim(text_str(&wanted))));
}

static void the_language_is_guessed_by_small_words(void **state)
{
	assert_str(analysis_guess(*state, S("Why does the router not connect to my network?"), S("de")), "en");
	assert_str(analysis_guess(*state, S("Warum geht das WLAN nicht mehr?"), S("en")), "de");
	assert_str(analysis_guess(*state, S("Pourquoi est-ce que la connexion ne marche pas"), S("de")), "fr");
	assert_str(analysis_guess(*state, S("Perché il telefono non funziona"), S("de")), "it");
	assert_str(analysis_guess(*state, S("Router R7"), S("en")), "en");
	assert_str(analysis_guess(*state, S("Router R7"), S("de-CH")), "de");
}

static void lists_are_in(struct analysis_list list, struct arena *arena, str code)
{
	for (size_t i = 0; i < list.count; i++) {
		if (i && strcmp(list.at[i - 1], list.at[i]) >= 0)
			fail_msg("\"%s\" stands before \"%s\"", list.at[i - 1], list.at[i]);
		assert_true(analysis_has(list, str_from(list.at[i])));
		struct text folded;
		struct analysis_language plain = analysis_all[0];
		struct analysis analysis = { .arena = arena, .language = str_equal(code, S("de")) ? &plain : NULL };
		text_open(&folded, arena, 64);
		plain.stops = plain.parts = (struct analysis_list){ 0 };
		plain.synonym_count = 0;
		analysis_word(&analysis, str_from(list.at[i]), &folded);
		if (strlen(list.at[i]) > 1)
			assert_str(str_trim(text_str(&folded)), list.at[i]);
	}
}

/* What is written otherwise than words are folded would never be found. */
static void every_table_is_sorted_and_folded(void **state)
{
	assert_int_equal(analysis_all_count, ANALYSIS_LANGUAGES);
	for (size_t i = 0; i < analysis_all_count; i++) {
		const struct analysis_language *language = &analysis_all[i];
		lists_are_in(language->stops, *state, str_from(language->code));
		lists_are_in(language->parts, *state, str_from(language->code));
		for (size_t k = 0; k < language->synonym_count; k++) {
			if (k && strcmp(language->synonyms[k - 1].word, language->synonyms[k].word) >= 0)
				fail_msg("\"%s\" stands wrong", language->synonyms[k].word);
			assert_string_equal(analysis_synonym_of(language, str_from(language->synonyms[k].word)),
			                    language->synonyms[k].token);
			assert_false(analysis_has(language->stops, str_from(language->synonyms[k].word)));
		}
	}
	lists_are_in(analysis_units, *state, S("en"));
}

/* ── excerpts ── */

static str marked(struct arena *arena, const char *query, const char *text, size_t max)
{
	struct marked_list list;
	struct text out;
	const struct terms terms = { .tokens = asked(arena, query, "de"), .language = S("de") };
	struct marker *marker = arena_take(arena, sizeof(*marker));
	marker_open(marker, arena, &terms);
	excerpt_mark(marker, str_from(text), max, &list);
	marker_close(marker);
	text_open(&out, arena, 256);
	for (size_t i = 0; i < list.count; i++)
		text_format(&out, list.at[i].is_hit ? "[%.*s]" : "%.*s", STR_ARG(list.at[i].text));
	return text_str(&out);
}

static void the_words_looked_for_are_marked_as_they_stand_there(void **state)
{
	assert_str(marked(*state, "gaeste wifi", "Gäste kommen\nnicht ins WLAN.", 200), "[Gäste] kommen nicht ins [WLAN].");
	assert_str(marked(*state, "Zugang", "Der WLAN-Gastzugang ist aus", 200), "Der [WLAN-Gastzugang] ist aus");
	assert_str(marked(*state, "", "Nichts davon", 200), "Nichts davon");
	assert_str(marked(*state, "Router", "", 200), "");
}

static void an_excerpt_shows_where_the_hits_are(void **state)
{
	struct text text;
	text_open(&text, *state, 4000);
	for (int i = 0; i < 60; i++)
		text_put(&text, S("Lange Vorrede über dies und jenes. "));
	text_put(&text, S("Dann den Router neu starten. "));
	for (int i = 0; i < 60; i++)
		text_put(&text, S("Und ein langes Ende. "));
	str cut = marked(*state, "Router starten", str_c(*state, text_str(&text)), 120);
	assert_true(str_contains(cut, S("[Router] neu [starten]")));
	assert_true(str_starts(cut, S("… ")) && str_ends(cut, S(" …")));
	assert_true(cut.len < 160);
	assert_true(utf8_is_valid(cut));
}

static void an_excerpt_never_cuts_a_letter(void **state)
{
	struct text text;
	text_open(&text, *state, 4000);
	for (int i = 0; i < 500; i++)
		text_put(&text, S("ü"));
	for (size_t max = 60; max < 70; max++)
		assert_true(utf8_is_valid(marked(*state, "x1", str_c(*state, text_str(&text)), max)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_meet_in_every_inflection),
		TEST(umlauts_are_found_however_they_are_typed),
		TEST(compounds_are_found_by_their_parts_and_parts_by_compounds),
		TEST(names_of_models_and_addresses_stay_whole),
		TEST(words_for_the_same_thing_are_one),
		TEST(small_words_are_no_words),
		TEST(an_unknown_language_is_folded_only),
		TEST(odd_bytes_and_endless_words_do_no_harm),
		TEST(a_word_said_again_becomes_what_it_became),
		TEST(the_language_is_guessed_by_small_words),
		TEST(every_table_is_sorted_and_folded),
		TEST(the_words_looked_for_are_marked_as_they_stand_there),
		TEST(an_excerpt_shows_where_the_hits_are),
		TEST(an_excerpt_never_cuts_a_letter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
