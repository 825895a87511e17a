/*
 * ticket_web.c: the agents' queue by due time, one matter with its whole story, and what is overdue.
 *
 * The first button of the queue takes the most urgent one; everything is reached by keyboard in
 * the order of urgency.
 */
#include "features/ladder/agent.h"
#include "features/ladder/ladder_web.h"
#include "features/ladder/pages.gen.h"

static handler tickets_show, ticket_next, ticket_show, ticket_step, ticket_answer, overdue_show;

struct answer_form { str body; };
static const struct field answer_fields[] = { FIELD(FIELD_PROSE, struct answer_form, body, 1, POST_BODY_MAX) };
static const struct form answer_form_fields = { "agent_answer", answer_fields, COUNT(answer_fields) };

const struct route ticket_routes[] = {
	{ GET,  "/desk/tickets",                AGENTS, READS,  tickets_show,  .about = "What the brand's agents have in hand" },
	{ POST, "/desk/tickets/next",           AGENTS, WRITES, ticket_next,   .about = "Take the most urgent one" },
	{ GET,  "/desk/tickets/:id",            AGENTS, READS,  ticket_show,   .about = "One of them with its whole story" },
	{ POST, "/desk/tickets/:id/claim",      AGENTS, WRITES, ticket_step, DEED_CLAIM, .about = "Take it" },
	{ POST, "/desk/tickets/:id/release",    AGENTS, WRITES, ticket_step, DEED_RELEASE, .about = "Give it back to the queue" },
	{ POST, "/desk/tickets/:id/answers",    AGENTS, WRITES, ticket_answer, .form = &answer_form_fields,
	  .about = "Answer it in its thread" },
	{ POST, "/desk/tickets/:id/community",  AGENTS, WRITES, ticket_step, DEED_TO_COMMUNITY, .about = "Back to the community" },
	{ POST, "/desk/tickets/:id/neighbour",  AGENTS, WRITES, ticket_step, DEED_TO_NEIGHBOUR, .about = "Suggest help at home" },
	{ POST, "/desk/tickets/:id/technician", AGENTS, WRITES, ticket_step, DEED_TO_TECHNICIAN, .about = "Send a technician" },
	{ GET,  "/desk/overdue",                STAFF,  READS,  overdue_show,  .about = "What waits longer than promised" },
	ROUTES_END
};

/* "1767268800000000-123": the last row of the page before. */
static void read_cursor(str cursor, moment *at, int64_t *id)
{
	str rest = cursor;
	int64_t first, second;
	*at = 0;
	*id = 0;
	if (!str_number(str_cut(&rest, '-'), &first) || !str_number(rest, &second))
		return;
	*at = first;
	*id = second;
}

static struct page *desk_page(struct request *request, enum text_id title)
{
	struct page *page = page_open(request, title);
	page->section = SECTION_DESK;
	page->no_index = true;
	return page;
}

/* ── the queue ── */

/* NULL: it is gone for good. */
static const struct thread *thread_in(const struct thread_list *list, int64_t thread_id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].id == thread_id)
			return &list->at[i];
	}
	return NULL;
}

static enum err ticket_lines(struct scope *scope, const struct ticket_list *list, struct ticket_line_list *lines_out)
{
	size_t count = list->count;
	struct ticket_line *lines = arena_take(scope->arena, (count + 1) * sizeof(*lines));
	int64_t *thread_ids = arena_take(scope->arena, (count + 1) * sizeof(*thread_ids));
	int64_t *ids = arena_take(scope->arena, (2 * count + 1) * sizeof(*ids));
	struct thread_list threads;
	struct member_card_list people;
	for (size_t i = 0; i < count; i++) {
		thread_ids[i] = list->at[i].thread_id;
		ids[2 * i] = list->at[i].owner_id;
		ids[2 * i + 1] = list->at[i].claimed_by;
	}
	enum err err = community_staff_threads(scope, (struct ids){ thread_ids, count }, &threads);
	if (err || (err = member_cards(scope, (struct ids){ ids, 2 * count }, &people)))
		return err;
	for (size_t i = 0; i < count; i++) {
		const struct ticket *ticket = &list->at[i];
		const struct thread *thread = thread_in(&threads, ticket->thread_id);
		bool is_held = ticket->claimed_by && ticket->claimed_until > scope->now;
		lines[i] = (struct ticket_line){ ticket, thread ? thread->title : S(""), thread && thread->hidden_at, member_card_in(&people, ticket->owner_id)->name,
			is_held ? member_card_in(&people, ticket->claimed_by)->name : S(""), ticket->due_at < scope->now,
			is_held && ticket->claimed_by == scope->member_id };
	}
	*lines_out = (struct ticket_line_list){ lines, count };
	return OK;
}

