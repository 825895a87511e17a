/*
 * insights_web.c: what the community saved, how fast questions are answered, both for the desk; and "did this help?".
 *
 * Every figure says how it was computed; a table of it can be taken along as CSV.
 */
#include "features/insights/insights_web.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/insights/pages.gen.h"
#include "features/product/product.h"
#include "features/product/product_news.h"

static handler insights_show, insights_csv, helped_show, helped_submit;

struct helped_form { bool had_it, helped, would_call; };
static const struct field helped_fields[] = {
	FIELD(FIELD_BOOL, struct helped_form, had_it, 0, 0), FIELD(FIELD_BOOL, struct helped_form, helped, 0, 0),
	FIELD(FIELD_BOOL, struct helped_form, would_call, 0, 0),
};
static const struct form helped_form = { "helped", helped_fields, COUNT(helped_fields) };

const struct route insights_routes[] = {
	{ GET,  "/desk/insights",      STAFF,    READS,  insights_show, .about = "What the community saved, and how fast it answers" },
	{ GET,  "/desk/insights.csv",  STAFF,    READS,  insights_csv,  .about = "The weeks as a table" },
	{ GET,  "/threads/:id/helped", EVERYONE, READS,  helped_show,   .about = "Did this help?" },
	{ POST, "/threads/:id/helped", EVERYONE, WRITES, helped_submit, .form = &helped_form, .about = "Say whether it helped" },
	ROUTES_END
};

/* ── numbers as people write them ── */

static str real(const struct view *view, double x, int decimals)
{
	struct text text;
	text_open(&text, view->arena, 32);
	say_real(&text, view->language, x, decimals);
	return text_str(&text);
}

static str percent(const struct view *view, double share)
{
	return str_format(view->arena, "%.*s %%", STR_ARG(real(view, share * 100, 1)));
}

static str price(const struct view *view, double whole, str currency)
{
	struct text text;
	struct view piece = view_begin(view, &text);
	view_put_price(&piece, (int64_t)whole * 100, currency);
	return view_end(&piece).at;
}

static str waited(const struct view *view, int64_t seconds)
{
	if (seconds < 0)
		return text_of(view->arena, view->language, TEXT_insights_still_waits, NULL, 0);
	return str_format(view->arena, "%.*s h", STR_ARG(real(view, (double)seconds / 3600, 1)));
}

static struct saved_line line(const struct view *view, struct bounds bounds, enum text_id label, enum text_id how)
{
	return (struct saved_line){ label, how, real(view, bounds.low, 0), real(view, bounds.middle, 0),
		real(view, bounds.high, 0), S(""), true, S("") };
}

static str money_of(const struct view *view, const struct scope *scope, struct bounds bounds, int64_t cost)
{
	if (!cost)
		return text_of(view->arena, view->language, TEXT_insights_no_cost, NULL, 0);
	str low = price(view, bounds.low * (double)cost, scope->currency);
	str high = price(view, bounds.high * (double)cost, scope->currency);
	return str_format(view->arena, "%.*s – %.*s", STR_ARG(low), STR_ARG(high));
}

static struct saved_line_list saved_lines(const struct view *view, const struct scope *scope, const struct saved *saved)
{
	struct saved_line *lines = arena_take(scope->arena, 3 * sizeof(*lines));
	const struct text_value answers = text_value_number("count", saved->said.answers);
	lines[0] = line(view, saved->found, TEXT_insights_found, TEXT_insights_found_how);
	lines[0].is_known = saved->reading.intents > 0;
	lines[0].missing = text_of(view->arena, view->language, TEXT_insights_no_intents, NULL, 0);
	lines[0].money = str_format(view->arena, "%.*s – %.*s", STR_ARG(percent(view, saved->found_share.low)),
	                            STR_ARG(percent(view, saved->found_share.high)));
	lines[1] = line(view, saved->calls, TEXT_insights_calls, TEXT_insights_calls_how);
	lines[1].is_known = saved->has_survey;
	lines[1].missing = text_of(view->arena, view->language, TEXT_insights_few_answers, &answers, 1);
	lines[1].money = money_of(view, scope, saved->calls, saved->cost_call);
	lines[2] = line(view, saved->technicians, TEXT_insights_technicians, TEXT_insights_technicians_how);
	lines[2].money = money_of(view, scope, saved->technicians, saved->cost_technician);
	return (struct saved_line_list){ lines, 3 };
}

