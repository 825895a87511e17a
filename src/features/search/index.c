/*
 * index.c: from things that can be found (kinds.c) to documents of the index, whenever one is announced as changed.
 *
 * What is slow is done by jobs, outside of any unit: which threads are alike, and which words are new.
 */
#include "features/search/index.h"

#include "features/articles/articles_news.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/marketplace/marketplace_news.h"
#include "features/member/member_news.h"
#include "features/product/product_news.h"
#include "features/search/analysis.h"
#include "features/search/kinds.h"
#include "features/search/similar.h"
#include "features/search/synonym.h"
#include "features/search/vocabulary.h"

static str marks_of(struct scope *scope, const struct findable_text *text, str language)
{
	struct text marks;
	text_open(&marks, scope->arena, 128);
	mark_id(&marks, 'b', text->board_id);
	mark_id(&marks, 'p', text->product_id);
	mark_word(&marks, 's', text->state);
	mark_word(&marks, 'l', language);
	for (size_t i = 0; i < text->tag_ids.count; i++)
		mark_id(&marks, 't', text->tag_ids.at[i]);
	return text_str(&marks);
}

static str language_of(struct scope *scope, const struct findable_text *text)
{
	const str parts[] = { text->title, text->body };
	str all = str_join(scope->arena, parts, COUNT(parts), S("\n"));
	return analysis_guess(scope->arena, all, text->language.len ? text->language : scope->language);
}

enum err index_read(struct scope *scope, struct subject subject, struct search_doc *doc_out)
{
	struct findable_text text;
	const struct findable *kind = kind_find(scope->house, subject.kind);
	*doc_out = (struct search_doc){ 0 };
	enum err err = kind ? kind->read(scope, subject.id, &text) : OK;
	if (err || !kind || !text.audience_id)
		return err;
	str language = language_of(scope, &text);
	const str source[] = { text.title, text.tags, text.body };
	*doc_out = (struct search_doc){
		.id = subject.id, .audience_id = text.audience_id, .kind = subject.kind, .at = text.at,
		.boost = text.boost > 0 ? text.boost : 1, .is_aside = kind_is_aside(subject.kind), .language = language,
		.source = str_join(scope->arena, source, COUNT(source), S("\n")), .marks = marks_of(scope, &text, language),
		.title = analysis_tokens(scope->arena, text.title, language, ANALYSIS_INDEX),
		.tags = analysis_tokens(scope->arena, text.tags, language, ANALYSIS_INDEX),
		.body = analysis_tokens(scope->arena, text.body, language, ANALYSIS_INDEX),
	};
	return OK;
}

enum err index_write(struct scope *scope, int64_t id, const struct search_doc *doc)
{
	subject_changed(scope, SEARCH_INDEX);
	return doc->id ? search_put(scope, doc) : search_remove(scope, id);
}

enum err index_subject(struct scope *scope, struct subject subject)
{
	struct search_doc doc;
	enum err err = index_read(scope, subject, &doc);
	return err ? err : index_write(scope, subject.id, &doc);
}

/* ── words ── */

enum err index_learn(struct scope *scope, const struct search_doc *doc)
{
	/* What only some may read teaches nothing: corrections are shown to everybody. */
	bool is_public = doc->id && doc->audience_id == AUDIENCE_PUBLIC;
	return is_public ? vocabulary_learn(scope, doc->source, doc->language) : OK;
}

struct learning { struct subject subject; struct search_doc doc; };

static enum err read_learning(struct scope *scope, void *data)
{
	struct learning *learning = data;
	return index_read(scope, learning->subject, &learning->doc);
}

static enum err run_learn(struct scope *scope, const struct job *job)
{
	struct learning learning = { .subject = job->subject };
	enum err err = scope_read(scope, read_learning, &learning);
	return err ? err : index_learn(scope, &learning.doc);
}

static const struct job_kind learn_job = { .name = "search.learn", .run = run_learn, .by_hand = true };

/* ── all threads of a tag ── */

enum { TAGGED_AT_ONCE = 100 };

static enum err run_tagged(struct scope *scope, const struct job *job);
static const struct job_kind tagged_job = { .name = "search.tagged", .run = run_tagged, .by_hand = true };

struct tagged { int64_t tag_id, after_id; struct ids thread_ids; struct learning now; };

static enum err read_tagged(struct scope *scope, void *data)
{
	struct tagged *tagged = data;
	return community_tagged(scope, tagged->tag_id, tagged->after_id, &tagged->thread_ids);
}

static enum err write_tagged(struct scope *scope, void *data)
{
	const struct tagged *tagged = data;
	return index_write(scope, tagged->now.subject.id, &tagged->now.doc);
}

static enum err index_tagged(struct scope *scope, struct tagged *tagged, int64_t thread_id)
{
	tagged->now = (struct learning){ .subject = subject_of(&thread_subject, thread_id) };
	enum err err = scope_read(scope, read_learning, &tagged->now);
	return err ? err : search_write(scope, write_tagged, tagged);
}

static enum err plan_tagged(struct scope *scope, void *data)
{
	const struct tagged *tagged = data;
	const struct job rest = { .subject = subject_of(&tag_subject, tagged->tag_id), .due_at = scope->now,
		.text = str_format(scope->arena, "%lld", (long long)tagged->after_id) };
	return job_plan_text(scope, &tagged_job, &rest);
}

