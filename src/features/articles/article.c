/*
 * article.c: rules of writing and publishing.
 *
 * Who may write what stands in article_kind.c; whoever is of the brand's staff may all.
 * The first version of what was made from something grows from it on the trail.
 */
#include "features/articles/article.h"

#include "base/utf8.h"
#include "features/articles/articles_news.h"
#include "features/media/media.h"
#include "features/member/member.h"
#include "features/product/product.h"

#define STAFF (ROLE_MODERATOR | ROLE_AGENT | ROLE_BRAND_ADMIN)
enum { TITLE_MIN = 5, MONTH_DAYS = 30 };

const struct setting article_settings[] = {
	{ "articles.review",       SETTING_SWITCH, "0",  0, 0 },
	{ "articles.check_months", SETTING_NUMBER, "12", 1, 60 },
	{ .name = NULL }
};
static const struct setting *const review_first = &article_settings[0], *const check_months = &article_settings[1];

static struct subject about(int64_t article_id)
{
	return subject_of(&article_subject, article_id);
}

/* What a change makes stale: the article, lists of articles, what it was made from. */
static void is_new(struct scope *scope, const struct article *article)
{
	subject_changed(scope, about(article->id));
	subject_changed(scope, about(0));
	if (article->source_id)
		subject_changed(scope, (struct subject){ article->source_kind, article->source_id });
}

static enum err tell(struct scope *scope, const struct news_kind *kind, const struct article *article, str text)
{
	const struct news news = { .kind = kind, .subject = about(article->id), .to_member_id = article->author_id, .text = text };
	return news_tell(scope, &news);
}

/* ── who may ── */

bool article_is_staff(const struct scope *scope)
{
	return (scope->roles & STAFF) != 0;
}

static bool holds(struct ids ids, int64_t id)
{
	for (size_t i = 0; i < ids.count; i++) {
		if (ids.at[i] == id)
			return true;
	}
	return false;
}

bool article_may_make(const struct scope *scope, int kind, const struct source *source)
{
	const struct article_kind *row = article_kind_of(kind);
	if (source && (!source->is_settled || !row->from_source))
		return false;
	if (article_is_staff(scope))
		return true;
	if (!scope->member_id)
		return false;
	return row->by_members || (source && holds(source->author_ids, scope->member_id));
}

bool article_may_edit(const struct scope *scope, const struct article *article)
{
	const struct article_kind *kind = article_kind_of(article->kind);
	if (article_is_staff(scope))
		return true;
	bool is_own = scope->member_id && article->author_id == scope->member_id;
	return is_own && (kind->by_members || kind->from_source);
}

bool article_is_out(const struct article *article)
{
	return article->state == ARTICLE_PUBLISHED && !article->hidden_at;
}

enum err article_must_wait(struct scope *scope, bool *must_out)
{
	int64_t is_on;
	enum err err = setting_number(scope, review_first, &is_on);
	if (!err)
		*must_out = is_on && !article_is_staff(scope);
	return err;
}

enum err article_is_old(struct scope *scope, const struct article *article, bool *is_old_out)
{
	int64_t months;
	enum err err = setting_number(scope, check_months, &months);
	if (!err)
		*is_old_out = article_kind_of(article->kind)->gets_old && article_is_out(article)
		              && article->checked_at < scope->now - DAYS(MONTH_DAYS * months);
	return err;
}

enum err article_show(struct scope *scope, int64_t article_id, struct article *article_out)
{
	struct article article;
	enum err err = article_load(scope, article_id, &article);
	if (err)
		return err;
	if (!article_is_out(&article) && !article_may_edit(scope, &article))
		return refuse(scope, ERR_NOT_FOUND, "article.not_found");
	*article_out = article;
	return OK;
}

/* What is out is known to be there; what is not is nobody's business. */
static enum err load_to_change(struct scope *scope, int64_t article_id, struct article *article_out)
{
	enum err err = article_show(scope, article_id, article_out);
	if (err)
		return err;
	return article_may_edit(scope, article_out) ? OK : refuse(scope, ERR_FORBIDDEN, "article.not_yours");
}

/* ── writing ── */

static enum err check_text(struct scope *scope, const struct article_text *text)
{
	size_t length = utf8_length(text->title);
	if (length < TITLE_MIN || length > ARTICLE_TITLE_MAX)
		return refuse_field(scope, "title", "article.title_wrong");
	if (str_empty(str_trim(text->body)) || utf8_length(text->body) > ARTICLE_BODY_MAX)
		return refuse_field(scope, "body", "article.body_wrong");
	enum err err = product_check(scope, text->product_id);
	if (err != ERR_NOT_FOUND)
		return err;
	scope_forgive(scope);
	return refuse_field(scope, "product_id", "product.not_found");
}

