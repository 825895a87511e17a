/*
 * member_web.c: a member's public page, one's own page, profile, and matters.
 *
 * A stranger sees name, languages and what the slices show of a member; the town
 * is for members, or for everyone when the member helps in person.
 */
#include "features/member/member_web.h"

#include "base/weblink.h"
#include "features/member/member_news.h"
#include "features/member/pages.gen.h"

enum { PLACES_SHOWN = 8, MATTERS_ON_ME = 3, MATTERS_A_PAGE = 20 };

static handler member_show, me_show, profile_show, profile_save, matters_show;

const struct route member_routes[] = {
	{ GET,  "/members/:id", EVERYONE, READS,  member_show,  .about = "A member's public page" },
	{ GET,  "/me",          MEMBERS,  READS,  me_show,      .about = "One's own page" },
	{ GET,  "/me/matters",  MEMBERS,  READS,  matters_show, .about = "One's matters, each as one trail" },
	{ GET,  "/me/profile",  MEMBERS,  READS,  profile_show, .about = "One's profile, to be changed" },
	{ POST, "/me/profile",  MEMBERS,  WRITES, profile_save, .about = "Change one's profile" },
	ROUTES_END
};

const struct nav_entry member_nav[] = {
	{ SECTION_ME, TEXT_nav_me, "user", "/me", EVERYONE },
	{ .path = NULL }
};

/* The languages one may say to speak: those that the first brands' customers speak most. */
static const char *const spoken_codes[] = { "de", "en", "fr", "it", "es", "pt", "tr", "pl", "ru", "uk", "ar", "sq",
	"hr", "sr", "nl", "ro", "el", "hu", "cs", "ta", "fa", NULL };

static const struct field profile_fields[] = {
	FIELD(FIELD_TEXT,  struct profile_form, name,     1, MEMBER_NAME_MAX),
	FIELD(FIELD_TEXT,  struct profile_form, language, 0, 2),
	{ "languages", FIELD_CODES, offsetof(struct profile_form, languages), 0, 0, spoken_codes },
	FIELD(FIELD_TEXT,  struct profile_form, place,    0, 80),
	FIELD(FIELD_TEXT,  struct profile_form, place_choice, 0, 200),
	FIELD(FIELD_TEXT,  struct profile_form, phone,    0, 30),
	FIELD(FIELD_PROSE, struct profile_form, about,    0, 4000),
	FIELD(FIELD_PROSE, struct profile_form, links,    0, 1600),
};
static const struct form profile_form = { "profile", profile_fields, COUNT(profile_fields) };

/* ── a member ── */

static struct code_list codes_of(struct arena *arena, str codes)
{
	struct code_list list = { arena_take(arena, COUNT(spoken_codes) * sizeof(*list.at)), 0 };
	while (!str_empty(codes) && list.count < COUNT(spoken_codes))
		list.at[list.count++] = str_cut(&codes, ' ');
	return list;
}

static struct link_list links_of(struct arena *arena, str lines)
{
	struct link_list list = { arena_take(arena, MEMBER_LINKS_MAX * sizeof(*list.at)), 0 };
	while (!str_empty(lines) && list.count < MEMBER_LINKS_MAX) {
		str url = str_trim(str_cut(&lines, '\n'));
		if (weblink_is_good(url)) /* also what was stored by older rules */
			list.at[list.count++] = (struct link){ url, weblink_host(url) };
	}
	return list;
}

struct hung { struct page *page; struct member_page *model; int64_t member_id; };

/* All that hangs on who it is, which the address tells. */
static enum err load_hung(struct scope *scope, const struct hung *hung)
{
	struct member_page *model = hung->model;
	const struct subject subject = subject_of(&member_subject, hung->member_id);
	const bool is_own = hung->member_id == scope->member_id;
	str picture;
	enum err err = member_pictures(scope, (struct ids){ &hung->member_id, 1 }, &picture);
	if (err)
		return err;
	model->may_take_picture_down = picture.len && !is_own && has_role(scope, ROLE_MODERATOR);
	if ((err = panel_fill(hung->page, PANEL_MEMBER_BADGE, &subject, 1, &model->badges)))
		return err;
	if ((err = panel_fill(hung->page, PANEL_HEAD, &subject, 1, &model->head)))
		return err;
	if ((err = panel_fill(hung->page, PANEL_MEMBER_PROFILE, &subject, 1, &model->panels)))
		return err;
	return panel_fill(hung->page, is_own ? PANEL_CARE : PANEL_FLAG, &subject, 1, &model->care);
}

