/* article_api.c: the same rules as the pages, in JSON. */
#include "features/articles/article_api.h"

#include "features/articles/article_web.h"

static handler articles_get, article_get, article_make_one, article_publish_one, comments_get, comment_make_one;

struct api_article_form { int kind; str title, body; int64_t product_id; };
struct api_comment_form { str body; };

static const struct field article_fields[] = {
	FIELD_OF(FIELD_CHOICE, struct api_article_form, kind, 0, article_kind_names),
	FIELD(FIELD_TEXT,  struct api_article_form, title,      5, ARTICLE_TITLE_MAX),
	FIELD(FIELD_PROSE, struct api_article_form, body,       1, ARTICLE_BODY_MAX),
	FIELD(FIELD_ID,    struct api_article_form, product_id, 0, 0),
};
static const struct form article_form = { "article_new", article_fields, COUNT(article_fields) };
static const struct field comment_fields[] = { FIELD(FIELD_PROSE, struct api_comment_form, body, 1, COMMENT_BODY_MAX) };
static const struct form comment_form = { "comment_new", comment_fields, COUNT(comment_fields) };

const struct route article_api_routes[] = {
	{ GET,  "/api/v1/articles",                 EVERYONE, READS,  articles_get, .answers = "list of article",
	  .about = "Published articles of a kind, newest first; ?kind= guide, news, story ?product= an id ?after=" },
	{ POST, "/api/v1/articles",                 MEMBERS,  WRITES, article_make_one, .form = &article_form, .rate = RATE_POST,
	  .answers = "article", .about = "Begin an article: a draft" },
	{ GET,  "/api/v1/articles/:id",             EVERYONE, READS,  article_get, .answers = "article", .about = "One article" },
	{ PUT,  "/api/v1/articles/:id/publication", MEMBERS,  WRITES, article_publish_one, .answers = "article",
	  .about = "Publish what is written, or hand it in where the brand looks first" },
	{ GET,  "/api/v1/articles/:id/comments",    EVERYONE, READS,  comments_get, .answers = "list of comment",
	  .about = "Its comments in order; ?after= the number of the last one seen" },
	{ POST, "/api/v1/articles/:id/comments",    MEMBERS,  WRITES, comment_make_one, .form = &comment_form, .rate = RATE_POST,
	  .answers = "comment", .about = "Comment" },
	ROUTES_END
};

static const struct schema_member article_members[] = {
	MEMBER(SCHEMA_ID, struct article, id),
	{ "kind", SCHEMA_CHOICE, offsetof(struct article, kind), article_kind_names, NULL },
	{ "state", SCHEMA_CHOICE, offsetof(struct article, state), article_states, NULL },
	MEMBER(SCHEMA_ID, struct article, author_id),       MEMBER(SCHEMA_ID, struct article, product_id),
	MEMBER(SCHEMA_TEXT, struct article, lang),          MEMBER(SCHEMA_TEXT, struct article, title),
	MEMBER(SCHEMA_TEXT, struct article, excerpt),
	{ "body", SCHEMA_TEXT, offsetof(struct article, body), NULL, "Markdown; empty in lists" },
	MEMBER(SCHEMA_TEXT, struct article, html),          MEMBER(SCHEMA_NUMBER, struct article, version),
	MEMBER(SCHEMA_MOMENT, struct article, published_at), MEMBER(SCHEMA_MOMENT, struct article, changed_at),
	MEMBER(SCHEMA_MOMENT, struct article, checked_at),
	MEMBER(SCHEMA_NUMBER, struct article, helped_count), MEMBER(SCHEMA_NUMBER, struct article, missed_count),
	MEMBER(SCHEMA_NUMBER, struct article, comment_count),
};
static const struct schema article_schema = { "article", sizeof(struct article), article_members, COUNT(article_members) };

