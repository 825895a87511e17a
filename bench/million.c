/*
 * million.c: search and similar among as many documents as one likes, without the house around them.
 *
 *     million URL [DOCUMENTS]     URL: "sqlite:/folder/million.db" or "postgres://…"; 1,000,000 unless said
 *
 * The documents are made from a seed, of German words put together from parts ("netzkabel", "störungsdienst"), which
 * follow Zipf's law as words do: the most frequent stands in every fourth text, half of all stand in a few.  The database
 * is filled once and kept.  Asked are words as the analysis gives them; printed is this thread's processor time and the
 * time on the wall.  docs/performance.md holds the figures.
 */
#include "store/fulltext.h"
#include "store/migrate.h"
#include "store/unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BRAND = 7, WORDS = 60000, A_UNIT = 500, ASKED = 300, STAFF = 3, BODY_LEAST = 25, BODY_MORE = 60 };

static const char *const heads[] = { "netz", "kabel", "strom", "router", "funk", "haus", "kunden", "rechnungs", "tarif", "gäste", "keller",
	"störungs", "anschluss", "dosen", "fernseh", "telefon", "speicher", "lade", "wand", "garten", "zähler", "daten", "licht", "heizungs",
	"fenster", "familien", "nachbar", "handy", "kanal", "sender", "empfangs", "konto", "vertrags", "umzugs", "bild", "ton" };
static const char *const tails[] = { "teil", "dienst", "kasten", "name", "zahl", "gerät", "plan", "wechsel", "raum", "schalter", "ausfall",
	"start", "taste", "stelle", "wert", "punkt", "regel", "karte", "liste", "frage", "hilfe", "grenze", "wert", "weg", "stand", "block",
	"lampe", "test", "seite", "code", "stecker", "leitung", "pause", "menge", "brief", "platz" };

static struct arena *arena;
static struct store *store;
static str words[WORDS];
static double reach[WORDS]; /* of all that is said, how much the words up to this one are */
static uint64_t seed = 20261127;

