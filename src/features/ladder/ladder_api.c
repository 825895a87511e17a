/*
 * ladder_api.c: one matter and what may be done with it; the agents' queue, for a desk that works in its own program.
 *
 * The rules are those of the pages: rung.h decides, the same refusals come back.
 */
#include "features/ladder/ladder_api.h"

#include "features/community/community_news.h"
#include "features/ladder/agent.h"
#include "features/ladder/ladder_web.h"

static handler matter_get, matter_step, agent_submit, tickets_get, ticket_get, ticket_next, ticket_step, ticket_answer;

struct api_note { str note; };
static const struct field note_fields[] = { FIELD(FIELD_PROSE, struct api_note, note, 0, CLIMB_NOTE_MAX) };
static const struct form note_form = { "matter_note", note_fields, COUNT(note_fields) };
struct api_answer { str body; };
static const struct field answer_fields[] = { FIELD(FIELD_PROSE, struct api_answer, body, 1, POST_BODY_MAX) };
static const struct form answer_form = { "ticket_answer", answer_fields, COUNT(answer_fields) };

const struct route ladder_api_routes[] = {
	{ GET,  "/api/v1/matters/:id",                 MEMBERS, READS,  matter_get, .answers = "matter_stand",
	  .about = "Where it stands, who holds it, until when, and what may be done" },
	{ POST, "/api/v1/matters/:id/agent",           MEMBERS, WRITES, agent_submit, DEED_TO_AGENT, .form = &note_form,
	  .answers = "matter_stand", .about = "Hand it to the brand's service" },
	{ POST, "/api/v1/matters/:id/community",       MEMBERS, WRITES, matter_step, DEED_TO_COMMUNITY,
	  .answers = "matter_stand", .about = "Back to the community" },
	{ POST, "/api/v1/matters/:id/technician",      MEMBERS, WRITES, matter_step, DEED_TO_TECHNICIAN,
	  .answers = "matter_stand", .about = "A technician was called" },
	{ POST, "/api/v1/matters/:id/technician/done", MEMBERS, WRITES, matter_step, DEED_TECHNICIAN_WAS_THERE,
	  .answers = "matter_stand", .about = "The technician was there" },
	{ POST, "/api/v1/matters/:id/unsolved",        MEMBERS, WRITES, matter_step, DEED_NOT_SOLVED,
	  .answers = "matter_stand", .about = "It does not help yet" },
	{ POST, "/api/v1/matters/:id/closing",         MEMBERS, WRITES, matter_step, DEED_CLOSE,
	  .answers = "matter_stand", .about = "Close it" },
	{ POST, "/api/v1/matters/:id/reopening",       MEMBERS, WRITES, matter_step, DEED_REOPEN,
	  .answers = "matter_stand", .about = "Open it again" },
	{ GET,  "/api/v1/tickets",                AGENTS, READS,  tickets_get, .answers = "list of ticket",
	  .about = "What the brand's agents have in hand, the most urgent first; ?after=" },
	{ POST, "/api/v1/tickets/next",           AGENTS, WRITES, ticket_next, .answers = "ticket",
	  .about = "Take the most urgent one that nobody holds" },
	{ GET,  "/api/v1/tickets/:id",            AGENTS, READS,  ticket_get, .answers = "ticket", .about = "One, by its matter" },
	{ POST, "/api/v1/tickets/:id/claim",      AGENTS, WRITES, ticket_step, DEED_CLAIM, .answers = "ticket", .about = "Take it" },
	{ POST, "/api/v1/tickets/:id/release",    AGENTS, WRITES, ticket_step, DEED_RELEASE, .answers = "ticket",
	  .about = "Give it back to the queue" },
	{ POST, "/api/v1/tickets/:id/answers",    AGENTS, WRITES, ticket_answer, .form = &answer_form, .answers = "ticket",
	  .about = "Answer it in its thread" },
	{ POST, "/api/v1/tickets/:id/community",  AGENTS, WRITES, ticket_step, DEED_TO_COMMUNITY, .answers = "ticket",
	  .about = "Back to the community" },
	{ POST, "/api/v1/tickets/:id/neighbour",  AGENTS, WRITES, ticket_step, DEED_TO_NEIGHBOUR, .answers = "ticket",
	  .about = "Suggest help at home" },
	{ POST, "/api/v1/tickets/:id/technician", AGENTS, WRITES, ticket_step, DEED_TO_TECHNICIAN, .answers = "ticket",
	  .about = "Send a technician" },
	ROUTES_END
};

/* ── a matter ── */

