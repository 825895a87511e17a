/*
 * kinds.c: what can be found of threads, articles, services, products and helpers; other slices list their own.
 *
 * A thread is found by its title, its solutions, its question and its answers, in this order:
 * what goes beyond WORDS_BYTES is left out, so that a unit stays short.  A solved one leads.
 */
#include "features/search/kinds.h"

#include "features/articles/articles.h"
#include "features/articles/articles_news.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/marketplace/marketplace.h"
#include "features/marketplace/marketplace_news.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "features/product/product.h"
#include "features/product/product_news.h"

enum {
	WORDS_BYTES = 8 * 1024,  /* of a document's source */
	POST_BYTES = 3 * 1024,   /* of one answer */
};

static const double ARTICLE_BOOST = SOLVED_BOOST; /* holds an answer, too */

static void add_text(struct text *body, str source, size_t max)
{
	size_t left = body->len < WORDS_BYTES ? WORDS_BYTES - body->len : 0;
	text_put(body, str_first(source, left < max ? left : max));
	text_char(body, '\n');
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

/* ── threads ── */

static bool is_readable(const struct post *post)
{
	return !post->hidden_at && !post->deleted_at;
}

/* Markdown's marks are no words, so the source serves as it is. */
static enum err thread_text(struct scope *scope, const struct thread_words *words, struct findable_text *text_out)
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
	int64_t *tag_ids = arena_take(scope->arena, (words->tags.count + 1) * sizeof(*tag_ids));
	str *tags = arena_take(scope->arena, (words->tags.count + 1) * sizeof(*tags));
	for (size_t i = 0; i < words->tags.count; i++) {
		tag_ids[i] = words->tags.at[i].id;
		tags[i] = words->tags.at[i].name;
	}
	*text_out = (struct findable_text){
		.audience_id = thread->audience_id, .title = thread->title,
		.tag_ids = { tag_ids, words->tags.count }, .tags = str_join(scope->arena, tags, words->tags.count, S(", ")),
	 .body = text_str(&body), .language = thread->lang,
		.board_id = thread->board_id, .product_id = thread->product_id,
		.state = str_from(thread_state_names[thread->state]), .at = thread->active_at,
		.boost = thread->state == THREAD_SOLVED ? SOLVED_BOOST : 1,
	};
	return OK;
}

static enum err thread_read(struct scope *scope, int64_t thread_id, struct findable_text *text_out)
{
	struct thread_words words;
	*text_out = (struct findable_text){ 0 };
	enum err err = community_words(scope, thread_id, &words);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	return thread_text(scope, &words, text_out);
}

static enum err threads_after(struct scope *scope, int64_t after_id, struct ids *ids_out)
{
	struct thread_list threads;
	enum err err = community_threads_after(scope, after_id, &threads);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, (threads.count + 1) * sizeof(*ids));
	for (size_t i = 0; i < threads.count; i++)
		ids[i] = threads.at[i].id;
	*ids_out = (struct ids){ ids, threads.count };
	return OK;
}

/* Their cards are richer: search.c asks the community itself. */
const struct findable thread_findable = { &thread_subject, thread_read, threads_after, NULL };

/* ── articles ── */

static enum err article_read(struct scope *scope, int64_t article_id, struct findable_text *text_out)
{
	struct article_words words;
	struct text body;
	*text_out = (struct findable_text){ 0 };
	enum err err = articles_words(scope, article_id, &words);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	if (err || !words.is_out)
		return err == ERR_NOT_FOUND ? OK : err;
	const struct article *article = &words.article;
	text_open(&body, scope->arena, WORDS_BYTES + 64);
	if ((err = add_product(scope, article->product_id, &body)))
		return err;
	add_text(&body, article->body, WORDS_BYTES);
	*text_out = (struct findable_text){
		.audience_id = article->audience_id, .title = article->title, .body = text_str(&body),
		.language = article->lang, .product_id = article->product_id, .at = article->published_at,
		.boost = ARTICLE_BOOST,
	};
	return OK;
}

static enum err article_ids_after(struct scope *scope, int64_t after_id, struct ids *ids_out)
{
	struct article_list articles;
	enum err err = articles_after(scope, after_id, &articles);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, (articles.count + 1) * sizeof(*ids));
	for (size_t i = 0; i < articles.count; i++)
		ids[i] = articles.at[i].id;
	*ids_out = (struct ids){ ids, articles.count };
	return OK;
}

static enum err article_cards(struct scope *scope, struct ids ids, struct findable_card *cards_out)
{
	struct article_list articles;
	enum err err = articles_cards(scope, ids, &articles);
	for (size_t i = 0; !err && i < ids.count; i++) {
		for (size_t k = 0; k < articles.count; k++) {
			const struct article *article = &articles.at[k];
			if (article->id == ids.at[i])
				cards_out[i] = (struct findable_card){ article->title, articles_url(scope, article->id),
					article->excerpt, article->published_at };
		}
	}
	return err;
}

const struct findable article_findable = { &article_subject, article_read, article_ids_after, article_cards };

/* ── services ── */

