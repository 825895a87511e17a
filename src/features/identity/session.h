/*
 * session.h: a browser that is signed in, and programs with a bearer token.
 *
 * The secret is 256 bits, given away once; the row knows its keyed hash only.  A
 * session ends 30 days after it was last seen, and after 180 days at the latest.
 */
#ifndef SESSION_H
#define SESSION_H
#include "features/identity/login_store.h"

#define SESSION_IDLE DAYS(30)
#define SESSION_WHOLE DAYS(180)
#define SESSION_SEEN_EVERY HOURS(1)

/* In a unit; *secret_out goes into the cookie. */
enum err session_begin(struct scope *scope, int64_t member_id, str agent, str *secret_out);
/* ERR_SIGNED_OUT (unrefused) when it means nobody.  *is_stale_out: it is time to note that it was seen. */
enum err session_resolve(struct scope *scope, str secret, struct session *session_out, bool *is_stale_out);
enum err session_seen(struct scope *scope, str secret, int64_t member_id);
/* Of the scope's member, newest first. */
enum err session_list_mine(struct scope *scope, struct session_list *list_out);
/* "identity.session_not_found" for another member's as for none. */
enum err session_end(struct scope *scope, int64_t session_id);
enum err session_end_others(struct scope *scope, int64_t *ended_out);
enum err session_end_all_of(struct scope *scope, int64_t member_id);

/* Bearer tokens.  days 0 = 365; "identity.token_name_wrong", "identity.token_days_wrong", "member.not_found". */
struct token_new { int64_t member_id; str name; int64_t days; };
enum err token_make(struct scope *scope, const struct token_new *wanted, str *secret_out);
enum err token_resolve(struct scope *scope, str secret, struct token *token_out);
enum err token_list_all(struct scope *scope, int64_t after_id, struct token_list *list_out);
/* Brand administrators and the house: "identity.not_yours". */
enum err token_revoke(struct scope *scope, int64_t token_id);
#endif
