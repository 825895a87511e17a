/*
 * article.h: the life of an article: drafted, looked at, published, revised, checked (docs/rules/articles.md).
 *
 * What is published and what is being written are apart: readers see the one until the
 * other takes its place.
 */
#ifndef ARTICLE_H
#define ARTICLE_H
#include "features/articles/article_answer_store.h"
#include "features/articles/article_kind.h"
#include "features/articles/article_store.h"

#define ARTICLE_TITLE_MAX 150
#define ARTICLE_BODY_MAX 40000
#define ARTICLE_NOTE_MAX 200
#define ARTICLE_ANSWER_MAX 1000

/* What somebody writes; excerpt and html are made from the body by the page's floor. */
struct article_text {
	str title, body, excerpt, html, note; /* note: what changed, for the history */
	int64_t html_version, product_id;
	moment seen_at;        /* the working copy's changed_at that the writer had before her; 0 = not compared */
};

/* What helped, with what grew from the source: a visit's result.  ERR_NOT_FOUND, unrefused. */
enum err article_source(struct scope *scope, struct subject subject, struct source *source_out);
/* May the scope's member write one of this kind, of this source (NULL = of none)? */
bool article_may_make(const struct scope *scope, int kind, const struct source *source);
bool article_may_edit(const struct scope *scope, const struct article *article);
bool article_is_out(const struct article *article); /* everyone of its audience may read it */
bool article_is_staff(const struct scope *scope);
/* Has nobody checked it for longer than the brand allows? */
enum err article_is_old(struct scope *scope, const struct article *article, bool *is_old_out);
/* Does the brand want to look before this member publishes? */
enum err article_must_wait(struct scope *scope, bool *must_out);

/* Published, or one's own, or for staff: "article.not_found" otherwise. */
enum err article_show(struct scope *scope, int64_t article_id, struct article *article_out);
/* For whoever may edit; without a working copy, one made of what is published. */
enum err article_for_edit(struct scope *scope, int64_t article_id, struct article *article_out, struct article_draft *draft_out);

/* A first draft.  "article.not_yours_to_write"; fields "title": "article.title_wrong", "product_id": "product.not_found". */
struct article_new { int kind; struct subject source; const struct article_text *text; };
enum err article_make(struct scope *scope, const struct article_new *new, struct article *article_out);
/* ERR_CONFLICT "article.edited_meanwhile" when somebody else saved since `seen_at`. */
enum err article_save(struct scope *scope, int64_t article_id, const struct article_text *text);
/* The working copy goes; an article that was never published goes with it (*gone_out). */
enum err article_discard(struct scope *scope, int64_t article_id, bool *gone_out);

enum article_outcome { ARTICLE_CAME_OUT, ARTICLE_PLANNED, ARTICLE_HANDED_IN };
/* `at` 0 = now.  Handed in where the brand looks first.  "article.no_time" for kinds without; "article.time_over";
   whatever the gate says. */
enum err article_publish(struct scope *scope, int64_t article_id, moment at, enum article_outcome *outcome_out);
/* Staff: back to the author with what is missing.  ERR_CONFLICT "article.not_handed_in". */
enum err article_send_back(struct scope *scope, int64_t article_id, str answer);
/* Author or staff; publishing it again brings it back.  ERR_CONFLICT "article.not_out". */
enum err article_withdraw(struct scope *scope, int64_t article_id);
/* It still holds: by the author or staff. */
enum err article_check(struct scope *scope, int64_t article_id);

/* One answer a voter; a second one takes the first one's place.  "article.not_asked" for kinds that do not ask. */
enum err article_answer_give(struct scope *scope, int64_t article_id, str voter, bool helped);
/* What stands for a member, or for a stranger's token, without naming either. */
str article_voter(struct scope *scope, str token);

extern const struct job_kind article_publish_job, article_daily_job;
extern const struct setting article_settings[];
#endif
