/* item_web.c: one item in its surroundings: the thing, who objected, who wrote it, and the form to decide. */
#include "features/moderation/item_web.h"

#include "features/community/community.h"
#include "features/moderation/pages.gen.h"

/* ── choices ── */

static struct choices codes(const struct view *view, const char *start, const char *const *values, int chosen)
{
	size_t count = 0;
	while (values[count])
		count++;
	struct choice *choices = arena_take(view->arena, count * sizeof(*choices));
	for (size_t i = 0; i < count; i++)
		choices[i] = (struct choice){ .value = str_from(values[i]), .chosen = (int)i == chosen, .hint = S(""),
			.label = moderation_words(view->arena, view->language, start, str_from(values[i])) };
	return (struct choices){ choices, count };
}

/* What may be done to this thing now; the likeliest is chosen. */
static struct choices measures_of(const struct view *view, const struct house *house, const struct item_page *model)
{
	struct choice *choices = arena_take(view->arena, MEASURE_COUNT * sizeof(*choices));
	const struct subject_care *care = subject_care_of(house, model->item->subject.kind);
	size_t count = 0;
	for (int m = 0; care && m < MEASURE_COUNT; m++) {
		if (!measure_fits(care, model->item, &model->sight, (enum measure)m))
			continue;
		str key = str_from(m == MEASURE_HIDE && model->item->waits ? "reject" : measure_names[m]);
		choices[count] = (struct choice){ .value = str_from(measure_names[m]), .hint = S(""), .chosen = count == 0,
			.label = moderation_words(view->arena, view->language, "moderation.do_", key) };
		count++;
	}
	return (struct choices){ choices, count };
}

struct choices sanction_choices(const struct view *view, bool may_none)
{
	static const char *const with[] = { "none", "warn", "mute", "suspend", NULL };
	return codes(view, "moderation.sanction_", may_none ? with : with + 1, 0);
}

struct choices ground_choices(const struct view *view)
{
	return codes(view, "moderation.ground_", ground_names + 1, 0);
}

struct choices ladder_choices(const struct view *view, int step)
{
	struct choice *choices = arena_take(view->arena, LADDER_STEPS * sizeof(*choices));
	for (int i = 0; i < LADDER_STEPS; i++) {
		str hours = str_format(view->arena, "%lld", (long long)ladder_hours[i]);
		choices[i] = (struct choice){ .value = hours, .chosen = i == step, .hint = S(""),
			.label = moderation_words(view->arena, view->language, "moderation.hours_", hours) };
	}
	return (struct choices){ choices, LADDER_STEPS };
}

/* ── what is known ── */

static enum err load_flags(struct page *page, const struct item *item, struct item_page *model)
{
	struct scope *scope = request_scope(page->request);
	struct flag_list list;
	struct member_card_list cards;
	struct standing_list standings;
	enum err err = flag_list_of(scope, item->id, &list);
	if (err)
		return err;
	struct flag_line *lines = arena_take(scope->arena, list.count * sizeof(*lines));
	int64_t *ids = arena_take(scope->arena, list.count * sizeof(*ids));
	for (size_t i = 0; i < list.count; i++)
		ids[i] = list.at[i].member_id;
	if ((err = member_cards(scope, (struct ids){ ids, list.count }, &cards)) ||
	    (err = standing_list_of(scope, (struct ids){ ids, list.count }, &standings)))
		return err;
	for (size_t i = 0; i < list.count; i++) {
		const struct flag *flag = &list.at[i];
		lines[i] = (struct flag_line){ .flag = flag, .name = member_card_in(&cards, flag->member_id)->name,
			.reason = moderation_words(scope->arena, page->view->language, "flag.reason_", str_from(flag_reasons[flag->reason])) };
		for (size_t s = 0; s < standings.count; s++) {
			if (standings.at[s].member_id == flag->member_id)
				lines[i].standing = standings.at[s];
		}
	}
	model->flags = (struct flag_line_list){ lines, list.count };
	model->reason = list.count ? list.at[0].reason : REASON_SPAM;
	return OK;
}

enum err decision_lines(struct page *page, const struct decision_list *list, struct decision_line_list *lines_out)
{
	struct scope *scope = request_scope(page->request);
	struct member_card_list cards;
	struct decision_line *lines = arena_take(scope->arena, list->count * sizeof(*lines));
	int64_t *ids = arena_take(scope->arena, list->count * sizeof(*ids));
	for (size_t i = 0; i < list->count; i++)
		ids[i] = list->at[i].by_id;
	enum err err = member_cards(scope, (struct ids){ ids, list->count }, &cards);
	for (size_t i = 0; !err && i < list->count; i++)
		lines[i] = (struct decision_line){ &list->at[i],
			measure_words(scope->arena, page->view->language, list->at[i].measure), member_card_in(&cards, ids[i])->name };
	if (!err)
		*lines_out = (struct decision_line_list){ lines, list->count };
	return err;
}