static struct week_line_list week_lines(const struct view *view, const struct insight_week_list *weeks)
{
	struct week_line *lines = arena_take(view->arena, (weeks->count + 1) * sizeof(*lines));
	for (size_t i = 0; i < weeks->count; i++) {
		const struct insight_week *week = &weeks->at[i];
		struct bounds response = statistic_share(week->answered, week->asked);
		struct bounds solution = statistic_share(week->solved, week->asked);
		struct text text;
		struct view piece = view_begin(view, &text);
		view_put_date(&piece, moment_at(view->zone, day_wall((int32_t)week->week))); /* a day of our time */
		lines[i] = (struct week_line){ week, view_end(&piece).at, percent(view, response.middle),
			percent(view, solution.middle), percent(view, solution.low), waited(view, week->median_seconds),
			percent(view, (double)week->open_a_day / 1000) };
	}
	return (struct week_line_list){ lines, weeks->count };
}

/* ── which field ── */

/* "board-12", "product-7"; anything else is all. */
static struct subject field_asked(struct request *request)
{
	str rest = request_query(request, "field"), kind = str_cut(&rest, '-');
	int64_t id;
	if (!str_number(rest, &id))
		return (struct subject){ 0, 0 };
	if (str_equal(kind, S("board")))
		return subject_of(&board_subject, id);
	return str_equal(kind, S("product")) ? subject_of(&product_subject, id) : (struct subject){ 0, 0 };
}

static void add_choice(struct list *list, struct subject chosen, struct subject field, str value_kind, str label)
{
	str value = str_format(list->arena, "%.*s-%lld", STR_ARG(value_kind), (long long)field.id);
	*(struct choice *)list_add(list) = (struct choice){ .value = value, .label = label,
		.chosen = field.kind == chosen.kind && field.id == chosen.id };
}

static enum err field_choices(struct scope *scope, const struct view *view, struct subject chosen, struct choices *choices_out)
{
	struct board_list boards;
	struct product_list products;
	struct list list;
	enum err err = community_boards(scope, &boards);
	if (err || (err = product_list(scope, &products)))
		return err;
	list_open(&list, scope->arena, sizeof(struct choice));
	*(struct choice *)list_add(&list) = (struct choice){ .value = S(""), .chosen = !chosen.kind,
		.label = text_of(view->arena, view->language, TEXT_insights_all, NULL, 0) };
	for (size_t i = 0; i < boards.count; i++)
		add_choice(&list, chosen, subject_of(&board_subject, boards.at[i].id), S("board"), boards.at[i].name);
	for (size_t i = 0; i < products.count; i++)
		add_choice(&list, chosen, subject_of(&product_subject, products.at[i].id), S("product"), products.at[i].name);
	*choices_out = (struct choices){ (const struct choice *)(const void *)list.at, list.count };
	return OK;
}

/* ── pages ── */

static enum err insights_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct saved saved;
	struct insight_week_list weeks;
	struct subject field = field_asked(request);
	struct page *page = page_open(request, TEXT_insights_title);
	struct insights_page model = { .days = 0 };
	enum err err = saved_load(scope, &saved);
	if (err || (err = weeks_list(scope, field, &weeks)) || (err = field_choices(scope, page->view, field, &model.fields)))
		return err;
	model.saved = saved_lines(page->view, scope, &saved);
	model.weeks = week_lines(page->view, &weeks);
	model.days = saved.reading.day;
	const char *kind = field.kind == board_subject.number ? "board" : "product";
	model.csv = field.kind ? str_format(scope->arena, "/desk/insights.csv?field=%s-%lld", kind, (long long)field.id)
	                       : S("/desk/insights.csv");
	page->section = SECTION_DESK;
	page->no_index = true;
	insights_page_html(page->view, &model);
	return page_send(page);
}

