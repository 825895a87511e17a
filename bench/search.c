/*
 * search.c: how well the product finds: MAP, MRR and P@1 with their intervals, beside the baselines.
 *
 *     search DATA     DATA: a folder with NAME_corpus.jsonl, NAME_queries_dev.jsonl, BASELINES_dev.txt
 *
 * The documents of a set become things of a brand of its own, through the door that any slice uses
 * (core/findable.h); then the search makes its index, learns its vocabulary, and is asked by
 * search_find, as a page asks it.  Similar questions are asked by similar_rank, as the ask form does.
 * Intervals: 95 %, bootstrap over queries, 2,000 draws from a fixed seed.
 */
#include "app/house.h"
#include "app/import_reader.h"
#include "base/json.h"
#include "features/brand/brand.h"
#include "features/search/index.h"
#include "features/search/search.h"
#include "features/search/similar.h"
#include "store/migrate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { DOCS_MAX = 4000, HITS = 200, DRAWS = 2000, KIND = 99, POOL_MAX = 64 };

struct doc { int64_t id, brand_id, pool_id; str key, title, body, lang; };
struct query { str text, body; int64_t pool_id; struct list relevant; /* str */ };
struct scores { double map, mrr, first, ms; };

static struct doc docs[DOCS_MAX];
static size_t doc_count;
static struct arena *arena;
static struct house *house;
static uint64_t seed = 20261127;

/* ── the documents, as a slice would offer them ── */

static enum err no_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	(void)scope, (void)ids, (void)faces_out;
	return OK;
}
static const struct subject_kind doc_subject = { "bench", KIND, no_faces, NULL };

static enum err doc_read(struct scope *scope, int64_t id, struct findable_text *text_out)
{
	const struct doc *doc = &docs[id - 1];
	(void)scope;
	*text_out = (struct findable_text){ .audience_id = AUDIENCE_PUBLIC, .title = doc->title, .body = doc->body,
		.language = doc->lang, .board_id = doc->pool_id, .at = 1 };
	return OK;
}

static enum err docs_after(struct scope *scope, int64_t after_id, struct ids *ids_out)
{
	int64_t *ids = arena_take(scope->arena, 100 * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; i < doc_count && count < 100; i++) {
		if (docs[i].brand_id == scope->brand_id && docs[i].id > after_id)
			ids[count++] = docs[i].id;
	}
	*ids_out = (struct ids){ ids, count };
	return OK;
}

static enum err doc_cards(struct scope *scope, struct ids ids, struct findable_card *cards_out)
{
	(void)scope;
	for (size_t i = 0; i < ids.count; i++)
		cards_out[i] = (struct findable_card){ .title = docs[ids.at[i] - 1].title };
	return OK;
}
static const struct findable doc_findable = { &doc_subject, doc_read, docs_after, doc_cards };

/* ── reading ── */

static void __attribute__((noreturn)) die(const char *what, str which)
{
	fprintf(stderr, "search: %s: %.*s\n", what, STR_ARG(which));
	exit(1);
}

static struct import_reader *set_open(const char *folder, const char *name)
{
	struct import_reader *reader;
	str path = str_format(arena, "%s/%s.jsonl", folder, name);
	if (access(path.at, R_OK))
		path = str_format(arena, "%s/%s.jsonl.zst", folder, name);
	if (import_reader_open(arena, path, &reader))
		die("cannot read", path);
	return reader;
}

static const struct json *next_line(struct import_reader *reader)
{
	const struct json *json;
	str line;
	while (import_reader_next(reader, &line) == IMPORT_LINE) {
		if (str_trim(line).len && json_read(arena, line, &json, NULL) == OK)
			return json;
	}
	import_reader_close(reader);
	return NULL;
}