/* The same without rows: nothing of it hangs on anything but the address (docs/decisions/0059). */
static enum err ask_hung(struct scope *scope, void *data)
{
	const struct hung *asked = data;
	struct member_page model = { 0 };
	const struct hung hung = { asked->page, &model, asked->member_id };
	const struct subject me = subject_of(&member_subject, scope->member_id);
	struct member member;
	struct html html;
	const enum err missed[] = {
		member_load(scope, hung.member_id, &member),
		load_hung(scope, &hung),
		scope->member_id ? panel_fill(hung.page, PANEL_FRAME, &me, 1, &html) : OK,
	};
	return missed[0];
}

static enum err member_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	struct page *page = page_open_titled(request, S(""));
	struct member_page model = { .member = &member };
	struct hung hung = { page, &model, request_id(request, "id") };
	scope_ahead(scope, ask_hung, &hung);
	enum err err = member_load(scope, hung.member_id, &member);
	if (err)
		return err;
	if (member_is_hidden(scope, &member))
		return refuse(scope, ERR_NOT_FOUND, "member.not_found");
	model = (struct member_page){
		.member = &member, .languages = codes_of(scope->arena, member.languages),
		.links = links_of(scope->arena, member.links), .is_own = member.id == scope->member_id,
		.shows_town = member.town.len && (scope->member_id || (member.roles & ROLE_HELPER)),
		.is_suspended = member.suspended_until > scope->now,
	};
	if ((err = markdown_html(scope->arena, member.about, &model.about)))
		return err;
	page->title = member.name;
	page->section = SECTION_HELP;
	page->no_index = true; /* people are found by what they wrote, not by their names */
	if ((err = load_hung(scope, &hung)))
		return err;
	member_page_html(page->view, &model);
	return page_send(page);
}

/* Hats that everyone may see: vetted helpers, the brand's people. */
static enum err badges_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct member_card_list cards;
	int64_t *ids = arena_take(scope->arena, count * sizeof(*ids));
	for (size_t i = 0; i < count; i++)
		ids[i] = subjects[i].kind == member_subject.number ? subjects[i].id : 0;
	enum err err = member_cards(scope, (struct ids){ ids, count }, &cards);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		const struct member_card *card = member_card_in(&cards, ids[i]);
		struct text text;
		if (!member_is_staff(card))
			continue;
		text_open(&text, scope->arena, 256);
		struct view piece = view_begin(page->view, &text);
		member_badges_html(&piece, card);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}

/* Home begins with what is open; what is over has its place under /me/matters. */
static enum err home_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct matter_view_list matters, open = { NULL, 0 };
	struct text text;
	(void)subjects;
	assert(count == 1);
	enum err err = matter_views(request_scope(page->request), CURSOR_NEWEST, &matters);
	if (err)
		return err;
	open.at = arena_take(request_scope(page->request)->arena, MATTERS_ON_ME * sizeof(*open.at));
	for (size_t i = 0; i < matters.count && open.count < MATTERS_ON_ME; i++) {
		if (!matters.at[i].is_over)
			open.at[open.count++] = matters.at[i];
	}
	if (!open.count)
		return OK;
	struct view view = view_begin(page->view, &text);
	home_matters_html(&view, open);
	htmls_out[0] = view_end(&view);
	return OK;
}

const struct panel member_panels[] = {
	{ PANEL_MEMBER_BADGE, badges_fill },
	{ PANEL_HOME_MEMBER, home_fill },
	{ PANEL_COUNT, NULL }
};

/* ── one's own ── */

static enum err me_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	struct me_page model = { .member = &member, .is_staff = (scope->roles & ~(unsigned)(ROLE_MEMBER | ROLE_HELPER)) != 0 };
	enum err err = member_load(scope, scope->member_id, &member);
	if (err || (err = matter_views(scope, CURSOR_NEWEST, &model.matters)))
		return err;
	if (model.matters.count > MATTERS_ON_ME)
		model.matters.count = MATTERS_ON_ME;

	struct page *page = page_open(request, TEXT_nav_me);
	page->section = SECTION_ME;
	struct subject me = subject_of(&member_subject, member.id);
	if ((err = panel_fill(page, PANEL_ME, &me, 1, &model.panels)))
		return err;
	me_page_html(page->view, &model);
	return page_send(page);
}

