/*
 * reads.c: a short list behind a lock, and a thread that empties it once a second.
 *
 * The brand is looked up when it is written, so that a page from the cache costs nothing more.
 */
#include "web/reads.h"

#include "base/crypt.h"
#include "web/web_room.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { READS_MAX = 1000, HOST_MAX = 120, READS_A_UNIT = 50, EPOCH_DAYS = 28 };

struct noted { struct sighting reading; char host[HOST_MAX]; };

struct reads {
	struct web *web;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t came;
	bool closing;
	size_t count;
	struct noted waiting[READS_MAX];
	struct noted taken[READS_MAX]; /* of the thread that writes */
	pthread_mutex_t writing;
};

/* Parts of names that programs give themselves, in small letters. */
static const char *const robots[] = { "bot", "crawl", "spider", "slurp", "curl/", "wget/", "python", "java/", "go-http",
	"headless", "monitor", "preview", "facebookexternal", "scrapy", "httpclient", "libwww", "feed", "lighthouse" };

bool reads_is_robot(str user_agent)
{
	char small[512];
	size_t len = user_agent.len < sizeof(small) ? user_agent.len : sizeof(small);
	if (!len)
		return true;
	for (size_t i = 0; i < len; i++)
		small[i] = user_agent.at[i] >= 'A' && user_agent.at[i] <= 'Z' ? (char)(user_agent.at[i] + 32) : user_agent.at[i];
	for (size_t i = 0; i < COUNT(robots); i++) {
		if (str_contains((str){ small, len }, str_from(robots[i])))
			return true;
	}
	return false;
}

/* The same for four weeks, then another: nothing can be followed longer. */
static int64_t visitor_of(const struct web *web, const struct http_request *http, moment at)
{
	long long epoch = (long long)(at / DAYS(EPOCH_DAYS));
	str agent = http_header(http, S("User-Agent"));
	str whole = str_format(http->arena, "%lld %.*s %.*s %.*s", epoch, STR_ARG(http->host), STR_ARG(http->address), STR_ARG(agent));
	str hash = crypt_hash(http->arena, &web->house->sign_key, S("reader"), whole);
	uint64_t number;
	memcpy(&number, hash.at, sizeof(number));
	return (int64_t)(number >> 1 | 1); /* never 0, never negative */
}

void reads_note(struct reads *reads, const struct http_request *http, const struct route *route, const struct sighting *reading)
{
	if (!reads || !route || (!route->reads && !route->counts) || http->host.len >= HOST_MAX)
		return;
	if (reads_is_robot(http_header(http, S("User-Agent"))))
		return;
	struct noted noted = { .reading = *reading };
	noted.reading.counts = route->reads ? COUNTS_READ : route->counts;
	noted.reading.visitor = reading->visitor ? reading->visitor : visitor_of(reads->web, http, reading->at);
	memcpy(noted.host, http->host.at, http->host.len);
	pthread_mutex_lock(&reads->mutex);
	if (reads->count < READS_MAX)
		reads->waiting[reads->count++] = noted;
	pthread_cond_signal(&reads->came);
	pthread_mutex_unlock(&reads->mutex);
}

int64_t request_reader(struct request *request)
{
	if (request->scope.member_id)
		return -request->scope.member_id;
	return visitor_of(request->web, &request->exchange->request, request->scope.now);
}

/* ── writing ── */

struct piece { struct reads *reads; const char *host; size_t count; struct sighting readings[READS_A_UNIT]; };

static enum err find_brand(struct scope *scope, void *data)
{
	struct piece *piece = data;
	return piece->reads->web->resolvers.brand(scope, str_from(piece->host));
}

static enum err write_piece(struct scope *scope, void *data)
{
	struct piece *piece = data;
	const struct slice *const *slices = piece->reads->web->slices;
	for (size_t i = 0; slices[i]; i++) {
		enum err err = slices[i]->count ? slices[i]->count(scope, piece->readings, piece->count) : OK;
		if (err)
			return err;
	}
	return OK;
}

static int by_host(const void *a, const void *b)
{
	return strcmp(((const struct noted *)a)->host, ((const struct noted *)b)->host);
}

/* A piece that cannot be written is forgotten: figures are not worth a second try. */
static void write_one(struct piece *piece)
{
	struct web *web = piece->reads->web;
	struct arena *arena = arena_open(1 << 14);
	struct scope scope;
	scope_open(&scope, web->house, arena, piece->readings[0].at);
	enum err err = scope_read(&scope, find_brand, piece);
	if (!err) {
		scope_act_as(&scope, 0, ROLE_BITS);
		err = scope_write(&scope, write_piece, piece);
	}
	if (err && err != ERR_NOT_FOUND)
		log_event(LOG_WARN, "reads.lost", "%d readings were not counted", (int)piece->count); /* at most 50 */
	arena_close(arena);
}

void reads_flush(struct reads *reads)
{
	pthread_mutex_lock(&reads->writing);
	pthread_mutex_lock(&reads->mutex);
	size_t count = reads->count;
	memcpy(reads->taken, reads->waiting, count * sizeof(reads->taken[0]));
	reads->count = 0;
	pthread_mutex_unlock(&reads->mutex);
	if (count)
		qsort(reads->taken, count, sizeof(reads->taken[0]), by_host);
	struct piece piece = { .reads = reads };
	for (size_t i = 0; i < count; i++) {
		const struct noted *noted = &reads->taken[i];
		piece.host = noted->host;
		piece.readings[piece.count++] = noted->reading;
		bool is_last = i + 1 == count || strcmp(reads->taken[i + 1].host, noted->host) != 0;
		if (!is_last && piece.count < READS_A_UNIT)
			continue;
		write_one(&piece);
		piece.count = 0;
	}
	pthread_mutex_unlock(&reads->writing);
}

/* Waits for a first one, then a second more for others. */
static bool wait_some(struct reads *reads)
{
	struct timespec until;
	pthread_mutex_lock(&reads->mutex);
	while (!reads->count && !reads->closing)
		pthread_cond_wait(&reads->came, &reads->mutex);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec++;
	while (!reads->closing && pthread_cond_timedwait(&reads->came, &reads->mutex, &until) == 0)
		; /* more came: they wait for the same second */
	bool goes_on = !reads->closing;
	pthread_mutex_unlock(&reads->mutex);
	return goes_on;
}

static void *live(void *data)
{
	struct reads *reads = data;
	while (wait_some(reads))
		reads_flush(reads);
	reads_flush(reads);
	return NULL;
}

struct reads *reads_open(struct web *web)
{
	struct reads *reads = arena_take(web->arena, sizeof(*reads));
	reads->web = web;
	pthread_mutex_init(&reads->mutex, NULL);
	pthread_mutex_init(&reads->writing, NULL);
	pthread_condattr_t steady; /* a clock that is set back must not hold back what was read */
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&reads->came, &steady);
	pthread_condattr_destroy(&steady);
	must(pthread_create(&reads->thread, NULL, live, reads) == 0);
	return reads;
}

void reads_close(struct reads *reads)
{
	pthread_mutex_lock(&reads->mutex);
	reads->closing = true;
	pthread_cond_signal(&reads->came);
	pthread_mutex_unlock(&reads->mutex);
	must(pthread_join(reads->thread, NULL) == 0);
	pthread_cond_destroy(&reads->came);
	pthread_mutex_destroy(&reads->mutex);
	pthread_mutex_destroy(&reads->writing);
}
