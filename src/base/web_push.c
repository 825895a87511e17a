/*
 * web_push.c: ECDH, HKDF, AES-128-GCM and ES256 with OpenSSL; every border checked.
 *
 * The only file that sees OpenSSL.  Points come from strangers: EC_POINT_oct2point refuses what is not on the curve.
 * What fails here for lack of memory aborts, as everywhere.
 */
#include "base/web_push.h"

#include "base/check.h"
#include "base/random.h"
#include "base/text.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

enum { SALT = 16, CEK = 16, NONCE = 12, TAG = 16, HASH = 32, HEADER = SALT + 4 + 1 + PUSH_PUBLIC_SIZE, RECORD = 4096 };

static const unsigned char *bytes_of(str s)
{
	return (const unsigned char *)(s.at ? s.at : "");
}

static str str_of(const unsigned char *at, size_t len)
{
	return (str){ (const char *)at, len };
}

/* ── points ── */

enum err push_key_of(const unsigned char secret[32], struct push_key *key_out)
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
	BIGNUM *number = BN_bin2bn(secret, 32, NULL);
	EC_POINT *point = group ? EC_POINT_new(group) : NULL;
	must(group && number && point);
	bool is_key = !BN_is_zero(number) && BN_cmp(number, EC_GROUP_get0_order(group)) < 0;
	if (is_key) {
		must(EC_POINT_mul(group, point, number, NULL, NULL, NULL) == 1);
		must(EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, key_out->public_key, PUSH_PUBLIC_SIZE, NULL) ==
		     PUSH_PUBLIC_SIZE);
		memcpy(key_out->secret, secret, 32);
	}
	EC_POINT_free(point);
	BN_clear_free(number);
	EC_GROUP_free(group);
	return is_key ? OK : ERR_INVALID;
}

void push_key_derive(const struct crypt_key *master, struct push_key *key_out)
{
	/* One in four billion secrets is no key of the curve: then the next. */
	static const char *const purposes[] = { "web push", "web push 2", "web push 3" };
	for (size_t i = 0; i < sizeof(purposes) / sizeof(*purposes); i++) {
		struct crypt_key secret;
		crypt_derive(master, str_from(purposes[i]), &secret);
		if (!push_key_of(secret.at, key_out))
			return;
	}
	must(!"three secrets in a row were no keys");
}

/* The x of secret × point: what both sides know. */
static enum err shared(const struct push_key *key, str point_bytes, unsigned char secret_out[32])
{
	if (point_bytes.len != PUSH_PUBLIC_SIZE)
		return ERR_INVALID;
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
	BIGNUM *number = BN_bin2bn(key->secret, 32, NULL), *x = BN_new();
	EC_POINT *point = group ? EC_POINT_new(group) : NULL;
	must(group && number && x && point);
	bool is_point = EC_POINT_oct2point(group, point, bytes_of(point_bytes), point_bytes.len, NULL) == 1 &&
	                !EC_POINT_is_at_infinity(group, point);
	if (is_point) {
		must(EC_POINT_mul(group, point, NULL, point, number, NULL) == 1);
		must(EC_POINT_get_affine_coordinates(group, point, x, NULL, NULL) == 1);
		must(BN_bn2binpad(x, secret_out, 32) == 32);
	}
	EC_POINT_free(point);
	BN_clear_free(number);
	BN_clear_free(x);
	EC_GROUP_free(group);
	return is_point ? OK : ERR_INVALID;
}

/* ── RFC 8291 ── */

static void hmac(str key, str value, unsigned char hash_out[HASH])
{
	unsigned len = 0;
	must(HMAC(EVP_sha256(), bytes_of(key), (int)key.len, bytes_of(value), value.len, hash_out, &len) && len == HASH);
}

