/*
 * crypt.c: libsodium behind names that say what for.
 *
 * Every use of a key is told apart twice: by the kind of use (hash, sign, derive:
 * BLAKE2b's personalisation) and by the caller's purpose, whose length goes in
 * front so that purpose and value cannot be shifted against each other.
 */
#include "base/crypt.h"

#include "base/check.h"
#include "base/random.h"

#include <sodium.h>

enum { HASH_SIZE = 32, PASSWORD_MAX = 1024, COST = 3, COST_BYTES = 64 * 1024 * 1024 };

/* Sixteen bytes each, as BLAKE2b wants them. */
static const char use_hash[crypto_generichash_blake2b_PERSONALBYTES] = "heinzel hash";
static const char use_sign[crypto_generichash_blake2b_PERSONALBYTES] = "heinzel sign";
static const char use_derive[crypto_generichash_blake2b_PERSONALBYTES] = "heinzel derive";

/* A hash of no known password at the same cost: what is checked when there is none to check, so
   that the time of an answer does not tell whether a member exists. */
static const char hash_of_nobody[] = "$argon2id$v=19$m=65536,t=3,p=1$aGVpbnplbCBub2JvZHkgIQ$"
				     "3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8";

/* libsodium speaks unsigned bytes; they are the same bytes. */
static const unsigned char *bytes_of(str s)
{
	return (const unsigned char *)(s.at ? s.at : "");
}

void crypt_start(void)
{
	must(sodium_init() >= 0);
}

enum err password_hash(struct arena *arena, str password, str *hash_out)
{
	char hash[crypto_pwhash_STRBYTES];
	if (password.len > PASSWORD_MAX)
		return ERR_TOO_LARGE;
	if (crypto_pwhash_str_alg(hash, password.at ? password.at : "", password.len, COST,
				  COST_BYTES, crypto_pwhash_ALG_ARGON2ID13))
		return ERR_BROKEN;
	*hash_out = str_keep(arena, str_from(hash));
	return OK;
}

bool password_matches(str hash, str password)
{
	char text[crypto_pwhash_STRBYTES] = { 0 };
	bool is_usable = hash.len > 0 && hash.len < sizeof(text);
	if (is_usable)
		memcpy(text, hash.at, hash.len);
	/* -1 says that it cannot be read as argon2id at all. */
	is_usable = is_usable && str_starts(hash, S("$argon2id$")) &&
		    crypto_pwhash_str_needs_rehash(text, COST, COST_BYTES) >= 0;
	if (password.len > PASSWORD_MAX) {
		is_usable = false;
		password = str_first(password, PASSWORD_MAX);
	}
	bool is_same = crypto_pwhash_str_verify(is_usable ? text : hash_of_nobody,
						password.at ? password.at : "", password.len) == 0;
	return is_usable && is_same;
}

static void keyed(const struct crypt_key *key, const char *use, str purpose, str value,
		  unsigned char hash_out[HASH_SIZE])
{
	crypto_generichash_blake2b_state state;
	uint64_t len = purpose.len;
	unsigned char len_bytes[8];
	for (size_t i = 0; i < sizeof(len_bytes); i++)
		len_bytes[i] = (unsigned char)(len >> (8 * i)); /* one byte of it */
	must(crypto_generichash_blake2b_init_salt_personal(&state, key->at, CRYPT_KEY_SIZE,
							   HASH_SIZE, NULL,
							   (const unsigned char *)use) == 0);
	crypto_generichash_blake2b_update(&state, len_bytes, sizeof(len_bytes));
	crypto_generichash_blake2b_update(&state, bytes_of(purpose), purpose.len);
	crypto_generichash_blake2b_update(&state, bytes_of(value), value.len);
	crypto_generichash_blake2b_final(&state, hash_out, HASH_SIZE);
	sodium_memzero(&state, sizeof(state));
}

str crypt_hash(struct arena *arena, const struct crypt_key *key, str purpose, str value)
{
	unsigned char *hash = (unsigned char *)arena_bytes(arena, HASH_SIZE);
	keyed(key, use_hash, purpose, value, hash);
	return (str){ (const char *)hash, HASH_SIZE };
}

void crypt_derive(const struct crypt_key *master, str purpose, struct crypt_key *key_out)
{
	static_assert(HASH_SIZE == CRYPT_KEY_SIZE);
	keyed(master, use_derive, purpose, S(""), key_out->at);
}

uint64_t crypt_short_hash(const struct crypt_key *key, str value)
{
	static_assert(CRYPT_KEY_SIZE >= crypto_shorthash_KEYBYTES);
	unsigned char bytes[crypto_shorthash_BYTES];
	uint64_t hash;
	crypto_shorthash(bytes, (const unsigned char *)(value.at ? value.at : ""), value.len, key->at);
	memcpy(&hash, bytes, sizeof(hash));
	return hash;
}