static int64_t doc_add(int64_t brand_id, const struct json *json)
{
	if (doc_count == DOCS_MAX)
		die("too many documents", S(""));
	struct doc *doc = &docs[doc_count++];
	*doc = (struct doc){ (int64_t)doc_count, brand_id, 0, json_str(json, S("id")), json_str(json, S("title")),
		json_str(json, S("body")), json_str(json, S("lang")) };
	return doc->id;
}

/* ── the house ── */

struct making { struct brand brand; };

static enum err make_brand(struct scope *scope, void *data)
{
	struct making *making = data;
	scope_act_as(scope, 0, ROLE_BITS);
	return brand_make(scope, &making->brand);
}

static int64_t brand_add(const char *name, const char *language)
{
	struct making making = { .brand = { .key = str_format(arena, "set%zu", doc_count), .name = str_from(name), .language = str_from(language),
		.zone = S("Europe/Berlin"), .currency = S("EUR"), .brand_colour = S("#0057b8"), .accent_colour = S("#0057b8"),
		.origin = S("https://bench.example.org"), .languages = str_from(language) } };
	struct scope scope;
	scope_open(&scope, house, arena, moment_now());
	if (scope_write(&scope, make_brand, &making))
		die("no brand", str_from(scope.refusal.reason ? scope.refusal.reason : name));
	return making.brand.id;
}

static void house_make(const char *folder)
{
	static const struct findable *findables[] = { &doc_findable, NULL };
	struct house_lists *lists = arena_take(arena, sizeof(*lists));
	*lists = *house_lists(arena);
	lists->findables = findables;
	struct house_settings settings = { .data_dir = str_from(folder),
		.database = str_format(arena, "sqlite:%s/house.db", folder) };
	int ran;
	str wrong = S("");
	if (migrate_run(arena, settings.database, migrations, &ran, &wrong) ||
	    house_open(arena, &settings, lists, &house, &wrong))
		die("no house", wrong);
}

/* ── measuring ── */

static bool is_relevant(const struct query *query, str key)
{
	for (size_t i = 0; i < query->relevant.count; i++) {
		if (str_equal(*(const str *)list_at(&query->relevant, i), key))
			return true;
	}
	return false;
}

static struct scores score(const struct query *query, const int64_t *ids, size_t count)
{
	struct scores scores = { 0 };
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		if (!is_relevant(query, docs[ids[i] - 1].key))
			continue;
		scores.map += (double)++found / (double)(i + 1);
		scores.mrr = found == 1 ? 1.0 / (double)(i + 1) : scores.mrr;
		scores.first = i ? scores.first : 1;
	}
	scores.map /= (double)query->relevant.count;
	return scores;
}

static double draw(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (double)(seed >> 11) / 9007199254740992.0;
}

static int by_size(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;
	return one < other ? -1 : one > other;
}

static void interval(const struct scores *scores, size_t count, size_t offset, double *low_out, double *high_out)
{
	static double means[DRAWS];
	for (size_t i = 0; i < DRAWS; i++) {
		double sum = 0;
		for (size_t k = 0; k < count; k++)
			sum += *(const double *)((const char *)&scores[(size_t)(draw() * (double)count)] + offset);
		means[i] = sum / (double)count;
	}
	qsort(means, DRAWS, sizeof(*means), by_size);
	*low_out = means[DRAWS / 40];
	*high_out = means[DRAWS - 1 - DRAWS / 40];
}

static void column(const struct scores *scores, size_t count, size_t offset, const char *name)
{
	double sum = 0, low, high;
	for (size_t i = 0; i < count; i++)
		sum += *(const double *)((const char *)&scores[i] + offset);
	interval(scores, count, offset, &low, &high);
	printf("  %s %5.1f (%.1f-%.1f)", name, 100 * sum / (double)count, 100 * low, 100 * high);
}