/* HKDF's second half for up to 32 bytes (RFC 5869): one block. */
static void expand(str key, str info, unsigned char hash_out[HASH])
{
	unsigned char value[160];
	must(info.len < sizeof(value) && key.len == HASH);
	memcpy(value, info.at, info.len);
	value[info.len] = 1;
	hmac(key, str_of(value, info.len + 1), hash_out);
}

struct content { unsigned char key[HASH], nonce[HASH]; }; /* the first CEK and NONCE bytes count */

static void content_keys(const unsigned char ecdh[32], const struct push_reader *reader, str sender, str salt,
                         struct content *content_out)
{
	static const char info[] = "WebPush: info";
	unsigned char value[sizeof(info) + 2 * PUSH_PUBLIC_SIZE], key[HASH], secret[HASH], whole[HASH];
	memcpy(value, info, sizeof(info)); /* with its NUL */
	memcpy(value + sizeof(info), reader->public_key.at, PUSH_PUBLIC_SIZE);
	memcpy(value + sizeof(info) + PUSH_PUBLIC_SIZE, sender.at, PUSH_PUBLIC_SIZE);
	hmac(reader->auth, str_of(ecdh, 32), key);
	expand(str_of(key, HASH), str_of(value, sizeof(value)), secret);
	hmac(salt, str_of(secret, HASH), whole);
	expand(str_of(whole, HASH), (str){ "Content-Encoding: aes128gcm", 28 }, content_out->key); /* with its NUL */
	expand(str_of(whole, HASH), (str){ "Content-Encoding: nonce", 24 }, content_out->nonce);
}

static void encrypt(const struct content *content, str plain, unsigned char *out)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	const unsigned char end = 2; /* the last record */
	int len = 0, more = 0;
	must(context && EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, content->key, content->nonce) == 1);
	must(EVP_EncryptUpdate(context, out, &len, bytes_of(plain), (int)plain.len) == 1);
	must(EVP_EncryptUpdate(context, out + len, &more, &end, 1) == 1);
	len += more;
	must(EVP_EncryptFinal_ex(context, out + len, &more) == 1);
	must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG, out + plain.len + 1) == 1);
	EVP_CIPHER_CTX_free(context);
}

enum err push_seal_with(struct arena *arena, const struct push_reader *reader, const struct push_once *once, str plain,
                        str *body_out)
{
	unsigned char ecdh[32];
	struct content content;
	if (reader->auth.len != PUSH_AUTH_SIZE)
		return ERR_INVALID;
	if (plain.len > PUSH_PLAIN_MAX)
		return ERR_TOO_LARGE;
	enum err err = shared(&once->key, reader->public_key, ecdh);
	if (err)
		return err;
	content_keys(ecdh, reader, str_of(once->key.public_key, PUSH_PUBLIC_SIZE), str_of(once->salt, SALT), &content);
	size_t len = HEADER + plain.len + 1 + TAG;
	unsigned char *body = (unsigned char *)arena_bytes(arena, len);
	memcpy(body, once->salt, SALT);
	body[SALT] = body[SALT + 1] = body[SALT + 3] = 0;
	body[SALT + 2] = RECORD >> 8;
	body[SALT + 4] = PUSH_PUBLIC_SIZE;
	memcpy(body + SALT + 5, once->key.public_key, PUSH_PUBLIC_SIZE);
	encrypt(&content, plain, body + HEADER);
	*body_out = str_of(body, len);
	return OK;
}

enum err push_seal(struct arena *arena, const struct push_reader *reader, str plain, str *body_out)
{
	struct push_once once;
	unsigned char secret[32];
	random_bytes(once.salt, SALT);
	do
		random_bytes(secret, sizeof(secret));
	while (push_key_of(secret, &once.key)); /* next to never twice */
	return push_seal_with(arena, reader, &once, plain, body_out);
}

