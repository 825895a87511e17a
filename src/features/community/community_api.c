/* community_api.c: the same rules as the pages, in JSON. */
#include "features/community/community_api.h"

#include "features/community/mine.h"
#include "features/community/need.h"
#include "features/community/thread_web.h"

static handler boards_get, threads_get, thread_get, thread_make, posts_get, post_make, post_change;
static handler solution_put, solution_delete_one, kudos_put, kudos_delete_one;

static const struct field api_ask_fields[] = {
	FIELD(FIELD_ID,    struct ask_form, board_id,   1, 0),
	FIELD(FIELD_ID,    struct ask_form, product_id, 0, 0),
	FIELD(FIELD_TEXT,  struct ask_form, title,      5, THREAD_TITLE_MAX),
	FIELD(FIELD_PROSE, struct ask_form, body,       1, POST_BODY_MAX),
	FIELD(FIELD_TEXT,  struct ask_form, tags,       0, 200),
	FIELD(FIELD_BOOL,  struct ask_form, is_discussion, 0, 0),
};
static const struct form api_ask_form = { "ask", api_ask_fields, COUNT(api_ask_fields) };

const struct route community_api_routes[] = {
	{ GET,    "/api/v1/boards",                      EVERYONE, READS,  boards_get,   .answers = "list of board",
	  .about = "The brand's boards" },
	{ GET,    "/api/v1/threads",                     EVERYONE, READS,  threads_get,  .answers = "list of thread",
	  .about = "Threads, newest activity first; ?board= ?state= ?product= ?tag= (an id) ?after=" },
	{ POST,   "/api/v1/threads",                     MEMBERS,  WRITES, thread_make,  .form = &api_ask_form,
	  .rate = RATE_POST, .answers = "thread", .about = "Ask" },
	{ GET,    "/api/v1/threads/:id",                 EVERYONE, READS,  thread_get,   .answers = "thread",
	  .about = "One thread" },
	{ GET,    "/api/v1/threads/:id/posts",           EVERYONE, READS,  posts_get,    .answers = "list of post",
	  .about = "Its posts in order; ?after= the number of the last one seen" },
	{ POST,   "/api/v1/threads/:id/posts",           MEMBERS,  WRITES, post_make,    .form = &answer_form_fields,
	  .rate = RATE_POST, .answers = "post", .about = "Answer; needs_info: ask back, the asker is told" },
	{ PUT,    "/api/v1/posts/:id",                   MEMBERS,  WRITES, post_change,  .form = &reply_form_fields,
	  .rate = RATE_POST, .answers = "post", .about = "Change a post" },
	{ PUT,    "/api/v1/threads/:id/solutions/:post", MEMBERS,  WRITES, solution_put, .about = "This post solved it" },
	{ DELETE, "/api/v1/threads/:id/solutions/:post", MEMBERS,  WRITES, solution_delete_one, .about = "It did not" },
	{ PUT,    "/api/v1/posts/:id/kudos",             MEMBERS,  WRITES, kudos_put,    .about = "Say thanks" },
	{ DELETE, "/api/v1/posts/:id/kudos",             MEMBERS,  WRITES, kudos_delete_one, .about = "Take thanks back" },
	ROUTES_END
};

static const struct schema_member board_members[] = {
	MEMBER(SCHEMA_ID, struct board, id),              MEMBER(SCHEMA_TEXT, struct board, key),
	MEMBER(SCHEMA_TEXT, struct board, name),          MEMBER(SCHEMA_TEXT, struct board, about),
	MEMBER(SCHEMA_NUMBER, struct board, thread_count), MEMBER(SCHEMA_MOMENT, struct board, latest_at),
	MEMBER(SCHEMA_NUMBER, struct board, position),
	{ "posting", SCHEMA_CHOICE, offsetof(struct board, posting), posting_names, "who may begin threads and answer" },
};
static const struct schema board_schema = { "board", sizeof(struct board), board_members, COUNT(board_members) };

