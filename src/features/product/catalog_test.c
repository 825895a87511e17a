/* catalog_test.c: proves how files of products are read, compared and taken over, and how codes lead to products. */
#include "features/product/csv.h"
#include "features/product/product.h"
#include "test/house.h"

#define assert_refused(scope, call, err, key) \
	do { \
		assert_int_equal(call, err); \
		assert_non_null((scope)->refusal.reason); \
		assert_string_equal((scope)->refusal.reason, key); \
	} while (0)

/* ── CSV ── */

static str all_fields(struct arena *arena, const char *bytes)
{
	struct csv csv;
	struct csv_row row;
	struct text text;
	const char *wrong;
	text_open(&text, arena, 256);
	csv_open(&csv, arena, str_from(bytes));
	while (csv_next(&csv, &row, &wrong)) {
		if (wrong)
			text_format(&text, "!%s", wrong);
		for (size_t i = 0; !wrong && i < row.count; i++)
			text_format(&text, "%s%.*s", i ? "|" : "", STR_ARG(row.fields[i]));
		text_format(&text, "@%lld ", (long long)csv.line);
	}
	return text_str(&text);
}

static void csv_is_read_as_spreadsheets_write_it(void **state)
{
	struct test_house *t = *state;
	static const struct { const char *bytes, *fields; } cases[] = {
		{ "a,b\r\n1,2\r\n", "a|b@1 1|2@2 " },
		{ "a,b\n1,\n,2", "a|b@1 1|@2 |2@3 " },
		{ "\xEF\xBB\xBF" "a;b\n1;2,5\n", "a|b@1 1|2,5@2 " },
		{ "a\tb\n1\t2\n", "a|b@1 1|2@2 " },
		{ "a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", "a|b@1 x,y|say \"hi\"@2 " },
		{ "a,b\n\"two\nlines\",2\n3,4\n", "a|b@1 two\nlines|2@3 3|4@4 " },
		{ "a,b\n\"open,2\n", "a|b@1 !catalog.quote@3 " },
		{ "a,b\n\"x\"y,2\n3,4\n", "a|b@1 !catalog.quote@2 3|4@3 " },
		{ "", "" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		str got = all_fields(t->arena, cases[i].bytes);
		if (!str_equal(got, str_from(cases[i].fields)))
			print_error("case %zu: \"%.*s\"\n", i, STR_ARG(got));
		assert_true(str_equal(got, str_from(cases[i].fields)));
	}
}

/* ── the catalogue ── */

static struct catalog compared(struct test_house *t, const char *bytes)
{
	struct catalog catalog;
	struct catalog_known known;
	catalog_read(t->arena, str_from(bytes), &catalog);
	assert_null(catalog.reason);
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(catalog_known_load(adam, &known), OK);
	assert_int_equal(catalog_compare(adam, &known, &catalog), OK);
	return catalog;
}

static void take_over(struct test_house *t, struct catalog *catalog)
{
	size_t next = 0;
	while (next < catalog->count) {
		size_t from = next;
		assert_int_equal(catalog_write(acting_as(t, t->adam), catalog, from, &next), OK);
		assert_true(next > from);
	}
}

static struct product by_key(struct test_house *t, const char *key)
{
	struct product product;
	assert_int_equal(product_by_key(acting_as(t, t->eve), str_from(key), &product), OK);
	return product;
}

static void a_file_is_looked_at_first_and_then_taken_over(void **state)
{
	struct test_house *t = *state;
	static const char file[] = "key,name,kind,maker,category,codes,position\n"
		"box-7,Box 7,router,Nordlicht,Internet,BOX7 4006381333931,1\n"
		"box-5,Box 5,router,Nordlicht,Internet,,2\n";
	struct catalog catalog = compared(t, file);
	assert_int_equal(catalog.counts[CATALOG_NEW], 2);
	struct product_list list;
	assert_int_equal(product_list_all(acting_as(t, t->adam), &list), OK);
	assert_int_equal(list.count, 0); /* looking changes nothing */
	take_over(t, &catalog);
	struct product product = by_key(t, "box-7");
	assert_true(str_equal(product.maker, S("Nordlicht")) && str_equal(product.category, S("Internet")));
	assert_int_equal(product.position, 1);
	assert_int_equal(product_by_code(acting_as(t, 0), S("4006381333931"), &product), OK);
	assert_true(str_equal(product.key, S("box-7")));
	catalog = compared(t, file);
	assert_int_equal(catalog.counts[CATALOG_SAME], 2);
	take_over(t, &catalog); /* a second time changes nothing */
	assert_int_equal(product_list_all(acting_as(t, t->adam), &list), OK);
	assert_int_equal(list.count, 2);
}

static void a_known_key_is_changed_and_what_the_file_lacks_stays(void **state)
{
	struct test_house *t = *state;
	struct catalog catalog = compared(t, "key,name,kind,maker,about\nbox-7,Box 7,router,Nordlicht,Gut\n");
	take_over(t, &catalog);
	int64_t id = by_key(t, "box-7").id;
	catalog = compared(t, "kürzel;Bezeichnung;Art;ausgeblendet\nbox-7;Box Sieben;router;ja\nbox-8;Box 8;router;\n");
	assert_int_equal(catalog.counts[CATALOG_CHANGED], 1);
	assert_int_equal(catalog.counts[CATALOG_NEW], 1);
	take_over(t, &catalog);
	struct product product = by_key(t, "box-7");
	assert_int_equal(product.id, id);
	assert_true(str_equal(product.name, S("Box Sieben")) && str_equal(product.maker, S("Nordlicht")) && str_equal(product.about, S("Gut")));
	assert_true(product.hidden_at > 0);
	assert_false(by_key(t, "box-8").hidden_at);
}

static void a_wrong_line_is_told_and_the_others_are_taken(void **state)
{
	struct test_house *t = *state;
	struct catalog catalog = compared(t, "key,name,kind,codes,position\nBox 7,Box,router,,\nbox-1,,router,,\nbox-2,Box,,,\n"
		"box-3,Box,router,4006381333932,\nbox-4,Box,router,,x\nbox-5,Box,router,,\nbox-5,Box,router,,\nbox-6,\"Box,router,,\n");
	static const struct { int64_t line; const char *reason, *field; } told[] = {
		{ 2, "product.key_wrong", "key" }, { 3, "product.name_wrong", "name" }, { 4, "product.kind_wrong", "kind" },
		{ 5, "code.check_digit", "codes" }, { 6, "catalog.position_wrong", "position" }, { 7, NULL, NULL },
		{ 8, "catalog.key_twice", "key" }, { 9, "catalog.quote", "key" },
	};
	assert_int_equal(catalog.count, COUNT(told));
	for (size_t i = 0; i < COUNT(told); i++) {
		assert_int_equal(catalog.at[i].line, told[i].line);
		assert_int_equal(!catalog.at[i].reason, !told[i].reason);
		if (told[i].reason) {
			assert_string_equal(catalog.at[i].reason, told[i].reason);
			assert_string_equal(catalog.at[i].field, told[i].field);
		}
	}
	assert_int_equal(catalog.counts[CATALOG_WRONG], 7);
	take_over(t, &catalog);
	struct product_list list;
	assert_int_equal(product_list_all(acting_as(t, t->adam), &list), OK);
	assert_int_equal(list.count, 1);
	assert_true(str_equal(list.at[0].key, S("box-5")));
}

static void what_is_no_catalogue_is_told_as_a_whole(void **state)
{
	struct test_house *t = *state;
	struct catalog catalog;
	static const struct { const char *bytes, *reason; } cases[] = {
		{ "", "catalog.no_header" }, { "name,kind\nBox,router\n", "catalog.no_header" },
		{ "key,name,kind\n\xFF\xFE\n", "catalog.no_text" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		catalog_read(t->arena, str_from(cases[i].bytes), &catalog);
		assert_string_equal(catalog.reason, cases[i].reason);
	}
	char *large = arena_bytes(t->arena, CATALOG_BYTES_MAX + 1);
	memset(large, 'a', CATALOG_BYTES_MAX + 1);
	catalog_read(t->arena, (str){ large, CATALOG_BYTES_MAX + 1 }, &catalog);
	assert_string_equal(catalog.reason, "catalog.too_large");
	for (int rows = CATALOG_ROWS_MAX; rows <= CATALOG_ROWS_MAX + 1; rows++) {
		struct text text;
		text_open(&text, t->arena, 65536);
		text_put(&text, S("key,name,kind\n"));
		for (int i = 0; i < rows; i++)
			text_format(&text, "box-%d,Box,router\n", i);
		catalog_read(t->arena, text_str(&text), &catalog);
		if (rows > CATALOG_ROWS_MAX)
			assert_string_equal(catalog.reason, "catalog.too_long");
		else
			assert_int_equal(catalog.count, rows);
	}
}

static void only_administrators_take_a_catalogue_over(void **state)
{
	struct test_house *t = *state;
	const int64_t others[] = { 0, t->ana, t->ben, t->mia };
	struct catalog catalog;
	struct catalog_known known = { { NULL, 0 }, { NULL, 0 } };
	size_t next;
	catalog_read(t->arena, S("key,name,kind\nbox-7,Box,router\n"), &catalog);
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *scope = acting_as(t, others[i]);
		assert_refused(scope, catalog_compare(scope, &known, &catalog), ERR_FORBIDDEN, "product.not_yours");
		scope = acting_as(t, others[i]);
		assert_refused(scope, catalog_write(scope, &catalog, 0, &next), ERR_FORBIDDEN, "product.not_yours");
	}
}

/* ── codes ── */

static void codes_are_read_with_their_check_digit(void **state)
{
	struct test_house *t = *state;
	static const struct { const char *typed, *code; int kind; const char *reason; } cases[] = {
		{ "box-7", "BOX7", CODE_OWN, NULL },           { "40 06381 33393 1", "4006381333931", CODE_EAN, NULL },
		{ "96385074", "96385074", CODE_EAN, NULL },    { "036000291452", "036000291452", CODE_EAN, NULL },
		{ "4006381333932", "", 0, "code.check_digit" }, { "96385075", "", 0, "code.check_digit" },
		{ "123456", "123456", CODE_OWN, NULL },        { "ab", "", 0, "code.wrong" },
		{ "Ä123", "", 0, "code.wrong" },               { "ABCDEFGHIJKLMNOPQRST", "ABCDEFGHIJKLMNOPQRST", CODE_OWN, NULL },
		{ "ABCDEFGHIJKLMNOPQRSTU", "", 0, "code.wrong" }, { "", "", 0, "code.wrong" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct product_code code;
		const char *reason = product_code_read(t->arena, str_from(cases[i].typed), &code);
		assert_int_equal(!reason, !cases[i].reason);
		if (reason) {
			assert_string_equal(reason, cases[i].reason);
			continue;
		}
		assert_true(str_equal(code.code, str_from(cases[i].code)));
		assert_int_equal(code.kind, cases[i].kind);
	}
}

static int64_t a_product(struct test_house *t, const char *key)
{
	struct product product = { .key = str_from(key), .name = S("Box"), .kind = S("router") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	return product.id;
}

static void a_code_leads_to_one_product(void **state)
{
	struct test_house *t = *state;
	struct product product;
	str code;
	int64_t seven = a_product(t, "box-7"), five = a_product(t, "box-5");
	product = by_key(t, "box-7");
	assert_int_equal(product_short(acting_as(t, 0), &product, &code), OK);
	assert_true(str_equal(code, S("box-7"))); /* its key, until it has a code */
	assert_int_equal(product_code_add(acting_as(t, t->adam), seven, S("4006381333931")), OK);
	assert_int_equal(product_code_add(acting_as(t, t->adam), seven, S("n7")), ERR_INVALID);
	assert_int_equal(product_code_add(acting_as(t, t->adam), seven, S("nl7")), OK);
	assert_int_equal(product_short(acting_as(t, 0), &product, &code), OK);
	assert_true(str_equal(code, S("NL7")));
	struct scope *adam = acting_as(t, t->adam);
	assert_refused(adam, product_code_add(adam, five, S("NL-7")), ERR_INVALID, "code.taken");
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, product_code_add(mia, five, S("NL5")), ERR_FORBIDDEN, "product.not_yours");
	assert_int_equal(product_by_code(acting_as(t, 0), S("nl 7"), &product), OK);
	assert_int_equal(product.id, seven);
	assert_int_equal(product_by_code(acting_as(t, 0), S("Box-5"), &product), OK);
	assert_int_equal(product.id, five);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, product_by_code(eve, S("NL8"), &product), ERR_NOT_FOUND, "code.unknown");
	assert_int_equal(product_code_remove(acting_as(t, t->adam), seven, S("NL7")), OK);
	eve = acting_as(t, t->eve);
	assert_refused(eve, product_by_code(eve, S("NL7"), &product), ERR_NOT_FOUND, "code.unknown");
	adam = acting_as(t, t->adam);
	assert_refused(adam, product_code_remove(adam, seven, S("NL7")), ERR_NOT_FOUND, "code.not_found");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(csv_is_read_as_spreadsheets_write_it),
		HOUSE_TEST(a_file_is_looked_at_first_and_then_taken_over),
		HOUSE_TEST(a_known_key_is_changed_and_what_the_file_lacks_stays),
		HOUSE_TEST(a_wrong_line_is_told_and_the_others_are_taken),
		HOUSE_TEST(what_is_no_catalogue_is_told_as_a_whole),
		HOUSE_TEST(only_administrators_take_a_catalogue_over),
		HOUSE_TEST(codes_are_read_with_their_check_digit),
		HOUSE_TEST(a_code_leads_to_one_product),
	};
	return cmocka_run_group_tests_name("catalog", tests, NULL, NULL);
}
