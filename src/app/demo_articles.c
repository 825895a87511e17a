/* demo_articles.c: guides, news and stories of the demo, with what readers said; and devices of those who log in. */
#include "app/demo.h"

#include "features/articles/comment.h"
#include "features/community/community_news.h"
#include "features/member/member.h"
#include "features/product/product.h"
#include "view/markdown.h"

static unsigned roles_of(struct scope *scope, int64_t member_id)
{
	struct member_card card;
	return member_card_of(scope, member_id, &card) ? ROLE_MEMBER : card.roles;
}

static enum err read_text(struct scope *scope, const struct json *line, struct article_text *text)
{
	struct html html;
	str body = json_str(line, S("body"));
	enum err err = markdown_html(scope->arena, body, &html);
	*text = (struct article_text){ .title = json_str(line, S("title")), .body = body, .html = html.at, .note = S(""),
		.excerpt = markdown_excerpt(scope->arena, body, 240), .html_version = MARKDOWN_VERSION };
	return err;
}

static int kind_named(str name)
{
	for (int i = 0; i < ARTICLE_KIND_COUNT; i++) {
		if (str_equal(name, str_from(article_kind_names[i])))
			return i;
	}
	return ARTICLE_STORY;
}

enum err demo_article(struct demo *demo, struct scope *scope, const struct json *line)
{
	struct article article;
	struct article_text text;
	enum article_outcome outcome;
	int64_t author_id = demo_id(&demo->members, demo->brand, json_str(line, S("author")));
	struct article_new new = { .kind = kind_named(json_str(line, S("kind"))), .text = &text };
	str thread = json_str(line, S("thread"));
	enum err err = read_text(scope, line, &text);
	if (err)
		return err;
	text.product_id = demo_id(&demo->products, demo->brand, json_str(line, S("product")));
	if (!str_empty(thread))
		new.source = subject_of(&thread_subject, demo_id(&demo->threads, demo->brand, thread));
	scope->now = demo_moment(demo, scope, -json_integer(line, S("days_ago"), 1), S("10:20"));
	demo_as(scope, author_id, roles_of(scope, author_id));
	if ((err = article_make(scope, &new, &article)) || (err = article_publish(scope, article.id, 0, &outcome)))
		return err;
	demo_name(&demo->articles, demo->brand, article.title.len ? article.title : text.title, article.id);
	return OK;
}

/* One comment, or one reader's answer, a unit. */
enum err demo_comment(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct json *comment = &json_member(line, S("comments"))->items[demo->item];
	struct comment made;
	struct html html;
	str body = json_str(comment, S("body"));
	enum err err = markdown_html(scope->arena, body, &html);
	if (err)
		return err;
	const struct comment_text text = { body, html.at, MARKDOWN_VERSION };
	scope->now = demo_moment(demo, scope, -json_integer(line, S("days_ago"), 1), S("10:20"))
	             + HOURS(json_integer(comment, S("hours_after"), 1));
	demo_as(scope, demo_id(&demo->members, demo->brand, json_str(comment, S("author"))), ROLE_MEMBER);
	return comment_make(scope, demo_id(&demo->articles, demo->brand, json_str(line, S("title"))), &text, &made);
}

static enum err answer(struct demo *demo, struct scope *scope, const struct json *line, bool helped)
{
	const struct json *member = &json_member(line, helped ? S("helped") : S("missed"))->items[demo->item];
	demo_as(scope, demo_id(&demo->members, demo->brand, member->text), ROLE_MEMBER);
	return article_answer_give(scope, demo_id(&demo->articles, demo->brand, json_str(line, S("title"))),
	                           article_voter(scope, S("")), helped);
}

enum err demo_helped(struct demo *demo, struct scope *scope, const struct json *line)
{
	return answer(demo, scope, line, true);
}

enum err demo_missed(struct demo *demo, struct scope *scope, const struct json *line)
{
	return answer(demo, scope, line, false);
}

/* Everybody who can log in has two things at home. */
enum err demo_device(struct demo *demo, struct scope *scope, const struct json *line)
{
	static const struct { const char *brand, *product, *name; } owned[] = {
		{ "a", "router-7", "" }, { "a", "tv-box", "Wohnzimmer" }, { "b", "finch", "" }, { "b", "wren", "Kitchen" },
	};
	if (!json_truth(line, S("demo_login")))
		return OK;
	demo_as(scope, demo_id(&demo->members, demo->brand, json_str(line, S("key"))), ROLE_MEMBER);
	for (size_t i = 0; i < COUNT(owned); i++) {
		if (!str_equal(demo->brand, str_from(owned[i].brand)))
			continue;
		struct device device = { .product_id = demo_id(&demo->products, demo->brand, str_from(owned[i].product)),
			.nickname = str_from(owned[i].name), .serial = S("") };
		enum err err = device_add(scope, &device);
		if (err)
			return err;
	}
	return OK;
}
