/*
 * matter_web.c: a matter's own page: where it stands, who holds it, until when, what comes next, and its whole way.
 *
 * What may be done is drawn from the same table that decides it (rung.h).
 */
#include "features/ladder/ladder_web.h"
#include "features/ladder/pages.gen.h"

static handler matter_show, matter_step, agent_ask, agent_submit, technician_show, asked_show, asked_save;

struct agent_form { str note; };
static const struct field agent_fields[] = { FIELD(FIELD_PROSE, struct agent_form, note, 0, CLIMB_NOTE_MAX) };
static const struct form agent_form_fields = { "agent_question", agent_fields, COUNT(agent_fields) };

const struct route matter_routes[] = {
	{ GET,  "/matters/:id",                 MEMBERS, READS,  matter_show, .about = "One matter: its step, who holds it, its whole way" },
	{ GET,  "/matters/:id/agent",           MEMBERS, READS,  agent_ask,   .about = "Hand a question to the brand's service",
	  .counts = COUNTS_INTENT },
	{ POST, "/matters/:id/agent",           MEMBERS, WRITES, agent_submit, DEED_TO_AGENT, .form = &agent_form_fields,
	  .counts = COUNTS_CONTACT,
	  .about = "Hand a question to the brand's service" },
	{ POST, "/matters/:id/community",       MEMBERS, WRITES, matter_step, DEED_TO_COMMUNITY, .about = "Back to the community" },
	{ POST, "/matters/:id/technician",      MEMBERS, WRITES, matter_step, DEED_TO_TECHNICIAN, .about = "A technician was called" },
	{ POST, "/matters/:id/technician/done", MEMBERS, WRITES, matter_step, DEED_TECHNICIAN_WAS_THERE, .about = "The technician was there" },
	{ POST, "/matters/:id/unsolved",        MEMBERS, WRITES, matter_step, DEED_NOT_SOLVED, .about = "It does not help yet" },
	{ POST, "/matters/:id/closing",         MEMBERS, WRITES, matter_step, DEED_CLOSE, .about = "Close a matter" },
	{ POST, "/matters/:id/reopening",       MEMBERS, WRITES, matter_step, DEED_REOPEN, .about = "Open a matter again" },
	{ GET,  "/technician",                  EVERYONE, READS, technician_show, .about = "The brand's technician beside the neighbours" },
	{ GET,  "/me/asked",                    MEMBERS, READS,  asked_show, .about = "Whether one is asked for help" },
	{ POST, "/me/asked",                    MEMBERS, WRITES, asked_save, .about = "Pause being asked, or end the pause" },
	ROUTES_END
};

/* ── words ── */

const char *step_key(struct arena *arena, const char *what, int step)
{
	assert(step >= 0 && step < MATTER_STEP_COUNT);
	return str_c(arena, str_format(arena, "ladder.%s_%s", what, matter_step_names[step]));
}

static const char *way_key(struct arena *arena, const struct way_step *step)
{
	if (step->deed == DEED_MOVED)
		return step_key(arena, "way", step->step);
	return str_c(arena, str_format(arena, "deed.ladder.%s", deed_name((enum deed)step->deed)));
}

enum err way_lines(struct scope *scope, int64_t matter_id, struct way_line_list *lines_out)
{
	struct way_step_list steps;
	struct member_card_list actors;
	enum err err = way_load(scope, matter_id, &steps);
	if (err)
		return err;
	struct way_line *lines = arena_take(scope->arena, steps.count * sizeof(*lines));
	int64_t *ids = arena_take(scope->arena, steps.count * sizeof(*ids));
	for (size_t i = 0; i < steps.count; i++)
		ids[i] = steps.at[i].actor_id;
	if ((err = member_cards(scope, (struct ids){ ids, steps.count }, &actors)))
		return err;
	for (size_t i = 0; i < steps.count; i++) {
		const struct way_step *step = &steps.at[i];
		lines[i] = (struct way_line){ way_key(scope->arena, step), member_card_in(&actors, step->actor_id)->name, step->at,
			step->due_at, step->deed == DEED_OVERDUE };
	}
	*lines_out = (struct way_line_list){ lines, steps.count };
	return OK;
}