struct api_matter { int64_t id, owner_id, thread_id, holder_id; int step, holder; moment due_at, changed_at; bool is_overdue; str title, url, may; };
static const struct schema_member matter_members[] = {
	MEMBER(SCHEMA_ID, struct api_matter, id), MEMBER(SCHEMA_TEXT, struct api_matter, title),
	MEMBER(SCHEMA_TEXT, struct api_matter, url), MEMBER(SCHEMA_ID, struct api_matter, owner_id),
	{ "thread_id", SCHEMA_ID, offsetof(struct api_matter, thread_id), NULL, "0: it did not begin with a question" },
	{ "step", SCHEMA_CHOICE, offsetof(struct api_matter, step), matter_step_names, "How far it has come" },
	{ "holder", SCHEMA_CHOICE, offsetof(struct api_matter, holder), matter_holder_names, "Who should act" },
	MEMBER(SCHEMA_ID, struct api_matter, holder_id), MEMBER(SCHEMA_MOMENT, struct api_matter, due_at),
	MEMBER(SCHEMA_BOOL, struct api_matter, is_overdue), MEMBER(SCHEMA_MOMENT, struct api_matter, changed_at),
	{ "may", SCHEMA_TEXT, offsetof(struct api_matter, may), NULL, "What this member may do now, separated by blanks" },
};
static const struct schema matter_schema = { "matter_stand", sizeof(struct api_matter), matter_members, COUNT(matter_members) };

static str deeds_of(struct scope *scope, const struct stand *stand)
{
	struct text text;
	text_open(&text, scope->arena, 128);
	for (int deed = DEED_MOVED + 1; deed < DEED_COUNT; deed++) {
		if (stand_may(stand, (enum deed)deed))
			text_format(&text, "%s%s", text.len ? " " : "", deed_name((enum deed)deed));
	}
	return text_str(&text);
}

static enum err send_matter(struct request *request, int64_t matter_id)
{
	struct scope *scope = request_scope(request);
	struct stand stand;
	struct subject_face faces[2];
	enum err err = stand_load(scope, matter_id, &stand);
	if (err)
		return err;
	const struct subject both[] = { stand.matter.root, stand.matter.latest };
	if ((err = subject_faces(scope, both, COUNT(both), faces)))
		return err;
	const struct subject_face *face = faces[0].title.len ? &faces[0] : &faces[1];
	const struct matter *matter = &stand.matter;
	const struct api_matter out = {
		.id = matter->id, .owner_id = matter->owner_id, .thread_id = stand.climb.thread_id, .holder_id = matter->holder_id,
		.step = matter->step, .holder = matter->holder, .due_at = matter->due_at, .changed_at = matter->changed_at,
		.is_overdue = stand.climb.overdue_at != 0, .title = face->title, .url = face->url, .may = deeds_of(scope, &stand),
	};
	return api_send(request, &matter_schema, &out);
}

static enum err matter_get(struct request *request)
{
	return send_matter(request, request_id(request, "id"));
}

static enum err matter_step(struct request *request)
{
	int64_t id = request_id(request, "id");
	enum err err = climb_take(request_scope(request), id, (enum deed)request_with(request), S("")); /* as the routes say */
	return err ? err : send_matter(request, id);
}

static enum err agent_submit(struct request *request)
{
	struct api_note form = { .note = S("") };
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &note_form, &form);
	if (!err)
		err = climb_take(request_scope(request), id, DEED_TO_AGENT, form.note);
	return err ? err : send_matter(request, id);
}

/* ── the agents' queue ── */

struct api_ticket { int64_t matter_id, thread_id, owner_id, claimed_by; bool is_open, is_late; moment opened_at, due_at, claimed_until; str title, owner, note; };
static const struct schema_member ticket_members[] = {
	MEMBER(SCHEMA_ID, struct api_ticket, matter_id), MEMBER(SCHEMA_ID, struct api_ticket, thread_id),
	MEMBER(SCHEMA_TEXT, struct api_ticket, title), MEMBER(SCHEMA_ID, struct api_ticket, owner_id),
	MEMBER(SCHEMA_TEXT, struct api_ticket, owner), MEMBER(SCHEMA_TEXT, struct api_ticket, note),
	MEMBER(SCHEMA_BOOL, struct api_ticket, is_open), MEMBER(SCHEMA_BOOL, struct api_ticket, is_late),
	MEMBER(SCHEMA_MOMENT, struct api_ticket, opened_at), MEMBER(SCHEMA_MOMENT, struct api_ticket, due_at),
	{ "claimed_by", SCHEMA_ID, offsetof(struct api_ticket, claimed_by), NULL, "The agent who has it; 0 = nobody" },
	MEMBER(SCHEMA_MOMENT, struct api_ticket, claimed_until),
};
static const struct schema ticket_schema = { "ticket", sizeof(struct api_ticket), ticket_members, COUNT(ticket_members) };
const struct schema *const ladder_schemas[] = { &matter_schema, &ticket_schema, NULL };

