/*
 * draft.h: a stranger may write first and confirm a mail address last.
 *
 * What she wrote is kept under a link in a mail.  Once she confirms, she is a
 * member (made now, or found by the address), and the house hears draft_confirmed;
 * the owner of the draft's kind posts it and says so here.
 */
#ifndef DRAFT_H
#define DRAFT_H
#include "features/identity/link_store.h"

#define DRAFT_PAYLOAD_MAX 131072

/* In a unit; kind, payload, name and mail are filled in, the mail follows.  "identity.mail_wrong" (field mail),
   "identity.name_wrong" (field name), "identity.draft_too_long" ERR_TOO_LARGE, "identity.mail_too_often" ERR_LIMITED. */
enum err draft_keep(struct scope *scope, struct draft *draft);
/* For the kind's owner, when draft_confirmed is heard.  "identity.no_draft". */
enum err draft_load(struct scope *scope, int64_t draft_id, struct draft *draft_out);
/* It was posted as `made`; or it could not be, for a reason (a text key).  Once only: "identity.draft_done". */
enum err draft_done(struct scope *scope, int64_t draft_id, struct subject made);
enum err draft_refused(struct scope *scope, int64_t draft_id, const char *reason);

/* The link was followed.  Makes the member if need be and tells the house. */
enum err draft_confirm(struct scope *scope, str link_secret, struct draft *draft_out);
/* Of its author only; "identity.no_draft" for everyone else. */
enum err draft_show(struct scope *scope, int64_t draft_id, struct draft *draft_out);
#endif
