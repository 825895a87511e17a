/*
 * desk_web.c: the desk itself, and the brand's settings.
 *
 * The tiles are other slices' panels: what waits there.  Below them are the areas, each for those who may enter it.
 */
#include "features/admin/desk_web.h"

#include "features/admin/pages.gen.h"
#include "features/brand/brand_news.h"

#include <stdio.h>

static handler desk_show, settings_show, setting_save, setting_reset_submit;

const struct route desk_routes[] = {
	{ GET,  "/desk",                STAFF,        READS,  desk_show,     .about = "What waits for the team" },
	{ GET,  "/desk/settings",       BRAND_ADMINS, READS,  settings_show, .about = "What the brand sets for itself" },
	{ POST, "/desk/settings/:name", BRAND_ADMINS, WRITES, setting_save,  .about = "Change a setting, or all of a group" },
	{ POST, "/desk/settings/:name/reset", BRAND_ADMINS, WRITES, setting_reset_submit, .about = "Back to the shipped value" },
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

/* "settings.notify"; a slice that has none stands under its own name's first letter: nothing is left out. */
static str title_of(const struct page *page, str group)
{
	enum text_id id;
	str key = str_format(page->view->arena, "settings.%.*s", STR_ARG(group));
	if (!text_find(key, &id))
		id = TEXT_desk_settings_other;
	return text_of(page->view->arena, page->view->language, id, NULL, 0);
}

static struct setting_section_list sections_of(const struct page *page, const struct setting_line_list *lines)
{
	struct setting_section *at = arena_take(page->view->arena, (lines->count + 1) * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < lines->count; i++) { /* a slice's settings stand together */
		str group = setting_group(lines->at[i].setting);
		if (!count || !str_equal(at[count - 1].name, group))
			at[count++] = (struct setting_section){ group, title_of(page, group), { &lines->at[i], 0 } };
		at[count - 1].lines.count++;
	}
	return (struct setting_section_list){ at, count };
}

static enum err settings_show(struct request *request)
{
	struct setting_line_list lines;
	enum err err = desk_settings(request_scope(request), &lines);
	if (err)
		return err;
	struct page *page = desk_page(request, TEXT_desk_settings);
	const struct settings_page model = { sections_of(page, &lines) };
	page->narrow = true;
	settings_page_html(page->view, &model);
	return page_send(page);
}

/* The field has the setting's name; a switch that is off is not sent. */
static str typed_for(struct request *request, const struct setting *setting)
{
	str value = setting->type == SETTING_SWITCH ? S("0") : S("");
	(void)http_form(request_http(request), str_from(setting->name), &value);
	return value;
}

/* Only what differs is written, so that the book says what was changed. */
static enum err save_group(struct request *request, str group)
{
	struct scope *scope = request_scope(request);
	struct setting_line_list lines;
	bool is_known = false;
	enum err err = desk_settings(scope, &lines);
	for (size_t i = 0; !err && i < lines.count; i++) {
		const struct setting *setting = lines.at[i].setting;
		if (!str_equal(setting_group(setting), group))
			continue;
		is_known = true;
		str value = typed_for(request, setting);
		if (!str_equal(value, lines.at[i].value))
			err = desk_set(scope, str_from(setting->name), value);
	}
	return err || is_known ? err : refuse(scope, ERR_NOT_FOUND, "desk.setting_unknown");
}

static enum err setting_save(struct request *request)
{
	struct scope *scope = request_scope(request);
	str name = request_param(request, "name");
	const struct setting *setting = setting_find(scope->house, name);
	bool is_secret = setting && setting->type == SETTING_SECRET;
	str typed = setting ? typed_for(request, setting) : S("");
	enum err err = setting ? desk_set(scope, name, typed) : save_group(request, name);
	if (desk_is_forms(scope, err))
		return is_secret ? desk_secret_show(request) : settings_show(request);
	bool stays = is_secret && str_empty(str_trim(typed));
	return err ? err : redirect_with(request, stays ? "secret.kept" : "desk.saved", "/desk/settings");
}

static enum err setting_reset_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	str name = request_param(request, "name");
	enum err err = desk_reset(scope, name);
	if (err)
		return err;
	bool is_secret = setting_find(scope->house, name)->type == SETTING_SECRET;
	return redirect_with(request, is_secret ? "secret.removed" : "desk.was_reset", "/desk/settings");
}