bool crypt_equal(str a, str b)
{
	return a.len == b.len && (a.len == 0 || sodium_memcmp(a.at, b.at, a.len) == 0);
}

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
};

str crypt_seal(struct arena *arena, const struct crypt_key *key, str about, str plain)
{
	unsigned char *sealed = (unsigned char *)arena_bytes(arena, NONCE + plain.len + TAG);
	random_bytes(sealed, NONCE);
	unsigned long long len;
	must(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, &len, bytes_of(plain),
							plain.len, bytes_of(about), about.len, NULL,
							sealed, key->at) == 0);
	return (str){ (const char *)sealed, NONCE + (size_t)len };
}

enum err crypt_open(struct arena *arena, const struct crypt_key *key, str about, str sealed,
		    str *plain_out)
{
	if (sealed.len < NONCE + TAG)
		return ERR_INVALID;
	str cipher = str_skip(sealed, NONCE);
	unsigned char *plain = (unsigned char *)arena_bytes(arena, cipher.len);
	unsigned long long len;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &len, NULL, bytes_of(cipher),
						       cipher.len, bytes_of(about), about.len,
						       bytes_of(sealed), key->at))
		return ERR_INVALID;
	*plain_out = (str){ (const char *)plain, (size_t)len };
	return OK;
}

static str signature(struct arena *arena, const struct crypt_key *key, str purpose, str value)
{
	unsigned char hash[HASH_SIZE];
	keyed(key, use_sign, purpose, value, hash);
	return base64url(arena, (str){ (const char *)hash, HASH_SIZE });
}

str crypt_sign(struct arena *arena, const struct crypt_key *key, str purpose, str value)
{
	const str parts[] = { value, signature(arena, key, purpose, value) };
	return str_join(arena, parts, COUNT(parts), S("."));
}

enum err crypt_signed(struct arena *arena, const struct crypt_key *key, str purpose, str token,
		      str *value_out)
{
	/* Behind the last dot: the value may hold dots, the signature cannot. */
	const char *dot = token.len ? memrchr(token.at, '.', token.len) : NULL;
	if (!dot)
		return ERR_INVALID;
	str value = str_first(token, (size_t)(dot - token.at)); /* dot lies in token */
	if (!crypt_equal(str_skip(token, value.len + 1), signature(arena, key, purpose, value)))
		return ERR_INVALID;
	*value_out = value;
	return OK;
}

static str encoded(struct arena *arena, str bytes, int variant)
{
	size_t size = sodium_base64_ENCODED_LEN(bytes.len, variant);
	char *at = arena_bytes(arena, size);
	sodium_bin2base64(at, size, bytes_of(bytes), bytes.len, variant);
	return str_from(at);
}

str base64url(struct arena *arena, str bytes)
{
	return encoded(arena, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

str base64(struct arena *arena, str bytes)
{
	return encoded(arena, bytes, sodium_base64_VARIANT_ORIGINAL);
}

bool base64url_read(struct arena *arena, str text, str *bytes_out)
{
	size_t room = text.len / 4 * 3 + 3, len;
	unsigned char *at = (unsigned char *)arena_bytes(arena, room);
	if (sodium_base642bin(at, room, text.at ? text.at : "", text.len, NULL, &len, NULL,
			      sodium_base64_VARIANT_URLSAFE_NO_PADDING))
		return false;
	*bytes_out = (str){ (const char *)at, len };
	return true;
}

str hex(struct arena *arena, str bytes)
{
	size_t size = bytes.len * 2 + 1;
	char *at = arena_bytes(arena, size);
	sodium_bin2hex(at, size, bytes_of(bytes), bytes.len);
	return (str){ at, size - 1 };
}

str sha256(struct arena *arena, str bytes)
{
	unsigned char *hash = (unsigned char *)arena_bytes(arena, crypto_hash_sha256_BYTES);
	crypto_hash_sha256(hash, bytes_of(bytes), bytes.len);
	return (str){ (const char *)hash, crypto_hash_sha256_BYTES };
}

str hmac_sha256(struct arena *arena, str key, str bytes)
{
	unsigned char *hash = (unsigned char *)arena_bytes(arena, crypto_auth_hmacsha256_BYTES);
	crypto_auth_hmacsha256_state state;
	crypto_auth_hmacsha256_init(&state, bytes_of(key), key.len);
	crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.len);
	crypto_auth_hmacsha256_final(&state, hash);
	return (str){ (const char *)hash, crypto_auth_hmacsha256_BYTES };
}
