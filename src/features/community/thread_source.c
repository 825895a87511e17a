/* thread_source.c: a solved thread says what helped, in its solvers' words; a post says what stands in it. */
#include "features/community/thread_source.h"

#include "features/community/community_news.h"
#include "features/community/post_store.h"
#include "features/community/thread_store.h"

/* All solutions below each other, the earliest first. */
static enum err add_solutions(struct scope *scope, int64_t thread_id, struct source *source)
{
	struct post_list solutions;
	enum err err = solution_list(scope, thread_id, &solutions);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, (solutions.count + 1) * sizeof(*ids));
	str *texts = arena_take(scope->arena, (solutions.count + 1) * sizeof(*texts));
	for (size_t i = 0; i < solutions.count; i++) {
		ids[i] = solutions.at[i].author_id;
		texts[i] = solutions.at[i].body;
	}
	source->author_ids = (struct ids){ ids, solutions.count };
	source->text = str_join(scope->arena, texts, solutions.count, S("\n\n"));
	return OK;
}

static enum err read_head(struct scope *scope, int64_t thread_id, struct source *source_out)
{
	struct thread thread;
	enum err err = thread_load(scope, thread_id, &thread);
	if (err)
		return err;
	*source_out = (struct source){
		.title = thread.title, .problem = thread.excerpt, .text = S(""), .lang = thread.lang, .product_id = thread.product_id,
		.audience_id = thread.audience_id, .is_settled = thread.state == THREAD_SOLVED,
	};
	return OK;
}

static enum err read_thread(struct scope *scope, int64_t thread_id, struct source *source_out)
{
	enum err err = read_head(scope, thread_id, source_out);
	return err ? err : add_solutions(scope, thread_id, source_out);
}

/* Every page of a member asks: who found what helped, and nothing where nothing did yet. */
static enum err sketch_thread(struct scope *scope, int64_t thread_id, struct source *source_out)
{
	enum err err = read_head(scope, thread_id, source_out);
	return err || !source_out->is_settled ? err : solution_authors(scope, thread_id, &source_out->author_ids);
}

static enum err read_post(struct scope *scope, int64_t post_id, struct source *source_out)
{
	struct post post;
	struct thread thread;
	enum err err = post_load(scope, post_id, &post);
	if (err || (err = thread_load(scope, post.thread_id, &thread)))
		return err;
	int64_t *author = arena_take(scope->arena, sizeof(*author));
	*author = post.author_id;
	*source_out = (struct source){
		.title = thread.title, .problem = thread.excerpt, .text = post.body, .lang = thread.lang,
		.product_id = thread.product_id, .audience_id = thread.audience_id, .author_ids = { author, 1 },
		.is_settled = thread.state == THREAD_SOLVED,
	};
	return OK;
}

const struct source_kind community_sources[] = {
	{ &thread_subject, read_thread, sketch_thread },
	{ &post_subject, read_post, NULL },
	{ NULL, NULL, NULL },
};