static enum err service_read(struct scope *scope, int64_t service_id, struct findable_text *text_out)
{
	struct service_text service;
	struct text body;
	*text_out = (struct findable_text){ 0 };
	enum err err = service_index(scope, service_id, &service);
	if (err || !service.is_listed)
		return err;
	text_open(&body, scope->arena, service.source.len + 256);
	add_text(&body, service.source, WORDS_BYTES);
	add_text(&body, service.code, POST_BYTES);
	add_text(&body, service.town, POST_BYTES);
	if ((err = add_product(scope, service.product_id, &body)))
		return err;
	*text_out = (struct findable_text){
		.audience_id = service.audience_id, .title = service.title, .body = text_str(&body),
		.product_id = service.product_id, .at = service.changed_at,
	};
	return OK;
}

const struct findable service_findable = { &service_subject, service_read, services_after, NULL };

/* ── products ── */

static enum err product_read(struct scope *scope, int64_t product_id, struct findable_text *text_out)
{
	struct product product;
	*text_out = (struct findable_text){ 0 };
	enum err err = product_by_id(scope, product_id, &product);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope);
	if (err || product.hidden_at)
		return err == ERR_NOT_FOUND ? OK : err;
	*text_out = (struct findable_text){
		.audience_id = AUDIENCE_PUBLIC, .title = product.name, .body = product.about, .tags = product.kind,
		.product_id = product.id, .at = product.made_at,
	};
	return OK;
}

/* A catalogue comes whole; what is behind `after_id` is picked from it. */
static enum err products_after(struct scope *scope, int64_t after_id, struct ids *ids_out)
{
	struct product_list products;
	enum err err = product_list_all(scope, &products);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, (products.count + 1) * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; !after_id && i < products.count; i++)
		ids[count++] = products.at[i].id;
	*ids_out = (struct ids){ ids, count };
	return OK;
}

static enum err product_find_cards(struct scope *scope, struct ids ids, struct findable_card *cards_out)
{
	struct product_list products;
	enum err err = product_list(scope, &products);
	for (size_t i = 0; !err && i < ids.count; i++) {
		for (size_t k = 0; k < products.count; k++) {
			const struct product *product = &products.at[k];
			if (product->id == ids.at[i])
				cards_out[i] = (struct findable_card){ product->name,
					str_format(scope->arena, "/products/%.*s", STR_ARG(product->key)), product->about,
					product->made_at };
		}
	}
	return err;
}

const struct findable product_findable = { &product_subject, product_read, products_after, product_find_cards };

/* ── helpers ── */

static enum err helper_read(struct scope *scope, int64_t member_id, struct findable_text *text_out)
{
	struct helper_text helper;
	*text_out = (struct findable_text){ 0 };
	enum err err = helper_index(scope, member_id, &helper);
	if (err || !helper.is_listed)
		return err;
	*text_out = (struct findable_text){
		.audience_id = AUDIENCE_PUBLIC, .title = helper.name,
		.body = str_format(scope->arena, "%.*s\n%.*s\n%.*s", STR_ARG(helper.about), STR_ARG(helper.town),
		                   STR_ARG(helper.code)),
		.at = helper.approved_at,
	};
	return OK;
}

static enum err helper_cards(struct scope *scope, struct ids ids, struct findable_card *cards_out)
{
	struct helper_text_list helpers;
	enum err err = helper_texts(scope, ids, &helpers);
	for (size_t i = 0; !err && i < ids.count; i++) {
		for (size_t k = 0; k < helpers.count; k++) {
			const struct helper_text *helper = &helpers.at[k];
			if (helper->member_id == ids.at[i] && helper->is_listed)
				cards_out[i] = (struct findable_card){ helper->name,
					str_format(scope->arena, "/members/%lld", (long long)helper->member_id), helper->about,
					helper->approved_at };
		}
	}
	return err;
}

const struct findable helper_findable = { &member_subject, helper_read, helpers_after, helper_cards };

/* ── all of them ── */

static const struct findable *const own[] = { &thread_findable, &article_findable, &service_findable, &product_findable, &helper_findable };

size_t kinds_all(const struct house *house, const struct findable *kinds_out[KINDS_MAX])
{
	size_t count = 0;
	for (size_t i = 0; i < COUNT(own); i++)
		kinds_out[count++] = own[i];
	for (size_t i = 0; house->lists.findables && house->lists.findables[i] && count < KINDS_MAX; i++)
		kinds_out[count++] = house->lists.findables[i];
	return count;
}

bool kind_is_aside(int number)
{
	return number == service_subject.number || number == member_subject.number;
}

bool kinds_are_aside(const int *numbers)
{
	size_t count = 0;
	while (numbers[count] && kind_is_aside(numbers[count]))
		count++;
	return count && !numbers[count];
}

bool kinds_are_all_aside(const int *numbers)
{
	return kinds_are_aside(numbers) && numbers[1];
}

const struct findable *kind_find(const struct house *house, int number)
{
	const struct findable *kinds[KINDS_MAX];
	size_t count = kinds_all(house, kinds);
	for (size_t i = 0; i < count; i++) {
		if (kinds[i]->kind->number == number)
			return kinds[i];
	}
	return NULL;
}

const struct findable *kind_named(const struct house *house, str name)
{
	const struct findable *kinds[KINDS_MAX];
	size_t count = kinds_all(house, kinds);
	for (size_t i = 0; i < count; i++) {
		if (str_equal(str_from(kinds[i]->kind->name), name))
			return kinds[i];
	}
	return NULL;
}