static enum err trail_lines(struct scope *scope, int64_t matter_id, struct trail_line_list *lines_out)
{
	struct trail_step_list steps;
	enum err err = trail_steps(scope, (struct ids){ &matter_id, 1 }, &steps);
	if (err)
		return err;
	struct subject *subjects = arena_take(scope->arena, steps.count * sizeof(*subjects));
	struct subject_face *faces = arena_take(scope->arena, steps.count * sizeof(*faces));
	struct trail_line *lines = arena_take(scope->arena, steps.count * sizeof(*lines));
	size_t count = 0;
	for (size_t i = 0; i < steps.count; i++)
		subjects[i] = steps.at[i].subject;
	if ((err = subject_faces(scope, subjects, steps.count, faces)))
		return err;
	for (size_t i = 0; i < steps.count; i++) {
		const struct subject_kind *kind = subject_kind_of(scope->house, subjects[i].kind);
		if (kind && faces[i].title.len)
			lines[count++] = (struct trail_line){ str_from(kind->name), faces[i].title, faces[i].url, steps.at[i].at };
	}
	*lines_out = (struct trail_line_list){ lines, count };
	return OK;
}

/* ── the matter ── */

static enum err load_page(struct page *page, const struct stand *stand, struct matter_page *model)
{
	struct scope *scope = request_scope(page->request);
	struct next_list nexts;
	struct member_card_list holders;
	enum err err = way_lines(scope, stand->matter.id, &model->way);
	if (err || (err = trail_lines(scope, stand->matter.id, &model->trail)))
		return err;
	if ((err = member_cards(scope, (struct ids){ &stand->matter.holder_id, 1 }, &holders)))
		return err;
	model->holder_name = member_card_in(&holders, stand->matter.holder_id)->name;
	if ((err = next_of_stand(scope, stand, &nexts)))
		return err;
	return next_lines(page, &nexts, &model->nexts);
}

static enum err face_of(struct scope *scope, const struct matter *matter, struct subject_face *face_out)
{
	const struct subject both[] = { matter->root, matter->latest };
	struct subject_face faces[2];
	enum err err = subject_faces(scope, both, 2, faces);
	if (!err) /* a helper may know the booking, but not the question it began with */
		*face_out = faces[0].title.len ? faces[0] : faces[1];
	return err;
}

static enum err matter_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct stand stand;
	struct subject_face face;
	enum err err = stand_load(scope, request_id(request, "id"), &stand);
	if (err || (err = face_of(scope, &stand.matter, &face)))
		return err;
	struct page *page = face.title.len ? page_open_titled(request, face.title) : page_open(request, TEXT_ladder_matter);
	struct matter_page model = {
		.stand = &stand, .title = page->title, .url = face.url,
		.is_own = (stand.parties & BY_OWNER) != 0, .is_late = stand.climb.overdue_at != 0,
		.is_over = (MATTER_STEPS_OVER & 1u << stand.matter.step) != 0,
		.shows_note = stand.ticket.is_open && stand.ticket.note.len && stand.parties != 0,
		.now = step_key(scope->arena, (stand.parties & BY_OWNER) ? "now" : "way", (int)stand.matter.step),
		.next = step_key(scope->arena, "then", (int)stand.matter.step),
	};
	if ((err = load_page(page, &stand, &model)))
		return err;
	page->section = model.is_own ? SECTION_ME : SECTION_DESK;
	page->no_index = true;
	matter_page_html(page->view, &model);
	return page_send(page);
}

static const char *const flashes[DEED_COUNT] = {
	[DEED_TO_AGENT] = "ladder.done_to_agent", [DEED_TO_COMMUNITY] = "ladder.done_to_community",
	[DEED_TO_TECHNICIAN] = "ladder.done_to_technician", [DEED_TECHNICIAN_WAS_THERE] = "ladder.done_technician",
	[DEED_NOT_SOLVED] = "ladder.done_not_solved", [DEED_CLOSE] = "ladder.done_close", [DEED_REOPEN] = "ladder.done_reopen",
};

