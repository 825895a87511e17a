/*
 * article_clock.c: what happens to articles by itself: news at their time, guides that nobody checked, answers that
 * have had their time.
 */
#include "features/articles/article.h"

#include "core/backlog.h"
#include "features/articles/articles_news.h"
#include "features/member/member.h"

#define ANSWERS_KEPT DAYS(400)
enum { MONTH_DAYS = 30, FORGET_UNITS = 5000 };

/* Its time came, but whoever planned it may no longer publish, or the text is not welcome any more. */
static enum err give_up(struct scope *scope, int64_t article_id)
{
	struct article article;
	enum err err = article_load_for_all(scope, article_id, &article);
	if (err)
		return err;
	article.state = ARTICLE_DRAFT;
	article.publish_at = 0;
	if ((err = article_update(scope, &article, ARTICLE_SCHEDULED)))
		return err;
	const struct news news = { .kind = &article_not_published, .subject = subject_of(&article_subject, article_id),
		.to_member_id = article.author_id };
	subject_changed(scope, news.subject);
	return news_tell(scope, &news);
}

static enum err run_publish(struct scope *scope, const struct job *job)
{
	struct article article;
	enum article_outcome outcome = ARTICLE_HANDED_IN;
	enum err err = article_load_for_all(scope, job->subject.id, &article);
	if (err == ERR_NOT_FOUND) { /* thrown away meanwhile */
		scope_forgive(scope);
		return OK;
	}
	if (err || article.state != ARTICLE_SCHEDULED)
		return err;
	err = member_resolve(scope, job->run_as);
	if (!err)
		err = article_publish(scope, article.id, 0, &outcome);
	if (err && err != ERR_SIGNED_OUT && !scope->refusal.reason)
		return err;
	if (!err && outcome == ARTICLE_CAME_OUT)
		return OK;
	scope_forgive(scope);
	scope_act_as(scope, 0, ROLE_BITS);
	return give_up(scope, article.id);
}

static enum err old_answers(struct scope *scope, int64_t *gone_out)
{
	return article_answer_forget(scope, scope->now - ANSWERS_KEPT, gone_out);
}

static backlog_piece *const pieces[] = { old_answers, NULL };

static enum err ask_to_check(struct scope *scope, void *data)
{
	struct article_list list;
	int64_t months;
	(void)data;
	enum err err = setting_number(scope, &article_settings[1], &months);
	if (err || (err = article_load_stale(scope, scope->now - DAYS(MONTH_DAYS * months), true, &list)))
		return err;
	for (size_t i = 0; !err && i < list.count && i < 20; i++) { /* a unit is short: the others' day is tomorrow */
		const struct news news = { .kind = &article_check_due, .subject = subject_of(&article_subject, list.at[i].id),
			.to_member_id = list.at[i].author_id };
		err = article_mark_asked(scope, list.at[i].id);
		if (!err)
			err = news_tell(scope, &news);
	}
	return err;
}

static enum err run_daily(struct scope *scope, const struct job *job)
{
	(void)job;
	enum err forgotten = backlog_clear(scope, pieces, FORGET_UNITS), err = scope_write(scope, ask_to_check, NULL);
	return err ? err : forgotten;
}

const struct job_kind article_publish_job = { .name = "articles.publish", .run = run_publish };
const struct job_kind article_daily_job = { .name = "articles.daily", .run = run_daily, .by_hand = true,
	.every_seconds = 24 * 3600 };
