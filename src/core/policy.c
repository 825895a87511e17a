/*
 * policy.c: who may call what, by role; one row an access, one a role.
 *
 * A row says which hats open the door; what depends on the object is the rules' business.
 */
#include "core/policy.h"

static const struct { const char *name; bool strangers, signed_in; unsigned roles; } accesses[] = {
	[EVERYONE]     = { "everyone",     true,  true,  ROLE_BITS },
	[STRANGERS]    = { "strangers",    true,  false, 0 },
	[MEMBERS]      = { "members",      false, true,  ROLE_BITS },
	[HELPERS]      = { "helpers",      false, false, ROLE_HELPER },
	[MODERATORS]   = { "moderators",   false, false, ROLE_MODERATOR | ROLE_BRAND_ADMIN },
	[AGENTS]       = { "agents",       false, false, ROLE_AGENT | ROLE_BRAND_ADMIN },
	[BRAND_ADMINS] = { "brand_admins", false, false, ROLE_BRAND_ADMIN },
	[STAFF]        = { "staff",        false, false, ROLE_STAFF },
};
static_assert(COUNT(accesses) == ACCESS_COUNT);

static const struct { const char *name; enum role role; } roles[] = {
	{ "member",      ROLE_MEMBER },
	{ "helper",      ROLE_HELPER },
	{ "moderator",   ROLE_MODERATOR },
	{ "agent",       ROLE_AGENT },
	{ "brand_admin", ROLE_BRAND_ADMIN },
};

enum err policy_check(const struct scope *scope, enum access access)
{
	assert((unsigned)access < ACCESS_COUNT);
	/* The house itself has every role and no member. */
	bool stranger = !scope->member_id && !scope->roles;
	if (stranger)
		return accesses[access].strangers ? OK : ERR_SIGNED_OUT;
	return accesses[access].signed_in || (scope->roles & accesses[access].roles) ? OK : ERR_FORBIDDEN;
}

const char *policy_name(enum access access)
{
	assert((unsigned)access < ACCESS_COUNT);
	return accesses[access].name;
}

bool role_find(str name, enum role *role_out)
{
	for (size_t i = 0; i < COUNT(roles); i++) {
		if (!str_equal(name, str_from(roles[i].name)))
			continue;
		*role_out = roles[i].role;
		return true;
	}
	return false;
}

const char *role_name(enum role role)
{
	for (size_t i = 0; i < COUNT(roles); i++) {
		if (roles[i].role == role)
			return roles[i].name;
	}
	return "";
}
