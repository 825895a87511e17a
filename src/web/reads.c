/*
 * reads.c: a short list behind a lock, and a thread that empties it once a second.
 *
 * The brand is looked up when it is written, so that a page from the cache costs nothing more.  How far a member
 * read is remembered for a minute besides, one place a member and thing: her next page must not call new what she has seen.
 */
#include "web/reads.h"

#include "base/crypt.h"
#include "web/web_room.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { READS_MAX = 4096, HOST_MAX = 120, EPOCH_DAYS = 28, RECENT_MAX = 4096 };
#define RECENT MINUTES(1)

struct noted { struct sighting reading; char host[HOST_MAX]; };
struct recent { int64_t member_id; struct subject subject; int64_t number; moment at; };

struct reads {
	struct web *web;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t came;
	bool closing;
	size_t count;
	struct noted waiting[READS_MAX];
	struct noted taken[READS_MAX]; /* of the thread that writes */
	struct recent recent[RECENT_MAX]; /* two that meet in a place: the later one stays */
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

static struct recent *place_of(struct reads *reads, int64_t member_id, struct subject subject)
{
	uint64_t x = (uint64_t)member_id * 0x9e3779b97f4a7c15ULL ^ ((uint64_t)subject.id * 64 + (uint64_t)subject.kind) * 0xff51afd7ed558ccdULL;
	return &reads->recent[(x ^ x >> 29) * 0xc4ceb9fe1a85ec53ULL >> 52];
}
static_assert(RECENT_MAX == 1 << 12, "the first twelve bits are a place");

static bool is_of(const struct recent *recent, int64_t member_id, struct subject subject)
{
	return recent->member_id == member_id && recent->subject.kind == subject.kind && recent->subject.id == subject.id;
}

static void keep_recent(struct reads *reads, const struct sighting *reading)
{
	struct recent *recent = place_of(reads, -reading->visitor, reading->subject);
	if (!is_of(recent, -reading->visitor, reading->subject) || recent->number < reading->reached)
		*recent = (struct recent){ -reading->visitor, reading->subject, reading->reached, reading->at };
}

void reads_note(struct reads *reads, const struct http_request *http, const struct route *route, const struct sighting *reading)
{
	if (!reads || !route || (!route->reads && !route->counts) || http->host.len >= HOST_MAX)
		return;
	bool is_robot = reads_is_robot(http_header(http, S("User-Agent")));
	if (is_robot && !reading->reached) /* a member's own program reads for her, and counts for no figure */
		return;
	struct noted noted = { .reading = *reading };
	noted.reading.counts = is_robot ? COUNTS_NOTHING : route->reads ? COUNTS_READ : route->counts;
	noted.reading.visitor = reading->visitor ? reading->visitor : visitor_of(reads->web, http, reading->at);
	memcpy(noted.host, http->host.at, http->host.len);
	pthread_mutex_lock(&reads->mutex);
	if (reading->reached)
		keep_recent(reads, &noted.reading);
	size_t most = reading->reached ? READS_MAX : READS_MAX * 3 / 4; /* a crowd of strangers leaves a member's mark its room */
	if (reads->count < most)
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

void request_reached(struct request *request, int64_t number)
{
	request->reached = request->scope.member_id ? number : 0;
}

int64_t lately_reached(const struct scope *scope, struct subject subject)
{
	const struct web *web = scope->house->web;
	struct reads *reads = web ? web->reads : NULL;
	if (!reads || !scope->member_id)
		return 0;
	pthread_mutex_lock(&reads->mutex);
	const struct recent recent = *place_of(reads, scope->member_id, subject);
	pthread_mutex_unlock(&reads->mutex);
	bool is_recent = recent.at <= scope->now && scope->now - recent.at < RECENT;
	return is_recent && is_of(&recent, scope->member_id, subject) ? recent.number : 0;
}

/* ── writing ── */

struct piece { struct reads *reads; const char *host; sighting_listener *listener; size_t count; struct sighting readings[SIGHTINGS_MAX]; };

static enum err find_brand(struct scope *scope, void *data)
{
	struct piece *piece = data;
	return piece->reads->web->resolvers.brand(scope, str_from(piece->host));
}

static enum err write_piece(struct scope *scope, void *data)
{
	struct piece *piece = data;
	return piece->listener(scope, piece->readings, piece->count);
}

/* A slice that fails takes nothing from the others. */
static enum err write_for_all(struct scope *scope, struct piece *piece)
{
	const struct slice *const *slices = piece->reads->web->slices;
	enum err first = OK;
	for (size_t i = 0; slices[i]; i++) {
		piece->listener = slices[i]->count;
		enum err err = piece->listener ? scope_write(scope, write_piece, piece) : OK;
		first = first ? first : err;
	}
	return first;
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
	scope.is_behind = true; /* nobody waits for it */
	enum err err = scope_read(&scope, find_brand, piece);
	if (!err) {
		scope_act_as(&scope, 0, ROLE_BITS);
		err = write_for_all(&scope, piece);
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
		if (!is_last && piece.count < SIGHTINGS_MAX)
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
