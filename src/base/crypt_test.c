/* crypt_test.c: what is forged, cut, moved or reused is refused. */
#include "base/crypt.h"

#include "base/moment.h"
#include "base/testing.h"

static const struct crypt_key key = { "0123456789abcdef0123456789abcde" };
static const struct crypt_key other_key = { "0123456789abcdef0123456789abcdf" };

static void a_password_matches_its_hash_only(void **state)
{
	str hash, again;
	assert_int_equal(password_hash(*state, S("Grüße 42"), &hash), OK);
	assert_int_equal(password_hash(*state, S("Grüße 42"), &again), OK);
	assert_true(str_starts(hash, S("$argon2id$v=19$m=65536,t=3,p=1$")));
	assert_false(str_equal(hash, again));
	assert_true(password_matches(hash, S("Grüße 42")));
	assert_false(password_matches(hash, S("grüße 42")));
	assert_false(password_matches(hash, S("")));
}

static const char *const unusable_hashes[] = {
	"",
	"x",
	"$2b$12$abcdefghijklmnopqrstuv",
	"$argon2id$",
	"$argon2id$v=19$m=65536,t=3,p=1$!!!$!!!",
	("$argon2i$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$"
	 "c29tZWhhc2hzb21laGFzaHNvbWVoYXNoc29tZWhhc2g"),
};

static void without_a_usable_hash_nothing_matches(void **state)
{
	for (size_t i = 0; i < COUNT(unusable_hashes); i++) {
		assert_false(password_matches(str_from(unusable_hashes[i]), S("secret")));
		assert_false(password_matches(str_from(unusable_hashes[i]), S("")));
	}
	char huge[5000];
	memset(huge, 'a', sizeof(huge));
	assert_false(password_matches((str){ huge, sizeof(huge) }, S("secret")));
}

static moment time_of(str hash)
{
	moment least = INT64_MAX;
	for (int i = 0; i < 3; i++) {
		moment before = moment_monotonic();
		assert_false(password_matches(hash, S("wrong")));
		moment taken = moment_monotonic() - before;
		least = taken < least ? taken : least;
	}
	return least;
}

static void refusing_takes_the_same_work_with_and_without_a_hash(void **state)
{
	str hash;
	assert_int_equal(password_hash(*state, S("right"), &hash), OK);
	moment real = time_of(hash);
	for (size_t i = 0; i < COUNT(unusable_hashes); i++)
		assert_true(time_of(str_from(unusable_hashes[i])) > real / 3);
}

static void an_endless_password_is_refused(void **state)
{
	char huge[1025];
	memset(huge, 'a', sizeof(huge));
	str hash;
	assert_int_equal(password_hash(*state, (str){ huge, 1025 }, &hash), ERR_TOO_LARGE);
	assert_int_equal(password_hash(*state, (str){ huge, 1024 }, &hash), OK);
	assert_true(password_matches(hash, (str){ huge, 1024 }));
	assert_false(password_matches(hash, (str){ huge, 1025 })); /* not cut to what would match */
}

static void a_keyed_hash_depends_on_key_purpose_and_value(void **state)
{
	str hash = crypt_hash(*state, &key, S("session"), S("token"));
	assert_int_equal(hash.len, 32);
	assert_true(str_equal(hash, crypt_hash(*state, &key, S("session"), S("token"))));
	assert_false(str_equal(hash, crypt_hash(*state, &other_key, S("session"), S("token"))));
	assert_false(str_equal(hash, crypt_hash(*state, &key, S("link"), S("token"))));
	assert_false(str_equal(hash, crypt_hash(*state, &key, S("session"), S("token2"))));
	assert_false(str_equal(hash, crypt_hash(*state, &key, S("sessiont"), S("oken"))));
}

static void derived_keys_differ_by_purpose(void **state)
{
	struct crypt_key a, b, c;
	crypt_derive(&key, S("mail"), &a);
	crypt_derive(&key, S("mail"), &b);
	crypt_derive(&key, S("address"), &c);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_memory_not_equal(&a, &c, sizeof(a));
	/* Deriving is no hashing: who sees hashes learns no key. */
	assert_memory_not_equal(a.at, crypt_hash(*state, &key, S("mail"), S("")).at, sizeof(a));
}

static void what_is_sealed_opens_with_its_key_and_subject(void **state)
{
	str sealed = crypt_seal(*state, &key, S("booking 7"), S("Lindenweg 3"));
	assert_false(str_equal(sealed, crypt_seal(*state, &key, S("booking 7"), S("Lindenweg 3"))));
	assert_false(str_contains(sealed, S("Lindenweg")));
	str plain = S("untouched");
	assert_int_equal(crypt_open(*state, &other_key, S("booking 7"), sealed, &plain),
			 ERR_INVALID);
	assert_int_equal(crypt_open(*state, &key, S("booking 8"), sealed, &plain), ERR_INVALID);
	assert_str(plain, "untouched");
	assert_int_equal(crypt_open(*state, &key, S("booking 7"), sealed, &plain), OK);
	assert_str(plain, "Lindenweg 3");
	assert_int_equal(
	    crypt_open(*state, &key, S(""), crypt_seal(*state, &key, S(""), S("")), &plain), OK);
	assert_int_equal(plain.len, 0);
}

