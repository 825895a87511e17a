/*
 * member.c: rules of accounts: what a profile may hold, who may give a role or take it.
 *
 * Roles decide two audiences (members, staff), which are kept in step here and
 * nowhere else.  Suspended members keep their rows and lose their way in.
 */
#include "features/member/member.h"

#include "base/utf8.h"
#include "base/weblink.h"
#include "core/kept.h"
#include "features/media/media.h"
#include "features/member/member_news.h"

enum { ABOUT_MAX = 4000, PHONE_MAX = 30, LANGUAGES_MAX = 60 };

static enum err faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct member_card_list list;
	enum err err = member_load_cards(scope, ids, &list);
	if (err)
		return err;
	for (size_t i = 0; i < ids.count; i++) {
		const struct member_card *card = member_card_in(&list, ids.at[i]);
		if (card->id)
			faces_out[i] = (struct subject_face){ card->name, str_format(scope->arena, "/members/%lld",
			                                                             (long long)card->id) };
	}
	return OK;
}

/* Moderators look at what a member says of oneself, and may change or empty it. */
static enum err care_look(struct scope *scope, int64_t id, struct subject_sight *sight_out)
{
	struct member member;
	enum err err = member_load(scope, id, &member);
	if (!err)
		*sight_out = (struct subject_sight){ .author_id = id, .title = member.name, .text = member.about, .around = S(""),
			.url = str_format(scope->arena, "/members/%lld", (long long)id), .at = member.joined_at };
	return err;
}

static enum err care_edit(struct scope *scope, int64_t id, str text)
{
	struct member member;
	enum err err = member_load(scope, id, &member);
	if (err)
		return err;
	if (utf8_length(text) > ABOUT_MAX)
		return refuse_field(scope, "body", "member.about_too_long");
	member.about = text;
	if ((err = member_update_profile(scope, &member)))
		return err;
	subject_changed(scope, subject_of(&member_subject, id));
	return news_announce(scope, &member_changed, subject_of(&member_subject, id));
}

static const struct subject_care member_care = { .look = care_look, .edit = care_edit };
const struct subject_kind member_subject = { "member", 1, faces, &member_care };

/* ── reading ── */

/* The people of a page: whom it asked for, and who of them there is. */
struct known { struct list asked, cards; }; /* int64_t; struct member_card */

static bool has_id(struct ids ids, int64_t id)
{
	for (size_t i = 0; i < ids.count; i++) {
		if (ids.at[i] == id)
			return true;
	}
	return false;
}

static struct ids asked_of(const struct known *known)
{
	return (struct ids){ (int64_t *)(void *)known->asked.at, known->asked.count };
}

static enum err learn(struct scope *scope, struct known *known, struct ids ids)
{
	struct member_card_list found;
	size_t before = known->asked.count;
	for (size_t i = 0; i < ids.count; i++) {
		if (ids.at[i] && !has_id(asked_of(known), ids.at[i]))
			*(int64_t *)list_add(&known->asked) = ids.at[i];
	}
	struct ids all = asked_of(known);
	if (all.count == before)
		return OK;
	enum err err = member_load_cards(scope, (struct ids){ all.at + before, all.count - before }, &found);
	for (size_t i = 0; !err && i < found.count; i++)
		*(struct member_card *)list_add(&known->cards) = found.at[i];
	return err;
}

/* A page asks for the same people several times: for the lines above their words, for their badges. */
enum err member_cards(struct scope *scope, struct ids ids, struct member_card_list *list_out)
{
	static const char people;
	if (!scope->is_snapshot)
		return member_load_cards(scope, ids, list_out);
	struct known *known = kept_find(scope, &people);
	if (!known) {
		known = arena_take(scope->arena, sizeof(*known));
		list_open(&known->asked, scope->arena, sizeof(int64_t));
		list_open(&known->cards, scope->arena, sizeof(struct member_card));
		kept_put(scope, &people, known);
	}
	enum err err = learn(scope, known, ids);
	if (err)
		return err;
	struct member_card *at = arena_take(scope->arena, (known->cards.count + 1) * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < known->cards.count; i++) {
		const struct member_card *card = list_at(&known->cards, i);
		if (has_id(ids, card->id))
			at[count++] = *card;
	}
	*list_out = (struct member_card_list){ at, count };
	return OK;
}