static double now_ms(void)
{
	struct timespec time;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void report(struct scores *scores, size_t count, const char *who)
{
	double ms = 0, most = 0;
	printf("  %-22s queries %4zu", who, count);
	column(scores, count, offsetof(struct scores, map), "MAP");
	column(scores, count, offsetof(struct scores, mrr), "MRR");
	column(scores, count, offsetof(struct scores, first), "P@1");
	for (size_t i = 0; i < count; i++) {
		ms += scores[i].ms;
		most = fmax(most, scores[i].ms);
	}
	printf("  %.2f ms, at most %.1f\n", ms / (double)count, most);
}

/* ── asking ── */

struct asking { int64_t brand_id; const struct query *query; int64_t ids[HITS]; size_t count; bool with_body; };

static enum err enter(struct scope *scope, int64_t brand_id)
{
	enum err err = brand_scope(scope, brand_id);
	scope_act_as(scope, 0, 0);
	return err;
}

static enum err ask(struct scope *scope, void *data)
{
	struct asking *asking = data;
	struct search_found found;
	enum err err = enter(scope, asking->brand_id);
	if (err)
		return err;
	const struct search_wish wish = { .text = asking->query->text, .kinds = { KIND }, .limit = HITS };
	if ((err = search_find(scope, &wish, &found)))
		return err;
	for (asking->count = 0; asking->count < found.count; asking->count++)
		asking->ids[asking->count] = found.at[asking->count].subject.id;
	return OK;
}

static void ask_in(struct arena *own, scope_work *work, struct asking *asking)
{
	struct scope scope;
	scope_open(&scope, house, own, moment_now());
	if (scope_read(&scope, work, asking))
		die("a search failed", asking->query->text);
}

static void reindex(void)
{
	struct reindex done;
	if (search_reindex(house, NULL, NULL, &done))
		die("no index", S(""));
}

static void run_set(const char *folder, const char *name, const char *language)
{
	struct query queries[2000];
	static struct scores scores[2000];
	size_t count = 0;
	int64_t brand_id = brand_add(name, language);
	size_t before = doc_count;
	const struct json *json;
	char set[64];
	snprintf(set, sizeof(set), "%s_corpus", name);
	for (struct import_reader *reader = set_open(folder, set); (json = next_line(reader));)
		doc_add(brand_id, json);
	reindex();
	snprintf(set, sizeof(set), "%s_queries_dev", name);
	for (struct import_reader *reader = set_open(folder, set); count < COUNT(queries) && (json = next_line(reader));) {
		const struct json *relevant = json_member(json, S("relevant"));
		struct query *query = &queries[count];
		*query = (struct query){ .text = json_str(json, S("query")) };
		list_open(&query->relevant, arena, sizeof(str));
		for (size_t i = 0; i < relevant->count; i++) {
			if (!is_relevant(query, relevant->items[i].text))
				*(str *)list_add(&query->relevant) = relevant->items[i].text;
		}
		count += relevant->count > 0;
	}
	printf("== %s dev %zu documents\n", name, doc_count - before);
	struct arena *own = arena_open(1 << 20);
	for (size_t i = 0; i < count; i++) {
		struct asking asking = { .brand_id = brand_id, .query = &queries[i] };
		arena_reset(own);
		double began = now_ms();
		ask_in(own, ask, &asking);
		double ms = now_ms() - began;
		scores[i] = score(&queries[i], asking.ids, asking.count);
		scores[i].ms = ms;
	}
	arena_close(own);
	report(scores, count, "Heinzel");
}

/* ── similar questions ── */

static enum err ask_similar(struct scope *scope, void *data)
{
	struct asking *asking = data;
	struct search_hit_list hits;
	str pool = str_format(scope->arena, "b%lld", (long long)asking->query->pool_id);
	enum err err = enter(scope, asking->brand_id);
	if (err)
		return err;
	const struct similar_wish wish = { .title = asking->query->text, .body = asking->with_body ? asking->query->body : S(""), .marks = pool,
		.limit = POOL_MAX };
	if ((err = similar_rank(scope, &wish, &hits)))
		return err;
	for (asking->count = 0; asking->count < hits.count; asking->count++)
		asking->ids[asking->count] = hits.at[asking->count].id;
	return OK;
}

/* The baselines rank the whole pool: what shares no word with the question stands behind, as it was given. */
static void add_rest(struct asking *asking)
{
	size_t found = asking->count;
	for (size_t i = 0; i < doc_count && asking->count < HITS; i++) {
		bool is_there = docs[i].pool_id != asking->query->pool_id;
		for (size_t k = 0; k < found && !is_there; k++)
			is_there = asking->ids[k] == docs[i].id;
		if (!is_there)
			asking->ids[asking->count++] = docs[i].id;
	}
}

/* One query with its pool of candidates, each pool a board. */
static void pool_add(const struct json *json, int64_t brand_id, struct query *query)
{
	const struct json *candidates = json_member(json, S("candidates"));
	*query = (struct query){ .text = json_str(json, S("title")), .body = json_str(json, S("body")),
		.pool_id = (int64_t)doc_count + 1 };
	list_open(&query->relevant, arena, sizeof(str));
	for (size_t i = 0; i < candidates->count; i++) {
		const struct json *candidate = &candidates->items[i];
		int64_t id = doc_add(brand_id, candidate);
		docs[id - 1].pool_id = query->pool_id;
		docs[id - 1].lang = S("en");
		if (!str_equal(json_str(candidate, S("label")), S("Irrelevant")))
			*(str *)list_add(&query->relevant) = json_str(candidate, S("id"));
	}
}

static void run_similar(const char *folder)
{
	static struct query queries[200];
	static struct scores scores[200];
	size_t count = 0;
	int64_t brand_id = brand_add("similar", "en");
	const struct json *json;
	for (struct import_reader *reader = set_open(folder, "similar_en_qatarliving_dev");
	     count < COUNT(queries) && (json = next_line(reader));) {
		pool_add(json, brand_id, &queries[count]);
		count += queries[count].relevant.count > 0;
	}
	reindex();
	printf("== similar_en_qatarliving dev all\n");
	for (int with_body = 0; with_body < 2; with_body++) {
		struct arena *own = arena_open(1 << 20);
		for (size_t i = 0; i < count; i++) {
			struct asking asking = { .brand_id = brand_id, .query = &queries[i], .with_body = with_body };
			arena_reset(own);
			double began = now_ms();
			ask_in(own, ask_similar, &asking);
			double ms = now_ms() - began;
			add_rest(&asking);
			scores[i] = score(&queries[i], asking.ids, asking.count);
			scores[i].ms = ms;
		}
		arena_close(own);
		report(scores, count, with_body ? "Heinzel, title and text" : "Heinzel, title");
	}
}

static void show_baselines(const char *folder, const char *name)
{
	char line[256];
	str path = str_format(arena, "%s/BASELINES_dev.txt", folder);
	FILE *file = fopen(path.at, "r");
	bool is_here = false;
	while (file && fgets(line, sizeof(line), file)) {
		if (line[0] == '=')
			is_here = strstr(line, name) && (!strstr(name, "similar") || strstr(line, "all"));
		else if (is_here)
			fputs(line, stdout);
	}
	if (file)
		fclose(file);
}

int main(int count, char **words)
{
	static const char *const sets[][2] = { { "faq_de", "de" }, { "pages_de", "de" }, { "faq_en", "en" },
		{ "pages_en", "en" } };
	char folder[] = "/tmp/heinzel-search-XXXXXX";
	if (count < 2 || !mkdtemp(folder)) {
		fputs("usage: search DATA\n", stderr);
		return 2;
	}
	crypt_start();
	log_set(LOG_ERROR, 2);
	arena = arena_open(1 << 20);
	house_make(folder);
	for (size_t i = 0; i < COUNT(sets); i++) {
		run_set(words[1], sets[i][0], sets[i][1]);
		show_baselines(words[1], sets[i][0]);
	}
	run_similar(words[1]);
	show_baselines(words[1], "similar_en_qatarliving");
	house_close(house);
	return 0;
}
