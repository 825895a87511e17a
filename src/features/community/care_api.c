/* care_api.c: me too, tags, earlier texts, and what moderators do, for programs. */
#include "features/community/care.h"
#include "features/community/community_api.h"
#include "features/community/join.h"
#include "features/community/mine.h"
#include "features/community/need.h"
#include "features/community/tag.h"

static handler metoo_put, metoo_delete_one, need_delete, tags_get, tags_put, history_get, post_delete_one;
static handler pin_put, pin_delete, merge_post, split_post;

struct care_form { str why, title, posts, tags; int64_t board_id, to_id; };

static const struct field tags_fields[] = { FIELD(FIELD_TEXT, struct care_form, tags, 0, 200) };
static const struct field merge_fields[] = {
	FIELD(FIELD_ID,   struct care_form, to_id, 1, 0),
	FIELD(FIELD_TEXT, struct care_form, why,   1, REASON_MAX),
};
static const struct field split_fields[] = {
	FIELD(FIELD_TEXT, struct care_form, title,    5, THREAD_TITLE_MAX),
	FIELD(FIELD_ID,   struct care_form, board_id, 1, 0),
	FIELD(FIELD_TEXT, struct care_form, posts,    1, 500),
	FIELD(FIELD_TEXT, struct care_form, why,      1, REASON_MAX),
};
static const struct form tags_form = { "tags", tags_fields, COUNT(tags_fields) };
static const struct form merge_form = { "api_merge", merge_fields, COUNT(merge_fields) };
static const struct form split_form = { "api_split", split_fields, COUNT(split_fields) };

const struct route care_api_routes[] = {
	{ PUT,    "/api/v1/threads/:id/metoo",   MEMBERS,    WRITES, metoo_put,        .about = "I have this too" },
	{ DELETE, "/api/v1/threads/:id/metoo",   MEMBERS,    WRITES, metoo_delete_one, .about = "I do not" },
	{ DELETE, "/api/v1/threads/:id/need",    MEMBERS,    WRITES, need_delete,      .about = "Nothing is missing any more" },
	{ PUT,    "/api/v1/threads/:id/tags",    MEMBERS,    WRITES, tags_put,         .form = &tags_form,
	  .about = "The thread's tags, separated by commas" },
	{ GET,    "/api/v1/tags",                EVERYONE,   READS,  tags_get,         .answers = "list of tag",
	  .about = "All tags by key; ?after= the last key seen" },
	{ GET,    "/api/v1/posts/:id/history",   MEMBERS,    READS,  history_get,      .answers = "list of version",
	  .about = "What a post said before, the latest change first; ?after= the last version seen" },
	{ DELETE, "/api/v1/posts/:id",           MEMBERS,    WRITES, post_delete_one,  .about = "Delete one's own post" },
	{ PUT,    "/api/v1/threads/:id/pin",     MODERATORS, WRITES, pin_put,          .about = "Pin to its board" },
	{ DELETE, "/api/v1/threads/:id/pin",     MODERATORS, WRITES, pin_delete,       .about = "Unpin" },
	{ POST,   "/api/v1/threads/:id/merge",   MODERATORS, WRITES, merge_post,       .form = &merge_form,
	  .about = "Append its posts to another thread" },
	{ POST,   "/api/v1/threads/:id/split",   MODERATORS, WRITES, split_post,       .form = &split_form, .answers = "thread",
	  .about = "Posts (ids separated by commas) leave for a thread of their own" },
	ROUTES_END
};

static const struct schema_member tag_members[] = {
	MEMBER(SCHEMA_ID, struct tag, id),      MEMBER(SCHEMA_TEXT, struct tag, key),
	MEMBER(SCHEMA_TEXT, struct tag, name),  MEMBER(SCHEMA_TEXT, struct tag, about),
	MEMBER(SCHEMA_NUMBER, struct tag, thread_count),
};
const struct schema tag_schema = { "tag", sizeof(struct tag), tag_members, COUNT(tag_members) };