static const struct schema_member comment_members[] = {
	MEMBER(SCHEMA_ID, struct comment, id),           MEMBER(SCHEMA_ID, struct comment, article_id),
	MEMBER(SCHEMA_NUMBER, struct comment, number),   MEMBER(SCHEMA_ID, struct comment, author_id),
	MEMBER(SCHEMA_TEXT, struct comment, html),       MEMBER(SCHEMA_MOMENT, struct comment, made_at),
	MEMBER(SCHEMA_MOMENT, struct comment, deleted_at),
};
static const struct schema comment_schema = { "comment", sizeof(struct comment), comment_members, COUNT(comment_members) };
const struct schema *const article_schemas[] = { &article_schema, &comment_schema, NULL };

static enum err articles_get(struct request *request)
{
	struct article_list list;
	struct article_filter filter = { .kind = ARTICLE_GUIDE, .product_id = request_query_number(request, "product", 0),
		.before = cursor_read(request_query(request, "after")) };
	for (int i = 0; i < ARTICLE_KIND_COUNT; i++) {
		if (str_equal(request_query(request, "kind"), str_from(article_kind_names[i])))
			filter.kind = i;
	}
	enum err err = article_load_list(request_scope(request), &filter, &list);
	if (err)
		return err;
	struct cursor next = CURSOR_NEWEST;
	if (list.count > ARTICLES_A_PAGE) {
		list.count = ARTICLES_A_PAGE;
		next = article_cursor(&list.at[ARTICLES_A_PAGE - 1]);
	}
	return api_send_page(request, &article_schema, &(struct api_list){ list.at, list.count, 0 }, next);
}

static enum err article_get(struct request *request)
{
	struct article article;
	enum err err = article_show(request_scope(request), request_id(request, "id"), &article);
	return err ? err : api_send(request, &article_schema, &article);
}

static enum err article_make_one(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct api_article_form form = { .kind = 0 };
	struct article article;
	struct html html;
	enum err err = form_read(request, &article_form, &form);
	if (err)
		return err;
	if (markdown_html(scope->arena, form.body, &html))
		return refuse_field(scope, "body", "field.too_long");
	const struct article_text text = { .title = form.title, .body = form.body, .html = html.at, .note = S(""),
		.excerpt = markdown_excerpt(scope->arena, form.body, 240), .html_version = MARKDOWN_VERSION,
		.product_id = form.product_id };
	err = article_make(scope, &(struct article_new){ .kind = form.kind, .text = &text }, &article);
	if (err)
		return err;
	str location = str_format(scope->arena, "/api/v1/articles/%lld", (long long)article.id);
	return api_send_made(request, &article_schema, &article, location);
}

static enum err article_publish_one(struct request *request)
{
	enum article_outcome outcome;
	enum err err = article_publish(request_scope(request), request_id(request, "id"), 0, &outcome);
	return err ? err : article_get(request);
}

static enum err comments_get(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct article article;
	struct comment_list list;
	int64_t after = request_query_number(request, "after", 0);
	enum err err = article_show(scope, request_id(request, "id"), &article);
	if (err || (err = comment_list_of(scope, article.id, after < 0 ? 1 : after + 1, &list)))
		return err;
	int64_t next = list.count == COMMENTS_A_PAGE ? list.at[list.count - 1].number : 0;
	return api_send_list(request, &comment_schema, &(struct api_list){ list.at, list.count, next });
}

static enum err comment_make_one(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct api_comment_form form = { S("") };
	struct comment comment;
	struct html html;
	enum err err = form_read(request, &comment_form, &form);
	if (err)
		return err;
	if (markdown_html(scope->arena, form.body, &html))
		return refuse_field(scope, "body", "field.too_long");
	const struct comment_text text = { form.body, html.at, MARKDOWN_VERSION };
	if ((err = comment_make(scope, request_id(request, "id"), &text, &comment)))
		return err;
	str location = str_format(scope->arena, "/api/v1/articles/%lld/comments?after=%lld", (long long)comment.article_id,
	                          (long long)comment.number - 1);
	return api_send_made(request, &comment_schema, &comment, location);
}