static enum err load_author(struct page *page, const struct item *item, struct item_page *model)
{
	struct scope *scope = request_scope(page->request);
	struct member_contact contact;
	struct member member;
	struct decision_list history;
	int step = 0;
	model->author_language = scope->language;
	if (!item->author_id)
		return OK;
	enum err err = member_contact_of(scope, item->author_id, &contact);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	if (err || (err = member_load(scope, item->author_id, &member)) ||
	    (err = decision_of_member(scope, item->author_id, &history)) ||
	    (err = decision_lines(page, &history, &model->history)) ||
	    (err = standing_load(scope, item->author_id, &model->standing)) ||
	    (err = ladder_next(scope, item->author_id, &step)))
		return err;
	model->author = contact.name;
	if (!str_empty(contact.language))
		model->author_language = contact.language;
	model->may_sanction = sanction_may(scope, member.id, member.roles);
	model->hours = ladder_choices(page->view, step);
	return OK;
}

static enum err load_boards(struct page *page, struct item_page *model)
{
	struct scope *scope = request_scope(page->request);
	const struct subject_care *care = subject_care_of(scope->house, model->item->subject.kind);
	struct board_list boards;
	if (!care || !care->move)
		return OK;
	enum err err = community_boards(scope, &boards);
	if (err)
		return err;
	struct choice *choices = arena_take(scope->arena, boards.count * sizeof(*choices));
	for (size_t i = 0; i < boards.count; i++)
		choices[i] = (struct choice){ .value = str_format(scope->arena, "%lld", (long long)boards.at[i].id),
			.label = boards.at[i].name, .hint = S("") };
	model->boards = (struct choices){ choices, boards.count };
	return OK;
}

static enum err load_thing(struct page *page, const struct item *item, struct item_page *model)
{
	struct scope *scope = request_scope(page->request);
	enum err err = item_look(scope, item, &model->sight);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		model->is_gone = true;
		model->sight = (struct subject_sight){ .title = S(""), .url = S(""), .text = S(""), .around = S("") };
		return OK;
	}
	if (err || (err = markdown_html(scope->arena, model->sight.text, &model->text)))
		return err;
	return markdown_html(scope->arena, model->sight.around, &model->around);
}

/* The words that the member gets: those of the reason that was asked for, in the member's language. */
static enum err load_words(struct request *request, struct item_page *model)
{
	struct scope *scope = request_scope(request);
	str asked = request_query(request, "reason");
	for (int i = 0; i < REASON_COUNT; i++) {
		if (str_equal(asked, str_from(flag_reasons[i])))
			model->reason = i;
	}
	enum language language = (enum language)0;
	language_find(model->author_language, &language);
	model->clause = moderation_words(scope->arena, language, "moderation.clause_", str_from(flag_reasons[model->reason]));
	return template_text(scope, model->reason, model->author_language, &model->say);
}

static enum err load_item_page(struct page *page, const struct item *item, struct item_page *model)
{
	struct scope *scope = request_scope(page->request);
	struct member_card_list cards;
	enum err err = load_thing(page, item, model);
	if (err || (err = load_flags(page, item, model)) || (err = load_author(page, item, model)) ||
	    (err = load_boards(page, model)) || (err = report_list_of_item(scope, item->id, &model->reports)) ||
	    (err = load_words(page->request, model)) ||
	    (err = member_cards(scope, (struct ids){ &item->claimed_by, 1 }, &cards)))
		return err;
	model->holder = member_card_in(&cards, item->claimed_by)->name;
	model->is_held = item_is_held_by_other(scope, item);
	model->is_mine = item->claimed_by == scope->member_id && item->claimed_until > scope->now;
	model->is_own = item->author_id == scope->member_id;
	model->may_decide = item->state == ITEM_OPEN && !model->is_held && !model->is_own && !model->is_gone;
	model->may_reverse = item->state == ITEM_CLOSED && !model->is_own && (model->sight.is_hidden || model->sight.is_locked);
	model->measures = measures_of(page->view, scope->house, model);
	model->sanctions = sanction_choices(page->view, true);
	model->grounds = ground_choices(page->view);
	model->reasons = reason_choices(page->view, model->reason);
	return OK;
}

enum err item_send(struct request *request, int64_t item_id)
{
	struct scope *scope = request_scope(request);
	struct item item;
	enum err err = moderation_check(scope);
	if (err || (err = item_load(scope, item_id, &item)))
		return err;
	const struct subject_kind *kind = subject_kind_of(scope->house, item.subject.kind);
	struct item_page model = { .item = &item, .author = S("") };
	struct page *page = page_open(request, TEXT_moderation_item);
	page->section = SECTION_DESK;
	page->no_index = true;
	model.kind = moderation_words(scope->arena, page->view->language, "moderation.kind_", str_from(kind ? kind->name : ""));
	if ((err = load_item_page(page, &item, &model)))
		return err;
	item_page_html(page->view, &model);
	return page_send(page);
}
