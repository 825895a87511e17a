/* learn.c: counts words by their hash, and weighs a text by them. */
#include "features/moderation/learn.h"

#include "features/moderation/item.h"
#include "features/moderation/sign.h"

#include <math.h>

enum { BUCKETS = 16384, COUNT_MAX = 65535, WORDS_WEIGHED = 20 };

/* The words of a text, each once: a bit a bucket. */
struct bag { unsigned char seen[BUCKETS / 8]; str before; struct arena *arena; };

static void bag_put(struct bag *bag, str word)
{
	size_t bucket = str_hash(word) % BUCKETS;
	bag->seen[bucket / 8] |= (unsigned char)(1u << (bucket % 8));
}

/* Words alone and in pairs: "click here" says more than "click" and "here". */
static void add_word(void *data, str word)
{
	struct bag *bag = data;
	if (word.len < 2)
		return;
	bag_put(bag, word);
	if (bag->before.len)
		bag_put(bag, str_format(bag->arena, "%.*s %.*s", STR_ARG(bag->before), STR_ARG(word)));
	bag->before = word;
}

static void bag_fill(struct arena *arena, str text, struct bag *bag)
{
	struct signs signs;
	memset(bag, 0, sizeof(*bag));
	bag->arena = arena;
	sign_words(arena, text, add_word, bag);
	signs_of(arena, text, &signs);
	if (signs.links)
		bag_put(bag, S("\x01link"));
	if (signs.odd_links)
		bag_put(bag, S("\x01odd link"));
	if (signs.score >= SIGN_SPAM)
		bag_put(bag, S("\x01pushy"));
}

static bool bag_has(const struct bag *bag, size_t bucket)
{
	return bag->seen[bucket / 8] >> (bucket % 8) & 1;
}

/* Two bytes a count, spam first: the same on every machine. */
static unsigned count_at(const struct model *model, size_t bucket, bool is_spam)
{
	const unsigned char *at = (const unsigned char *)model->counts.at + bucket * 4 + (is_spam ? 0 : 2);
	return at[0] | (unsigned)at[1] << 8;
}

void model_start(struct arena *arena, struct model *model)
{
	*model = (struct model){ .counts = { arena_take(arena, BUCKETS * 4), BUCKETS * 4 } };
}

void model_learn(struct arena *arena, struct model *model, str text, bool is_spam)
{
	struct bag bag;
	char *counts = arena_bytes(arena, BUCKETS * 4);
	memcpy(counts, model->counts.at, BUCKETS * 4);
	bag_fill(arena, text, &bag);
	for (size_t i = 0; i < BUCKETS; i++) {
		unsigned count = count_at(model, i, is_spam);
		if (!bag_has(&bag, i) || count == COUNT_MAX)
			continue;
		count++;
		unsigned char *at = (unsigned char *)counts + i * 4 + (is_spam ? 0 : 2);
		at[0] = (unsigned char)(count & 255);
		at[1] = (unsigned char)(count >> 8);
	}
	model->counts = (str){ counts, BUCKETS * 4 };
	*(is_spam ? &model->spam_texts : &model->ham_texts) += 1;
}

/* Keeps the WORDS_WEIGHED that say most, whichever way. */
static void weigh_in(double *weights, double weight)
{
	size_t least = 0;
	for (size_t i = 1; i < WORDS_WEIGHED; i++) {
		if (fabs(weights[i]) < fabs(weights[least]))
			least = i;
	}
	if (fabs(weight) > fabs(weights[least]))
		weights[least] = weight;
}

/* How much a word speaks for spam: its share of spam, drawn to one half while it was seen seldom (Robinson). */
static double word_odds(const struct model *model, size_t bucket)
{
	double spam = count_at(model, bucket, true), ham = count_at(model, bucket, false);
	double of_spam = spam / (double)model->spam_texts, of_ham = ham / (double)model->ham_texts;
	if (spam + ham < 1)
		return 0;
	double seen = (0.5 + (spam + ham) * of_spam / (of_spam + of_ham)) / (1 + spam + ham);
	return log(seen / (1 - seen));
}

double model_odds(struct arena *arena, const struct model *model, str text)
{
	struct bag bag;
	double weights[WORDS_WEIGHED] = { 0 }, odds = 0;
	if (model->spam_texts < LEARN_MIN || model->ham_texts < LEARN_MIN)
		return 0;
	bag_fill(arena, text, &bag);
	for (size_t i = 0; i < BUCKETS; i++) {
		if (bag_has(&bag, i))
			weigh_in(weights, word_odds(model, i));
	}
	for (size_t i = 0; i < WORDS_WEIGHED; i++)
		odds += weights[i];
	return odds;
}

static enum err load(struct scope *scope, struct model *model_out)
{
	enum err err = model_load(scope, model_out);
	if (!err && model_out->counts.len == BUCKETS * 4)
		return OK;
	if (err && err != ERR_NOT_FOUND)
		return err;
	model_start(scope->arena, model_out);
	return OK;
}

enum err learn(struct scope *scope, const struct subject_sight *sight, bool is_spam)
{
	int64_t learns;
	struct model model;
	enum err err = moderation_setting_of(scope, SET_LEARNS, &learns);
	if (err || !learns || (err = load(scope, &model)))
		return err;
	model_learn(scope->arena, &model, str_format(scope->arena, "%.*s\n%.*s", STR_ARG(sight->title), STR_ARG(sight->text)),
	            is_spam);
	return model_update(scope, &model);
}

enum err learn_odds(struct scope *scope, str text, double *odds_out)
{
	int64_t learns;
	struct model model;
	enum err err = moderation_setting_of(scope, SET_LEARNS, &learns);
	*odds_out = 0;
	if (err || !learns)
		return err;
	/* A brand that has taught too little has no odds, and its counts need not be read. */
	if ((err = model_load_taught(scope, LEARN_MIN, &model)))
		return err == ERR_NOT_FOUND ? OK : err;
	if (model.counts.len == BUCKETS * 4)
		*odds_out = model_odds(scope->arena, &model, text);
	return OK;
}
