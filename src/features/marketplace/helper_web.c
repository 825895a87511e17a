/*
 * helper_web.c: the page on which a member applies, sees how it stands, and may withdraw.
 */
#include "features/marketplace/helper_web.h"

#include "features/marketplace/marketplace.h"
#include "features/marketplace/pages.gen.h"
#include "features/marketplace/rank.h"

static handler apply_show, apply_send, withdrawal_ask, withdrawal_do;

const struct route helper_routes[] = {
	{ GET,  "/helpers/apply",      MEMBERS, READS,  apply_show,     .about = "Become a helper" },
	{ POST, "/helpers/apply",      MEMBERS, WRITES, apply_send, .form = &helper_form, .rate = RATE_POST,
	  .about = "Apply as a helper" },
	{ GET,  "/helpers/withdrawal", MEMBERS, READS,  withdrawal_ask, .about = "Ask before withdrawing" },
	{ POST, "/helpers/withdrawal", MEMBERS, WRITES, withdrawal_do,  .about = "Withdraw, or stop being a helper" },
	ROUTES_END
};

static const struct field helper_fields[] = {
	FIELD(FIELD_PROSE,     struct helper_ask, about,         20, 2000),
	FIELD_OF(FIELD_CODES,  struct helper_ask, categories,    1, service_categories),
	FIELD_OF(FIELD_CODES,  struct helper_ask, languages,     1, service_languages),
	FIELD(FIELD_TEXT,      struct helper_ask, place,         1, 80),
	FIELD(FIELD_NUMBER,    struct helper_ask, radius_km,     1, 100),
	FIELD_OF(FIELD_CHOICE, struct helper_ask, business,      0, helper_trades),
	FIELD(FIELD_BOOL,      struct helper_ask, accepts_rules, 1, 0),
};
const struct form helper_form = { "application", helper_fields, COUNT(helper_fields) };

static struct choices trade_choices(const struct view *view, int chosen)
{
	struct choice *at = arena_take(view->arena, TRADE_COUNT * sizeof(*at));
	at[TRADE_PRIVATE] = (struct choice){ S("private"), text_plain(view->language, "helper.is_private"),
		text_plain(view->language, "helper.is_private_hint"), chosen == TRADE_PRIVATE };
	at[TRADE_BUSINESS] = (struct choice){ S("business"), text_plain(view->language, "helper.is_business"),
		text_plain(view->language, "helper.is_business_hint"), chosen == TRADE_BUSINESS };
	at[TRADE_STAFF] = (struct choice){ S("staff"), text_plain(view->language, "helper.is_staff"),
		text_plain(view->language, "helper.is_staff_hint"), chosen == TRADE_STAFF };
	return (struct choices){ at, TRADE_COUNT };
}

static enum err show_apply(struct request *request, const struct helper_ask *ask)
{
	struct scope *scope = request_scope(request);
	struct application latest;
	enum err err = application_mine(scope, &latest);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_helper_apply);
	struct apply_page model = {
		.ask = ask, .latest = &latest,
		.may_apply = !latest.id || latest.state == APPLICATION_DECLINED || latest.state == APPLICATION_WITHDRAWN,
		.may_withdraw = latest.id && application_may(scope, &latest, APPLICATION_WITHDRAW),
		.categories = category_choices_many(page->view, ask->categories),
		.languages = language_choices(page->view, ask->languages),
		.trades = trade_choices(page->view, ask->business),
	};
	page->section = SECTION_ME;
	page->narrow = true;
	apply_page_html(page->view, &model);
	return page_send(page);
}

/* Begins with what the profile says. */
static enum err apply_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	enum err err = member_load(scope, scope->member_id, &member);
	if (err)
		return err;
	struct helper_ask ask = { .radius_km = 10, .languages = member.languages, .business = -1 };
	if (!str_empty(member.postal_code))
		ask.place = str_format(scope->arena, "%.*s %.*s", STR_ARG(member.postal_code), STR_ARG(member.town));
	return show_apply(request, &ask);
}

static enum err apply_send(struct request *request)
{
	struct helper_ask ask = { .about = S("") };
	struct application application;
	enum err err = form_read(request, &helper_form, &ask);
	if (!err)
		err = application_make(request_scope(request), &ask, &application);
	if (err == ERR_INVALID)
		return show_apply(request, &ask);
	return err ? err : redirect_with(request, "application.sent", "/helpers/apply");
}

static enum err withdrawal_ask(struct request *request)
{
	struct confirmation confirmation = {
		.title = TEXT_application_withdraw_title, .text = TEXT_application_withdraw_text,
		.yes = TEXT_application_withdraw, .action = S("/helpers/withdrawal"), .back = S("/helpers/apply"),
		.danger = true,
	};
	return page_confirm(request, &confirmation);
}

static enum err withdrawal_do(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct application latest;
	enum err err = application_mine(scope, &latest);
	if (err)
		return err;
	if (!latest.id)
		return refuse(scope, ERR_NOT_FOUND, "application.not_found");
	if ((err = application_take_step(scope, latest.id, APPLICATION_WITHDRAW, S(""))))
		return err;
	return redirect_with(request, "application.is_withdrawn", "/helpers/apply");
}

/* ── panels ── */

static struct html drawn(struct page *page, void (*draw)(struct view *view))
{
	struct text text;
	struct view piece = view_begin(page->view, &text);
	draw(&piece);
	return view_end(&piece);
}

enum err helper_panel_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	bool is_helper = has_role(request_scope(page->request), ROLE_HELPER);
	for (size_t i = 0; i < count; i++)
		htmls_out[i] = drawn(page, is_helper ? helper_card_html : apply_card_html);
	return OK;
}

enum err helper_panel_profile(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct helper_list helpers;
	struct application_list applications;
	int64_t *ids = arena_take(scope->arena, count * sizeof(*ids));
	for (size_t i = 0; i < count; i++)
		ids[i] = subjects[i].id;
	enum err err = helper_load_some(scope, (struct ids){ ids, count }, &helpers);
	if (err || !helpers.count)
		return err;
	for (size_t h = 0; h < helpers.count; h++)
		ids[h] = helpers.at[h].application_id;
	if ((err = application_load_some(scope, (struct ids){ ids, helpers.count }, &applications)))
		return err;
	for (size_t i = 0; i < count; i++) {
		for (size_t h = 0; h < helpers.count; h++) {
			const struct helper *helper = &helpers.at[h];
			struct helper_profile model = { .helper = helper,
				.is_reliable = wilson_lower(helper->done_count, helper->done_count + helper->fault_count) >= RELIABLE };
			struct text text;
			if (helper->member_id != subjects[i].id || !helper->active)
				continue;
			for (size_t a = 0; a < applications.count; a++) {
				if (applications.at[a].id == helper->application_id)
					model.categories = service_spoken(scope->arena, applications.at[a].categories);
			}
			struct view piece = view_begin(page->view, &text);
			helper_profile_html(&piece, &model);
			htmls_out[i] = view_end(&piece);
		}
	}
	return OK;
}

enum err helper_panel_desk(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	int64_t waiting;
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return OK;
	enum err err = applications_waiting(scope, &waiting);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		struct text text;
		struct view piece = view_begin(page->view, &text);
		applications_tile_html(&piece, waiting);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}