static enum err make_tickets(struct scope *scope, const struct ticket_list *list, struct api_ticket *out)
{
	struct subject *subjects = arena_take(scope->arena, (list->count + 1) * sizeof(*subjects));
	struct subject_face *faces = arena_take(scope->arena, (list->count + 1) * sizeof(*faces));
	int64_t *ids = arena_take(scope->arena, (list->count + 1) * sizeof(*ids));
	struct member_card_list owners;
	for (size_t i = 0; i < list->count; i++) {
		subjects[i] = subject_of(&thread_subject, list->at[i].thread_id);
		ids[i] = list->at[i].owner_id;
	}
	enum err err = subject_faces(scope, subjects, list->count, faces);
	if (err || (err = member_cards(scope, (struct ids){ ids, list->count }, &owners)))
		return err;
	for (size_t i = 0; i < list->count; i++) {
		const struct ticket *ticket = &list->at[i];
		bool is_held = ticket->claimed_by && ticket->claimed_until > scope->now;
		out[i] = (struct api_ticket){
			.matter_id = ticket->matter_id, .thread_id = ticket->thread_id, .owner_id = ticket->owner_id,
			.claimed_by = is_held ? ticket->claimed_by : 0, .is_open = ticket->is_open,
			.is_late = ticket->is_open && ticket->due_at < scope->now, .opened_at = ticket->opened_at, .due_at = ticket->due_at,
			.claimed_until = is_held ? ticket->claimed_until : 0, .title = faces[i].title,
			.owner = member_card_in(&owners, ticket->owner_id)->name, .note = ticket->note,
		};
	}
	return OK;
}

static enum err tickets_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct cursor after = cursor_read(request_query(request, "after")), next = CURSOR_NEWEST;
	struct ticket_list list;
	if (cursor_is_newest(after))
		after = (struct cursor){ 0, 0 };
	enum err err = tickets_list(scope, (struct ticket_after){ after.at, after.id }, &list);
	if (err)
		return err;
	if (list.count > TICKETS_A_PAGE) {
		list.count = TICKETS_A_PAGE;
		next = (struct cursor){ list.at[TICKETS_A_PAGE - 1].due_at, list.at[TICKETS_A_PAGE - 1].matter_id };
	}
	struct api_ticket *out = arena_take(scope->arena, (list.count + 1) * sizeof(*out));
	if ((err = make_tickets(scope, &list, out)))
		return err;
	return api_send_page(request, &ticket_schema, &(struct api_list){ .at = out, .count = list.count }, next);
}

static enum err send_ticket(struct request *request, int64_t matter_id)
{
	struct scope *scope = request_scope(request);
	struct stand stand;
	struct api_ticket out;
	enum err err = stand_load(scope, matter_id, &stand);
	if (err)
		return err;
	if (!stand.ticket.matter_id)
		return refuse(scope, ERR_NOT_FOUND, "ticket.not_found");
	err = make_tickets(scope, &(struct ticket_list){ &stand.ticket, 1 }, &out);
	return err ? err : api_send(request, &ticket_schema, &out);
}

static enum err ticket_get(struct request *request)
{
	return send_ticket(request, request_id(request, "id"));
}

static enum err ticket_next(struct request *request)
{
	int64_t id;
	enum err err = agent_take_next(request_scope(request), &id);
	return err ? err : send_ticket(request, id);
}

static enum err ticket_step(struct request *request)
{
	int64_t id = request_id(request, "id");
	enum err err = climb_take(request_scope(request), id, (enum deed)request_with(request), S("")); /* as the routes say */
	return err ? err : send_ticket(request, id);
}

static enum err ticket_answer(struct request *request)
{
	struct api_answer form = { .body = S("") };
	struct html html = { S("") };
	struct post post;
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &answer_form, &form);
	if (!err)
		err = markdown_html(request_scope(request)->arena, form.body, &html);
	const struct post text = { .body = form.body, .html = html.at, .html_version = MARKDOWN_VERSION };
	if (!err)
		err = agent_answer(request_scope(request), id, &text, &post);
	return err ? err : send_ticket(request, id);
}