static struct article_draft draft_of(const struct scope *scope, int64_t article_id, const struct article_text *text)
{
	return (struct article_draft){
		.article_id = article_id, .product_id = text->product_id, .title = text->title, .excerpt = text->excerpt,
		.body = text->body, .html = text->html, .html_version = text->html_version, .note = text->note,
		.by_id = scope->member_id, .changed_at = scope->now, .answer = S(""),
	};
}

enum err article_make(struct scope *scope, const struct article_new *new, struct article *article_out)
{
	struct source source = { .audience_id = AUDIENCE_PUBLIC };
	enum err err = new->source.id ? article_source(scope, new->source, &source) : OK;
	if (err == ERR_NOT_FOUND)
		return refuse(scope, err, "article.no_source");
	if (err)
		return err;
	if (new->source.id && !source.is_settled)
		return refuse(scope, ERR_CONFLICT, "article.source_open");
	if (!article_may_make(scope, new->kind, new->source.id ? &source : NULL))
		return refuse(scope, ERR_FORBIDDEN, "article.not_yours_to_write");
	if ((err = check_text(scope, new->text)))
		return err;
	struct article article = {
		.id = id_new(scope->now), .kind = new->kind, .state = ARTICLE_DRAFT, .audience_id = source.audience_id,
		.author_id = scope->member_id, .product_id = new->text->product_id, .lang = scope->language,
		.source_kind = new->source.kind, .source_id = new->source.id, .made_at = scope->now, .changed_at = scope->now,
	};
	const struct article_draft draft = draft_of(scope, article.id, new->text);
	if ((err = article_insert(scope, &article)) || (err = article_draft_put(scope, &draft)))
		return err;
	if ((err = media_attach(scope, about(article.id), draft.body)))
		return err;
	is_new(scope, &article);
	*article_out = article;
	return OK;
}

enum err article_for_edit(struct scope *scope, int64_t article_id, struct article *article_out, struct article_draft *draft_out)
{
	struct article article;
	enum err err = load_to_change(scope, article_id, &article);
	if (err)
		return err;
	err = article_draft_load(scope, article_id, draft_out);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err)
		*draft_out = (struct article_draft){
			.article_id = article.id, .product_id = article.product_id, .title = article.title, .excerpt = article.excerpt,
			.body = article.body, .html = article.html, .html_version = article.html_version, .note = S(""), .answer = S(""),
		};
	*article_out = article;
	return OK;
}

enum err article_save(struct scope *scope, int64_t article_id, const struct article_text *text)
{
	struct article article;
	struct article_draft before;
	enum err err = article_for_edit(scope, article_id, &article, &before);
	if (err || (err = check_text(scope, text)))
		return err;
	bool is_anothers = before.changed_at && before.by_id != scope->member_id;
	if (text->seen_at && is_anothers && before.changed_at != text->seen_at)
		return refuse(scope, ERR_CONFLICT, "article.edited_meanwhile");
	struct article_draft draft = draft_of(scope, article_id, text);
	draft.answer = before.answer;
	if ((err = media_attach(scope, about(article_id), draft.body)))
		return err;
	is_new(scope, &article);
	return article_draft_put(scope, &draft);
}

enum err article_discard(struct scope *scope, int64_t article_id, bool *gone_out)
{
	struct article article;
	enum err err = load_to_change(scope, article_id, &article);
	if (err || (err = article_draft_delete(scope, article_id)))
		return err;
	is_new(scope, &article);
	*gone_out = !article.version;
	if (article.version)
		return OK;
	if ((err = media_forget(scope, about(article_id))))
		return err;
	if ((err = job_cancel(scope, &article_publish_job, about(article_id))))
		return err;
	return article_delete(scope, article_id);
}

/* ── publishing ── */

static enum err hand_in(struct scope *scope, const struct article *article, struct article_draft *draft)
{
	draft->waits_at = scope->now;
	draft->answer = S("");
	enum err err = article_draft_put(scope, draft);
	if (err)
		return err;
	is_new(scope, article);
	const struct news news = { .kind = &article_handed_in, .subject = about(article->id) };
	return news_tell(scope, &news);
}

static enum err plan(struct scope *scope, struct article *article, moment at)
{
	const enum article_state from = article->state;
	const struct job job = { .subject = about(article->id), .run_as = scope->member_id, .due_at = at };
	if (!article_kind_of(article->kind)->has_time || article->version)
		return refuse_field(scope, "publish_at", "article.no_time");
	if (at <= scope->now)
		return refuse_field(scope, "publish_at", "article.time_over");
	article->state = ARTICLE_SCHEDULED;
	article->publish_at = at;
	article->changed_at = scope->now;
	enum err err = article_update(scope, article, from);
	if (err)
		return err;
	is_new(scope, article);
	return job_plan_text(scope, &article_publish_job, &job);
}

