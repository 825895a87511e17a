/* tag_web.c: pages of tags. */
#include "features/community/tag_web.h"

#include "features/community/community_news.h"
#include "features/community/pages.gen.h"

static handler tags_show, tag_show, tag_suggest, thread_tags_show, thread_tags_submit;
static handler desk_tags_show, desk_tag_new, desk_tag_show, desk_tag_submit, desk_tag_merge;

struct tags_form { str tags; };
struct tag_form { str name, about, to; };

static const struct field tags_fields[] = { FIELD(FIELD_TEXT, struct tags_form, tags, 0, 200) };
static const struct form tags_form = { "tags", tags_fields, COUNT(tags_fields) };
static const struct field tag_fields[] = {
	FIELD(FIELD_TEXT,  struct tag_form, name,  2, TAG_NAME_MAX),
	FIELD(FIELD_PROSE, struct tag_form, about, 0, 500),
};
static const struct form tag_form = { "tag", tag_fields, COUNT(tag_fields) };
static const struct field merge_fields[] = { FIELD(FIELD_TEXT, struct tag_form, to, 2, TAG_NAME_MAX) };
static const struct form tag_merge_form = { "tag_merge", merge_fields, COUNT(merge_fields) };

const struct route tag_routes[] = {
	{ GET,  "/tags",             EVERYONE, READS,  tags_show,          .about = "All tags" },
	{ GET,  "/tags/suggest",     EVERYONE, READS,  tag_suggest,        .rate = RATE_SEARCH, .about = "Tags that begin so" },
	{ GET,  "/tags/:key",        EVERYONE, READS,  tag_show,           .about = "A tag's threads" },
	{ GET,  "/threads/:id/tags", MEMBERS,  READS,  thread_tags_show,   .about = "A thread's tags, to be changed" },
	{ POST, "/threads/:id/tags", MEMBERS,  WRITES, thread_tags_submit, .form = &tags_form, .about = "Change a thread's tags" },
	ROUTES_END
};

const struct route desk_tag_routes[] = {
	{ GET,  "/desk/tags",           MODERATORS, READS,  desk_tags_show,  .about = "Tags" },
	{ GET,  "/desk/tags/new",       MODERATORS, READS,  desk_tag_new,    .about = "A new tag" },
	{ POST, "/desk/tags",           MODERATORS, WRITES, desk_tag_submit, .form = &tag_form, .about = "Make a tag" },
	{ GET,  "/desk/tags/:id",       MODERATORS, READS,  desk_tag_show,   .about = "A tag, to be changed" },
	{ POST, "/desk/tags/:id",       MODERATORS, WRITES, desk_tag_submit, .form = &tag_form, .about = "Change a tag" },
	{ POST, "/desk/tags/:id/merge", MODERATORS, WRITES, desk_tag_merge,  .form = &tag_merge_form,
	  .about = "Merge a tag into another" },
	ROUTES_END
};

static enum err load_tags(struct request *request, struct tags_page *model, const char *path)
{
	struct scope *scope = request_scope(request);
	model->more = S("");
	enum err err = tag_list_after(scope, request_query(request, "after"), &model->tags);
	if (err || model->tags.count <= TAGS_A_PAGE)
		return err;
	model->tags.count = TAGS_A_PAGE;
	model->more = str_format(scope->arena, "%s?after=%.*s", path, STR_ARG(model->tags.at[TAGS_A_PAGE - 1].key));
	return OK;
}

static enum err tags_show(struct request *request)
{
	struct tags_page model = { .may_order = is_moderator(request_scope(request)) };
	enum err err = load_tags(request, &model, "/tags");
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_tag_all);
	page->section = SECTION_HELP;
	page->canonical = S("/tags");
	page->no_index = !str_empty(request_query(request, "after"));
	page_cache(page);
	page_shows(page, subject_of(&tag_subject, 0));
	tags_page_html(page->view, &model);
	return page_send(page);
}

static enum err tag_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct tag tag;
	enum err err = tag_load_seen(scope, request_param(request, "key"), &tag);
	if (err)
		return err;
	return help_send(request, &(struct help_page){ .state = -1, .tag = &tag },
	                 str_format(scope->arena, "/tags/%.*s", STR_ARG(tag.key)));
}