enum err push_unseal(struct arena *arena, const struct push_key *key, str auth, str body, str *plain_out)
{
	unsigned char ecdh[32];
	struct content content;
	int len = 0, more = 0;
	if (body.len < HEADER + 1 + TAG || (unsigned char)body.at[SALT + 4] != PUSH_PUBLIC_SIZE)
		return ERR_INVALID;
	str sender = str_first(str_skip(body, SALT + 5), PUSH_PUBLIC_SIZE), sealed = str_skip(body, HEADER);
	enum err err = shared(key, sender, ecdh);
	if (err)
		return err;
	const struct push_reader reader = { str_of(key->public_key, PUSH_PUBLIC_SIZE), auth };
	content_keys(ecdh, &reader, sender, str_first(body, SALT), &content);
	unsigned char *plain = (unsigned char *)arena_bytes(arena, sealed.len), tag[TAG];
	size_t plain_len = sealed.len - TAG;
	memcpy(tag, sealed.at + plain_len, TAG);
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	must(context && EVP_DecryptInit_ex(context, EVP_aes_128_gcm(), NULL, content.key, content.nonce) == 1);
	must(EVP_DecryptUpdate(context, plain, &len, bytes_of(sealed), (int)plain_len) == 1);
	must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG, tag) == 1);
	bool is_whole = EVP_DecryptFinal_ex(context, plain + len, &more) == 1;
	EVP_CIPHER_CTX_free(context);
	if (!is_whole || plain[plain_len - 1] != 2)
		return ERR_INVALID;
	*plain_out = str_of(plain, plain_len - 1);
	return OK;
}

/* ── RFC 8292 ── */

static EVP_PKEY *signing_key(const struct push_key *key)
{
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	BIGNUM *number = BN_bin2bn(key->secret, 32, NULL);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *made = NULL;
	must(builder && number && context);
	must(OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1);
	must(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, number) == 1);
	must(OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, key->public_key, PUSH_PUBLIC_SIZE) == 1);
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(builder);
	must(params && EVP_PKEY_fromdata_init(context) == 1);
	must(EVP_PKEY_fromdata(context, &made, EVP_PKEY_KEYPAIR, params) == 1);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(builder);
	EVP_PKEY_CTX_free(context);
	BN_clear_free(number);
	return made;
}

/* ES256: r and s, 32 bytes each (RFC 7518, 3.4). */
static str signature_of(struct arena *arena, const struct push_key *key, str value)
{
	unsigned char der[128], *both = (unsigned char *)arena_bytes(arena, 64);
	const unsigned char *at = der;
	size_t len = sizeof(der);
	EVP_PKEY *signer = signing_key(key);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	must(context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, signer) == 1);
	must(EVP_DigestSign(context, der, &len, bytes_of(value), value.len) == 1);
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)len); /* below 128 */
	must(signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature), both, 32) == 32 &&
	     BN_bn2binpad(ECDSA_SIG_get0_s(signature), both + 32, 32) == 32);
	ECDSA_SIG_free(signature);
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(signer);
	return str_of(both, 64);
}

str push_authorization(struct arena *arena, const struct push_key *key, const struct push_right *right)
{
	str head = base64url(arena, S("{\"typ\":\"JWT\",\"alg\":\"ES256\"}"));
	/* Both are addresses of ours or checked ones: no quote can stand in them. */
	str claims = str_format(arena, "{\"aud\":\"%.*s\",\"exp\":%lld,\"sub\":\"%.*s\"}", STR_ARG(right->audience),
	                        (long long)(right->until / SECONDS(1)), STR_ARG(right->contact));
	str value = str_format(arena, "%.*s.%.*s", STR_ARG(head), STR_ARG(base64url(arena, claims)));
	str signature = base64url(arena, signature_of(arena, key, value));
	str public_key = base64url(arena, str_of(key->public_key, PUSH_PUBLIC_SIZE));
	return str_format(arena, "vapid t=%.*s.%.*s, k=%.*s", STR_ARG(value), STR_ARG(signature), STR_ARG(public_key));
}
