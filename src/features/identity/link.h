/*
 * link.h: one-time links in mails: to confirm, to sign in, to recover, to publish a draft.
 *
 * A link carries a purpose, whom it is about and the hash of the address it went
 * to; it works once, in time, for that purpose, while the address is still the
 * same.  Looking at it (a mail scanner's GET) does not use it up.
 */
#ifndef LINK_H
#define LINK_H
#include "features/identity/link_store.h"

#define LINKS_AN_HOUR 5 /* to one address */

/* Makes a link to `mail` about `about_id` (0: for nobody, so that known and unknown addresses cost the same).
   *secret_out "" when this address had its share of mails for now: then nothing is to be sent.
   ERR_LIMITED "identity.network_mails": its network had its share. */
struct link_new { enum link_purpose purpose; int64_t about_id; str mail; };
enum err link_make(struct scope *scope, const struct link_new *wanted, str *secret_out);
/* ERR_NOT_FOUND "identity.link_gone": unknown, used, too old, for something else. */
enum err link_look(struct scope *scope, enum link_purpose purpose, str secret, struct link *link_out);
/* Uses it up; the same refusals, also for the slower of two. */
enum err link_take(struct scope *scope, enum link_purpose purpose, str secret, struct link *link_out);
/* Does the link's address still belong to whom it is about?  Refuses "identity.link_gone". */
enum err link_check_mail(struct scope *scope, const struct link *link, str mail);
/* All unused links of that purpose to that address end. */
enum err link_drop(struct scope *scope, enum link_purpose purpose, str mail);
/* How an address is told apart without keeping it. */
str mail_hash(struct scope *scope, str mail);
#endif