static uint64_t next(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static double chance(void)
{
	return (double)(next() >> 11) / 9007199254740992.0;
}

static void make_words(void)
{
	double sum = 0;
	for (size_t i = 0; i < WORDS; i++) {
		size_t rest = i / (COUNT(heads) * COUNT(tails));
		words[i] = str_format(arena, "%s%s%s", heads[i % COUNT(heads)], rest ? heads[rest % COUNT(heads)] : "",
				      tails[i / COUNT(heads) % COUNT(tails)]);
		if (rest >= COUNT(heads))
			words[i] = str_format(arena, "%.*s%zu", STR_ARG(words[i]), rest);
		sum += 1 / pow((double)i + 10, 1.0);
		reach[i] = sum;
	}
	for (size_t i = 0; i < WORDS; i++)
		reach[i] /= sum;
}

static size_t some_word(void)
{
	double at = chance();
	size_t from = 0, to = WORDS - 1;
	while (from < to) {
		size_t middle = (from + to) / 2;
		if (reach[middle] < at)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static str say(struct arena *into, size_t count)
{
	struct text text;
	text_open(&text, into, count * 16);
	for (size_t i = 0; i < count; i++)
		text_format(&text, "%s%.*s", i ? " " : "", STR_ARG(words[some_word()]));
	return text_str(&text);
}

/* ── filling ── */

struct filling { int64_t from, to; };

static enum err fill_some(struct db *db, void *data)
{
	const struct filling *filling = data;
	struct arena *own = arena_open(256 * 1024);
	enum err err = OK;
	for (int64_t id = filling->from; !err && id < filling->to; id++) {
		bool is_solved = next() % 3 == 0;
		const struct fulltext_doc doc = {
			.brand_id = BRAND, .id = id, .audience_id = next() % 50 ? FULLTEXT_EVERYONE : STAFF, .kind = 10,
			.at = id, .boost = is_solved ? 1.2 : 1, .title = say(own, 4 + next() % 6), .tags = say(own, next() % 3),
			.body = say(own, BODY_LEAST + next() % BODY_MORE),
			.marks = str_format(own, "k10 b%d lde s%s", (int)(1 + next() % 8), is_solved ? "solved" : "unsolved"),
		};
		err = fulltext_put(db, own, &doc);
		if (id % 50 == 49)
			arena_reset(own);
	}
	arena_close(own);
	return err;
}

static enum err begin(struct db *db, void *data)
{
	static const struct statement everyone = {
		"million.everyone", "INSERT INTO core_audience_member (brand_id, member_id, audience_id) VALUES (?1, 0, 1)",
		"INSERT INTO core_audience_member (brand_id, member_id, audience_id) VALUES ($1, 0, 1)", 1, 0, true,
	};
	const int64_t brand_id = BRAND;
	(void)data;
	return db_run(db, &everyone, (struct value[]){ VALUE(brand_id) }, NULL);
}

static enum err count_all(struct db *db, void *data)
{
	static const struct statement all = {
		"million.all", "SELECT COALESCE(SUM(documents), 0) FROM store_corpus WHERE brand_id = ?1",
		"SELECT COALESCE(SUM(documents), 0) FROM store_corpus WHERE brand_id = $1", 1, 1, false,
	};
	const int64_t brand_id = BRAND;
	struct rows rows;
	bool more;
	enum err err = db_query(db, &all, (struct value[]){ VALUE(brand_id) }, &rows);
	if (err || (err = db_next(&rows, &more)))
		return err;
	*(int64_t *)data = db_integer(&rows, 0);
	db_end(&rows);
	return OK;
}

static enum err fill(int64_t documents)
{
	int64_t there = 0;
	enum err err = store_read(store, count_all, &there);
	moment began_at = moment_monotonic();
	if (!err && !there)
		err = store_write(store, begin, NULL);
	seed += (uint64_t)there;
	for (int64_t from = there + 1; !err && from <= documents; from += A_UNIT) {
		struct filling filling = { from, from + A_UNIT <= documents ? from + A_UNIT : documents + 1 };
		err = store_write(store, fill_some, &filling);
	}
	double seconds = (double)(moment_monotonic() - began_at) / 1e6;
	if (!err && there < documents)
		printf("filled with %lld documents in %.0f s, %.0f a second\n", (long long)(documents - there), seconds,
		       (double)(documents - there) / seconds);
	return err;
}

/* ── asking ── */

/* Words between two ranks, of a title and of a text. */
struct kind { const char *name; size_t from, to, title, body; bool any, newest; };
static const struct kind kinds[] = {
	{ "one common word",            0,    40,    1, 0,  false, false },
	{ "two common words",           0,    100,   2, 0,  false, false },
	{ "three words",                0,    3000,  3, 0,  false, false },
	{ "a rare and a common word",   2000, 20000, 2, 0,  false, false },
	{ "one rare word",              5000, WORDS, 1, 0,  false, false },
	{ "two common words, by date",  0,    100,   2, 0,  false, true },
	{ "similar: a title",           0,    0,     6, 0,  true,  false },
	{ "similar: a title and a text", 0,   0,     6, 25, true,  false },
};

struct asking { struct arena *arena; struct fulltext_query query; struct fulltext_found found; };

static enum err ask(struct db *db, void *data)
{
	struct asking *asking = data;
	return fulltext_find(db, asking->arena, &asking->query, &asking->found);
}

static str question(struct arena *own, const struct kind *kind)
{
	if (!kind->to)
		return say(own, kind->title + kind->body);
	struct text text;
	text_open(&text, own, 128);
	for (size_t i = 0; i < kind->title; i++) {
		bool is_common = kind->from && i;
		size_t from = is_common ? 0 : kind->from, to = is_common ? 100 : kind->to;
		text_format(&text, "%s%.*s", i ? " " : "", STR_ARG(words[from + next() % (to - from)]));
	}
	return text_str(&text);
}

static int by_size(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;
	return one < other ? -1 : one > other;
}

static enum err measure(const struct kind *kind)
{
	double used[ASKED], took[ASKED];
	int64_t found = 0;
	struct arena *own = arena_open(1024 * 1024);
	enum err err = OK;
	for (int i = 0; !err && i < ASKED; i++) {
		arena_reset(own);
		struct asking asking = { .arena = own, .query = { .brand_id = BRAND, .tokens = question(own, kind), .any = kind->any,
			.newest = kind->newest, .limit = 20, .marks = kind->any ? S("k10 ssolved") : S("") } };
		moment used_before = moment_of_thread(), before = moment_monotonic();
		err = store_read(store, ask, &asking);
		used[i] = (double)(moment_of_thread() - used_before) / 1000;
		took[i] = (double)(moment_monotonic() - before) / 1000;
		found += asking.found.total;
	}
	arena_close(own);
	qsort(used, ASKED, sizeof(*used), by_size);
	qsort(took, ASKED, sizeof(*took), by_size);
	printf("%-28s cpu p50 %6.2f  p99 %6.2f ms   wall p50 %6.2f  p99 %6.2f ms   finds %.0f\n", kind->name, used[ASKED / 2],
	       used[ASKED * 99 / 100], took[ASKED / 2], took[ASKED * 99 / 100], (double)found / ASKED);
	fflush(stdout);
	return err;
}

int main(int count, char **args)
{
	if (count < 2) {
		fputs("million URL [DOCUMENTS]\n", stderr);
		return 2;
	}
	arena = arena_open(4 << 20);
	struct store_settings settings = { .url = str_from(args[1]), .unit_ms = 60000, .unit_statements = 10 * A_UNIT, .unit_changed = 20 * A_UNIT };
	int ran;
	str wrong = S("");
	make_words();
	enum err err = migrate_run(arena, settings.url, migrations, &ran, &wrong);
	if (!err)
		err = store_open(arena, &settings, &store, &wrong);
	if (!err)
		err = fill(count > 2 ? atoll(args[2]) : 1000000);
	for (size_t i = 0; !err && i < COUNT(kinds); i++)
		err = measure(&kinds[i]);
	if (err)
		fprintf(stderr, "million: %s %.*s\n", err_name(err), STR_ARG(wrong));
	return err ? 1 : 0;
}
