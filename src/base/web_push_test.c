/* web_push_test.c: the example of RFC 8291, and what is not of the curve. */
#include "base/web_push.h"

#include "base/testing.h"

static str decoded(struct arena *arena, const char *text)
{
	str bytes;
	assert_true(base64url_read(arena, str_from(text), &bytes));
	return bytes;
}

static struct push_key key_of(struct arena *arena, const char *secret)
{
	struct push_key key;
	assert_int_equal(push_key_of((const unsigned char *)decoded(arena, secret).at, &key), OK);
	return key;
}

static void the_example_of_rfc_8291_comes_out_to_the_byte(void **state)
{
	struct arena *arena = arena_open(4096);
	const struct push_reader reader = {
		decoded(arena, "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
		decoded(arena, "BTBZMqHH6r4Tts7J_aSIgg") };
	struct push_once once = { .key = key_of(arena, "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw") };
	memcpy(once.salt, decoded(arena, "DGv6ra1nlYgDCS1FRnbzlw").at, sizeof(once.salt));
	str body, plain;
	assert_true(str_equal(base64url(arena, (str){ (const char *)once.key.public_key, PUSH_PUBLIC_SIZE }),
		S("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")));
	assert_int_equal(push_seal_with(arena, &reader, &once, S("When I grow up, I want to be a watermelon"), &body), OK);
	assert_true(str_equal(base64url(arena, body),
		S("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
		  "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")));
	const struct push_key browser = key_of(arena, "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94");
	assert_int_equal(push_unseal(arena, &browser, reader.auth, body, &plain), OK);
	assert_true(str_equal(plain, S("When I grow up, I want to be a watermelon")));
	arena_close(arena);
}

static void each_message_has_a_key_of_its_own_and_cannot_be_changed(void **state)
{
	struct arena *arena = arena_open(4096);
	const struct push_key browser = key_of(arena, "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94");
	const struct push_reader reader = { { (const char *)browser.public_key, PUSH_PUBLIC_SIZE }, S("0123456789abcdef") };
	str first, second, plain;
	assert_int_equal(push_seal(arena, &reader, S("hello"), &first), OK);
	assert_int_equal(push_seal(arena, &reader, S("hello"), &second), OK);
	assert_false(str_equal(first, second));
	assert_int_equal(push_unseal(arena, &browser, reader.auth, second, &plain), OK);
	assert_true(str_equal(plain, S("hello")));
	for (size_t i = 0; i < second.len; i++) {
		if (i >= 16 && i < 20)
			continue; /* the size of a record, which is one here */
		char *copy = (char *)str_keep(arena, second).at; /* the test's own */
		copy[i] ^= 1;
		assert_int_not_equal(push_unseal(arena, &browser, reader.auth, (str){ copy, second.len }, &plain), OK);
	}
	arena_close(arena);
}

static void what_is_no_point_or_too_much_is_refused(void **state)
{
	struct arena *arena = arena_open(4096);
	char *point = arena_bytes(arena, PUSH_PUBLIC_SIZE);
	memset(point, 4, PUSH_PUBLIC_SIZE);
	char *much = arena_bytes(arena, PUSH_PLAIN_MAX + 1);
	memset(much, 'x', PUSH_PLAIN_MAX + 1);
	const struct push_key browser = key_of(arena, "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94");
	const str good = { (const char *)browser.public_key, PUSH_PUBLIC_SIZE };
	const struct push_reader wrong[] = { { { point, PUSH_PUBLIC_SIZE }, S("0123456789abcdef") },
		{ str_first(good, 64), S("0123456789abcdef") }, { S(""), S("0123456789abcdef") }, { good, S("short") } };
	str body;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(push_seal(arena, &wrong[i], S("x"), &body), ERR_INVALID);
	const struct push_reader reader = { good, S("0123456789abcdef") };
	assert_int_equal(push_seal(arena, &reader, (str){ much, PUSH_PLAIN_MAX + 1 }, &body), ERR_TOO_LARGE);
	assert_int_equal(push_seal(arena, &reader, (str){ much, PUSH_PLAIN_MAX }, &body), OK);
	assert_true(body.len <= 4096);
	const unsigned char zero[32] = { 0 };
	struct push_key key;
	assert_int_equal(push_key_of(zero, &key), ERR_INVALID);
	arena_close(arena);
}

static void the_right_to_send_is_a_signed_claim_with_the_public_key(void **state)
{
	struct arena *arena = arena_open(4096);
	struct crypt_key master;
	struct push_key key, again;
	memset(master.at, 7, sizeof(master.at));
	push_key_derive(&master, &key);
	push_key_derive(&master, &again);
	assert_memory_equal(key.public_key, again.public_key, PUSH_PUBLIC_SIZE);
	const struct push_right right = { S("https://push.example"), S("mailto:admin@a.example"), SECONDS(1767268800) };
	str header = push_authorization(arena, &key, &right);
	assert_true(str_starts(header, S("vapid t=")));
	str rest = str_skip(header, 8);
	str head = str_cut(&rest, '.'), claims = str_cut(&rest, '.'), signature = str_cut(&rest, ',');
	str text;
	assert_true(base64url_read(arena, claims, &text));
	assert_true(str_equal(text, S("{\"aud\":\"https://push.example\",\"exp\":1767268800,\"sub\":\"mailto:admin@a.example\"}")));
	assert_true(base64url_read(arena, head, &text) && str_contains(text, S("ES256")));
	assert_true(base64url_read(arena, signature, &text) && text.len == 64);
	assert_true(str_starts(rest, S(" k=")));
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_rfc_8291_comes_out_to_the_byte),
		cmocka_unit_test(each_message_has_a_key_of_its_own_and_cannot_be_changed),
		cmocka_unit_test(what_is_no_point_or_too_much_is_refused),
		cmocka_unit_test(the_right_to_send_is_a_signed_claim_with_the_public_key),
	};
	return cmocka_run_group_tests_name("web push", tests, NULL, NULL);
}