static enum err tag_suggest(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct tag_list tags = { NULL, 0 };
	str start = tag_key(scope->arena, request_query(request, "q"));
	enum err err = str_empty(start) ? OK : tag_list_beginning(scope, start, &tags);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_tag_all);
	tag_suggestions_html(page->view, &tags);
	return page_send_fragment(page);
}

static enum err send_thread_tags(struct request *request, const struct thread *thread, str tags)
{
	struct page *page = page_open(request, TEXT_tag_change);
	page->section = SECTION_HELP;
	page->narrow = page->no_index = true;
	thread_tags_page_html(page->view, &(struct thread_tags_page){ thread, tags });
	return page_send(page);
}

static enum err load_tagged(struct request *request, struct thread *thread_out)
{
	struct scope *scope = request_scope(request);
	enum err err = thread_load(scope, request_id(request, "id"), thread_out);
	if (err)
		return err;
	return thread_may_tag(scope, thread_out) ? OK : refuse(scope, ERR_FORBIDDEN, "tag.not_yours_to_set");
}

static enum err thread_tags_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct thread thread;
	struct thread_tag_list tags;
	enum err err = load_tagged(request, &thread);
	if (err || (err = tag_list_of(scope, (struct ids){ &thread.id, 1 }, &tags)))
		return err;
	return send_thread_tags(request, &thread, tag_names(scope, &tags, thread.id));
}

static enum err thread_tags_submit(struct request *request)
{
	struct thread thread;
	struct tags_form form = { S("") };
	enum err err = load_tagged(request, &thread);
	if (err)
		return err;
	err = form_read(request, &tags_form, &form);
	if (!err)
		err = thread_retag(request_scope(request), thread.id, form.tags);
	if (err == ERR_INVALID)
		return send_thread_tags(request, &thread, form.tags);
	return err ? err : redirect_with(request, "tag.changed", "/threads/%lld", (long long)thread.id);
}

/* ── the desk ── */

static enum err desk_tags_show(struct request *request)
{
	struct tags_page model = { .is_desk = true };
	enum err err = load_tags(request, &model, "/desk/tags");
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_tag_all);
	page->section = SECTION_DESK;
	tags_page_html(page->view, &model);
	return page_send(page);
}

static enum err send_desk_tag(struct request *request, const struct tag *tag)
{
	struct page *page = tag->id ? page_open_titled(request, tag->name) : page_open(request, TEXT_tag_new);
	page->section = SECTION_DESK;
	page->narrow = true;
	desk_tag_page_html(page->view, &(struct desk_tag_page){ tag });
	return page_send(page);
}

static enum err desk_tag_new(struct request *request)
{
	return send_desk_tag(request, &(struct tag){ .name = S(""), .about = S("") });
}

static enum err desk_tag_show(struct request *request)
{
	struct tag tag;
	enum err err = tag_load(request_scope(request), request_id(request, "id"), &tag);
	return err ? err : send_desk_tag(request, &tag);
}

static enum err desk_tag_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct tag tag = { .name = S(""), .about = S("") };
	struct tag_form form = { S(""), S(""), S("") };
	bool is_new = str_empty(request_param(request, "id"));
	enum err err = is_new ? OK : tag_load(scope, request_id(request, "id"), &tag);
	if (err)
		return err;
	err = form_read(request, &tag_form, &form);
	tag.name = form.name;
	tag.about = form.about;
	if (!err)
		err = is_new ? tag_make(scope, &tag) : tag_rename(scope, &tag);
	if (err == ERR_INVALID)
		return send_desk_tag(request, &tag);
	return err ? err : redirect_with(request, "tag.saved", "/desk/tags");
}

static enum err desk_tag_merge(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct tag tag, to;
	struct tag_form form = { S(""), S(""), S("") };
	enum err err = tag_load(scope, request_id(request, "id"), &tag);
	if (err)
		return err;
	err = form_read(request, &tag_merge_form, &form);
	if (!err) {
		err = tag_find(scope, tag_key(scope->arena, form.to), &to);
		err = err == ERR_NOT_FOUND ? refuse_field(scope, "to", "tag.not_found") : err ? err : tag_merge(scope, tag.id, to.id);
	}
	if (err == ERR_INVALID)
		return send_desk_tag(request, &tag);
	return err ? err : redirect_with(request, "tag.merged", "/desk/tags/%lld", (long long)to.id);
}
