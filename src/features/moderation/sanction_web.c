/* sanction_web.c: sanctions on a member's page at the desk: warn, silence, suspend, and ending it. */
#include "features/moderation/item_web.h"

#include "features/member/member_news.h"
#include "features/moderation/pages.gen.h"

static handler sanction_show, sanction_submit, sanction_end_submit;

static const struct field sanction_fields[] = {
	FIELD_OF(FIELD_CHOICE, struct decision_ask, sanction, 1, measure_names),
	FIELD(FIELD_ID, struct decision_ask, hours, 0, 0),
	FIELD_OF(FIELD_CHOICE, struct decision_ask, ground, 1, ground_names),
	FIELD(FIELD_TEXT, struct decision_ask, clause, 0, DECISION_CLAUSE_MAX),
	FIELD(FIELD_PROSE, struct decision_ask, facts, 0, DECISION_TEXT_MAX),
	FIELD(FIELD_PROSE, struct decision_ask, text, 0, DECISION_TEXT_MAX),
};
static const struct form sanction_form = { "sanction", sanction_fields, COUNT(sanction_fields) };

const struct route sanction_routes[] = {
	{ GET,  "/desk/members/:id/sanctions", MODERATORS, READS,  sanction_show,       .about = "A member's sanctions" },
	{ POST, "/desk/members/:id/sanctions", MODERATORS, WRITES, sanction_submit,     .form = &sanction_form,
	  .about = "Warn, silence or suspend, with reasons" },
	{ POST, "/desk/members/:id/release",   MODERATORS, WRITES, sanction_end_submit, MEASURE_RELEASE,
	  .about = "End a suspension" },
	{ POST, "/desk/members/:id/voice",     MODERATORS, WRITES, sanction_end_submit, MEASURE_UNMUTE,
	  .about = "End a silence" },
	ROUTES_END
};

static enum err load(struct page *page, int64_t member_id, struct sanction_page *model, struct member *member_out)
{
	struct scope *scope = request_scope(page->request);
	struct decision_list history;
	struct standing standing;
	int step;
	enum err err = member_load(scope, member_id, member_out);
	if (err || (err = decision_of_member(scope, member_id, &history)) ||
	    (err = decision_lines(page, &history, &model->history)) || (err = standing_load(scope, member_id, &standing)) ||
	    (err = ladder_next(scope, member_id, &step)))
		return err;
	model->member_id = member_id;
	model->may = sanction_may(scope, member_id, member_out->roles);
	model->suspended_until = member_out->suspended_until > scope->now ? member_out->suspended_until : 0;
	model->muted_until = standing.muted_until > scope->now ? standing.muted_until : 0;
	model->sanctions = sanction_choices(page->view, false);
	model->grounds = ground_choices(page->view);
	model->hours = ladder_choices(page->view, step);
	return OK;
}

static enum err send(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	struct sanction_page model = { 0 };
	enum err err = moderation_check(scope);
	if (err || (err = member_load(scope, request_id(request, "id"), &member)))
		return err;
	struct page *page = page_open_titled(request, member.name);
	page->section = SECTION_DESK;
	page->no_index = true;
	if ((err = load(page, member.id, &model, &member)))
		return err;
	sanction_page_html(page->view, &model, member.name);
	return page_send(page);
}

static enum err sanction_show(struct request *request)
{
	return send(request);
}

static enum err sanction_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct decision_ask ask = { .clause = S("") };
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &sanction_form, &ask);
	if (!err)
		err = sanction_give(scope, id, &ask);
	if (err == ERR_INVALID)
		return send(request);
	if (err)
		return err;
	if (ask.sanction == MEASURE_SUSPEND)
		push_close(scope, id);
	return redirect_with(request, "moderation.sanctioned", "/desk/members/%lld/sanctions", (long long)id);
}

static enum err sanction_end_submit(struct request *request)
{
	int64_t id = request_id(request, "id");
	enum err err = sanction_end(request_scope(request), id, (enum measure)request_with(request));
	return err ? err : redirect_with(request, "moderation.sanction_ended", "/desk/members/%lld/sanctions", (long long)id);
}

/* On the member's page at the desk: what stands, and the way to more. */
enum err sanction_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	for (size_t i = 0; i < count && moderation_may(scope); i++) {
		struct text text;
		struct member member;
		struct sanction_page model = { 0 };
		enum err err = load(page, subjects[i].id, &model, &member);
		if (err)
			return err;
		struct view piece = view_begin(page->view, &text);
		sanction_state_html(&piece, &model, true);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}