enum err member_card_of(struct scope *scope, int64_t member_id, struct member_card *card_out)
{
	struct member_card_list list;
	enum err err = member_load_cards(scope, (struct ids){ &member_id, 1 }, &list);
	if (err)
		return err;
	if (!list.count)
		return refuse(scope, ERR_NOT_FOUND, "member.not_found");
	*card_out = list.at[0];
	return OK;
}

enum err member_pictures(struct scope *scope, struct ids ids, str *urls_out)
{
	struct media *faces = arena_take(scope->arena, (ids.count + 1) * sizeof(*faces));
	enum err err = media_of(scope, member_subject.number, ids, MEDIA_FACE, faces);
	for (size_t i = 0; !err && i < ids.count; i++)
		urls_out[i] = media_small_url(scope->arena, &faces[i]);
	return err;
}

enum err member_contacts(struct scope *scope, struct ids ids, struct member_contact_list *list_out)
{
	return member_load_contacts(scope, ids, list_out);
}

enum err member_contact_of(struct scope *scope, int64_t member_id, struct member_contact *contact_out)
{
	struct member_contact_list list;
	enum err err = member_load_contacts(scope, (struct ids){ &member_id, 1 }, &list);
	if (err)
		return err;
	if (!list.count)
		return refuse(scope, ERR_NOT_FOUND, "member.not_found");
	*contact_out = list.at[0];
	return OK;
}

enum err member_find_by_mail(struct scope *scope, str mail, int64_t *member_id_out)
{
	return member_load_by_mail(scope, member_mail_key(scope->arena, mail), member_id_out);
}

enum err member_find_by_name(struct scope *scope, str name, int64_t *member_id_out)
{
	return member_load_by_name(scope, name, member_id_out);
}

enum err member_find_by_origin(struct scope *scope, str origin, int64_t *member_id_out)
{
	return member_load_by_origin(scope, origin, member_id_out);
}

/* ── what a profile may hold ── */

static bool name_is_good(str name)
{
	size_t length = utf8_length(name), letters = 0;
	str rest = name;
	while (!str_empty(rest)) {
		uint32_t code_point = utf8_take(&rest);
		if (code_point < ' ')
			return false;
		letters += utf8_is_letter(code_point) || utf8_is_digit(code_point);
	}
	return letters > 0 && length <= MEMBER_NAME_MAX && str_trim(name).len == name.len;
}

static bool phone_is_good(str phone)
{
	size_t digits = 0;
	for (size_t i = 0; i < phone.len; i++) {
		char c = phone.at[i];
		if (c >= '0' && c <= '9')
			digits++;
		else if (!memchr("+ -/()", c, 6))
			return false;
	}
	return str_empty(phone) || (digits >= 5 && phone.len <= PHONE_MAX);
}

/* Two-letter codes joined by blanks; none is fine. */
static bool languages_are_good(str languages)
{
	str rest = languages;
	while (!str_empty(rest)) {
		str code = str_cut(&rest, ' ');
		if (code.len != 2 || code.at[0] < 'a' || code.at[0] > 'z' || code.at[1] < 'a' || code.at[1] > 'z')
			return false;
	}
	return languages.len <= LANGUAGES_MAX;
}

/* One a line, each once. */
static enum err check_links(struct scope *scope, str links)
{
	str seen[MEMBER_LINKS_MAX];
	size_t count = 0;
	while (!str_empty(links)) {
		str link = str_trim(str_cut(&links, '\n'));
		if (str_empty(link))
			continue;
		if (!weblink_is_good(link))
			return refuse_field(scope, "links", "member.link_wrong");
		for (size_t i = 0; i < count; i++) {
			if (str_equal(seen[i], link))
				return refuse_field(scope, "links", "member.link_wrong");
		}
		if (count == MEMBER_LINKS_MAX)
			return refuse_field(scope, "links", "member.links_many");
		seen[count++] = link;
	}
	return OK;
}

