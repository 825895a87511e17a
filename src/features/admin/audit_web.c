/*
 * audit_web.c: the book of deeds: who did what with a role's power, filtered by deed, person, thing and day; and as a table for
 * other programs.
 */
#include "features/admin/desk_web.h"

#include "features/admin/pages.gen.h"

enum { CSV_ROWS_MAX = 10000 };

static handler audit_show, audit_csv;

const struct route audit_routes[] = {
	{ GET, "/desk/audit",     BRAND_ADMINS, READS, audit_show, .about = "Who did what with a role's power" },
	{ GET, "/desk/audit.csv", BRAND_ADMINS, READS, audit_csv,  .rate = RATE_SEARCH, .about = "The same as a table" },
	ROUTES_END
};

static const struct { const char *value; enum text_id label; } groups[] = {
	{ "",         TEXT_desk_audit_all },  { "member",  TEXT_desk_members },  { "moderation", TEXT_moderation_queue },
	{ "board",    TEXT_desk_boards },     { "product", TEXT_desk_products }, { "brand",      TEXT_desk_brand },
	{ "setting",  TEXT_desk_settings },   { "helper",  TEXT_desk_audit_helpers }, { "word",  TEXT_word_title },
	{ "template", TEXT_template_title },
};

/* Deeds that have words; another is shown by its name. */
static const char *deed_key(struct arena *arena, str action)
{
	enum text_id id;
	str key = str_format(arena, "deed.%.*s", STR_ARG(action));
	return str_c(arena, text_find(key, &id) ? key : action);
}

/* ── what was asked for ── */

static moment day_asked(struct request *request, const char *name, int32_t more)
{
	const struct scope *scope = request_scope(request);
	int32_t day;
	return day_read(request_query(request, name), &day) ? moment_at(scope->zone, day_wall(day + more)) : 0;
}

static struct audit_filter filter_asked(struct request *request)
{
	struct audit_filter filter = {
		.deed = S(""), .actor_id = request_query_number(request, "by", 0),
		.from_at = day_asked(request, "from", 0), .until_at = day_asked(request, "until", 1),
		.before_id = request_query_number(request, "before", 0),
	};
	const struct subject_kind *kind = subject_kind_named(request_scope(request)->house, request_query(request, "kind"));
	filter.subject_kind = kind ? kind->number : 0;
	str asked = request_query(request, "group");
	filter.deed = str_empty(asked) ? S("") : S("?"); /* an unknown one has no entries */
	for (size_t i = 0; i < COUNT(groups); i++) {
		if (str_equal(asked, str_from(groups[i].value)))
			filter.deed = str_from(groups[i].value);
	}
	return filter;
}

/* The same question once more, from the top. */
static str query_of(struct request *request, const struct audit_filter *filter)
{
	struct arena *arena = request_scope(request)->arena;
	const struct subject_kind *kind = subject_kind_of(request_scope(request)->house, filter->subject_kind);
	return str_format(arena, "group=%.*s&by=%lld&kind=%s&from=%.*s&until=%.*s", STR_ARG(filter->deed),
	                  (long long)filter->actor_id, kind ? kind->name : "",
	                  STR_ARG(url_encode(arena, str_first(request_query(request, "from"), 10))),
	                  STR_ARG(url_encode(arena, str_first(request_query(request, "until"), 10))));
}

/* ── the page ── */

static struct choices group_choices(const struct page *page, str chosen)
{
	struct choice *choices = arena_take(page->view->arena, COUNT(groups) * sizeof(*choices));
	for (size_t i = 0; i < COUNT(groups); i++) {
		str value = str_from(groups[i].value);
		choices[i] = (struct choice){ .value = value, .chosen = str_equal(value, chosen), .hint = S(""),
			.label = text_of(page->view->arena, page->view->language, groups[i].label, NULL, 0) };
	}
	return (struct choices){ choices, COUNT(groups) };
}

/* The team of today; whoever else stands in the book is reached by a click on the name. */
static enum err actor_choices(const struct page *page, int64_t chosen, struct choices *choices_out)
{
	struct scope *scope = request_scope(page->request);
	struct member_entry_list staff;
	enum err err = member_list_staff(scope, 0, &staff);
	if (err)
		return err;
	struct choice *choices = arena_take(scope->arena, (staff.count + 1) * sizeof(*choices));
	choices[0] = (struct choice){ .value = S("0"), .hint = S(""),
		.label = text_of(scope->arena, page->view->language, TEXT_desk_audit_anybody, NULL, 0) };
	for (size_t i = 0; i < staff.count; i++)
		choices[i + 1] = (struct choice){ .value = str_format(scope->arena, "%lld", (long long)staff.at[i].id), .hint = S(""),
			.label = staff.at[i].name, .chosen = staff.at[i].id == chosen };
	*choices_out = (struct choices){ choices, staff.count + 1 };
	return OK;
}

