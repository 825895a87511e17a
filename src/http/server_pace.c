/*
 * server_pace.c: sheds load by how long a request lay in the kernel before its loop came to it.
 *
 * A loop that has not slept for a while may be late; how late the kernel knows: the time since the bytes came.  A
 * burst is worked off, and so is what one long piece of work has dammed up: a loop that has worked WORKED beside its
 * longest piece without coming to an end, or not slept for STUCK, and makes somebody wait for BURST, is hurried: it
 * turns away whatever has waited longer than its worth (the floor above says), until nobody had to for a second, or
 * until it sleeps: whoever sleeps has no queue, however late others on this machine have made it.  Where the crowd
 * comes in gusts it sleeps between them; so for a second it is wary, and a third of all that makes it hurried again.
 * Where loops share a core, one that is hurried makes all so, and what they have worked is what their core has.
 * So the queue stays short, those admitted are served in time, and the others hear at once that they are not: bytes
 * made beforehand, with nothing parsed and nothing looked up.  docs/decisions/0067-refused-at-once.md
 */
#include "http/server_room.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define SLEPT ((moment)300)       /* nothing to be seen of a loop for so long: it slept */
#define AT_ONCE MILLISECONDS(5)    /* is not waiting */
#define BURST MILLISECONDS(60)
#define WORKED MILLISECONDS(45)    /* of the loop's own time: not what others took of its core */
#define WARY 3
#define STUCK SECONDS(1)           /* a slow disk leaves it no work to count */
#define HURRY SECONDS(1)
#define TELL_EVERY SECONDS(10)

void pace_open(struct server *server)
{
	struct arena *arena = arena_open(4096);
	for (int i = 0; i < RETRIES; i++) {
		struct http_response refusal = { 0 };
		refusal_write(&refusal, 503);
		server->turned[i] = MHD_create_response_from_buffer(refusal.body.len, (void *)(uintptr_t)refusal.body.at,
		                                                    MHD_RESPMEM_PERSISTENT);
		must(server->turned[i]);
		http_set_header(&refusal, S("Content-Type"), refusal.content_type);
		/* Not all at once again. */
		http_set_header(&refusal, S("Retry-After"), str_format(arena, "%d", RETRY_FIRST + i));
		for (size_t h = 0; h < refusal.header_count; h++)
			MHD_add_response_header(server->turned[i], str_c(arena, refusal.headers[h].name),
			                        str_c(arena, refusal.headers[h].value));
	}
	arena_close(arena);
}

void pace_close(struct server *server)
{
	for (int i = 0; i < RETRIES; i++)
		MHD_destroy_response(server->turned[i]);
}

struct pace *pace_mine(struct server *server)
{
	struct pace *mine = NULL;
	pthread_t self = pthread_self();
	pthread_mutex_lock(&server->lock);
	for (size_t i = 0; i < LOOPS_MAX && !mine; i++) {
		struct pace *pace = &server->paces[i];
		if (!pace->is_taken)
			*pace = (struct pace){ .thread = self, .is_taken = true };
		if (pthread_equal(pace->thread, self))
			mine = pace;
	}
	pthread_mutex_unlock(&server->lock);
	must(mine);
	return mine;
}

static long sleeps_of_thread(void)
{
	struct rusage usage;
	return getrusage(RUSAGE_THREAD, &usage) ? 0 : usage.ru_nvcsw;
}

static bool shares_cores(const struct server *server)
{
	return server->settings.loops > server->cores;
}

moment pace_worked(const struct server *server)
{
	return shares_cores(server) ? moment_of_process() / server->cores : moment_of_thread();
}

void pace_wakes(struct pace *pace, moment now, moment worked)
{
	if (now < pace->hurried_until)
		pace->wary_until = now + HURRY;
	pace->busy_since = now;
	pace->worked_by_then = worked;
	pace->hurried_until = pace->longest = 0;
}

