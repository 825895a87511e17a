/*
 * csrf.c: a form of ours carries a token that only this browser's session could have got.
 *
 * The secret is derived from the session's token, or from a visitor's cookie.  Every
 * page shows it under a fresh mask, so that compressed pages of one secret never
 * repeat it (BREACH).
 */
#include "web/web_room.h"

#include "base/crypt.h"

#define MASK 16
#define VISITOR_DAYS 2

static str secret_of(struct request *request)
{
	str base = str_empty(request->token) ? request->visitor : request->token;
	str hash = crypt_hash(request->scope.arena, &request->web->house->sign_key, S("csrf"), base);
	return str_first(hash, MASK);
}

static str masked(struct arena *arena, str secret, const unsigned char *mask)
{
	char *bytes = arena_bytes(arena, 2 * MASK);
	for (size_t i = 0; i < MASK; i++) {
		bytes[i] = (char)mask[i];
		bytes[MASK + i] = (char)((unsigned char)secret.at[i] ^ mask[i]);
	}
	return (str){ bytes, 2 * MASK };
}

str csrf_token(struct request *request)
{
	if (str_empty(request->token) && str_empty(request->visitor)) {
		request->visitor = random_token(request->scope.arena);
		request->visitor_is_new = true;
	}
	unsigned char mask[MASK];
	random_bytes(mask, MASK);
	return base64url(request->scope.arena, masked(request->scope.arena, secret_of(request), mask));
}

bool csrf_matches(struct request *request, str token)
{
	str bytes;
	if (str_empty(request->token) && str_empty(request->visitor))
		return false;
	if (!base64url_read(request->scope.arena, token, &bytes) || bytes.len != 2 * MASK)
		return false;
	str shown = masked(request->scope.arena, str_skip(bytes, MASK), (const unsigned char *)bytes.at);
	return crypt_equal(str_skip(shown, MASK), secret_of(request));
}

void csrf_keep_visitor(struct request *request)
{
	if (!request->visitor_is_new)
		return;
	cookie_set(&request->exchange->request, &request->exchange->response, S("visitor"), request->visitor,
	           VISITOR_DAYS * 86400);
}