static const struct schema_member thread_members[] = {
	MEMBER(SCHEMA_ID, struct thread, id),              MEMBER(SCHEMA_ID, struct thread, board_id),
	MEMBER(SCHEMA_ID, struct thread, product_id),      MEMBER(SCHEMA_ID, struct thread, author_id),
	MEMBER(SCHEMA_TEXT, struct thread, title),         MEMBER(SCHEMA_TEXT, struct thread, excerpt),
	MEMBER(SCHEMA_TEXT, struct thread, lang),
	{ "state", SCHEMA_CHOICE, offsetof(struct thread, state), thread_state_names, NULL },
	MEMBER(SCHEMA_NUMBER, struct thread, post_count),  MEMBER(SCHEMA_NUMBER, struct thread, kudos_count),
	MEMBER(SCHEMA_MOMENT, struct thread, created_at),  MEMBER(SCHEMA_MOMENT, struct thread, active_at),
	MEMBER(SCHEMA_MOMENT, struct thread, closed_at),   MEMBER(SCHEMA_TEXT, struct thread, origin),
	MEMBER(SCHEMA_NUMBER, struct thread, metoo_count), MEMBER(SCHEMA_MOMENT, struct thread, pinned_at),
	{ "hidden_at", SCHEMA_MOMENT, offsetof(struct thread, hidden_at), NULL, "only its author sees it: it waits, or was hidden" },
	{ "need_at", SCHEMA_MOMENT, offsetof(struct thread, need_at), NULL, "since when more information is needed" },
	{ "need_post_id", SCHEMA_ID, offsetof(struct thread, need_post_id), NULL, "the post that says what is missing" },
};
const struct schema thread_schema = { "thread", sizeof(struct thread), thread_members, COUNT(thread_members) };

static const struct schema_member post_members[] = {
	MEMBER(SCHEMA_ID, struct post, id),               MEMBER(SCHEMA_ID, struct post, thread_id),
	MEMBER(SCHEMA_NUMBER, struct post, number),       MEMBER(SCHEMA_ID, struct post, author_id),
	MEMBER(SCHEMA_TEXT, struct post, body),           MEMBER(SCHEMA_TEXT, struct post, html),
	MEMBER(SCHEMA_NUMBER, struct post, kudos_count),  MEMBER(SCHEMA_BOOL, struct post, is_solution),
	MEMBER(SCHEMA_BOOL, struct post, has_my_kudos),   MEMBER(SCHEMA_MOMENT, struct post, created_at),
	MEMBER(SCHEMA_MOMENT, struct post, edited_at),
	{ "hidden_at", SCHEMA_MOMENT, offsetof(struct post, hidden_at), NULL, "only its author sees it: it waits, or was hidden" },
	{ "moved_to", SCHEMA_ID, offsetof(struct post, moved_to), NULL, "only a trace: the post went to this thread" },
};
static const struct schema post_schema = { "post", sizeof(struct post), post_members, COUNT(post_members) };

const struct schema *const community_schemas[] = { &board_schema, &thread_schema, &post_schema, &tag_schema,
	&version_schema, NULL };

static enum err boards_get(struct request *request)
{
	struct board_list list;
	enum err err = board_list_all(request_scope(request), &list);
	return err ? err : api_send_list(request, &board_schema, &(struct api_list){ list.at, list.count, 0 });
}

static enum err threads_get(struct request *request)
{
	struct thread_list list;
	struct thread_filter filter = {
		.board_id = request_query_number(request, "board", 0), .state = -1,
		.product_id = request_query_number(request, "product", 0), .tag_id = request_query_number(request, "tag", 0),
		.before = cursor_read(request_query(request, "after")),
	};
	for (int i = 0; i < THREAD_STATE_COUNT; i++) {
		if (str_equal(request_query(request, "state"), str_from(thread_state_names[i])))
			filter.state = i;
	}
	if (filter.product_id && filter.state < 0)
		filter.state = THREAD_SOLVED;
	enum err err = thread_list_of(request_scope(request), &filter, &list);
	if (err)
		return err;
	struct cursor next = CURSOR_NEWEST;
	if (list.count > THREADS_A_PAGE) {
		list.count = THREADS_A_PAGE;
		next = thread_cursor(&list.at[THREADS_A_PAGE - 1]);
	}
	return api_send_page(request, &thread_schema, &(struct api_list){ list.at, list.count, 0 }, next);
}