static enum err check_profile(struct scope *scope, const struct member *member)
{
	if (!name_is_good(member->name))
		return refuse_field(scope, "name", "member.name_wrong");
	if (!phone_is_good(member->phone))
		return refuse_field(scope, "phone", "member.phone_wrong");
	if (utf8_length(member->about) > ABOUT_MAX)
		return refuse_field(scope, "about", "member.about_too_long");
	if (!languages_are_good(member->languages))
		return refuse_field(scope, "languages", "member.languages_wrong");
	if (!languages_are_good(member->language) || member->language.len > 2)
		return refuse_field(scope, "language", "member.languages_wrong");
	return check_links(scope, member->links);
}

void member_take_place(struct member *member, const struct place *place)
{
	member->country = place->country;
	member->postal_code = place->code;
	member->town = place->town;
	member->lat = place->lat;
	member->lon = place->lon;
}

enum err member_set_place(struct scope *scope, struct member *member, str typed)
{
	struct place place = { .country = S(""), .code = S(""), .town = S("") };
	if (!str_empty(typed)) {
		enum err err = place_one(scope, typed, S(""), &place);
		if (err) {
			scope->refusal.field = "place";
			return err;
		}
	}
	member_take_place(member, &place);
	return OK;
}

/* ── making and changing ── */

enum err member_make(struct scope *scope, struct member *member)
{
	enum err err = check_profile(scope, member);
	if (err)
		return err;
	if (!str_empty(member->mail) && !mail_address_is_good(member->mail))
		return refuse_field(scope, "mail", "member.mail_wrong");
	if (!member->joined_at)
		member->joined_at = scope->now;
	member->id = id_new(scope->now);
	member->roles |= ROLE_MEMBER;
	if ((err = member_insert(scope, member)))
		return err;
	if ((err = audience_join(scope, AUDIENCE_MEMBERS, member->id)))
		return err;
	if ((member->roles & ROLE_STAFF) && (err = audience_join(scope, AUDIENCE_STAFF, member->id)))
		return err;
	if (!str_empty(member->origin)) /* thousands come at once, and none of them reads mail */
		return OK;
	return news_announce(scope, &member_joined, subject_of(&member_subject, member->id));
}

enum err member_change(struct scope *scope, const struct member *profile)
{
	struct subject subject = subject_of(&member_subject, profile->id);
	bool is_own = scope->member_id && profile->id == scope->member_id;
	if (!is_own && !has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_NOT_FOUND, "member.not_found");
	enum err err = check_profile(scope, profile);
	if (err || (err = member_update_profile(scope, profile)))
		return err;
	subject_changed(scope, subject);
	if (!is_own && (err = audit_note(scope, "member.change", subject, S(""))))
		return err;
	return news_announce(scope, &member_changed, subject);
}

enum err member_change_mail(struct scope *scope, int64_t member_id, str mail)
{
	if (!mail_address_is_good(mail))
		return refuse_field(scope, "mail", "member.mail_wrong");
	return member_update_mail(scope, member_id, mail);
}

static enum err follow_audience(struct scope *scope, int64_t member_id, unsigned before, unsigned after)
{
	bool was_staff = (before & ROLE_STAFF) != 0, is_staff = (after & ROLE_STAFF) != 0;
	if (was_staff == is_staff)
		return OK;
	return is_staff ? audience_join(scope, AUDIENCE_STAFF, member_id)
	                : audience_leave(scope, AUDIENCE_STAFF, member_id);
}

enum err member_set_role(struct scope *scope, int64_t member_id, enum role role, bool is_on)
{
	struct member member;
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "member.not_yours");
	if (role == ROLE_MEMBER)
		return refuse(scope, ERR_INVALID, "member.role_fixed");
	/* Whoever may give hats keeps the own one: a brand must not be left without. */
	if (role == ROLE_BRAND_ADMIN && !is_on && member_id == scope->member_id)
		return refuse(scope, ERR_CONFLICT, "member.own_role");
	enum err err = member_load(scope, member_id, &member);
	if (err)
		return err;
	unsigned roles = is_on ? member.roles | role : member.roles & ~(unsigned)role;
	if (roles == member.roles)
		return OK;
	if ((err = member_update_roles(scope, member_id, roles, member.roles)))
		return err;
	if ((err = follow_audience(scope, member_id, member.roles, roles)))
		return err;

	struct subject subject = subject_of(&member_subject, member_id);
	str fact = str_format(scope->arena, "%c%s", is_on ? '+' : '-', role_name(role));
	subject_changed(scope, subject);
	if ((err = audit_note(scope, "member.role", subject, fact)))
		return err;
	return news_tell(scope, &(struct news){ .kind = &member_role_changed, .subject = subject,
		.to_member_id = member_id, .text = fact });
}

