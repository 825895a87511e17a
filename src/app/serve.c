/* serve.c: opens the house and its web, listens, and goes on until it is told to stop. */
#include "app/command.h"

#include "app/house.h"
#include "app/post_room.h"
#include "app/serve.h"
#include "base/fall.h"
#include "core/mail_lmtp.h"
#include "http/server.h"
#include "store/unit.h"
#include "web/crowd.h"
#include "web/door.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { STREAMS_OF_ONE = 32 }; /* a member's open pages that hear what is new */

#define STOP_SECONDS 10

/* systemd's notification protocol (sd_notify): one datagram to the socket that the environment names. */
static void tell_systemd(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (!path || strlen(path) >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, strlen(path));
	if (path[0] == '@')
		address.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	if (sendto(fd, state, strlen(state), 0, (struct sockaddr *)&address, size) < 0)
		log_event(LOG_WARN, "serve.notify", "the service manager could not be told: %s", state);
	close(fd);
}

static void wait_for_signal(void)
{
	sigset_t signals;
	int got;
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigwait(&signals, &got);
}

/* Before any thread starts, so that only sigwait sees them. */
void serve_hold_signals(void)
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

bool serve_is_to_end(void)
{
	sigset_t waiting;
	return !sigpending(&waiting) && (sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1);
}

static str listen_of(struct call *call)
{
	if (str_empty(call->listen) && !call_option(call, "listen", &call->listen))
		call->listen = config_text(call->config, "server.listen");
	return call->listen;
}

/* What a parent handed down cannot be opened a second time: each life hands it on, however early it falls. */
static void keep_what_was_handed_down(struct call *call)
{
	str listen = listen_of(call);
	int64_t fd;
	if (str_starts(listen, S("fd:")) && str_number(str_skip(listen, 3), &fd) && fd > STDERR_FILENO && fd <= INT16_MAX)
		fall_keeps((int)fd);
}

static enum err listen_on(struct call *call, struct web *web, bool is_limited, struct server **server_out, str *wrong_out)
{
	str listen = listen_of(call);
	const struct server_settings settings = {
		.listen = listen, .loops = (int)config_number(call->config, "server.loops"),
		.connections = (int)config_number(call->config, "server.connections"),
		.per_address = (int)config_number(call->config, "server.per_address"),
		.streams_of_one = is_limited ? STREAMS_OF_ONE : 0,
		.proxies = config_text(call->config, "server.proxies"),
		.upload_dir = str_format(call->arena, "%.*s/uploads", STR_ARG(call->data_dir)),
		.access_log = config_text(call->config, "server.access_log"),
		.house = web, .serve = web_serve, .body_limit = web_body_limit, .turns_away = crowd_turns_away,
	};
	enum err err = server_start(call->arena, &settings, server_out, wrong_out);
	/* A socket file is for its group, too: that is where the proxy in front is let in. */
	if (!err && str_starts(listen, S("unix:")))
		chmod(str_c(call->arena, str_skip(listen, 5)), 0660);
	return err;
}

int serve_house(struct call *call, struct house *house, void (*ready)(struct call *call, int port))
{
	struct web *web;
	struct server *server;
	struct lmtp *post_room = NULL;
	str wrong = S("");
	const struct web_settings settings = {
		.slices = slices, .cache_bytes = (size_t)config_number(call->config, "server.cache_bytes"),
		.limits_off = call_switch(call, "no-limits"),
	};
	if (web_open(house, &settings, &web))
		return call_failed(call, "the route tables contradict each other; see the log");
	enum err err = house_work_start(house);
	if (!err)
		err = post_room_open(call, house, &post_room, &wrong);
	if (!err)
		err = listen_on(call, web, !settings.limits_off, &server, &wrong);
	if (err) {
		lmtp_stop(post_room);
		web_close(web);
		return call_failed(call, "%.*s", STR_ARG(wrong));
	}
	web_set_server(web, server);
	ready(call, server_port(server));
	tell_systemd("READY=1");
	wait_for_signal();
	tell_systemd("STOPPING=1");
	lmtp_stop(post_room);
	server_stop(server, STOP_SECONDS);
	house_work_stop(house);
	web_close(web);
	return 0;
}

static void say_ready(struct call *call, int port)
{
	(void)call;
	if (port > 0)
		printf("Ready: http://localhost:%d/\n", port);
	else
		puts("Ready");
	fflush(stdout);
}

/* A house that fell and cannot be opened yet is tried again: the disk may come back, a lock be let go. */
static int not_opened(struct call *call, str why)
{
	int status = call_failed(call, "%.*s", STR_ARG(why));
	if (fall_was_before())
		fall(status);
	return status;
}

int command_serve(struct call *call)
{
	struct house *house;
	str wrong = S("");
	fall_begins_anew(call->arguments);
	keep_what_was_handed_down(call);
	serve_hold_signals();
	call->serves = true;
	if (call_house(call, &house, &wrong))
		return not_opened(call, wrong);
	int status = serve_house(call, house, say_ready);
	house_close(house);
	if (status && fall_was_before())
		fall(status);
	return status;
}

/* A worker has no /metrics: what it did is in the log. */
static void say_what_was_done(const struct house *house)
{
	struct store_figures figures;
	store_figures(house->store, &figures);
	log_event(LOG_INFO, "work.ended", "units: %lld, replays: %lld, refused: %lld", (long long)figures.units, (long long)figures.replays,
	          (long long)figures.refused);
}

int command_work(struct call *call)
{
	struct house *house;
	str wrong = S("");
	fall_begins_anew(call->arguments);
	serve_hold_signals();
	call->serves = true;
	if (call_house(call, &house, &wrong))
		return not_opened(call, wrong);
	if (house_work_start(house))
		return call_failed(call, "the worker could not start; see the log");
	wait_for_signal();
	house_work_stop(house);
	say_what_was_done(house);
	house_close(house);
	return 0;
}
