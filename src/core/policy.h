/*
 * policy.h: roles, and what a route asks of whoever calls it.
 *
 * A route names one row of the policy table.  What depends on the object (own, other,
 * group) is the rules' business: they answer ERR_NOT_FOUND to whom may not know.
 */
#ifndef CORE_POLICY_H
#define CORE_POLICY_H
#include "core/scope.h"

/* Roles are hats: a member may wear several.  Stored as bits; never renumber. */
enum role {
	ROLE_MEMBER = 1,
	ROLE_HELPER = 2,
	ROLE_MODERATOR = 4,
	ROLE_AGENT = 8,
	ROLE_BRAND_ADMIN = 16,
};
#define ROLE_BITS 31
#define ROLE_STAFF (ROLE_MODERATOR | ROLE_AGENT | ROLE_BRAND_ADMIN)

enum access { EVERYONE, STRANGERS, MEMBERS, HELPERS, MODERATORS, AGENTS, BRAND_ADMINS, STAFF, ACCESS_COUNT };

/* OK, ERR_SIGNED_OUT (a stranger), or ERR_FORBIDDEN (signed in, lacks the role). */
enum err policy_check(const struct scope *scope, enum access access);
const char *policy_name(enum access access); /* "everyone", "members" … */
bool role_find(str name, enum role *role_out);
const char *role_name(enum role role);
static inline bool has_role(const struct scope *scope, enum role role) { return (scope->roles & role) != 0; }
/* Moderators; and a brand's administrator may do what a moderator may: everywhere, so rules ask this. */
static inline bool is_moderator(const struct scope *scope) { return (scope->roles & (ROLE_MODERATOR | ROLE_BRAND_ADMIN)) != 0; }
static inline bool is_staff(const struct scope *scope) { return (scope->roles & ROLE_STAFF) != 0; }
#endif