static enum err insights_csv(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct insight_week_list weeks;
	struct text text;
	enum err err = weeks_list(scope, field_asked(request), &weeks);
	if (err)
		return err;
	text_open(&text, scope->arena, 4096);
	text_put(&text, S("week,asked,answered,solved,solution_rate_low,solution_rate,solution_rate_high,"
	                  "median_hours_to_first_answer,unanswered_after_a_day\r\n"));
	for (size_t i = 0; i < weeks.count; i++) {
		const struct insight_week *week = &weeks.at[i];
		struct bounds solution = statistic_share(week->solved, week->asked);
		struct wall monday = day_wall((int32_t)week->week); /* a day of our time */
		text_format(&text, "%04d-%02d-%02d,%lld,%lld,%lld,%.4f,%.4f,%.4f,", monday.year, monday.month, monday.day,
		            (long long)week->asked, (long long)week->answered, (long long)week->solved, solution.low,
		            solution.middle, solution.high);
		if (week->median_seconds >= 0)
			text_format(&text, "%.2f", (double)week->median_seconds / 3600);
		text_format(&text, ",%.3f\r\n", (double)week->open_a_day / 1000);
	}
	struct http_response *response = request_response(request);
	response->status = 200;
	response->content_type = S("text/csv; charset=utf-8");
	response->body = text_str(&text);
	http_set_header(response, S("Content-Disposition"), S("attachment; filename=\"insights.csv\""));
	return OK;
}

/* ── did this help? ── */

static enum err helped_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct thread thread;
	enum err err = community_thread(scope, request_id(request, "id"), &thread);
	if (err)
		return err;
	if (thread.state != THREAD_SOLVED)
		return refuse(scope, ERR_CONFLICT, "insights.not_solved");
	const struct helped_page model = { thread.id, thread.title };
	struct page *page = page_open(request, TEXT_insights_helped);
	page->section = SECTION_HELP;
	page->narrow = true;
	page->no_index = true;
	helped_page_html(page->view, &model);
	return page_send(page);
}

static enum err helped_submit(struct request *request)
{
	struct helped_form form = { false };
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &helped_form, &form);
	if (err)
		return err;
	const struct insight_answer answer = { .thread_id = id, .visitor = request_reader(request), .had_it = form.had_it,
		.helped = form.helped, .would_call = form.would_call };
	if ((err = helped_say(request_scope(request), &answer)))
		return err;
	return redirect_with(request, "insights.thanks", "/threads/%lld", (long long)id);
}

/* A link only: the page may be cached.  One of a few threads asks, the same for everybody. */
static enum err fill_side(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	for (size_t i = 0; i < count; i++) {
		struct thread thread;
		bool is_asked;
		struct text text;
		enum err err = helped_is_asked(scope, subjects[i].id, &is_asked);
		if (err)
			return err;
		if (!is_asked)
			continue;
		err = community_thread(scope, subjects[i].id, &thread);
		if (err)
			return err;
		if (thread.state != THREAD_SOLVED || thread.author_id == scope->member_id)
			continue;
		struct view piece = view_begin(page->view, &text);
		helped_link_html(&piece, thread.id);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}

static enum err fill_desk(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct insight_week_list weeks;
	struct text text;
	(void)subjects;
	assert(count == 1);
	enum err err = weeks_list(request_scope(page->request), (struct subject){ 0, 0 }, &weeks);
	if (err)
		return err;
	str share = S("–");
	if (weeks.count)
		share = percent(page->view, statistic_share(weeks.at[0].solved, weeks.at[0].asked).middle);
	struct view piece = view_begin(page->view, &text);
	insights_tile_html(&piece, share);
	htmls_out[0] = view_end(&piece);
	return OK;
}

const struct panel insights_panels[] = {
	{ PANEL_THREAD_SIDE, fill_side },
	{ PANEL_DESK,        fill_desk },
	{ .fill = NULL }
};