static enum err tickets_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct ticket_after after;
	struct ticket_list list;
	struct tickets_page model = { .next = S("") };
	read_cursor(request_query(request, "after"), &after.at, &after.id);
	enum err err = tickets_list(scope, after, &list);
	if (err || (err = ticket_count(scope, &model.count)))
		return err;
	if (list.count > TICKETS_A_PAGE) {
		list.count = TICKETS_A_PAGE;
		const struct ticket *last = &list.at[TICKETS_A_PAGE - 1];
		model.next = str_format(scope->arena, "/desk/tickets?after=%lld-%lld", (long long)last->due_at,
		                        (long long)last->matter_id);
	}
	if ((err = ticket_lines(scope, &list, &model.lines)))
		return err;
	struct page *page = desk_page(request, TEXT_ladder_tickets);
	tickets_page_html(page->view, &model);
	return page_send(page);
}

static enum err ticket_next(struct request *request)
{
	int64_t id;
	enum err err = agent_take_next(request_scope(request), &id);
	if (err == ERR_CONFLICT && str_equal(str_from(request_scope(request)->refusal.reason), S("ticket.none_free"))) {
		scope_forgive(request_scope(request));
		return redirect_with(request, "ticket.none_free", "/desk/tickets");
	}
	return err ? err : redirect_with(request, "ticket.taken", "/desk/tickets/%lld", (long long)id);
}

/* ── one ── */

/* Hidden or gone meanwhile: the way is still there, and what it was about. */
static enum err load_hidden(struct scope *scope, struct ticket_page *model)
{
	struct thread_list threads;
	const int64_t id = model->stand->climb.thread_id;
	scope_forgive(scope);
	enum err err = community_staff_threads(scope, (struct ids){ &id, 1 }, &threads);
	if (err || !threads.count)
		return err;
	model->title = threads.at[0].title;
	model->is_hidden = threads.at[0].hidden_at > 0;
	return OK;
}

static enum err load_story(struct scope *scope, struct ticket_page *model)
{
	struct thread_words words;
	enum err err = community_words(scope, model->stand->climb.thread_id, &words);
	if (err == ERR_NOT_FOUND)
		return load_hidden(scope, model);
	if (err)
		return err;
	model->title = words.thread.title;
	model->thread_url = str_format(scope->arena, "/threads/%lld", (long long)words.thread.id);
	model->posts = words.posts;
	int64_t *ids = arena_take(scope->arena, (words.posts.count + 1) * sizeof(*ids));
	for (size_t i = 0; i < words.posts.count; i++)
		ids[i] = words.posts.at[i].author_id;
	return member_cards(scope, (struct ids){ ids, words.posts.count }, &model->authors);
}

static enum err send_ticket(struct request *request, str answer)
{
	struct scope *scope = request_scope(request);
	struct stand stand;
	struct member_card_list people;
	struct ticket_page model = { .stand = &stand, .title = S(""), .thread_url = S(""), .answer = answer };
	enum err err = stand_load(scope, request_id(request, "id"), &stand);
	if (err)
		return err;
	if (!stand.ticket.matter_id)
		return refuse(scope, ERR_NOT_FOUND, "ticket.not_found");
	const int64_t ids[] = { stand.matter.owner_id, stand.ticket.claimed_by };
	if ((err = load_story(scope, &model)) || (err = member_cards(scope, (struct ids){ ids, 2 }, &people)) ||
	    (err = way_lines(scope, stand.matter.id, &model.way)) || (err = technician_offer(scope, &model.technician)))
		return err;
	model.owner = member_card_in(&people, ids[0])->name;
	model.is_mine = (stand.parties & BY_CLAIMANT) != 0;
	bool is_held = stand.ticket.claimed_by && stand.ticket.claimed_until > scope->now;
	model.agent = is_held ? member_card_in(&people, ids[1])->name : S("");
	model.may_claim = stand.ticket.is_open && !is_held;
	model.is_late = stand.ticket.is_open && stand.ticket.due_at < scope->now;
	struct page *page = model.title.len ? page_open_titled(request, model.title) : page_open(request, TEXT_ladder_matter);
	page->section = SECTION_DESK;
	page->no_index = true;
	ticket_page_html(page->view, &model);
	return page_send(page);
}

