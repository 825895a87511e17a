/*
 * desk_member_web.c: members at the desk: finding one, giving and taking hats; sanctions are a panel of moderation's.
 *
 * Hats are given on a page that asks first and says what the hat allows; `hats` has a row for each.
 */
#include "features/admin/desk_web.h"

#include "base/utf8.h"
#include "features/admin/pages.gen.h"
#include "features/member/member_news.h"

enum { ENTRIES_A_PAGE = 50, QUERY_MAX = 60 };

static handler members_show, member_show, role_ask, role_give, role_take;

const struct route desk_member_routes[] = {
	{ GET,  "/desk/members",                            STAFF,        READS,  members_show, .rate = RATE_SEARCH,
	  .about = "Members, by the beginning of their names" },
	{ GET,  "/desk/members/:id",                        STAFF,        READS,  member_show, .about = "One member at the desk" },
	{ GET,  "/desk/members/:id/roles/:role",            BRAND_ADMINS, READS,  role_ask,    .about = "Give or take a role?" },
	{ POST, "/desk/members/:id/roles/:role",            BRAND_ADMINS, WRITES, role_give,   .about = "Give a role" },
	{ POST, "/desk/members/:id/roles/:role/withdrawal", BRAND_ADMINS, WRITES, role_take,   .about = "Take a role" },
	ROUTES_END
};

static const struct hat_row { enum role role; enum text_id label, may, give, take; } hats[] = {
	{ ROLE_MODERATOR,   TEXT_desk_role_moderator, TEXT_desk_role_moderator_may, TEXT_desk_give_moderator,
	  TEXT_desk_take_moderator },
	{ ROLE_AGENT,       TEXT_desk_role_agent,     TEXT_desk_role_agent_may,     TEXT_desk_give_agent,
	  TEXT_desk_take_agent },
	{ ROLE_BRAND_ADMIN, TEXT_desk_role_admin,     TEXT_desk_role_admin_may,     TEXT_desk_give_admin,
	  TEXT_desk_take_admin },
};

static const struct hat_row *hat_of(enum role role)
{
	for (size_t i = 0; i < COUNT(hats); i++) {
		if (hats[i].role == role)
			return &hats[i];
	}
	return NULL;
}

enum text_id desk_role_label(enum role role)
{
	const struct hat_row *row = hat_of(role);
	return row ? row->label : TEXT_desk_role_helper;
}

/* ── the list ── */

static str next_page(struct scope *scope, const struct desk_members_page *model)
{
	const struct member_entry_list *list = &model->entries;
	if (list->count < ENTRIES_A_PAGE)
		return S("");
	int64_t last_id = list->at[list->count - 1].id;
	if (model->only_staff)
		return str_format(scope->arena, "/desk/members?staff=1&after=%lld", (long long)last_id);
	return str_format(scope->arena, "/desk/members?q=%.*s&after=%lld", STR_ARG(url_encode(scope->arena, model->q)),
	                  (long long)last_id);
}

static enum err members_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	int64_t after_id = request_query_number(request, "after", 0);
	struct desk_members_page model = {
		.q = str_trim(utf8_first(request_query(request, "q"), QUERY_MAX)), .now = scope->now,
		.only_staff = request_query_number(request, "staff", 0) == 1, .shows_mail = has_role(scope, ROLE_BRAND_ADMIN),
	};
	enum err err = model.only_staff ? member_list_staff(scope, after_id, &model.entries)
	                                : member_list(scope, model.q, after_id, &model.entries);
	if (err)
		return err;
	model.next = next_page(scope, &model);
	struct page *page = desk_page(request, TEXT_desk_members);
	desk_members_page_html(page->view, &model);
	return page_send(page);
}

/* ── one member ── */

static struct hat_list hats_of(struct scope *scope, const struct member *member)
{
	struct hat *list = arena_take(scope->arena, COUNT(hats) * sizeof(*list));
	for (size_t i = 0; i < COUNT(hats); i++)
		list[i] = (struct hat){ hats[i].role, role_name(hats[i].role), hats[i].label, hats[i].may,
		                        (member->roles & hats[i].role) != 0 };
	return (struct hat_list){ list, COUNT(hats) };
}

static enum err member_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	enum err err = member_load(scope, request_id(request, "id"), &member);
	if (err)
		return err;
	struct desk_member_page model = {
		.member = &member, .hats = hats_of(scope, &member),
		.may_give = has_role(scope, ROLE_BRAND_ADMIN),
		.shows_mail = has_role(scope, ROLE_BRAND_ADMIN),
	};
	struct page *page = page_open_titled(request, member.name);
	page->section = SECTION_DESK;
	page->no_index = true;
	const struct subject subject = subject_of(&member_subject, member.id);
	if ((err = panel_fill(page, PANEL_DESK_MEMBER, &subject, 1, &model.panels)))
		return err;
	desk_member_page_html(page->view, &model);
	return page_send(page);
}

/* ── hats ── */

static enum err role_ask(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	enum role role = ROLE_MEMBER;
	str name = request_param(request, "role");
	const struct hat_row *row = role_find(name, &role) ? hat_of(role) : NULL;
	if (!row)
		return refuse(scope, ERR_NOT_FOUND, "desk.role_unknown");
	enum err err = member_load(scope, request_id(request, "id"), &member);
	if (err)
		return err;
	bool is_on = (member.roles & role) != 0;
	const struct confirmation confirmation = {
		.title = is_on ? row->take : row->give, .text = is_on ? TEXT_desk_take_text : row->may,
		.yes = is_on ? TEXT_desk_take_yes : TEXT_desk_give_yes, .danger = is_on,
		.action = str_format(scope->arena, "/desk/members/%lld/roles/%.*s%s", (long long)member.id, STR_ARG(name),
		                     is_on ? "/withdrawal" : ""),
		.back = str_format(scope->arena, "/desk/members/%lld", (long long)member.id),
	};
	return page_confirm(request, &confirmation);
}

static enum err set_role(struct request *request, bool is_on)
{
	int64_t id = request_id(request, "id");
	enum err err = desk_set_role(request_scope(request), id, request_param(request, "role"), is_on);
	return err ? err : redirect_with(request, is_on ? "desk.role_given" : "desk.role_taken", "/desk/members/%lld",
	                                 (long long)id);
}

static enum err role_give(struct request *request)
{
	return set_role(request, true);
}

static enum err role_take(struct request *request)
{
	return set_role(request, false);
}
