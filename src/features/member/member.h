/*
 * member.h: the accounts of one brand, for all slices above.
 *
 * A member has a name, perhaps a mail address and a place, and hats (roles).
 * How somebody proves to be a member is identity's business.
 */
#ifndef MEMBER_H
#define MEMBER_H
#include "features/member/member_store.h"

#define MEMBER_NAME_MAX 60
#define MEMBER_LINKS_MAX 5

/* Bulk, in any order; ids that are gone are left out.  Then member_card_in finds each one's card. */
enum err member_cards(struct scope *scope, struct ids ids, struct member_card_list *list_out);
enum err member_card_of(struct scope *scope, int64_t member_id, struct member_card *card_out);
/* 1 … 6: the tone of the round initials. */
static inline int64_t member_tone(int64_t member_id) { return member_id % 6 + 1; }
static inline bool member_is_helper(const struct member_card *card) { return (card->roles & ROLE_HELPER) != 0; }
static inline bool member_is_staff(const struct member_card *card) { return card->roles > (ROLE_MEMBER | ROLE_HELPER); }

/* Addresses of their pictures, in their order; "" where there is none. */
enum err member_pictures(struct scope *scope, struct ids ids, str *urls_out);

/* For letters and calls; mail "" = cannot be written to.  contact_of: ERR_NOT_FOUND "member.not_found". */
enum err member_contacts(struct scope *scope, struct ids ids, struct member_contact_list *list_out);
enum err member_contact_of(struct scope *scope, int64_t member_id, struct member_contact *contact_out);
/* Both give 0 when there is none. */
enum err member_find_by_mail(struct scope *scope, str mail, int64_t *member_id_out);
/* The one of that name, whatever its capitals and accents; 0 also when there are several. */
enum err member_find_by_name(struct scope *scope, str name, int64_t *member_id_out);
enum err member_find_by_origin(struct scope *scope, str origin, int64_t *member_id_out);

/* Makes a member from what is filled in (at least a name); gives it its id, ROLE_MEMBER and its audiences, and tells
   the house unless it is imported (origin set).  "member.name_wrong", "member.mail_wrong", "member.mail_taken". */
enum err member_make(struct scope *scope, struct member *member);
/* Own profile, or any as brand administrator.  Also "member.phone_wrong", "member.about_too_long",
   "member.languages_wrong", and about "links": "member.link_wrong", "member.links_many". */
enum err member_change(struct scope *scope, const struct member *profile);
/* Sets country, postal code, town and point of a record from what was typed; "" clears them.
   "place.unknown", "place.several" about field "place". */
enum err member_set_place(struct scope *scope, struct member *member, str typed);
void member_take_place(struct member *member, const struct place *place);
/* After the new address was confirmed. */
enum err member_change_mail(struct scope *scope, int64_t member_id, str mail);

/* Brand administrators (and the house).  Nobody takes away the own administration: "member.own_role";
   ROLE_MEMBER stays: "member.role_fixed". */
enum err member_set_role(struct scope *scope, int64_t member_id, enum role role, bool is_on);
/* Moderators and brand administrators; 0 ends it.  Not oneself: "member.own_suspension"; an administrator only by
   another: "member.not_yours". */
enum err member_suspend(struct scope *scope, int64_t member_id, moment until);
enum err member_seen(struct scope *scope, int64_t member_id);

/* For privacy: an account that is to be erased sleeps: hidden, listed nowhere, but its member may come in and stay.  0: it wakes.
   The last administrator stays: ERR_CONFLICT "member.last_admin". */
/* Her page is none: she was erased, or sleeps; herself and staff see who sleeps. */
bool member_is_hidden(const struct scope *scope, const struct member *member);
enum err member_may_leave(struct scope *scope, int64_t member_id);
enum err member_leave(struct scope *scope, int64_t member_id, moment leaving_at);
/* All of it goes but the number; `name` is what stands beside what she wrote from now on. */
enum err member_become_former(struct scope *scope, int64_t member_id, str name);
/* May not come in: suspended, erased, or it has begun. */
static inline bool member_is_shut(const struct member *member, moment now)
{
	return member->suspended_until > now || member->erased_at || (member->leaving_at && member->leaving_at <= now);
}
static inline bool member_is_away(const struct member *member, moment now)
{
	return member->suspended_until > now || member->leaving_at || member->erased_at;
}

/* Fills member_id, actor_id, roles and language; ERR_SIGNED_OUT when gone or suspended. */
enum err member_resolve(struct scope *scope, int64_t member_id);
/* The desk's lists, 50 a page.  Staff only: "member.list_forbidden". */
enum err member_list(struct scope *scope, str name_start, int64_t after_id, struct member_entry_list *list_out);
enum err member_list_staff(struct scope *scope, int64_t before_id, struct member_entry_list *list_out);
#endif
