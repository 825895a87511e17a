/* article_feed_web.c: Atom feeds (RFC 4287) of guides, news, stories: the latest of what everyone may read. */
#include "features/articles/article_web.h"

#include "features/articles/articles_news.h"

static handler feed_show;

const struct route article_feed_routes[] = {
	{ GET, "/guides/feed",  EVERYONE, READS, feed_show, .with = ARTICLE_GUIDE, .about = "Guides as an Atom feed" },
	{ GET, "/news/feed",    EVERYONE, READS, feed_show, .with = ARTICLE_NEWS,  .about = "News as an Atom feed" },
	{ GET, "/stories/feed", EVERYONE, READS, feed_show, .with = ARTICLE_STORY, .about = "Stories as an Atom feed" },
	ROUTES_END
};

/* Characters that XML forbids never come in: form_read takes none. */
static void put_xml(struct text *out, str s)
{
	for (size_t i = 0; i < s.len; i++) {
		switch (s.at[i]) {
		case '&': text_put(out, S("&amp;")); break;
		case '<': text_put(out, S("&lt;")); break;
		case '>': text_put(out, S("&gt;")); break;
		case '"': text_put(out, S("&quot;")); break;
		default: text_char(out, s.at[i]);
		}
	}
}

static void put_element(struct text *out, const char *name, str value)
{
	text_format(out, "<%s>", name);
	put_xml(out, value);
	text_format(out, "</%s>\n", name);
}

static void put_entry(struct text *out, struct scope *scope, const struct article *article, str author)
{
	str url = str_format(scope->arena, "%.*s/articles/%lld", STR_ARG(scope->origin), (long long)article->id);
	text_put(out, S("<entry>\n"));
	put_element(out, "id", url);
	put_element(out, "title", article->title);
	text_format(out, "<link rel=\"alternate\" type=\"text/html\" href=\"%.*s\"/>\n", STR_ARG(url));
	put_element(out, "published", moment_iso(scope->arena, article->published_at));
	put_element(out, "updated", moment_iso(scope->arena, article->changed_at));
	text_put(out, S("<author>"));
	put_element(out, "name", author);
	text_put(out, S("</author>\n"));
	put_element(out, "summary", article->excerpt);
	text_put(out, S("</entry>\n"));
}

static enum err feed_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	const int kind = request_with(request);
	struct article_list list;
	struct member_card_list authors;
	struct text out;
	enum language language = LANGUAGE_DE;
	enum err err = article_load_list(scope, &(struct article_filter){ .kind = kind }, &list);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, (list.count + 1) * sizeof(*ids));
	moment updated = 0;
	for (size_t i = 0; i < list.count; i++) {
		ids[i] = list.at[i].author_id;
		updated = list.at[i].changed_at > updated ? list.at[i].changed_at : updated;
	}
	if ((err = member_cards(scope, (struct ids){ ids, list.count }, &authors)))
		return err;
	language_find(scope->language, &language);
	str self = str_format(scope->arena, "%.*s%s/feed", STR_ARG(scope->origin), article_kind_of(kind)->path);
	text_open(&out, scope->arena, 8192);
	text_put(&out, S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"));
	put_element(&out, "id", self);
	put_element(&out, "title", str_format(scope->arena, "%.*s · %.*s",
	            STR_ARG(text_of(scope->arena, language, kind_words_of(kind)->list, NULL, 0)), STR_ARG(scope->brand_name)));
	text_format(&out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"%.*s\"/>\n", STR_ARG(self));
	put_element(&out, "updated", moment_iso(scope->arena, updated ? updated : scope->now));
	for (size_t i = 0; i < list.count; i++) {
		if (list.at[i].audience_id == AUDIENCE_PUBLIC) /* a feed is read by programs, as whoever asks */
			put_entry(&out, scope, &list.at[i], member_card_in(&authors, list.at[i].author_id)->name);
	}
	text_put(&out, S("</feed>\n"));
	struct http_response *response = request_response(request);
	response->status = 200;
	response->content_type = S("application/atom+xml; charset=utf-8");
	response->body = text_str(&out);
	response->compress = true;
	return OK;
}
