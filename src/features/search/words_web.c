/* words_web.c: synonyms are written, changed and removed in one list; beside them stands what was looked for in vain. */
#include "features/search/words_web.h"

#include "features/search/pages.gen.h"

static handler words_show, synonym_add, synonym_change, synonym_drop, miss_hide;

struct synonym_form { str words; };
static const struct field synonym_fields[] = { FIELD(FIELD_TEXT, struct synonym_form, words, 1, SYNONYM_TEXT_MAX) };
static const struct form synonym_form = { "synonym", synonym_fields, COUNT(synonym_fields) };

const struct route words_routes[] = {
	{ GET,  "/desk/search", BRAND_ADMINS, READS, words_show, .about = "Synonyms, and what nobody found" },
	{ POST, "/desk/search/synonyms", BRAND_ADMINS, WRITES, synonym_add, .form = &synonym_form, .about = "Add synonyms" },
	{ POST, "/desk/search/synonyms/:id", BRAND_ADMINS, WRITES, synonym_change, .form = &synonym_form,
	  .about = "Change synonyms" },
	{ POST, "/desk/search/synonyms/:id/removal", BRAND_ADMINS, WRITES, synonym_drop, .about = "Remove synonyms" },
	{ POST, "/desk/search/misses/:id/removal", BRAND_ADMINS, WRITES, miss_hide, .about = "Take a miss off the list" },
	ROUTES_END
};

static enum err show(struct request *request, str typed)
{
	struct scope *scope = request_scope(request);
	struct words_page model = { .typed = typed };
	enum err err = synonym_list(scope, &model.synonyms);
	if (err || (err = miss_list(scope, &model.misses)))
		return err;
	struct page *page = page_open(request, TEXT_search_desk_title);
	page->section = SECTION_DESK;
	page->no_index = true;
	search_words_page_html(page->view, &model);
	return page_send(page);
}

static enum err words_show(struct request *request)
{
	return show(request, request_query(request, "words"));
}

static enum err save(struct request *request, int64_t id, const char *flash)
{
	struct scope *scope = request_scope(request);
	struct synonym_form form = { .words = S("") };
	enum err err = form_read(request, &synonym_form, &form);
	struct synonym synonym = { .id = id, .words = form.words };
	if (!err)
		err = synonym_save(scope, &synonym);
	if (err == ERR_INVALID)
		return show(request, form.words);
	return err ? err : redirect_with(request, flash, "/desk/search");
}

static enum err synonym_add(struct request *request)
{
	return save(request, 0, "search.synonym_added");
}

static enum err synonym_change(struct request *request)
{
	return save(request, request_id(request, "id"), "search.synonym_changed");
}

static enum err synonym_drop(struct request *request)
{
	enum err err = synonym_remove(request_scope(request), request_id(request, "id"));
	return err ? err : redirect_with(request, "search.synonym_removed", "/desk/search");
}

static enum err miss_hide(struct request *request)
{
	enum err err = miss_dismiss(request_scope(request), request_id(request, "id"));
	return err ? err : redirect_with(request, "search.miss_hidden", "/desk/search");
}

/* ── the desk's tile ── */

enum err words_panel_desk(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	(void)subjects;
	assert(count == 1);
	struct scope *scope = request_scope(page->request);
	struct miss_list misses;
	struct text text;
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return OK;
	enum err err = miss_list(scope, &misses);
	if (err)
		return err;
	struct view view = view_begin(page->view, &text);
	search_desk_tile_html(&view, (int64_t)misses.count);
	htmls_out[0] = view_end(&view);
	return OK;
}
