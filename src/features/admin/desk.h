/*
 * desk.h: what only the desk does: giving hats, a brand's settings, the book of deeds.
 *
 * Boards, products, members and the brand have their rules in their own slices; the
 * desk adds what several of them need together.
 */
#ifndef DESK_H
#define DESK_H
#include "core/mail_trace.h"
#include "features/brand/brand.h"
#include "features/community/community.h"
#include "features/member/member.h"
#include "features/product/product.h"

/* The hats that the desk gives; helpers get theirs by applying. */
extern const enum role desk_roles[];
extern const size_t desk_role_count;
/* "desk.role_unknown" for another. */
enum err desk_set_role(struct scope *scope, int64_t member_id, str role, bool is_on);

/* Makes or changes (id not 0); a key that another has is refused before anything is written. */
enum err desk_save_board(struct scope *scope, struct board *board);
enum err desk_save_product(struct scope *scope, struct product *product);
/* Changes what the desk shows of the brand; all else stays. */
enum err desk_save_brand(struct scope *scope, const struct brand *shown);

/* Brand administrators: "desk.not_yours"; "desk.setting_unknown", and what setting_set refuses.
   is_own: not the shipped one; a secret: there is one, set_at (0 = long ago); its value is never here. */
struct setting_line { const struct setting *setting; str value; bool is_own; moment set_at; };
struct setting_line_list { struct setting_line *at; size_t count; };
enum err desk_settings(struct scope *scope, struct setting_line_list *list_out);
enum err desk_set(struct scope *scope, str name, str value);
enum err desk_reset(struct scope *scope, str name);
/* A secret's line; "desk.setting_unknown" for what is none. */
enum err desk_secret(struct scope *scope, str name, struct setting_line *line_out);
/* A new one in its place, to be shown this once. */
enum err desk_secret_new(struct scope *scope, str name, str *plain_out);
str setting_group(const struct setting *setting); /* "notify" of "notify.keep_days" */

/* Brand administrators; next_out 0 = the end. */
enum err desk_audit(struct scope *scope, const struct audit_filter *filter, struct audit_entry_list *list_out,
                    int64_t *next_out);
/* The member that a mail to try goes to: oneself; noted.  "desk.no_address" without one. */
enum err desk_mail_test(struct scope *scope, struct member_contact *contact_out);
/* What became of the newest one; mail_id 0: there was none within a day. */
enum err desk_mail_state(struct scope *scope, struct member_contact *contact_out, struct mail_trace *trace_out);
#endif
