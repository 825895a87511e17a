/* words_test.c: what the search learns from a brand's texts, from its administrators, and from what nobody found. */
#include "features/search/search_testing.h"
#include "features/search/synonym.h"
#include "features/search/vocabulary.h"

#include <time.h>

/* What the brand's own texts teach: "Drossel" and "Klappe" stand alone in two texts each. */
static void a_compound_nobody_listed_is_found_by_its_parts_and_the_other_way_round(void **state)
{
	struct test_house *t = *state;
	int64_t board = a_board(t, "wifi", AUDIENCE_PUBLIC);
	asked_in(t, board, "Drossel klemmt", "Die Klappe auch.");
	asked_in(t, board, "Klappe und Drossel", "Beide neu.");
	int64_t whole = asked_in(t, board, "Drosselklappe defekt", "Wer weiß Rat?");
	int64_t parts = asked_in(t, board, "Klappe an der Drossel", "Sie quietscht.");
	house_settle(t);
	struct reindex done;
	assert_int_equal(search_reindex(t->house, NULL, NULL, &done), OK);
	struct search_found found = found_by(t, 0, "Drosselklappe");
	assert_true(has_thread(&found, whole));
	assert_true(has_thread(&found, parts));
	found = found_by(t, 0, "klappe quietscht");
	assert_true(has_thread(&found, parts));
	found = found_by(t, 0, "Klappe defekt");
	assert_true(has_thread(&found, whole));
	assert_false(found.is_relaxed);
}

static void a_typing_mistake_is_forgiven(void **state)
{
	struct test_house *t = *state;
	some_threads(t);
	house_settle(t);
	struct reindex done;
	assert_int_equal(search_reindex(t->house, NULL, NULL, &done), OK);
	struct answer answer = visit(t, &(struct asked){ .path = "/search?q=Fernsheer", .accept_language = "de" });
	assert_true(answer_says(&answer, "Das hier passt zu"));
	assert_true(answer_says(&answer, "ohne Ton"));
	answer = visit(t, &(struct asked){ .path = "/search?q=Gastzugang+Rechnnug", .accept_language = "de" });
	assert_true(answer_says(&answer, "Meintest du"));
	assert_true(answer_says(&answer, "q=Gastzugang%20Rechnung"));
	answer = visit(t, &(struct asked){ .path = "/search?q=Waschmaschine", .accept_language = "de" });
	assert_false(answer_says(&answer, "Meintest du"));
	assert_false(answer_says(&answer, "passt zu"));
}