static struct choices kind_choices(const struct page *page, int chosen)
{
	struct scope *scope = request_scope(page->request);
	const struct subject_kind *const *kind = scope->house->lists.subjects;
	struct list list;
	list_open(&list, scope->arena, sizeof(struct choice));
	*(struct choice *)list_add(&list) = (struct choice){ .value = S(""), .hint = S(""),
		.label = text_of(scope->arena, page->view->language, TEXT_desk_audit_anything, NULL, 0) };
	for (; kind && *kind; kind++) {
		enum text_id id;
		if (text_find(str_format(scope->arena, "moderation.kind_%s", (*kind)->name), &id))
			*(struct choice *)list_add(&list) = (struct choice){ .value = str_from((*kind)->name), .hint = S(""),
				.chosen = (*kind)->number == chosen, .label = text_of(scope->arena, page->view->language, id, NULL, 0) };
	}
	return (struct choices){ (const void *)list.at, list.count }; /* made as this type above */
}

static enum err audit_lines(struct scope *scope, const struct audit_entry_list *list, struct audit_line_list *lines_out)
{
	struct member_card_list actors;
	struct audit_line *lines = arena_take(scope->arena, list->count * sizeof(*lines));
	struct subject *subjects = arena_take(scope->arena, list->count * sizeof(*subjects));
	struct subject_face *faces = arena_take(scope->arena, list->count * sizeof(*faces));
	int64_t *ids = arena_take(scope->arena, list->count * sizeof(*ids));
	for (size_t i = 0; i < list->count; i++) {
		subjects[i] = list->at[i].subject;
		ids[i] = list->at[i].actor_id;
	}
	enum err err = subject_faces(scope, subjects, list->count, faces);
	if (err || (err = member_cards(scope, (struct ids){ ids, list->count }, &actors)))
		return err;
	for (size_t i = 0; i < list->count; i++)
		lines[i] = (struct audit_line){ &list->at[i], deed_key(scope->arena, list->at[i].action),
		                                member_card_in(&actors, ids[i])->name, faces[i].title, faces[i].url };
	*lines_out = (struct audit_line_list){ lines, list->count };
	return OK;
}

static enum err audit_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct audit_entry_list list;
	int64_t next_id;
	const struct audit_filter filter = filter_asked(request);
	struct audit_page model = { .from = str_first(request_query(request, "from"), 10),
		.until = str_first(request_query(request, "until"), 10), .next = S("") };
	enum err err = desk_audit(scope, &filter, &list, &next_id);
	if (err || (err = audit_lines(scope, &list, &model.lines)))
		return err;
	struct page *page = desk_page(request, TEXT_desk_audit);
	model.groups = group_choices(page, filter.deed);
	model.kinds = kind_choices(page, filter.subject_kind);
	if ((err = actor_choices(page, filter.actor_id, &model.actors)))
		return err;
	str query = query_of(request, &filter);
	model.csv = str_format(scope->arena, "/desk/audit.csv?%.*s", STR_ARG(query));
	if (next_id)
		model.next = str_format(scope->arena, "/desk/audit?%.*s&before=%lld", STR_ARG(query), (long long)next_id);
	audit_page_html(page->view, &model);
	return page_send(page);
}

/* ── as a table ── */

/* Quoted always; what a spreadsheet would take for a formula begins with an apostrophe. */
static void put_cell(struct text *csv, str value, bool is_last)
{
	text_char(csv, '"');
	if (value.len && strchr("=+-@\t\r", value.at[0]))
		text_char(csv, '\'');
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] == '"')
			text_char(csv, '"');
		text_char(csv, value.at[i]);
	}
	text_put(csv, is_last ? S("\"\r\n") : S("\","));
}

static void put_entry(struct text *csv, struct scope *scope, const struct audit_entry *entry)
{
	const struct subject_kind *kind = subject_kind_of(scope->house, entry->subject.kind);
	put_cell(csv, moment_iso(scope->arena, entry->at), false);
	put_cell(csv, str_format(scope->arena, "%lld", (long long)entry->actor_id), false);
	put_cell(csv, entry->action, false);
	put_cell(csv, str_from(kind ? kind->name : ""), false);
	put_cell(csv, str_format(scope->arena, "%lld", (long long)entry->subject.id), false);
	put_cell(csv, entry->details, true);
}

static enum err audit_csv(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct audit_filter filter = filter_asked(request);
	struct audit_entry_list list;
	struct text csv;
	int64_t next_id = 0;
	size_t rows = 0;
	text_open(&csv, scope->arena, 65536);
	text_put(&csv, S("at,actor,deed,kind,subject,details\r\n"));
	do {
		enum err err = desk_audit(scope, &filter, &list, &next_id);
		if (err)
			return err;
		for (size_t i = 0; i < list.count; i++, rows++)
			put_entry(&csv, scope, &list.at[i]);
		filter.before_id = next_id;
	} while (next_id && rows < CSV_ROWS_MAX);
	struct http_response *response = request_response(request);
	response->status = 200;
	response->content_type = S("text/csv; charset=utf-8");
	response->body = text_str(&csv);
	http_set_header(response, S("Content-Disposition"), S("attachment; filename=\"audit.csv\""));
	http_set_header(response, S("Cache-Control"), S("private, no-store"));
	return OK;
}
