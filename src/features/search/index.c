/*
 * index.c: from threads and services to documents of the index.
 *
 * A thread is found by its title, its solutions, its question and its answers, in this order:
 * what goes beyond WORDS_BYTES is left out, so that a unit stays short.  A solved one leads.
 * What is similar to a thread is worked out by a job, outside of any unit.
 */
#include "features/search/index.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/marketplace/marketplace.h"
#include "features/marketplace/marketplace_news.h"
#include "features/product/product.h"
#include "features/search/analysis.h"
#include "features/search/similar.h"

enum {
	WORDS_BYTES = 8 * 1024,  /* of a document's source */
	POST_BYTES = 3 * 1024,   /* of one answer */
};

static const double SOLVED_BOOST = 1.3;

/* ── threads ── */

static void add_text(struct text *body, str source, size_t max)
{
	size_t left = body->len < WORDS_BYTES ? WORDS_BYTES - body->len : 0;
	text_put(body, str_first(source, left < max ? left : max));
	text_char(body, '\n');
}

static bool is_readable(const struct post *post)
{
	return !post->hidden_at && !post->deleted_at;
}

static enum err add_product(struct scope *scope, int64_t product_id, struct text *body)
{
	struct product_card_list cards;
	if (!product_id)
		return OK;
	enum err err = product_cards(scope, (struct ids){ &product_id, 1 }, &cards);
	for (size_t i = 0; !err && i < cards.count; i++)
		add_text(body, cards.at[i].name, POST_BYTES);
	return err;
}

static str thread_marks(struct scope *scope, const struct thread *thread, str language)
{
	struct text marks;
	text_open(&marks, scope->arena, 128);
	mark_id(&marks, 'b', thread->board_id);
	mark_id(&marks, 'p', thread->product_id);
	mark_word(&marks, 's', str_from(thread_state_names[thread->state]));
	mark_word(&marks, 'l', language);
	return text_str(&marks);
}

/* Markdown's marks are no words, so the source serves as it is. */
static enum err thread_doc(struct scope *scope, const struct thread_words *words, struct search_doc *doc_out)
{
	const struct thread *thread = &words->thread;
	struct text body;
	text_open(&body, scope->arena, WORDS_BYTES + 64);
	enum err err = add_product(scope, thread->product_id, &body);
	if (err)
		return err;
	for (size_t i = 0; i < words->solutions.count; i++)
		add_text(&body, words->solutions.at[i].body, POST_BYTES);
	for (size_t i = 0; i < words->posts.count; i++) {
		const struct post *post = &words->posts.at[i];
		if (is_readable(post) && !post->is_solution)
			add_text(&body, post->body, POST_BYTES);
	}
	str language = analysis_guess(scope->arena, text_str(&body), thread->lang);
	*doc_out = (struct search_doc){
		.id = thread->id, .audience_id = thread->audience_id, .kind = thread_subject.number,
		.marks = thread_marks(scope, thread, language), .at = thread->active_at,
		.boost = thread->state == THREAD_SOLVED ? SOLVED_BOOST : 1,
		.title = analysis_tokens(scope->arena, thread->title, language, ANALYSIS_INDEX),
		.body = analysis_tokens(scope->arena, text_str(&body), language, ANALYSIS_INDEX),
	};
	return OK;
}

enum err index_read_thread(struct scope *scope, int64_t thread_id, struct search_doc *doc_out)
{
	struct thread_words words;
	*doc_out = (struct search_doc){ 0 };
	enum err err = community_words(scope, thread_id, &words);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	return thread_doc(scope, &words, doc_out);
}

enum err index_write(struct scope *scope, int64_t id, const struct search_doc *doc)
{
	subject_changed(scope, SEARCH_INDEX);
	return doc->id ? search_put(scope, doc) : search_remove(scope, id);
}

enum err index_thread(struct scope *scope, int64_t thread_id)
{
	struct search_doc doc;
	enum err err = index_read_thread(scope, thread_id, &doc);
	return err ? err : index_write(scope, thread_id, &doc);
}

/* ── services ── */

enum err index_read_service(struct scope *scope, int64_t service_id, struct search_doc *doc_out)
{
	struct service_text service;
	struct text body;
	*doc_out = (struct search_doc){ 0 };
	enum err err = service_index(scope, service_id, &service);
	if (err || !service.is_listed)
		return err;
	text_open(&body, scope->arena, service.source.len + 256);
	add_text(&body, service.source, WORDS_BYTES);
	add_text(&body, service.code, POST_BYTES);
	add_text(&body, service.town, POST_BYTES);
	if ((err = add_product(scope, service.product_id, &body)))
		return err;
	str language = analysis_guess(scope->arena, text_str(&body), scope->language);
	struct text marks;
	text_open(&marks, scope->arena, 128);
	mark_id(&marks, 'p', service.product_id);
	mark_word(&marks, 'l', language);
	*doc_out = (struct search_doc){
		.id = service_id, .audience_id = service.audience_id, .kind = service_subject.number,
		.marks = text_str(&marks), .at = service.changed_at, .boost = 1,
		.title = analysis_tokens(scope->arena, service.title, language, ANALYSIS_INDEX),
		.body = analysis_tokens(scope->arena, text_str(&body), language, ANALYSIS_INDEX),
	};
	return OK;
}

enum err index_service(struct scope *scope, int64_t service_id)
{
	struct search_doc doc;
	enum err err = index_read_service(scope, service_id, &doc);
	return err ? err : index_write(scope, service_id, &doc);
}

/* ── news ── */

static enum err run_similar(struct scope *scope, const struct job *job);

static const struct job_kind similar_job = { .name = "search.similar", .run = run_similar, .by_hand = true };
const struct job_kind *const index_jobs[] = { &similar_job, &upkeep_job, NULL };

/* An answer changes the words, but not what the thread resembles. */
static enum err hear_post(struct scope *scope, const struct news *news)
{
	return index_thread(scope, news->subject.id);
}

static enum err hear_thread(struct scope *scope, const struct news *news)
{
	enum err err = index_thread(scope, news->subject.id);
	return err ? err : job_plan(scope, &similar_job, news->subject, scope->now);
}

static enum err hear_service(struct scope *scope, const struct news *news)
{
	return index_service(scope, news->subject.id);
}

const struct listener index_listeners[] = {
	{ &thread_asked, hear_thread },      { &thread_changed, hear_thread },
	{ &post_added, hear_post },          { &post_changed, hear_post },
	{ &solution_marked, hear_thread },   { &solution_unmarked, hear_thread },
	{ &service_changed, hear_service },  { NULL, NULL },
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
	return err ? err : scope_write(scope, similar_write, &work);
}

static enum err run_similar(struct scope *scope, const struct job *job)
{
	return index_similar(scope, job->subject.id);
}
