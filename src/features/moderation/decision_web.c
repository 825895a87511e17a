/* decision_web.c: what was decided, as the one reads it whom it concerns: a statement of reasons. */
#include "features/moderation/item_web.h"

#include "features/moderation/pages.gen.h"

static handler decisions_show, decision_page_show;

const struct route decision_routes[] = {
	{ GET, "/decisions",     MEMBERS, READS, decisions_show,     .about = "Decisions about what one wrote, and about oneself" },
	{ GET, "/decisions/:id", MEMBERS, READS, decision_page_show, .about = "A decision with its reasons" },
	ROUTES_END
};

str measure_words(struct arena *arena, enum language language, int measure)
{
	assert(measure >= 0 && measure < MEASURE_COUNT);
	return moderation_words(arena, language, "moderation.did_", str_from(measure_names[measure]));
}

/* A clause may be a code of ours: then it is said in the reader's language. */
str clause_words(struct arena *arena, enum language language, const struct decision *decision)
{
	return moderation_words(arena, language, "moderation.clause_", decision->clause);
}

enum err template_text(struct scope *scope, int reason, str code, str *text_out)
{
	struct template_list own;
	enum language language = (enum language)0;
	enum err err = template_list_all(scope, &own);
	if (err)
		return err;
	language_find(code, &language);
	for (size_t i = 0; i < own.count; i++) {
		if (own.at[i].reason == reason && str_equal(own.at[i].lang, language_code(language))) {
			*text_out = own.at[i].text;
			return OK;
		}
	}
	*text_out = moderation_words(scope->arena, language, "moderation.say_", str_from(flag_reasons[reason]));
	return OK;
}

static enum err decisions_show(struct request *request)
{
	enum { A_PAGE = 20 };
	struct scope *scope = request_scope(request);
	struct decision_list list;
	struct decisions_page model = { .next = S("") };
	enum err err = decision_mine(scope, request_query_number(request, "before", 0), &list);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_moderation_mine);
	page->section = SECTION_ME;
	page->narrow = true;
	if ((err = decision_lines(page, &list, &model.lines)))
		return err;
	if (list.count == A_PAGE)
		model.next = str_format(scope->arena, "/decisions?before=%lld", (long long)list.at[A_PAGE - 1].id);
	decisions_page_html(page->view, &model);
	return page_send(page);
}

static enum err decision_page_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct decision decision;
	struct subject_face face = { S(""), S("") };
	enum err err = decision_show(scope, request_id(request, "id"), &decision);
	if (err || (err = subject_faces(scope, &decision.subject, 1, &face)))
		return err;
	struct page *page = page_open(request, TEXT_moderation_statement);
	const struct decision_page model = { .decision = &decision, .url = face.url, .is_moderator = moderation_may(scope),
		.measure = measure_words(scope->arena, page->view->language, decision.measure),
		.clause = clause_words(scope->arena, page->view->language, &decision) };
	page->section = SECTION_ME;
	page->narrow = true;
	page->no_index = true;
	decision_page_html(page->view, &model);
	return page_send(page);
}

/* On one's own page, for whom there is something to read. */
enum err decision_card_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct decision_list list;
	struct text text;
	(void)subjects;
	enum err err = scope->member_id && count ? decision_mine(scope, 0, &list) : OK;
	if (err || !scope->member_id || !count || !list.count)
		return err;
	struct view piece = view_begin(page->view, &text);
	decisions_card_html(&piece);
	htmls_out[0] = view_end(&piece);
	return OK;
}
