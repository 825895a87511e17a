/* articles_news.c: the names under which news are stored; never renamed. */
#include "features/articles/articles_news.h"

const struct news_kind article_published = { "articles.article_published" };
const struct news_kind article_changed = { "articles.article_changed" };
const struct news_kind article_commented = { "articles.article_commented" };
const struct news_kind article_handed_in = { "articles.article_handed_in" };
const struct news_kind article_sent_back = { "articles.article_sent_back" };
const struct news_kind article_check_due = { "articles.article_check_due" };
const struct news_kind article_not_published = { "articles.article_not_published" };