static const struct schema_member version_members[] = {
	MEMBER(SCHEMA_NUMBER, struct post_version, version), MEMBER(SCHEMA_TEXT, struct post_version, body),
	MEMBER(SCHEMA_ID, struct post_version, by_id),       MEMBER(SCHEMA_MOMENT, struct post_version, at),
};
const struct schema version_schema = { "version", sizeof(struct post_version), version_members, COUNT(version_members) };

static enum err nothing(struct request *request, enum err err)
{
	return err ? err : api_send_nothing(request);
}

static enum err read_form(struct request *request, const struct form *form, struct care_form *form_out)
{
	*form_out = (struct care_form){ .why = S(""), .title = S(""), .posts = S(""), .tags = S("") };
	return form_read(request, form, form_out);
}

static enum err metoo_put(struct request *request)
{
	return nothing(request, metoo_say(request_scope(request), request_id(request, "id")));
}

static enum err metoo_delete_one(struct request *request)
{
	return nothing(request, metoo_take_back(request_scope(request), request_id(request, "id")));
}

static enum err need_delete(struct request *request)
{
	return nothing(request, need_undo(request_scope(request), request_id(request, "id")));
}

static enum err tags_put(struct request *request)
{
	struct care_form form;
	enum err err = read_form(request, &tags_form, &form);
	return nothing(request, err ? err : thread_retag(request_scope(request), request_id(request, "id"), form.tags));
}

static enum err tags_get(struct request *request)
{
	struct tag_list tags;
	enum err err = tag_list_after(request_scope(request), request_query(request, "after"), &tags);
	if (err)
		return err;
	bool more = tags.count > TAGS_A_PAGE;
	if (more)
		tags.count = TAGS_A_PAGE;
	const struct api_list list = { tags.at, tags.count, 0 };
	return api_send_list_after(request, &tag_schema, &list, more ? tags.at[tags.count - 1].key : S(""));
}

static enum err history_get(struct request *request)
{
	struct post_history history;
	int64_t before = request_query_number(request, "after", INT64_MAX), next = 0;
	enum err err = post_history(request_scope(request), request_id(request, "id"), before, &history);
	if (err)
		return err;
	if (history.has_more) {
		history.versions.count = VERSIONS_A_PAGE;
		next = history.versions.at[VERSIONS_A_PAGE - 1].version;
	}
	return api_send_list(request, &version_schema,
	                     &(struct api_list){ history.versions.at, history.versions.count, next });
}

static enum err post_delete_one(struct request *request)
{
	return nothing(request, post_delete(request_scope(request), request_id(request, "id")));
}

static enum err pin_put(struct request *request)
{
	return nothing(request, thread_pin(request_scope(request), request_id(request, "id"), true));
}

static enum err pin_delete(struct request *request)
{
	return nothing(request, thread_pin(request_scope(request), request_id(request, "id"), false));
}

static enum err merge_post(struct request *request)
{
	struct care_form form;
	enum err err = read_form(request, &merge_form, &form);
	if (!err)
		err = thread_merge(request_scope(request), request_id(request, "id"), form.to_id, form.why);
	return nothing(request, err);
}

static struct ids ids_in(struct scope *scope, str text)
{
	int64_t *ids = arena_take(scope->arena, (text.len / 2 + 2) * sizeof(*ids));
	size_t count = 0;
	while (text.len) {
		if (str_number(str_trim(str_cut(&text, ',')), &ids[count]))
			count++;
	}
	return (struct ids){ ids, count };
}

static enum err split_post(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct care_form form;
	struct thread thread;
	enum err err = read_form(request, &split_form, &form);
	if (err)
		return err;
	const struct split split = { .post_ids = ids_in(scope, form.posts), .title = form.title, .board_id = form.board_id,
		.why = form.why };
	if ((err = thread_split_off(scope, request_id(request, "id"), &split, &thread)))
		return err;
	return api_send_made(request, &thread_schema, &thread,
	                     str_format(scope->arena, "/api/v1/threads/%lld", (long long)thread.id));
}
