/* mail_server.c: accepts one connection and speaks just enough SMTP. */
#include "test/mail_server.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void answer(int fd, const char *line)
{
	if (!line)
		line = "250 ok\r\n";
	must(write(fd, line, strlen(line)) == (ssize_t)strlen(line));
}

/* Reads up to the end of a line, or of the message's body. */
static bool read_until(int fd, char *to, size_t room, const char *end)
{
	size_t len = 0;
	while (len + 1 < room && read(fd, to + len, 1) == 1) {
		to[++len] = 0;
		if (len >= strlen(end) && !strcmp(to + len - strlen(end), end))
			return true;
	}
	return false;
}

static void note(struct mail_server *server, const char *line)
{
	size_t len = strlen(server->heard);
	if (len + strlen(line) < sizeof(server->heard))
		strcpy(server->heard + len, line);
}

static bool hear(struct mail_server *server, int fd, const char *line)
{
	note(server, line);
	if (!strncmp(line, "QUIT", 4)) {
		answer(fd, "221 bye\r\n");
		return false;
	}
	if (!strncmp(line, "DATA", 4)) {
		answer(fd, "354 go on\r\n");
		(void)read_until(fd, server->got, sizeof(server->got), "\r\n.\r\n");
		answer(fd, server->to_message);
		return true;
	}
	const struct { const char *command, *answer; } answers[] = {
		{ "EHLO", server->to_hello }, { "HELO", server->to_hello }, { "AUTH", server->to_auth },
		{ "MAIL", server->to_mail },  { "RCPT", server->to_rcpt },
	};
	const char *to = NULL;
	for (size_t i = 0; i < COUNT(answers); i++)
		to = !strncmp(line, answers[i].command, 4) ? answers[i].answer : to;
	answer(fd, to);
	return true;
}

static void *serve_one(void *data)
{
	struct mail_server *server = data;
	int fd = accept(server->fd, NULL, NULL);
	char line[1024];
	if (fd < 0)
		return NULL; /* nobody came */
	answer(fd, "220 test\r\n");
	while (read_until(fd, line, sizeof(line), "\r\n") && hear(server, fd, line))
		continue;
	close(fd);
	return NULL;
}

void mail_server_open(struct test_house *t, struct mail_server *server)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(server->fd, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(server->fd, 4), 0);
	assert_int_equal(getsockname(server->fd, (struct sockaddr *)&address, &size), 0);
	t->house->settings.mail_url = str_format(t->arena, "smtp://127.0.0.1:%d", ntohs(address.sin_port));
	t->house->settings.mail_from = S("rat@a.example");
	t->house->settings.mail_plain = true;
}

void mail_server_work(struct test_house *t, struct mail_server *server)
{
	pthread_t thread;
	assert_int_equal(pthread_create(&thread, NULL, serve_one, server), 0);
	(void)house_work(t);
	shutdown(server->fd, SHUT_RDWR);
	pthread_join(thread, NULL);
	close(server->fd);
}
