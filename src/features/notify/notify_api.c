/* notify_api.c: the inbox as JSON. */
#include "features/notify/notify_api.h"

#include "features/notify/follow_api.h"
#include "features/notify/inbox_web.h"
#include "features/notify/push_web.h"

struct api_read { int64_t id, until; };

static const struct field api_read_fields[] = {
	FIELD(FIELD_ID, struct api_read, id,    0, 0),
	FIELD(FIELD_ID, struct api_read, until, 0, 0),
};
static const struct form api_read_form = { "inbox_read", api_read_fields, COUNT(api_read_fields) };

static handler inbox_get, inbox_read;

const struct route notify_api_routes[] = {
	{ GET,  "/api/v1/inbox",      MEMBERS, READS,  inbox_get,  .about = "What concerns one, newest first; ?after=",
	  .answers = "list of notice" },
	{ POST, "/api/v1/inbox/read", MEMBERS, WRITES, inbox_read, .form = &api_read_form,
	  .about = "Mark one notice (id), all up to one (until) or all as read" },
	ROUTES_END
};

/* A notice as others' programs see it. */
struct api_notice { int64_t id; str kind; int64_t actor_id; str words, title, url; int64_t count; moment at; bool is_new; };

static const struct schema_member notice_members[] = {
	MEMBER(SCHEMA_ID, struct api_notice, id),       MEMBER(SCHEMA_TEXT, struct api_notice, kind),
	MEMBER(SCHEMA_ID, struct api_notice, actor_id), MEMBER(SCHEMA_TEXT, struct api_notice, words),
	MEMBER(SCHEMA_TEXT, struct api_notice, title),  MEMBER(SCHEMA_TEXT, struct api_notice, url),
	MEMBER(SCHEMA_NUMBER, struct api_notice, count), MEMBER(SCHEMA_MOMENT, struct api_notice, at),
	MEMBER(SCHEMA_BOOL, struct api_notice, is_new),
};
static const struct schema notice_schema = { "notice", sizeof(struct api_notice), notice_members, COUNT(notice_members) };
const struct schema *const notify_schemas[] = { &notice_schema, &follow_schema, NULL };

static enum err inbox_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct notice_list list;
	struct notice_line_list lines;
	int64_t next = 0;
	enum err err = notice_list_mine(scope, request_query_number(request, "after", 0), &list);
	if (err)
		return err;
	if (list.count > NOTICES_A_PAGE) {
		list.count = NOTICES_A_PAGE;
		next = list.at[NOTICES_A_PAGE - 1].id;
	}
	if ((err = notice_lines(scope, &list, &lines)))
		return err;
	enum language language = (enum language)0;
	(void)language_find(scope->language, &language);
	struct api_notice *out = arena_take(scope->arena, lines.count * sizeof(*out));
	for (size_t i = 0; i < lines.count; i++) {
		const struct notice_line *line = &lines.at[i];
		const struct notice *notice = line->notice;
		out[i] = (struct api_notice){ notice->id, notice->kind, notice->actor_id,
			notice_words(scope->arena, language, line), line->title, line->url, notice->count, notice->at,
			notice->is_new };
	}
	return api_send_list(request, &notice_schema, &(struct api_list){ out, lines.count, next });
}

static enum err inbox_read(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct api_read form = { 0 };
	struct notice notice;
	enum err err = form_read(request, &api_read_form, &form);
	if (err)
		return err;
	err = form.id ? notice_open(scope, form.id, &notice) : notice_read_all(scope, form.until);
	if (err || (err = notice_push_own(scope)))
		return err;
	return api_send_nothing(request);
}
