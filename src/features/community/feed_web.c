/*
 * feed_web.c: Atom feeds of all questions, a board, a tag, a thread; and the community's part of the sitemap.
 *
 * Feed readers have no log-in: what is not for everyone has no feed, whoever asks.
 */
#include "features/community/feed_web.h"

#include "features/community/thread_page_web.h"
#include "view/html_escape.h"

static handler help_feed, board_feed, tag_feed, thread_feed;

const struct route feed_routes[] = {
	{ GET, "/help/feed",        EVERYONE, READS, help_feed,   .about = "New questions, as an Atom feed" },
	{ GET, "/boards/:key/feed", EVERYONE, READS, board_feed,  .about = "A board's threads, as an Atom feed" },
	{ GET, "/tags/:key/feed",   EVERYONE, READS, tag_feed,    .about = "A tag's threads, as an Atom feed" },
	{ GET, "/threads/:id/feed", EVERYONE, READS, thread_feed, .about = "A thread's latest posts, as an Atom feed" },
	ROUTES_END
};

struct feed { struct scope *scope; struct text text; };

/* XML knows no control characters but these. */
static void put_words(struct feed *feed, str words)
{
	for (size_t i = 0; i < words.len;) {
		size_t end = i;
		while (end < words.len && ((unsigned char)words.at[end] >= ' ' || words.at[end] == '\n' || words.at[end] == '\t'))
			end++;
		html_escape(&feed->text, (str){ words.at + i, end - i });
		i = end + 1;
	}
}

static void put(struct feed *feed, const char *tag, str words)
{
	text_format(&feed->text, "<%s>", tag);
	put_words(feed, words);
	text_format(&feed->text, "</%s>", tag);
}

static void put_link(struct feed *feed, const char *rel, str path)
{
	text_format(&feed->text, "<link rel=\"%s\" href=\"", rel);
	html_escape_attribute(&feed->text, feed->scope->origin);
	html_escape_attribute(&feed->text, path);
	text_put(&feed->text, S("\"/>"));
}

static str address(struct feed *feed, str path)
{
	const str parts[] = { feed->scope->origin, path };
	return str_join(feed->scope->arena, parts, 2, S(""));
}

static void put_author(struct feed *feed, const struct member_card *card)
{
	text_put(&feed->text, S("<author>"));
	put(feed, "name", card->id ? card->name : feed->scope->brand_name);
	text_put(&feed->text, S("</author>"));
}

static void begin(struct feed *feed, struct scope *scope, str title, str path)
{
	*feed = (struct feed){ .scope = scope };
	text_open(&feed->text, scope->arena, 16384);
	text_put(&feed->text, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">"));
	put(feed, "title", title);
	put(feed, "id", address(feed, path));
	put_link(feed, "alternate", path);
	put_link(feed, "self", str_format(scope->arena, "%.*s/feed", STR_ARG(path)));
}

static enum err end(struct request *request, struct feed *feed)
{
	struct http_response *response = request_response(request);
	text_put(&feed->text, S("</feed>\n"));
	response->status = 200;
	response->content_type = S("application/atom+xml; charset=utf-8");
	response->body = text_str(&feed->text);
	response->compress = true;
	return OK;
}

static enum err send_threads(struct request *request, const struct thread_filter *filter, str title, str path)
{
	struct scope *scope = request_scope(request);
	struct thread_cards cards = { .me = 0 };
	struct feed feed;
	scope_act_as(scope, 0, 0);
	enum err err = thread_list_of(scope, filter, &cards.threads);
	if (err || (err = thread_cards_fill(scope, &cards)))
		return err;
	begin(&feed, scope, title, path);
	put(&feed, "updated", moment_iso(scope->arena, cards.threads.count ? cards.threads.at[0].active_at : scope->now));
	for (size_t i = 0; i < cards.threads.count; i++) {
		const struct thread *thread = &cards.threads.at[i];
		str at = str_format(scope->arena, "/threads/%lld", (long long)thread->id);
		text_put(&feed.text, S("\n<entry>"));
		put(&feed, "title", thread->title);
		put(&feed, "id", address(&feed, at));
		put_link(&feed, "alternate", at);
		put(&feed, "published", moment_iso(scope->arena, thread->created_at));
		put(&feed, "updated", moment_iso(scope->arena, thread->active_at));
		put_author(&feed, member_card_in(&cards.authors, thread->author_id));
		put(&feed, "summary", thread->excerpt);
		text_put(&feed.text, S("</entry>"));
	}
	return end(request, &feed);
}

static enum err help_feed(struct request *request)
{
	struct scope *scope = request_scope(request);
	enum language language = (enum language)0;
	language_find(scope->language, &language);
	str title = str_format(scope->arena, "%.*s · %.*s", STR_ARG(text_plain(language, "feed.title")), STR_ARG(scope->brand_name));
	return send_threads(request, &(struct thread_filter){ .state = -1, .before = CURSOR_NEWEST }, title, S("/help"));
}

static enum err board_feed(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct board board;
	scope_act_as(scope, 0, 0);
	enum err err = board_load_by_key(scope, request_param(request, "key"), &board);
	if (err)
		return err;
	return send_threads(request, &(struct thread_filter){ .state = -1, .board_id = board.id, .before = CURSOR_NEWEST },
	                    board.name, str_format(scope->arena, "/boards/%.*s", STR_ARG(board.key)));
}

