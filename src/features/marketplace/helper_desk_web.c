/*
 * helper_desk_web.c: where a brand's administrator reads applications and decides.
 */
#include "features/marketplace/helper_web.h"
#include "features/marketplace/pages.gen.h"

enum { LIST_PAGE = 20, REASON_MAX = 500 };

static handler applications_show, application_view, step_take;

const struct route application_desk_routes[] = {
	{ GET,  "/desk/applications",                  BRAND_ADMINS, READS,  applications_show, .about = "Applications of helpers" },
	{ GET,  "/desk/applications/:id",              BRAND_ADMINS, READS,  application_view,  .about = "One application" },
	{ POST, "/desk/applications/:id/approval",     BRAND_ADMINS, WRITES, step_take, APPLICATION_APPROVE, .about = "Approve a helper" },
	{ POST, "/desk/applications/:id/refusal",      BRAND_ADMINS, WRITES, step_take, APPLICATION_DECLINE, .about = "Decline, with a reason" },
	{ POST, "/desk/applications/:id/suspension",   BRAND_ADMINS, WRITES, step_take, APPLICATION_SUSPEND, .about = "Suspend a helper" },
	{ POST, "/desk/applications/:id/renewal",      BRAND_ADMINS, WRITES, step_take, APPLICATION_RENEW,   .about = "Checked again: the approval begins anew" },
	{ POST, "/desk/applications/:id/restoration",  BRAND_ADMINS, WRITES, step_take, APPLICATION_RESTORE, .about = "Let a helper back" },
	ROUTES_END
};

static const struct { const char *name; enum text_id text; enum chip_kind chip; } states[] = {
	[APPLICATION_APPLIED]   = { "applied",   TEXT_application_state_applied,   CHIP_WARN },
	[APPLICATION_APPROVED]  = { "approved",  TEXT_application_state_approved,  CHIP_GOOD },
	[APPLICATION_DECLINED]  = { "declined",  TEXT_application_state_declined,  CHIP_BAD },
	[APPLICATION_WITHDRAWN] = { "withdrawn", TEXT_application_state_withdrawn, CHIP_PLAIN },
	[APPLICATION_SUSPENDED] = { "suspended", TEXT_application_state_suspended, CHIP_BAD },
};
static_assert(COUNT(states) == APPLICATION_STATE_COUNT, "words for each state");

enum text_id application_state_text(int state)
{
	assert(state >= 0 && state < APPLICATION_STATE_COUNT);
	return states[state].text;
}

enum chip_kind application_state_chip(int state)
{
	assert(state >= 0 && state < APPLICATION_STATE_COUNT);
	return states[state].chip;
}

static enum application_state state_of(str name)
{
	for (size_t i = 0; i < COUNT(states); i++) {
		if (str_equal(name, str_from(states[i].name)))
			return (enum application_state)i;
	}
	return APPLICATION_APPLIED;
}

static enum err fill_rows(struct scope *scope, const struct application_list *list,
                          struct application_row_list *rows_out)
{
	struct member_card_list members;
	struct application_row *rows = arena_take(scope->arena, list->count * sizeof(*rows));
	int64_t *ids = arena_take(scope->arena, list->count * sizeof(*ids));
	for (size_t i = 0; i < list->count; i++)
		ids[i] = list->at[i].member_id;
	enum err err = member_cards(scope, (struct ids){ ids, list->count }, &members);
	if (err)
		return err;
	for (size_t i = 0; i < list->count; i++)
		rows[i] = (struct application_row){ &list->at[i], member_card_in(&members, ids[i])->name };
	*rows_out = (struct application_row_list){ rows, list->count };
	return OK;
}

static enum err applications_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct application_list list;
	struct applications_page model = { .state = state_of(request_query(request, "state")) };
	int64_t after_id = request_query_number(request, "after", 0);
	model.is_ending = str_equal(request_query(request, "state"), S("ending"));
	if (model.is_ending)
		model.state = APPLICATION_APPROVED;
	enum err err = model.is_ending ? application_list_ending(scope, after_id, &list)
		: application_list(scope, model.state, after_id, &list);
	if (err || (err = fill_rows(scope, &list, &model.rows)))
		return err;
	if ((err = application_count(scope, APPLICATION_APPLIED, &model.waiting)))
		return err;
	if (list.count == LIST_PAGE)
		model.next_url = str_format(scope->arena, "/desk/applications?state=%s&after=%lld", model.is_ending ? "ending" : states[model.state].name,
		                            (long long)list.at[LIST_PAGE - 1].id);
	struct page *page = page_open(request, TEXT_application_all);
	page->section = SECTION_DESK;
	applications_page_html(page->view, &model);
	return page_send(page);
}

static enum err show_application(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct application application;
	struct member_card card;
	enum err err = application_show(scope, request_id(request, "id"), &application);
	if (err || (err = member_card_of(scope, application.member_id, &card)))
		return err;
	struct application_page model = { .application = &application, .name = card.name,
		.categories = service_spoken(scope->arena, application.categories) };
	struct helper_list helpers;
	if ((err = helper_load_some(scope, (struct ids){ &application.member_id, 1 }, &helpers)))
		return err;
	if (helpers.count && helpers.at[0].application_id == application.id)
		model.helper = helpers.at[0];
	for (enum application_step step = 0; step < APPLICATION_STEP_COUNT; step++)
		model.may[step] = application_may(scope, &application, step);
	struct page *page = page_open_titled(request, card.name);
	page->section = SECTION_DESK;
	application_page_html(page->view, &model);
	return page_send(page);
}

static enum err application_view(struct request *request)
{
	return show_application(request);
}

struct reason { str reason; };
static const struct field reason_fields[] = { FIELD(FIELD_PROSE, struct reason, reason, 0, REASON_MAX) };
static const struct form reason_form = { "reason", reason_fields, COUNT(reason_fields) };

static enum err step_take(struct request *request)
{
	int64_t id = request_id(request, "id");
	struct reason typed = { S("") };
	enum application_step step = (enum application_step)request_with(request);
	enum err err = form_read(request, &reason_form, &typed);
	if (!err)
		err = application_take_step(request_scope(request), id, step, typed.reason);
	if (err == ERR_INVALID)
		return show_application(request);
	return err ? err : redirect_with(request, "application.decided", "/desk/applications/%lld", (long long)id);
}
