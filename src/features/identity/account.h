/*
 * account.h: signing up, signing in, recovering, changing the password.
 *
 * Nothing here tells whether an address has an account: known and unknown
 * addresses get the same answer, and cost the same.  Hashes of passwords come from
 * outside, because hashing is slow and a unit is short.
 */
#ifndef ACCOUNT_H
#define ACCOUNT_H
#include "features/identity/link.h"
#include "features/identity/login_store.h"
#include "features/identity/password.h"
#include "features/identity/tries.h"

/* What a mail will say: a link, or that there is an account already.  `to` "" = nothing is sent. */
struct mail_due { str to, name, language, secret; bool has_account; };

/* Keeps the sign-up until the mail is confirmed.  secret is the password's hash. */
enum err signup_keep(struct scope *scope, struct signup *signup, struct mail_due *mail_out);
/* What a good link is about; "identity.link_gone". */
enum err signup_look(struct scope *scope, str link_secret, struct signup *signup_out);
/* The link was followed: a member with a login.  new_secret replaces the password's hash of the sign-up, which came
   from whoever knew the address; "" when it is sure to be the same person.  "identity.link_gone", "identity.mail_taken". */
struct signup_link { str secret, new_secret; };
enum err signup_confirm(struct scope *scope, const struct signup_link *link, struct signup *signup_out,
                        int64_t *member_id_out);

/* Signing in takes three parts, the middle one outside of any unit.  Filled in: mail, password, and the browser's mark
   if it has one (browser_new).  by, whom: how this is counted; locked: why it is refused, or NULL. */
struct sign_in { str mail, password, browser; struct login login; enum tries by; str whom; const char *locked; bool matches; };
enum err sign_in_look(struct scope *scope, struct sign_in *sign_in);
void sign_in_check(struct sign_in *sign_in); /* slow */
/* Counts a failure (and returns OK: it must be kept), or forgets them and gives the member.  Whoever looked while there
   were tries left, and comes here when there are none, is locked out as well. */
enum err sign_in_note(struct scope *scope, struct sign_in *sign_in, int64_t *member_id_out);
/* Why it failed: ERR_LIMITED "identity.too_many_tries", "identity.network_tries"; ERR_INVALID "identity.wrong". */
enum err sign_in_refuse(struct scope *scope, const struct sign_in *sign_in);
/* "identity.suspended" while the member is. */
enum err account_check_open(struct scope *scope, int64_t member_id);

/* One-time link by mail: LINK_LOGIN or LINK_RECOVER. */
enum err account_link(struct scope *scope, enum link_purpose purpose, str mail, struct mail_due *mail_out);
enum err account_link_take(struct scope *scope, enum link_purpose purpose, str link_secret, int64_t *member_id_out);
/* Is it the member herself who sits there?  Slow, outside of any unit, for what cannot be undone.  Wrong
   passwords are counted, apart from those of strangers: ERR_LIMITED "identity.too_many_tries"; about field "password":
   "identity.proof_wrong". */
enum err account_prove(struct scope *scope, str password);
/* The same in three parts: look (mail is filled in), sign_in_check, sign_in_note. */
enum err account_prove_look(struct scope *scope, struct sign_in *sign_in);
/* Sets the password of a member with a mail, ends the links to recover it. */
enum err account_set_password(struct scope *scope, int64_t member_id, str hash);
/* Whether the member has one, and its hash ("" without). */
enum err account_password(struct scope *scope, int64_t member_id, struct login *login_out);
#endif
