/* link_store.h: rows of one-time links, of sign-ups that wait, and of strangers' drafts. */
#ifndef LINK_STORE_H
#define LINK_STORE_H
#include "core/core.h"

enum link_purpose { LINK_CONFIRM = 1, LINK_LOGIN, LINK_RECOVER, LINK_DRAFT, LINK_LEAVE, LINK_PURPOSE_COUNT };

struct link {
	enum link_purpose purpose;
	int64_t about_id;     /* a sign-up, a member, a draft; 0 = nobody has this address */
	str mail_hash;
	moment made_at, ends_at, used_at;
};

struct signup { int64_t id; str name, mail, secret, language, to_path; };

struct draft {
	int64_t id;
	str kind;             /* "thread": who takes it up */
	str payload;          /* JSON of the kind's owner; "title" and "body" are shown before one confirms */
	str name, mail, language;
	int64_t member_id;    /* whose it is, once confirmed */
	int subject_kind;     /* what became of it */
	int64_t subject_id;
	str reason;           /* why it was not taken: a text key */
	moment confirmed_at, ends_at;
};

enum err link_load(struct scope *scope, str hash, struct link *link_out); /* ERR_NOT_FOUND unrefused */
/* How many were made since `after`. */
enum err link_load_count(struct scope *scope, str mail_hash, moment after, int64_t *count_out);
enum err link_insert(struct scope *scope, const struct link *link, str hash);
/* True for one caller only, and only in time. */
enum err link_update_used(struct scope *scope, str hash, bool *used_out);
enum err link_update_dropped(struct scope *scope, enum link_purpose purpose, str mail_hash);
enum err signup_load(struct scope *scope, int64_t signup_id, struct signup *signup_out); /* "identity.link_gone" */
enum err signup_insert(struct scope *scope, const struct signup *signup, moment ends_at);
enum err signup_delete(struct scope *scope, int64_t signup_id);
enum err draft_row_load(struct scope *scope, int64_t draft_id, struct draft *draft_out); /* "identity.no_draft" */
enum err draft_insert(struct scope *scope, const struct draft *draft);
/* ERR_CONFLICT "identity.link_gone" when it was confirmed before. */
enum err draft_update_member(struct scope *scope, int64_t draft_id, int64_t member_id);
/* ERR_CONFLICT "identity.draft_done" when it has an end already. */
enum err draft_update_end(struct scope *scope, int64_t draft_id, struct subject subject, str reason);
/* A hundred rows that are over, at most. */
enum err link_sweep(struct scope *scope, int64_t *deleted_out);
enum err signup_sweep(struct scope *scope, int64_t *deleted_out);
enum err draft_sweep(struct scope *scope, int64_t *deleted_out);
#endif
