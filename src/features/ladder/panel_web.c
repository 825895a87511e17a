/* panel_web.c: what to do next, under a thread; what waits, on the desk; whether one is asked, on one's own page. */
#include "features/ladder/ladder_web.h"
#include "features/community/community_news.h"
#include "features/ladder/pages.gen.h"

#define HOUR 3600
#define DAY 86400

static const struct { const char *icon; enum text_id title; } faces[] = {
	[NEXT_COMMUNITY]  = { "users",        TEXT_ladder_go_community },
	[NEXT_AGENT]      = { "life-buoy",    TEXT_ladder_go_agent },
	[NEXT_NEIGHBOUR]  = { "house",        TEXT_task_help_at_home },
	[NEXT_TECHNICIAN] = { "hand-helping", TEXT_ladder_go_technician },
};
static_assert(COUNT(faces) == NEXT_KIND_COUNT, "a face for each way");

/* Rounded up: nobody is promised less than it took. */
str minutes_words(const struct view *view, int64_t seconds)
{
	static const struct { int64_t below, unit; enum text_id text; } units[] = {
		{ 2 * HOUR, 60, TEXT_ladder_minutes }, { 2 * DAY, HOUR, TEXT_ladder_hours }, { INT64_MAX, DAY, TEXT_ladder_days },
	};
	size_t i = 0;
	while (seconds >= units[i].below)
		i++;
	int64_t count = (seconds + units[i].unit - 1) / units[i].unit;
	const struct text_value value = text_value_number("count", count ? count : 1);
	return text_of(view->arena, view->language, units[i].text, &value, 1);
}

static str price_words(const struct view *view, int64_t minor, str currency)
{
	struct text text;
	struct view piece = view_begin(view, &text);
	view_put_price(&piece, minor, currency);
	return view_end(&piece).at;
}

static str community_reason(const struct view *view, const struct next_way *way)
{
	const struct field_figures *figures = &way->figures;
	if (!figures->asked || !figures->solved)
		return text_of(view->arena, view->language, TEXT_ladder_why_community, NULL, 0);
	const struct text_value values[] = { text_value_number("solved", figures->solved),
		text_value_number("asked", figures->asked), text_value_str("time", minutes_words(view, figures->solution_seconds)) };
	return text_of(view->arena, view->language, TEXT_ladder_why_community_figures, values, COUNT(values));
}

static str neighbour_reason(const struct view *view, const struct next_way *way)
{
	const struct nearest *nearest = &way->nearest;
	if (!nearest->count)
		return text_of(view->arena, view->language, TEXT_ladder_why_neighbour, NULL, 0);
	str price = nearest->price_minor ? price_words(view, nearest->price_minor, nearest->currency)
	                                 : text_of(view->arena, view->language, TEXT_ladder_free, NULL, 0);
	struct text text;
	struct view piece = view_begin(view, &text);
	if (nearest->next_at)
		view_put_day(&piece, nearest->next_at);
	const struct text_value values[] = { text_value_number("count", nearest->count), text_value_str("price", price),
		text_value_str("day", view_end(&piece).at) };
	enum text_id id = nearest->next_at ? TEXT_ladder_why_neighbour_day : TEXT_ladder_why_neighbour_price;
	return text_of(view->arena, view->language, id, values, COUNT(values));
}

static str reason_of(const struct view *view, const struct scope *scope, const struct next_way *way)
{
	switch (way->kind) {
	case NEXT_COMMUNITY: return community_reason(view, way);
	case NEXT_NEIGHBOUR: return neighbour_reason(view, way);
	case NEXT_AGENT: {
		const struct text_value value = text_value_str("time", minutes_words(view, way->agent_hours * HOUR));
		return text_of(view->arena, view->language, TEXT_ladder_why_agent, &value, 1);
	}
	default: {
		const struct text_value values[] = {
			text_value_str("price", price_words(view, way->technician->price_minor, scope->currency)) };
		return text_of(view->arena, view->language, TEXT_ladder_why_technician, values, COUNT(values));
	}
	}
}

enum err next_lines(struct page *page, const struct next_list *list, struct next_line_list *lines_out)
{
	struct scope *scope = request_scope(page->request);
	struct next_line *lines = arena_take(scope->arena, (list->count + 1) * sizeof(*lines));
	struct next_list *kept = arena_take(scope->arena, sizeof(*kept)); /* lines outlive their caller's list */
	*kept = *list;
	for (size_t i = 0; i < kept->count; i++) {
		const struct next_way *way = &kept->at[i];
		lines[i] = (struct next_line){ way, faces[way->kind].icon, faces[way->kind].title,
		                               reason_of(page->view, scope, way) };
	}
	*lines_out = (struct next_line_list){ lines, list->count };
	return OK;
}

/* The page may be a stranger's and cached: links only. */
static enum err fill_thread(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	page_shows(page, subject_of(&matter_subject, 0)); /* the figures of all fields */
	for (size_t i = 0; i < count; i++) {
		struct next_list list;
		struct next_line_list lines;
		struct text text;
		enum err err = next_of_thread(scope, subjects[i].id, &list);
		if (err || (err = next_lines(page, &list, &lines)))
			return err;
		if (!lines.count)
			continue;
		struct view piece = view_begin(page->view, &text);
		next_block_html(&piece, lines);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}

static enum err fill_desk(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct ticket_count tickets;
	int64_t overdue;
	struct text text;
	(void)subjects;
	assert(count == 1);
	enum err err = ticket_count(scope, &tickets);
	if (err || (err = climb_count_overdue(scope, &overdue)))
		return err;
	struct view piece = view_begin(page->view, &text);
	ladder_tiles_html(&piece, &tickets, overdue, is_agent(scope));
	htmls_out[0] = view_end(&piece);
	return OK;
}

static enum err fill_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct expert_self self;
	struct text text;
	(void)subjects;
	assert(count == 1);
	enum err err = expert_self(request_scope(page->request), &self);
	if (err || (!self.is_expert && !self.paused_until))
		return err;
	struct view piece = view_begin(page->view, &text);
	asked_card_html(&piece);
	htmls_out[0] = view_end(&piece);
	return OK;
}

const struct panel ladder_panels[] = {
	{ PANEL_THREAD_ACTIONS, fill_thread },
	{ PANEL_DESK,           fill_desk },
	{ PANEL_ME,             fill_me },
	{ .fill = NULL }
};
