/*
 * meta_web.c: what search engines read of a thread (docs/rules/structured-data.md).
 *
 * A question with its answers is a QAPage; a discussion a DiscussionForumPosting.  Only public
 * boards say anything, and only what stands on the page is said.  The page writes "<" as \u003c,
 * so no text ends the block.
 */
#include "base/json.h"
#include "base/utf8.h"
#include "features/community/thread_page_web.h"

#define WORDS_MAX 4000

static void put(struct json_writer *json, str name, str value)
{
	json_name(json, name);
	json_put_text(json, value);
}

static void put_number(struct json_writer *json, str name, int64_t number)
{
	json_name(json, name);
	json_put_integer(json, number);
}

/* Many stand on a page: written piece by piece, which printf takes ten times as long for. */
static void put_url(struct json_writer *json, const struct scope *scope, str path, int64_t id)
{
	struct text url;
	text_open(&url, scope->arena, scope->origin.len + path.len + 20);
	text_put(&url, scope->origin);
	text_put(&url, path);
	text_number(&url, id);
	put(json, S("url"), text_str(&url));
}

static void put_author(struct json_writer *json, struct scope *scope, const struct thread_page *model, int64_t author_id)
{
	const struct member_card *card = member_card_in(&model->authors, author_id);
	if (!card->id)
		return;
	json_name(json, S("author"));
	json_object(json);
	put(json, S("@type"), S("Person"));
	put(json, S("name"), card->name);
	put_url(json, scope, S("/members/"), author_id);
	json_object_end(json);
}

static void put_entity(struct text *text, str entity)
{
	static const struct { str name; char sign; } entities[] = {
		{ { "amp", 3 }, '&' }, { { "lt", 2 }, '<' }, { { "gt", 2 }, '>' }, { { "quot", 4 }, '"' }, { { "#39", 3 }, '\'' },
	};
	for (size_t i = 0; i < COUNT(entities); i++) {
		if (str_equal(entities[i].name, entity))
			text_char(text, entities[i].sign);
	}
}

/* Up to the first tag or entity. */
static size_t plain_words(str html)
{
	const char *tag = memchr(html.at, '<', html.len);
	size_t plain = tag ? (size_t)(tag - html.at) : html.len; /* both lie in html */
	const char *entity = plain ? memchr(html.at, '&', plain) : NULL;
	return entity ? (size_t)(entity - html.at) : plain;
}

/* The page does not read the source, so the words come from the HTML. */
str html_words(struct arena *arena, str html, size_t max)
{
	struct text text;
	text_open(&text, arena, html.len + 1);
	while (html.len && text.len < 4 * max) {
		size_t plain = plain_words(html);
		text_put(&text, str_first(html, plain));
		html = str_skip(html, plain);
		bool is_entity = html.len && html.at[0] == '&' && memchr(html.at, ';', html.len);
		if (is_entity) {
			html = str_skip(html, 1);
			put_entity(&text, str_cut(&html, ';'));
		} else if (html.len && html.at[0] == '<') {
			str_cut(&html, '>');
		} else if (html.len) {
			text_char(&text, html.at[0]);
			html = str_skip(html, 1);
		}
	}
	return utf8_first(str_trim(text_str(&text)), max);
}

static void put_post(struct json_writer *json, struct scope *scope, const struct thread_page *model,
                     const struct post *post)
{
	put(json, S("text"), html_words(scope->arena, post->html, WORDS_MAX));
	if (post->created_at)
		put(json, S("datePublished"), moment_iso(scope->arena, post->created_at));
	if (post->edited_at)
		put(json, S("dateModified"), moment_iso(scope->arena, post->edited_at));
	put_number(json, S("upvoteCount"), post->kudos_count);
	put_url(json, scope, S("/posts/"), post->id);
	put_author(json, scope, model, post->author_id);
}

static bool is_answer(const struct post *post)
{
	return post->number > 1 && !post->hidden_at && !post->deleted_at && !post->moved_to;
}

static void put_answers(struct json_writer *json, struct scope *scope, const struct thread_page *model,
                        const char *name, const struct post_list *posts, bool solutions)
{
	bool any = false;
	for (size_t i = 0; i < posts->count; i++) {
		const struct post *post = &posts->at[i];
		if (!is_answer(post) || post->is_solution != solutions)
			continue;
		if (!any) {
			json_name(json, str_from(name));
			json_list(json);
		}
		any = true;
		json_object(json);
		put(json, S("@type"), S("Answer"));
		put_post(json, scope, model, post);
		json_object_end(json);
	}
	if (any)
		json_list_end(json);
}

static bool has_answer(const struct thread_page *model)
{
	for (size_t i = 0; i < model->posts.count; i++) {
		if (is_answer(&model->posts.at[i]))
			return true;
	}
	return model->solutions.count > 0;
}

static void put_question(struct json_writer *json, struct scope *scope, const struct thread_page *model)
{
	put(json, S("@type"), S("QAPage"));
	json_name(json, S("mainEntity"));
	json_object(json);
	put(json, S("@type"), S("Question"));
	put(json, S("name"), model->thread->title);
	put_number(json, S("answerCount"), model->thread->post_count - 1);
	put_post(json, scope, model, &model->posts.at[0]);
	put_answers(json, scope, model, "acceptedAnswer", &model->solutions, true);
	put_answers(json, scope, model, "suggestedAnswer", &model->posts, false);
	json_object_end(json);
}

static void put_discussion(struct json_writer *json, struct scope *scope, const struct thread_page *model)
{
	put(json, S("@type"), S("DiscussionForumPosting"));
	put(json, S("headline"), model->thread->title);
	put_post(json, scope, model, &model->posts.at[0]);
	json_name(json, S("comment"));
	json_list(json);
	for (size_t i = 0; i < model->posts.count; i++) {
		if (!is_answer(&model->posts.at[i]))
			continue;
		json_object(json);
		put(json, S("@type"), S("Comment"));
		put_post(json, scope, model, &model->posts.at[i]);
		json_object_end(json);
	}
	json_list_end(json);
}

/* The question itself stands on the first page only; a question without any answer says nothing yet. */
str thread_linked_data(struct scope *scope, const struct thread_page *model)
{
	struct text text;
	struct json_writer json;
	bool is_discussion = model->thread->state == THREAD_DISCUSSION;
	if (model->pager.page != 1 || (!is_discussion && !has_answer(model)))
		return S("");
	text_open(&text, scope->arena, 4096);
	json_open(&json, &text);
	json_object(&json);
	put(&json, S("@context"), S("https://schema.org"));
	if (is_discussion)
		put_discussion(&json, scope, model);
	else
		put_question(&json, scope, model);
	json_object_end(&json);
	return text_str(&text);
}
