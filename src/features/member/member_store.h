/* member_store.h: the member record, and how it is read and written. */
#ifndef MEMBER_STORE_H
#define MEMBER_STORE_H
#include "core/core.h"

struct member {
	int64_t id;
	str name, mail;          /* mail "" = none: imported or assisted */
	moment mail_confirmed_at;
	str phone;               /* shown to nobody before a booking is accepted */
	str language;            /* of pages and mails; "" = the brand's */
	str languages;           /* spoken: "de fr" */
	str country, postal_code, town;
	double lat, lon;         /* of the postal code, never of a house */
	str about;               /* Markdown */
	str links;               /* where else one is found: addresses, one a line */
	unsigned roles;
	str origin;              /* "superuser.com:123" when imported; "" = joined here */
	moment joined_at, last_seen_at, suspended_until;
	moment leaving_at;       /* asked to be erased: when it begins; 0 = no */
	moment erased_at;        /* a former member: a name that is nobody's, and nothing else */
};

/* What every request of a signed-in member asks for. */
struct member_standing { int64_t id; str language; unsigned roles; moment suspended_until, leaving_at, erased_at; };

/* What stands beside what a member wrote. */
struct member_card { int64_t id; str name, town; unsigned roles; };
struct member_card_list { struct member_card *at; size_t count; };

/* How the house reaches a member: never shown on a page. */
struct member_contact { int64_t id; str name, mail, language, phone; };
struct member_contact_list { struct member_contact *at; size_t count; };

/* A line of the desk's list. */
struct member_entry { int64_t id; str name, mail, town; unsigned roles; moment joined_at, last_seen_at, suspended_until; };
struct member_entry_list { struct member_entry *at; size_t count; };

enum err member_load(struct scope *scope, int64_t member_id, struct member *member_out);
enum err member_load_standing(struct scope *scope, int64_t member_id, struct member_standing *standing_out); /* ERR_NOT_FOUND unrefused */
/* Both give 0 when there is none.  mail_key as member_mail_key makes it. */
enum err member_load_by_mail(struct scope *scope, str mail_key, int64_t *member_id_out);
enum err member_load_by_origin(struct scope *scope, str origin, int64_t *member_id_out);
/* 0 also when several are called so. */
enum err member_load_by_name(struct scope *scope, str name, int64_t *member_id_out);
enum err member_load_cards(struct scope *scope, struct ids ids, struct member_card_list *list_out);
/* The card of one among many; one with id 0 and name "" when gone. */
const struct member_card *member_card_in(const struct member_card_list *list, int64_t member_id);
enum err member_load_contacts(struct scope *scope, struct ids ids, struct member_contact_list *list_out);
/* At most 50: whose name begins so; or the newest; or those with a role beyond helper. */
enum err member_load_named(struct scope *scope, str start, int64_t after_id, struct member_entry_list *list_out);
enum err member_load_newest(struct scope *scope, int64_t before_id, struct member_entry_list *list_out);
enum err member_load_staff(struct scope *scope, int64_t before_id, struct member_entry_list *list_out);

str member_mail_key(struct arena *arena, str mail); /* what makes two addresses the same */
enum err member_insert(struct scope *scope, const struct member *member);
enum err member_update_profile(struct scope *scope, const struct member *member);
/* ERR_CONFLICT when the roles are no longer `from`. */
enum err member_update_roles(struct scope *scope, int64_t member_id, unsigned roles, unsigned from);
enum err member_update_mail(struct scope *scope, int64_t member_id, str mail);
enum err member_update_seen(struct scope *scope, int64_t member_id);
enum err member_update_suspended(struct scope *scope, int64_t member_id, moment until);
enum err member_update_leaving(struct scope *scope, int64_t member_id, moment leaving_at);
enum err member_count_other_admins(struct scope *scope, int64_t member_id, int64_t *count_out);
enum err member_update_former(struct scope *scope, int64_t member_id, str name);
#endif