static void every_changed_bit_of_a_sealed_value_is_seen(void **state)
{
	str sealed = crypt_seal(*state, &key, S("a"), S("b")), plain;
	for (size_t bit = 0; bit < sealed.len * 8; bit++) {
		str forged = str_keep(*state, sealed);
		((char *)forged.at)[bit / 8] ^= (char)(1 << bit % 8);
		assert_int_equal(crypt_open(*state, &key, S("a"), forged, &plain), ERR_INVALID);
	}
	for (size_t len = 0; len < sealed.len; len++)
		assert_int_equal(crypt_open(*state, &key, S("a"), str_first(sealed, len), &plain),
				 ERR_INVALID);
}

static void a_signed_value_is_readable_but_not_forgeable(void **state)
{
	str token = crypt_sign(*state, &key, S("draft"), S("17.2026-12-01")),
	    value = S("untouched");
	assert_true(str_starts(token, S("17.2026-12-01.")));
	assert_int_equal(crypt_signed(*state, &other_key, S("draft"), token, &value), ERR_INVALID);
	assert_int_equal(crypt_signed(*state, &key, S("login"), token, &value), ERR_INVALID);
	str moved = str_format(*state, "18%.*s", STR_ARG(str_skip(token, 2)));
	assert_int_equal(crypt_signed(*state, &key, S("draft"), moved, &value), ERR_INVALID);
	for (size_t len = 0; len < token.len; len++)
		assert_int_equal(
		    crypt_signed(*state, &key, S("draft"), str_first(token, len), &value),
		    ERR_INVALID);
	assert_str(value, "untouched");
	assert_int_equal(crypt_signed(*state, &key, S("draft"), token, &value), OK);
	assert_str(value, "17.2026-12-01");
	assert_int_equal(crypt_signed(*state, &key, S("draft"),
				      crypt_sign(*state, &key, S("draft"), S("")), &value),
			 OK);
	assert_int_equal(value.len, 0);
}

static void equality_looks_at_every_byte(void **state)
{
	assert_true(crypt_equal(S("abc"), S("abc")));
	assert_true(crypt_equal(S(""), (str){ NULL, 0 }));
	assert_false(crypt_equal(S("abc"), S("abd")));
	assert_false(crypt_equal(S("abc"), S("abcd")));
}

static void encodings_are_those_of_the_standards(void **state)
{
	/* The examples of RFC 4648, without and with padding. */
	static const char *const rows[][3] = {
		{ "", "", "" },
		{ "f", "Zg", "Zg==" },
		{ "fo", "Zm8", "Zm8=" },
		{ "foo", "Zm9v", "Zm9v" },
		{ "foob", "Zm9vYg", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy", "Zm9vYmFy" },
		{ "\xFB\xFF", "-_8", "+/8=" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		str bytes;
		assert_str(base64url(*state, str_from(rows[i][0])), rows[i][1]);
		assert_str(base64(*state, str_from(rows[i][0])), rows[i][2]);
		assert_true(base64url_read(*state, str_from(rows[i][1]), &bytes));
		assert_str(bytes, rows[i][0]);
	}
	assert_str(hex(*state, S("\x00\x7F\xFF")), "007fff");
	assert_str(hex(*state, sha256(*state, S("abc"))),
		   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void what_is_no_base64url_is_refused(void **state)
{
	static const char *const bad[] = { "Z",	   "Zg==",   "Zh",    "Zm9v ", "Zm+v",
					   "Zm/v", "Zm9v\n", "Zm9vZ", "ä" };
	str bytes = S("untouched");
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(base64url_read(*state, str_from(bad[i]), &bytes));
	assert_str(bytes, "untouched");
}

static int start(void **state)
{
	crypt_start();
	crypt_start();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_password_matches_its_hash_only),
		TEST(without_a_usable_hash_nothing_matches),
		TEST(refusing_takes_the_same_work_with_and_without_a_hash),
		TEST(an_endless_password_is_refused),
		TEST(a_keyed_hash_depends_on_key_purpose_and_value),
		TEST(derived_keys_differ_by_purpose),
		TEST(what_is_sealed_opens_with_its_key_and_subject),
		TEST(every_changed_bit_of_a_sealed_value_is_seen),
		TEST(a_signed_value_is_readable_but_not_forgeable),
		TEST(equality_looks_at_every_byte),
		TEST(encodings_are_those_of_the_standards),
		TEST(what_is_no_base64url_is_refused),
	};
	return cmocka_run_group_tests_name("crypt", tests, start, NULL);
}