/* A hundred at a time, and a document a unit, since a long one fills it. */
static enum err run_tagged(struct scope *scope, const struct job *job)
{
	struct tagged tagged = { .tag_id = job->subject.id };
	if (job->text.len && !str_number(job->text, &tagged.after_id))
		return OK;
	enum err err = scope_read(scope, read_tagged, &tagged);
	for (size_t i = 0; !err && i < tagged.thread_ids.count; i++) {
		tagged.after_id = tagged.thread_ids.at[i];
		err = index_tagged(scope, &tagged, tagged.after_id);
	}
	return err || tagged.thread_ids.count < TAGGED_AT_ONCE ? err : search_write(scope, plan_tagged, &tagged);
}

/* ── news ── */

static enum err run_similar(struct scope *scope, const struct job *job);

static const struct job_kind similar_job = { .name = "search.similar", .run = run_similar, .by_hand = true };
static enum err run_index(struct scope *scope, const struct job *job);
static const struct job_kind index_job = { .name = "search.index", .run = run_index };
const struct job_kind *const index_jobs[] = { &similar_job, &index_job, &learn_job, &tagged_job, &vocabulary_job, &miss_job, &upkeep_job, NULL };

/* A text that is being changed is learned from once it rests. */
static enum err put_and_learn(struct scope *scope, struct subject subject)
{
	enum err err = index_subject(scope, subject);
	return err ? err : job_plan(scope, &learn_job, subject, scope->now + MINUTES(2));
}

static enum err run_index(struct scope *scope, const struct job *job)
{
	return put_and_learn(scope, job->subject);
}

/* Answers come in crowds, and each would read and analyse the whole thread: it is done once, behind the news that are there. */
static enum err hear_answer(struct scope *scope, const struct news *news)
{
	return job_plan(scope, &index_job, news->subject, scope->now);
}

/* It changes the words, but not what the thread resembles. */
static enum err hear(struct scope *scope, const struct news *news)
{
	return put_and_learn(scope, news->subject);
}

static enum err hear_thread(struct scope *scope, const struct news *news)
{
	enum err err = put_and_learn(scope, news->subject);
	return err ? err : job_plan(scope, &similar_job, news->subject, scope->now);
}

static enum err hear_tag(struct scope *scope, const struct news *news)
{
	return job_plan(scope, &tagged_job, news->subject, scope->now);
}

/* Applications and members: whether a helper is found. */
static enum err hear_helper(struct scope *scope, const struct news *news)
{
	int64_t member_id = news->subject.kind == member_subject.number ? news->subject.id : news->to_member_id;
	return member_id ? index_subject(scope, subject_of(&member_subject, member_id)) : OK;
}

/* Words that only she used are unlearned soon, before the files are wiped of what was erased. */
static enum err hear_erased(struct scope *scope, const struct news *news)
{
	enum err err = index_subject(scope, news->subject);
	return err ? err : job_plan(scope, &vocabulary_job, (struct subject){ 0, 0 }, scope->now + MINUTES(15));
}

const struct listener index_listeners[] = {
	{ &thread_asked, hear_thread },            { &thread_changed, hear_thread },
	{ &post_added, hear_answer },              { &post_changed, hear },
	{ &solution_marked, hear_thread },         { &solution_unmarked, hear_thread },
	{ &thread_tagged, hear },                  { &tag_renamed, hear_tag },
	{ &service_changed, hear },                { &product_changed, hear },
	{ &article_published, hear },              { &article_changed, hear },
	{ &application_approved, hear_helper },    { &application_withdrawn, hear_helper },
	{ &application_suspended, hear_helper },   { &application_restored, hear_helper },
	{ &member_changed, hear_helper },          { &member_suspended, hear_helper },
	{ &member_erased, hear_erased },           { &news_findable, hear },                  { NULL, NULL },
};

/* ── what is similar ── */

struct similar_work { int64_t thread_id; bool is_solved; struct similar_row_list rows; };

static enum err similar_read(struct scope *scope, void *data)
{
	struct similar_work *work = data;
	return similar_to_thread(scope, work->thread_id, &work->rows, &work->is_solved);
}

/* A newly solved thread may help those that it resembles, too. */
static enum err similar_write(struct scope *scope, void *data)
{
	const struct similar_work *work = data;
	enum err err = similar_replace(scope, work->thread_id, &work->rows);
	subject_changed(scope, subject_of(&thread_subject, work->thread_id));
	for (size_t i = 0; !err && work->is_solved && i < work->rows.count; i++) {
		const struct similar_row row = { work->thread_id, work->rows.at[i].score };
		err = similar_offer(scope, work->rows.at[i].other_id, &row);
		subject_changed(scope, subject_of(&thread_subject, work->rows.at[i].other_id));
	}
	return err;
}

enum err index_similar(struct scope *scope, int64_t thread_id)
{
	struct similar_work work = { .thread_id = thread_id };
	enum err err = scope_read(scope, similar_read, &work);
	return err ? err : search_write(scope, similar_write, &work);
}

static enum err run_similar(struct scope *scope, const struct job *job)
{
	return index_similar(scope, job->subject.id);
}
