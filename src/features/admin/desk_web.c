/*
 * desk_web.c: the desk itself, the brand's settings, the book of deeds.
 *
 * The tiles are other slices' panels: what waits there.  Below them are the areas, each for those who may enter it.
 */
#include "features/admin/desk_web.h"

#include "features/admin/admin_letter.h"
#include "features/admin/pages.gen.h"
#include "features/brand/brand_news.h"

#include <stdio.h>

static handler desk_show, settings_show, setting_save, audit_show, mail_test;

const struct route desk_routes[] = {
	{ GET,  "/desk",                STAFF,        READS,  desk_show,     .about = "What waits for the team" },
	{ GET,  "/desk/settings",       BRAND_ADMINS, READS,  settings_show, .about = "What the brand sets for itself" },
	{ POST, "/desk/settings/:name", BRAND_ADMINS, WRITES, setting_save,  .about = "Change a setting" },
	{ GET,  "/desk/audit",          BRAND_ADMINS, READS,  audit_show,    .about = "Who did what with a role's power" },
	{ POST, "/desk/mail",           BRAND_ADMINS, WRITES, mail_test,     .rate = RATE_MAIL,
	  .about = "Send a mail to oneself, to see that it arrives" },
	ROUTES_END
};

bool desk_is_forms(const struct scope *scope, enum err err)
{
	return err == ERR_INVALID || (err == ERR_CONFLICT && scope->refusal.field);
}

struct page *desk_page(struct request *request, enum text_id title)
{
	struct page *page = page_open(request, title);
	page->section = SECTION_DESK;
	page->no_index = true;
	return page;
}

static enum err desk_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct page *page = desk_page(request, TEXT_nav_desk);
	struct desk_page model = { .areas = page_desk_areas(page) };
	const struct subject brand = subject_of(&brand_subject, scope->brand_id);
	enum err err = panel_fill(page, PANEL_DESK, &brand, 1, &model.tiles);
	if (err)
		return err;
	desk_page_html(page->view, &model);
	return page_send(page);
}

/* ── settings ── */

/* Every setting has words: a test walks them all. */
static enum text_id words_of(const char *name, const char *part)
{
	char key[120];
	enum text_id id = TEXT_NONE;
	int len = snprintf(key, sizeof(key), "%s%s", name, part);
	must(len > 0 && (size_t)len < sizeof(key) && text_find((str){ key, (size_t)len }, &id));
	return id;
}

enum text_id desk_setting_label(const struct setting *setting)
{
	return words_of(setting->name, "");
}

enum text_id desk_setting_hint(const struct setting *setting)
{
	return words_of(setting->name, ".help");
}

static enum err settings_show(struct request *request)
{
	struct settings_page model;
	enum err err = desk_settings(request_scope(request), &model.lines);
	if (err)
		return err;
	struct page *page = desk_page(request, TEXT_desk_settings);
	page->narrow = true;
	settings_page_html(page->view, &model);
	return page_send(page);
}

/* The field has the setting's name; a switch that is off is not sent. */
static enum err setting_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	str name = request_param(request, "name"), value = S("0");
	(void)http_form(request_http(request), name, &value);
	enum err err = desk_set(scope, name, value);
	if (desk_is_forms(scope, err))
		return settings_show(request);
	return err ? err : redirect_with(request, "desk.saved", "/desk/settings");
}

static enum err mail_test(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member_contact contact;
	enum err err = desk_mail_test(scope, &contact);
	if (err || (err = admin_write_test(scope, &contact)))
		return err;
	return redirect_with(request, "desk.mail_sent", "/desk/settings");
}

/* ── the book ── */

static const struct { const char *value; enum text_id label; } groups[] = {
	{ "",            TEXT_desk_audit_all },     { "member",  TEXT_desk_members },  { "board",   TEXT_desk_boards },
	{ "product",     TEXT_desk_products },      { "brand",   TEXT_desk_brand },    { "setting", TEXT_desk_settings },
	{ "helper",  TEXT_desk_audit_helpers },
};

/* Deeds that have words; another is shown by its name. */
static const char *deed_key(struct arena *arena, str action)
{
	enum text_id id;
	str key = str_format(arena, "deed.%.*s", STR_ARG(action));
	return str_c(arena, text_find(key, &id) ? key : action);
}

static struct choices group_choices(struct page *page, str chosen)
{
	struct choice *choices = arena_take(page->view->arena, COUNT(groups) * sizeof(*choices));
	for (size_t i = 0; i < COUNT(groups); i++) {
		str value = str_from(groups[i].value);
		choices[i] = (struct choice){ .value = value, .chosen = str_equal(value, chosen),
			.label = text_of(page->view->arena, page->view->language, groups[i].label, NULL, 0) };
	}
	return (struct choices){ choices, COUNT(groups) };
}

static enum err audit_lines(struct scope *scope, const struct audit_entry_list *list, struct audit_line_list *lines_out)
{
	struct member_card_list actors;
	struct audit_line *lines = arena_take(scope->arena, list->count * sizeof(*lines));
	struct subject *subjects = arena_take(scope->arena, list->count * sizeof(*subjects));
	struct subject_face *faces = arena_take(scope->arena, list->count * sizeof(*faces));
	int64_t *ids = arena_take(scope->arena, list->count * sizeof(*ids));
	for (size_t i = 0; i < list->count; i++) {
		subjects[i] = list->at[i].subject;
		ids[i] = list->at[i].actor_id;
	}
	enum err err = subject_faces(scope, subjects, list->count, faces);
	if (err || (err = member_cards(scope, (struct ids){ ids, list->count }, &actors)))
		return err;
	for (size_t i = 0; i < list->count; i++)
		lines[i] = (struct audit_line){ &list->at[i], deed_key(scope->arena, list->at[i].action),
		                                member_card_in(&actors, ids[i])->name, faces[i].title, faces[i].url };
	*lines_out = (struct audit_line_list){ lines, list->count };
	return OK;
}

static enum err audit_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct audit_entry_list list;
	int64_t next_id;
	const struct audit_filter filter = {
		.group = request_query(request, "group"), .actor_id = request_query_number(request, "by", 0),
		.before_id = request_query_number(request, "before", 0),
	};
	struct audit_page model = { .actor_id = filter.actor_id };
	enum err err = desk_audit(scope, &filter, &list, &next_id);
	if (err || (err = audit_lines(scope, &list, &model.lines)))
		return err;
	struct page *page = desk_page(request, TEXT_desk_audit);
	model.groups = group_choices(page, filter.group);
	str group = S("");
	for (size_t i = 0; i < model.groups.count; i++) {
		if (model.groups.at[i].chosen)
			group = model.groups.at[i].value; /* a known one only: it stands in an address */
	}
	if (next_id)
		model.next = str_format(scope->arena, "/desk/audit?group=%.*s&by=%lld&before=%lld", STR_ARG(group),
		                        (long long)filter.actor_id, (long long)next_id);
	audit_page_html(page->view, &model);
	return page_send(page);
}