enum err member_suspend(struct scope *scope, int64_t member_id, moment until)
{
	struct member member;
	if (!is_moderator(scope))
		return refuse(scope, ERR_FORBIDDEN, "member.not_yours");
	if (member_id == scope->member_id)
		return refuse(scope, ERR_CONFLICT, "member.own_suspension");
	enum err err = member_load(scope, member_id, &member);
	if (err)
		return err;
	if ((member.roles & ROLE_BRAND_ADMIN) && !has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "member.not_yours");
	if ((err = member_update_suspended(scope, member_id, until)))
		return err;
	struct subject subject = subject_of(&member_subject, member_id);
	subject_changed(scope, subject);
	if ((err = audit_note(scope, until ? "member.suspend" : "member.release", subject, S(""))))
		return err;
	return news_announce(scope, &member_suspended, subject);
}

bool member_is_hidden(const struct scope *scope, const struct member *member)
{
	return member->erased_at || (member->leaving_at && member->id != scope->member_id && !is_staff(scope));
}

enum err member_may_leave(struct scope *scope, int64_t member_id)
{
	struct member member;
	int64_t others = 1;
	enum err err = member_load(scope, member_id, &member);
	if (!err && member.erased_at)
		return refuse(scope, ERR_NOT_FOUND, "member.not_found");
	if (!err && (member.roles & ROLE_BRAND_ADMIN))
		err = member_count_other_admins(scope, member_id, &others);
	if (err || others)
		return err;
	return refuse(scope, ERR_CONFLICT, "member.last_admin");
}

enum err member_leave(struct scope *scope, int64_t member_id, moment leaving_at)
{
	enum err err = leaving_at ? member_may_leave(scope, member_id) : OK;
	if (err || (err = member_update_leaving(scope, member_id, leaving_at)))
		return err;
	subject_changed(scope, subject_of(&member_subject, member_id));
	return news_announce(scope, &member_suspended, subject_of(&member_subject, member_id));
}

enum err member_become_former(struct scope *scope, int64_t member_id, str name)
{
	struct subject subject = subject_of(&member_subject, member_id);
	enum err err = member_update_former(scope, member_id, name);
	if (err)
		return err;
	subject_changed(scope, subject);
	return news_announce(scope, &member_erased, subject);
}

enum err member_seen(struct scope *scope, int64_t member_id)
{
	return member_update_seen(scope, member_id);
}

enum err member_resolve(struct scope *scope, int64_t member_id)
{
	struct member_standing standing;
	enum err err = member_load_standing(scope, member_id, &standing);
	if (err == ERR_NOT_FOUND)
		return ERR_SIGNED_OUT;
	if (err)
		return err;
	const struct member member = { .suspended_until = standing.suspended_until, .leaving_at = standing.leaving_at,
		.erased_at = standing.erased_at };
	if (member_is_shut(&member, scope->now))
		return ERR_SIGNED_OUT;
	scope->member_id = scope->actor_id = standing.id;
	scope->roles = standing.roles | ROLE_MEMBER;
	scope->leaving_at = standing.leaving_at;
	if (!str_empty(standing.language))
		scope->language = standing.language;
	return OK;
}

static enum err check_staff(struct scope *scope)
{
	if (scope->roles & ROLE_STAFF)
		return OK;
	return refuse(scope, ERR_FORBIDDEN, "member.list_forbidden");
}

enum err member_list(struct scope *scope, str name_start, int64_t after_id, struct member_entry_list *list_out)
{
	enum err err = check_staff(scope);
	if (err)
		return err;
	if (str_empty(name_start))
		return member_load_newest(scope, after_id ? after_id : INT64_MAX, list_out);
	return member_load_named(scope, name_start, after_id, list_out);
}

enum err member_list_staff(struct scope *scope, int64_t before_id, struct member_entry_list *list_out)
{
	enum err err = check_staff(scope);
	if (err)
		return err;
	return member_load_staff(scope, before_id ? before_id : INT64_MAX, list_out);
}