/* Corrections are shown to everybody, so they know nothing of what only some may read. */
static void mistakes_are_counted_as_far_as_they_matter(void **state)
{
	static const struct { const char *one, *other; size_t max, distance; } cases[] = {
		{ "router", "router", 2, 0 }, { "rotuer", "router", 1, 1 }, { "ruoter", "router", 2, 1 }, { "outer", "router", 1, 1 },
		{ "rrouter", "router", 1, 1 }, { "ruter", "router", 1, 1 }, { "ruotre", "router", 1, 2 }, { "ruotre", "router", 2, 2 },
		{ "uter", "router", 2, 2 }, { "uter", "router", 1, 2 }, { "kabelmodemn", "kabelmodem", 2, 1 }, { "abelmode", "kabelmodem", 2, 2 },
		{ "xkabelmodemx", "kabelmodem", 2, 2 }, { "kabel", "modem", 2, 3 }, { "a", "b", 1, 1 }, { "ab", "ba", 1, 1 }, { "", "ab", 2, 2 },
		{ "ab", "", 2, 2 }, { "", "abc", 2, 3 }, { "abcdef", "bcdefa", 2, 2 }, { "abcdef", "cdefab", 2, 3 }, { "cb", "abc", 2, 2 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(spelling_distance(str_from(cases[i].one), str_from(cases[i].other), cases[i].max), cases[i].distance);
}

static void what_only_members_read_corrects_nobody(void **state)
{
	struct test_house *t = *state;
	int64_t board = a_board(t, "intern", AUDIENCE_MEMBERS);
	asked_in(t, board, "Quetschkommode verliehen", "An wen?");
	house_settle(t);
	struct reindex done;
	assert_int_equal(search_reindex(t->house, NULL, NULL, &done), OK);
	struct answer answer = visit(t, &(struct asked){ .path = "/search?q=Quetschkomode" });
	assert_false(answer_says(&answer, "Quetschkommode"));
}

static void words_that_no_text_holds_any_more_are_forgotten(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	struct reindex done;
	house_settle(t);
	assert_int_equal(search_reindex(t->house, NULL, NULL, &done), OK);
	assert_int_equal(in_unit(t, acting_as_house(t), take_out, &some.tv), OK);
	t->now += HOURS(7);
	house_work(t);
	struct answer answer = visit(t, &(struct asked){ .path = "/search?q=Fernsheer", .accept_language = "de" });
	assert_false(answer_says(&answer, "passt zu"));
}

static enum err add_synonym(struct scope *scope, void *data)
{
	return synonym_save(scope, data);
}

static void a_brands_own_synonyms_work_at_once_and_in_both_directions(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	int64_t other = asked_in(t, some.board_id, "Glotzofon piept", "Seit heute.");
	struct synonym synonym = { .words = S("Glotzofon, Fernseher , glotzofon,Flimmer-Kiste") };
	house_work(t);
	struct search_found found = found_by(t, 0, "Glotzofon");
	assert_false(has_thread(&found, some.tv));
	assert_int_equal(in_unit(t, acting_as(t, t->adam), add_synonym, &synonym), OK);
	assert_true(str_equal(synonym.words, S("Glotzofon, Fernseher, Flimmer-Kiste")));
	found = found_by(t, 0, "Glotzofon");
	assert_true(has_thread(&found, some.tv));
	assert_true(has_thread(&found, other));
	found = found_by(t, 0, "Fernseher");
	assert_true(has_thread(&found, other));
	found = found_by(t, 0, "Flimmer-Kiste");
	assert_true(has_thread(&found, other) && has_thread(&found, some.tv));
	synonym.words = S("Glotzofon, Guckgerät");
	assert_int_equal(synonym_save(acting_as(t, t->adam), &synonym), OK);
	found = found_by(t, 0, "Fernseher");
	assert_false(has_thread(&found, other));
	assert_int_equal(synonym_remove(acting_as(t, t->adam), synonym.id), OK);
	assert_int_equal(found_by(t, 0, "Guckgerät").count, 0);
}

static void synonyms_are_bounded_and_an_administrators(void **state)
{
	struct test_house *t = *state;
	const struct { const char *words, *reason; } wrong[] = {
		{ "Fernseher", "synonym.too_few" },         { "TV, tv", "synonym.too_few" },
		{ "das ist, zwei Wörter", "synonym.one_word" }, { "a, Fernseher", "synonym.word_length" },
		{ "Wörter!, Fernseher", "synonym.one_word" },
		{ "aa,bb,cc,dd,ee,ff,gg,hh,ii,jj,kk,ll,mm", "synonym.too_many" },
	};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct scope *scope = acting_as(t, t->adam);
		struct synonym synonym = { .words = str_from(wrong[i].words) };
		assert_int_equal(synonym_save(scope, &synonym), ERR_INVALID);
		assert_string_equal(scope->refusal.reason, wrong[i].reason);
	}
	struct scope *mia = acting_as(t, t->mia);
	struct synonym synonym = { .words = S("Glotze, Fernseher") };
	assert_int_equal(synonym_save(mia, &synonym), ERR_FORBIDDEN);
	assert_string_equal(mia->refusal.reason, "synonym.not_yours");
	struct scope *adam = acting_as(t, t->adam);
	synonym.id = 4711;
	assert_int_equal(synonym_save(adam, &synonym), ERR_NOT_FOUND);
	assert_string_equal(adam->refusal.reason, "synonym.not_found");
	for (int i = 0; i < SYNONYMS_MAX; i++) {
		synonym = (struct synonym){ .words = str_format(t->arena, "wort%d, ding%d", i, i) };
		assert_int_equal(synonym_save(acting_as(t, t->adam), &synonym), OK);
	}
	adam = acting_as(t, t->adam);
	synonym = (struct synonym){ .words = S("eins, zwei") };
	assert_int_equal(synonym_save(adam, &synonym), ERR_INVALID);
	assert_string_equal(adam->refusal.reason, "synonym.limit");
}

/* Asks from the page; the count is written a moment later, behind the answer. */
static void miss_in_vain(struct test_house *t, const char *path, int times)
{
	for (int i = 0; i < times; i++)
		assert_int_equal(visit(t, &(struct asked){ .path = path, .accept_language = "de" }).status, 200);
	house_settle(t);
}

static size_t misses(struct test_house *t)
{
	struct miss_list list;
	assert_int_equal(miss_list(acting_as(t, t->adam), &list), OK);
	return list.count;
}

/* They are counted behind the answer: PostgreSQL's several writers may need a moment more. */
static void assert_misses(struct test_house *t, size_t wanted)
{
	for (int i = 0; i < 500 && misses(t) != wanted; i++) {
		house_settle(t);
		nanosleep(&(struct timespec){ 0, 10 * 1000 * 1000 }, NULL);
	}
	assert_int_equal(misses(t), wanted);
}

static void what_nobody_finds_is_listed_without_who_asked(void **state)
{
	struct test_house *t = *state;
	some_threads(t);
	house_settle(t);
	miss_in_vain(t, "/search?q=Rasenroboter", 2);
	assert_misses(t, 0);
	miss_in_vain(t, "/search?q=RASENROBOTER", 1);
	assert_misses(t, 1);
	miss_in_vain(t, "/search?q=eva.muster@example.org", 3);
	miss_in_vain(t, "/search?q=0171+2345678+rufen", 3);
	miss_in_vain(t, "/search?q=eine+zwo+drei+vier+funfe+sechse+siebene", 3);
	miss_in_vain(t, "/search?q=Qwertzuiop&since=week", 3);
	miss_in_vain(t, "/search?q=WLAN", 3);
	assert_misses(t, 1);
	struct scope *mia = acting_as(t, t->mia);
	struct miss_list list;
	assert_int_equal(miss_list(mia, &list), ERR_FORBIDDEN);
	assert_string_equal(mia->refusal.reason, "synonym.not_yours");
	t->now += DAYS(91);
	house_work(t);
	assert_misses(t, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_compound_nobody_listed_is_found_by_its_parts_and_the_other_way_round),
		WEB_TEST(a_typing_mistake_is_forgiven),
		cmocka_unit_test(mistakes_are_counted_as_far_as_they_matter),
		WEB_TEST(what_only_members_read_corrects_nobody),
		WEB_TEST(words_that_no_text_holds_any_more_are_forgotten),
		WEB_TEST(a_brands_own_synonyms_work_at_once_and_in_both_directions),
		WEB_TEST(synonyms_are_bounded_and_an_administrators),
		WEB_TEST(what_nobody_finds_is_listed_without_who_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