static enum err matter_step(struct request *request)
{
	int64_t id = request_id(request, "id");
	enum deed deed = (enum deed)request_with(request); /* as the routes say */
	enum err err = climb_take(request_scope(request), id, deed, S(""));
	return err ? err : redirect_with(request, flashes[deed], "/matters/%lld", (long long)id);
}

static enum err send_agent(struct request *request, int64_t matter_id, str note)
{
	struct scope *scope = request_scope(request);
	struct stand stand;
	struct subject_face face;
	struct agent_page model = { .matter_id = matter_id, .note = note };
	const struct refusal refusal = scope->refusal; /* a matter without a ticket takes it back */
	enum err err = stand_load(scope, matter_id, &stand);
	if (err || (err = face_of(scope, &stand.matter, &face)))
		return err;
	scope->refusal = refusal;
	if (!stand_may(&stand, DEED_TO_AGENT))
		return refuse(scope, ERR_CONFLICT, "ladder.not_now");
	if ((err = setting_number(scope, ladder_agent_hours, &model.hours)))
		return err;
	model.title = face.title;
	struct page *page = page_open(request, TEXT_ladder_agent_title);
	page->section = SECTION_ME;
	page->narrow = true;
	page->no_index = true;
	agent_page_html(page->view, &model);
	return page_send(page);
}

static enum err agent_ask(struct request *request)
{
	return send_agent(request, request_id(request, "id"), S(""));
}

static enum err agent_submit(struct request *request)
{
	struct agent_form form = { .note = S("") };
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &agent_form_fields, &form);
	if (!err)
		err = climb_take(request_scope(request), id, DEED_TO_AGENT, form.note);
	if (err == ERR_INVALID)
		return send_agent(request, id, form.note);
	return err ? err : redirect_with(request, flashes[DEED_TO_AGENT], "/matters/%lld", (long long)id);
}

/* ── the technician, beside the neighbours ── */

static enum err technician_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct technician technician;
	struct nearest nearest;
	struct technician_page model = { .technician = &technician, .nearest = &nearest, .currency = scope->currency };
	enum err err = technician_offer(scope, &technician);
	if (err || (err = next_nearest(scope, &nearest)))
		return err;
	int64_t matter_id = request_query_number(request, "matter", 0);
	if (scope->member_id && matter_id > 0) {
		struct stand stand;
		if ((err = stand_load(scope, matter_id, &stand)))
			return err;
		model.matter_id = stand_may(&stand, DEED_TO_TECHNICIAN) && (stand.parties & BY_OWNER) ? matter_id : 0;
	}
	model.has_place = nearest.count > 0;
	struct page *page = page_open(request, TEXT_ladder_technician);
	page->section = SECTION_HELP;
	technician_page_html(page->view, &model);
	return page_send(page);
}

/* ── being asked ── */

struct asked_form { int64_t days; };
static const struct field asked_fields[] = { FIELD(FIELD_NUMBER, struct asked_form, days, 0, EXPERT_PAUSE_MAX) };
static const struct form asked_form = { "asked", asked_fields, COUNT(asked_fields) };

static enum err asked_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct asked_page model = { .now = scope->now };
	enum err err = expert_self(scope, &model.self);
	if (err || (err = setting_number(scope, ladder_experts_a_week, &model.a_week)))
		return err;
	struct page *page = page_open(request, TEXT_ladder_asked);
	page->section = SECTION_ME;
	page->narrow = true;
	asked_page_html(page->view, &model);
	return page_send(page);
}

static enum err asked_save(struct request *request)
{
	struct asked_form form = { 0 };
	enum err err = form_read(request, &asked_form, &form);
	if (!err)
		err = expert_pause(request_scope(request), form.days);
	if (err == ERR_INVALID)
		return asked_show(request);
	return err ? err : redirect_with(request, form.days ? "ladder.asked_paused" : "ladder.asked_again", "/me/asked");
}
