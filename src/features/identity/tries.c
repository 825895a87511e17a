/* tries.c: what may be tried how often stands in `kinds`. */
#include "features/identity/tries.h"

#include "features/identity/login_store.h"

static const struct { const char *name; int most; moment window; } kinds[] = {
	[TRIES_PASSWORD] = { "tries password", 10,  MINUTES(10) },
	[TRIES_BROWSER]  = { "tries browser",  10,  MINUTES(10) },
	[TRIES_PROOF]    = { "tries proof",    10,  MINUTES(10) },
	[TRIES_NETWORK]  = { "tries network",  100, TRIES_LONGEST },
	[TRIES_MAILS]    = { "tries mails",    30,  TRIES_LONGEST },
};

static_assert(COUNT(kinds) == TRIES_COUNT);

int tries_most(enum tries kind)
{
	return kinds[kind].most;
}

static str row_of(struct scope *scope, enum tries kind, str whom)
{
	return base64url(scope->arena, crypt_hash(scope->arena, &scope->house->token_key, str_from(kinds[kind].name), whom));
}

enum err tries_are_over(struct scope *scope, enum tries kind, str whom, bool *over_out)
{
	int64_t tries = 0;
	enum err err = OK;
	if (!str_empty(whom))
		err = failure_load(scope, row_of(scope, kind, whom), scope->now - kinds[kind].window, &tries);
	if (!err)
		*over_out = tries >= kinds[kind].most;
	return err;
}

enum err tries_add(struct scope *scope, enum tries kind, str whom)
{
	if (str_empty(whom))
		return OK;
	return failure_insert(scope, row_of(scope, kind, whom), scope->now - kinds[kind].window);
}

enum err tries_forget(struct scope *scope, enum tries kind, str whom)
{
	return str_empty(whom) ? OK : failure_delete(scope, row_of(scope, kind, whom));
}

/* ── browsers ── */

static str named(struct scope *scope, int64_t member_id)
{
	return str_format(scope->arena, "%lld.%lld.", (long long)scope->brand_id, (long long)member_id);
}

str browser_new(struct scope *scope, int64_t member_id)
{
	str value = str_format(scope->arena, "%.*s%.*s", STR_ARG(named(scope, member_id)), STR_ARG(random_token(scope->arena)));
	return crypt_sign(scope->arena, &scope->house->sign_key, S("browser"), value);
}

bool browser_is_known(struct scope *scope, str browser, int64_t member_id)
{
	str value;
	return member_id && !str_empty(browser) && browser.len < 400 &&
	       !crypt_signed(scope->arena, &scope->house->sign_key, S("browser"), browser, &value) &&
	       str_starts(value, named(scope, member_id));
}