static enum err matters_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct matters_page model = { .next = S("") };
	enum err err = matter_views(scope, cursor_read(request_query(request, "before")), &model.matters);
	if (err)
		return err;
	if (model.matters.count >= MATTERS_A_PAGE) {
		const struct matter_view *last = &model.matters.at[model.matters.count - 1];
		model.next = cursor_text(scope->arena, (struct cursor){ last->changed_at, last->id });
	}

	struct page *page = page_open(request, TEXT_matter_mine);
	page->section = SECTION_ME;
	matters_page_html(page->view, &model);
	return page_send(page);
}

/* ── the words of matters ── */

/* To whom it belongs, and to whoever helps with it. */
static const struct { enum text_id own, other; } step_texts[] = {
	[MATTER_ASKED]       = { TEXT_matter_step_asked,       TEXT_matter_step_asked_other },
	[MATTER_ANSWERED]    = { TEXT_matter_step_answered,    TEXT_matter_step_answered_other },
	[MATTER_HELP_WANTED] = { TEXT_matter_step_help_wanted, TEXT_matter_step_help_wanted_other },
	[MATTER_OFFERED]     = { TEXT_matter_step_offered,     TEXT_matter_step_offered_other },
	[MATTER_BOOKED]      = { TEXT_matter_step_booked,      TEXT_matter_step_booked_other },
	[MATTER_VISIT]       = { TEXT_matter_step_visit,       TEXT_matter_step_visit_other },
	[MATTER_DONE]        = { TEXT_matter_step_done,        TEXT_matter_step_done_other },
	[MATTER_SOLVED]      = { TEXT_matter_step_solved,      TEXT_matter_step_solved_other },
	[MATTER_CLOSED]      = { TEXT_matter_step_closed,      TEXT_matter_step_closed_other },
	[MATTER_EXPERTS_ASKED] = { TEXT_matter_step_experts_asked, TEXT_matter_step_experts_asked_other },
	[MATTER_WITH_AGENT]    = { TEXT_matter_step_with_agent,    TEXT_matter_step_with_agent_other },
	[MATTER_TECHNICIAN]    = { TEXT_matter_step_technician,    TEXT_matter_step_technician_other },
	[MATTER_REQUESTED]     = { TEXT_matter_step_requested,     TEXT_matter_step_requested_other },
};
static_assert(COUNT(step_texts) == MATTER_STEP_COUNT, "one row a step");

static const struct { const char *kind; enum text_id text; } link_texts[] = {
	{ "thread", TEXT_matter_open_thread }, { "post", TEXT_matter_open_thread },
	{ "task", TEXT_matter_open_task },     { "offer", TEXT_matter_open_task },
	{ "booking", TEXT_matter_open_booking },
};

enum text_id matter_step_text(int step, bool is_own)
{
	assert(step >= 0 && step < MATTER_STEP_COUNT);
	return is_own ? step_texts[step].own : step_texts[step].other;
}

enum text_id matter_link_text(str kind)
{
	for (size_t i = 0; i < COUNT(link_texts); i++) {
		if (str_equal(kind, str_from(link_texts[i].kind)))
			return link_texts[i].text;
	}
	return TEXT_matter_open;
}

const char *matter_chip_key(struct view *view, str kind)
{
	enum text_id id;
	str key = str_format(view->arena, "matter.kind_%.*s", STR_ARG(kind));
	return text_find(key, &id) ? str_c(view->arena, key) : "matter.kind_other";
}

/* ── the profile ── */

static struct choices page_languages(struct scope *scope, str chosen)
{
	struct choice *choices = arena_take(scope->arena, LANGUAGE_COUNT * sizeof(*choices));
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		enum language language = (enum language)i; /* below the count */
		choices[i] = (struct choice){ .value = language_code(language), .label = language_name(language),
			.chosen = str_equal(chosen, language_code(language)) };
	}
	return (struct choices){ choices, LANGUAGE_COUNT };
}

static bool is_among(str codes, str code)
{
	while (!str_empty(codes)) {
		if (str_equal(str_cut(&codes, ' '), code))
			return true;
	}
	return false;
}

static struct choices spoken_languages(const struct view *view, str chosen)
{
	size_t count = COUNT(spoken_codes) - 1;
	struct choice *choices = arena_take(view->arena, count * sizeof(*choices));
	for (size_t i = 0; i < count; i++) {
		str code = str_from(spoken_codes[i]);
		str key = str_format(view->arena, "language.%s", spoken_codes[i]);
		choices[i] = (struct choice){ .value = code, .label = text_plain(view->language, str_c(view->arena, key)),
			.chosen = is_among(chosen, code) };
	}
	return (struct choices){ choices, count };
}

