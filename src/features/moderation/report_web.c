/*
 * report_web.c: the public form for illegal content, its confirmation, and the page with its state.
 *
 * Everybody may send it.  The addresses behind it are signed; whoever has one may read it.
 */
#include "features/moderation/moderation_web.h"

#include "base/utf8.h"
#include "features/moderation/pages.gen.h"

static handler report_show, report_submit, report_sent, report_confirm_show, report_confirm_submit, report_state_show;

static const struct field report_fields[] = {
	FIELD_OF(FIELD_CHOICE, struct report_ask, category, 1, report_categories),
	FIELD(FIELD_TEXT,  struct report_ask, url,    1, 500),
	FIELD(FIELD_PROSE, struct report_ask, reason, 1, REPORT_REASON_MAX),
	FIELD(FIELD_TEXT,  struct report_ask, law,    0, 200),
	FIELD(FIELD_TEXT,  struct report_ask, name,   0, 100),
	FIELD(FIELD_EMAIL, struct report_ask, mail,   0, 254),
	FIELD(FIELD_BOOL,  struct report_ask, good_faith, 0, 0),
};
static const struct form report_form = { "report", report_fields, COUNT(report_fields) };

const struct route report_routes[] = {
	{ GET,  "/reports/new",            EVERYONE, READS,  report_show,           .about = "Report illegal content" },
	{ POST, "/reports",                EVERYONE, WRITES, report_submit,         .form = &report_form, .rate = RATE_MAIL,
	  .about = "Report illegal content" },
	{ GET,  "/reports/sent",           EVERYONE, READS,  report_sent,           .about = "The mail to confirm is on its way" },
	{ GET,  "/reports/confirm/:token", EVERYONE, READS,  report_confirm_show,   .about = "A link that confirms a report" },
	{ POST, "/reports/confirm/:token", EVERYONE, WRITES, report_confirm_submit, .rate = RATE_LOGIN,
	  .about = "Confirm a report" },
	{ GET,  "/reports/:token",         EVERYONE, READS,  report_state_show,     .about = "What became of a report" },
	ROUTES_END
};

static enum err send(struct request *request, const struct report_ask *ask)
{
	struct page *page = page_open(request, TEXT_report_title);
	struct choice *choices = arena_take(page->view->arena, REPORT_CATEGORY_COUNT * sizeof(*choices));
	for (size_t i = 0; i < REPORT_CATEGORY_COUNT; i++)
		choices[i] = (struct choice){ .value = str_from(report_categories[i]), .hint = S(""), .label =
			moderation_words(page->view->arena, page->view->language, "report.category_", str_from(report_categories[i])) };
	const struct report_page model = { .ask = ask, .categories = { choices, REPORT_CATEGORY_COUNT },
		.is_member = request_scope(request)->member_id != 0 };
	page->narrow = true;
	page->no_index = true;
	report_page_html(page->view, &model);
	return page_send(page);
}

static enum err report_show(struct request *request)
{
	const struct report_ask ask = { .url = utf8_first(request_query(request, "url"), 500), .reason = S(""), .law = S(""),
		.name = S(""), .mail = S("") };
	return send(request, &ask);
}

static enum err report_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct report_ask ask = { .url = S("") };
	struct report report;
	enum err err = form_read(request, &report_form, &ask);
	if (!err)
		err = form_trap(request);
	if (!err)
		err = report_make(scope, &ask, &report);
	if (err == ERR_INVALID)
		return send(request, &ask);
	if (err)
		return err;
	if (report.state == REPORT_UNCONFIRMED)
		return redirect_to(request, "/reports/sent");
	return redirect_with(request, "report.arrived", "/reports/%.*s", STR_ARG(report_token(scope, &report, false)));
}

static enum err report_sent(struct request *request)
{
	struct page *page = page_open(request, TEXT_report_sent_title);
	page->narrow = true;
	page->no_index = true;
	report_sent_page_html(page->view);
	return page_send(page);
}

static enum err report_confirm_show(struct request *request)
{
	struct report report;
	struct scope *scope = request_scope(request);
	enum err err = report_of_token(scope, request_param(request, "token"), true, &report);
	if (err)
		return err;
	if (report.state != REPORT_UNCONFIRMED)
		return redirect_to(request, "/reports/%.*s", STR_ARG(report_token(scope, &report, false)));
	struct page *page = page_open(request, TEXT_report_confirm_title);
	page->narrow = true;
	page->no_index = true;
	report_confirm_page_html(page->view, &report, request_http(request)->path);
	return page_send(page);
}

static enum err report_confirm_submit(struct request *request)
{
	struct report report;
	struct scope *scope = request_scope(request);
	enum err err = report_confirm(scope, request_param(request, "token"), &report);
	return err ? err : redirect_with(request, "report.arrived", "/reports/%.*s", STR_ARG(report_token(scope, &report, false)));
}

static enum err report_state_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct report report;
	struct decision decision = { 0 };
	enum err err = report_of_token(scope, request_param(request, "token"), false, &report);
	if (!err && report.decision_id)
		err = decision_load(scope, report.decision_id, &decision);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_report_state_title);
	const struct report_state_page model = { .report = &report, .decision = report.decision_id ? &decision : NULL,
		.outcome = report.decision_id ? measure_words(scope->arena, page->view->language, decision.measure) : S("") };
	page->narrow = true;
	page->no_index = true;
	report_state_page_html(page->view, &model);
	return page_send(page);
}
