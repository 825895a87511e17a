/* crypt.h: passwords, keyed hashes, sealed values (libsodium), encodings.  Secrets compare in constant time. */
#ifndef BASE_CRYPT_H
#define BASE_CRYPT_H
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define CRYPT_KEY_SIZE 32
struct crypt_key { unsigned char at[CRYPT_KEY_SIZE]; };

void crypt_start(void); /* once, before threads */

/* argon2id, t = 3, 64 MiB: about 50 ms.  Never inside a unit. */
enum err password_hash(struct arena *arena, str password, str *hash_out);
bool password_matches(str hash, str password);

/* 32 bytes, BLAKE2b keyed; `purpose` keeps a token of one kind from passing as another. */
str crypt_hash(struct arena *arena, const struct crypt_key *key, str purpose, str value);
void crypt_derive(const struct crypt_key *master, str purpose, struct crypt_key *key_out);
/* 8 bytes, fast (SipHash): for tables in memory whose keys strangers choose. */
uint64_t crypt_short_hash(const struct crypt_key *key, str value);
bool crypt_equal(str a, str b); /* constant time for equal lengths */

/* XChaCha20-Poly1305 with a random nonce in front; `about` is bound but not stored. */
str crypt_seal(struct arena *arena, const struct crypt_key *key, str about, str plain);
enum err crypt_open(struct arena *arena, const struct crypt_key *key, str about, str sealed, str *plain_out);

/* A signed value for URLs and cookies: value and expiry readable, not forgeable. */
str crypt_sign(struct arena *arena, const struct crypt_key *key, str purpose, str value);
enum err crypt_signed(struct arena *arena, const struct crypt_key *key, str purpose, str token, str *value_out);

str base64url(struct arena *arena, str bytes);
bool base64url_read(struct arena *arena, str encoded, str *bytes_out);
str base64(struct arena *arena, str bytes); /* with padding: MIME, Basic */
str hex(struct arena *arena, str bytes);
str sha256(struct arena *arena, str bytes); /* 32 raw bytes */
str hmac_sha256(struct arena *arena, str key, str bytes); /* 32 raw bytes: what other systems check */
#endif