/* Tells places of one name apart; towns have no code of their own. */
static str place_value(struct arena *arena, const struct place *place)
{
	return str_format(arena, "%.*s-%.*s-%.*s-%.3f", STR_ARG(place->country), STR_ARG(place->code),
	                  STR_ARG(place->region), place->lat);
}

static struct choices places_to_choose(struct scope *scope, const struct profile_form *form)
{
	struct refusal refusal = scope->refusal;
	struct place_list found;
	if (!refusal.reason || strcmp(refusal.reason, "place.several") != 0)
		return (struct choices){ NULL, 0 };
	if (place_find(scope, form->place, S(""), &found))
		found.count = 0;
	scope->refusal = refusal;
	size_t count = found.count < PLACES_SHOWN ? found.count : PLACES_SHOWN;
	struct choice *choices = arena_take(scope->arena, count * sizeof(*choices));
	for (size_t i = 0; i < count; i++) {
		const struct place *place = &found.at[i];
		choices[i] = (struct choice){
			.value = place_value(scope->arena, place),
			.label = str_trim(str_format(scope->arena, "%.*s %.*s", STR_ARG(place->code), STR_ARG(place->name))),
			.hint = place->region,
		};
	}
	return (struct choices){ choices, count };
}

static enum err show_profile(struct request *request, const struct profile_form *form)
{
	struct scope *scope = request_scope(request);
	struct page *page = page_open(request, TEXT_member_profile);
	page->section = SECTION_ME;
	page->narrow = true;
	struct profile_page model = {
		.form = form, .page_languages = page_languages(scope, form->language),
		.spoken = spoken_languages(page->view, form->languages), .places = places_to_choose(scope, form),
	};
	profile_page_html(page->view, &model);
	return page_send(page);
}

static str place_line(struct arena *arena, const struct member *member)
{
	if (str_empty(member->postal_code))
		return member->town;
	return str_format(arena, "%.*s %.*s", STR_ARG(member->postal_code), STR_ARG(member->town));
}

static enum err profile_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct member member;
	enum err err = member_load(scope, scope->member_id, &member);
	if (err)
		return err;
	struct profile_form form = {
		.name = member.name, .language = member.language, .languages = member.languages, .phone = member.phone,
		.about = member.about, .links = member.links, .place = place_line(scope->arena, &member),
	};
	return show_profile(request, &form);
}

/* One of those that were asked back, or what was typed. */
static enum err choose_place(struct scope *scope, const struct profile_form *form, struct member *member)
{
	struct place_list found = { 0 };
	if (!str_empty(form->place_choice) && place_find(scope, form->place, S(""), &found))
		scope_forgive(scope); /* then it is told by what was typed */
	for (size_t i = 0; i < found.count; i++) {
		if (str_equal(form->place_choice, place_value(scope->arena, &found.at[i]))) {
			member_take_place(member, &found.at[i]);
			return OK;
		}
	}
	return member_set_place(scope, member, form->place);
}

static enum err save(struct scope *scope, const struct profile_form *form)
{
	struct member member;
	enum language language;
	enum err err = member_load(scope, scope->member_id, &member);
	if (err)
		return err;
	if (!str_empty(form->language) && !language_find(form->language, &language))
		return refuse_field(scope, "language", "field.no_choice");
	/* The place as it was shown needs no looking up: it may be one of several of its name. */
	bool is_as_shown = str_equal(form->place, place_line(scope->arena, &member)) && str_empty(form->place_choice);
	if (!is_as_shown && (err = choose_place(scope, form, &member)))
		return err;
	member.name = form->name;
	member.language = form->language;
	member.languages = form->languages;
	member.phone = form->phone;
	member.about = form->about;
	member.links = form->links;
	return member_change(scope, &member);
}

static enum err profile_save(struct request *request)
{
	struct profile_form form = { .name = S("") };
	enum err err = form_read(request, &profile_form, &form);
	if (!err)
		err = save(request_scope(request), &form);
	/* A place that is not found is the form's matter, whatever it is called. */
	const char *field = request_scope(request)->refusal.field;
	if (err == ERR_INVALID || (err && field && strcmp(field, "place") == 0))
		return show_profile(request, &form);
	if (err)
		return err;
	return redirect_with(request, "member.profile_saved", "/me");
}
