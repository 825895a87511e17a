/* article_words_web.c: the words of kinds and states, and the names beside articles. */
#include "features/articles/article_web.h"

#include "features/articles/articles_news.h"
#include "features/member/member_news.h"

static const struct kind_words words[ARTICLE_KIND_COUNT] = {
	[ARTICLE_GUIDE] = { TEXT_article_guides, TEXT_article_guides_lead, TEXT_article_guides_none, TEXT_article_guide_write,
		TEXT_article_guide, "book-open", SECTION_HELP },
	[ARTICLE_NEWS] = { TEXT_article_news, TEXT_article_news_lead, TEXT_article_news_none, TEXT_article_news_write,
		TEXT_article_news_one, "newspaper", SECTION_SAY },
	[ARTICLE_STORY] = { TEXT_article_stories, TEXT_article_stories_lead, TEXT_article_stories_none, TEXT_article_story_write,
		TEXT_article_story, "sparkles", SECTION_SAY },
};

const struct kind_words *kind_words_of(int kind)
{
	must(kind >= 0 && kind < ARTICLE_KIND_COUNT);
	return &words[kind];
}

enum text_id article_state_text(const struct article *article)
{
	static const enum text_id texts[ARTICLE_STATE_COUNT] = {
		[ARTICLE_DRAFT] = TEXT_article_is_draft, [ARTICLE_SCHEDULED] = TEXT_article_is_scheduled,
		[ARTICLE_PUBLISHED] = TEXT_article_is_published, [ARTICLE_WITHDRAWN] = TEXT_article_is_withdrawn,
	};
	return article->hidden_at ? TEXT_article_is_hidden_now : texts[article->state];
}

enum err article_cards_fill(struct page *page, struct article_cards *cards)
{
	struct scope *scope = request_scope(page->request);
	const struct article_list *list = &cards->articles;
	int64_t *ids = arena_take(scope->arena, (list->count + 1) * sizeof(*ids));
	page_shows(page, subject_of(&article_subject, 0));
	for (size_t i = 0; i < list->count; i++) {
		ids[i] = list->at[i].author_id;
		page_shows(page, subject_of(&article_subject, list->at[i].id));
		page_shows(page, subject_of(&member_subject, ids[i]));
	}
	return member_cards(scope, (struct ids){ ids, list->count }, &cards->authors);
}