static enum err tag_feed(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct tag tag;
	scope_act_as(scope, 0, 0);
	enum err err = tag_load_seen(scope, request_param(request, "key"), &tag);
	if (err)
		return err;
	return send_threads(request, &(struct thread_filter){ .state = -1, .tag_id = tag.id, .before = CURSOR_NEWEST },
	                    tag.name, str_format(scope->arena, "/tags/%.*s", STR_ARG(tag.key)));
}

static void put_post(struct feed *feed, const struct thread *thread, const struct post *post,
                     const struct member_card *author)
{
	struct scope *scope = feed->scope;
	str at = str_format(scope->arena, "/posts/%lld", (long long)post->id);
	text_put(&feed->text, S("\n<entry>"));
	put(feed, "title", thread->title);
	put(feed, "id", address(feed, at));
	put_link(feed, "alternate", at);
	put(feed, "published", moment_iso(scope->arena, post->created_at));
	put(feed, "updated", moment_iso(scope->arena, post->edited_at ? post->edited_at : post->created_at));
	put_author(feed, author);
	text_put(&feed->text, S("<content type=\"html\">"));
	put_words(feed, post->html);
	text_put(&feed->text, S("</content></entry>"));
}

static enum err thread_feed(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct thread thread;
	struct post_list posts;
	struct member_card_list authors;
	struct feed feed;
	int64_t ids[POSTS_A_PAGE];
	scope_act_as(scope, 0, 0);
	enum err err = thread_load(scope, request_id(request, "id"), &thread);
	if (err)
		return err;
	int64_t first = thread.post_count > POSTS_A_PAGE ? thread.post_count - POSTS_A_PAGE + 1 : 1;
	if ((err = post_list_shown(scope, thread.id, first, &posts)))
		return err;
	for (size_t i = 0; i < posts.count; i++)
		ids[i] = posts.at[i].author_id;
	if ((err = member_cards(scope, (struct ids){ ids, posts.count }, &authors)))
		return err;
	begin(&feed, scope, thread.title, str_format(scope->arena, "/threads/%lld", (long long)thread.id));
	put(&feed, "updated", moment_iso(scope->arena, thread.active_at));
	for (size_t i = posts.count; i-- > 0;) { /* the newest first */
		const struct post *post = &posts.at[i];
		if (!post->hidden_at && !post->deleted_at && !post->moved_to)
			put_post(&feed, &thread, post, member_card_in(&authors, post->author_id));
	}
	return end(request, &feed);
}

/* ── the sitemap ── */

static enum err thread_parts(struct scope *scope, int64_t *count_out)
{
	int64_t count;
	enum err err = thread_count_public(scope, &count);
	if (!err)
		*count_out = (count + SITEMAP_URLS_MAX - 1) / SITEMAP_URLS_MAX;
	return err;
}

static enum err thread_urls(struct scope *scope, int64_t part, struct sitemap_urls *urls_out)
{
	struct thread_place_list threads;
	enum err err = thread_list_public(scope, part * SITEMAP_URLS_MAX, &threads);
	if (err)
		return err;
	struct sitemap_url *urls = arena_take(scope->arena, (threads.count + 1) * sizeof(*urls));
	for (size_t i = 0; i < threads.count; i++)
		urls[i] = (struct sitemap_url){ str_format(scope->arena, "/threads/%lld", (long long)threads.at[i].id),
			threads.at[i].active_at };
	*urls_out = (struct sitemap_urls){ urls, threads.count };
	return OK;
}

static enum err place_parts(struct scope *scope, int64_t *count_out)
{
	(void)scope;
	*count_out = 1;
	return OK;
}

/* Boards, and the tags most in use. */
static enum err place_urls(struct scope *scope, int64_t part, struct sitemap_urls *urls_out)
{
	struct board_list boards;
	struct tag_list tags;
	if (part)
		return OK;
	enum err err = board_list_all(scope, &boards);
	if (err || (err = tag_list_most_used(scope, &tags)))
		return err;
	struct sitemap_url *urls = arena_take(scope->arena, (boards.count + tags.count + 2) * sizeof(*urls));
	size_t count = 0;
	urls[count++] = (struct sitemap_url){ S("/help"), 0 };
	urls[count++] = (struct sitemap_url){ S("/tags"), 0 };
	for (size_t i = 0; i < boards.count; i++)
		urls[count++] = (struct sitemap_url){ str_format(scope->arena, "/boards/%.*s", STR_ARG(boards.at[i].key)),
			boards.at[i].latest_at };
	for (size_t i = 0; i < tags.count; i++)
		urls[count++] = (struct sitemap_url){ str_format(scope->arena, "/tags/%.*s", STR_ARG(tags.at[i].key)), 0 };
	*urls_out = (struct sitemap_urls){ urls, count };
	return OK;
}

const struct sitemap community_sitemaps[] = {
	{ "boards", place_parts, place_urls }, { "threads", thread_parts, thread_urls }, { NULL, NULL, NULL },
};