static enum err ticket_show(struct request *request)
{
	return send_ticket(request, S(""));
}

static const char *const flashes[DEED_COUNT] = {
	[DEED_CLAIM] = "ticket.taken", [DEED_RELEASE] = "ticket.released", [DEED_TO_COMMUNITY] = "ticket.to_community",
	[DEED_TO_NEIGHBOUR] = "ticket.to_neighbour", [DEED_TO_TECHNICIAN] = "ticket.to_technician",
};

static enum err ticket_step(struct request *request)
{
	int64_t id = request_id(request, "id");
	enum deed deed = (enum deed)request_with(request); /* as the routes say */
	enum err err = climb_take(request_scope(request), id, deed, S(""));
	if (err)
		return err;
	return deed == DEED_CLAIM ? redirect_with(request, flashes[deed], "/desk/tickets/%lld", (long long)id)
	                          : redirect_with(request, flashes[deed], "/desk/tickets");
}

static enum err ticket_answer(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct answer_form form = { .body = S("") };
	struct html html = { S("") };
	struct post post;
	enum err err = form_read(request, &answer_form_fields, &form);
	if (!err)
		err = markdown_html(scope->arena, form.body, &html);
	const struct post text = { .body = form.body, .html = html.at, .html_version = MARKDOWN_VERSION };
	if (!err)
		err = agent_answer(scope, request_id(request, "id"), &text, &post);
	if (err == ERR_INVALID)
		return send_ticket(request, form.body);
	return err ? err : redirect_with(request, "ticket.answered", "/desk/tickets");
}

/* ── what waits too long ── */

static enum err overdue_lines(struct scope *scope, const struct climb_list *list, struct overdue_line_list *lines_out)
{
	size_t count = list->count;
	struct overdue_line *lines = arena_take(scope->arena, (count + 1) * sizeof(*lines));
	struct subject *subjects = arena_take(scope->arena, (count + 1) * sizeof(*subjects));
	struct subject_face *faces = arena_take(scope->arena, (count + 1) * sizeof(*faces));
	int64_t *ids = arena_take(scope->arena, (2 * count + 1) * sizeof(*ids));
	struct member_card_list people;
	for (size_t i = 0; i < count; i++) {
		subjects[i] = subject_of(&matter_subject, list->at[i].matter_id);
		ids[2 * i] = list->at[i].owner_id;
		ids[2 * i + 1] = list->at[i].holder_id;
	}
	enum err err = subject_faces(scope, subjects, count, faces);
	if (err || (err = member_cards(scope, (struct ids){ ids, 2 * count }, &people)))
		return err;
	for (size_t i = 0; i < count; i++) {
		const struct climb *climb = &list->at[i];
		bool may_take = climb->thread_id && is_agent(scope) &&
		                rung_find(DEED_TO_AGENT, (enum matter_step)climb->step, BY_AGENT) != NULL;
		lines[i] = (struct overdue_line){ climb, faces[i].title, member_card_in(&people, climb->owner_id)->name,
			member_card_in(&people, climb->holder_id)->name, step_key(scope->arena, "late", climb->step), may_take };
	}
	*lines_out = (struct overdue_line_list){ lines, count };
	return OK;
}

static enum err overdue_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct overdue_after after;
	struct climb_list list;
	struct overdue_page model = { .next = S(""), .is_agent = is_agent(scope) };
	read_cursor(request_query(request, "after"), &after.at, &after.id);
	enum err err = climb_overdue(scope, after, &list);
	if (err)
		return err;
	if (list.count > OVERDUE_A_PAGE) {
		list.count = OVERDUE_A_PAGE;
		const struct climb *last = &list.at[OVERDUE_A_PAGE - 1];
		model.next = str_format(scope->arena, "/desk/overdue?after=%lld-%lld", (long long)last->overdue_at,
		                        (long long)last->matter_id);
	}
	if ((err = overdue_lines(scope, &list, &model.lines)))
		return err;
	struct page *page = desk_page(request, TEXT_ladder_overdue);
	overdue_page_html(page->view, &model);
	return page_send(page);
}