static enum err keep_version(struct scope *scope, const struct article *article, const struct article_draft *draft)
{
	const struct article_version version = {
		.article_id = article->id, .version = article->version, .title = article->title, .body = article->body,
		.note = draft->note, .by_id = draft->by_id ? draft->by_id : scope->member_id, .at = scope->now,
	};
	return article_version_insert(scope, &version);
}

/* It stands on its source's trail from the first time on. */
static enum err come_out(struct scope *scope, struct article *article, const struct article_draft *draft)
{
	const enum article_state from = article->state;
	const bool is_first = !article->published_at, is_same = !draft->changed_at;
	article->state = ARTICLE_PUBLISHED;
	article->product_id = draft->product_id;
	article->title = draft->title;
	article->excerpt = draft->excerpt;
	article->body = draft->body;
	article->html = draft->html;
	article->html_version = draft->html_version;
	article->version += is_same ? 0 : 1;
	article->changed_at = article->checked_at = scope->now;
	article->published_at = is_first ? scope->now : article->published_at;
	article->publish_at = article->asked_at = 0;
	enum err err = article_update(scope, article, from);
	if (!err && !is_same)
		err = keep_version(scope, article, draft);
	if (!err)
		err = article_draft_delete(scope, article->id);
	if (!err && is_first && article->source_id)
		err = trail_grow(scope, (struct subject){ article->source_kind, article->source_id }, about(article->id), "trail.article");
	if (err)
		return err;
	is_new(scope, article);
	if (!is_first)
		return tell(scope, &article_changed, article, S(""));
	return tell(scope, &article_published, article, str_from(article_kind_of(article->kind)->name));
}

enum err article_publish(struct scope *scope, int64_t article_id, moment at, enum article_outcome *outcome_out)
{
	struct article article;
	struct article_draft draft;
	bool must_wait;
	enum err err = article_for_edit(scope, article_id, &article, &draft);
	if (err || (err = article_must_wait(scope, &must_wait)))
		return err;
	if (article.hidden_at)
		return refuse(scope, ERR_CONFLICT, "article.is_hidden");
	bool is_empty = !article.version; /* its working copy left with whoever wrote it */
	if ((article.state == ARTICLE_PUBLISHED || is_empty) && !draft.changed_at)
		return refuse(scope, ERR_CONFLICT, "article.nothing_new");
	if ((err = gate_ask(scope, &gate_publish, about(article_id), draft.body)))
		return err;
	*outcome_out = must_wait ? ARTICLE_HANDED_IN : at ? ARTICLE_PLANNED : ARTICLE_CAME_OUT;
	if (must_wait)
		return hand_in(scope, &article, &draft);
	return at ? plan(scope, &article, at) : come_out(scope, &article, &draft);
}

enum err article_send_back(struct scope *scope, int64_t article_id, str answer)
{
	struct article article;
	struct article_draft draft;
	enum err err = article_for_edit(scope, article_id, &article, &draft);
	if (err)
		return err;
	if (!article_is_staff(scope))
		return refuse(scope, ERR_FORBIDDEN, "article.not_yours");
	if (!draft.waits_at)
		return refuse(scope, ERR_CONFLICT, "article.not_handed_in");
	if (str_empty(str_trim(answer)) || utf8_length(answer) > ARTICLE_ANSWER_MAX)
		return refuse_field(scope, "answer", "article.answer_wrong");
	draft.waits_at = 0;
	draft.answer = answer;
	if ((err = article_draft_put(scope, &draft)))
		return err;
	is_new(scope, &article);
	return tell(scope, &article_sent_back, &article, answer);
}

enum err article_withdraw(struct scope *scope, int64_t article_id)
{
	struct article article;
	enum err err = load_to_change(scope, article_id, &article);
	if (err)
		return err;
	if (article.state != ARTICLE_PUBLISHED && article.state != ARTICLE_SCHEDULED)
		return refuse(scope, ERR_CONFLICT, "article.not_out");
	const enum article_state from = article.state;
	article.state = from == ARTICLE_SCHEDULED ? ARTICLE_DRAFT : ARTICLE_WITHDRAWN;
	article.publish_at = 0;
	article.changed_at = scope->now;
	if ((err = article_update(scope, &article, from)))
		return err;
	is_new(scope, &article);
	if (from == ARTICLE_SCHEDULED)
		return job_cancel(scope, &article_publish_job, about(article_id));
	return tell(scope, &article_changed, &article, S(""));
}

enum err article_check(struct scope *scope, int64_t article_id)
{
	struct article article;
	enum err err = load_to_change(scope, article_id, &article);
	if (err)
		return err;
	if (!article_is_out(&article))
		return refuse(scope, ERR_CONFLICT, "article.not_out");
	is_new(scope, &article);
	return article_mark_checked(scope, article_id);
}
