/*
 * article_kind.h: what kinds of articles there are: one row each says who writes it and what it has.
 *
 * A further kind is a row here, its words (text keys "article.NAME…") and its list's route.
 */
#ifndef ARTICLE_KIND_H
#define ARTICLE_KIND_H
#include "core/core.h"

/* Stored by number: only ever append.  ARTICLE_GUIDE stands in articles.sql as 0. */
enum { ARTICLE_GUIDE, ARTICLE_NEWS, ARTICLE_STORY, ARTICLE_KIND_COUNT };

struct article_kind {
	const char *name;     /* "guide": API, addresses, "article.guide" */
	const char *path;     /* of its list */
	bool by_members;      /* any member may write one */
	bool from_source;     /* whoever solved the source may write one */
	bool asks_helped;     /* "did this help?" */
	bool gets_old;        /* is checked again after some months */
	bool has_time;        /* may be published at a time to come */
};
extern const struct article_kind article_kinds[ARTICLE_KIND_COUNT];
extern const char *const article_kind_names[ARTICLE_KIND_COUNT + 1];
const struct article_kind *article_kind_of(int kind);
#endif
