/* history_web.c: what a post said before, change by change. */
#include "features/community/care_web.h"
#include "features/community/pages.gen.h"

static handler history_show, history_forget_submit;

const struct route history_routes[] = {
	{ GET,  "/posts/:id/history",          MEMBERS, READS,  history_show, .about = "What a post said before" },
	{ POST, "/posts/:id/history/deletion", MEMBERS, WRITES, history_forget_submit, .about = "Forget what it said before" },
	ROUTES_END
};

/* A row holds the text before its change; the text behind is the row's above, or the post's own.  On further pages the
   newest row only tells what the text became. */
static void make_steps(struct scope *scope, const struct post_history *history, bool is_first, struct history_page *model)
{
	const struct post_version_list *versions = &history->versions;
	size_t count = versions->count < VERSIONS_A_PAGE ? versions->count : VERSIONS_A_PAGE;
	struct history_step *steps = arena_take(scope->arena, (count + 1) * sizeof(*steps));
	size_t first = is_first ? 0 : 1, shown = 0;
	for (size_t i = first; i < count; i++) {
		str after = i ? versions->at[i - 1].body : history->post.body;
		steps[shown++] = (struct history_step){ .by_id = versions->at[i].by_id, .at = versions->at[i].at,
			.diff = diff_words(scope->arena, versions->at[i].body, after) };
	}
	model->steps = (struct history_step_list){ steps, shown };
	if (history->has_more)
		model->older = str_format(scope->arena, "/posts/%lld/history?before=%lld", (long long)history->post.id,
		                          (long long)versions->at[count - 1].version);
}

static enum err history_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct post_history history;
	int64_t ids[VERSIONS_A_PAGE + 1], before = request_query_number(request, "before", INT64_MAX);
	/* One row more at the top says what the first one of this page became. */
	enum err err = post_history(scope, request_id(request, "id"), before == INT64_MAX ? before : before + 1, &history);
	if (err)
		return err;
	struct history_page model = { .post = &history.post, .may_forget = history.may_forget, .older = S("") };
	make_steps(scope, &history, before == INT64_MAX, &model);
	for (size_t i = 0; i < model.steps.count; i++)
		ids[i] = model.steps.at[i].by_id;
	if ((err = member_cards(scope, (struct ids){ ids, model.steps.count }, &model.authors)))
		return err;
	struct page *page = page_open(request, TEXT_history_title);
	page->section = SECTION_HELP;
	page->no_index = true;
	post_history_page_html(page->view, &model);
	return page_send(page);
}

static enum err history_forget_submit(struct request *request)
{
	enum err err = post_forget_history(request_scope(request), request_id(request, "id"));
	return err ? err : redirect_with(request, "history.forgotten", "/posts/%lld", (long long)request_id(request, "id"));
}
