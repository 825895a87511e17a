/*
 * web_push.h: what a browser's push service wants: a signed right to send (VAPID, RFC 8292) and a body that only the
 * browser can read (RFC 8291, aes128gcm).  P-256 by OpenSSL's libcrypto: libsodium has no such curve.
 */
#ifndef BASE_WEB_PUSH_H
#define BASE_WEB_PUSH_H
#include "base/crypt.h"
#include "base/moment.h"

#define PUSH_PUBLIC_SIZE 65 /* an uncompressed point */
#define PUSH_AUTH_SIZE 16
#define PUSH_PLAIN_MAX 3000 /* services take bodies of 4,096 bytes */

struct push_key { unsigned char secret[32], public_key[PUSH_PUBLIC_SIZE]; };
/* The installation's own, always the same for one master key: browsers bind their subscriptions to it. */
void push_key_derive(const struct crypt_key *master, struct push_key *key_out);
/* Of a given secret; ERR_INVALID for what is no key. */
enum err push_key_of(const unsigned char secret[32], struct push_key *key_out);

/* "vapid t=…, k=…": for this service ("https://push.example"), until then; contact is "mailto:…" or "https://…". */
struct push_right { str audience, contact; moment until; };
str push_authorization(struct arena *arena, const struct push_key *key, const struct push_right *right);

/* ERR_INVALID: the browser's key is no point of the curve; ERR_TOO_LARGE. */
struct push_reader { str public_key, auth; };
enum err push_seal(struct arena *arena, const struct push_reader *reader, str plain, str *body_out);
/* With a sender's key and a salt of one's choice: for the example of RFC 8291. */
struct push_once { struct push_key key; unsigned char salt[16]; };
enum err push_seal_with(struct arena *arena, const struct push_reader *reader, const struct push_once *once, str plain,
                        str *body_out);
/* As the browser does it: for tests that stand in for one. */
enum err push_unseal(struct arena *arena, const struct push_key *key, str auth, str body, str *plain_out);
#endif
