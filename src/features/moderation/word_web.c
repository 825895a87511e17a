/* word_web.c: a brand's word lists, and its own words for decisions. */
#include "features/moderation/moderation_web.h"

#include "features/brand/brand_news.h"
#include "features/moderation/pages.gen.h"

static handler words_show, word_submit, word_delete_submit, templates_show, template_submit;

struct word_form { str pattern; int deed; bool is_sure; };
static const struct field word_fields[] = {
	FIELD(FIELD_TEXT, struct word_form, pattern, 1, WORD_PATTERN_MAX + 2),
	FIELD_OF(FIELD_CHOICE, struct word_form, deed, 1, word_deeds),
	FIELD(FIELD_BOOL, struct word_form, is_sure, 0, 0),
};
static const struct form word_form = { "word", word_fields, COUNT(word_fields) };

struct template_form { int reason; str language, text; };
static const struct field template_fields[] = {
	FIELD_OF(FIELD_CHOICE, struct template_form, reason, 1, flag_reasons),
	FIELD(FIELD_TEXT, struct template_form, language, 2, 2),
	FIELD(FIELD_PROSE, struct template_form, text, 0, DECISION_TEXT_MAX),
};
static const struct form template_form = { "template", template_fields, COUNT(template_fields) };

const struct route word_routes[] = {
	{ GET,  "/desk/words",              BRAND_ADMINS, READS,  words_show,         .about = "Words that are marked, held or refused" },
	{ POST, "/desk/words",              BRAND_ADMINS, WRITES, word_submit,        .form = &word_form, .about = "Add a word" },
	{ POST, "/desk/words/:id/deletion", BRAND_ADMINS, WRITES, word_delete_submit, .about = "Remove a word" },
	{ GET,  "/desk/templates",          BRAND_ADMINS, READS,  templates_show,     .about = "What members are told" },
	{ POST, "/desk/templates",          BRAND_ADMINS, WRITES, template_submit,    .form = &template_form,
	  .about = "Change what members are told" },
	ROUTES_END
};

static enum err send_words(struct request *request, const struct word_form *form, str hits)
{
	struct words_page model = { .pattern = form->pattern, .hits = hits };
	enum err err = word_list(request_scope(request), &model.words);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_word_title);
	struct choice *choices = arena_take(page->view->arena, WORD_DEED_COUNT * sizeof(*choices));
	for (int i = 0; i < WORD_DEED_COUNT; i++)
		choices[i] = (struct choice){ .value = str_from(word_deeds[i]), .hint = S(""), .chosen = i == WORD_HOLD, .label =
			moderation_words(page->view->arena, page->view->language, "word.deed_", str_from(word_deeds[i])) };
	model.deeds = (struct choices){ choices, WORD_DEED_COUNT };
	page->section = SECTION_DESK;
	page->narrow = true;
	words_page_html(page->view, &model);
	return page_send(page);
}

static enum err words_show(struct request *request)
{
	return send_words(request, &(struct word_form){ .pattern = S("") }, S(""));
}

/* A pattern that would find everyday words is shown with them first, and kept only when that is meant. */
static enum err word_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct word_form form = { .pattern = S("") };
	str pattern = S(""), hits = S("");
	enum err err = form_read(request, &word_form, &form);
	if (!err && word_pattern(scope->arena, form.pattern, &pattern) && !form.is_sure)
		hits = word_false_hits(scope->arena, pattern);
	if (!err && !str_empty(hits))
		err = refuse_field(scope, "pattern", "word.false_hits");
	if (!err)
		err = word_save(scope, form.pattern, form.deed);
	if (err == ERR_INVALID)
		return send_words(request, &form, hits);
	return err ? err : redirect_with(request, "word.saved", "/desk/words");
}

static enum err word_delete_submit(struct request *request)
{
	enum err err = word_remove(request_scope(request), request_id(request, "id"));
	return err ? err : redirect_with(request, "word.removed", "/desk/words");
}

/* ── words for decisions ── */

static bool find_own(const struct template_list *own, int reason, str code, str *text_out)
{
	for (size_t i = 0; i < own->count; i++) {
		if (own->at[i].reason == reason && str_equal(own->at[i].lang, code)) {
			*text_out = own->at[i].text;
			return true;
		}
	}
	return false;
}

static enum err templates_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct template_list own;
	enum err err = template_list_all(scope, &own);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_template_title);
	struct template_line *lines = arena_take(scope->arena, (size_t)REASON_COUNT * LANGUAGE_COUNT * sizeof(*lines));
	size_t count = 0;
	for (int reason = 0; reason < REASON_COUNT; reason++) {
		for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
			str code = language_code(language), name = str_from(flag_reasons[reason]);
			struct template_line line = { .reason = reason, .code = code, .language = language_name(language), .name = name,
				.label = moderation_words(scope->arena, page->view->language, "flag.reason_", name),
				.text = moderation_words(scope->arena, language, "moderation.say_", name) };
			line.is_own = find_own(&own, reason, code, &line.text);
			lines[count++] = line;
		}
	}
	page->section = SECTION_DESK;
	page->narrow = true;
	templates_page_html(page->view, &(struct templates_page){ { lines, count } });
	return page_send(page);
}

static enum err template_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct template_form form = { .text = S("") };
	enum language language;
	str reset;
	enum err err = form_read(request, &template_form, &form);
	if (!err && !language_find(form.language, &language))
		err = refuse_field(scope, "language", "field.no_choice");
	if (err == ERR_INVALID)
		return templates_show(request);
	if (http_form(request_http(request), S("reset"), &reset))
		form.text = S(""); /* the words that were shipped */
	const struct template template = { .reason = form.reason, .lang = language_code(language), .text = form.text };
	if (err || (err = template_update(scope, &template)))
		return err;
	err = audit_note(scope, "template.change", subject_of(&brand_subject, scope->brand_id), str_from(flag_reasons[form.reason]));
	return err ? err : redirect_with(request, "template.saved", "/desk/templates");
}