static enum err thread_get(struct request *request)
{
	struct thread thread;
	enum err err = thread_load(request_scope(request), request_id(request, "id"), &thread);
	return err ? err : api_send(request, &thread_schema, &thread);
}

static enum err thread_make(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct ask_form form = { 0 };
	struct thread thread;
	enum err err = form_read(request, &api_ask_form, &form);
	if (err)
		return err;
	if ((err = ask_post(scope, &form, &thread)))
		return err;
	str location = str_format(scope->arena, "/api/v1/threads/%lld", (long long)thread.id);
	return api_send_made(request, &thread_schema, &thread, location);
}

static enum err posts_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct thread thread;
	struct post_list list;
	int64_t after = request_query_number(request, "after", 0);
	enum err err = thread_load(scope, request_id(request, "id"), &thread);
	if (err)
		return err;
	if (after < 0 || after > thread.post_count)
		after = after < 0 ? 0 : thread.post_count;
	if ((err = post_list_of(scope, thread.id, after + 1, &list)))
		return err;
	int64_t last = list.count ? list.at[list.count - 1].number : 0;
	return api_send_list(request, &post_schema,
	                     &(struct api_list){ list.at, list.count, last < thread.post_count ? last : 0 });
}

static enum err draw(struct scope *scope, int64_t thread_id, str body, struct post *text_out)
{
	struct html html;
	enum err err = text_draw(scope, thread_id, body, &html);
	if (!err)
		*text_out = (struct post){ .body = body, .html = html.at, .html_version = MARKDOWN_VERSION };
	return err;
}

static enum err post_make(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct answer_form form = { .body = S("") };
	struct post text, post;
	int64_t thread_id = request_id(request, "id");
	enum err err = form_read(request, &answer_form_fields, &form);
	if (err || (err = draw(scope, thread_id, form.body, &text)))
		return err;
	err = form.needs_info ? thread_ask_back(scope, thread_id, &text, &post) : thread_reply(scope, thread_id, &text, &post);
	if (err)
		return err;
	str location = str_format(scope->arena, "/api/v1/threads/%lld/posts", (long long)post.thread_id);
	return api_send_made(request, &post_schema, &post, location);
}

static enum err post_change(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct answer_form form = { .body = S("") };
	struct post text, post;
	enum err err = form_read(request, &reply_form_fields, &form);
	if (err || (err = post_load(scope, request_id(request, "id"), &post)))
		return err;
	if ((err = draw(scope, post.thread_id, form.body, &text)) || (err = post_edit(scope, post.id, &text)))
		return err;
	if ((err = post_load(scope, post.id, &post)))
		return err;
	return api_send(request, &post_schema, &post);
}

static enum err solution_put(struct request *request)
{
	enum err err = solution_mark(request_scope(request), request_id(request, "id"), request_id(request, "post"));
	return err ? err : api_send_nothing(request);
}

static enum err solution_delete_one(struct request *request)
{
	enum err err = solution_undo(request_scope(request), request_id(request, "id"), request_id(request, "post"));
	return err ? err : api_send_nothing(request);
}

static enum err kudos_put(struct request *request)
{
	struct post post;
	enum err err = kudos_give(request_scope(request), request_id(request, "id"), &post);
	return err ? err : api_send_nothing(request);
}

static enum err kudos_delete_one(struct request *request)
{
	struct post post;
	enum err err = kudos_take_back(request_scope(request), request_id(request, "id"), &post);
	return err ? err : api_send_nothing(request);
}