/* A gap without sleep is somebody else's turn on this core: then the queue is still there. */
void pace_begin(const struct server *server, struct pace *pace)
{
	moment now = moment_monotonic();
	if (now - pace->busy_until > SLEPT && (!pace->sleeps || pace->sleeps != sleeps_of_thread()))
		pace_wakes(pace, now, pace_worked(server));
	pace->busy_until = pace->piece_since = now;
}

void pace_end(struct pace *pace)
{
	pace->busy_until = moment_monotonic();
	if (pace->busy_until - pace->piece_since > pace->longest)
		pace->longest = pace->busy_until - pace->piece_since;
	pace->sleeps = pace->busy_until - pace->busy_since > AT_ONCE ? sleeps_of_thread() : 0;
}

/* No longer than the loop has been busy, and no longer than since its last bytes came.  Of a socket file only the
   first is known. */
static moment waited(const struct pace *pace, int fd)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);
	moment most = pace->busy_until - pace->busy_since;
	if (most <= AT_ONCE || getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size))
		return most;
	moment lay = MILLISECONDS((moment)info.tcpi_last_data_recv);
	return lay < most ? lay : most;
}

static str value_of(struct MHD_Connection *connection, const char *name)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
	return value ? str_from(value) : S("");
}

bool pace_is_late(const struct pace *pace, moment waited, moment worked)
{
	int times = pace->busy_until < pace->wary_until ? WARY : 1;
	if (waited <= BURST / times)
		return false;
	return worked - pace->longest > WORKED / times || pace->busy_until - pace->busy_since > STUCK;
}

static void hurry(struct server *server, struct pace *pace)
{
	pace->hurried_until = pace->busy_until + HURRY;
	if (shares_cores(server))
		atomic_store_explicit(&server->hurried_until, pace->hurried_until, memory_order_relaxed);
}

/* What one loop cannot serve in time another on the same core cannot, either. */
bool pace_is_hurried(struct server *server, struct pace *pace, moment waited)
{
	moment others = atomic_load_explicit(&server->hurried_until, memory_order_relaxed);
	if (pace->busy_until < pace->hurried_until)
		return true;
	if (others > pace->wary_until)
		pace->wary_until = others;
	if (waited > AT_ONCE && pace_is_late(pace, waited, pace_worked(server) - pace->worked_by_then))
		hurry(server, pace);
	return pace->busy_until < pace->hurried_until || pace->busy_until < others;
}

bool pace_turns_away(struct box *box, const char *method, const char *path)
{
	const struct server_settings *settings = &box->server->settings;
	struct pace *pace = box->wire->pace;
	struct http_glance glance = { .path = str_from(path) };
	if (!settings->turns_away || !request_method(str_from(method), &glance.method))
		return false;
	glance.waited = waited(pace, box->wire->fd);
	glance.hurried = pace_is_hurried(box->server, pace, glance.waited);
	if (shares_cores(box->server)) /* the others' turns come before its next one */
		glance.waited += glance.waited / 4;
	if ((glance.method == GET || glance.method == HEAD) && !glance.hurried)
		return false;
	glance.cookies = value_of(box->connection, "Cookie");
	glance.authorization = value_of(box->connection, "Authorization");
	if (!settings->turns_away(settings->house, &glance))
		return false;
	if (pace->busy_until < pace->hurried_until) /* it still is */
		hurry(box->server, pace);
	return true;
}

enum MHD_Result answer_turned_away(struct box *box)
{
	int64_t number = atomic_fetch_add(&box->server->turned_away, 1);
	box->served = true;
	return MHD_queue_response(box->connection, 503, box->server->turned[number % RETRIES]);
}

/* By the reaper's thread. */
void pace_tell(struct server *server)
{
	moment now = moment_monotonic();
	int64_t count = atomic_load(&server->turned_away);
	if (count == server->turned_told || now - server->told_at < TELL_EVERY)
		return;
	log_event(LOG_WARN, "http.overload", "%lld requests were turned away (503) in the last %lld s: the house is full",
	          (long long)(count - server->turned_told),
	          (long long)(server->told_at ? (now - server->told_at) / SECONDS(1) : TELL_EVERY / SECONDS(1)));
	server->turned_told = count;
	server->told_at = now;
}
