/*
 * member_api.c: oneself, one's matters, and what anyone may know of a member, as JSON.
 *
 * What a schema does not list is never sent: mail and phone stand in `me` alone.
 */
#include "features/member/member_api.h"

#include "features/member/matter.h"
#include "features/member/member.h"

static handler me_get, matters_get, member_get;

const struct route member_api_routes[] = {
	{ GET, "/api/v1/me",          MEMBERS,  READS, me_get,      .about = "The member whose token this is", .answers = "me" },
	{ GET, "/api/v1/matters",     MEMBERS,  READS, matters_get, .about = "One's matters, newest change first",
	  .answers = "list of matter" },
	{ GET, "/api/v1/members/:id", EVERYONE, READS, member_get,  .about = "A member as others see them",
	  .answers = "member" },
	ROUTES_END
};

struct me_record { int64_t id; str name, mail, phone, language, languages, country, postal_code, town, roles; moment joined_at; };
struct member_record { int64_t id; str name, languages, town, about, links, url, picture; bool is_helper, is_staff; moment joined_at; };

static const struct schema_member me_members[] = {
	MEMBER(SCHEMA_ID, struct me_record, id),           MEMBER(SCHEMA_TEXT, struct me_record, name),
	MEMBER(SCHEMA_TEXT, struct me_record, mail),       MEMBER(SCHEMA_TEXT, struct me_record, phone),
	MEMBER(SCHEMA_TEXT, struct me_record, language),   MEMBER(SCHEMA_TEXT, struct me_record, languages),
	MEMBER(SCHEMA_TEXT, struct me_record, country),    MEMBER(SCHEMA_TEXT, struct me_record, postal_code),
	MEMBER(SCHEMA_TEXT, struct me_record, town),       MEMBER(SCHEMA_TEXT, struct me_record, roles),
	MEMBER(SCHEMA_MOMENT, struct me_record, joined_at),
};
static const struct schema me_schema = { "me", sizeof(struct me_record), me_members, COUNT(me_members) };

static const struct schema_member member_members[] = {
	MEMBER(SCHEMA_ID, struct member_record, id),          MEMBER(SCHEMA_TEXT, struct member_record, name),
	MEMBER(SCHEMA_TEXT, struct member_record, languages), MEMBER(SCHEMA_TEXT, struct member_record, town),
	MEMBER(SCHEMA_TEXT, struct member_record, links),
	MEMBER(SCHEMA_TEXT, struct member_record, about),     MEMBER(SCHEMA_TEXT, struct member_record, url),
	{ "picture", SCHEMA_TEXT, offsetof(struct member_record, picture), NULL, "Address of the picture, square; empty without one" },
	MEMBER(SCHEMA_BOOL, struct member_record, is_helper), MEMBER(SCHEMA_BOOL, struct member_record, is_staff),
	MEMBER(SCHEMA_MOMENT, struct member_record, joined_at),
};
static const struct schema member_schema = { "member", sizeof(struct member_record), member_members,
	COUNT(member_members) };

static const struct schema_member matter_members[] = {
	MEMBER(SCHEMA_ID, struct matter_view, id),           MEMBER(SCHEMA_TEXT, struct matter_view, title),
	MEMBER(SCHEMA_TEXT, struct matter_view, url),        MEMBER(SCHEMA_TEXT, struct matter_view, next_url),
	MEMBER(SCHEMA_TEXT, struct matter_view, next_kind),
	{ "step", SCHEMA_CHOICE, offsetof(struct matter_view, step), matter_step_names, "How far it has come" },
	{ "holder", SCHEMA_CHOICE, offsetof(struct matter_view, holder), matter_holder_names, "Who should act" },
	MEMBER(SCHEMA_TEXT, struct matter_view, holder_name), MEMBER(SCHEMA_BOOL, struct matter_view, is_mine_to_do),
	MEMBER(SCHEMA_BOOL, struct matter_view, is_own),      MEMBER(SCHEMA_MOMENT, struct matter_view, due_at),
	MEMBER(SCHEMA_MOMENT, struct matter_view, changed_at),
};
static const struct schema matter_schema = { "matter", sizeof(struct matter_view), matter_members,
	COUNT(matter_members) };

const struct schema *const member_schemas[] = { &me_schema, &member_schema, &matter_schema, NULL };

static str role_names(struct arena *arena, unsigned roles)
{
	struct text text;
	text_open(&text, arena, 64);
	for (unsigned role = 1; role <= ROLE_BITS; role <<= 1) {
		if (roles & role)
			text_format(&text, "%s%s", text.len ? " " : "", role_name((enum role)role)); /* one bit: a role */
	}
	return text_str(&text);
}

static enum err me_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	enum err err = member_load(scope, scope->member_id, &member);
	if (err)
		return err;
	struct me_record record = {
		.id = member.id, .name = member.name, .mail = member.mail, .phone = member.phone,
		.language = member.language, .languages = member.languages, .country = member.country,
		.postal_code = member.postal_code, .town = member.town, .joined_at = member.joined_at,
		.roles = role_names(scope->arena, scope->roles),
	};
	return api_send(request, &me_schema, &record);
}

static enum err matters_get(struct request *request)
{
	struct matter_view_list list;
	enum err err = matter_views(request_scope(request), cursor_read(request_query(request, "after")), &list);
	if (err)
		return err;
	const struct matter_view *last = list.count >= 20 ? &list.at[list.count - 1] : NULL;
	struct cursor next = last ? (struct cursor){ last->changed_at, last->id } : CURSOR_NEWEST;
	return api_send_page(request, &matter_schema, &(struct api_list){ list.at, list.count, 0 }, next);
}

static enum err member_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	enum err err = member_load(scope, request_id(request, "id"), &member);
	if (err)
		return err;
	if (member_is_hidden(scope, &member))
		return refuse(scope, ERR_NOT_FOUND, "member.not_found");
	str picture;
	if ((err = member_pictures(scope, (struct ids){ &member.id, 1 }, &picture)))
		return err;
	bool is_helper = (member.roles & ROLE_HELPER) != 0;
	struct member_record record = {
		.id = member.id, .name = member.name, .languages = member.languages, .about = member.about, .links = member.links,
		.town = scope->member_id || is_helper ? member.town : S(""), .is_helper = is_helper,
		.is_staff = member.roles > (ROLE_MEMBER | ROLE_HELPER), .joined_at = member.joined_at,
		.url = str_format(scope->arena, "/members/%lld", (long long)member.id), .picture = picture,
	};
	return api_send(request, &member_schema, &record);
}
