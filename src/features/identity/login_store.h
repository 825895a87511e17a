/* login_store.h: rows of logins, sessions, tokens, and of wrong passwords. */
#ifndef LOGIN_STORE_H
#define LOGIN_STORE_H
#include "core/core.h"

#define LOGIN_PASSWORD S("password") /* subject: the mail's key; secret: argon2id */

struct login { int64_t id, member_id; str kind, provider, subject, secret; moment changed_at; };

struct session { int64_t id, member_id; str agent; moment made_at, seen_at, ends_at; };
struct session_list { struct session *at; size_t count; };

struct token { int64_t id, member_id; str name, scopes; moment made_at, ends_at; };
struct token_list { struct token *at; size_t count; };

/* Both give a login with id 0 and secret "" when there is none. */
enum err login_load(struct scope *scope, str kind, str subject, struct login *login_out);
enum err login_load_of_member(struct scope *scope, int64_t member_id, str kind, struct login *login_out);
enum err login_insert(struct scope *scope, const struct login *login);
enum err login_update(struct scope *scope, int64_t login_id, str secret);

/* As far as clocks of nodes may be apart.  What was counted later than that was counted by a clock that ran ahead and was
   set right: it says nothing, or it would lock until that time comes. */
#define CLOCKS_APART MINUTES(1)

/* How many since `after`; adding begins anew when the last window is older, or begins in a time that is yet to come. */
enum err failure_load(struct scope *scope, str who, moment after, int64_t *tries_out);
enum err failure_insert(struct scope *scope, str who, moment after);
enum err failure_delete(struct scope *scope, str who);

enum err session_load(struct scope *scope, str hash, struct session *session_out); /* ERR_NOT_FOUND unrefused */
enum err session_load_all(struct scope *scope, int64_t member_id, struct session_list *list_out);
/* Of a member the 50 seen last are kept. */
enum err session_insert(struct scope *scope, const struct session *session, str hash);
enum err session_update_seen(struct scope *scope, str hash, int64_t member_id);
enum err session_delete(struct scope *scope, int64_t member_id, int64_t session_id, int64_t *ended_out);
enum err session_delete_others(struct scope *scope, int64_t member_id, int64_t but_id, int64_t *ended_out);
/* Sweeping takes a hundred rows at a time: *deleted_out says whether there may be more. */
enum err session_sweep(struct scope *scope, moment idle_since, int64_t *deleted_out);

enum err token_load(struct scope *scope, str hash, struct token *token_out); /* ERR_NOT_FOUND unrefused */
enum err token_load_all(struct scope *scope, int64_t after_id, struct token_list *list_out);
enum err token_insert(struct scope *scope, const struct token *token, str hash);
enum err token_delete(struct scope *scope, int64_t token_id); /* "identity.token_not_found" */
enum err failure_sweep(struct scope *scope, moment before, int64_t *deleted_out);
#endif
